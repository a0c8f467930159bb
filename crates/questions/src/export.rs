//! JSON forms: the canonical answers that are signed, and the published set.

use serde_json::{Map, Value, json};

use crate::{answers::Answers, question::Question, set::QuestionSet};

impl QuestionSet {
    /// The answers in one deterministic form, for the signed snapshot.
    ///
    /// Only asked pages and fields, none of which is for the supplier alone; pages in the order of
    /// their ids, keys in alphabetical order.
    pub fn canonical(&self, answers: &Answers) -> Value {
        let asked = self.asked_answers(answers);
        let entries = asked.iter().filter_map(|(key, values)| {
            let sent = match self.page(&key.page) {
                Some((_, page)) => page.sent_values(values),
                None => values.clone(),
            };
            if sent.is_empty() && !values.is_empty() {
                return None;
            }
            let fields: Map<String, Value> = sent
                .into_iter()
                .map(|(id, values)| (id, json!(values)))
                .collect();
            Some(json!({ "item": key.item, "page": key.page, "values": fields }))
        });
        json!({
            "answers": entries.collect::<Vec<_>>(),
            "question_set": { "hash": self.hash, "id": self.id, "version": self.version },
        })
    }

    /// The set as published to other programs; its form is fixed.
    pub fn published_json(&self) -> Value {
        let question = |question: &Question| {
            json!({
                "id": question.id,
                "text_published": question.text_published,
                "requirement_published": question.requirement_published,
                "requirement_effective": question.requirement_effective,
                "assurance": question.assurance,
                "erratum": question.erratum,
            })
        };
        let principles = self.principles.iter().map(|principle| {
            let questions = principle
                .questions
                .iter()
                .filter_map(|id| self.question(id));
            json!({
                "number": principle.number,
                "title": principle.title,
                "questions": questions.map(question).collect::<Vec<_>>(),
            })
        });
        let commitments = self.commitments.items.iter().map(|commitment| {
            json!({ "id": commitment.id, "text": commitment.text, "source": commitment.source })
        });
        json!({
            "id": self.id,
            "version": self.version,
            "source": self.source,
            "principles": principles.collect::<Vec<_>>(),
            "commitments": commitments.collect::<Vec<_>>(),
        })
    }
}
