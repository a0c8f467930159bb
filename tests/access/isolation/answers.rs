//! Answers are changed in drafts and where the PSN team asks, by people who may answer and in their own
//! name: not in what was submitted, not even by SQL that somebody injected.

use super::answering::{LEAD, REFUSED, expect};
use super::filled;
use tests::TestApp;

/// Ann, an administrator of A, who saved its answers.
const ANN: &str = "session of a";
const EDITOR: &str = "session of eli";
const SIGNATORY: &str = "session of sid";
const VIEWER: &str = "session of val";

const DRAFT: &str = "'a0000000-0000-4000-8000-000000000006'";
const CERTIFIED: &str = "'a0000000-0000-4000-8000-000000000005'";
const CHANGE: &str = "update answers set is_complete = false, saved_by = access.user_id()";
const REMOVE: &str = "delete from answers";

/// A's people of every role are signed in.
async fn given() -> TestApp {
    let app = filled().await;
    app.sql(
        "insert into sessions (id_hash, user_id, data, created_at, last_seen_at, expires_at, assurance, confirmed_at)
         select sha256(convert_to('session of ' || split_part(u.email, '@', 1), 'UTF8')), u.id, '{}', access.now(),
             access.now(), access.now() + interval '1 hour', 2, access.now()
         from users u where u.email in ('eli@a.example', 'sid@a.example', 'val@a.example')",
    )
    .await;
    app
}

/// The state of A's draft becomes this.
async fn moved(app: &TestApp, state: &str) {
    app.sql(&format!(
        "update applications set state = '{state}', target_on = access.today(), paused_at = access.now(),
             ended_at = case when '{state}' in ('withdrawn', 'deleted') then access.now() end,
             erase_on = case when '{state}' = 'deleted' then access.today() end where id = {DRAFT}"
    ))
    .await;
}

fn of(statement: &str, application: &str) -> String {
    format!("{statement} where application_id = {application}")
}

/// Another page's answer, in the name of whom this gives.
fn adding(table: &str, application: &str, page: &str, by: &str) -> String {
    let (column, value) = match table {
        "answers" => (", is_complete", ", true"),
        _ => ("", ""),
    };
    format!(
        "insert into {table} (organisation_id, application_id, page, item, answer, version, saved_at, saved_by,
             saved_by_name{column})
         select organisation_id, id, '{page}', 0, '{{}}', 1, access.now(), {by}, 'Somebody'{value}
         from applications where id = {application}"
    )
}

const OWN: &str = "access.user_id()";

#[tokio::test]
async fn who_may_answer_does_so_in_a_draft_and_in_their_own_name() {
    let app = given().await;
    let add = adding("answers", DRAFT, "1b", OWN);
    let remember = adding("answer_history", DRAFT, "1b", OWN);
    let anns = "'a0000000-0000-4000-8000-000000000002'";
    for secret in [ANN, EDITOR] {
        expect(
            &app,
            &[
                (secret, &add, "1"),
                (secret, &remember, "1"),
                (secret, &of(CHANGE, DRAFT), "1"),
                (secret, &of(REMOVE, DRAFT), "1"),
            ],
        )
        .await;
    }
    for table in ["answers", "answer_history"] {
        expect(
            &app,
            &[(EDITOR, &adding(table, DRAFT, "1b", anns), REFUSED)],
        )
        .await;
    }
    // Ann's answer with other words is not Ann's.
    let words = of("update answers set answer = '{}'", DRAFT);
    expect(&app, &[(EDITOR, &words, REFUSED), (ANN, &words, "1")]).await;
}

#[tokio::test]
async fn viewers_signatories_and_the_team_change_no_answer() {
    let app = given().await;
    let marking = "insert into section_marks (organisation_id, application_id, task, is_complete, marked_at, marked_by_name)
                   select organisation_id, id, '2', true, access.now(), 'Val' from applications";
    for secret in [VIEWER, SIGNATORY, LEAD] {
        expect(
            &app,
            &[
                (secret, &of(CHANGE, DRAFT), "0"),
                (secret, &of(REMOVE, DRAFT), "0"),
                (secret, "update section_marks set is_complete = true", "0"),
            ],
        )
        .await;
        // The team does not see the draft at all.
        if secret == LEAD {
            continue;
        }
        let (add, remember) = (
            adding("answers", DRAFT, "1b", OWN),
            adding("answer_history", DRAFT, "1b", OWN),
        );
        for statement in [add.as_str(), &remember, marking] {
            expect(&app, &[(secret, statement, REFUSED)]).await;
        }
    }
    let certified = adding("answers", CERTIFIED, "1b", OWN);
    expect(
        &app,
        &[
            (LEAD, &certified, REFUSED),
            (LEAD, &of(CHANGE, CERTIFIED), "0"),
        ],
    )
    .await;
    expect(&app, &[(EDITOR, marking, "2")]).await;
}

#[tokio::test]
async fn nobody_changes_an_answer_that_was_submitted() {
    let app = given().await;
    let states = [
        "submitted",
        "under_review",
        "awaiting_supplier",
        "recommended",
        "approved",
        "refused",
        "withdrawn",
        "deleted",
    ];
    for state in states {
        moved(&app, state).await;
        closed(&app, DRAFT).await;
    }
    closed(&app, CERTIFIED).await;
}

async fn closed(app: &TestApp, application: &str) {
    expect(
        app,
        &[
            (ANN, &of(CHANGE, application), REFUSED),
            (ANN, &of(REMOVE, application), REFUSED),
            (ANN, &adding("answers", application, "1b", OWN), REFUSED),
            (
                ANN,
                &adding("answer_history", application, "1b", OWN),
                REFUSED,
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn what_the_team_asks_about_is_open_until_the_reply_and_nothing_else_is() {
    let app = given().await;
    moved(&app, "awaiting_supplier").await;
    app.sql(&format!(
        "insert into clarifications (id, organisation_id, application_id, number, state, asked_at, asked_by,
             asked_by_name, due_on)
         select 'a0000000-0000-4000-8000-0000000000c1', organisation_id, id, 1, 'asked', access.now(), created_by,
             'Cleo', access.today() + 9 from applications where id = {DRAFT};
         insert into clarification_items (organisation_id, clarification_id, application_id, subject, request, pages,
             before)
         select organisation_id, 'a0000000-0000-4000-8000-0000000000c1', id, '1a', 'Why?', array['1a', '1c'], '[]'
         from applications where id = {DRAFT}"
    ))
    .await;
    let asked = adding("answers", DRAFT, "1c", OWN);
    let other = adding("answers", DRAFT, "1b", OWN);
    expect(
        &app,
        &[
            (ANN, &of(CHANGE, DRAFT), "1"),
            (ANN, &of(REMOVE, DRAFT), "1"),
            (ANN, &asked, "1"),
            (ANN, &other, REFUSED),
            (VIEWER, &asked, REFUSED),
            (ANN, "update clarification_items set pages = null", REFUSED),
        ],
    )
    .await;
    // Requests from before their pages were kept open every page.
    app.sql("update clarification_items set pages = null").await;
    expect(&app, &[(ANN, &other, "1")]).await;
    app.sql("update clarifications set state = 'answered'")
        .await;
    closed(&app, DRAFT).await;
}
