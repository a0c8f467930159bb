//! Which role may do what, for people to read and sign.

use domain::role::{OrganisationRole, TeamRole};
use policy::Row;
use std::fmt::Write as _;
use tests::expect_golden;

/// A table with an action on each line and a role in each column.
fn table(title: &str, roles: &[&str], rows: &[Row]) -> String {
    let mut text = format!("{title}\n\n| {:<22} |", "");
    for role in roles {
        write!(text, " {role:<5} |").unwrap();
    }
    write!(text, "\n|{}|", "-".repeat(24)).unwrap();
    for role in roles {
        write!(text, "{}|", "-".repeat(role.len().max(5) + 2)).unwrap();
    }
    text.push('\n');
    for row in rows {
        write!(text, "| {:<22} |", row.action).unwrap();
        for role in roles {
            let mark = match (row.roles.contains(role), row.needs_confirmation) {
                (true, true) => "again",
                (true, false) => "yes",
                (false, _) => "-",
            };
            write!(text, " {mark:<width$} |", width = role.len().max(5)).unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_permissions_are_those_that_were_agreed() {
    let organisation: Vec<&str> = OrganisationRole::ALL.iter().map(|r| r.as_str()).collect();
    let team: Vec<&str> = TeamRole::ALL.iter().map(|r| r.as_str()).collect();
    let text = format!(
        "Who may do what. \"again\": once they have shown again, within 15 minutes, who they are.\n\n{}\n{}",
        table(
            "In an organisation",
            &organisation,
            &policy::organisation::rows()
        ),
        table("In the PSN team", &team, &policy::team::rows()),
    );
    expect_golden("permissions.txt", &text);
}
