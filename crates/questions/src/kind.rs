//! The shapes of answers, and their choices.

/// The shape of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Several lines of text.
    Textarea,
    /// A number.
    Number {
        /// Decimal places are allowed.
        decimal: bool,
        /// The value is more than this.
        above: Option<f64>,
        /// Smallest value.
        min: Option<f64>,
        /// Largest value.
        max: Option<f64>,
        /// Unit shown after the input.
        suffix: Option<String>,
        /// Field with the period (`month`, `quarter`, `year`) by which the number, a percentage
        /// of availability, is also told as downtime.
        downtime_by: Option<String>,
    },
    /// Exactly one of several.
    Radios(Vec<Choice>),
    /// Any of several.
    Checkboxes {
        /// The choices in order.
        choices: Vec<Choice>,
        /// Values that exclude every other one ("none of these").
        exclusive: Vec<String>,
    },
    /// A day, sent as `<id>-day`, `<id>-month`, `<id>-year` and stored as `YYYY-MM-DD`.
    Date(DateRule),
    /// An email address.
    Email,
    /// A phone number.
    Phone,
    /// Countries of one group of the dated reference list, stored as ISO 3166 codes.
    Countries {
        /// Group of the reference list.
        group: String,
    },
    /// Several short texts with the same input name.
    TextList {
        /// How many inputs are offered.
        max_items: usize,
    },
    /// Codes of services, stored as one text with a code on each line, each once.
    ServiceCodes {
        /// Most codes.
        max_items: usize,
    },
    /// A Companies House number, stored with 8 characters.
    CompanyNumber,
    /// A charity number; which rule applies depends on the register that was chosen.
    CharityNumber {
        /// Field with `england_and_wales`, `scotland` or `northern_ireland`.
        register: String,
    },
    /// A postcode; UK rules unless the country field is answered.
    Postcode {
        /// Field with a country outside the UK.
        country: Option<String>,
    },
    /// An id that the server offers as radios; the engine only knows the choice "not listed".
    Lookup {
        /// The choice for what the server does not know.
        not_listed: Option<Choice>,
    },
    /// Filled in by the server beside a lookup, never by the browser. [`Page::check`] leaves it
    /// out; the server adds it to the checked values.
    Filled,
}

/// One choice of radios or checkboxes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored value, snake_case.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A line under the label.
    pub hint: Option<String>,
    /// The label within a sentence, where it begins with another letter or has other words there.
    pub in_sentence: Option<String>,
    /// The answer to the question as published, where that asks the other way round.
    pub as_published: Option<String>,
}

/// Which days a date field accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRule {
    /// Today or earlier.
    Past,
    /// After today.
    Future,
    /// Any day.
    Any,
}

impl Choice {
    /// The label within a sentence.
    pub fn within_sentence(&self) -> &str {
        self.in_sentence.as_deref().unwrap_or(&self.label)
    }
}
