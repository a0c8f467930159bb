//! Asking the PSN team about a question in place.

use crate::given_draft::GivenDraft;
use domain::role::{OrganisationRole, TeamRole};
use tests::Page;
use time::Duration;

#[tokio::test]
async fn the_team_answers_what_a_supplier_asks_about_a_question() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("security/9b")).await;
    let page = page.click("Ask the PSN team about this question").await;
    page.expect_text("We aim to reply within 5 working days");
    let page = page.submit([("message", " ")]).await;
    page.expect_error("message", "Enter your message");
    app.skip_audit().await;
    let twice = page.clone();
    let sent = [("message", "Does a <b>shared</b> report count?")];
    page.submit(sent)
        .await
        .expect_redirect(&draft.path("ask/9b"));
    twice.submit(sent).await.expect_status(303);
    app.expect_audit(["enquiry_asked"]).await;
    assert_eq!(app.count("enquiry_messages").await, 1);
    let letter = app.mail_to("team@psn.example").await;
    assert!(!letter.last().text.contains("shared"));
    browser
        .visit(&draft.path("ask"))
        .await
        .expect_text("Waiting for the PSN team");
    // The team sees the question and nothing of the draft.
    let team = app.sign_in(&assessor).await;
    let page = team.visit("/team/enquiries").await;
    page.expect_text("To answer");
    team.open(&format!("/team/applications/{}", draft.reference))
        .await
        .expect_status(404);
    let page = page
        .click("9b Consumers must not affect other consumers")
        .await;
    page.expect_text("Does a <b>shared</b> report count?");
    page.submit([("message", "Only if consumers see others’ data.")])
        .await
        .expect_redirect("/team/enquiries");
    app.expect_audit(["enquiry_answered"]).await;
    let letter = app.mail_to(&draft.editor.email).await;
    assert!(!letter.last().text.contains("consumers see"));
    browser
        .visit(&draft.path("ask/9b"))
        .await
        .expect_text("Only if consumers see others’ data.")
        .expect_text("The PSN team");
}

#[tokio::test]
async fn the_page_of_a_question_says_what_was_asked_and_that_the_team_has_replied() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("ask/9b")).await;
    page.submit([("message", "Does a shared report count?")])
        .await
        .expect_status(303);
    let page = browser.visit(&draft.path("security/9b")).await;
    page.expect_text("The PSN team was asked about this. It aims to reply by");
    let thread = page.click("See what was asked").await;
    thread.expect_text("Does a shared report count?");
    browser
        .visit(&draft.path("security/9a"))
        .await
        .expect_no_text("was asked about this");
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let team = app.sign_in(&assessor).await;
    let inbox = team.visit("/team/enquiries").await;
    let page = inbox
        .click("9b Consumers must not affect other consumers")
        .await;
    page.submit([("message", "Only with others’ data.")])
        .await
        .expect_status(303);
    browser
        .visit("/home")
        .await
        .expect_text("the PSN team has replied to what you asked about 9b");
    // Whoever may only read is told too, and so is everybody once it is read.
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = app.sign_in(&viewer).await;
    for reader in [&browser, &viewer, &browser] {
        let page = reader.visit(&draft.path("security/9b")).await;
        page.expect_text("The PSN team has replied to what was asked about this.");
        let thread = page.click("Read the reply").await;
        thread.expect_text("Only with others’ data.");
    }
}

#[tokio::test]
async fn a_long_thread_is_read_page_by_page() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let path = draft.path("ask/9b");
    let page = browser.visit(&path).await;
    page.submit([("message", "The first of many.")])
        .await
        .expect_status(303);
    // All at the same moment, so that only their identifiers tell them apart.
    app.sql(
        "insert into enquiry_messages (id, organisation_id, enquiry_id, is_from_team, text, written_at, written_by,
             written_by_name, written_by_email)
         select ('ffffffff-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, organisation_id, enquiry_id, n % 3 <> 0,
             'Message ' || n || ' of it.', written_at, written_by, written_by_name, written_by_email
         from enquiry_messages, generate_series(1, 44) n",
    )
    .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let team = app.sign_in(&assessor).await;
    let inbox = team.visit("/team/enquiries").await;
    let teams = inbox
        .click("9b Consumers must not affect other consumers")
        .await;
    let own = browser.visit(&path).await;
    for latest in [teams, own] {
        let shown = |page: &Page| page.select_text("main h2.govuk-heading-s").len();
        assert_eq!(shown(&latest), 20);
        latest
            .expect_text("Message 25 of it.")
            .expect_text("Message 44 of it.")
            .expect_no_text("Message 24 of it.")
            .expect_no_text("Latest messages");
        let earlier = latest.click("Earlier messages").await;
        assert_eq!(shown(&earlier), 20);
        earlier
            .expect_text("Message 5 of it.")
            .expect_text("Message 24 of it.")
            .expect_no_text("Message 25 of it.");
        let first = earlier.click("Earlier messages").await;
        assert_eq!(shown(&first), 5);
        first
            .expect_text("The first of many.")
            .expect_no_text("Earlier messages");
        let back = first.click("Latest messages").await;
        back.expect_text("Message 44 of it.");
    }
    // A message of another thread leads nowhere.
    let other = browser.visit(&draft.path("ask/9a")).await;
    other
        .submit([("message", "About keys.")])
        .await
        .expect_status(303);
    let strange = "?before=ffffffff-0000-7000-8000-000000000005";
    browser
        .visit(&format!("{}{strange}", draft.path("ask/9a")))
        .await
        .expect_no_text("Message 4 of it.");
}

#[tokio::test]
async fn a_thread_goes_on_when_its_draft_is_brought_back() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let browser = app.sign_in(&administrator).await;
    for subject in ["1a", "9b"] {
        let page = browser.visit(&draft.path(&format!("ask/{subject}"))).await;
        page.submit([("message", "Does a shared report count?")])
            .await
            .expect_status(303);
    }
    let lead = app.given_team_member(TeamRole::Lead).await;
    let team = app.sign_in(&lead).await;
    let inbox = team.visit("/team/enquiries").await;
    let page = inbox
        .click("9b Consumers must not affect other consumers")
        .await;
    page.submit([("message", "Only with others’ data.")])
        .await
        .expect_status(303);
    let page = browser.visit(&draft.path("delete")).await;
    let deleted = page.press("Delete this application", []).await;
    deleted.expect_redirect(&draft.path("delete"));
    assert_eq!(app.count("enquiries where state = 'closed'").await, 2);
    app.advance(Duration::days(20)).await;
    let browser = app.sign_in(&administrator).await;
    let page = browser.visit(&draft.path("delete")).await;
    page.press("Bring it back", []).await.expect_status(303);
    // Whoever had each thread has it again, and the team its full time to reply.
    let states: String = app
        .value("select string_agg(subject || ' ' || state, ', ' order by subject) from enquiries")
        .await;
    assert_eq!(states, "1a asked, 9b answered");
    let overdue = "enquiries where state = 'asked' and reply_by <= access.today()";
    assert_eq!(app.count(overdue).await, 0);
    let team = app.sign_in(&lead).await;
    let page = team.visit("/team/enquiries").await;
    let page = page
        .click("1a Between the user’s device and the service")
        .await;
    page.submit([("message", "It does not.")])
        .await
        .expect_status(303);
    let editor = draft.browser().await;
    editor
        .visit(&draft.path("ask/1a"))
        .await
        .expect_text("It does not.");
    editor
        .visit(&draft.path("ask/9b"))
        .await
        .submit([("message", "And without their data?")])
        .await
        .expect_status(303);
}

#[tokio::test]
async fn others_neither_read_nor_write_it() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("ask/1a")).await;
    page.submit([("message", "Which products count?")])
        .await
        .expect_status(303);
    let id: sqlx::types::Uuid = app.value("select id from enquiries").await;
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = app.sign_in(&viewer).await;
    viewer
        .visit(&draft.path("ask/1a"))
        .await
        .expect_text("An editor or administrator of your organisation can ask.");
    let other = app.given_organisation("Another Limited").await;
    let other = app.given_member(&other, OrganisationRole::Editor).await;
    let other = app.sign_in(&other).await;
    other.open(&draft.path("ask/1a")).await.expect_status(404);
    other
        .open(&format!("/team/enquiries/{id}"))
        .await
        .expect_status(404);
    let auditor = app.given_team_member(TeamRole::Auditor).await;
    let auditor = app.sign_in(&auditor).await;
    auditor
        .visit(&format!("/team/enquiries/{id}"))
        .await
        .expect_text("Which products count?");
    let token = auditor.visit("/account").await.csrf();
    let sent = [(govuk::CSRF_FIELD, token.as_str()), ("message", "No")];
    auditor
        .post(&format!("/team/enquiries/{id}"), &sent)
        .await
        .expect_status(403);
}

#[tokio::test]
async fn what_was_typed_after_the_session_had_ended_is_back_in_its_form() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("ask/9b")).await;
    app.advance(Duration::minutes(61)).await;
    let typed = [("message", "Does a shared report count?")];
    page.submit(typed)
        .await
        .expect_redirect("/signed-out?kept=yes");
    let again = app.sign_in(&draft.editor).await;
    let page = again.visit("/answer-kept").await;
    page.expect_text("Ask the PSN team about 9b");
    let page = page.click("Go back to this form").await;
    page.expect_text("We kept what you typed")
        .expect_text("Does a shared report count?");
    page.submit([]).await.expect_redirect(&draft.path("ask/9b"));
    assert_eq!(app.count("enquiry_messages").await, 1);
    // The team's reply likewise.
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let team = app.sign_in(&assessor).await;
    let page = team.visit("/team/enquiries").await;
    let page = page
        .click("9b Consumers must not affect other consumers")
        .await;
    app.advance(Duration::minutes(31)).await;
    page.submit([("message", "Only if others can open it.")])
        .await
        .expect_redirect("/signed-out?kept=yes");
    let team = app.sign_in(&assessor).await;
    let page = team.visit("/answer-kept").await;
    let page = page.click("Go back to this form").await;
    page.expect_text("Only if others can open it.");
    page.submit([]).await.expect_redirect("/team/enquiries");
    assert_eq!(app.count("enquiry_messages").await, 2);
}

/// What was typed is kept, and the page that says so leads to it.
async fn expect_kept(late: &Page, typed: &str) {
    late.expect_status(409)
        .expect_text("What you typed is not lost. We keep it for 24 hours.");
    let kept = late.click("See what we kept").await;
    kept.expect_text(typed)
        .expect_text("what it was about had changed");
}

#[tokio::test]
async fn what_was_typed_into_a_thread_that_was_closed_meanwhile_is_kept() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("ask/1a")).await;
    let question = [("message", "Which products count?")];
    page.submit(question).await.expect_status(303);
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let team = app.sign_in(&assessor).await;
    let reply = team.visit("/team/enquiries").await;
    let reply = reply
        .click("1a Between the user’s device and the service")
        .await;
    let late = browser.visit(&draft.path("ask/9b")).await;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let colleague = app.sign_in(&administrator).await;
    let delete = colleague.visit(&draft.path("delete")).await;
    let deleted = delete.press("Delete this application", []).await;
    deleted.expect_status(303);
    // Nothing is kept where nothing was typed.
    let again = delete.press("Delete this application", []).await;
    again.expect_redirect(&draft.path("delete"));
    assert_eq!(app.count("kept_answers").await, 0);
    let typed = "Does a shared report count?";
    expect_kept(&late.submit([("message", typed)]).await, typed).await;
    let typed = "Every product with a certificate.";
    expect_kept(&reply.submit([("message", typed)]).await, typed).await;
    assert_eq!(app.count("enquiry_messages").await, 1);
}

#[tokio::test]
async fn a_question_about_an_application_that_was_decided_meanwhile_is_kept() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let late = browser.visit(&draft.path("ask/9b")).await;
    draft
        .app
        .sql("update applications set state = 'refused'")
        .await;
    let typed = "Does a shared report count?";
    expect_kept(&late.submit([("message", typed)]).await, typed).await;
}

#[tokio::test]
async fn every_page_leads_to_asking_and_so_does_an_application_under_review() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    for (page, about) in [
        ("security/5a", "5a"),
        ("security/5/assurance", "5a"),
        ("contacts/service-desk", "contacts"),
    ] {
        let page = browser.visit(&draft.path(page)).await;
        let ask = page.click("Ask the PSN team about this question").await;
        let sent = ask.submit([("message", "Who reads this?")]).await;
        sent.expect_redirect(&draft.path(&format!("ask/{about}")));
    }
    draft
        .app
        .sql("update applications set state = 'under_review', submitted_at = access.now()")
        .await;
    let ask = browser.visit(&draft.path("ask/5a")).await;
    let sent = ask.submit([("message", "How is it going?")]).await;
    sent.expect_status(303);
    draft
        .app
        .sql("update applications set state = 'refused'")
        .await;
    let over = browser.visit(&draft.path("ask/5a")).await;
    over.expect_text("Nothing can be asked here now.");
}

#[tokio::test]
async fn the_team_gets_so_many_messages_a_day_and_what_was_typed_stays() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let path = draft.path("ask/9b");
    for number in 1..=20 {
        let page = browser.visit(&path).await;
        let text = format!("Message {number}");
        page.submit([("message", text.as_str())])
            .await
            .expect_status(303);
    }
    let page = browser.visit(&path).await;
    let refused = page.submit([("message", "One more")]).await;
    refused.expect_error(
        "message",
        "Your organisation has sent as many messages as it can in a day. What you typed is still here – send it tomorrow",
    );
    assert_eq!(refused.select_text("textarea"), ["One more"]);
    assert_eq!(draft.app.count("enquiry_messages").await, 20);
    assert_eq!(draft.app.mail_to("team@psn.example").await.len(), 20);
    draft.app.advance(Duration::days(1)).await;
    let browser = draft.browser().await;
    let page = browser.visit(&path).await;
    page.submit([("message", "One more")])
        .await
        .expect_status(303);
}

#[tokio::test]
async fn of_two_replies_at_once_the_second_waits_for_its_writer() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("ask/9b")).await;
    page.submit([("message", "Does a shared report count?")])
        .await
        .expect_status(303);
    let inbox = "9b Consumers must not affect other consumers";
    let one = app.given_team_member(TeamRole::Assessor).await;
    let one = app.sign_in(&one).await;
    let first = one.visit("/team/enquiries").await.click(inbox).await;
    let other = app.given_team_member(TeamRole::Lead).await;
    let other = app.sign_in(&other).await;
    let second = other.visit("/team/enquiries").await.click(inbox).await;
    let sent = first.submit([("message", "It does not.")]).await;
    sent.expect_redirect("/team/enquiries");
    // The same form again is the same message.
    let again = first.submit([("message", "It does not.")]).await;
    again.expect_redirect("/team/enquiries");
    app.skip_audit().await;
    let page = second.submit([("message", "It does, always.")]).await;
    page.expect_status(409)
        .expect_text("wrote while you did, so yours was not sent")
        .expect_text("It does not.")
        .expect_text("It does, always.");
    app.expect_audit([]).await;
    assert_eq!(app.count("enquiry_messages").await, 2);
    page.submit([("message", "To add to that: never.")])
        .await
        .expect_redirect("/team/enquiries");
    app.expect_audit(["enquiry_answered"]).await;
    assert_eq!(app.count("enquiry_messages").await, 3);
}
