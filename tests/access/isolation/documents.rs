//! Documents: replaced ones, and what nobody says of a file.

use super::{A, filled, present, reached};
use sqlx::{AssertSqlSafe, PgConnection};

#[tokio::test]
async fn a_replaced_document_is_for_the_team_only_once_it_was_submitted_and_for_no_signatory() {
    let app = filled().await;
    let columns = "organisation_id, file_name, kind, bytes, sha256, scan, scan_next_at, title, added_at, added_by, added_by_name";
    let document = "a0000000-0000-4000-8000-00000000000d";
    app.sql(&format!(
        "insert into documents (id, application_id, version_of, number, {columns})
             select gen_random_uuid(), application_id, id, 2, {columns} from documents where id = '{document}';
         update documents d set replaced_by = n.id, replaced_at = access.now() from documents n where n.version_of = d.id"
    ))
    .await;
    let mut connection = app.database.connect("psn_app").await;
    let replaced = "select id from documents where replaced_at is not null";
    for (submitted_at, team) in [
        ("null", 0),
        ("access.now() + interval '1 hour'", 0),
        ("access.now() - interval '1 hour'", 1),
    ] {
        app.sql(&format!(
            "update applications set submitted_at = {submitted_at}"
        ))
        .await;
        for (secret, rows) in [
            ("session of a", 1),
            ("session of b", 0),
            ("session of c", team),
            ("signatory browser of COP-AAAA-AAA5", 0),
        ] {
            present(&mut connection, secret).await;
            let seen = reached(&mut connection, replaced.to_owned()).await;
            assert_eq!(seen, rows, "{secret}, submitted at {submitted_at}");
        }
    }
    // The signatory sees the newer one. Nothing is a version of another application's document.
    present(&mut connection, "signatory browser of COP-AAAA-AAA5").await;
    let newer = "select id from documents where number = 2".to_owned();
    assert_eq!(reached(&mut connection, newer).await, 1);
    let mut superuser = app.database.connect(cluster::SUPERUSER).await;
    let other = format!(
        "insert into documents (id, application_id, version_of, number, {columns})
             select gen_random_uuid(), application_id, '{document}', 3, {columns} from documents
             where application_id <> (select application_id from documents where id = '{document}')"
    );
    assert_eq!(code_of_one(&mut superuser, &other).await, "23503");
}

/// A document of A with a file that is clean.
const SCANNED: &str = "a0000000-0000-4000-8000-00000000000d";

/// What is said of a document that is added: the columns and their values.
const SHARED: [(&str, &str); 8] = [
    ("kind", "'pdf'"),
    ("bytes", "9"),
    ("sha256", "repeat('a', 64)"),
    ("scan", "'clean'"),
    ("scanned_at", "access.today() + time '9:00'"),
    ("scan_engine", "'ClamAV'"),
    ("scan_found", "null"),
    ("file_of", "'a0000000-0000-4000-8000-00000000000d'"),
];

/// Adds a document to this application that says all of this, but for one thing.
fn added(reference: &str, by: &str, otherwise: (&str, &str)) -> String {
    let said = SHARED.map(|(column, value)| {
        if column == otherwise.0 {
            otherwise.1
        } else {
            value
        }
    });
    format!(
        "insert into documents (id, organisation_id, application_id, file_name, scan_next_at, title, added_at, added_by,
             added_by_name, {columns})
         select gen_random_uuid(), organisation_id, id, 'a.pdf', access.now(), 'x', access.now(), '{by}', 'x', {values}
         from applications where reference = '{reference}'",
        columns = SHARED.map(|(column, _)| column).join(", "),
        values = said.join(", "),
    )
}

#[tokio::test]
async fn nobody_says_that_a_file_was_scanned_and_documents_share_only_what_their_organisation_has()
{
    let app = filled().await;
    app.sql(&format!(
        "update documents set scanned_at = access.today() + time '9:00', scan_engine = 'ClamAV' where id = '{SCANNED}'"
    ))
    .await;
    let mut connection = app.database.connect("psn_app").await;
    let (ann, bob) = (
        "a0000000-0000-4000-8000-000000000002",
        "b0000000-0000-4000-8000-000000000002",
    );
    present(&mut connection, "session of a").await;
    let same = added("COP-AAAA-AAA6", ann, ("", ""));
    assert_eq!(reached(&mut connection, same.clone()).await, 1);
    for otherwise in [
        ("kind", "'png'"),
        ("bytes", "10"),
        ("sha256", "repeat('b', 64)"),
        ("scan", "'not_scanned'"),
        ("scan", "'waiting'"),
        ("scanned_at", "access.now() - interval '1 day'"),
        ("scan_engine", "'Another'"),
        ("scan_found", "'x'"),
        ("file_of", "null"),
        ("file_of", "gen_random_uuid()"),
    ] {
        let statement = added("COP-AAAA-AAA6", ann, otherwise);
        let reached = reached(&mut connection, statement).await;
        assert_eq!(reached, 0, "{otherwise:?}");
    }
    // B knows every word of it, and still has no such file.
    present(&mut connection, "session of b").await;
    let of_b = added("COP-BBBB-BBB5", bob, ("", ""));
    assert_eq!(reached(&mut connection, of_b).await, 0);
    let asks = format!(
        "select 1 where access.may_share_file('{A}', '{SCANNED}', repeat('a', 64), 9, 'pdf', 'clean',
             access.today() + time '9:00', 'ClamAV')"
    );
    assert_eq!(reached(&mut connection, asks.clone()).await, 0);
    present(&mut connection, "session of a").await;
    assert_eq!(reached(&mut connection, asks).await, 1);
    // A removed one is shared no more.
    app.sql("update documents set removed_at = access.now()")
        .await;
    present(&mut connection, "session of a").await;
    assert_eq!(reached(&mut connection, same).await, 0);
}

#[tokio::test]
async fn files_that_nobody_scans_are_a_matter_of_demonstrations() {
    let app = filled().await;
    let mut connection = app.database.connect("psn_app").await;
    let ann = "a0000000-0000-4000-8000-000000000002";
    let add = "insert into documents (id, organisation_id, application_id, file_name, scan_next_at, title, added_at, added_by,
                   added_by_name, kind, bytes, sha256, scan)
               select gen_random_uuid(), organisation_id, id, 'a.pdf', access.now(), 'x', access.now(), '{ann}', 'x', 'pdf', 9,
                   repeat('c', 64), '{scan}'
               from applications where reference = 'COP-AAAA-AAA6'"
        .replace("{ann}", ann);
    for (is_demonstration, rows) in [(true, 1), (false, 0)] {
        app.sql(&format!(
            "update service_clock set demonstration = {is_demonstration}"
        ))
        .await;
        present(&mut connection, "session of a").await;
        let waiting = add.replace("{scan}", "waiting");
        assert_eq!(reached(&mut connection, waiting).await, 1);
        let not_scanned = add.replace("{scan}", "not_scanned");
        assert_eq!(reached(&mut connection, not_scanned).await, rows);
    }
}

#[tokio::test]
async fn when_a_draft_was_worked_on_is_told_to_its_own_organisation() {
    let app = filled().await;
    let draft = "a0000000-0000-4000-8000-000000000006";
    app.sql(&format!(
        "update draft_deletions set quiet_since = access.quiet_since('{draft}') where application_id = '{draft}'"
    ))
    .await;
    let mut connection = app.database.connect("psn_app").await;
    let day = format!("select 1 where access.deletion_day('{draft}') is not null");
    let since = format!("select access.quiet_since('{draft}')");
    for (secret, rows) in [("session of a", 1), ("session of b", 0), ("", 0)] {
        present(&mut connection, secret).await;
        assert_eq!(
            reached(&mut connection, day.clone()).await,
            rows,
            "{secret}"
        );
        assert_eq!(reached(&mut connection, since.clone()).await, 0, "{secret}");
    }
}

/// The code with which a statement is refused that runs by itself.
async fn code_of_one(connection: &mut PgConnection, statement: &str) -> String {
    let result = sqlx::query(AssertSqlSafe(statement.to_owned()))
        .execute(connection)
        .await;
    let code = result.err().and_then(|error| match error {
        sqlx::Error::Database(error) => error.code().map(std::borrow::Cow::into_owned),
        _ => None,
    });
    code.unwrap_or_default()
}
