//! What an organisation is set up from: the answers of the same pages that an
//! application asks about its organisation, so that they fill it in later.

use domain::organisation::OrganisationKind;
use questions::{Answers, Page};

/// The set whose pages about the organisation are asked.
const SET: &str = "psn-cop";
const TASK: &str = "organisation";
pub(super) const TYPE: &str = "organisation/type";
pub(super) const NAME_AND_NUMBER: &str = "organisation/name-and-number";
pub(super) const ADDRESS: &str = "organisation/address";

/// The fields of the address page in the order of an address.
const ADDRESS_LINES: [&str; 6] = ["line_1", "line_2", "town", "county", "postcode", "country"];

/// The pages that set up an organisation, in order.
pub fn pages() -> &'static [Page] {
    questions::current(SET)
        .and_then(|set| set.task(TASK))
        .map_or(&[], |task| task.pages.as_slice())
}

/// What the answers say of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Its legal name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// Register and number in it.
    pub registration: Option<(String, String)>,
    /// The postal address, one line per line.
    pub address: String,
}

impl Details {
    /// Reads complete answers; none while something is missing. Whether a value is
    /// right was checked when its page was saved.
    pub fn read(answers: &Answers) -> Option<Self> {
        let kind = kind(answers.first(TYPE, "type")?)?;
        let address = address(|field| answers.first(ADDRESS, field));
        answers.first(ADDRESS, "line_1")?;
        Some(Self {
            name: answers.first(NAME_AND_NUMBER, "name")?.to_owned(),
            kind,
            registration: registration(kind, answers),
            address,
        })
    }

    /// True when a company's number has a form that Companies House does not usually
    /// give. It is taken as it is.
    pub fn has_unusual_number(&self) -> bool {
        let is_company = self.kind == OrganisationKind::Company;
        let number = self.registration.as_ref();
        number.is_some_and(|(_, number)| is_company && !questions::is_usual_company_number(number))
    }
}

/// The address in one text, by what its fields hold.
pub(super) fn address<'a>(of: impl Fn(&str) -> Option<&'a str>) -> String {
    let lines = ADDRESS_LINES.iter().filter_map(|field| of(field));
    lines.collect::<Vec<_>>().join("\n")
}

fn kind(value: &str) -> Option<OrganisationKind> {
    match value {
        "other_public_body" => Some(OrganisationKind::PublicBody),
        other => OrganisationKind::parse(other),
    }
}

/// Register and number. The register is part of the key: the same number may be a
/// Scottish company and a Scottish charity. A register that people name themselves
/// can't pass for one of ours.
pub(super) fn registration(kind: OrganisationKind, answers: &Answers) -> Option<(String, String)> {
    let field = |name| answers.first(NAME_AND_NUMBER, name);
    let number = field(number_field(kind)?)?.to_owned();
    let register = match kind {
        OrganisationKind::Company => "companies_house".to_owned(),
        OrganisationKind::Charity => format!("charities_{}", field("charity_register")?),
        OrganisationKind::Other => format!("other: {}", field("register")?),
        OrganisationKind::PublicBody => "public_body".to_owned(),
        OrganisationKind::CentralGovernment | OrganisationKind::LocalAuthority => return None,
    };
    Some((register, number))
}

/// The kind and the registration of answers that may lack the address.
pub(super) fn registration_so_far(
    answers: &Answers,
) -> Option<(OrganisationKind, (String, String))> {
    let kind = kind(answers.first(TYPE, "type")?)?;
    Some((kind, registration(kind, answers)?))
}

/// The field that holds the number of such an organisation.
pub fn number_field(kind: OrganisationKind) -> Option<&'static str> {
    match kind {
        OrganisationKind::Company => Some("company_number"),
        OrganisationKind::Charity => Some("charity_number"),
        OrganisationKind::PublicBody | OrganisationKind::Other => Some("registration_number"),
        OrganisationKind::CentralGovernment | OrganisationKind::LocalAuthority => None,
    }
}

/// Kind, number and register for people.
pub fn registration_in_words(kind: OrganisationKind, registration: Option<(&str, &str)>) -> String {
    let kind = kind.title();
    let Some((register, number)) = registration else {
        return format!("{kind}, without a number");
    };
    match register_title(register).as_str() {
        "" => format!("{kind}, number {number}"),
        register => format!("{kind}, number {number} ({register})"),
    }
}

/// The register's name for people.
pub fn register_title(register: &str) -> String {
    match register {
        "companies_house" => "Companies House".to_owned(),
        "charities_england_and_wales" => "charities in England and Wales".to_owned(),
        "charities_scotland" => "charities in Scotland".to_owned(),
        "charities_northern_ireland" => "charities in Northern Ireland".to_owned(),
        "public_body" => String::new(),
        other => other.strip_prefix("other: ").unwrap_or(other).to_owned(),
    }
}

#[cfg(test)]
mod tests;
