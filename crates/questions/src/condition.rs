//! Conditions on answers: when a page is asked, a field required, a rule applies.

use time::{Date, format_description::well_known::Iso8601};

use crate::{
    answers::{Answers, Values},
    reference::{Reference, Standing},
    text,
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
}

/// A test of the values of one field.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// There is an answer (`true`) or none (`false`).
    Answered(bool),
    /// At least one of these values was chosen.
    AnyOf(Vec<String>),
    /// All of these values were chosen.
    AllOf(Vec<String>),
    /// None of these values was chosen; also holds without an answer.
    NoneOf(Vec<String>),
    /// The number is less than this.
    LessThan(f64),
    /// The number is more than this.
    MoreThan(f64),
    /// The number is this or more.
    AtLeast(f64),
    /// The text contains one of these words or phrases, in any case.
    ContainsWords(Vec<String>),
    /// How the chosen countries stand in the reference list of today.
    Countries(CountryTest),
    /// The day is more than this many months before today.
    OlderThanMonths(u8),
    /// The text contains something of this shape.
    LooksLike(text::Shape),
    /// The domain of the email address is one of these.
    EmailDomainIn(Vec<String>),
    /// The text is copied from one of these.
    CopiedFrom(Vec<String>),
}

/// A question about chosen countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountryTest {
    /// Each is allowed today, fully or partly.
    AllAllowed,
    /// At least one is not allowed today.
    SomeNotAllowed,
    /// At least one is allowed only under a condition.
    SomePartial,
}

/// What conditions are evaluated against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    answers: Option<&'a Answers>,
    own: Option<(&'a str, &'a Values)>,
    item: i16,
    reference: Option<&'a Reference>,
}

impl<'a> Context<'a> {
    /// All answers, seen from one list item (0 outside lists).
    pub fn new(answers: &'a Answers, item: i16) -> Self {
        Self {
            answers: Some(answers),
            own: None,
            item,
            reference: None,
        }
    }

    /// The fields of one page only.
    pub fn of_page(page: &'a str, values: &'a Values) -> Self {
        Self {
            answers: None,
            own: Some((page, values)),
            item: 0,
            reference: None,
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

    pub(crate) fn reference(&self) -> Option<&'a Reference> {
        self.reference
    }

    /// The values of a field: one entry, or one for each item of a list seen from outside.
    pub(crate) fn values(&self, page: &str, field: &str) -> Vec<&'a [String]> {
        let of = |values: &'a Values| values.get(field).map_or(&[][..], Vec::as_slice);
        if let Some((own, values)) = self.own
            && own == page
        {
            return vec![of(values)];
        }
        let Some(answers) = self.answers else {
            return Vec::new();
        };
        if let Some(values) = answers.get(page, self.item) {
            return vec![of(values)];
        }
        if let Some(values) = answers.get(page, 0) {
            return vec![of(values)];
        }
        if self.item > 0 {
            return Vec::new();
        }
        let items = answers.items_of_page(page);
        items
            .filter_map(|item| answers.get(page, item))
            .map(of)
            .collect()
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
                let candidates = context.values(page, field);
                if candidates.is_empty() {
                    return test.holds(&[], context.reference);
                }
                candidates
                    .iter()
                    .any(|values| test.holds(values, context.reference))
            }
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
        }
    }
}

impl Test {
    /// Whether the test holds for these values.
    pub fn holds(&self, values: &[String], reference: Option<&Reference>) -> bool {
        let chosen = |value: &String| values.contains(value);
        match self {
            Self::Answered(expected) => {
                values.iter().any(|value| !value.trim().is_empty()) == *expected
            }
            Self::AnyOf(list) => list.iter().any(chosen),
            Self::AllOf(list) => list.iter().all(chosen),
            Self::NoneOf(list) => !list.iter().any(chosen),
            Self::LessThan(limit) => number(values).is_some_and(|number| number < *limit),
            Self::MoreThan(limit) => number(values).is_some_and(|number| number > *limit),
            Self::AtLeast(limit) => number(values).is_some_and(|number| number >= *limit),
            Self::ContainsWords(words) => values
                .iter()
                .any(|value| words.iter().any(|word| text::has_phrase(value, word))),
            Self::Countries(test) => reference.is_some_and(|today| test.holds(values, today)),
            Self::OlderThanMonths(months) => reference.is_some_and(|reference| {
                let day = values
                    .first()
                    .and_then(|v| Date::parse(v, &Iso8601::DATE).ok());
                day.is_some_and(|day| day < months_before(reference.today, *months))
            }),
            Self::LooksLike(shape) => values.iter().any(|value| shape.is_in(value)),
            Self::EmailDomainIn(domains) => values.iter().any(|value| {
                let domain = value
                    .rsplit_once('@')
                    .map(|(_, domain)| domain.to_lowercase());
                domain.is_some_and(|domain| domains.contains(&domain))
            }),
            Self::CopiedFrom(sources) => values
                .iter()
                .any(|value| sources.iter().any(|from| text::is_copied(value, from))),
        }
    }
}

impl CountryTest {
    fn holds(self, codes: &[String], reference: &Reference) -> bool {
        let mut standings = codes.iter().map(|code| reference.standing(code));
        match self {
            Self::AllAllowed => standings.all(|standing| standing != Standing::NotAllowed),
            Self::SomeNotAllowed => standings.any(|standing| standing == Standing::NotAllowed),
            Self::SomePartial => standings.any(|standing| matches!(standing, Standing::Partial(_))),
        }
    }
}

fn number(values: &[String]) -> Option<f64> {
    text::Decimal::parse(values.first()?).map(|decimal| decimal.value)
}

/// The same day some months earlier, or the last day of that month.
pub(crate) fn months_before(day: Date, months: u8) -> Date {
    let mut year = day.year();
    let mut month = day.month();
    for _ in 0..months {
        month = month.previous();
        if month == time::Month::December {
            year -= 1;
        }
    }
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.day().min(last)).unwrap_or(day)
}
