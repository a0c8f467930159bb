//! Asking the supplier about some answers, the reply, and what comes of it.

use crate::given_case::GivenCase;
use crate::given_draft::GivenDraft;
use domain::role::TeamRole;
use domain::when::uk_date;
use domain::working_days;
use tests::Browser;
use time::{Date, Duration};

const REQUEST: &str = "Which report is shared, and with whom?";

/// The assessor asks about 9b. Answers the assessor's browser and the path of the request.
async fn asked(case: &GivenCase) -> (Browser, String) {
    let browser = case.begun().await;
    case.judge(&browser, "9b", "ask", REQUEST).await;
    case.judge(&browser, "9a", "meets", "").await;
    let page = browser.visit(&case.team_path("clarifications/new")).await;
    let check = page.submit([]).await.follow().await;
    check.expect_text(REQUEST);
    check
        .press("Send request", [])
        .await
        .expect_redirect(&case.team_path(""));
    let id: String = case.app.value("select id::text from clarifications").await;
    let path = format!("/applications/{}/clarifications/{id}", case.reference);
    (browser, path)
}

#[tokio::test]
async fn a_request_collects_what_is_to_be_asked_and_pauses_the_clock() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    let new = case.team_path("clarifications/new");
    let page = browser.visit(&new).await;
    page.expect_text("Mark a question ‘Ask the supplier’ first.");
    case.judge(&browser, "9b", "ask", REQUEST).await;
    case.judge(&browser, "contacts", "ask", "Who answers at night?")
        .await;
    let page = browser.visit(&new).await;
    page.submit([("request-9b", " "), ("due-year", "2001")])
        .await
        .expect_errors([
            (
                "request-9b",
                "Enter what you need the supplier to tell you about 9b",
            ),
            ("due", "The date to reply by must be in the future"),
        ]);
    let page = page
        .submit([("request-9b", "Which <b>report</b> is shared?")])
        .await;
    let check = page.follow().await;
    check
        .expect_text("Which <b>report</b> is shared?")
        .expect_text("Who answers at night?");
    case.app.skip_audit().await;
    let sent = check.press("Send request", []).await;
    sent.expect_redirect(&case.team_path(""));
    assert_eq!(case.state().await, "awaiting_supplier");
    case.app.expect_audit(["clarification_asked"]).await;
    sent.follow()
        .await
        .expect_text("Paused until the supplier replies");
    for address in ["priya.raman@northwind.example", &case.editor.email] {
        let letters = case.app.mail_to(address).await;
        assert!(
            letters
                .last()
                .subject
                .starts_with("We need more about 2 answers")
        );
        assert!(!letters.last().text.contains("report"));
    }
    check.press("Send request", []).await.expect_status(409);
    assert_eq!(case.app.count("clarifications").await, 1);
    let closed = browser.visit(&case.team_path("review/9a")).await;
    closed.expect_text("The supplier has been asked.");
}

#[tokio::test]
async fn of_a_page_that_questions_share_only_what_is_asked_about_can_be_changed() {
    let case = GivenCase::submitted().await;
    asked(&case).await;
    let supplier = case.app.sign_in(&case.editor).await;
    let path = format!("/applications/{}/security/9/assurance", case.reference);
    let page = supplier.visit(&path).await;
    assert!(page.body().contains("name=\"assurance_9b\""));
    assert!(!page.body().contains("name=\"assurance_9a\""));
    let (token, version) = (
        page.csrf(),
        page.select_attribute("input[name=\"version\"]", "value"),
    );
    let sent = [
        (govuk::CSRF_FIELD, token.as_str()),
        ("version", &version[0]),
        ("assurance_9a", "not_yet"),
        ("assurance_9b", "as_expected"),
    ];
    supplier.post(&path, &sent).await.expect_status(303);
    let stored: String = case
        .app
        .value(
            "select concat_ws(', ', answer #>> '{assurance_9a,0}', answer #>> '{assurance_9b,0}')
             from answers where page = 'security/9/assurance'",
        )
        .await;
    assert_eq!(stored, "as_expected, as_expected");
}

#[tokio::test]
async fn an_answer_on_a_shared_page_leaves_the_judgements_of_its_other_questions() {
    const OTHER: &str = "9a Only authorised individuals reach management interfaces";
    let case = GivenCase::submitted().await;
    let (assessor, _) = asked(&case).await;
    let supplier = case.app.sign_in(&case.editor).await;
    case.app.advance(Duration::minutes(5)).await;
    let path = format!("/applications/{}/security/9/assurance", case.reference);
    let page = supplier.visit(&path).await;
    page.press("Save and continue", [("assurance_9b", "as_expected")])
        .await
        .expect_status(303);
    let overview = assessor.visit(&case.team_path("")).await;
    overview.expect_text(&format!("{OTHER} Meets"));
    // What was judged of the others is not what it was, whoever changed it.
    case.app
        .sql(
            "update answers set answer = jsonb_set(answer, '{assurance_9a}', '[\"not_yet\"]')
             where page = 'security/9/assurance'",
        )
        .await;
    let overview = assessor.visit(&case.team_path("")).await;
    overview.expect_text(&format!("{OTHER} Answer changed"));
}

#[tokio::test]
async fn what_was_typed_as_a_reply_is_kept_on_the_way_to_the_answer() {
    const TYPED: &str = "No report is shared any more.";
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let supplier = case.app.sign_in(&case.editor).await;
    let item = format!("{path}/9b");
    let answer = format!("/applications/{}/security/9b", case.reference);
    let page = supplier.visit(&item).await;
    let change = page
        .select_text("button[name=change]")
        .into_iter()
        .next()
        .unwrap();
    // Without a word there is nothing to keep.
    page.press(&change, []).await.expect_redirect(&answer);
    assert_eq!(
        case.app
            .count("clarification_items where reply is not null")
            .await,
        0
    );
    let typed = [("reply", TYPED)];
    page.press(&change, typed).await.expect_redirect(&answer);
    let back = supplier.visit(&item).await;
    assert_eq!(back.select_text("textarea"), [TYPED]);
}

#[tokio::test]
async fn what_somebody_else_judged_meanwhile_is_not_sent_unseen() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    case.judge(&browser, "9b", "ask", REQUEST).await;
    let page = browser.visit(&case.team_path("clarifications/new")).await;
    let check = page.submit([]).await.follow().await;
    case.judge(&browser, "9a", "ask", "Whose key opens the console?")
        .await;
    check.press("Send request", []).await.expect_status(409);
    assert_eq!(case.app.count("clarifications").await, 0);
}

/// The supplier's side is told of the day of the decision before and now, and of no other contact.
async fn expect_new_date(case: &GivenCase, days: [&str; 2]) {
    for address in ["priya.raman@northwind.example", &case.editor.email] {
        let letters = case.app.mail_to(address).await;
        let letter = letters.last();
        assert_eq!(
            letter.subject,
            "New date for a decision on Northwind Gazetteer"
        );
        for day in days {
            let day = domain::when::date(working_days::parse_iso(day).unwrap());
            assert!(letter.text.contains(&day), "{}", letter.text);
        }
        assert!(letter.text.contains("while we waited for your reply"));
    }
    let contact = "outbox where kind = 'contact_changed'";
    assert_eq!(case.app.count(contact).await, 0);
}

#[tokio::test]
async fn the_supplier_replies_and_the_clock_runs_again() {
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let target: String = case
        .app
        .value("select target_on::text from applications")
        .await;
    let editor = case.app.sign_in(&case.editor).await;
    let page = editor.visit(&path).await;
    page.expect_text("9b Consumers must not affect other consumers")
        .expect_no_text("9a ");
    let check = editor.visit(&format!("{path}/check")).await;
    check.expect_text("has no reply yet");
    let item = editor.visit(&format!("{path}/9b")).await;
    item.expect_text(REQUEST).expect_text("Not fully yet");
    item.submit([("reply", " ")])
        .await
        .expect_error("reply", "Enter your reply");
    let page = item
        .submit([("reply", "No report is shared <i>any more</i>.")])
        .await;
    page.expect_redirect(&format!("{path}/check"));
    case.app.advance(Duration::days(7)).await;
    let editor = case.app.sign_in(&case.editor).await;
    let check = editor.visit(&format!("{path}/check")).await;
    check
        .expect_text("No report is shared <i>any more</i>.")
        .expect_text("Your signatory does not have to confirm anything.");
    case.app.skip_audit().await;
    let sent = check.press("Send to the PSN team", []).await;
    sent.expect_redirect(&format!("{path}/sent"));
    case.app.expect_audit(["clarification_answered"]).await;
    sent.follow().await.expect_heading("Reply sent");
    assert_eq!(case.state().await, "under_review");
    let moved: String = case
        .app
        .value("select target_on::text from applications where paused_at is null")
        .await;
    assert!(moved > target, "{moved} is not after {target}");
    let letters = case.app.mail_to("team@psn.example").await;
    assert!(letters.last().subject.ends_with("supplier replied"));
    expect_new_date(&case, [&target, &moved]).await;
    let token = sent.follow().await.csrf();
    editor
        .post(&format!("{path}/check"), &[(govuk::CSRF_FIELD, &token)])
        .await
        .expect_status(409);
    let assessor = case.app.sign_in(&case.assessor).await;
    let overview = assessor.visit(&case.team_path("")).await;
    overview.expect_text("Supplier replied");
    let review = assessor.visit(&case.team_path("review/9b")).await;
    review
        .expect_text("No report is shared <i>any more</i>.")
        .expect_text("No answer and no document changed here.");
    case.judge(&assessor, "9b", "meets", "").await;
    assessor
        .visit(&case.team_path(""))
        .await
        .expect_no_text("9b Supplier replied");
}

#[tokio::test]
async fn a_changed_answer_is_shown_word_by_word_and_the_signatory_confirms_it() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    let (_, path) = asked(&case).await;
    case.answer(
        "security/9b",
        &[
            ("answer", "isolated"),
            ("explanation", "Consumers are kept apart in every way."),
        ],
    )
    .await;
    let editor = case.app.sign_in(&case.editor).await;
    let item = editor.visit(&format!("{path}/9b")).await;
    item.submit([("reply", "We took the report away.")]).await;
    let check = editor.visit(&format!("{path}/check")).await;
    check
        .expect_text("Removed text: apart, but for a shared report.")
        .expect_text("ask them to confirm the changes");
    assert!(
        check
            .select_text("ins")
            .iter()
            .any(|text| text.contains("in every way."))
    );
    case.app.skip_audit().await;
    check
        .press("Send to the PSN team", [])
        .await
        .expect_redirect(&format!("{path}/sent"));
    case.app
        .expect_audit(["signature_asked", "clarification_answered"])
        .await;
    let letters = case.app.mail_to("rhiannon.vale@northwind.example").await;
    assert_eq!(letters.len(), 1);
    let assessor = case.app.sign_in(&case.assessor).await;
    let page = assessor.visit(&case.team_path("review/9b")).await;
    assert!(
        page.select_text("del")
            .iter()
            .any(|text| text.contains("shared report."))
    );
    assessor
        .visit(&case.team_path("recommend"))
        .await
        .expect_text("We are waiting for the signatory to confirm what changed.");
    assessor
        .visit(&case.team_path("signature"))
        .await
        .expect_text("Covers what was submitted: no.");
}

#[tokio::test]
async fn two_colleagues_who_reply_at_once_see_both_replies() {
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let item = format!("{path}/9b");
    let one = case.app.sign_in(&case.editor).await.visit(&item).await;
    let other = case.app.sign_in(&case.editor).await.visit(&item).await;
    other
        .submit([("reply", "Theirs.")])
        .await
        .expect_status(303);
    let conflict = one.submit([("reply", "Mine.")]).await;
    conflict
        .expect_status(409)
        .expect_text("Theirs.")
        .expect_text("Mine.");
    conflict.submit([]).await.expect_status(303);
    let reply: String = case
        .app
        .value("select reply from clarification_items where version = 3")
        .await;
    assert_eq!(reply, "Mine.");
}

#[tokio::test]
async fn only_the_suppliers_editors_reply() {
    use domain::role::OrganisationRole;
    let case = GivenCase::submitted().await;
    let (assessor, path) = asked(&case).await;
    let viewer = case
        .app
        .given_member(&case.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = case.app.sign_in(&viewer).await;
    let page = viewer.visit(&format!("{path}/9b")).await;
    page.expect_text(REQUEST).expect_no_text("Your reply");
    let token = page.csrf();
    let fields = [
        (govuk::CSRF_FIELD, token.as_str()),
        ("reply", "Not mine to say"),
        ("version", "1"),
    ];
    viewer
        .post(&format!("{path}/9b"), &fields)
        .await
        .expect_status(403);
    viewer
        .post(&format!("{path}/check"), &fields[..1])
        .await
        .expect_status(403);
    let stranger = case.app.given_organisation("Other Limited").await;
    let stranger = case
        .app
        .given_member(&stranger, OrganisationRole::Administrator)
        .await;
    let stranger = case.app.sign_in(&stranger).await;
    for tail in ["", "/9b", "/check", "/sent"] {
        for browser in [&stranger, &assessor] {
            browser
                .open(&format!("{path}{tail}"))
                .await
                .expect_status(404);
        }
    }
}

/// The next day, at nine in the morning.
async fn next_morning(case: &GivenCase) -> Date {
    let day = uk_date(case.app.app.clock.now()) + Duration::days(1);
    let at = day.with_hms(9, 0, 0).unwrap().assume_utc();
    case.app.advance(at - case.app.app.clock.now()).await;
    day
}

/// How many people were reminded of the reply so far.
async fn reminded(case: &GivenCase) -> i64 {
    case.app.run_due_work().await;
    case.app.count("outbox where kind = 'reply_due'").await
}

#[tokio::test]
async fn a_supplier_who_does_not_reply_is_reminded_halfway_and_shortly_before() {
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let due: String = case
        .app
        .value("select due_on::text from clarifications")
        .await;
    let due = working_days::parse_iso(&due).unwrap();
    let asked_on = uk_date(case.app.app.clock.now());
    let days = (due - asked_on).whole_days();
    assert_eq!(reminded(&case).await, 0);
    let mut told = Vec::new();
    let mut before = 0;
    loop {
        let day = next_morning(&case).await;
        if day > due + Duration::days(3) {
            break;
        }
        // However many workers there are.
        tokio::join!(case.app.run_due_work(), case.app.run_due_work());
        let now = reminded(&case).await;
        if now > before {
            // The point of contact, and who submitted the application.
            assert_eq!(now - before, 2);
            told.push(day);
            before = now;
        }
        if told.len() == 1 && now > 0 {
            let item = case.app.sign_in(&case.editor).await;
            let item = item.visit(&format!("{path}/9b")).await;
            let reply = [("reply", "No report is shared any more.")];
            item.submit(reply).await.expect_status(303);
        }
    }
    let halfway = asked_on + Duration::days((days + 1) / 2);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0], halfway);
    assert_eq!(working_days::between(told[1], due), 2, "{told:?}");
    assert!(working_days::is_working_day(told[1]), "{told:?}");
    let letters = case.app.mail_to("priya.raman@northwind.example").await;
    let subject = format!("Reminder: reply by {}", domain::when::date(due));
    let reminders: Vec<_> = letters
        .all()
        .iter()
        .filter(|one| one.subject == subject)
        .collect();
    assert_eq!(reminders.len(), 2);
    let first = &reminders[1].text;
    assert!(first.contains("- 9b Consumers must not affect"), "{first}");
    assert!(first.contains(&path), "{first}");
    assert!(
        !first.contains("report"),
        "no word of what is asked: {first}"
    );
    let last = &reminders[0].text;
    assert!(last.contains("It still has to be sent."), "{last}");
}

#[tokio::test]
async fn a_reply_that_was_sent_is_not_asked_for_again() {
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let editor = case.app.sign_in(&case.editor).await;
    let item = editor.visit(&format!("{path}/9b")).await;
    let reply = [("reply", "No report is shared any more.")];
    let check = item.submit(reply).await.follow().await;
    check
        .press("Send to the PSN team", [])
        .await
        .expect_status(303);
    // The clock stood still for no working day, so that nothing moved.
    assert_eq!(
        case.app.count("outbox where kind = 'target_moved'").await,
        0
    );
    case.app.advance(Duration::days(8)).await;
    assert_eq!(reminded(&case).await, 0);
}

#[tokio::test]
async fn a_short_time_to_reply_has_one_reminder() {
    let case = GivenCase::submitted().await;
    asked(&case).await;
    case.app
        .sql("update clarifications set due_on = access.today() + 3")
        .await;
    let mut all = 0;
    for _ in 0..5 {
        next_morning(&case).await;
        all = reminded(&case).await;
    }
    // Two working days before may be halfway or earlier.
    let days: i64 = case
        .app
        .value("select count(distinct sent_at) from clarification_reminders")
        .await;
    assert_eq!(all, 2 * days);
    assert!(days == 1 || days == 2);
}

#[tokio::test]
async fn both_points_of_contact_are_told_when_a_reply_names_another() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft.sign().await;
    let app = &draft.app;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_status(303);
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let team = |tail: &str| format!("/team{}", draft.path(tail));
    let page = assessor.visit(team("").trim_end_matches('/')).await;
    page.press("Begin the review", []).await.expect_status(303);
    let page = assessor.visit(&team("review/organisation")).await;
    let ask = [("verdict", "ask"), ("note", "Who speaks for you now?")];
    page.submit(ask).await.expect_status(303);
    let page = assessor.visit(&team("clarifications/new")).await;
    let check = page.submit([]).await.follow().await;
    check.press("Send request", []).await.expect_status(303);
    let before: String = app
        .value("select answer -> 'email' ->> 0 from answers where page = 'point-of-contact'")
        .await;
    let page = supplier.visit(&draft.path("point-of-contact")).await;
    let new = [("name", "Dev Okafor"), ("email", "dev@northwind.example")];
    page.press("Save and continue", new)
        .await
        .expect_status(303);
    let changed = "outbox where kind = 'contact_changed'";
    app.run_due_work().await;
    assert_eq!(app.count(changed).await, 0, "nothing is sent yet");
    let id: String = app.value("select id::text from clarifications").await;
    let path = draft.path(&format!("clarifications/{id}"));
    let item = supplier.visit(&format!("{path}/organisation")).await;
    let check = item.submit([("reply", "Dev does.")]).await.follow().await;
    check
        .press("Send to the PSN team", [])
        .await
        .expect_status(303);
    assert_eq!(app.count(changed).await, 2);
    for address in [before.as_str(), "dev@northwind.example"] {
        let letters = app.mail_to(address).await;
        let letter = letters
            .all()
            .iter()
            .find(|one| one.subject.starts_with("Point of contact for "));
        let text = &letter.unwrap().text;
        assert!(text.contains("is now Dev Okafor"), "{text}");
        assert!(text.contains("If this is wrong"), "{text}");
    }
}

#[tokio::test]
async fn a_reply_that_a_colleague_changed_after_it_was_checked_is_not_sent() {
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let tom = case
        .app
        .given_member(&case.organisation, domain::role::OrganisationRole::Editor)
        .await;
    let toms = case.app.sign_in(&tom).await;
    let amaras = case.app.sign_in(&case.editor).await;
    let item = amaras.visit(&format!("{path}/9b")).await;
    let seen = [("reply", "Only the yearly report is shared.")];
    let check = item.submit(seen).await.follow().await;
    check.expect_heading("Check your reply");
    let item = toms.visit(&format!("{path}/9b")).await;
    let unseen = [("reply", "Every report is shared with everybody.")];
    item.submit(unseen).await.expect_status(303);
    case.app.skip_audit().await;
    let refused = check.press("Send to the PSN team", []).await;
    refused
        .expect_status(409)
        .expect_heading("Check your reply")
        .expect_text("Your reply was not sent.")
        .expect_text(&format!(
            "{} changed 1 reply after you opened this page.",
            tom.name
        ))
        .expect_text("Every report is shared with everybody.");
    assert_eq!(case.state().await, "awaiting_supplier");
    case.app.expect_audit([]).await;
    // An answer and a document.
    let page = toms
        .visit(&format!("/applications/{}/security/9b", case.reference))
        .await;
    let answer = [(
        "explanation",
        "Consumers share every report with everybody.",
    )];
    page.press("Save and continue", answer)
        .await
        .expect_status(303);
    add_report(&case, &tom).await;
    let refused = refused.press("Send to the PSN team", []).await;
    refused
        .expect_status(409)
        .expect_text(&format!(
            "{} changed 1 answer and 1 document after you opened this page.",
            tom.name
        ))
        .expect_text("A report");
    assert_eq!(case.state().await, "awaiting_supplier");
    refused
        .press("Send to the PSN team", [])
        .await
        .expect_redirect(&format!("{path}/sent"));
    let sent: String = case
        .app
        .value("select reply from clarification_items")
        .await;
    assert_eq!(sent, "Every report is shared with everybody.");
}

#[tokio::test]
async fn a_form_that_does_not_say_what_was_seen_sends_nothing() {
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let browser = case.app.sign_in(&case.editor).await;
    let item = browser.visit(&format!("{path}/9b")).await;
    let reply = [("reply", "Only the yearly report is shared.")];
    let check = item.submit(reply).await.follow().await;
    let csrf = check.csrf();
    let bare = [(govuk::CSRF_FIELD, csrf.as_str())];
    let refused = browser.post(&format!("{path}/check"), &bare).await;
    refused
        .expect_status(409)
        .expect_text("Something changed after you opened this page.");
    assert_eq!(case.state().await, "awaiting_supplier");
}

/// A report that belongs to 9b, a second later.
async fn add_report(case: &GivenCase, by: &tests::User) {
    case.app.advance(Duration::seconds(1)).await;
    let added = format!(
        "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
             scan_next_at, title, questions, added_at, added_by, added_by_name, number)
         select gen_random_uuid(), organisation_id, id, 'a.pdf', 'pdf', 9, repeat('ab', 32), 'not_scanned',
             access.now(), 'A report', '{{9b}}', access.now(), '{}', '{}', 1 from applications",
        by.id.0, by.name
    );
    case.app.sql(&added).await;
}
