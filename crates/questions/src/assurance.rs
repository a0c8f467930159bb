//! How answers are assured, compared with what the standard expects.

use crate::{
    answers::{Answers, Values, first_of},
    page::{Assures, Field, Page},
    question::Question,
    set::QuestionSet,
};

/// An answer that is not assured as the standard expects.
#[derive(Debug, Clone)]
pub struct AssuranceGap<'a> {
    /// The question.
    pub question: &'a Question,
    /// How the answer is assured instead, as people read it: a label, and what was typed beside it.
    pub how: String,
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
            Some(AssuranceGap { question, how })
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
