//! A list that is also drawn.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use northwind::northwind;
use questions::{Answers, Drawing};
use support::{code_of_practice, pairs};

fn drawing(task: &str, answers: &Answers) -> Option<Drawing> {
    let set = code_of_practice();
    set.drawing(set.task(task)?, answers)
}

#[test]
fn connections_are_drawn_round_the_service() {
    let mut answers = northwind();
    let office = "name=Office;kind=corporate_network;direction=both;what_passes=Administration";
    answers.insert("connections/n", 2, pairs(office));
    answers.insert("connections/n", 3, pairs("name=Reports;direction=out"));
    let Some(drawing) = drawing("connections", &answers) else {
        panic!("there is something to draw")
    };
    assert_eq!(drawing.middle, "Northwind Gazetteer");
    let ends: Vec<(&str, &str, &str, bool, bool)> = drawing
        .ends
        .iter()
        .map(|end| {
            let words = (end.name.as_str(), end.kind.as_str(), end.direction.as_str());
            (words.0, words.1, words.2, end.is_inwards, end.is_outwards)
        })
        .collect();
    let expected = [
        (
            "Custodian update drop server",
            "The internet",
            "Into the service",
            true,
            false,
        ),
        ("Office", "Our corporate network", "Both ways", true, true),
        ("Reports", "", "Out of the service", false, true),
    ];
    assert_eq!(ends, expected);
    assert_eq!(drawing.columns.passes, "What passes");
    let said: Vec<(&str, &str)> = drawing
        .ends
        .iter()
        .map(|end| (end.passes.as_str(), end.controls.as_str()))
        .collect();
    assert!(!said[0].0.is_empty() && !said[0].1.is_empty(), "{said:?}");
    assert_eq!(said[1..], [("Administration", ""), ("", "")]);
}

#[test]
fn what_is_long_is_shortened_and_what_several_fields_say_stands_together() {
    let mut answers = northwind();
    let long = format!("name=Office;what_passes={}", "word ".repeat(60));
    answers.insert("connections/n", 2, pairs(&long));
    let controls = "technical_controls=firewall;business_practices=log_review";
    answers.insert("connections/n/security", 2, pairs(controls));
    let drawing = drawing("connections", &answers);
    let drawing = drawing.unwrap();
    let office = &drawing.ends[1];
    assert!(office.passes.chars().count() <= 161, "{}", office.passes);
    assert!(office.passes.ends_with("word…"), "{}", office.passes);
    assert_eq!(office.controls, "Firewall; Regular reviews of logs");
}

#[test]
fn nothing_is_drawn_of_nothing() {
    let mut answers = northwind();
    assert_eq!(drawing("contacts/escalation", &answers), None);
    answers.insert("connections", 0, pairs("any=no"));
    assert_eq!(drawing("connections", &answers), None);
}
