//! Checking submitted pages: what is accepted, what is kept, and the words of every error.

mod support;

use questions::{Answers, Checked, Page};
use support::{code_of_practice, today, values};

fn page(id: &str) -> &'static Page {
    match code_of_practice().page(id) {
        Some((_, page)) => page,
        None => panic!("there is no page {id}"),
    }
}

fn check(id: &str, pairs: &[(&str, &str)]) -> Checked {
    page(id)
        .as_asked(&Answers::new(), 0)
        .check(&values(pairs), &today())
}

fn messages(checked: &Checked) -> Vec<&str> {
    checked
        .errors
        .iter()
        .map(|error| error.message.as_str())
        .collect()
}

#[test]
fn all_errors_come_at_once_in_field_order() {
    let checked = check("point-of-contact", &[("email", "nobody"), ("phone", "12")]);
    let expected = [
        "Enter the full name of the point of contact",
        "Enter the job title of the point of contact",
        "Enter an email address in the correct format, like name@example.com",
        "Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192",
    ];
    assert_eq!(messages(&checked), expected);
    assert_eq!(
        checked.values["email"],
        ["nobody"],
        "what was typed is kept"
    );
}

#[test]
fn texts_are_counted_in_characters_and_kept_when_too_long() {
    let long = "é".repeat(101);
    let checked = check("service-name", &[("name", &long)]);
    assert_eq!(
        messages(&checked),
        ["Service name must be 100 characters or less"]
    );
    assert_eq!(checked.values["name"], [long]);
    assert!(check("service-name", &[("name", &"é".repeat(100))]).is_ok());
    let decomposed = "e\u{301}".repeat(100);
    assert!(
        check("service-name", &[("name", &decomposed)]).is_ok(),
        "counted after composing"
    );
    let short = check(
        "security/3c",
        &[("answer", "yes"), ("explanation", "too short")],
    );
    assert_eq!(
        messages(&short),
        ["Explanation must be 20 characters or more"]
    );
    let long = check(
        "security/3c",
        &[("answer", "yes"), ("explanation", &"x".repeat(1501))],
    );
    assert_eq!(
        messages(&long),
        ["Explanation must be 1,500 characters or less"]
    );
}

#[test]
fn control_and_direction_characters_are_refused() {
    for bad in ["a\u{7}b", "a\u{0}b", "a\u{85}b"] {
        let checked = check("service-name", &[("name", bad)]);
        let expected =
            ["Service name must not include characters that nobody can see. Type it again"];
        assert_eq!(messages(&checked), expected, "{bad:?}");
        assert!(
            !checked.values["name"][0].contains('\0'),
            "a database cannot keep it"
        );
    }
    for bad in ["a\u{202e}b", "a\u{2066}b"] {
        let lines = format!("A text of several lines with {bad} in it");
        let checked = check("security/3c", &[("answer", "yes"), ("explanation", &lines)]);
        let expected =
            ["Explanation must not include characters that nobody can see. Type it again"];
        assert_eq!(messages(&checked), expected, "{bad:?}");
    }
    let lines = "first line of the text\r\nsecond\tline\rthird";
    let checked = check("security/3c", &[("answer", "yes"), ("explanation", lines)]);
    assert!(checked.is_ok());
    assert_eq!(
        checked.values["explanation"],
        ["first line of the text\nsecond\tline\nthird"]
    );
}

#[test]
fn what_is_invisible_in_a_pasted_line_is_left_out() {
    let pasted = "\u{200e}Northwind\u{200b} Gazetteer\u{202e}\u{2069}\u{feff} ";
    let checked = check("service-name", &[("name", pasted)]);
    assert!(checked.is_ok());
    assert_eq!(checked.values["name"], ["Northwind Gazetteer"]);
}

#[test]
fn choices_that_were_not_offered_are_errors() {
    let checked = check("security/3a", &[("answer", "martian")]);
    assert_eq!(messages(&checked), ["Select one of the options"]);
    let checked = check("security/1a", &[("answer", "tls"), ("answer", "none")]);
    let expected = ["Select how data is protected, or select ‘Data is not encrypted’"];
    assert_eq!(messages(&checked), expected);
    let checked = check("security/1a", &[("answer", "other")]);
    assert_eq!(
        messages(&checked),
        ["Enter which other encrypted protocol you use"]
    );
    let checked = check("security/9b", &[]);
    let expected = [
        "Select if consumers are kept apart in management tools",
        "Enter how consumers are kept apart, or why they are not",
    ];
    assert_eq!(messages(&checked), expected);
}

#[test]
fn numbers_are_read_as_people_type_them() {
    let percent = |typed: &str| {
        let pairs = [("percent", typed), ("period", "month"), ("in_sla", "yes")];
        let checked = check("security/2d", &pairs);
        let message = checked.errors.first().map(|error| error.message.clone());
        message.map_or_else(|| Ok(checked.values["percent"][0].clone()), Err)
    };
    assert_eq!(percent(" 99.50 % "), Ok("99.5".to_owned()));
    assert_eq!(percent("100"), Ok("100".to_owned()));
    assert_eq!(
        percent(""),
        Err("Enter the availability of the service".to_owned())
    );
    assert_eq!(
        percent("lots"),
        Err("Availability must be a number, like 99.5".to_owned())
    );
    assert_eq!(
        percent("101"),
        Err("Availability must be between 0 and 100".to_owned())
    );
    assert_eq!(
        percent("99,5"),
        Err("Availability must be a number, like 99.5".to_owned())
    );
    assert_eq!(
        percent("0"),
        Err("Availability must be more than 0".to_owned())
    );
    assert_eq!(
        percent("1e3"),
        Err("Availability must be a number, like 99.5".to_owned())
    );
    let days = check(
        "security/5a/timescales",
        &[("critical", "1.5"), ("exploited", "at_once")],
    );
    let expected = "Days for critical vulnerabilities must be a whole number, like 14";
    assert_eq!(messages(&days)[0], expected);
    for (typed, expected) in [
        (
            "9,999",
            "Days for critical vulnerabilities must be between 0 and 3,650",
        ),
        ("1,4", expected),
        (",14", expected),
        ("1,00,0", expected),
    ] {
        let pairs = [("critical", typed), ("exploited", "at_once")];
        assert_eq!(
            messages(&check("security/5a/timescales", &pairs))[0],
            expected
        );
    }
    let pairs = [("critical", "1,000"), ("exploited", "at_once")];
    let days = check("security/5a/timescales", &pairs);
    assert_eq!(days.values["critical"], ["1000"]);
}

#[test]
fn dates_name_the_part_that_is_wrong() {
    let date = |day: &str, month: &str, year: &str| {
        let pairs = [
            ("name", "Zone"),
            ("certificate_number", "1"),
            ("owner", "Host"),
            ("certificate_expires-day", day),
            ("certificate_expires-month", month),
            ("certificate_expires-year", year),
        ];
        let checked = check("infrastructure/details", &pairs);
        let found = checked
            .errors
            .first()
            .map(|e| (e.message.clone(), e.target.clone()));
        found.map_or_else(|| Ok(checked.values["certificate_expires"][0].clone()), Err)
    };
    let wrong = |message: &str, part: &str| {
        Err((message.to_owned(), format!("certificate_expires-{part}")))
    };
    assert_eq!(date("27", "3", "2027"), Ok("2027-03-27".to_owned()));
    assert_eq!(date("27", "March", "2027"), Ok("2027-03-27".to_owned()));
    assert_eq!(
        date("", "", ""),
        wrong("Enter the expiry date of the certificate", "day")
    );
    assert_eq!(
        date("27", "", "2027"),
        wrong("Expiry date must include a month", "month")
    );
    assert_eq!(
        date("", "", "2027"),
        wrong("Expiry date must include a day and month", "day")
    );
    assert_eq!(
        date("30", "2", "2027"),
        wrong("Expiry date must be a real date", "day")
    );
    assert_eq!(
        date("27", "13", "2027"),
        wrong("Expiry date must be a real date", "month")
    );
    assert_eq!(
        date("27", "3", "27"),
        wrong("Year must include 4 numbers", "year")
    );
    assert_eq!(
        date("21", "11", "2026"),
        wrong("Expiry date must be in the future", "day")
    );
}

#[test]
fn a_service_desk_has_a_phone_or_an_email_address() {
    let base = [("name", "Desk"), ("hours", "9 to 5")];
    let expected = ["Enter a phone number or an email address for the service desk"];
    assert_eq!(messages(&check("contacts/service-desk", &base)), expected);
    let with_email = [base[0], base[1], ("email", "desk@example.com")];
    assert!(check("contacts/service-desk", &with_email).is_ok());
}

#[test]
fn networks_are_asked_for_by_whom_they_are_for() {
    let sent = [
        ("users_from", "government_network"),
        ("users_from", "other"),
        ("managed_from", "government_network"),
        ("managed_from", "other"),
        ("explanation", "Everything passes a firewall"),
    ];
    let expected = [
        "Enter which government network users reach the service from",
        "Enter which other network users reach the service from",
        "Enter which government network the service is managed from",
        "Enter which other network the service is managed from",
    ];
    assert_eq!(messages(&check("security/11a", &sent)), expected);
}

#[test]
fn none_of_the_password_rules_excludes_the_others() {
    let sent = [
        ("sign_in", "password"),
        ("rules", "none"),
        ("rules", "no_repeats"),
        ("instead", "A guard looks at everybody’s face"),
        ("explanation", "Rights follow the job of a person"),
    ];
    let expected = ["Select which password rules you enforce, or select ‘None of these’"];
    assert_eq!(messages(&check("security/10a", &sent)), expected);
    let sent: Vec<_> = sent
        .into_iter()
        .filter(|pair| pair.1 != "no_repeats")
        .collect();
    assert!(check("security/10a", &sent).is_ok(), "and needs no length");
}

#[test]
fn what_is_answered_below_the_standard_is_explained() {
    let contracts = check("security/3b/contracts", &[("in_contracts", "not_yet")]);
    let expected = ["Enter how you keep to the restriction, and when it will be in your contracts"];
    assert_eq!(messages(&contracts), expected);
    assert!(check("security/3b/contracts", &[("in_contracts", "yes")]).is_ok());
    let told = |told: &str| {
        let checked = check(
            "security/12a",
            &[("answer", "bastion"), ("customers_told", told)],
        );
        messages(&checked).join("; ")
    };
    assert_eq!(
        told("no"),
        "Enter why you do not tell customers which model you use"
    );
    assert_eq!(told("yes"), "");
}
