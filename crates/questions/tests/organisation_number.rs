//! Which number each type of organisation gives, and in which form.

mod support;

use questions::{Answers, Page};
use support::{code_of_practice, today, values};

const COMPANY: &str = "! Company registration number must be 8 characters";
const CHARITY: &str = "! Charity number must be 6 or 7 numbers";

/// Type, what was submitted, and what is kept or (after `!`) said.
const CASES: &[(&str, &str, &str)] = &[
    ("company", "", "! Enter your company registration number"),
    (
        "company",
        "company_number=471 8293",
        "company_number=04718293",
    ),
    (
        "company",
        "company_number=sc-123456",
        "company_number=SC123456",
    ),
    (
        "company",
        "company_number=IP12345R",
        "company_number=IP12345R",
    ),
    (
        "company",
        "company_number=XY123456",
        "company_number=XY123456",
    ),
    ("company", "company_number=123456789", COMPANY),
    ("company", "company_number=SC12345!", COMPANY),
    (
        "charity",
        "charity_register=scotland",
        "! Enter your charity number",
    ),
    (
        "charity",
        "charity_number=123456",
        "! Select which charity register you are on",
    ),
    (
        "charity",
        "charity_register=england_and_wales;charity_number=123456",
        "charity_number=123456",
    ),
    (
        "charity",
        "charity_register=england_and_wales;charity_number=1234567-2",
        "charity_number=1234567-2",
    ),
    (
        "charity",
        "charity_register=england_and_wales;charity_number=SC012345",
        CHARITY,
    ),
    (
        "charity",
        "charity_register=england_and_wales;charity_number=12345",
        CHARITY,
    ),
    (
        "charity",
        "charity_register=scotland;charity_number=sc 012345",
        "charity_number=SC012345",
    ),
    (
        "charity",
        "charity_register=scotland;charity_number=1234567",
        "! Charity number must be SC and 6 numbers, like SC012345",
    ),
    (
        "charity",
        "charity_register=northern_ireland;charity_number=nic101234",
        "charity_number=NIC101234",
    ),
    (
        "charity",
        "charity_register=northern_ireland;charity_number=12",
        "! Charity number must be NIC and 6 numbers, like NIC101234",
    ),
    (
        "charity",
        "charity_register=scotland;charity_number=SC012345;charity_company_number=1",
        "charity_company_number=00000001",
    ),
    ("central_government", "", "name=Acme"),
    ("local_authority", "", "name=Acme"),
    ("other_public_body", "", "name=Acme"),
    (
        "other_public_body",
        "registration_number=A 1",
        "registration_number=A 1",
    ),
    ("other", "", "name=Acme"),
    (
        "other",
        "registration_number=HRB 1",
        "! Enter the register your number is from",
    ),
    (
        "other",
        "registration_number=HRB 1;register=Berlin",
        "register=Berlin",
    ),
];

fn name_and_number() -> &'static Page {
    match code_of_practice().page("organisation/name-and-number") {
        Some((_, page)) => page,
        None => panic!("there is no such page"),
    }
}

#[test]
fn every_type_of_organisation_gives_its_own_number() {
    for (kind, submitted, expected) in CASES {
        let mut answers = Answers::new();
        answers.insert("organisation/type", 0, values(&[("type", kind)]));
        let pairs = submitted.split(';').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<(&str, &str)> = [("name", "Acme")].into_iter().chain(pairs).collect();
        let asked = name_and_number().as_asked(&answers, 0);
        let checked = asked.check(&values(&pairs), &today());
        let messages: Vec<&str> = checked.errors.iter().map(|e| e.message.as_str()).collect();
        if let Some(message) = expected.strip_prefix("! ") {
            assert_eq!(messages, [message], "{kind} {submitted}");
        } else if let Some((field, value)) = expected.split_once('=') {
            assert_eq!(messages, [""; 0], "{kind} {submitted}");
            assert_eq!(checked.values[field], [value], "{kind} {submitted}");
        }
    }
}

#[test]
fn an_unusual_company_number_is_a_note_to_the_assessor() {
    for (number, notes) in [("01234567", 0), ("IP12345R", 0), ("XY123456", 1)] {
        let mut answers = Answers::new();
        answers.insert("organisation/type", 0, values(&[("type", "company")]));
        let pairs = [("name", "Acme"), ("company_number", number)];
        answers.insert("organisation/name-and-number", 0, values(&pairs));
        let found = code_of_practice().cross_checks(&answers, &today(), &questions::Known::new());
        assert_eq!(
            found.iter().filter(|check| check.id == "N1").count(),
            notes,
            "{number}"
        );
    }
}

#[test]
fn a_department_is_told_that_it_needs_no_number() {
    let mut answers = Answers::new();
    answers.insert(
        "organisation/type",
        0,
        values(&[("type", "central_government")]),
    );
    let asked = name_and_number().as_asked(&answers, 0);
    assert_eq!(asked.body, ["You do not need a registration number."]);
    assert_eq!(asked.fields.len(), 1, "only the name");
    let sent = values(&[("name", "Department"), ("company_number", "01234567")]);
    let checked = asked.check(&sent, &today());
    assert_eq!(checked.unknown_fields, ["company_number"]);
    assert!(!checked.values.contains_key("company_number"));
}
