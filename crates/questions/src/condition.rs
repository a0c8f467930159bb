//! Conditions on answers: when a page is asked, a field required, a rule applies.

mod places;
mod predicate;

pub use predicate::{CountryTest, Test};

use crate::{
    answers::{AnswerKey, Answers, Values, first_of},
    facts::Facts,
    known::Known,
    reference::{Country, Reference},
};

/// A composable condition, written as data.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Every part holds.
    All(Vec<Condition>),
    /// At least one part holds.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// One item of the list that owns this page fulfils the part.
    AnyItem {
        /// An item page of the list.
        page: String,
        /// What the item must fulfil.
        when: Box<Condition>,
    },
    /// A test of one field. On list pages, from outside the list: of any item.
    Field {
        /// Page id.
        page: String,
        /// Field id.
        field: String,
        /// The test.
        test: Test,
    },
    /// A test of something that has a name: a fact of the set, else what is known from outside.
    Known {
        /// Its name.
        name: String,
        /// The test.
        test: Test,
    },
    /// The field says word for word what it said in the earlier answers.
    AsEarlier {
        /// Page id.
        page: String,
        /// Field id.
        field: String,
    },
    /// On this many pages or more, one of these fields says word for word what it said in the
    /// earlier answers.
    SameAsEarlier {
        /// Ids of the fields that are compared, on whatever page they are.
        fields: Vec<String>,
        /// Fewest pages.
        at_least: usize,
    },
    /// The entry of the list of countries counts on the day of the lists.
    InForce(&'static Country),
}

/// What conditions are evaluated against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    answers: Option<&'a Answers>,
    own: Option<(&'a str, &'a Values)>,
    item: i16,
    reference: Option<&'a Reference>,
    known: Option<(&'a Facts, &'a Known)>,
}

impl<'a> Context<'a> {
    /// All answers, seen from one list item (0 outside lists).
    pub fn new(answers: &'a Answers, item: i16) -> Self {
        Self {
            answers: Some(answers),
            own: None,
            item,
            reference: None,
            known: None,
        }
    }

    /// The fields of one page only.
    pub fn of_page(page: &'a str, values: &'a Values) -> Self {
        Self {
            answers: None,
            own: Some((page, values)),
            item: 0,
            reference: None,
            known: None,
        }
    }

    /// With the reference lists of a day, which tests of countries and dates need.
    #[must_use]
    pub fn with_reference(self, reference: &'a Reference) -> Self {
        Self {
            reference: Some(reference),
            ..self
        }
    }

    /// With what has a name: the facts of the set, and what is known from outside.
    pub(crate) fn with_known(self, facts: &'a Facts, known: &'a Known) -> Self {
        Self {
            known: Some((facts, known)),
            ..self
        }
    }

    /// The values of what has this name; none while it is not known.
    pub(crate) fn known(&self, name: &str) -> &'a [String] {
        let (Some((facts, known)), Some(answers)) = (self.known, self.answers) else {
            return &[];
        };
        let places = facts.get(name).map_or(&[][..], Vec::as_slice);
        places
            .iter()
            .find(|place| place.answered(answers).is_some())
            .map_or_else(
                || known.values(name),
                |place| answers.all(&place.page, &place.field),
            )
    }

    /// Whether a field says what it said in the earlier answers.
    fn is_as_earlier(&self, page: &str, field: &str) -> bool {
        let earlier = self.known.and_then(|(_, known)| known.earlier());
        let then = earlier.and_then(|answers| first_of(answers.get(page, self.item)?, field));
        let now = self
            .answers
            .and_then(|answers| first_of(answers.get(page, self.item)?, field));
        then.is_some() && then == now
    }

    /// On how many pages a field says what it said in the earlier answers.
    fn same_as_earlier(&self, fields: &[String]) -> usize {
        let (Some((_, known)), Some(answers)) = (self.known, self.answers) else {
            return 0;
        };
        let Some(earlier) = known.earlier() else {
            return 0;
        };
        let says_the_same = |(key, values): &(&AnswerKey, &Values)| {
            fields.iter().any(|field| {
                let then = earlier.get(&key.page, key.item);
                let then = then.and_then(|values| first_of(values, field));
                then.is_some() && then == first_of(values, field)
            })
        };
        answers.iter().filter(says_the_same).count()
    }

    pub(crate) fn reference(&self) -> Option<&'a Reference> {
        self.reference
    }

    /// Whether the values of a field pass the test: those of one page, or of any item of a list seen
    /// from outside. Without an answer the test gets no value.
    pub(crate) fn passes(
        &self,
        page: &str,
        field: &str,
        mut test: impl FnMut(&[String]) -> bool,
    ) -> bool {
        let of = |values: &'a Values| values.get(field).map_or(&[][..], Vec::as_slice);
        if let Some((own, values)) = self.own
            && own == page
        {
            return test(of(values));
        }
        let Some(answers) = self.answers else {
            return test(&[]);
        };
        let one = answers.get(page, self.item);
        if let Some(values) = one.or_else(|| answers.get(page, 0)) {
            return test(of(values));
        }
        if self.item > 0 {
            return test(&[]);
        }
        let items = answers.items_of_page(page);
        let mut items = items
            .filter_map(|item| answers.get(page, item))
            .map(of)
            .peekable();
        if items.peek().is_none() {
            return test(&[]);
        }
        items.any(test)
    }
}

impl Condition {
    /// Whether the condition holds.
    ///
    /// Tests that need the reference lists do not hold without them.
    pub fn holds(&self, context: &Context<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(context)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(context)),
            Self::Not(part) => !part.holds(context),
            Self::AnyItem { page, when } => context.answers.is_some_and(|answers| {
                let mut items = answers.items_of_page(page);
                items.any(|item| when.holds(&Context { item, ..*context }))
            }),
            Self::Field { page, field, test } => {
                context.passes(page, field, |values| test.holds(values, context))
            }
            Self::Known { name, test } => test.holds(context.known(name), context),
            Self::AsEarlier { page, field } => context.is_as_earlier(page, field),
            Self::SameAsEarlier { fields, at_least } => {
                context.same_as_earlier(fields) >= *at_least
            }
            Self::InForce(entry) => context
                .reference
                .is_some_and(|reference| entry.is_in_force(reference.lists_on)),
        }
    }

    /// Calls `visit` for every field test in the condition.
    pub fn for_each_field(&self, visit: &mut dyn FnMut(&str, &str, &Test)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.for_each_field(visit);
                }
            }
            Self::Not(part) | Self::AnyItem { when: part, .. } => part.for_each_field(visit),
            Self::Field { page, field, test } => visit(page, field, test),
            Self::AsEarlier { page, field } => visit(page, field, &Test::Answered(true)),
            Self::Known { .. } | Self::SameAsEarlier { .. } | Self::InForce(_) => {}
        }
    }

    /// Calls `visit` with every name in the condition.
    pub(crate) fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.for_each_name(visit);
                }
            }
            Self::Not(part) | Self::AnyItem { when: part, .. } => part.for_each_name(visit),
            Self::Known { name, test } => {
                visit(name);
                test.name().into_iter().for_each(visit);
            }
            Self::Field { test, .. } => test.name().into_iter().for_each(visit),
            Self::AsEarlier { .. } | Self::SameAsEarlier { .. } | Self::InForce(_) => {}
        }
    }
}
