//! Copies as JSON hold what was saved before, what was asked of the team, who does what and what was
//! decided; of what can grow without end the newest, and they say how much they leave out.

use crate::assignments::{fields, save, today};
use crate::given_draft::GivenDraft;
use crate::given_draft::certified::NUMBER;
use crate::whole_copies::checked_copy;
use domain::role::{OrganisationRole, TeamRole};
use domain::when::iso_date;
use serde_json::{Value, json};
use service::copies::HISTORY_MAX;
use time::Duration;

fn entries<'a>(copy: &'a Value, list: &str) -> &'a [Value] {
    copy[list].as_array().unwrap()
}

fn nothing_left_out() -> Value {
    json!({ "history": 0, "document_history": 0, "enquiry_messages": 0, "infrastructure_requests": 0, "signature_requests": 0 })
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told in the order in which it happens"
)]
async fn a_copy_holds_every_version_of_an_answer_and_what_was_set_aside() {
    const FIRST: &str = "We meet every month and keep minutes.";
    const SECOND: &str = "We meet every week and keep minutes.";
    const LATE: &str = "We meet now and then, without minutes.";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let before = checked_copy(&browser, &draft).await;
    assert_eq!(before["left_out"], nothing_left_out());
    let colleague = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let others = draft.app.sign_in(&colleague).await;
    let path = draft.path("security/4a");
    let stale = others.visit(&path).await;
    for words in [FIRST, SECOND] {
        let page = browser.visit(&path).await;
        page.press("Save and continue", [("explanation", words)])
            .await
            .expect_status(303);
    }
    stale
        .press("Save and continue", [("explanation", LATE)])
        .await
        .expect_status(409);
    let gate = browser.visit(&draft.path("connections")).await;
    gate.submit([("any", "yes")]).await;
    let connection = browser.visit(&draft.path("connections/1")).await;
    let name = [("name", "Staff network")];
    connection
        .press("Save and come back later", name)
        .await
        .expect_status(303);
    let sure = browser.visit(&draft.path("remove/connections/1")).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
    let whole = checked_copy(&browser, &draft).await;
    let added = &entries(&whole, "history")[entries(&before, "history").len()..];
    let of_4a = added.iter().filter(|entry| entry["page"] == "security/4a");
    let told: Vec<(&Value, &Value, &Value)> = of_4a
        .map(|entry| {
            (
                &entry["fate"],
                &entry["values"]["explanation"][0],
                &entry["by"],
            )
        })
        .collect();
    let (editor, colleague) = (json!(draft.editor.name), json!(colleague.name));
    let (saved, aside) = (json!("saved"), json!("set_aside"));
    assert_eq!(
        told,
        [
            (&saved, &json!(FIRST), &editor),
            (&saved, &json!(SECOND), &editor),
            (&aside, &json!(LATE), &colleague),
        ]
    );
    let removed = added.iter().filter(|entry| entry["fate"] == "removed");
    let removed: Vec<&Value> = removed.collect();
    assert!(!removed.is_empty());
    assert!(
        removed
            .iter()
            .all(|entry| entry["item"] == 1 && entry["values"] == json!({}))
    );
    let answers = entries(&whole, "answers").iter();
    let mut answers = answers.filter(|answer| answer["page"] == "security/4a");
    let answer = answers.next().unwrap();
    assert_eq!(answer["saved_by"], editor);
    assert_eq!(answer["version"], added[1]["version"]);
    assert_eq!(whole["left_out"], nothing_left_out());
}

#[tokio::test]
async fn a_copy_holds_what_was_asked_of_the_team_but_not_who_answered() {
    const ASKED: &str = "Does a shared report count?";
    const ANSWER: &str = "Only if consumers see others’ data.";
    let draft = GivenDraft::complete().await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("ask/9b")).await;
    page.submit([("message", ASKED)]).await.expect_status(303);
    let team = draft.app.sign_in(&assessor).await;
    let page = team.visit("/team/enquiries").await;
    let page = page
        .click("9b Consumers must not affect other consumers")
        .await;
    page.submit([("message", ANSWER)]).await.expect_status(303);
    let whole = checked_copy(&browser, &draft).await;
    let [thread] = entries(&whole, "enquiries") else {
        panic!("{}", whole["enquiries"]);
    };
    assert_eq!(thread["subject"], "9b");
    assert_eq!(thread["state"], "answered");
    let [asked, answer] = entries(thread, "messages") else {
        panic!("{thread}");
    };
    assert_eq!(
        (&asked["from"], &asked["text"]),
        (&json!("supplier"), &json!(ASKED))
    );
    assert_eq!(asked["by"], draft.editor.name.as_str());
    assert_eq!(
        (&answer["from"], &answer["text"]),
        (&json!("team"), &json!(ANSWER))
    );
    assert_eq!(answer["by"], Value::Null);
    let text = whole.to_string();
    assert!(!text.contains(&assessor.name) && !text.contains(&assessor.email));
}

#[tokio::test]
async fn a_copy_holds_who_does_what_and_what_was_decided() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let due = today(&draft.app) + Duration::days(9);
    let given = fields("connections", Some(&draft.editor), Some(due));
    save(&browser, &draft.path("people"), &given)
        .await
        .expect_status(303);
    let whole = checked_copy(&browser, &draft).await;
    assert_eq!(
        whole["assignments"],
        json!([{
            "task": "connections",
            "title": "Connections to other environments",
            "to": draft.editor.name,
            "due_on": iso_date(due),
            "is_complete": true,
        }])
    );
    assert!(whole["sections"][0]["marked_at"].is_string());
    assert_eq!(whole["decision"], Value::Null);
    let draft = GivenDraft::certified(60).await;
    let whole = checked_copy(&draft.browser().await, &draft).await;
    assert_eq!(whole["decision"]["is_granted"], true);
    assert_eq!(whole["decision"]["certificate"]["number"], NUMBER);
}

#[tokio::test]
async fn earlier_requests_and_versions_of_documents_are_in_the_copy() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    let browser = draft.browser().await;
    draft
        .app
        .sql(
            "insert into owner_requests select (jsonb_populate_record(r, jsonb_build_object(
                 'id', gen_random_uuid(), 'state', 'cancelled', 'sent_at', r.sent_at - interval '3 days',
                 'cancelled_at', r.sent_at - interval '2 days', 'answered_at', null))).*
             from owner_requests r;
             insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, scanned_at, title, added_at, added_by, added_by_name, number, version_of)
             select ('00000000-0000-7000-8000-00000000000' || n)::uuid, organisation_id, id, 'report.pdf', 'pdf', 37,
                 repeat(n::text, 64), 'clean', access.now(), access.now(), 'Report', access.now(), created_by,
                 'An Editor', n, case when n > 1 then '00000000-0000-7000-8000-000000000001'::uuid end
             from applications, generate_series(1, 2) n;
             update documents set replaced_by = '00000000-0000-7000-8000-000000000002', replaced_at = access.now()
             where number = 1",
        )
        .await;
    let whole = checked_copy(&browser, &draft).await;
    assert_eq!(whole["infrastructure_request"]["state"], "agreed");
    let [earlier] = entries(&whole, "earlier_infrastructure_requests") else {
        panic!("{}", whole["earlier_infrastructure_requests"]);
    };
    assert_eq!(earlier["state"], "cancelled");
    let [document] = entries(&whole, "documents") else {
        panic!("{}", whole["documents"]);
    };
    assert_eq!(document["version"], 2);
    assert_eq!(document["other_versions"][0]["version"], 1);
    assert!(document["other_versions"][0]["replaced_at"].is_string());
}

/// What somebody saves every minute for days does not make a copy larger without end, nor the number
/// of statements; and what is left out is counted in the copy.
#[tokio::test]
async fn of_a_very_long_history_the_newest_is_copied_and_the_rest_is_counted() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    checked_copy(&browser, &draft).await;
    let statements = taken(&draft, &browser).await;
    let add = |count: i64, letters: usize| {
        format!(
            "delete from answer_history;
             insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at,
                 saved_by, saved_by_name)
             select a.organisation_id, a.id, 'security/4a', 0,
                 jsonb_build_object('explanation', array[n || repeat('x', {letters})]), n,
                 a.created_at + make_interval(secs => n), a.created_by, 'Somebody'
             from applications a, generate_series(1, {count}) n"
        )
    };
    draft.app.sql(&add(HISTORY_MAX + 7, 3)).await;
    assert_eq!(taken(&draft, &browser).await, statements);
    let whole = checked_copy(&browser, &draft).await;
    let history = entries(&whole, "history");
    assert_eq!(whole["left_out"]["history"], 7);
    assert_eq!(history.len(), usize::try_from(HISTORY_MAX).unwrap());
    assert_eq!(history[0]["version"], 8);
    assert_eq!(history.last().unwrap()["version"], HISTORY_MAX + 7);
    // Few and long ones are bounded by their bytes: 2 MB hold 49 of 40 kB and what is around them.
    draft.app.sql(&add(120, 40_000)).await;
    let whole = checked_copy(&browser, &draft).await;
    let history = entries(&whole, "history");
    assert_eq!(history.len(), 49);
    assert_eq!(history.last().unwrap()["version"], 120);
    assert_eq!(whole["left_out"]["history"], 71);
    // Such a copy is larger than what can come back: the page says so beside the button.
    browser
        .visit(&draft.path("downloads"))
        .await
        .expect_text("larger than what you can upload here again");
}

/// How many statements it takes to list the copies.
async fn taken(draft: &GivenDraft, browser: &tests::Browser) -> usize {
    draft.app.statements.take();
    browser.visit(&draft.path("downloads")).await;
    draft.app.statements.take().len()
}
