//! Nothing typed is lost when a session ends, and nobody else ever sees it.

use crate::form::Given;
use crate::given_case::GivenCase;
use domain::role::OrganisationRole;
use questions::{Field, FieldKind, QuestionSet};
use std::collections::BTreeMap;
use std::mem::discriminant;
use tests::{Browser, PASSWORD, Page, TestApp, User};
use time::Duration;

const TYPED: &str = "Typed <b>words</b> & more,\r\nof \"mine\", long enough for every rule.";

fn set() -> &'static QuestionSet {
    questions::current("psn-cop").unwrap()
}

async fn sign_in(browser: &Browser, user: &User, path: &str) -> Page {
    let page = browser.visit(path).await;
    page.submit([("email", &*user.email), ("password", PASSWORD)])
        .await
}

/// Something for every sort of field.
fn something(field: &Field) -> Vec<(String, String)> {
    let id = &field.id;
    let pair = |value: &str| vec![(id.clone(), value.to_owned())];
    match &field.kind {
        FieldKind::Textarea => pair(TYPED),
        FieldKind::Date(_) => ["day", "month", "year"]
            .into_iter()
            .zip(["27", "3", "2027"])
            .map(|(part, value)| (format!("{id}-{part}"), value.to_owned()))
            .collect(),
        FieldKind::Countries { .. } => [pair("FR"), pair("DE")].concat(),
        FieldKind::TextList { .. } => [pair("First of many"), pair("Second <i>")].concat(),
        FieldKind::Number { .. } => pair("7"),
        FieldKind::Filled => Vec::new(),
        _ => match field.choices().first() {
            Some(choice) => pair(&choice.value),
            None => pair("Typed <words> & more"),
        },
    }
}

/// A page of each sort: no two have the same kinds of fields.
fn pages_of_each_sort() -> Vec<(String, Vec<(String, String)>)> {
    let mut seen = Vec::new();
    let mut pages = Vec::new();
    for (_, page) in set().pages() {
        let kinds: Vec<_> = page.fields.iter().map(|f| discriminant(&f.kind)).collect();
        if page.path.contains('{') || seen.contains(&kinds) {
            continue;
        }
        seen.push(kinds);
        let fields = page.fields.iter().flat_map(something).collect();
        pages.push((page.path.clone(), fields));
    }
    pages
}

/// The fields that a page would send again, by name, for the form of this address.
fn sent_again(page: &Page, path: &str) -> BTreeMap<String, Vec<String>> {
    let inputs = format!("form[action^='{path}?kept='] input[type=hidden]");
    let names = page.select_attribute(&inputs, "name");
    let values = page.select_attribute(&inputs, "value");
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in names.into_iter().zip(values) {
        fields.entry(name).or_default().push(value);
    }
    fields
}

#[tokio::test]
async fn what_was_typed_on_every_sort_of_question_page_comes_back() {
    let given = Given::started().await;
    let pages = pages_of_each_sort();
    assert!(pages.len() >= 8, "{}", pages.len());
    for part in pages.chunks(10) {
        there_and_back(&given, part).await;
    }
}

/// Posts each page after the session has ended, signs in and restores each.
async fn there_and_back(given: &Given, pages: &[(String, Vec<(String, String)>)]) {
    let browser = &given.browser;
    let csrf = browser.visit("/account").await.csrf();
    given.app.advance(Duration::minutes(61)).await;
    for (path, fields) in pages {
        let mut body: Vec<(&str, &str)> = vec![("csrf", &csrf), ("version", "0")];
        body.extend(fields.iter().map(|(name, value)| (&**name, &**value)));
        body.push(("action", "save"));
        let page = browser.post(&given.at(path), &body).await;
        page.expect_redirect("/signed-out?kept=yes");
    }
    let page = browser.visit("/signed-out?kept=yes").await;
    page.expect_text("We kept what you typed");
    let page = page.click("Sign in again").await;
    let page = page
        .submit([("email", &*given.editor.email), ("password", PASSWORD)])
        .await;
    page.expect_redirect("/answer-kept");
    for (path, fields) in pages {
        let shown = browser.visit("/answer-kept").await;
        let path = given.at(path);
        let again = sent_again(&shown, &path);
        let mut typed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in fields {
            // As a page holds lines; browsers send them as they were typed.
            let value = value.replace("\r\n", "\n");
            typed.entry(name.clone()).or_default().push(value);
        }
        for (name, values) in &typed {
            assert_eq!(again.get(name), Some(values), "{path}: {name}");
        }
        let action = shown
            .select_attribute(&format!("form[action^='{path}?kept=']"), "action")
            .remove(0);
        let body: Vec<(&str, &str)> = again
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (&**name, &**value)))
            .collect();
        let taken = browser.post(&action, &body).await;
        assert!(
            [303, 409, 422].contains(&taken.status()),
            "{path}: {}",
            taken.status()
        );
        if taken.status() != 303 {
            // Not a right answer, or another is saved there: it stands in the page.
            let shown = taken.select_attribute("main input", "value").join("\n")
                + &taken.select_text("textarea").join("\n");
            let is_choice = |value: &String| value.contains("yped") && !shown.contains("yped");
            assert!(!typed.values().flatten().any(is_choice), "{path}");
            let id = action.rsplit('=').next().unwrap().to_owned();
            let csrf = taken.csrf();
            browser
                .post("/answer-kept", &[("csrf", &csrf), ("id", &id)])
                .await;
        }
    }
    assert_eq!(given.app.count("kept_answers").await, 0);
    browser.open("/answer-kept").await.expect_redirect("/home");
}

/// An editor who types an answer into a page that was open for too long.
async fn typed_too_late(given: &Given) -> Page {
    let page = given.browser.visit(&given.at("security/3c")).await;
    given.app.advance(Duration::minutes(61)).await;
    page.press(
        "Save and continue",
        [("answer", "yes"), ("explanation", TYPED)],
    )
    .await
}

#[tokio::test]
async fn whoever_was_signed_out_by_an_administrator_reads_that_reason_too() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/3c")).await;
    let (_, administrator) = given.colleague(OrganisationRole::Administrator).await;
    let person = format!(
        "/organisations/{}/people/{}",
        given.organisation.id, given.editor.id
    );
    let role = administrator.visit(&person).await;
    role.submit([("role", "viewer")]).await.expect_status(303);
    let fields = [("answer", "yes"), ("explanation", TYPED)];
    page.press("Save and continue", fields)
        .await
        .expect_redirect("/signed-out?kept=yes");
    given
        .browser
        .visit("/signed-out?kept=yes")
        .await
        .expect_text("We sign you out:")
        .expect_text("when an administrator changes what you can do, or removes you")
        .expect_text("We kept what you typed");
}

#[tokio::test]
async fn a_kept_answer_stands_beside_the_saved_one_and_is_restored_or_discarded() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/3c")).await;
    page.press(
        "Save and continue",
        [("answer", "no"), ("explanation", "What was saved before.")],
    )
    .await;
    for button in ["Restore", "Discard"] {
        let page = typed_too_late(&given).await;
        page.expect_redirect("/signed-out?kept=yes");
        sign_in(&given.browser, &given.editor, "/sign-in?next=/answer-kept").await;
        given.app.skip_audit().await;
        let page = given.browser.visit("/answer-kept").await;
        page.expect_text("What you typed")
            .expect_text("What is saved");
        if button == "Restore" {
            page.expect_text("What was saved before.");
        }
        // Whoever leaves the page finds it again.
        let account = page.click("Back to your start page").await;
        account.expect_heading("Your applications");
        let account = given.browser.visit("/account").await;
        let page = account.click("See what we kept").await;
        let done = page.press(button, []).await;
        done.expect_status(303);
        if button == "Restore" {
            let kinds = ["answer_saved", "kept_answer_restored"];
            given.app.expect_audit(kinds).await;
            done.follow()
                .await
                .expect_text("We took what we had kept for you");
            let page = given.browser.visit(&given.at("security/3c")).await;
            assert_eq!(page.select_text("textarea").len(), 1);
            page.expect_text("of \"mine\", long enough");
        } else {
            given.app.expect_audit(["kept_answer_discarded"]).await;
            let account = given.browser.visit("/account").await;
            account.expect_no_text("See what we kept");
        }
        assert_eq!(given.app.count("kept_answers").await, 0);
    }
    assert_eq!(given.versions_of("security/3c").await, 2);
}

#[tokio::test]
async fn nobody_else_sees_it_and_it_goes_after_a_day() {
    let given = Given::started().await;
    typed_too_late(&given)
        .await
        .expect_redirect("/signed-out?kept=yes");
    let sealed: Vec<u8> = given.app.value("select sealed from kept_answers").await;
    assert!(!String::from_utf8_lossy(&sealed).contains("Typed"));
    let other = given
        .app
        .given_user("Tom Okafor", "tom@other.example", PASSWORD)
        .await;
    let page = sign_in(&given.browser, &other, "/sign-in?next=/answer-kept").await;
    page.expect_redirect("/answer-kept");
    page.follow().await.expect_heading("Your applications");
    let csrf = given.browser.visit("/account").await.csrf();
    let id: String = given.app.value("select id::text from kept_answers").await;
    given
        .browser
        .post("/answer-kept", &[("csrf", &csrf), ("id", &id)])
        .await;
    assert_eq!(given.app.count("kept_answers").await, 1);
    given.app.advance(Duration::hours(24)).await;
    let own = given.app.sign_in(&given.editor).await;
    own.open("/answer-kept").await.expect_redirect("/home");
    given.app.run_due_work().await;
    assert_eq!(given.app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn nothing_is_kept_of_secrets_forgeries_and_sessions_that_were_signed_out() {
    let given = Given::started().await;
    let (app, browser) = (&given.app, &given.browser);
    let page = browser.visit("/account/password").await;
    let csrf = page.csrf();
    app.advance(Duration::minutes(61)).await;
    let secret = [("current_password", PASSWORD), ("password", "hunter2")];
    page.submit(secret).await;
    let kept: Vec<u8> = app
        .value("select coalesce((select sealed from kept_answers), '')")
        .await;
    // What is left of that form is which button was pressed.
    assert!(kept.len() < 100, "{}", kept.len());
    app.sql("delete from kept_answers").await;
    let path = given.at("security/3c");
    let body = [("answer", "yes"), ("csrf", "forged")];
    browser.post(&path, &body).await;
    let form = format!("answer=yes&csrf={csrf}").into_bytes();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "https://evil.example"),
    ];
    let method = reqwest::Method::POST;
    browser.send(method, &path, &headers, form).await;
    assert_eq!(app.count("kept_answers").await, 0);
    // Signing out ends a session for good.
    let signed_out = app.sign_in(&given.editor).await;
    let token = signed_out.cookie("psn-session").unwrap();
    let page = signed_out.visit(&path).await;
    signed_out
        .visit("/account")
        .await
        .press("Sign out", [])
        .await;
    signed_out.set_cookie("psn-session", &token);
    let late = page.press("Save and continue", [("answer", "yes")]).await;
    assert!(late.header("location").starts_with("/sign-in"));
    late.follow()
        .await
        .expect_text("You were not signed in any more when you sent the form");
    let asked = app.browser().open(&path).await.follow().await;
    asked.expect_no_text("when you sent the form");
    assert_eq!(app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn only_those_who_typed_something_are_told_that_it_could_not_be_kept() {
    const TOLD: &str = "when you sent the form";
    let given = Given::started().await;
    let (_, browser) = given.colleague(OrganisationRole::Administrator).await;
    let button = browser.visit(&given.at("delete")).await;
    let typed = browser.visit(&given.at("security/3c")).await;
    let account = browser.visit("/account").await;
    account.press("Sign out", []).await;
    let late = button.press("Delete this application", []).await;
    assert!(late.header("location").starts_with("/sign-in"));
    late.follow().await.expect_no_text(TOLD);
    let late = typed.press("Save and continue", [("explanation", TYPED)]);
    late.await.follow().await.expect_text(TOLD);
    // Whoever was never signed in has typed nothing into a page of ours.
    let nobody = given.app.browser();
    nobody.visit("/sign-in").await;
    let body = [("explanation", TYPED), ("csrf", "made up")];
    let page = nobody.post(&given.at("security/3c"), &body).await;
    assert!(page.header("location").starts_with("/sign-in"));
    page.follow().await.expect_no_text(TOLD);
}

#[tokio::test]
async fn what_can_not_be_opened_any_more_is_not_spoken_of() {
    let given = Given::started().await;
    typed_too_late(&given).await;
    let again = given.app.sign_in(&given.editor).await;
    let account = again.visit("/account").await;
    account.expect_text("We kept something that you typed and that could not be taken.");
    given
        .app
        .sql("update kept_answers set sealed = sha256(sealed)")
        .await;
    let account = again.visit("/account").await;
    account.expect_no_text("We kept something");
}

#[tokio::test]
async fn nothing_that_was_kept_is_pushed_out_by_the_next_and_the_same_is_kept_once() {
    let given = Given::started().await;
    let csrf = given.browser.visit("/account").await.csrf();
    given.app.advance(Duration::minutes(61)).await;
    let send = async |page: &str, words: &str| {
        let body = [("csrf", csrf.as_str()), ("explanation", words)];
        given.browser.post(&given.at(page), &body).await;
    };
    for words in ["My first words", "My second words", "My second words"] {
        send("security/3c", words).await;
    }
    let page = sign_in(&given.browser, &given.editor, "/sign-in?next=/answer-kept").await;
    let page = page.follow().await;
    page.expect_text("My first words")
        .expect_text("My second words");
    assert_eq!(given.app.count("kept_answers").await, 2);
    // At most ten of a page, and 50 in all.
    let csrf = given.browser.visit("/account").await.csrf();
    given.app.advance(Duration::minutes(61)).await;
    for n in 0..60 {
        let path = given.at(&format!("security/3c/{}", n % 5));
        let words = format!("Words {n}");
        let body = [("csrf", csrf.as_str()), ("explanation", words.as_str())];
        given.browser.post(&path, &body).await;
    }
    let most = "(select 1 from kept_answers group by path having count(*) > 10) too_many";
    assert_eq!(given.app.count(most).await, 0);
    assert_eq!(given.app.count("kept_answers").await, 50);
}

#[tokio::test]
async fn what_a_person_can_have_kept_has_an_end() {
    let given = Given::started().await;
    let csrf = given.browser.visit("/account").await.csrf();
    given.app.advance(Duration::minutes(61)).await;
    let much = "x".repeat(250 * 1024);
    let app = &given.app;
    let send = async |n: usize, words: &str| {
        let path = given.at(&format!("security/3c/{n}"));
        let body = [("csrf", csrf.as_str()), ("explanation", words)];
        given.browser.post(&path, &body).await;
    };
    for n in 0..48 {
        send(n, "Words").await;
    }
    // Ten at a time, so that the page stays light.
    let elsewhere = app.sign_in(&given.editor).await;
    let page = elsewhere.visit("/answer-kept").await;
    page.expect_text("We kept more than this");
    assert_eq!(page.select_text("h2.govuk-heading-m").len(), 10);
    for n in 48..67 {
        send(n, &much).await;
    }
    let bytes: i64 = app
        .value("select sum(octet_length(sealed)) from kept_answers")
        .await;
    assert!((1024 * 1024..2 * 1024 * 1024).contains(&bytes), "{bytes}");
    // No more than 60 at once.
    let kept = "audit_events where kind = 'answer_kept'";
    assert_eq!(app.count(kept).await, 60);
}

#[tokio::test]
async fn a_form_from_before_its_person_signed_out_and_in_again_is_kept() {
    let given = Given::started().await;
    let old = given.browser.visit(&given.at("security/3c")).await;
    let account = given.browser.visit("/account").await;
    account.press("Sign out", []).await;
    // Nobody else on this browser gets what is typed there.
    let (other, _) = given.colleague(OrganisationRole::Editor).await;
    sign_in(&given.browser, &other, "/sign-in").await;
    let fields = [("answer", "yes"), ("explanation", TYPED)];
    old.press("Save and continue", fields)
        .await
        .expect_status(403);
    let account = given.browser.visit("/account").await;
    account.press("Sign out", []).await;
    sign_in(&given.browser, &given.editor, "/sign-in").await;
    assert_eq!(given.app.count("kept_answers").await, 0);
    let kept = old.press("Save and continue", fields).await;
    kept.expect_redirect("/answer-kept");
    assert_eq!(given.versions_of("security/3c").await, 0);
    let page = kept.follow().await;
    page.expect_text("of \"mine\", long enough");
    page.press("Restore", []).await.expect_status(303);
    assert_eq!(given.versions_of("security/3c").await, 1);
    assert_eq!(given.app.count("kept_answers").await, 0);
}

async fn comments_too_late(case: &GivenCase, browser: &Browser) -> Page {
    let page = browser.visit(&case.team_path("approve")).await;
    case.app.advance(Duration::minutes(16)).await;
    page.submit([
        ("outcome", "approved"),
        ("comment", "I have read all of it."),
    ])
    .await
}

#[tokio::test]
async fn a_decision_waits_until_its_person_has_confirmed_who_they_are() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    case.begun().await;
    case.given_judgements(&[]).await;
    let assessor = case.app.sign_in(&case.assessor).await;
    case.recommend(&assessor, "grant").await;
    let lead = case.app.sign_in(&case.lead).await;
    let asked = comments_too_late(&case, &lead).await;
    assert_eq!(case.state().await, "recommended");
    let page = asked.follow().await;
    page.expect_heading("Confirm it is you");
    let page = page.submit([("password", PASSWORD)]).await;
    // The decision is back on its page, as it was typed; nothing is decided by that.
    let page = page.follow().await;
    page.expect_heading("Decide on the recommendation")
        .expect_text("We kept what you typed")
        .expect_text("I have read all of it.");
    assert_eq!(case.state().await, "recommended");
    page.submit([]).await.expect_redirect(&case.team_path(""));
    assert_eq!(case.state().await, "approved");
    assert_eq!(case.app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn what_is_too_large_for_a_form_is_too_large_to_keep() {
    let app = TestApp::start().await;
    let user = app
        .given_user("Priya Raman", "priya@a.example", PASSWORD)
        .await;
    let browser = app.sign_in(&user).await;
    let csrf = browser.visit("/account").await.csrf();
    app.advance(Duration::minutes(61)).await;
    let large = "x".repeat(300 * 1024);
    let body = [("csrf", csrf.as_str()), ("name", &large)];
    let page = browser.post("/organisations/new/name", &body).await;
    page.expect_status(413);
    assert_eq!(app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn a_form_that_is_no_question_is_named_and_leads_back_to_its_page() {
    let given = Given::started().await;
    let administrator = given
        .app
        .given_member(&given.organisation, OrganisationRole::Administrator)
        .await;
    let browser = given.app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", given.organisation.id);
    let page = browser.visit(&format!("{people}/invite")).await;
    given.app.advance(Duration::minutes(61)).await;
    let fields = [("email", "new@colleague.example"), ("role", "viewer")];
    page.submit(fields)
        .await
        .expect_redirect("/signed-out?kept=yes");
    let page = sign_in(&browser, &administrator, "/sign-in?next=/answer-kept").await;
    let page = page.follow().await;
    page.expect_text("Invite a colleague")
        .expect_text("We have not done it.")
        .expect_text("new@colleague.example")
        .expect_no_text("Restore");
    let page = page.click("Go back to this form").await;
    page.expect_heading("Invite a colleague")
        .expect_text("We kept what you typed");
    assert_eq!(given.app.count("invitations").await, 0);
    // Another form of the page, or somebody else who has the address, changes nothing of it.
    let other = given.app.sign_in(&given.editor).await;
    let theirs = other.open(page.path()).await;
    theirs.expect_no_text("new@colleague.example");
    assert_eq!(given.app.count("kept_answers").await, 1);
    page.submit([]).await.expect_redirect(&people);
    let role: String = given.app.value("select role from invitations").await;
    assert_eq!(role, "viewer");
    assert_eq!(given.app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn a_judgement_comes_back_beside_the_one_that_was_saved_meanwhile() {
    let case = GivenCase::submitted().await;
    let late = case.begun().await;
    let path = case.team_path("review/3a");
    let page = late.visit(&path).await;
    case.app.advance(Duration::minutes(31)).await;
    let fields = [
        ("verdict", "not_met"),
        ("note", "Nothing says who else uses it."),
    ];
    page.submit(fields)
        .await
        .expect_redirect("/signed-out?kept=yes");
    let lead = case.app.sign_in(&case.lead).await;
    case.judge(&lead, "3a", "meets", "It is private.").await;
    let again = case.app.sign_in(&case.assessor).await;
    let page = again.visit("/answer-kept").await;
    page.expect_text(&format!("Judge 3a of {}", case.reference));
    let page = page.click("Go back to this form").await;
    page.expect_text("Nothing says who else uses it.")
        .expect_text("It is private.");
    page.submit([]).await.expect_status(303);
    let note: String = case
        .app
        .value("select note from judgements where subject = '3a'")
        .await;
    assert_eq!(note, "Nothing says who else uses it.");
}
