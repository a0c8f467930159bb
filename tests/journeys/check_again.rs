//! A section that somebody marked as complete is to be checked again once somebody else, or a file,
//! changes it; every page that says how far the application is says so.

mod unseen;

use crate::given_draft::GivenDraft;
use crate::imports::{look, use_all};
use domain::role::OrganisationRole::{Editor, Viewer};
use tests::{Browser, Page, User};

const TEXT: &str = "We do this with three people and a checklist every month.";
const WHY: &str = "changed this after An Editor said that it was complete";
const TITLE: &str = "Principle 4: governance";

async fn colleague(draft: &GivenDraft) -> (User, Browser) {
    let user = draft.app.given_member(&draft.organisation, Editor).await;
    let browser = draft.app.sign_in(&user).await;
    (user, browser)
}

fn root(draft: &GivenDraft) -> String {
    draft.path("").trim_end_matches('/').to_owned()
}

async fn save(draft: &GivenDraft, browser: &Browser, text: &str) {
    let page = browser.visit(&draft.path("security/4a")).await;
    page.press("Save and continue", [("explanation", text)])
        .await
        .expect_status(303);
}

/// How many sections are to be checked again.
async fn count(draft: &GivenDraft) -> i64 {
    let table = "section_marks where changed_at is not null and not is_complete";
    draft.app.count(table).await
}

/// The status of the task of this title in a list.
fn status(list: &Page, title: &str) -> Option<String> {
    let items = list.select_text(".govuk-task-list__item");
    let item = items.into_iter().find(|item| item.starts_with(title))?;
    let statuses = ["Check again", "Completed", "In progress", "Not yet started"];
    let status = statuses.into_iter().find(|status| item.ends_with(status));
    status.map(str::to_owned)
}

async fn list(draft: &GivenDraft, browser: &Browser, query: &str) -> Page {
    browser.visit(&format!("{}{query}", root(draft))).await
}

#[tokio::test]
async fn what_a_colleague_changes_is_checked_again_by_whoever_confirms_it() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (tom, toms) = colleague(&draft).await;
    assert_eq!(
        status(&list(&draft, &browser, "").await, TITLE).as_deref(),
        Some("Completed")
    );
    save(&draft, &toms, TEXT).await;
    // Wherever it is said how far the application is.
    let why = format!("{} {WHY}", tom.name);
    for query in ["", "?show=left"] {
        let list = list(&draft, &browser, query).await;
        assert_eq!(status(&list, TITLE).as_deref(), Some("Check again"));
        list.expect_text(&why);
    }
    let blocker = format!("Check “{TITLE}” again: {why}");
    let left = browser.visit(&draft.path("submit")).await;
    left.expect_text(&blocker);
    let everything = browser.visit(&draft.path("everything")).await;
    everything.expect_text(&format!("Check again: {why}"));
    let viewer = draft.app.given_member(&draft.organisation, Viewer).await;
    let readers = draft.app.sign_in(&viewer).await;
    let read = list(&draft, &readers, "").await;
    assert_eq!(status(&read, TITLE).as_deref(), Some("Check again"));
    // It stands in the way, as answers of last year do that nobody has checked.
    browser
        .visit(&draft.path("check-answers"))
        .await
        .expect_text("Not finished yet")
        .expect_no_text("Continue");
    // Its page says what was changed, and asks anew.
    let link = left.links().into_iter().find(|(text, _)| *text == blocker);
    assert_eq!(link.unwrap().1, draft.path("security/4/check#complete"));
    let check = browser.visit(&draft.path("security/4/check")).await;
    check.expect_text(&why);
    assert_eq!(check.select_text("input[checked]").len(), 0);
    let changed = format!(", by {}", tom.name);
    let links = check.links();
    let (_, versions) = links
        .iter()
        .find(|(text, _)| text.ends_with(&changed))
        .unwrap();
    assert_eq!(*versions, draft.path("history/security/4a"));
    check.submit([("complete", "yes")]).await.expect_status(303);
    assert_eq!(count(&draft).await, 0);
    let left = list(&draft, &browser, "?show=left").await;
    assert_eq!(status(&left, TITLE), None);
    let left = browser.visit(&draft.path("submit")).await;
    left.expect_no_text(&why);
}

#[tokio::test]
async fn whoever_marked_it_may_change_it_and_whoever_says_no_has_looked() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (_, toms) = colleague(&draft).await;
    save(&draft, &browser, TEXT).await;
    assert_eq!(count(&draft).await, 0);
    // Not the same again, and not what did not become the answer.
    save(&draft, &toms, TEXT).await;
    assert_eq!(count(&draft).await, 0);
    save(
        &draft,
        &toms,
        "We do this with four people and a checklist.",
    )
    .await;
    assert_eq!(count(&draft).await, 1);
    // The first person's own edit does not confirm what the other one wrote.
    save(&draft, &browser, TEXT).await;
    assert_eq!(count(&draft).await, 1);
    let check = toms.visit(&draft.path("security/4/check")).await;
    check.submit([("complete", "no")]).await.expect_status(303);
    let shown = list(&draft, &browser, "").await;
    assert_eq!(status(&shown, TITLE).as_deref(), Some("In progress"));
    // Who confirms it now may change it from now on.
    let check = toms.visit(&draft.path("security/4/check")).await;
    check.submit([("complete", "yes")]).await.expect_status(303);
    save(
        &draft,
        &toms,
        "We do this with five people and a checklist.",
    )
    .await;
    let shown = list(&draft, &browser, "").await;
    assert_eq!(status(&shown, TITLE).as_deref(), Some("Completed"));
    save(&draft, &browser, TEXT).await;
    let shown = list(&draft, &browser, "").await;
    assert_eq!(status(&shown, TITLE).as_deref(), Some("Check again"));
}

#[tokio::test]
async fn an_item_that_a_colleague_removes_and_what_comes_from_a_file_are_checked_again() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (tom, toms) = colleague(&draft).await;
    // Their own file: what it holds was not read like what they type.
    let rows = [("security/4a#explanation", TEXT)];
    let page = look(&draft, &browser, &rows).await;
    use_all(&page).await.expect_status(303);
    let shown = list(&draft, &browser, "").await;
    assert_eq!(status(&shown, TITLE).as_deref(), Some("Check again"));
    shown.expect_text(&format!(
        "{} imported answers after An Editor said that it was complete",
        draft.editor.name
    ));
    let history = browser.visit(&draft.path("history")).await;
    history.expect_text("Saved as version 2, imported from form.csv");
    let check = browser.visit(&draft.path("security/4/check")).await;
    check.submit([("complete", "yes")]).await.expect_status(303);
    assert_eq!(count(&draft).await, 0);
    // Removing is changing.
    let gate = browser.visit(&draft.path("connections")).await;
    gate.submit([("any", "yes")]).await;
    let page = browser.visit(&draft.path("connections/1")).await;
    page.press("Save and come back later", [("name", "Staff network")])
        .await
        .expect_status(303);
    assert_eq!(count(&draft).await, 0);
    let sure = toms.visit(&draft.path("remove/connections/1")).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
    assert_eq!(count(&draft).await, 1);
    let shown = list(&draft, &browser, "").await;
    shown.expect_text(&format!("{} {WHY}", tom.name));
}

#[tokio::test]
async fn a_reply_to_the_team_asks_nobody_to_check_a_section_again() {
    let draft = GivenDraft::complete().await;
    let (_, toms) = colleague(&draft).await;
    draft
        .app
        .sql(
            "update applications set state = 'awaiting_supplier', submitted_at = access.now(),
                 target_on = access.today() + 9, paused_at = access.now();
             insert into clarifications (id, organisation_id, application_id, number, state, asked_at, asked_by,
                 asked_by_name, due_on)
             select '00000000-0000-7000-8000-00000000000c', organisation_id, id, 1, 'asked', access.now(),
                 created_by, 'A. Reid', access.today() + 14 from applications;
             insert into clarification_items (organisation_id, clarification_id, application_id, subject, request,
                 before)
             select organisation_id, '00000000-0000-7000-8000-00000000000c', id, '4a', 'Who is responsible?', '[]'
             from applications",
        )
        .await;
    save(&draft, &toms, TEXT).await;
    assert_eq!(count(&draft).await, 0);
}

/// What the release before this one calls saves as it did, and asks nobody to check anything.
#[tokio::test]
async fn the_release_before_this_one_still_saves() {
    let draft = GivenDraft::complete().await;
    colleague(&draft).await;
    let outcome: String = draft
        .app
        .value(
            "select s.outcome
             from applications a join answers w on w.application_id = a.id and w.page = 'security/4a',
                  (select encode(id_hash, 'hex') as credential from sessions where user_id is not null
                   order by created_at desc limit 1) own,
                  page.save_answer(own.credential, a.id, 'draft', null, w.page, w.item, '{\"answer\": [\"no\"]}', true,
                                   w.version, w.version + 1, 'Tom', a.service_name, a.organisation_name, '{}', '[]',
                                   '[]') s",
        )
        .await;
    assert_eq!(outcome, "saved");
    assert_eq!(count(&draft).await, 0);
    let origin: String = draft
        .app
        .value("select origin from answer_history where page = 'security/4a'")
        .await;
    assert_eq!(origin, "typed");
}
