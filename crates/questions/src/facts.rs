//! What the service has to know of an application, found by name so that no code knows a page.

use serde::Deserialize;
use std::collections::BTreeMap;

use crate::{answers::Answers, set::QuestionSet};

/// Where a fact stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Page id.
    pub page: String,
    /// Field id.
    pub field: String,
    /// The item of a list; 0 outside lists, and where no item is meant.
    #[serde(skip)]
    pub item: i16,
}

/// Fact to the places where it may stand, best first.
pub type Facts = BTreeMap<String, Vec<Place>>;

impl QuestionSet {
    /// A fact as stored: the first of its places that is asked and answered.
    ///
    /// Call it with asked answers ([`QuestionSet::asked_answers`]), so that a page which other
    /// answers made superfluous has no say.
    pub fn fact<'a>(&self, name: &str, asked: &'a Answers) -> Option<&'a str> {
        let places = self.facts.get(name)?;
        places
            .iter()
            .find_map(|place| asked.first(&place.page, &place.field))
    }

    /// A fact as a person reads it: the label of a choice instead of its name.
    pub fn fact_in_words(&self, name: &str, asked: &Answers) -> Option<String> {
        let places = self.facts.get(name)?;
        places.iter().find_map(|place| {
            let values = asked.get(&place.page, 0)?;
            asked.first(&place.page, &place.field)?;
            self.page(&place.page)?
                .1
                .field(&place.field)?
                .describe(values)
        })
    }

    /// The page where a fact is asked first, to link to.
    pub fn page_of_fact(&self, name: &str) -> Option<&str> {
        self.place_of_fact(name).map(|place| place.page.as_str())
    }

    /// The field where a fact is asked first, to put there what is known already.
    pub fn place_of_fact(&self, name: &str) -> Option<&Place> {
        self.facts.get(name)?.first()
    }

    /// Places of facts that the set does not have.
    pub(crate) fn dangling_facts(&self) -> Vec<String> {
        let is_missing = |place: &Place| {
            self.page(&place.page)
                .is_none_or(|(_, page)| page.field(&place.field).is_none())
        };
        self.facts
            .iter()
            .filter(|(_, places)| places.iter().any(is_missing))
            .map(|(name, _)| format!("the fact {name} names a field that the set does not have"))
            .collect()
    }
}
