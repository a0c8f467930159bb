//! What the service has to know of an application, found by name so that no code knows a page.

use serde::Deserialize;
use std::collections::BTreeMap;

use crate::{
    answers::Answers,
    page::{Field, Page},
    set::QuestionSet,
};

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

/// Where a fact may stand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactPlace {
    /// Page id.
    pub page: String,
    /// Field id.
    pub field: String,
    /// The choice of the same page that the field spells out. Beside another choice, what is in the
    /// field is left over and is no fact.
    pub beside: Option<Beside>,
}

/// A choice that a field spells out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Field id.
    pub field: String,
    /// The choice.
    pub equals: String,
}

/// Fact to the places where it may stand, best first.
pub type Facts = BTreeMap<String, Vec<FactPlace>>;

/// The facts that the register says as they were answered.
pub const PUBLISHED: [&str; 7] = [
    "service_name",
    "description_for_users",
    "legal_jurisdiction",
    "management_model",
    "service_desk_name",
    "service_desk_phone",
    "service_desk_email",
];

impl FactPlace {
    /// What is answered here, of these asked answers.
    pub(crate) fn answered<'a>(&self, asked: &'a Answers) -> Option<&'a str> {
        let counts = self
            .beside
            .as_ref()
            .is_none_or(|beside| asked.first(&self.page, &beside.field) == Some(&*beside.equals));
        asked.first(&self.page, &self.field).filter(|_| counts)
    }

    fn is_in(&self, set: &QuestionSet) -> bool {
        set.page(&self.page).is_some_and(|(_, page)| {
            let beside = self.beside.as_ref();
            let has_choice = |beside: &Beside| {
                let field = page.field(&beside.field);
                field.is_some_and(|field| field.choice_label(&beside.equals).is_some())
            };
            page.field(&self.field).is_some() && beside.is_none_or(has_choice)
        })
    }
}

impl QuestionSet {
    /// A fact as stored: the first of its places that is asked and answered.
    ///
    /// Call it with asked answers ([`QuestionSet::asked_answers`]), so that a page which other
    /// answers made superfluous has no say.
    pub fn fact<'a>(&self, name: &str, asked: &'a Answers) -> Option<&'a str> {
        let places = self.facts.get(name)?;
        places.iter().find_map(|place| place.answered(asked))
    }

    /// A fact as a person reads it: the label of a choice instead of its name.
    pub fn fact_in_words(&self, name: &str, asked: &Answers) -> Option<String> {
        let places = self.facts.get(name)?;
        places.iter().find_map(|place| {
            let values = asked.get(&place.page, 0)?;
            place.answered(asked)?;
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
    pub fn place_of_fact(&self, name: &str) -> Option<&FactPlace> {
        self.facts.get(name)?.first()
    }

    /// Places of facts that the set does not have.
    pub(crate) fn dangling_facts(&self) -> Vec<String> {
        self.facts
            .iter()
            .filter(|(_, places)| !places.iter().all(|place| place.is_in(self)))
            .map(|(name, _)| format!("the fact {name} names a field that the set does not have"))
            .collect()
    }

    /// The fields of a page whose answers the register says, in the order of the page.
    pub fn published_fields<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a Field> {
        let places = PUBLISHED.iter().filter_map(|name| self.facts.get(*name));
        let places: Vec<&FactPlace> = places.flatten().collect();
        let is_published = move |field: &&Field| {
            let mut places = places.iter();
            places.any(|place| place.page == page.id && place.field == field.id)
        };
        page.fields.iter().filter(is_published)
    }

    /// Marks the pages of which the register says answers.
    pub(crate) fn mark_published(&mut self) {
        let published: Vec<String> = self
            .pages()
            .filter(|(_, page)| self.published_fields(page).next().is_some())
            .map(|(_, page)| page.id.clone())
            .collect();
        let pages = self.tasks.iter_mut().flat_map(|task| &mut task.pages);
        for page in pages {
            page.published = published.contains(&page.id);
        }
    }

    /// Finds facts where a later revision of the set finds them, as far as this one asks there. Where
    /// a fact stands is how the service reads answers, and no part of what was asked or signed.
    pub(crate) fn find_facts_as(&mut self, later: &Self) {
        let better = later.facts.iter().filter(|(name, places)| {
            self.facts.contains_key(*name) && places.iter().all(|place| place.is_in(self))
        });
        let better: Facts = better
            .map(|(name, places)| (name.clone(), places.clone()))
            .collect();
        self.facts.extend(better);
        self.mark_published();
    }
}
