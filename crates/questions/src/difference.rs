//! What one revision of a question set says otherwise than another, word for word.

use std::collections::BTreeMap;

use crate::{
    condition::{Condition, Test},
    page::{Field, Page},
    question::{Passage, Question},
    set::QuestionSet,
};

/// Words of a set that are not the same in two revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the words belong to, like `page security/2a` or `question 2a`.
    pub place: String,
    /// What they are there, like `heading` or `rule partial, reason`.
    pub what: String,
    /// The words then; none where there were none.
    pub then: Option<String>,
    /// The words now; none where there are none any more.
    pub now: Option<String>,
}

impl Difference {
    /// What became of the words: `added`, `removed` or `changed`.
    pub fn kind(&self) -> &'static str {
        match (&self.then, &self.now) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }
}

/// Where words stand, and the words.
type Words = Vec<((String, String), String)>;

impl QuestionSet {
    /// What this set says otherwise than another: in its own order, then what only the other one says.
    ///
    /// Compares every word that people read, and when pages, fields and rules count.
    pub fn differences_from(&self, then: &Self) -> Vec<Difference> {
        let before = then.words();
        let mut left: BTreeMap<_, _> = before.iter().cloned().collect();
        let mut found = Vec::new();
        let mut add = |(place, what), then, now| {
            found.push(Difference {
                place,
                what,
                then,
                now,
            });
        };
        for (key, now) in self.words() {
            let then = left.remove(&key);
            if then.as_ref() != Some(&now) {
                add(key, then, Some(now));
            }
        }
        for (key, then) in before {
            if left.contains_key(&key) {
                add(key, Some(then), None);
            }
        }
        found
    }

    /// Everything that the set says, each place once.
    fn words(&self) -> Words {
        let mut words = Words::new();
        let mut said: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut say = |place: &str, what: &str, text: &str| {
            if text.is_empty() {
                return;
            }
            let mut key = (place.to_owned(), what.to_owned());
            // Several rules may have one name: the second of them is called so.
            let times = said.entry(key.clone()).or_default();
            *times += 1;
            if *times > 1 {
                key.1 = format!("{what} {times}");
            }
            words.push((key, text.to_owned()));
        };
        for task in &self.tasks {
            let place = format!("task {}", task.id);
            say(&place, "title", &task.title);
            say(&place, "hint", task.hint.as_deref().unwrap_or_default());
            for page in &task.pages {
                page_words(page, &mut say);
            }
        }
        for question in self.questions() {
            question_words(question, &mut say);
        }
        for rule in &self.cross_checks {
            say(
                &format!("cross-check {}", rule.id),
                "message",
                &rule.message,
            );
        }
        for commitment in &self.commitments.items {
            say(
                &format!("commitment {}", commitment.id),
                "text",
                &commitment.text,
            );
        }
        for method in &self.assurance.methods {
            say(
                &format!("assurance {}", method.name),
                "means",
                &method.means,
            );
        }
        for (question, example) in &self.assurance.evidence {
            say(
                &format!("question {question}"),
                "evidence, for example",
                example,
            );
        }
        words
    }
}

type Say<'a> = &'a mut dyn FnMut(&str, &str, &str);

fn page_words(page: &Page, say: Say<'_>) {
    let place = format!("page {}", page.id);
    let mut tell = |what: &str, text: &str| say(&place, what, text);
    tell("heading", &page.heading);
    tell("caption", page.caption.as_deref().unwrap_or_default());
    tell("text", &page.body.join("\n"));
    tell("inset", page.inset.as_deref().unwrap_or_default());
    tell("asked when", &when(page.show_if.as_ref()));
    for text in &page.body_if {
        tell(&format!("text when {}", told(&text.when)), &text.text);
    }
    for field in &page.fields {
        field_words(page, field, say);
    }
}

fn field_words(page: &Page, field: &Field, say: Say<'_>) {
    let place = format!("field {} of page {}", field.id, page.id);
    let mut tell = |what: &str, text: &str| say(&place, what, text);
    tell("label", &field.label);
    tell("hint", field.hint.as_deref().unwrap_or_default());
    for choice in field.choices() {
        tell(&format!("choice {}", choice.value), &choice.label);
        let hint = choice.hint.as_deref().unwrap_or_default();
        tell(&format!("choice {}, hint", choice.value), hint);
    }
    for (key, text) in &field.errors {
        tell(&format!("error {key}"), text);
    }
    let conditions = [
        ("asked when", &field.show_if),
        ("follows when", &field.only_if),
        ("needed when", &field.required_if),
    ];
    for (what, condition) in conditions {
        tell(what, &when(condition.as_ref()));
    }
    tell(
        "need",
        if field.optional {
            "optional"
        } else {
            "asked for"
        },
    );
}

fn question_words(question: &Question, say: Say<'_>) {
    let place = format!("question {}", question.id);
    let mut tell = |what: &str, text: &str| say(&place, what, text);
    tell("title", &question.title);
    tell("published", &question.text_published);
    tell("requirement as published", &question.requirement_published);
    tell("requirement", &question.requirement_effective);
    tell("assurance", &question.assurance);
    tell("guidance", &question.guidance.join("\n"));
    let published = question.guidance_published.iter().flat_map(Passage::texts);
    let published: Vec<&str> = published.map(String::as_str).collect();
    tell("guidance as published", &published.join("\n"));
    tell(
        "correction",
        question.erratum.as_deref().unwrap_or_default(),
    );
    tell("hint for assessors", &question.assessor_hint);
    tell("reasons for not met", &question.not_met_reasons.join("\n"));
    for rule in &question.baseline {
        let mut of = |what: &str, text: &str| tell(&format!("rule {}, {what}", rule.id), text);
        of("outcome", rule.outcome.name());
        of("reason", &rule.reason);
        of("reason for the team", &rule.for_team);
        of("when", &when(Some(&rule.when)));
        for (number, detail) in rule.details.iter().enumerate() {
            of(&format!("detail {}", number + 1), &detail.reason);
        }
    }
}

/// A condition as it can be compared; nothing where there is none.
fn when(condition: Option<&Condition>) -> String {
    condition.map_or_else(String::new, told)
}

/// A condition on one line.
fn told(condition: &Condition) -> String {
    let joined = |parts: &[Condition], between: &str| {
        let parts: Vec<String> = parts.iter().map(told).collect();
        format!("({})", parts.join(between))
    };
    let passes = |test: &Test| match test {
        // The guidance has a line of its own.
        Test::CopiedFrom(_) => "copied from the guidance".to_owned(),
        test => format!("{test:?}"),
    };
    match condition {
        Condition::All(parts) if parts.is_empty() => "always".to_owned(),
        Condition::All(parts) => joined(parts, " and "),
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Not(part) => format!("not {}", told(part)),
        Condition::AnyItem { page, when } => format!("one item of {page}: {}", told(when)),
        Condition::Field { page, field, test } => format!("{page}#{field} {}", passes(test)),
        Condition::Known { name, test } => format!("{name} {}", passes(test)),
        Condition::AsEarlier { page, field } => format!("{page}#{field} as the last time"),
        Condition::SameAsEarlier { fields, at_least } => {
            format!("{} as the last time on {at_least} pages", fields.join(", "))
        }
        Condition::InForce(entry) => format!("{} since {} counts", entry.name, entry.from),
    }
}
