//! Drafts that are deleted or forgotten, and applications that are withdrawn.

use crate::given_case::GivenCase;
use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;
use tests::User;
use time::Duration;

/// Whoever read that the draft was deleted reads who brought it back and when, and nothing of its
/// answers; whoever did it gets no letter.
async fn expect_told_of_its_return(draft: &GivenDraft, administrator: &User) {
    let app = &draft.app;
    let at = domain::when::date_and_time(app.app.clock.now());
    let (_, day) = at.split_once(" on ").unwrap();
    let letters = app.mail_to(&draft.editor.email).await;
    let letter = letters.last();
    assert_eq!(
        letter.subject,
        "Your draft of Northwind Gazetteer was brought back"
    );
    let root = format!("/applications/{}", draft.reference);
    assert_eq!(letters.last_link(), root);
    let said = format!(
        "{} brought back application {} for Northwind Gazetteer at ",
        administrator.name, draft.reference
    );
    assert!(letter.text.contains(&said), "{}", letter.text);
    assert!(
        letter.text.contains(&format!(" on {day}. ")),
        "{}",
        letter.text
    );
    assert!(!letter.text.contains("street gazetteer"), "{}", letter.text);
    let told = |kind: &str| {
        format!("select array_agg(recipient order by recipient) from outbox where kind = '{kind}'")
    };
    let of_the_deletion: Vec<String> = app.value(&told("draft_deleted")).await;
    let of_the_return: Vec<String> = app.value(&told("draft_restored")).await;
    assert_eq!(of_the_return, of_the_deletion);
    assert_eq!(of_the_return.len(), 1);
}

#[tokio::test]
async fn a_deleted_draft_can_be_brought_back() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let link = draft.ask_signatory().await;
    let browser = app.sign_in(&administrator).await;
    let page = browser
        .visit(&format!("/applications/{}", draft.reference))
        .await;
    let page = page.click("Delete this application").await;
    page.expect_text("This cancels what you asked of Helen Marsh");
    app.skip_audit().await;
    let stale = page.clone();
    let page = page.press("Delete this application", []).await;
    page.expect_redirect(&draft.path("delete"));
    app.expect_audit(["draft_deleted"]).await;
    stale
        .press("Delete this application", [])
        .await
        .expect_redirect(&draft.path("delete"));
    let letters = app.mail_to(&draft.editor.email).await;
    assert_eq!(
        letters.last().subject,
        "An application for Northwind Gazetteer was deleted"
    );
    app.browser().open(&link).await.expect_status(410);
    // An editor reads it and changes nothing.
    let editor = draft.browser().await;
    editor
        .visit(&draft.path("delete"))
        .await
        .expect_text("An administrator of your organisation can bring it back");
    editor
        .visit(&draft.path("security/9a"))
        .await
        .expect_text("You cannot change this");
    // Back, as it was.
    let page = page.follow().await;
    page.expect_heading("This application is deleted");
    let banner = page.select_text(".govuk-notification-banner");
    assert!(
        banner
            .iter()
            .any(|words| words.contains("Application deleted")),
        "{banner:?}"
    );
    // It leads to what can be read, and not to what nobody can do any more.
    let read = page.click("read everything that was answered").await;
    read.expect_status(200);
    assert!(page.links().iter().any(|(_, href)| href == "/home"));
    app.skip_audit().await;
    page.press("Bring it back", [])
        .await
        .expect_redirect(&format!("/applications/{}", draft.reference));
    app.expect_audit(["draft_restored"]).await;
    assert_eq!(draft.column("state").await, "draft");
    expect_told_of_its_return(&draft, &administrator).await;
    // Pressed once more, it is done already and nobody is told again.
    page.press("Bring it back", [])
        .await
        .expect_redirect(&format!("/applications/{}", draft.reference));
    let told = "outbox where kind = 'draft_restored'";
    assert_eq!(app.count(told).await, 1);
}

#[tokio::test]
async fn a_deleted_draft_is_erased_when_its_time_is_over() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    draft.ask_signatory().await;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let browser = app.sign_in(&administrator).await;
    let page = browser.visit(&draft.path("delete")).await;
    page.press("Delete this application", [])
        .await
        .expect_status(303);
    app.advance(Duration::days(29)).await;
    app.run_due_work().await;
    assert_eq!(app.count("applications").await, 1);
    app.advance(Duration::days(1)).await;
    app.skip_audit().await;
    app.run_due_work().await;
    app.expect_audit(["draft_erased"]).await;
    for table in [
        "applications",
        "answers",
        "answer_history",
        "section_marks",
        "signature_requests",
        "links",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn only_an_administrator_deletes_a_draft() {
    let draft = GivenDraft::complete().await;
    let editor = draft.browser().await;
    let page = editor.visit(&draft.path("delete")).await;
    page.expect_text("Only an administrator of your organisation can delete it");
    let token = editor.visit("/account").await.csrf();
    let sent = [(govuk::CSRF_FIELD, token.as_str()), ("do", "delete")];
    editor
        .post(&draft.path("delete"), &sent)
        .await
        .expect_status(403);
    assert_eq!(draft.column("state").await, "draft");
}

#[tokio::test]
async fn everything_of_a_draft_is_erased_with_it() {
    // What only exists once an application was submitted, or belongs to the record.
    const NOT_OF_DRAFTS: [&str; 8] = [
        "judgements",
        "clarifications",
        "clarification_items",
        "connection_assessments",
        "decisions",
        "grant_conditions",
        "certificates",
        "certificate_notices",
    ];
    let app = tests::TestApp::start().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select distinct conrelid::regclass::text from pg_constraint
         where contype = 'f' and confrelid = 'applications'::regclass
           -- What goes with its application by itself needs no line.
           and confdeltype <> 'c' order by 1",
    )
    .fetch_all(app.superuser())
    .await
    .unwrap();
    let erasing: String = app
        .value("select prosrc from pg_proc where proname = 'erase_draft'")
        .await;
    for table in tables {
        let is_erased = erasing.contains(&format!("delete from public.{table} "));
        assert!(
            is_erased || NOT_OF_DRAFTS.contains(&table.as_str()),
            "access.erase_draft does not know of {table}"
        );
    }
}

#[tokio::test]
async fn an_administrator_withdraws_and_says_why() {
    let case = GivenCase::submitted().await;
    let app = &case.app;
    let administrator = app
        .given_member(&case.organisation, OrganisationRole::Administrator)
        .await;
    let progress = format!("/applications/{}/progress", case.reference);
    let withdraw = format!("/applications/{}/withdraw", case.reference);
    let editor = app.sign_in(&case.editor).await;
    editor.open(&withdraw).await.expect_status(403);
    let browser = app.sign_in(&administrator).await;
    let page = browser.visit(&progress).await;
    let page = page.click("Withdraw this application").await;
    let long = "a".repeat(1001);
    let page = page.submit([("reason", long.as_str())]).await;
    page.expect_error("reason", "Reason must be 1,000 characters or less");
    app.skip_audit().await;
    let page = page.submit([("reason", "We stop the service.")]).await;
    page.expect_redirect(&progress);
    app.expect_audit(["application_withdrawn"]).await;
    page.follow()
        .await
        .expect_text("it was withdrawn")
        .expect_text("Reason given: We stop the service.");
    let letters = app.mail_to("team@psn.example").await;
    assert!(letters.last().subject.ends_with("was withdrawn"));
    browser.open(&withdraw).await.expect_status(409);
    let assessor = app.sign_in(&case.assessor).await;
    assessor
        .visit(&case.team_path(""))
        .await
        .expect_text("Withdrawn");
    assessor
        .visit("/team?view=decided")
        .await
        .expect_text(case.reference.as_str());
}

/// A certificate has one renewal: one that was deleted does not come back beside another one.
#[tokio::test]
async fn a_deleted_renewal_says_what_renews_its_certificate_now() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let administrator = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let browser = draft.app.sign_in(&administrator).await;
    let path = draft.path("delete");
    let page = browser.visit(&path).await;
    page.press("Delete this application", [])
        .await
        .expect_status(303);
    let before = browser.visit(&path).await;
    before.expect_text("You can bring it back with all its answers.");
    let draft = draft.renewed().await;
    assert_ne!(path, draft.path("delete"), "it is another renewal");
    let says = format!(
        "You cannot bring it back: {} renews certificate",
        draft.reference
    );
    let refused = before.press("Bring it back", []).await;
    for page in [refused.expect_status(409), &browser.visit(&path).await] {
        page.expect_text(&says)
            .expect_no_text("You can bring it back");
        assert_eq!(page.select_text("main button"), [""; 0]);
        let other = draft.path("").trim_end_matches('/').to_owned();
        assert!(page.links().iter().any(|(_, href)| *href == other));
    }
}
