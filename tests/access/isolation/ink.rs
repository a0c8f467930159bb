//! A supplier signs for its signatory only with a page that was uploaded for it, in exactly the words
//! that are kept of that page.

use super::answering::{LEAD, REFUSED, SIGNATORY, SUPPLIER, expect};
use super::filled;
use tests::TestApp;

const AT: &str = "'2026-01-02T03:04:05Z'";

/// B's request waits to be signed, in ink.
async fn given() -> TestApp {
    let app = filled().await;
    app.sql(
        "update signature_requests set state = 'sent', method = 'ink', signed_at = null, signed_name = null,
             authority_confirmed_at = null where reference = 'COP-BBBB-BBB5'",
    )
    .await;
    app
}

/// The file of a page, and what is said of it.
async fn uploaded(app: &TestApp) {
    app.sql(&format!(
        "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scan_next_at,
             title, added_at, added_by, added_by_name, signature_request_id)
         select gen_random_uuid(), organisation_id, application_id, 'page.pdf', 'pdf', 9, repeat('b', 64), 'clean',
             access.now(), 'page', access.now(), requested_by, 'Bob', id
         from signature_requests where reference = 'COP-BBBB-BBB5';
         insert into ink_statements (signature_request_id, organisation_id, application_id, document_id, signed_on,
             signed_name, signed_job_title, uploaded_at, uploaded_by, uploaded_by_name)
         select s.id, s.organisation_id, s.application_id, d.id, access.today(), 'Sid', 'Director', {AT}, s.requested_by,
             'Bob' from signature_requests s join documents d on d.signature_request_id = s.id"
    ))
    .await;
}

fn signs(name: &str, more: &str) -> String {
    format!(
        "update signature_requests set state = 'signed', signed_at = {AT}, signed_name = '{name}',
             signed_job_title = 'Director'{more}"
    )
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one list of attempts")]
async fn only_the_words_of_an_uploaded_page_sign_in_ink() {
    let app = given().await;
    let signed = signs("Sid", "");
    expect(&app, &[(SUPPLIER, &signed, REFUSED)]).await;
    uploaded(&app).await;
    expect(
        &app,
        &[
            (SUPPLIER, &signed, "1"),
            (SUPPLIER, &signs("Somebody", ""), REFUSED),
            (
                SUPPLIER,
                &signs("Sid", ", signed_ip = '192.0.2.1'"),
                REFUSED,
            ),
            (
                SUPPLIER,
                &signs("Sid", ", signed_user_agent = 'x'"),
                REFUSED,
            ),
            (
                SUPPLIER,
                &signs("Sid", ", authority_confirmed_at = access.now()"),
                REFUSED,
            ),
            (
                SUPPLIER,
                &signs("Sid", ", opened_at = access.now()"),
                REFUSED,
            ),
            (
                SUPPLIER,
                &signs("Sid", ", voided_at = access.now()"),
                REFUSED,
            ),
            (
                SUPPLIER,
                "update signature_requests set state = 'opened'",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update signature_requests set method = 'online'",
                REFUSED,
            ),
            (SIGNATORY, &signed, REFUSED),
            (LEAD, &signed, "0"),
        ],
    )
    .await;
    // From no other state, and for no request that is signed online.
    app.sql("update signature_requests set state = 'cancelled'")
        .await;
    expect(&app, &[(SUPPLIER, &signed, REFUSED)]).await;
    app.sql("update signature_requests set state = 'sent', method = 'online'")
        .await;
    expect(
        &app,
        &[
            (SUPPLIER, &signed, REFUSED),
            (
                SUPPLIER,
                &signs("Sid", ", authority_confirmed_at = access.now()"),
                REFUSED,
            ),
            (
                SUPPLIER,
                "update signature_requests set method = 'ink'",
                REFUSED,
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_page_is_said_of_once_and_checked_by_the_team_alone() {
    let app = given().await;
    let link = "insert into links (id, organisation_id, application_id, signature_request_id, token_hash, email, created_at,
                    expires_at)
                select gen_random_uuid(), organisation_id, application_id, id, sha256('x'), signatory_email, access.now(),
                    access.now() + interval '1 day' from signature_requests";
    let says = |day: &str| {
        format!(
            "insert into ink_statements (signature_request_id, organisation_id, application_id, document_id, signed_on,
                 signed_name, signed_job_title, uploaded_at, uploaded_by, uploaded_by_name)
             select s.id, s.organisation_id, s.application_id, gen_random_uuid(), {day}, 'Sid', 'Director', access.now(),
                 access.user_id(), 'Bob' from signature_requests s"
        )
    };
    expect(
        &app,
        &[
            (SUPPLIER, link, REFUSED),
            // Without a file of its own.
            (SUPPLIER, &says("access.today()"), REFUSED),
        ],
    )
    .await;
    uploaded(&app).await;
    app.sql(
        "update signature_requests set state = 'signed', signed_at = access.now(), signed_name = 'Sid'
         where reference = 'COP-BBBB-BBB5';
         update applications set state = 'under_review', submitted_at = access.now() where reference = 'COP-BBBB-BBB5'",
    )
    .await;
    let check = |by: &str| {
        format!(
            "update ink_statements set outcome = 'accepted', found = array['readable', 'code', 'name', 'date'],
                 checked_at = access.now(), checked_by = {by}, checked_by_name = 'Carl' where signed_name = 'Sid'"
        )
    };
    let own = check("access.user_id()");
    let less = "update ink_statements set outcome = 'accepted', found = array['readable'], checked_at = access.now(),
                    checked_by = access.user_id(), checked_by_name = 'Carl' where signed_name = 'Sid'";
    expect(
        &app,
        &[
            (SUPPLIER, &own, "0"),
            (LEAD, &own, "1"),
            (LEAD, &check("uploaded_by"), REFUSED),
            (LEAD, less, "23514"),
            (LEAD, "update ink_statements set signed_name = 'Somebody'", REFUSED),
            (SUPPLIER, "update ink_statements set signed_on = signed_on - 1", REFUSED),
            (SUPPLIER, "delete from ink_statements", REFUSED),
            // The file is evidence.
            (
                SUPPLIER,
                "update documents set removed_at = access.now() where signature_request_id is not null",
                REFUSED,
            ),
        ],
    )
    .await;
    app.sql("update documents set scan = 'waiting' where signature_request_id is not null")
        .await;
    expect(&app, &[(LEAD, &own, REFUSED)]).await;
}
