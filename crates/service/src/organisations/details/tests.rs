//! What the answers of the pages mean.

use super::*;
use questions::Values;

fn values(fields: &[(&str, &str)]) -> Values {
    let owned = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]));
    owned.collect()
}

fn answers(kind: &str, number: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::new();
    answers.insert(TYPE, 0, values(&[("type", kind)]));
    let mut fields = vec![("name", "Northwind Mapping Limited")];
    fields.extend(number);
    answers.insert(NAME_AND_NUMBER, 0, values(&fields));
    let address = [
        ("line_1", "1 Mill Lane"),
        ("town", "Ludlow"),
        ("postcode", "SY8 1ZZ"),
    ];
    answers.insert(ADDRESS, 0, values(&address));
    answers
}

#[test]
fn every_kind_of_the_pages_is_a_kind_of_ours() {
    let page = &pages()[0];
    let choices = page.field("type").unwrap().choices();
    assert_eq!(choices.len(), OrganisationKind::ALL.len());
    for choice in choices {
        assert!(kind(&choice.value).is_some(), "{}", choice.value);
    }
    assert_eq!(pages().len(), 3);
}

#[test]
fn the_register_is_part_of_the_number() {
    let company = answers("company", &[("company_number", "SC123456")]);
    let charity = answers(
        "charity",
        &[
            ("charity_register", "scotland"),
            ("charity_number", "SC123456"),
        ],
    );
    let of = |answers| Details::read(answers).unwrap().registration.unwrap();
    assert_eq!(of(&company).0, "companies_house");
    assert_eq!(of(&charity).0, "charities_scotland");
    let other = answers(
        "other",
        &[
            ("registration_number", "1"),
            ("register", "companies_house"),
        ],
    );
    assert_eq!(of(&other).0, "other: companies_house");
}

#[test]
fn a_local_authority_has_no_number() {
    let details = Details::read(&answers("local_authority", &[("company_number", "1")])).unwrap();
    assert_eq!(details.registration, None);
    assert_eq!(details.address, "1 Mill Lane\nLudlow\nSY8 1ZZ");
}

#[test]
fn an_unusual_number_is_noted_and_taken() {
    let of = |number| Details::read(&answers("company", &[("company_number", number)])).unwrap();
    assert!(!of("04718293").has_unusual_number());
    assert!(of("XX123456").has_unusual_number());
}
