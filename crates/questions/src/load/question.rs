//! From questions as written to rules that can be evaluated.

use crate::{
    condition::Condition,
    load::{
        CrossConditions, LoadError,
        condition::Scope,
        raw::RawQuestion,
        raw_rules::{RawDetail, RawRule},
        rules::{NO_LISTS, days},
    },
    page::Page,
    question::{Detail, Question, Rule},
    source::cites,
};

/// The first page of a question, which asks it.
pub(super) fn page_of<'a>(question: &str, pages: &[&'a Page]) -> Option<&'a Page> {
    pages
        .iter()
        .find(|page| page.question.as_deref() == Some(question))
        .copied()
}

pub(super) fn question(
    file: &str,
    raw: RawQuestion,
    pages: &[&Page],
    cross_checks: &CrossConditions,
) -> Result<Question, LoadError> {
    let page = page_of(&raw.id, pages).map_or("", |page| page.id.as_str());
    let scope = Scope {
        file,
        page,
        guidance: &raw.guidance,
        cross_checks,
        lists: &NO_LISTS,
    };
    let baseline = baseline(raw.baseline, scope)?;
    Ok(Question {
        baseline,
        assurance_compared_as: raw
            .assurance_compared_as
            .unwrap_or_else(|| raw.assurance.clone()),
        id: raw.id,
        principle: raw.principle,
        title: raw.title,
        text_published: raw.text_published,
        requirement_published: raw.requirement_published,
        requirement_effective: raw.requirement_effective,
        assurance: raw.assurance,
        guidance: raw.guidance,
        guidance_published: raw.guidance_published,
        erratum: raw.erratum,
        assessor_hint: raw.assessor_hint,
        not_met_reasons: raw.not_met_reasons,
        source: raw.source,
    })
}

/// The baseline rules of a question, in order.
pub(super) fn baseline(raw: Vec<RawRule>, scope: Scope<'_>) -> Result<Vec<Rule>, LoadError> {
    raw.into_iter().map(|rule| rule.build(scope)).collect()
}

impl RawRule {
    fn build(self, scope: Scope<'_>) -> Result<Rule, LoadError> {
        let detail = |raw: RawDetail| {
            Ok(Detail {
                when: raw.when.build(scope)?,
                for_team: raw.for_team.unwrap_or_else(|| raw.reason.clone()),
                reason: raw.reason,
            })
        };
        let details = self.details.into_iter().map(detail);
        Ok(Rule {
            days: days(scope.file, self.from.as_deref(), self.until.as_deref())?,
            details: details.collect::<Result<_, LoadError>>()?,
            cross_check: self.when.cross_check.clone(),
            when: if self.when.is_always() {
                Condition::All(Vec::new())
            } else {
                self.when.build(scope)?
            },
            name: self.name.unwrap_or_else(|| self.id.replace('_', " ")),
            id: self.id,
            outcome: self.outcome,
            for_team: self.for_team.unwrap_or_else(|| self.reason.clone()),
            reason: self.reason,
            cites: cites(self.cites, &self.source),
            source: self.source,
        })
    }
}
