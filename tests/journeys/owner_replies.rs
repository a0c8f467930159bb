//! What an owner asks, or why it does not agree, is answered with the next request.

use crate::given_draft::{CERTIFICATE, GivenDraft, OWNER};
use crate::hosting::{ZONE, given_held, given_zone};
use domain::role::{OrganisationRole, TeamRole};
use tests::{Browser, Page};
use time::Duration;

const ASK: &str = "infrastructure/owner-request";
const SEND: &str = "Send request to Graham Whitlock";
const QUESTION: &str = "Which rack will it be in?";
const ANSWER: &str = "In rack 7, from March.";

/// The owner answers the request behind the link with this, and words.
async fn answer(draft: &GivenDraft, link: &str, decision: &str, words: &str) {
    // Codes are a minute apart.
    draft.app.advance(Duration::minutes(2)).await;
    let owner = draft.app.browser();
    draft.enter(&owner, link, OWNER).await;
    let page = owner.visit(&format!("{link}/decision")).await;
    let field = if decision == "ask" {
        "question"
    } else {
        "reason"
    };
    let given = [
        ("decision", decision),
        (field, words),
        ("name", "Graham Whitlock"),
        ("job_title", "Head of Platforms"),
    ];
    let check = page.submit(given).await.follow().await;
    check.press("Send your answer", []).await.follow().await;
}

/// The supplier's page.
async fn page_of(draft: &GivenDraft) -> (Browser, Page) {
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(ASK)).await;
    (supplier, page)
}

/// The page with what the owner is asked, behind the newest link.
async fn owner_reads(draft: &GivenDraft) -> Page {
    let link = draft.app.mail_to(OWNER).await.last_link();
    draft.enter(&draft.app.browser(), &link, OWNER).await
}

#[tokio::test]
async fn a_question_is_answered_with_the_next_request() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let link = draft.ask_owner().await;
    answer(&draft, &link, "ask", QUESTION).await;
    let (supplier, page) = page_of(&draft).await;
    page.expect_text(QUESTION)
        .expect_text("Your answer to Harbour Hosting plc")
        .expect_no_text("(optional)");
    page.press(SEND, [])
        .await
        .expect_status(422)
        .expect_error("reply", "Enter your answer to Harbour Hosting plc");
    let long = "a".repeat(2001);
    let wrong = page.press(SEND, [("reply", long.as_str())]).await;
    wrong
        .expect_status(422)
        .expect_error("reply", "Your answer must be 2,000 characters or less");
    app.skip_audit().await;
    let sent = wrong.press(SEND, [("reply", ANSWER)]).await;
    sent.expect_redirect(&draft.path(ASK));
    app.expect_audit(["owner_asked"]).await;
    // The supplier reads both, and nothing of it is in an e-mail.
    let page = supplier.visit(&draft.path(ASK)).await;
    page.expect_text(QUESTION).expect_text(ANSWER);
    let letters = app.mail_to(OWNER).await;
    let text = &letters.last().text;
    assert!(text.contains("They have answered what you wrote"), "{text}");
    for letter in app.mail().await.all() {
        let has_words = letter.text.contains(ANSWER) || letter.text.contains(QUESTION);
        assert!(!has_words, "{}", letter.text);
    }
    let copy = crate::whole_copies::checked_copy(&supplier, &draft).await;
    let reply = &copy["infrastructure_request"]["reply"];
    assert_eq!(
        (&reply["to"], &reply["text"]),
        (&QUESTION.into(), &ANSWER.into())
    );
    assert_eq!(reply["to_state"], "asked");
    // The owner reads both beside what is asked.
    owner_reads(&draft)
        .await
        .expect_text("What you wrote before, and the answer")
        .expect_text(QUESTION)
        .expect_text("Northwind Mapping Limited answers")
        .expect_text(ANSWER);
    // So does who assesses the application.
    app.sql("update applications set state = 'under_review', submitted_at = access.now(), target_on = access.today() + 28")
        .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}/infrastructure", draft.reference);
    assessor
        .visit(&case)
        .await
        .expect_text("The owner had asked")
        .expect_text(QUESTION)
        .expect_text(ANSWER);
}

#[tokio::test]
async fn an_answer_stays_with_a_request_that_ran_out_or_was_cancelled() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let link = draft.ask_owner().await;
    answer(&draft, &link, "ask", QUESTION).await;
    let (_, page) = page_of(&draft).await;
    page.press(SEND, [("reply", ANSWER)])
        .await
        .expect_status(303);
    app.advance(Duration::days(15)).await;
    let (supplier, page) = page_of(&draft).await;
    let kept = page.select_text("textarea[name=reply]");
    assert_eq!(kept, [ANSWER]);
    page.press(SEND, []).await.expect_status(303);
    owner_reads(&draft).await.expect_text(ANSWER);
    let page = supplier.visit(&draft.path(ASK)).await;
    page.press("Cancel the request", []).await;
    let page = supplier.visit(&draft.path(ASK)).await;
    page.press(SEND, [("reply", "In rack 8.")])
        .await
        .expect_status(303);
    owner_reads(&draft)
        .await
        .expect_text(QUESTION)
        .expect_text("In rack 8.")
        .expect_no_text(ANSWER);
}

#[tokio::test]
async fn why_an_owner_did_not_agree_need_not_be_answered_and_is_no_other_owners() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let link = draft.ask_owner().await;
    answer(&draft, &link, "decline", "There is no contract.").await;
    let (_, page) = page_of(&draft).await;
    page.expect_text("Your answer to Harbour Hosting plc (optional)");
    page.press(SEND, []).await.expect_status(303);
    owner_reads(&draft)
        .await
        .expect_no_text("There is no contract.");
    let link = app.mail_to(OWNER).await.last_link();
    answer(&draft, &link, "decline", "There is no contract.").await;
    // What one owner wrote is not quoted to another, whatever is posted.
    draft
        .change("infrastructure/details", "owner", "Quayside Hosting")
        .await;
    draft
        .change("infrastructure/details", "certificate_number", "PSN-CN-77")
        .await;
    let (supplier, page) = page_of(&draft).await;
    page.expect_text("Quayside Hosting")
        .expect_no_text("Your answer to");
    let token = page.csrf();
    let posted = [("csrf", token.as_str()), ("reply", ANSWER)];
    supplier
        .post(&draft.path(ASK), &posted)
        .await
        .expect_status(409)
        .expect_text("What we ask changed while you wrote, so yours was not sent.")
        .expect_text(ANSWER);
    page.press(SEND, []).await.expect_status(303);
    let replies = app.count("owner_requests where reply is not null").await;
    assert_eq!(replies, 0);
    owner_reads(&draft)
        .await
        .expect_no_text("There is no contract.")
        .expect_no_text(ANSWER);
}

/// A colleague of the editor, with the page open.
async fn colleague_reads(draft: &GivenDraft) -> Page {
    let role = OrganisationRole::Editor;
    let colleague = draft.app.given_member(&draft.organisation, role).await;
    let browser = draft.app.sign_in(&colleague).await;
    browser.visit(&draft.path(ASK)).await
}

#[tokio::test]
async fn of_two_answers_at_once_the_second_waits_for_its_writer() {
    const OTHER: &str = "In rack 9.\r\nWe are not sure.";
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let link = draft.ask_owner().await;
    answer(&draft, &link, "ask", QUESTION).await;
    let (supplier, mine) = page_of(&draft).await;
    let theirs = colleague_reads(&draft).await;
    mine.press(SEND, [("reply", ANSWER)])
        .await
        .expect_status(303);
    // The same form again is the same answer.
    mine.press(SEND, [("reply", ANSWER)])
        .await
        .expect_status(303);
    app.skip_audit().await;
    let words = format!(
        "{} answered while you did, so yours was not sent.",
        draft.editor.name
    );
    let late = theirs.press(SEND, [("reply", OTHER)]).await;
    late.expect_status(409)
        .expect_text(&words)
        .expect_text(ANSWER);
    let typed = late.select_text("textarea[name=reply]").join("");
    assert!(typed.contains("We are not sure."), "{typed}");
    app.expect_audit([]).await;
    let replies = "owner_requests where reply is not null";
    assert_eq!(app.count(replies).await, 1);
    // Whoever has read both sends theirs in the place of the other.
    let sent = late.press(SEND, [("reply", "In rack 7, surely.")]).await;
    sent.expect_redirect(&draft.path(ASK));
    app.expect_audit(["owner_request_cancelled", "owner_asked"])
        .await;
    supplier
        .visit(&draft.path(ASK))
        .await
        .expect_text("In rack 7, surely.")
        .expect_no_text(ANSWER);
    owner_reads(&draft)
        .await
        .expect_text(QUESTION)
        .expect_text("In rack 7, surely.")
        .expect_no_text(ANSWER);
}

#[tokio::test]
async fn an_answer_is_shown_where_its_owner_has_agreed_meanwhile() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let link = draft.ask_owner().await;
    answer(&draft, &link, "decline", "There is no contract.").await;
    let (_, mine) = page_of(&draft).await;
    let theirs = colleague_reads(&draft).await;
    mine.press(SEND, []).await.expect_status(303);
    app.sql("update owner_requests set state = 'agreed', answered_at = access.now(), answered_name = 'Graham Whitlock', answered_job_title = 'Head of Platforms' where state = 'sent'")
        .await;
    theirs
        .press(SEND, [("reply", ANSWER)])
        .await
        .expect_status(409)
        .expect_text("Harbour Hosting plc agreed while you wrote, so yours was not sent.")
        .expect_text("What you typed")
        .expect_text(ANSWER);
    assert_eq!(app.count("owner_requests").await, 2);
}

#[tokio::test]
async fn the_database_puts_no_words_into_the_mouth_of_an_owner() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let link = draft.ask_owner().await;
    let forged = "insert into owner_requests (id, organisation_id, application_id, state, reference, supplier_name,
             service_name, description_for_users, additional_infrastructure, infrastructure_name, owner_name,
             certificate_number, certificate_valid_to, contact_name, contact_job_title, contact_email, requested_by,
             requested_by_name, requested_by_email, sent_at, expires_at, reply, reply_to, reply_to_state)
         select gen_random_uuid(), organisation_id, application_id, 'sent', reference, supplier_name, service_name,
             description_for_users, additional_infrastructure, infrastructure_name, owner_name, certificate_number,
             certificate_valid_to, contact_name, contact_job_title, contact_email, requested_by, requested_by_name,
             requested_by_email, sent_at + interval '1 second', expires_at, 'Yes', 'May we?', 'asked'
         from owner_requests";
    let refused = sqlx::raw_sql(forged).execute(app.superuser()).await;
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains("wrote nothing that could be answered"),
        "{refused}"
    );
    answer(&draft, &link, "ask", QUESTION).await;
    sqlx::raw_sql(forged)
        .execute(app.superuser())
        .await
        .unwrap();
    let words: String = app
        .value("select reply_to from owner_requests where reply is not null")
        .await;
    assert_eq!(words, QUESTION);
}

/// The draft names the register's entry, its owner asked something, and then agreed to every service of the
/// supplier on it.
async fn asked_before_a_standing_agreement() -> GivenDraft {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    given_zone(app).await;
    draft
        .change("infrastructure/find", "infrastructure", ZONE)
        .await;
    let link = draft.ask_owner().await;
    answer(&draft, &link, "ask", QUESTION).await;
    let (host, _) = given_held(app).await;
    app.sql(&format!(
        "insert into standing_agreements (id, infrastructure_id, certificate_number, organisation_id, supplier_name,
             owner_organisation_id, covers_additional, until, agreed_at, agreed_by, agreed_by_name, agreed_by_email,
             agreed_job_title)
         select gen_random_uuid(), '{ZONE}', '{CERTIFICATE}', '{}', 'Northwind Mapping Limited', '{host}', true,
                access.today() + 30, access.now(), m.user_id, 'Helen Marsh', 'helen@harbour.example', 'Head of Platforms'
         from memberships m where m.organisation_id = '{host}' limit 1",
        draft.organisation.id.0,
        host = host.id.0,
    ))
    .await;
    draft
}

#[tokio::test]
async fn a_question_needs_no_answer_where_a_standing_agreement_answers_at_once() {
    let draft = asked_before_a_standing_agreement().await;
    let app = &draft.app;
    let (_, page) = page_of(&draft).await;
    page.expect_text(QUESTION)
        .expect_text("has given a standing agreement that covers this service")
        .expect_no_text("Your answer to");
    page.press(SEND, []).await.expect_redirect(&draft.path(ASK));
    let agreed = "owner_requests where state = 'agreed' and standing_agreement_id is not null";
    assert_eq!(app.count(agreed).await, 1);
}

#[tokio::test]
async fn a_question_needs_its_answer_where_the_standing_agreement_has_run_out() {
    let draft = asked_before_a_standing_agreement().await;
    let app = &draft.app;
    let (_, page) = page_of(&draft).await;
    app.sql("update standing_agreements set until = access.today() - 1")
        .await;
    // It ran out while the page was open.
    page.press(SEND, []).await.expect_status(422);
    let (_, page) = page_of(&draft).await;
    page.expect_text("Your answer to Harbour Hosting plc")
        .expect_no_text("has given a standing agreement");
    page.press(SEND, [])
        .await
        .expect_error("reply", "Enter your answer to Harbour Hosting plc");
}
