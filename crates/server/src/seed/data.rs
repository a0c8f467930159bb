//! The made-up suppliers with their answers and services, read from `data/`.

use super::SeedError;
use questions::Values;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Page, for an item of a list with `#` and its number, to the values of its fields.
pub type Pages = BTreeMap<String, BTreeMap<String, Given>>;

/// The value of a field, or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// One.
    One(String),
    /// Several, as of checkboxes.
    Several(Vec<String>),
}

impl Given {
    fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }
}

/// Reads the values of a page, each text changed by `fill_in`.
pub fn values(given: &BTreeMap<String, Given>, fill_in: impl Fn(&str) -> String) -> Values {
    let of = |given: &Given| given.texts().iter().map(|text| fill_in(text)).collect();
    given
        .iter()
        .map(|(field, given)| (field.clone(), of(given)))
        .collect()
}

/// Who signs for a supplier.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Full name.
    pub name: String,
    /// Job title.
    pub job_title: String,
    /// E-mail address.
    pub email: String,
}

/// What the PSN team asks about a service, when it asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clarification {
    /// The question.
    pub subject: String,
    /// The team's words.
    pub request: String,
    /// The supplier's words.
    pub reply: String,
}

/// What the supplier has to do once its certificate is granted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenCondition {
    /// What, in the team's words.
    pub text: String,
    /// By when, in days from the recommendation.
    pub days: i64,
}

/// A document that the supplier adds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenDocument {
    /// Name of the file.
    pub file: String,
    /// The name that people give it.
    pub title: String,
    /// What it shows.
    pub shows: String,
    /// Who issued it.
    pub issuer: String,
    /// From when on it holds, in days from the day it is added.
    pub effective: i64,
    /// Until when it holds, in days from the day it is added.
    pub expires: Option<i64>,
    /// The questions that it belongs to.
    pub questions: Vec<String>,
    /// What stands in it.
    pub lines: Vec<String>,
}

/// A service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What the plan calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The infrastructure, an entry of the register.
    pub infrastructure: String,
    /// Services of the infrastructure's owner that it uses: by name, or a code as the supplier has it.
    #[serde(default)]
    pub uses: Vec<String>,
    /// True when the supplier owns the infrastructure.
    #[serde(default)]
    pub is_own: bool,
    /// True when the infrastructure has no certificate yet, and both are applied for.
    #[serde(default)]
    pub is_joint: bool,
    /// Answers that differ from the supplier's usual ones.
    pub answers: Pages,
    /// Answers with which the certificate was refused.
    #[serde(default)]
    pub weak: Pages,
    /// What the team asks.
    pub clarification: Option<Clarification>,
    /// With what conditions its certificate is granted.
    #[serde(default)]
    pub conditions: Vec<GivenCondition>,
    /// Documents that the supplier adds.
    #[serde(default)]
    pub documents: Vec<GivenDocument>,
}

/// A supplier with its usual answers and its services.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    signatory: Signatory,
    assurance: BTreeMap<String, String>,
    answers: Pages,
    services: Vec<Service>,
}

/// A supplier with its people, its usual answers and its services.
#[derive(Debug)]
pub struct Supplier {
    /// Its name.
    pub organisation: &'static str,
    /// Key of the person who runs its applications.
    pub administrator: &'static str,
    /// Key of the person who writes most of them.
    pub editor: &'static str,
    /// Who signs.
    pub signatory: Signatory,
    /// Question to how the answer is assured, where that is not as expected.
    pub assurance: BTreeMap<String, String>,
    /// Its usual answers.
    pub answers: Pages,
    /// Its services.
    pub services: Vec<Service>,
}

/// Organisation, its people's keys, and the file with the rest.
const FILES: [(&str, [&str; 2], &str); 5] = [
    (
        "Northwind Mapping Limited",
        ["northwind-admin", "northwind-editor"],
        include_str!("data/northwind.toml"),
    ),
    (
        "Fabrikam Communications Limited",
        ["fabrikam-admin", "fabrikam-editor"],
        include_str!("data/fabrikam.toml"),
    ),
    (
        "Harbour Hosting plc",
        ["host-admin", "host-admin"],
        include_str!("data/harbour.toml"),
    ),
    (
        "Litware Case Systems Limited",
        ["litware-admin", "litware-editor"],
        include_str!("data/litware.toml"),
    ),
    (
        "Aldermere Borough Council",
        ["aldermere-admin", "aldermere-editor"],
        include_str!("data/aldermere.toml"),
    ),
];

/// Every supplier.
///
/// # Errors
/// When a file can't be read, which the tests rule out.
pub fn suppliers() -> Result<Vec<Supplier>, SeedError> {
    FILES
        .into_iter()
        .map(|(organisation, [administrator, editor], text)| {
            let file: File = toml::from_str(text).map_err(|source| SeedError::Data {
                organisation,
                source,
            })?;
            Ok(Supplier {
                organisation,
                administrator,
                editor,
                signatory: file.signatory,
                assurance: file.assurance,
                answers: file.answers,
                services: file.services,
            })
        })
        .collect()
}

/// The service of this key, with its supplier.
pub fn find<'a>(suppliers: &'a [Supplier], key: &str) -> Option<(&'a Supplier, &'a Service)> {
    suppliers.iter().find_map(|supplier| {
        let service = supplier.services.iter().find(|other| other.key == key)?;
        Some((supplier, service))
    })
}
