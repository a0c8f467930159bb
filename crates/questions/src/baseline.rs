//! The automatic baseline of each question: ordered rules, the first that matches wins.

use crate::{
    answers::Answers,
    condition::Context,
    flow::is_complete,
    phrase,
    question::{Baseline, Detail, Question},
    reference::Reference,
    rule_book::RulesInForce,
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
        let rules = self.rules_on(reference.lists_on);
        self.judge(
            &rules,
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
        let rules = self.rules_on(reference.lists_on);
        let asked = self.asked_answers(answers);
        let judged = |question| (question, self.judge(&rules, question, &asked, reference));
        self.questions.iter().map(judged).collect()
    }

    /// How one question compares with its baseline, by these rules and of those the ones that
    /// count on the day of the lists.
    pub(crate) fn judge(
        &self,
        in_force: &RulesInForce<'_>,
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
        let book = in_force.baseline_of(self, question);
        let rule = book
            .rules
            .iter()
            .find(|rule| rule.days.contain(reference.lists_on) && rule.when.holds(&context))?;
        let page = self.pages_of_question(&question.id).next()?;
        let fill = |sentence: &String| phrase::fill(self, &page.id, sentence, &context);
        let details = rule.details.iter();
        let details: Vec<&Detail> = details
            .filter(|detail| detail.when.holds(&context))
            .collect();
        let said = |first: &String, further: fn(&Detail) -> &String| {
            let further = details.iter().map(|detail| further(detail));
            let sentences = [first].into_iter().chain(further).map(fill);
            sentences.collect::<Vec<_>>().join(" ")
        };
        let further = details.iter().map(|detail| &detail.when);
        let places = [&rule.when].into_iter().chain(further);
        Some(Baseline {
            places: places.flat_map(|when| when.places(&context)).collect(),
            question: question.id.clone(),
            outcome: rule.outcome,
            reason: said(&rule.reason, |detail| &detail.reason),
            for_team: said(&rule.for_team, |detail| &detail.for_team),
            rule: rule.id.clone(),
            rule_name: rule.name.clone(),
            cross_check: rule.cross_check.clone(),
            source: rule.source.clone(),
            cites: rule.cites.clone(),
            version: book.version,
            days: rule.days.or_from(book.from),
        })
    }
}
