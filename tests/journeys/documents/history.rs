//! What became of documents, among who saved what, and compared between any two points.

use super::clamd::Clamd;
use super::{PDF, added, added_newer, given, given_with};
use crate::given_case::GivenCase;
use crate::given_draft::GivenDraft;
use blobs::Blobs;
use domain::role::{OrganisationRole, TeamRole};
use service::documents::Files;
use tests::{Browser, Page, TestApp};

/// Another PDF.
const NEWER: &[u8] = b"%PDF-1.7\nA report of this year.\nstartxref\n9\n%%EOF\n";
/// A third one.
const OTHER: &[u8] = b"%PDF-1.7\nA diagram.\nstartxref\n9\n%%EOF\n";

/// A draft whose documents nobody scans, so that newer versions count at once.
pub(super) async fn unscanned(name: &str) -> GivenDraft {
    let folder = std::env::temp_dir().join(format!("psn-{name}-{}", std::process::id()));
    given_with(Files::not_scanned(Blobs::in_folder(&folder))).await
}

async fn describe(browser: &Browser, own: &str, values: &[(&str, &str)]) {
    let change = browser.visit(&format!("{own}/change")).await;
    change.submit_all(values).await.expect_redirect(own);
}

/// Answers 9b.
async fn answer(browser: &Browser, draft: &GivenDraft) {
    let page = browser.visit(&draft.path("security/9b")).await;
    let explained = [("explanation", "Nothing is shared among consumers.")];
    page.press("Save and continue", explained)
        .await
        .expect_status(303);
}

/// A report that belongs to 9b, described anew and replaced; and a diagram that came and went.
pub(super) async fn told(
    draft: &GivenDraft,
    browser: &Browser,
    other: &Browser,
) -> (String, String) {
    let first = added(browser, draft, "report.pdf", PDF).await;
    let of_9b = [("title", "Penetration test"), ("questions", "9b")];
    describe(browser, &first, &of_9b).await;
    let issued = [("issuer", "A test <b>company</b>"), ("expires-day", "28")];
    let dated = [("expires-month", "2"), ("expires-year", "2027")];
    describe(other, &first, &[&issued[..], &dated[..]].concat()).await;
    let second = added_newer(other, &first, "report 2027.pdf", NEWER).await;
    let diagram = added(browser, draft, "diagram.pdf", OTHER).await;
    let remove = browser.visit(&format!("{diagram}/remove")).await;
    remove.submit([("remove", "yes")]).await.expect_status(303);
    (first, second)
}

/// The moment whose words begin so.
fn moment(page: &Page, words: &str) -> String {
    let values = page.select_attribute("select[name=\"from\"] option", "value");
    let options = page.select_text("select[name=\"from\"] option");
    let mut found = options.iter().zip(values);
    let found = found.find(|(option, _)| option.starts_with(words));
    found
        .unwrap_or_else(|| panic!("no {words} in {options:?}"))
        .1
}

async fn compared(page: &Page, from: &str, to: &str) -> Page {
    let pair = [("from", from), ("to", to)];
    page.press("Compare these points", pair).await
}

#[tokio::test]
async fn the_history_names_what_became_of_documents_and_compares_them() {
    let draft = unscanned("history").await;
    let browser = draft.browser().await;
    answer(&browser, &draft).await;
    let ann = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let anns = draft.app.sign_in(&ann).await;
    told(&draft, &browser, &anns).await;

    let history = browser.visit(&draft.path("history")).await;
    let titles = history.select_text(".app-timeline__title");
    assert_eq!(
        titles[..7],
        [
            "Document removed: diagram",
            "Document added: diagram",
            "Document replaced by its version 2: Penetration test",
            "Version 2 of a document uploaded: Penetration test",
            "Details of a document changed: Penetration test",
            "Details of a document changed: Penetration test",
            "Document added: report",
        ]
    );
    let by = history.select_text(".app-timeline li");
    assert!(by[4].contains(&ann.name), "{}", by[4]);
    // The list goes on from an entry of a document as from any other.
    let marks = history.select_attribute(".app-timeline a", "href");
    assert!(marks.iter().any(|link| link.contains("/documents/")));

    // From the beginning to now: one was added, and what came and went is not there.
    let begin = moment(&history, "9b ");
    let now = moment(&history, "Document removed");
    let all = compared(&history, &begin, &now).await;
    all.expect_text("1 document differs")
        .expect_text("Document: Penetration test")
        .expect_text(&format!("Added by {}", ann.name))
        .expect_text("Added text: report 2027.pdf")
        .expect_text("See this document")
        .expect_no_text("Document: diagram");
    let digest = service::snapshot::sha256(std::str::from_utf8(NEWER).unwrap());
    all.expect_text(&format!("Added text: {}…", &digest[..16]));

    // Between two of its details.
    let added = moment(&history, "Document added: report");
    let replaced = moment(&history, "Document replaced by a newer version");
    let page = compared(&all, &added, &replaced).await;
    page.expect_text(&format!("Version 2 added by {}", ann.name))
        .expect_text("Removed text: report")
        .expect_text("Added text: Penetration test")
        .expect_text("Added text: 9b ")
        .expect_text("Added text: A test <b>company</b>")
        .expect_text("Removed text: report.pdf");
    assert!(page.select_text("del").concat().contains("report.pdf"));
    // And what went.
    let there = moment(&history, "Document added: diagram");
    let gone = compared(&all, &there, &now).await;
    gone.expect_text("1 document differs")
        .expect_text("Removed by")
        .expect_text("Removed text: diagram.pdf")
        .expect_no_text("See this document");
    // The other way round it is the same.
    compared(&all, &now, &there)
        .await
        .expect_text("Removed text: diagram.pdf");
}

#[tokio::test]
async fn the_versions_of_an_answer_tell_of_its_documents_and_of_no_others() {
    let draft = unscanned("versions-of-answers").await;
    let browser = draft.browser().await;
    answer(&browser, &draft).await;
    let (first, second) = told(&draft, &browser, &browser).await;
    let page = browser.visit(&draft.path("history/security/9b")).await;
    let points = page.select_text("select[name=\"from\"] option");
    assert!(points[0].starts_with("Document replaced by its version 2: Penetration test"));
    assert!(points.iter().any(|point| point.starts_with("Version ")));
    assert!(!points.iter().any(|point| point.contains("diagram")));
    let values = page.select_attribute("select[name=\"from\"] option", "value");
    let (newest, oldest) = (&values[0], values.last().unwrap());
    let pair = [("from", oldest.as_str()), ("to", newest.as_str())];
    let page = page.press("Compare these versions", pair).await;
    page.expect_text("Document: Penetration test")
        .expect_text("Added text: report 2027.pdf");
    // It belongs to another question from now on, which is told on both pages.
    describe(&browser, &second, &[("questions", "9a")]).await;
    let page = browser.visit(&draft.path("history/security/9b")).await;
    page.expect_text("Details changed by")
        .expect_text("Removed text: 9b ")
        .expect_text("Added text: 9a ");
    let page = browser.visit(&draft.path("history/security/9a")).await;
    page.expect_text("Documents since your application was started")
        .expect_text("Added by")
        .expect_text("Added text: 9a ");
    let other = browser.visit(&draft.path("history/security/4a")).await;
    other.expect_no_text("Penetration test");
    browser.visit(&first).await.expect_text("Replaced by");
}

/// A document of a case that belongs to 9b: which one, in which version.
async fn add_document(case: &GivenCase, id: u8, title: &str, version: &str) {
    add_document_to(&case.app, case.reference.as_str(), id, title, version).await;
}

async fn add_document_to(app: &TestApp, reference: &str, id: u8, title: &str, version: &str) {
    let values = if version.is_empty() {
        "1, null"
    } else {
        version
    };
    let id = format!("d0000000-0000-4000-8000-00000000000{id}");
    app.sql(&format!(
            "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, title, questions, added_at, added_by, added_by_name, number, version_of)
             select '{id}', organisation_id, id, '{title}.pdf', 'pdf', 9, encode(sha256('{id}'::bytea), 'hex'), 'not_scanned',
                 access.now(), '{title}', '{{9b}}', access.now(), created_by, 'An Editor', {values}
             from applications where reference = '{reference}'"
        ))
        .await;
}

#[tokio::test]
async fn the_team_and_the_supplier_see_what_became_of_documents_since_it_was_asked() {
    let case = GivenCase::submitted().await;
    add_document(&case, 1, "Policy", "").await;
    add_document(&case, 2, "Old plan", "").await;
    let assessor = case.begun().await;
    case.judge(&assessor, "9b", "ask", "Which report is shared?")
        .await;
    let new = assessor.visit(&case.team_path("clarifications/new")).await;
    let check = new.submit([]).await.follow().await;
    check.press("Send request", []).await.expect_status(303);
    let id: String = case.app.value("select id::text from clarifications").await;
    let path = format!("/applications/{}/clarifications/{id}", case.reference);

    let editor = case.app.sign_in(&case.editor).await;
    let first = "d0000000-0000-4000-8000-000000000001";
    add_document(&case, 3, "Policy", &format!("2, '{first}'")).await;
    case.app
        .sql(&format!(
            "update documents set replaced_by = 'd0000000-0000-4000-8000-000000000003', replaced_at = access.now()
                 where id = '{first}';
             update documents set removed_at = access.now() where title = 'Old plan'"
        ))
        .await;
    let list = editor.visit(&path).await;
    list.expect_text("In progress");
    let item = editor.visit(&format!("{path}/9b")).await;
    item.expect_text("What changed since we asked")
        .expect_text("Document: Policy")
        .expect_text("Version 2 added by An Editor")
        .expect_text("Document: Old plan");
    item.submit([("reply", "See the new policy.")]).await;
    let check = editor.visit(&format!("{path}/check")).await;
    check
        .expect_text("Document: Policy")
        .expect_no_text("You changed no answer and no document here.");
    check
        .press("Send to the PSN team", [])
        .await
        .expect_status(303);
    // What comes after the reply is not part of it.
    add_document(&case, 4, "Later", "").await;
    for page in ["review/9b", &format!("clarifications/{id}")] {
        let page = assessor.visit(&case.team_path(page)).await;
        page.expect_text("Document: Policy")
            .expect_text("Version 2 added by An Editor")
            .expect_text("Document: Old plan")
            .expect_text("Removed text: Old plan.pdf")
            .expect_no_text("Document: Later")
            .expect_no_text("No answer and no document changed here.");
    }
    let other = assessor.visit(&case.team_path("review/9a")).await;
    other.expect_no_text("Document: Policy");
}

#[tokio::test]
async fn the_team_reads_nothing_of_what_was_said_before_an_application_was_submitted() {
    let case = GivenCase::submitted().await;
    add_document(&case, 1, "Policy", "").await;
    // What was said of it before it was submitted, then, and since.
    for (title, moved) in [("Second thought", ""), ("Third", "- interval '1 hour'")] {
        case.app
            .sql(&format!(
                "update document_history set at = at - interval '2 hours', until = until {moved};
                 update applications set submitted_at = access.now() - interval '30 minutes';
                 update documents set title = '{title}'"
            ))
            .await;
    }
    let seen = "select string_agg(title, ', ' order by id) from document_history";
    let all = case.app.value::<String>(seen).await;
    assert_eq!(all, "Policy, Second thought, Third");
    let mut connection = case.app.database.connect("psn_app").await;
    let team = case.app.given_team_member(TeamRole::Assessor).await;
    let _browser = case.app.sign_in(&team).await;
    let session = "select encode(id_hash, 'hex') from sessions s join users u on u.id = s.user_id where u.team_role is not null limit 1";
    let session: String = case.app.value(session).await;
    let set = format!("select set_config('app.credential', '{session}', false)");
    sqlx::query(sqlx::AssertSqlSafe(set))
        .execute(&mut connection)
        .await
        .unwrap();
    let titles: Option<String> = sqlx::query_scalar(seen)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(titles.as_deref(), Some("Second thought, Third"));
}

#[tokio::test]
async fn the_team_sees_which_documents_of_a_renewal_are_not_last_years() {
    let draft = GivenDraft::complete().await;
    let earlier = draft.reference.to_string();
    for (id, title) in [(1, "Certificate"), (2, "Diagram"), (3, "Dropped")] {
        add_document_to(&draft.app, &earlier, id, title, "").await;
    }
    draft.certify(60).await;
    let draft = draft.renewed().await;
    let (app, reference) = (&draft.app, draft.reference.to_string());
    for (id, title) in [(4, "Certificate"), (5, "Network diagram"), (6, "Fresh")] {
        add_document_to(app, &reference, id, title, "").await;
    }
    app.sql(&format!(
        "update documents d set sha256 = o.sha256 from documents o where d.title = 'Network diagram' and o.title = 'Diagram';
         update applications set state = 'submitted', submitted_at = access.now() where reference = '{reference}'"
    ))
    .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let review = |of: &str, subject: &str| format!("/team/applications/{of}/review/{subject}");
    let page = assessor.visit(&review(&reference, "9b")).await;
    page.expect_text("Documents that are not as they were last year")
        .expect_text("Document: Certificate Another file than last year.")
        .expect_text("Document: Network diagram The same file as last year, with other details.")
        .expect_text("Document: Fresh Not there last year.")
        .expect_text("Document: Dropped Not there any more, and there last year.");
    for (of, subject) in [(&reference, "9a"), (&earlier, "9b")] {
        let page = assessor.visit(&review(of, subject)).await;
        page.expect_no_text("Documents that are not as they were last year");
    }
}

#[tokio::test]
async fn what_the_team_downloads_is_recorded_as_the_teams_own_matter() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let app = &draft.app;
    let own = added(&draft.browser().await, &draft, "a.pdf", PDF).await;
    let (_, id) = own.rsplit_once('/').unwrap();
    app.run_due_work().await;
    app.sql("update applications set state = 'under_review', submitted_at = access.now()")
        .await;
    let team = app.given_team_member(TeamRole::Auditor).await;
    let team = app.sign_in(&team).await;
    app.skip_audit().await;
    let file = format!("/team/applications/{}/documents/{id}/file", draft.reference);
    team.open(&file).await.expect_status(200);
    app.expect_audit(["document_downloaded"]).await;
    let recorded = "audit_events where kind = 'document_downloaded' and organisation_id is null and by like 'user:%'";
    assert_eq!(app.count(recorded).await, 1);
    // Whoever gets nothing has read nothing.
    app.sql("update documents set scan = 'failed'").await;
    team.open(&file).await.expect_status(303);
    app.expect_audit([]).await;
}
