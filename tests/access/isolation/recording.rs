//! What pages record is what whoever is there did, and numbers of certificates only go on.

use super::answering::{LEAD, REFUSED, SIGNATORY, SUPPLIER, expect};
use super::filled;

/// An event of B as it would be recorded: by whom its row says that it is, and its text.
fn event(by: &str, told: &str) -> String {
    format!(
        "insert into audit_events (at, kind, by, organisation_id, event)
         select access.now(), 'answer_saved', x.by, 'b0000000-0000-4000-8000-000000000001',
             json_build_object('by', {told}, 'kind', 'answer_saved')::text
         from (select {by} as by) x"
    )
}

#[tokio::test]
async fn nobody_records_what_somebody_else_did() {
    let app = filled().await;
    let bob = "'user:b0000000-0000-4000-8000-000000000002'";
    let ann = "'user:a0000000-0000-4000-8000-000000000002'";
    let link = "'link:' || access.link_id()";
    expect(
        &app,
        &[
            (SUPPLIER, &event(bob, "x.by"), "1"),
            (SUPPLIER, &event(ann, "x.by"), REFUSED),
            (SUPPLIER, &event(bob, ann), REFUSED),
            (SUPPLIER, &event("'service'", "x.by"), REFUSED),
            (SUPPLIER, &event("'visitor'", "x.by"), REFUSED),
            (
                SUPPLIER,
                &event("'link:b0000000-0000-4000-8000-000000000005'", "x.by"),
                REFUSED,
            ),
            (SIGNATORY, &event(link, "x.by"), "1"),
            (SIGNATORY, &event(bob, "x.by"), REFUSED),
            (LEAD, &event(bob, "x.by"), REFUSED),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_serial_number_is_given_once() {
    let app = filled().await;
    app.sql("insert into certificate_serials (year, last_serial) values (2998, 7)")
        .await;
    let set = |value: &str| format!("update certificate_serials set last_serial = {value}");
    let next = "insert into certificate_serials as s (year, last_serial) values (2998, 1)
                on conflict (year) do update set last_serial = s.last_serial + 1";
    expect(
        &app,
        &[
            (LEAD, next, "1"),
            (
                LEAD,
                "insert into certificate_serials values (2999, 1)",
                "1",
            ),
            (
                LEAD,
                "insert into certificate_serials values (2999, 2)",
                REFUSED,
            ),
            (LEAD, &set("last_serial + 1"), "1"),
            (LEAD, &set("last_serial"), REFUSED),
            (LEAD, &set("last_serial - 1"), REFUSED),
            (LEAD, &set("0"), REFUSED),
            (LEAD, "delete from certificate_serials", REFUSED),
        ],
    )
    .await;
}
