//! Documents that are not used again: those of others, and those that nobody may download.

use super::again::{another, describe, used};
use super::clamd::{Clamd, EICAR};
use super::{PDF, added, added_newer, given};
use domain::id::DocumentId;
use domain::role::OrganisationRole::{Editor, Viewer};
use tests::Browser;

/// Another PDF for each number.
fn pdf(number: u8) -> Vec<u8> {
    format!("%PDF-1.7\nReport {number}.\nstartxref\n9\n%%EOF\n").into_bytes()
}

/// The identifier at the end of an address.
fn id(own: &str) -> &str {
    own.rsplit('/').next().unwrap()
}

/// Whoever tries finds nothing.
async fn expect_nothing(browser: &Browser, root: &str, id: &str) {
    let path = format!("{root}/documents/again/{id}");
    assert_eq!(browser.open(&path).await.status(), 404, "{path}");
    let token = browser.visit("/account").await.csrf();
    let sent = browser.post(&path, &[(govuk::CSRF_FIELD, &token)]).await;
    assert_eq!(sent.status(), 404, "{path}");
}

#[tokio::test]
async fn only_what_may_be_downloaded_is_offered() {
    let mut clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let root = another(&browser).await;
    let removed = added(&browser, &draft, "removed.pdf", PDF).await;
    let virus = format!("a,b\n{EICAR}\n");
    let infected = added(&browser, &draft, "infected.csv", virus.as_bytes()).await;
    let replaced = added(&browser, &draft, "replaced.pdf", &pdf(1)).await;
    draft.app.run_due_work().await;
    let page = browser.visit(&format!("{removed}/remove")).await;
    page.submit([("remove", "yes")]).await.expect_status(303);
    let newer = added_newer(&browser, &replaced, "newer.pdf", &pdf(2)).await;
    draft.app.run_due_work().await;
    clamd.stop().await;
    let waiting = added(&browser, &draft, "waiting.pdf", &pdf(3)).await;
    let list = browser.visit(&format!("{root}/documents/again")).await;
    assert_eq!(list.select_text("tbody th"), ["replaced"]);
    assert_eq!(
        list.links()
            .iter()
            .filter(|(_, to)| to.ends_with(id(&newer)))
            .count(),
        1
    );
    draft.app.skip_audit().await;
    for other in [&removed, &infected, &replaced, &waiting] {
        expect_nothing(&browser, &root, id(other)).await;
    }
    expect_nothing(&browser, &root, &DocumentId::new().to_string()).await;
    // Its own, and those of a deleted application.
    let own = draft.path("");
    expect_nothing(&browser, own.trim_end_matches('/'), id(&newer)).await;
    let closed = draft.app.sql(
        "update applications set state = 'deleted', ended_at = access.now(), ended_by_name = 'An Editor',
             erase_on = access.today() + 30 where id = (select application_id from documents limit 1)",
    );
    closed.await;
    expect_nothing(&browser, &root, id(&newer)).await;
    draft.app.expect_audit([]).await;
}

#[tokio::test]
async fn nobody_uses_a_document_of_another_organisation() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "report.pdf", PDF).await;
    describe(&browser, &own, "Penetration test", "2099").await;
    app.run_due_work().await;
    let other = app.given_organisation("Another Limited").await;
    let stranger = app.given_member(&other, Editor).await;
    let strangers = app.sign_in(&stranger).await;
    let theirs = another(&strangers).await;
    let list = strangers.visit(&format!("{theirs}/documents/again")).await;
    list.expect_text("There are no documents that you can use again.");
    app.skip_audit().await;
    expect_nothing(&strangers, &theirs, id(&own)).await;
    let root = draft.path("documents/again");
    assert_eq!(strangers.open(&root).await.status(), 404);
    expect_nothing(&strangers, draft.path("").trim_end_matches('/'), id(&own)).await;
    // Who belongs to both still takes nothing across.
    app.given_membership(&draft.organisation, &stranger, Editor)
        .await;
    expect_nothing(&strangers, &theirs, id(&own)).await;
    app.expect_audit([]).await;
}

#[tokio::test]
async fn who_may_not_change_documents_uses_none_and_a_full_application_says_so() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "report.pdf", PDF).await;
    describe(&browser, &own, "Penetration test", "2099").await;
    app.run_due_work().await;
    let root = another(&browser).await;
    let viewer = app.given_member(&draft.organisation, Viewer).await;
    let viewer = app.sign_in(&viewer).await;
    let path = format!("{root}/documents/again/{}", id(&own));
    for path in [&format!("{root}/documents/again"), &path] {
        assert_eq!(viewer.open(path).await.status(), 403);
    }
    viewer
        .visit(&format!("{root}/documents"))
        .await
        .expect_no_text("already added");
    let chosen = browser.visit(&path).await;
    let reference = root.trim_start_matches("/applications/");
    app.sql(&format!(
        "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
             scan_next_at, title, added_at, added_by, added_by_name)
         select gen_random_uuid(), a.organisation_id, a.id, 'a.pdf', 'pdf', 9, lpad(n::text, 64, '0'), 'clean',
             access.now(), 'Report', access.now(), a.created_by, 'An Editor'
         from applications a, generate_series(1, 50) n where a.reference = '{reference}'"
    ))
    .await;
    let full = chosen.press("Use this document", []).await.follow().await;
    full.expect_text("You have added 50 documents, which is the most you can add");
    app.sql("delete from documents where title = 'Report'")
        .await;
    app.sql(&format!(
        "update applications set state = 'submitted', submitted_at = access.now(), target_on = access.today()
         where reference = '{reference}'"
    ))
    .await;
    let closed = chosen.press("Use this document", []).await;
    closed.expect_redirect(&format!("{root}/documents"));
    assert_eq!(app.count("documents").await, 1);
}

#[tokio::test]
async fn a_document_is_used_once_however_often_it_is_sent() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "report.pdf", PDF).await;
    describe(&browser, &own, "Penetration test", "2099").await;
    draft.app.run_due_work().await;
    let root = another(&browser).await;
    let path = format!("{root}/documents/again/{}", id(&own));
    let page = browser.visit(&path).await;
    let (one, other) = tokio::join!(
        page.press("Use this document", []),
        page.press("Use this document", [])
    );
    one.expect_status(303);
    other.expect_status(303);
    assert_eq!(draft.app.count("documents").await, 2);
    // Removed there, it is offered again.
    let list = browser.visit(&format!("{root}/documents")).await;
    let copy = list.click("Penetration test").await.path().to_owned();
    let page = browser.visit(&format!("{copy}/remove")).await;
    page.submit([("remove", "yes")]).await.expect_status(303);
    used(&browser, &root, "Penetration test").await;
}

#[tokio::test]
async fn a_file_that_a_later_scan_refused_is_offered_nowhere() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "report.pdf", PDF).await;
    draft.app.run_due_work().await;
    let root = another(&browser).await;
    let copy = used(&browser, &root, "report").await;
    // The scanner knows more by now, and found it when it came once more.
    draft
        .app
        .sql(&format!(
            "update documents set scan = 'infected', scan_found = 'Late-Signature', removed_at = access.now()
             where id = '{}'",
            id(&copy)
        ))
        .await;
    browser
        .visit(&format!("{root}/documents/again"))
        .await
        .expect_no_text("report");
    expect_nothing(&browser, &root, id(&own)).await;
}
