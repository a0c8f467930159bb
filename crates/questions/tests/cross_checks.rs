//! Answers that contradict each other are found; none of it blocks.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use northwind::northwind;
use support::{code_of_practice, today, values};

const TEXT: &str = "explanation=This explains it in a few words more";

/// The cross-checks when Northwind's answers are changed, without the one it always has.
fn found(changes: &[(&str, i16, &str)]) -> Vec<String> {
    let mut answers = northwind();
    for (page, item, pairs) in changes {
        let pairs: Vec<(&str, &str)> = pairs
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        answers.insert(*page, *item, values(&pairs));
    }
    let checks = code_of_practice().cross_checks(&answers, &today());
    checks
        .into_iter()
        .map(|check| check.id)
        .filter(|id| id != "X4")
        .collect()
}

#[test]
fn contradictions_between_pages() {
    assert_eq!(found(&[]), [""; 0]);
    assert_eq!(found(&[("security/1b", 0, "answer=no_exchange")]), ["X1"]);
    let open = "technical_controls=firewall;how_secured=A firewall stands in the middle";
    assert_eq!(found(&[("connections/n/security", 1, open)]), ["X2"]);
    let internet = format!("users_from=psn;managed_from=internet;{TEXT}");
    assert_eq!(found(&[("security/11a", 0, &internet)]), ["X2"]);
    assert_eq!(
        found(&[("security/9b", 0, &format!("answer=partial;{TEXT}"))]),
        ["X3"]
    );
    assert_eq!(
        found(&[("security/12a", 0, "answer=direct;customers_told=yes")]),
        ["X5"]
    );
}

#[test]
fn old_health_checks_and_published_addresses() {
    let health_check = "additional-infrastructure/n/health-check";
    assert_eq!(found(&[(health_check, 1, "done=no")]), ["X8"]);
    let old = "done=yes;date=2025-11-20;tester=T;scope=S;findings_fixed=yes";
    assert_eq!(found(&[(health_check, 1, old)]), ["X8"]);
    let year = "done=yes;date=2025-11-21;tester=T;scope=S;findings_fixed=yes";
    assert_eq!(found(&[(health_check, 1, year)]), [""; 0]);
    for text in [
        "Ring 10.0.0.1 for this",
        "See gazetteer.northwind.example.",
        "Write to a@b.example",
    ] {
        let pairs = format!("description={text}");
        assert_eq!(
            found(&[("description-for-users", 0, &pairs)]),
            ["X11"],
            "{text}"
        );
    }
    let contact = "name=P;job_title=J;email=p@gmail.com;phone=01632 960 114";
    assert_eq!(found(&[("point-of-contact", 0, contact)]), ["X12"]);
}

#[test]
fn explanations_that_explain_nothing() {
    let copied = "answer=yes;explanation=Monitor so that you can detect and respond to attacks, \
                  misuse and malfunction, whether they succeed or not.";
    assert_eq!(found(&[("security/5b", 0, copied)]), ["X10", "Y1"]);
    let negated = "answer=yes;explanation=We do not separate them at all, really";
    assert_eq!(found(&[("security/3c", 0, negated)]), ["Y1"]);
}
