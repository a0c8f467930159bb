//! From questions as written to rules that can be evaluated.

use crate::{
    condition::Condition,
    load::{
        CrossConditions, LoadError,
        condition::Scope,
        raw::{RawDetail, RawQuestion, RawRule},
        rules::NO_LISTS,
    },
    page::Page,
    question::{Detail, Question, Rule},
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
    let detail = |raw: RawDetail| {
        Ok(Detail {
            when: raw.when.build(scope)?,
            reason: raw.reason,
        })
    };
    let rule = |raw: RawRule| {
        let always = raw.when.is_always();
        let when = if always {
            Condition::All(Vec::new())
        } else {
            raw.when.build(scope)?
        };
        let details = raw
            .details
            .into_iter()
            .map(detail)
            .collect::<Result<_, _>>()?;
        let (id, reason) = (raw.id, raw.reason);
        Ok(Rule {
            id,
            when,
            outcome: raw.outcome,
            reason,
            details,
            source: raw.source,
        })
    };
    let baseline = raw
        .baseline
        .into_iter()
        .map(rule)
        .collect::<Result<_, _>>()?;
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
