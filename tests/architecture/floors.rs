//! A crate may use only crates of lower floors.

use crate::files::{expect_none, root};
use std::process::Command;

/// Every crate with its floor.
const FLOORS: [(&str, u8); 19] = [
    ("domain", 0),
    ("govuk", 0),
    ("password-policy", 0),
    ("cluster", 0),
    ("paper", 0),
    ("spreadsheets", 1),
    ("blobs", 1),
    ("policy", 1),
    ("audit", 1),
    ("questions", 1),
    ("mail", 1),
    ("certificates", 1),
    ("store", 2),
    ("service", 3),
    ("web", 4),
    ("worker", 4),
    ("server", 5),
    ("tests", 6),
    ("bench", 6),
];

fn floor(name: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, floor)| *floor)
}

#[test]
fn a_crate_uses_only_crates_of_lower_floors() {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some(own) = floor(name) else {
            wrong.push(format!(
                "{name} has no floor: give it one in tests/architecture/floors.rs and a line in \
                 docs/architecture.md, or put its code into a crate that has one"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = dependency["name"].as_str().unwrap();
            // What its tests alone use may stand on its own floor: the product does not lean on it.
            let highest = if dependency["kind"] == "dev" {
                own + 1
            } else {
                own
            };
            if dependency["path"].is_string() && floor(used).is_none_or(|below| below >= highest) {
                wrong.push(format!("{name} (floor {own}) uses {used}"));
            }
        }
    }
    assert_eq!(packages.len(), FLOORS.len(), "a crate of the list is gone");
    expect_none(wrong, "a crate may use only crates of lower floors");
}
