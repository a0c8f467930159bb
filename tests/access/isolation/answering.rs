//! Nobody answers for another party: not with a right to the row, not even by SQL that somebody
//! injected. The owner and the signatory answer in the browser that entered the code of their link.

use super::{filled, present, run_and_undo};
use sqlx::{AssertSqlSafe, PgConnection};
use std::time::Duration;
use tests::TestApp;

pub(super) const SUPPLIER: &str = "session of b";
const OWNER: &str = "owner browser of COP-BBBB-BBB5";
pub(super) const SIGNATORY: &str = "signatory browser of COP-BBBB-BBB5";
/// Carl, a lead of the PSN team.
pub(super) const LEAD: &str = "session of c";

/// What became of a statement: how many rows it changed, or the code with which it was refused.
async fn outcome(connection: &mut PgConnection, secret: &str, statement: &str) -> String {
    present(connection, secret).await;
    match run_and_undo(connection, statement).await {
        Ok(done) => done.rows_affected().to_string(),
        Err(sqlx::Error::Database(error)) => error.code().unwrap_or_default().into_owned(),
        Err(error) => panic!("{statement}: {error}"),
    }
}

/// Fails with every statement whose outcome is another.
pub(super) async fn expect(app: &TestApp, attempts: &[(&str, &str, &str)]) {
    let mut connection = app.database.connect("psn_app").await;
    let mut wrong = Vec::new();
    for (secret, statement, expected) in attempts {
        let became = outcome(&mut connection, secret, statement).await;
        if became != *expected {
            wrong.push(format!("{secret}: {statement}: {became}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub(super) const REFUSED: &str = "42501";

/// The requests to owners are open, and have no answer.
async fn opened() -> TestApp {
    let app = filled().await;
    app.sql(
        "update owner_requests set state = 'opened', opened_at = access.now(), answered_at = null,
             answered_name = null, answered_job_title = null, reason = null, agreed_until = null",
    )
    .await;
    app
}

#[tokio::test]
async fn a_supplier_does_not_agree_for_the_owner() {
    let app = opened().await;
    let agrees = "update owner_requests set state = 'agreed', answered_at = access.now(), answered_name = 'Olga'";
    expect(
        &app,
        &[
            (SUPPLIER, agrees, REFUSED),
            (
                SUPPLIER,
                "update owner_requests set state = 'declined'",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update owner_requests set reason = 'Runs elsewhere'",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update owner_requests set answered_name = 'Olga'",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update owner_requests set opened_at = null",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update owner_requests set state = 'sent'",
                REFUSED,
            ),
            (SUPPLIER, "update links set draft = '{}'", REFUSED),
            (
                SUPPLIER,
                "update owner_requests set state = 'agreed', cancelled_at = access.now()",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update owner_requests set state = 'cancelled', cancelled_at = access.now()",
                "1",
            ),
            (
                SUPPLIER,
                "update owner_requests set expires_at = access.now() + interval '14 days'",
                "1",
            ),
            (OWNER, agrees, "1"),
            (OWNER, "update links set draft = '{}'", "1"),
            (
                OWNER,
                "update owner_requests set state = 'cancelled'",
                REFUSED,
            ),
            // Whoever has the link alone, without the code, reaches nothing.
            ("owner link of COP-BBBB-BBB5", agrees, "0"),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_answer_that_was_given_is_not_given_anew() {
    let app = filled().await;
    expect(
        &app,
        &[
            (
                OWNER,
                "update owner_requests set state = 'declined'",
                REFUSED,
            ),
            (
                OWNER,
                "update owner_requests set answered_name = 'Somebody'",
                REFUSED,
            ),
            (
                OWNER,
                "update owner_requests set agreed_until = access.today()",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update owner_requests set agreed_until = null, reason = ''",
                REFUSED,
            ),
            (
                SIGNATORY,
                "update signature_requests set signed_name = 'Somebody'",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update signature_requests set signed_name = 'Somebody'",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update signature_requests set state = 'voided', voided_at = access.now()",
                "1",
            ),
            (
                SUPPLIER,
                "update links set cancelled_at = access.now()",
                "2",
            ),
        ],
    )
    .await;
    app.sql("update links set cancelled_at = access.now()")
        .await;
    expect(
        &app,
        &[(SUPPLIER, "update links set cancelled_at = null", REFUSED)],
    )
    .await;
}

#[tokio::test]
async fn a_supplier_does_not_sign_for_the_signatory() {
    let app = filled().await;
    app.sql(
        "update signature_requests set state = 'opened', opened_at = access.now(), signed_at = null,
             signed_name = null, authority_confirmed_at = null",
    )
    .await;
    let signs = "update signature_requests set state = 'signed', signed_at = access.now(), signed_name = 'Sid',
                     authority_confirmed_at = access.now()";
    expect(
        &app,
        &[
            (SUPPLIER, signs, REFUSED),
            (
                SUPPLIER,
                "update signature_requests set authority_confirmed_at = access.now()",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update signature_requests set signed_ip = '192.0.2.1'",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update signature_requests set state = 'declined'",
                REFUSED,
            ),
            (SIGNATORY, signs, "1"),
            (
                SIGNATORY,
                "update signature_requests set state = 'declined'",
                "1",
            ),
            (
                SIGNATORY,
                "update signature_requests set state = 'voided'",
                REFUSED,
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn nothing_begins_as_if_another_party_had_answered() {
    let app = filled().await;
    let columns =
        "organisation_id, application_id, reference, supplier_name, service_name, requested_by,
                   requested_by_name, requested_by_email, sent_at, expires_at";
    let signature = format!(
        "insert into signature_requests (id, state, kind, snapshot, snapshot_sha256, commitments_version,
             signatory_name, signatory_job_title, signatory_email, {columns})
         select gen_random_uuid(), 'opened', 'reconfirmation', snapshot, snapshot_sha256, commitments_version,
             signatory_name, signatory_job_title, signatory_email, {columns} from signature_requests"
    );
    let request = format!(
        "insert into owner_requests (id, state, is_own, description_for_users, additional_infrastructure,
             infrastructure_name, owner_name, certificate_number, certificate_valid_to, contact_name,
             contact_job_title, contact_email, answered_name, {columns})
         select gen_random_uuid(), 'sent', false, '', '', infrastructure_name, owner_name, certificate_number,
             certificate_valid_to, contact_name, contact_job_title, contact_email, 'Olga', {columns}
         from owner_requests"
    );
    // A link to the request in a mailbox of the supplier's own would be as good as an answer.
    let link = "insert into links (id, organisation_id, application_id, owner_request_id, token_hash, email,
                    created_at, expires_at)
                select gen_random_uuid(), organisation_id, application_id, id, sha256('x'), 'bob@b.example',
                    access.now(), access.now() + interval '1 day' from owner_requests";
    let application = "insert into applications (id, organisation_id, organisation_name, reference, set_id, set_version,
                           set_hash, state, created_by, created_at)
                       select gen_random_uuid(), organisation_id, organisation_name, 'COP-BBBB-BBB6', set_id, set_version,
                           set_hash, 'approved', created_by, created_at from applications";
    let decision = "insert into decisions (id, organisation_id, application_id, recommendation, reasons, recommended_at,
                        recommended_by, recommended_by_name, outcome)
                    select gen_random_uuid(), organisation_id, application_id, 'grant', '', access.now(),
                        access.user_id(), 'Carl', 'approved' from decisions";
    expect(
        &app,
        &[
            (SUPPLIER, &signature, REFUSED),
            (SUPPLIER, &request, REFUSED),
            (SUPPLIER, link, REFUSED),
            (SUPPLIER, application, REFUSED),
            (LEAD, decision, REFUSED),
        ],
    )
    .await;
}

#[tokio::test]
async fn each_takes_the_steps_that_are_theirs() {
    let app = filled().await;
    let to = |state: &str| {
        format!("update applications set state = '{state}' where reference = 'COP-BBBB-BBB5'")
    };
    expect(
        &app,
        &[
            (SUPPLIER, &to("certified"), REFUSED),
            (SUPPLIER, &to("approved"), REFUSED),
            (SUPPLIER, &to("recommended"), REFUSED),
            (SUPPLIER, &to("submitted"), "1"),
            (
                SUPPLIER,
                "update applications set assigned_name = 'Carl'",
                REFUSED,
            ),
            (
                SUPPLIER,
                "update applications set target_on = access.today()",
                REFUSED,
            ),
        ],
    )
    .await;
    app.sql(&to("recommended")).await;
    expect(
        &app,
        &[
            (SUPPLIER, &to("approved"), REFUSED),
            // No decision says so.
            (LEAD, &to("approved"), REFUSED),
            (LEAD, &to("certified"), REFUSED),
            (LEAD, &to("under_review"), "1"),
        ],
    )
    .await;
    app.sql(
        "update users set team_role = 'auditor' where id = 'c0000000-0000-4000-8000-000000000003'",
    )
    .await;
    expect(
        &app,
        &[
            (LEAD, &to("under_review"), REFUSED),
            (
                LEAD,
                "update infrastructures set valid_to = valid_to + 100",
                "0",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_reply_and_a_decision_are_given_once() {
    let app = filled().await;
    app.sql("update clarifications set state = 'answered'")
        .await;
    expect(
        &app,
        &[
            (
                "session of a",
                "update clarifications set state = 'asked'",
                REFUSED,
            ),
            (
                LEAD,
                "update decisions set comment = 'changed my mind', decided_by = access.user_id()",
                REFUSED,
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn of_two_who_confirm_one_number_at_the_same_moment_one_does() {
    let app = filled().await;
    let mut first = app.database.connect("psn_app").await;
    let mut second = app.database.connect("psn_app").await;
    let listing = |number: &str| {
        format!(
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at, confirmed_by)
             values (gen_random_uuid(), 'Quay', 'Quay', '{number}', access.today() + 90, access.now(), access.user_id())"
        )
    };
    present(&mut first, LEAD).await;
    sqlx::raw_sql(AssertSqlSafe(listing("PSN-CN-77")))
        .execute(&mut first)
        .await
        .unwrap();
    let again = listing("psn cn 77");
    let (waiting, ()) = tokio::join!(outcome(&mut second, LEAD, &again), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sqlx::raw_sql("commit").execute(&mut first).await.unwrap();
    });
    assert_eq!(waiting, "23505");
    // Another number waits for nobody, and is taken.
    let other = outcome(&mut second, LEAD, &listing("PSN-CN-78")).await;
    assert_eq!(other, "1");
    assert_eq!(app.count("infrastructures where name = 'Quay'").await, 1);
}
