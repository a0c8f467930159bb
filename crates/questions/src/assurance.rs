//! How answers are assured, compared with what the standard expects.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    answers::{Answers, Values, first_of},
    facts::Place,
    page::{Assures, Field, Page},
    question::Question,
    set::QuestionSet,
};

/// What the methods of assurance mean, and what counts as evidence: help, and no part of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssuranceHelp {
    /// What the published guidance says of the methods, word for word.
    pub published: Vec<String>,
    /// Where that is from.
    pub source: String,
    /// Whose the explanations are.
    pub note: String,
    /// The methods that questions name.
    pub methods: Vec<AssuranceMethod>,
    /// Question id to evidence that a customer or a compliance review would accept, for example.
    pub evidence: BTreeMap<String, String>,
}

/// A method of assurance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssuranceMethod {
    /// The name as published, as in [`Question::assurance_compared_as`].
    pub name: String,
    /// What it means, in a sentence or two.
    pub means: String,
}

/// An answer that is not assured as the standard expects.
#[derive(Debug, Clone)]
pub struct AssuranceGap<'a> {
    /// The question.
    pub question: &'a Question,
    /// How the answer is assured instead, as people read it: a label, and what was typed beside it.
    pub how: String,
    /// The field that says so.
    pub place: Place,
}

impl Question {
    /// The assurance that is expected, in a sentence: as published and, where that wording has no
    /// meaning of its own, as what it is compared.
    pub fn expected_assurance(&self) -> String {
        if self.assurance == self.assurance_compared_as {
            self.assurance.clone()
        } else {
            let compared_as = lower_first(&self.assurance_compared_as);
            format!("{}, compared as {compared_as}", self.assurance)
        }
    }
}

impl QuestionSet {
    /// What the expected method of assurance of a question means; none in early revisions.
    pub fn assurance_method(&self, question: &Question) -> Option<&AssuranceMethod> {
        let mut methods = self.assurance.methods.iter();
        methods.find(|method| method.name == question.assurance_compared_as)
    }

    /// What would count as evidence for the answer to a question, for example.
    pub fn evidence_example(&self, question: &str) -> Option<&str> {
        self.assurance.evidence.get(question).map(String::as_str)
    }

    /// The questions whose assurance a page asks for, in its order.
    pub fn assured_on<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a Question> {
        let told = page
            .fields
            .iter()
            .filter_map(|field| field.assures.as_ref());
        told.filter_map(|assures| self.question(&assures.question))
    }

    /// The answers that are not assured as expected, in the order of the questions.
    pub fn assurance_gaps(&self, answers: &Answers) -> Vec<AssuranceGap<'_>> {
        let asked = self.asked_answers(answers);
        let gaps = self.pages().flat_map(|(_, page)| {
            let values = asked.get(&page.id, 0);
            values.map_or_else(Vec::new, |values| self.gaps_of(page, values))
        });
        gaps.collect()
    }

    fn gaps_of(&self, page: &Page, values: &Values) -> Vec<AssuranceGap<'_>> {
        let told = page.fields.iter();
        let told = told.filter_map(|field| Some((field, field.assures.as_ref()?)));
        let gap = |(field, assures): (&Field, &Assures)| {
            let chosen = first_of(values, &field.id)?;
            let how = (chosen != assures.expected).then(|| how(page, field, values))?;
            let question = self.question(&assures.question)?;
            let place = Place {
                page: page.id.clone(),
                field: field.id.clone(),
                item: 0,
            };
            Some(AssuranceGap {
                question,
                how,
                place,
            })
        };
        told.filter_map(gap).collect()
    }
}

/// What was chosen, and what was typed into the fields that follow up this choice.
fn how(page: &Page, field: &Field, values: &Values) -> String {
    let follows = |other: &&Field| {
        let mut is_about = false;
        if let Some(when) = &other.only_if {
            when.for_each_field(&mut |_, id, _| is_about |= id == field.id);
        }
        is_about && page.counts(other, values)
    };
    let further = page.fields.iter().filter(follows);
    let further = further.filter_map(|other| other.describe(values));
    let said = field.describe(values).into_iter().chain(further);
    said.collect::<Vec<_>>().join(": ")
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
