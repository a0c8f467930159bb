//! The fields by which a condition holds, so that people can be led to them.

use super::{Condition, Context};
use crate::facts::Place;

impl Condition {
    /// The fields by which the condition holds: of alternatives those that hold, of a named fact
    /// the place where it is answered, of a list the items for which it holds.
    pub(crate) fn places(&self, context: &Context<'_>) -> Vec<Place> {
        match self {
            Self::All(parts) => parts.iter().flat_map(|part| part.places(context)).collect(),
            Self::Any(parts) => {
                let holding = parts.iter().filter(|part| part.holds(context));
                holding.flat_map(|part| part.places(context)).collect()
            }
            Self::Known { name, .. } => context.place_of(name).into_iter().collect(),
            Self::AnyItem { page, when } => {
                let items = context.items_of(page).into_iter();
                let items = items.filter(|item| when.holds(item));
                items.flat_map(|item| when.places(&item)).collect()
            }
            Self::Field { page, field, .. } => context.places_of(page, field, &|at| self.holds(at)),
            Self::Not(_) | Self::AsEarlier { .. } => {
                let mut places = Vec::new();
                self.for_each_field(&mut |page, field, _| places.push(context.place(page, field)));
                places
            }
            Self::SameAsEarlier { .. } | Self::InForce(_) => Vec::new(),
        }
    }
}

impl<'a> Context<'a> {
    /// The same seen from each item of the list that owns this page.
    fn items_of(&self, page: &str) -> Vec<Context<'a>> {
        let Some(answers) = self.answers else {
            return Vec::new();
        };
        let items = answers.items_of_page(page);
        items.map(|item| Context { item, ..*self }).collect()
    }

    /// A field as it is seen from here: of the item, unless the page is outside its list.
    fn place(&self, page: &str, field: &str) -> Place {
        let is_answered = |item: i16| {
            let answers = self.answers;
            answers.is_some_and(|answers| answers.get(page, item).is_some())
        };
        let is_outside = !is_answered(self.item) && is_answered(0);
        Place {
            page: page.to_owned(),
            field: field.to_owned(),
            item: if is_outside { 0 } else { self.item },
        }
    }

    /// Where a field is that is tested: seen from outside a list, of each item that passes.
    fn places_of(
        &self,
        page: &str,
        field: &str,
        holds: &dyn Fn(&Context<'_>) -> bool,
    ) -> Vec<Place> {
        let one = self.place(page, field);
        let is_in_list = || {
            self.answers
                .is_some_and(|answers| answers.get(page, 0).is_none())
        };
        if self.item > 0 || !is_in_list() {
            return vec![one];
        }
        let items = self.items_of(page).into_iter();
        let passing: Vec<Place> = items
            .filter(|item| holds(item))
            .map(|item| item.place(page, field))
            .collect();
        if passing.is_empty() {
            vec![one]
        } else {
            passing
        }
    }

    /// Where the fact of this name is answered, if it is.
    fn place_of(&self, name: &str) -> Option<Place> {
        let (facts, _) = self.known?;
        let answers = self.answers?;
        let mut places = facts.get(name)?.iter();
        let answered = places.find(|place| place.answered(answers).is_some())?;
        Some(Place {
            page: answered.page.clone(),
            field: answered.field.clone(),
            item: 0,
        })
    }
}
