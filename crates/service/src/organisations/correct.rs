//! What an organisation's registration is corrected to: checked by the same questions that ask for it
//! when an organisation is set up.

use super::details::{NAME_AND_NUMBER, TYPE, pages, registration};
use super::number_field;
use super::set_up::as_json;
use domain::organisation::{OrganisationKind, Registered};
use questions::{Answers, Reference, Values};

/// What is asked of a registration that is corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationField {
    /// The name of another register.
    Register,
    /// The number.
    Number,
}

/// A registration as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct Correction<'a> {
    /// Where the organisation is registered.
    pub registered: Registered,
    /// The name of another register; not looked at for those that have names.
    pub register: &'a str,
    /// The number; not looked at where there is none.
    pub number: &'a str,
}

/// A registration that can be kept.
pub(crate) struct Corrected {
    /// The kind of the organisation.
    pub kind: OrganisationKind,
    /// Register and number in it.
    pub registration: Option<(String, String)>,
    /// The answers of the pages that ask for them, by page and field.
    pub answers: serde_json::Value,
}

/// The registration that is meant, for an organisation of this name; or what is wrong, in words.
pub(crate) fn corrected(
    name: &str,
    correction: Correction<'_>,
    reference: &Reference,
) -> Result<Corrected, Vec<(RegistrationField, String)>> {
    let kind = correction.registered.kind();
    let mut answers = Answers::default();
    let value = |text: &str| vec![text.to_owned()];
    let kind_value = match kind {
        OrganisationKind::PublicBody => "other_public_body",
        other => other.as_str(),
    };
    let chosen = Values::from([("type".to_owned(), value(kind_value))]);
    answers.insert(TYPE, 0, chosen);
    let mut typed = Values::from([("name".to_owned(), value(name))]);
    if let Some(field) = number_field(kind) {
        typed.insert(field.to_owned(), value(correction.number));
    }
    let charities = correction.registered.as_str().strip_prefix("charities_");
    if let Some(register) = charities {
        typed.insert("charity_register".to_owned(), value(register));
    }
    if kind == OrganisationKind::Other {
        typed.insert("register".to_owned(), value(correction.register));
    }
    let page = pages().iter().find(|page| page.id == NAME_AND_NUMBER);
    let checked = page.map(|page| page.as_asked(&answers, 0).check(&typed, reference));
    let Some(checked) = checked else {
        return Err(Vec::new());
    };
    // The name is not corrected here, whatever it is.
    let wrong = checked.errors.iter().filter(|error| error.field != "name");
    let wrong: Vec<_> = wrong
        .map(|error| {
            let field = match error.field.as_str() {
                "register" => RegistrationField::Register,
                _ => RegistrationField::Number,
            };
            (field, error.message.clone())
        })
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    answers.insert(NAME_AND_NUMBER, 0, checked.values);
    Ok(Corrected {
        kind,
        registration: registration(kind, &answers),
        answers: as_json(&answers),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn of(
        registered: Registered,
        register: &str,
        number: &str,
    ) -> Result<Corrected, Vec<(RegistrationField, String)>> {
        let correction = Correction {
            registered,
            register,
            number,
        };
        let reference = Reference::on(date!(2026 - 11 - 23));
        corrected("Sgurr Mapping Limited", correction, &reference)
    }

    #[test]
    fn each_register_has_its_key() {
        let key =
            |registered, register, number| of(registered, register, number).ok()?.registration;
        let some = |register: &str, number: &str| Some((register.to_owned(), number.to_owned()));
        assert_eq!(
            key(Registered::CompaniesHouse, "", "sc 123456"),
            some("companies_house", "SC123456")
        );
        assert_eq!(
            key(Registered::CharitiesScotland, "", "SC012345"),
            some("charities_scotland", "SC012345")
        );
        assert_eq!(
            key(Registered::Other, "Handelsregister Berlin", "HRB 1"),
            some("other: Handelsregister Berlin", "HRB 1")
        );
        assert_eq!(key(Registered::LocalAuthority, "", "12345678"), None);
        let council = of(Registered::LocalAuthority, "", "").ok();
        assert_eq!(council.unwrap().kind, OrganisationKind::LocalAuthority);
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let wrong = of(Registered::CompaniesHouse, "", "").err().unwrap();
        assert_eq!(wrong[0].0, RegistrationField::Number);
        let wrong = of(Registered::Other, "", "HRB 1").err().unwrap();
        assert_eq!(wrong[0].0, RegistrationField::Register);
    }
}
