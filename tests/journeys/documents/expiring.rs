//! Documents that expire: who is told when, once, and what the home page says.

use super::again::{another, describe};
use super::{PDF, added, added_newer, described, given_with, upload_to};
use crate::given_draft::GivenDraft;
use blobs::Blobs;
use domain::role::OrganisationRole::{Administrator, Editor, Viewer};
use domain::when;
use mail::MailboxEntry;
use service::documents::Files;
use std::path::PathBuf;
use tests::{Browser, TestApp, User};
use time::{Date, Duration};

const KIND: &str = "outbox where kind = 'documents_expiring'";

/// A draft with a place of files that nobody scans.
struct Given {
    draft: GivenDraft,
    browser: Browser,
    folder: PathBuf,
}

impl Drop for Given {
    fn drop(&mut self) {
        let _never_made = std::fs::remove_dir_all(&self.folder);
    }
}

impl Given {
    async fn new(name: &str) -> Self {
        let name = format!("psn-expiring-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let draft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
        Self {
            browser: draft.browser().await,
            draft,
            folder,
        }
    }

    fn app(&self) -> &TestApp {
        &self.draft.app
    }

    fn day(&self, days: i64) -> Date {
        when::uk_date(self.app().app.clock.now()) + Duration::days(days)
    }

    /// A document of the draft that expires after so many days; answers its address.
    async fn expiring(&self, number: u8, days: i64) -> String {
        let bytes = format!("%PDF-1.7\nReport {number}.\nstartxref\n9\n%%EOF\n");
        let own = added(
            &self.browser,
            &self.draft,
            "secret-name.pdf",
            bytes.as_bytes(),
        )
        .await;
        expires(&self.browser, &own, self.day(days)).await;
        own
    }

    /// The next morning, so many days on.
    async fn morning(&self, days: i64) {
        let at = self.day(days).with_hms(9, 0, 0).unwrap().assume_utc();
        let app = self.app();
        app.advance(at - app.app.clock.now()).await;
        app.run_due_work().await;
    }

    async fn member(&self, role: domain::role::OrganisationRole) -> User {
        self.app()
            .given_member(&self.draft.organisation, role)
            .await
    }

    /// What the home page of the editor says of it.
    async fn home(&self) -> tests::Page {
        self.draft.browser().await.visit("/home").await
    }
}

/// Says until when what a document shows holds.
async fn expires(browser: &Browser, own: &str, day: Date) {
    let page = browser.visit(&format!("{own}/change")).await;
    let number = |number: i32| number.to_string();
    let said = [
        ("expires-day", number(day.day().into())),
        ("expires-month", number(u8::from(day.month()).into())),
        ("expires-year", number(day.year())),
    ];
    let said: Vec<(&str, &str)> = said
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    page.submit_all(&said).await.expect_redirect(own);
}

/// The letters about documents to somebody, newest first.
async fn letters(app: &TestApp, person: &User) -> Vec<MailboxEntry> {
    let all = app.mail_to(&person.email).await;
    let about = all.all().iter();
    about
        .filter(|letter| letter.subject.contains("document"))
        .cloned()
        .collect()
}

#[track_caller]
fn expect_words(letter: &MailboxEntry, words: &str) {
    assert!(letter.text.contains(words), "{words}: {}", letter.text);
}

/// Members who are not told: another editor, a viewer, and an administrator who wants no e-mails.
async fn not_told(given: &Given) -> [User; 3] {
    let silent = given.member(Administrator).await;
    let choice = format!(
        "insert into notice_choices (user_id, choice, chosen_at) values ('{}', 'none', now())",
        silent.id
    );
    given.app().sql(&choice).await;
    [
        given.member(Editor).await,
        given.member(Viewer).await,
        silent,
    ]
}

/// Three documents of two applications that expire on one day; answers the other one's reference.
async fn three(given: &Given) -> String {
    given.expiring(1, 40).await;
    given.expiring(2, 40).await;
    let other = another(&given.browser).await;
    let add = format!("{other}/documents/add");
    let third = described(&upload_to(&given.browser, &add, "x.pdf", PDF).await);
    expires(&given.browser, &third, given.day(40)).await;
    other.trim_start_matches("/applications/").to_owned()
}

#[tokio::test]
async fn who_looks_after_documents_is_told_once_before_and_once_on_the_last_day() {
    let given = Given::new("told").await;
    let app = given.app();
    let administrator = given.member(Administrator).await;
    let others = not_told(&given).await;
    let reference = three(&given).await;
    let last = when::date(given.day(40));
    given.morning(9).await;
    assert_eq!(app.count(KIND).await, 0, "31 days are left");
    given.home().await.expect_no_text("expire");
    app.skip_audit().await;
    given.morning(1).await;
    app.expect_audit(["document_expiry_told"]).await;
    assert_eq!(app.count(KIND).await, 2, "one for each person");
    for person in [&given.draft.editor, &administrator] {
        let letter = letters(app, person).await.remove(0);
        assert_eq!(letter.subject, "3 documents expire soon");
        expect_words(
            &letter,
            &format!("- Northwind Gazetteer: 2 documents expire on {last}"),
        );
        expect_words(
            &letter,
            &format!("- {reference}: 1 document expires on {last}"),
        );
        expect_words(&letter, "Documents are never required.");
        expect_words(&letter, "/home");
        assert!(!letter.text.contains("secret-name"), "{}", letter.text);
    }
    for person in &others {
        assert_eq!(letters(app, person).await, [], "{}", person.name);
    }
    let words = format!("Northwind Gazetteer: 2 documents expire, the first on {last}");
    let documents = given.home().await.click(&words).await;
    assert_eq!(documents.path(), given.draft.path("documents"));
    given.morning(10).await;
    assert_eq!(app.count(KIND).await, 2, "once");
    given.morning(20).await;
    assert_eq!(app.count(KIND).await, 4, "on the last day");
    let letter = letters(app, &administrator).await.remove(0);
    expect_words(
        &letter,
        &format!("2 documents expire on {last}, which is today"),
    );
    given.morning(1).await;
    assert_eq!(app.count(KIND).await, 4, "once");
    let words = format!("2 documents expire, the first expired on {last}");
    given.home().await.expect_text(&words);
    given.morning(31).await;
    given.home().await.expect_no_text("expire");
    assert_eq!(app.count("document_notices").await, 6);
}

#[tokio::test]
async fn an_organisation_is_told_once_a_day_whichever_worker_comes_first() {
    let given = Given::new("once").await;
    let app = given.app();
    let own = given.expiring(1, 33).await;
    let at = given.day(3).with_hms(9, 0, 0).unwrap().assume_utc();
    app.advance(at - app.app.clock.now()).await;
    tokio::join!(app.run_due_work(), app.run_due_work(), app.run_due_work());
    assert_eq!(app.count(KIND).await, 1);
    let told = "audit_events where kind = 'document_expiry_told'";
    assert_eq!(app.count(told).await, 1);
    let letter = letters(app, &given.draft.editor).await.remove(0);
    let last = when::date(given.day(30));
    let words = format!("expires on {last}");
    assert!(letter.subject.starts_with("A document for Northwind"));
    assert!(letter.subject.ends_with(&words), "{}", letter.subject);
    assert!(letter.subject.chars().count() <= 60, "{}", letter.subject);
    expect_words(&letter, &given.draft.path("documents"));
    // Another one becomes due on the same day: tomorrow is soon enough.
    let browser = given.draft.browser().await;
    let second = added(&browser, &given.draft, "b.pdf", PDF).await;
    app.sql("update documents set added_at = added_at - interval '90 days', expires_on = access.today() + 20 where title = 'b'")
        .await;
    app.run_due_work().await;
    assert_eq!(app.count(KIND).await, 1);
    given.morning(1).await;
    assert_eq!(app.count(KIND).await, 2);
    assert_ne!(own, second);
}

#[tokio::test]
async fn nobody_is_told_of_documents_that_no_longer_matter() {
    let given = Given::new("matters").await;
    let app = given.app();
    // One that was near when it was added, one that is removed, one that is replaced.
    given.expiring(1, 20).await;
    let removed = given.expiring(2, 40).await;
    let page = given.browser.visit(&format!("{removed}/remove")).await;
    page.submit([("remove", "yes")]).await.expect_status(303);
    let replaced = given.expiring(3, 40).await;
    added_newer(&given.browser, &replaced, "newer.pdf", PDF).await;
    given.morning(15).await;
    assert_eq!(app.count(KIND).await, 0);
    // The first one is told of on its last day.
    given.morning(5).await;
    assert_eq!(app.count(KIND).await, 1);
    // Nobody cares for those of an application that was withdrawn.
    let browser = given.draft.browser().await;
    let fourth = added(
        &browser,
        &given.draft,
        "fourth.pdf",
        b"%PDF-1.7\n4.\nstartxref\n9\n%%EOF\n",
    )
    .await;
    expires(&browser, &fourth, given.day(40)).await;
    app.sql("update applications set state = 'withdrawn', ended_at = access.now(), ended_by_name = 'An Editor'")
        .await;
    given.morning(15).await;
    assert_eq!(app.count(KIND).await, 1);
    given.home().await.expect_no_text("expire");
    // Before six in the morning nobody is written to.
    app.sql("update applications set state = 'draft', ended_at = null, ended_by_name = null")
        .await;
    let night = given.day(1).with_hms(3, 0, 0).unwrap().assume_utc();
    app.advance(night - app.app.clock.now()).await;
    app.run_due_work().await;
    assert_eq!(app.count(KIND).await, 1);
    given.morning(0).await;
    assert_eq!(app.count(KIND).await, 2);
}

#[tokio::test]
async fn documents_of_a_live_certificate_are_told_of_and_those_of_an_ended_one_are_not() {
    let given = Given::new("certified").await;
    let app = given.app();
    let own = added(&given.browser, &given.draft, "a.pdf", PDF).await;
    describe(&given.browser, &own, "Penetration test", "2099").await;
    expires(&given.browser, &own, given.day(70)).await;
    given.draft.certify(100).await;
    given.morning(40).await;
    assert_eq!(app.count(KIND).await, 1);
    let letter = letters(app, &given.draft.editor).await.remove(0);
    expect_words(&letter, "Have a newer document ready");
    let words = "Northwind Gazetteer: a document expires on";
    given.home().await.expect_text(words);
    app.sql("update certificates set withdrawn_on = access.today()")
        .await;
    given.home().await.expect_no_text(words);
    given.morning(30).await;
    assert_eq!(app.count(KIND).await, 1);
}
