//! The files of a set as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    condition::CountryTest,
    facts::Place,
    load::raw_rules::RawRule,
    page::{Assures, Choice},
    question::Passage,
    text::Shape,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawManifest {
    pub id: String,
    pub version: String,
    pub title: String,
    pub source: String,
    pub licence: String,
    pub groups: Vec<RawGroup>,
    #[serde(default)]
    pub principles: Vec<RawPrinciple>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGroup {
    pub id: String,
    pub title: String,
    pub tasks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrinciple {
    pub number: u8,
    pub title: String,
    pub questions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCommitments {
    pub version: String,
    pub derived: bool,
    pub note: String,
    pub commitments: Vec<RawCommitment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCommitment {
    pub id: String,
    pub text: String,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTask {
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub kind: RawTaskKind,
    pub list: Option<RawList>,
    pub principle: Option<u8>,
    pub hint: Option<String>,
    #[serde(default)]
    pub pages: Vec<RawPage>,
}

#[derive(Deserialize, Default, PartialEq, Eq, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawTaskKind {
    #[default]
    Form,
    List,
    InfrastructureAgreement,
    CheckAnswers,
    Signature,
    Submit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawList {
    pub item_name: String,
    pub item_name_plural: String,
    pub min: i16,
    pub max: i16,
    pub gate: Option<String>,
    pub title_field: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPage {
    pub path: String,
    pub heading: String,
    pub caption: Option<String>,
    #[serde(default)]
    pub body: Vec<String>,
    #[serde(default)]
    pub body_if: Vec<RawText>,
    pub inset: Option<String>,
    #[serde(default)]
    pub fields: Vec<RawField>,
    pub show_if: Option<RawCondition>,
    pub question: Option<String>,
    /// Said by early revisions of pages that are published: the facts say which are.
    #[serde(default, rename = "published")]
    pub _published: bool,
    #[serde(default)]
    pub reconfirm: bool,
    pub lookup: Option<String>,
    /// The list of countries for each of whose conditional entries the fields are there once.
    pub each_condition_of: Option<Place>,
    #[serde(default)]
    pub replaces: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawText {
    pub when: RawCondition,
    pub text: String,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub id: String,
    pub label: String,
    pub hint: Option<String>,
    pub subject: Option<String>,
    #[serde(default)]
    pub kind: RawKind,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub private: bool,
    pub required_if: Option<RawCondition>,
    pub only_if: Option<RawCondition>,
    pub show_if: Option<RawCondition>,
    pub min_chars: Option<usize>,
    pub max_chars: Option<usize>,
    #[serde(default)]
    pub errors: BTreeMap<String, String>,
    pub autocomplete: Option<String>,
    pub inputmode: Option<String>,
    #[serde(default)]
    pub choices: Vec<Choice>,
    #[serde(default)]
    pub exclusive: Vec<String>,
    #[serde(default)]
    pub decimal: bool,
    pub above: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub suffix: Option<String>,
    pub downtime_by: Option<String>,
    pub group: Option<String>,
    pub max_items: Option<usize>,
    pub register: Option<String>,
    pub country: Option<String>,
    #[serde(default)]
    pub names_other_countries: bool,
    pub assures: Option<Assures>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawKind {
    #[default]
    Text,
    Textarea,
    Number,
    Radios,
    Checkboxes,
    DatePast,
    DateFuture,
    DateAny,
    Email,
    Phone,
    Countries,
    TextList,
    ServiceCodes,
    CompanyNumber,
    CharityNumber,
    Postcode,
    Lookup,
    Filled,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuestion {
    pub id: String,
    pub principle: u8,
    pub title: String,
    pub text_published: String,
    pub requirement_published: String,
    pub requirement_effective: String,
    pub assurance: String,
    pub assurance_compared_as: Option<String>,
    pub guidance: Vec<String>,
    #[serde(default)]
    pub guidance_published: Vec<Passage>,
    pub erratum: Option<String>,
    pub assessor_hint: String,
    pub not_met_reasons: Vec<String>,
    pub baseline: Vec<RawRule>,
    pub source: String,
}

/// A condition as written: exactly one of the combinators, or a field and exactly one test.
#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    pub all: Option<Vec<RawCondition>>,
    pub any: Option<Vec<RawCondition>>,
    pub not: Option<Box<RawCondition>>,
    pub any_item: Option<String>,
    pub when: Option<Box<RawCondition>>,
    pub cross_check: Option<String>,
    pub page: Option<String>,
    pub field: Option<String>,
    pub known: Option<String>,
    pub same_as_earlier: Option<Vec<String>>,
    pub pages_at_least: Option<usize>,
    pub as_earlier: Option<bool>,
    pub answered: Option<bool>,
    pub equals: Option<String>,
    pub any_of: Option<Vec<String>>,
    pub all_of: Option<Vec<String>>,
    pub none_of: Option<Vec<String>>,
    pub less_than: Option<f64>,
    pub more_than: Option<f64>,
    pub at_least: Option<f64>,
    pub contains_words: Option<Vec<String>>,
    pub countries: Option<CountryTest>,
    pub older_than_months: Option<u8>,
    pub within_months: Option<u8>,
    pub before: Option<String>,
    pub among: Option<String>,
    pub looks_like: Option<Shape>,
    pub email_domain_among: Option<String>,
    pub host_name_ending_among: Option<String>,
    pub email_domain_in: Option<Vec<String>>,
    pub copied_from_guidance: Option<bool>,
}
