//! The baseline of each question: what meets, what needs an explanation, what does not meet.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use northwind::northwind;
use questions::{
    Baseline, Outcome,
    Outcome::{Below, Check, Explain, Meets},
    Reference,
};
use support::{code_of_practice, today, values};

/// A page and what it is answered with.
type Change<'a> = (&'a str, &'a str);

const TEXT: &str = "explanation=This explains it in a few words more";

/// The baseline of a question when Northwind's answers are changed: `field=value;field=value`.
fn judged(question: &str, changes: &[Change<'_>], today: &Reference) -> Option<Baseline> {
    let mut answers = northwind();
    for (page, pairs) in changes {
        let pairs: Vec<(&str, &str)> = pairs
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        answers.insert(*page, 0, values(&pairs));
    }
    code_of_practice().baseline(question, &answers, today)
}

fn expect(question: &str, changes: &[Change<'_>], outcome: Outcome, reason: &str) {
    let Some(baseline) = judged(question, changes, &today()) else {
        panic!("{question} {changes:?} is not answered")
    };
    assert_eq!(
        baseline.outcome, outcome,
        "{question} {changes:?}: {}",
        baseline.reason
    );
    assert!(
        baseline.reason.contains(reason),
        "{question}: {}",
        baseline.reason
    );
    assert!(
        !baseline.reason.contains(['{', '}']),
        "{question}: {}",
        baseline.reason
    );
}

const WHY: &str =
    "why=It cannot be encrypted at all there;instead=A locked cable protects the data";

#[test]
fn data_in_transit() {
    for question in ["1a", "1b"] {
        let page = format!("security/{question}");
        let why = format!("security/{question}/why");
        expect(question, &[(&page, "answer=tls")], Meets, "TLS 1.2");
        expect(
            question,
            &[(&page, "answer=other;other_protocol=MACsec")],
            Meets,
            "",
        );
        expect(
            question,
            &[(&page, "answer=vpn;answer=legacy")],
            Check,
            "TLS 1.1",
        );
        expect(
            question,
            &[(&page, "answer=legacy"), (&why, WHY)],
            Explain,
            "only TLS 1.1",
        );
        expect(
            question,
            &[(&page, "answer=none"), (&why, WHY)],
            Explain,
            "not encrypted",
        );
        assert_eq!(
            judged(question, &[(&page, "answer=none")], &today()),
            None,
            "why is missing"
        );
    }
    let none = [("security/1b", "answer=no_exchange")];
    expect("1b", &none, Check, "you listed connections");
    expect(
        "1b",
        &[none[0], ("connections", "any=no")],
        Meets,
        "does not exchange",
    );
}

#[test]
fn places() {
    for question in ["2a", "2b"] {
        let page = format!("security/{question}");
        let countries = format!("security/{question}/countries");
        let expect = |answer: &str, named: &str, outcome, reason| {
            expect(
                question,
                &[(&page, answer), (&countries, named)],
                outcome,
                reason,
            );
        };
        expect("answer=uk", "", Meets, "");
        expect("answer=uk;answer=eu_eea", "eu_eea=IE;eu_eea=NO", Meets, "");
        expect("answer=treaty", "treaty=CH", Meets, "");
        let condition = "treaty=US;conditions=Our processor is on the list";
        expect(
            "answer=treaty",
            condition,
            Check,
            "United States (only organisations on the Data",
        );
        expect(
            "answer=elsewhere",
            "elsewhere=Brazil;elsewhere=India",
            Below,
            "Brazil and India",
        );
    }
    let early = Reference::on(time::macros::date!(2023 - 10 - 11));
    let named = "treaty=US;conditions=Our processor is on the list";
    let changes = [
        ("security/2a", "answer=treaty"),
        ("security/2a/countries", named),
    ];
    let baseline = judged("2a", &changes, &early);
    let found = baseline.map(|baseline| (baseline.outcome, baseline.reason));
    let reason =
        "United States is not in the list of countries with data protection treaties today.";
    assert_eq!(
        found,
        Some((Below, reason.to_owned())),
        "the list counts on the day"
    );
}

#[test]
fn jurisdiction_and_availability() {
    let page = "security/2c";
    expect("2c", &[(page, "answer=scotland")], Meets, "Scotland");
    expect(
        "2c",
        &[(page, "answer=another;other_country=Jersey")],
        Check,
        "Jersey",
    );
    let page = "security/2d";
    expect(
        "2d",
        &[(page, "percent=95;period=month;in_sla=yes")],
        Meets,
        "95%",
    );
    expect(
        "2d",
        &[(page, "percent=100;period=month;in_sla=yes")],
        Check,
        "100%",
    );
    expect(
        "2d",
        &[(page, "percent=94.9;period=year;in_sla=yes")],
        Check,
        "94.9%",
    );
    expect(
        "2d",
        &[(page, "percent=99.9;period=year;in_sla=no")],
        Below,
        "service level",
    );
}

#[test]
fn cloud_and_sharing() {
    expect("3a", &[("security/3a", "answer=private")], Meets, "Private");
    expect("3a", &[("security/3a", "answer=community")], Meets, "");
    let hybrid = "public_part=The web site is public and nothing else";
    let changes = [
        ("security/3a", "answer=hybrid"),
        ("security/3a/hybrid", hybrid),
    ];
    expect("3a", &changes, Explain, "hybrid");
    let reason = "A public cloud service cannot be a PSN service";
    expect("3a", &[("security/3a", "answer=public")], Below, reason);
    let contracts = "security/3b/contracts";
    expect("3b", &[("security/3b", "answer=psn_certified")], Meets, "");
    expect("3b", &[("security/3b", "answer=nobody_else")], Meets, "");
    expect(
        "3b",
        &[("security/3b", "answer=psn_certified;answer=public_sector")],
        Below,
        "",
    );
    expect(
        "3b",
        &[("security/3b", "answer=private_or_other")],
        Below,
        "",
    );
    expect(
        "3b",
        &[(contracts, "in_contracts=not_yet")],
        Explain,
        "contracts",
    );
    expect(
        "3b",
        &[(contracts, "in_contracts=no")],
        Explain,
        "contracts",
    );
}

#[test]
fn plain_questions() {
    let plain = ["3c", "3d", "4a", "5a", "5b", "7a", "7c", "8a", "9a", "14a"];
    for question in plain {
        let page = format!("security/{question}");
        for (answer, outcome) in [("yes", Meets), ("partly", Explain), ("no", Below)] {
            expect(
                question,
                &[(&page, &format!("answer={answer};{TEXT}"))],
                outcome,
                "",
            );
        }
        assert_eq!(
            judged(question, &[(&page, "answer=yes")], &today()),
            None,
            "{question}"
        );
    }
    let own = format!("answer=yes;standards=own_framework;{TEXT}");
    expect("4a", &[("security/4a", &own)], Meets, "");
}

#[test]
fn timescales_name_the_number_that_is_too_long() {
    let page = "security/5a/timescales";
    let at_once = |days: &str| format!("{days};exploited=at_once");
    expect(
        "5a",
        &[(page, &at_once("critical=14;important=30;other=60"))],
        Meets,
        "",
    );
    let reason = "You said 21 days for critical. PSN-connected environments commit to 14.";
    expect(
        "5a",
        &[(page, &at_once("critical=21;important=30;other=60"))],
        Below,
        reason,
    );
    expect(
        "5a",
        &[(page, &at_once("critical=21;important=30;other=90"))],
        Below,
        "90 days",
    );
    expect(
        "5a",
        &[(page, &at_once("critical=14;important=31;other=60"))],
        Below,
        "31 days",
    );
    let within = "critical=14;important=30;other=60;exploited=within_a_day";
    expect("5a", &[(page, within)], Check, "within a day");
    let longer = "critical=14;important=30;other=60;exploited=longer";
    expect("5a", &[(page, longer)], Below, "longer than a day");
}

#[test]
fn incidents_and_development_name_what_is_missing() {
    let page = "security/5c";
    expect(
        "5c",
        &[(page, &format!("answer=yes;used=exercises;{TEXT}"))],
        Meets,
        "",
    );
    expect(
        "5c",
        &[(page, &format!("answer=yes;used=not_yet;{TEXT}"))],
        Check,
        "",
    );
    expect(
        "5c",
        &[(page, &format!("answer=no;used=not_yet;{TEXT}"))],
        Below,
        "",
    );
    let three =
        format!("answer=yes;published=definition;published=format;published=triggers;{TEXT}");
    let reason = "Missing: When you report.";
    expect("5d", &[("security/5d", &three)], Explain, reason);
    expect(
        "5d",
        &[("security/5d", &format!("answer=no;{TEXT}"))],
        Below,
        "",
    );
    let two = format!("answer=yes;stages=design;stages=coding;{TEXT}");
    expect(
        "7b",
        &[("security/7b", &two)],
        Explain,
        "Missing: Testing and Deployment.",
    );
    expect(
        "7b",
        &[("security/7b", &format!("answer=no;{TEXT}"))],
        Below,
        "",
    );
}

#[test]
fn screening() {
    let page = "security/6a";
    expect("6a", &[(page, "answer=bpss")], Meets, "");
    expect("6a", &[(page, "answer=sc_or_dv")], Meets, "");
    let all = "elements=identity;elements=employment_history;elements=right_to_work;\
               elements=unspent_convictions";
    expect(
        "6a",
        &[(page, &format!("answer=equivalent;{all}"))],
        Meets,
        "",
    );
    let three = "answer=equivalent;elements=identity;elements=employment_history;\
                 elements=right_to_work";
    expect(
        "6a",
        &[(page, three)],
        Below,
        "Missing: Unspent criminal convictions.",
    );
    expect(
        "6a",
        &[(page, &format!("answer=not_all;{TEXT}"))],
        Below,
        "",
    );
    assert_eq!(judged("6a", &[(page, "answer=not_all")], &today()), None);
}

#[test]
fn question_9b_is_judged_against_the_guidance() {
    let page = "security/9b";
    expect(
        "9b",
        &[(page, &format!("answer=isolated;{TEXT}"))],
        Meets,
        "kept apart",
    );
    expect(
        "9b",
        &[(page, &format!("answer=partial;{TEXT}"))],
        Explain,
        "",
    );
    expect(
        "9b",
        &[(page, &format!("answer=not_isolated;{TEXT}"))],
        Below,
        "",
    );
    let contradiction = "answer=isolated;explanation=Support staff of a customer can access others";
    expect("9b", &[(page, contradiction)], Check, "");
    let question = code_of_practice().question("9b");
    let is_yes = question.is_some_and(|question| question.requirement_published == "Yes");
    assert!(is_yes, "the published words stay as they are");
    assert_eq!(
        judged("9b", &[(page, "answer=yes")], &today()),
        None,
        "yes is no answer to it"
    );
}

/// All seven password rules, and all but the last.
const ALL_RULES: &str = "rules=minimum_length;rules=differs_from_username;rules=no_repeats;\
    rules=not_dictionary_word;rules=letters_and_numbers;rules=not_reused;rules=not_used_elsewhere";
const SOME_RULES: &str = "rules=minimum_length;rules=differs_from_username;rules=no_repeats;\
    rules=not_dictionary_word;rules=letters_and_numbers;rules=not_reused";

#[test]
fn sign_in() {
    let missing = "Missing: Not used for another account.";
    let cases = [
        ("sign_in=password", ALL_RULES, "8", Meets, "8 characters"),
        ("sign_in=password", SOME_RULES, "12", Below, missing),
        ("sign_in=password", ALL_RULES, "7", Below, "length is 7"),
        (
            "sign_in=password;sign_in=two_factor",
            SOME_RULES,
            "12",
            Explain,
            missing,
        ),
        (
            "sign_in=password;strengthening=lockout",
            SOME_RULES,
            "12",
            Explain,
            missing,
        ),
        (
            "sign_in=certificate",
            "",
            "",
            Check,
            "Certificate or public key",
        ),
        (
            "sign_in=single_sign_on",
            "",
            "",
            Check,
            "without a password",
        ),
    ];
    for (start, rules, length, outcome, reason) in cases {
        let pairs = format!("{start};{rules};minimum_length={length};{TEXT}");
        expect("10a", &[("security/10a", &pairs)], outcome, reason);
    }
}

#[test]
fn networks_and_management() {
    let page = "security/11a";
    let expect_11a = |pairs: &str, outcome| {
        expect("11a", &[(page, &format!("{pairs};{TEXT}"))], outcome, "");
    };
    expect_11a("users_from=psn;managed_from=psn", Meets);
    expect_11a("users_from=psn;users_from=internet;managed_from=psn", Below);
    expect_11a("users_from=psn;managed_from=corporate_network", Check);
    expect_11a("users_from=psn;managed_from=internet", Meets);
    let page = "security/12a";
    expect(
        "12a",
        &[(page, "answer=bastion;customers_told=yes")],
        Meets,
        "",
    );
    expect(
        "12a",
        &[(page, "answer=dedicated_segregated;customers_told=no")],
        Explain,
        "",
    );
    expect(
        "12a",
        &[(page, "answer=direct;customers_told=yes")],
        Check,
        "",
    );
    expect(
        "12a",
        &[(page, "answer=direct;customers_told=no")],
        Explain,
        "closer look",
    );
}
