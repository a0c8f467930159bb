//! Which role may do what, for people to read and sign.

use std::fmt::Write as _;
use tests::expect_golden;

#[test]
fn the_permissions_are_those_that_were_agreed() {
    let mut text = String::new();
    for row in policy::table() {
        let mark = if row.needs_confirmation {
            " (confirmed)"
        } else {
            ""
        };
        writeln!(text, "{:<24} {}{mark}", row.action, row.roles.join(", ")).unwrap();
    }
    expect_golden("permissions.txt", &text);
}
