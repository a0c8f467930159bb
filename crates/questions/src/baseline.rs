//! The automatic baseline of each question: ordered rules, the first that matches wins.

use crate::{
    answers::Answers,
    condition::Context,
    flow::is_complete,
    phrase,
    question::{Baseline, Question},
    reference::Reference,
    set::QuestionSet,
};

impl QuestionSet {
    /// How one question compares with its baseline; `None` while it is not fully answered.
    pub fn baseline(
        &self,
        question: &str,
        answers: &Answers,
        reference: &Reference,
    ) -> Option<Baseline> {
        self.judge(
            self.question(question)?,
            &self.asked_answers(answers),
            reference,
        )
    }

    /// Every question in order with its baseline; cheaper than asking one by one.
    pub fn baselines<'a>(
        &'a self,
        answers: &Answers,
        reference: &Reference,
    ) -> Vec<(&'a Question, Option<Baseline>)> {
        let asked = self.asked_answers(answers);
        let judged = |question| (question, self.judge(question, &asked, reference));
        self.questions.iter().map(judged).collect()
    }

    fn judge(
        &self,
        question: &Question,
        asked: &Answers,
        reference: &Reference,
    ) -> Option<Baseline> {
        let context = Context::new(asked, 0).with_reference(reference);
        let mut pages = self.pages_of_question(&question.id);
        let is_answered = pages.all(|page| {
            let is_asked = page
                .show_if
                .as_ref()
                .is_none_or(|when| when.holds(&context));
            !is_asked || is_complete(page, 0, asked, reference)
        });
        if !is_answered {
            return None;
        }
        let rule = question
            .baseline
            .iter()
            .find(|rule| rule.when.holds(&context))?;
        let page = self.pages_of_question(&question.id).next()?;
        let mut reason = phrase::fill(self, &page.id, &rule.reason, &context);
        for detail in rule
            .details
            .iter()
            .filter(|detail| detail.when.holds(&context))
        {
            reason.push(' ');
            reason.push_str(&phrase::fill(self, &page.id, &detail.reason, &context));
        }
        Some(Baseline {
            question: question.id.clone(),
            outcome: rule.outcome,
            reason,
            rule: rule.id.clone(),
            source: rule.source.clone(),
        })
    }
}
