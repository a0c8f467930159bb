//! E-mails that nobody takes: their sender hears it, and puts the address right.

use crate::given_draft::{GivenDraft, OWNER, SIGNATORY};
use domain::role::OrganisationRole;
use mail::Transport;
use tests::TestApp;
use time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

const PAGE: &str = "infrastructure/owner-request";
const WORDS: &str = "This email was not delivered. The mail server of";

/// A mail server that knows nobody.
#[expect(
    clippy::disallowed_methods,
    reason = "the server runs beside the test and ends with its runtime"
)]
async fn mail_server_without_mailboxes() -> Transport {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (reader, mut writer) = stream.split();
            let mut lines = BufReader::new(reader).lines();
            let mut answer = "220 mail.example ESMTP\r\n";
            while writer.write_all(answer.as_bytes()).await.is_ok() {
                let Ok(Some(line)) = lines.next_line().await else {
                    break;
                };
                answer = if line.starts_with("RCPT") {
                    "550 5.1.1 No such mailbox here\r\n"
                } else {
                    "250 Fine\r\n"
                };
            }
        }
    });
    Transport::smtp(&format!("smtp://{address}")).unwrap()
}

/// Has the waiting messages of this kind given up, as after a day without an answer.
async fn give_up(app: &TestApp, kind: &str) {
    app.sql(&format!(
        "update outbox set given_up_at = access.now(), last_error = 'not delivered'
         where kind = '{kind}' and delivered_at is null"
    ))
    .await;
    app.run_due_work().await;
}

#[tokio::test]
async fn a_refused_address_is_shown_and_told_and_forgotten_when_it_is_put_right() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    let page = page.press("Send request to Graham Whitlock", []).await;
    page.expect_status(303);
    app.skip_audit().await;
    let refusing = crate::delivery::worker(app, mail_server_without_mailboxes().await).await;
    assert_eq!(refusing.run_due().await.unwrap(), 0);
    // The notice of it was refused as well, and is about nothing that somebody waits for.
    app.expect_audit(["email_undelivered"]).await;
    app.sql("update outbox set given_up_at = null, next_attempt_at = access.now() where kind = 'email_undelivered'")
        .await;
    let letters = app.mail_to(&draft.editor.email).await;
    assert!(
        letters
            .last()
            .text
            .contains("Your request to the infrastructure owner about Northwind Gazetteer"),
        "{}",
        letters.last().text
    );
    assert_eq!(
        letters.last().subject,
        format!("Email to {OWNER} was not delivered")
    );
    let team = app.mail_to("team@psn.example").await;
    assert!(team.is_empty(), "the team does not see drafts");
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text(WORDS).expect_text(OWNER);
    page.expect_text("If it is wrong, change who we ask");
    let stranger = app.given_organisation("Stranger").await;
    let stranger = app
        .given_member(&stranger, OrganisationRole::Administrator)
        .await;
    let elsewhere = app.sign_in(&stranger).await;
    elsewhere.open(&draft.path(PAGE)).await.expect_status(404);
    // Another address, and the old failure is gone.
    draft
        .change(
            "infrastructure/owner-contact",
            "email",
            "g.whitlock@harbour.example",
        )
        .await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("Send the request to them");
    let page = page.press("Send request to Graham Whitlock", []).await;
    page.follow().await.expect_no_text(WORDS);
    app.mail_to("g.whitlock@harbour.example").await.last_link();
}

#[tokio::test]
async fn a_request_to_sign_that_is_not_delivered_can_be_sent_elsewhere() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    let app = &draft.app;
    draft.ask_signatory().await;
    // As if it had not been delivered.
    app.sql("update outbox set delivered_at = null where kind = 'signature_asked'")
        .await;
    give_up(app, "signature_asked").await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signature")).await;
    page.expect_text(WORDS).expect_text(SIGNATORY);
    page.click("Put the address right and send it again").await;
    let letters = app.mail_to(&draft.editor.email).await;
    assert!(
        letters.last().text.contains("Your request to sign"),
        "{}",
        letters.last().text
    );
    // Once.
    app.run_due_work().await;
    assert_eq!(
        app.count("outbox where kind = 'email_undelivered'").await,
        1
    );
}

#[tokio::test]
async fn an_invitation_that_is_not_delivered_says_so() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app
        .given_member(&organisation, OrganisationRole::Administrator)
        .await;
    let browser = app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", organisation.id);
    let page = browser.visit(&format!("{people}/invite")).await;
    page.submit([("email", "tom@nortwind.example"), ("role", "editor")])
        .await
        .expect_status(303);
    give_up(&app, "invited").await;
    let page = browser.visit(&people).await;
    page.expect_text("Not delivered");
    let page = page.click("tom@nortwind.example").await;
    page.expect_text(WORDS)
        .expect_text("invite your colleague with the right one");
    let letters = app.mail_to(&administrator.email).await;
    assert!(
        letters
            .last()
            .text
            .contains("Your invitation to join Northwind Mapping Limited"),
        "{}",
        letters.last().text
    );
    // Sending it again is another try.
    page.press("Send it again", []).await.expect_status(303);
    let page = browser.visit(&people).await;
    page.expect_no_text("Not delivered");
}

#[tokio::test]
async fn the_team_hears_of_it_once_it_has_the_application() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    draft.ask_owner().await;
    app.sql("update applications set state = 'submitted', submitted_at = access.now(), target_on = access.today() + 28")
        .await;
    let failed = "insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at,
                      given_up_at, about, about_id)
                  select gen_random_uuid(), 'owner_asked', contact_email, 'Subject', '', '', access.now(), access.now(),
                         access.now(), 'owner_request', id from owner_requests";
    app.sql(failed).await;
    let team = app.mail_to("team@psn.example").await;
    assert_eq!(
        team.last().subject,
        format!("Email to {OWNER} was not delivered")
    );
    // What was answered meanwhile concerns nobody.
    app.sql("update owner_requests set state = 'agreed'; delete from undelivered_mail")
        .await;
    app.sql(failed).await;
    app.run_due_work().await;
    assert_eq!(app.count("undelivered_mail").await, 0);
    assert_eq!(
        app.count("outbox where noted_at is null and given_up_at is not null")
            .await,
        0
    );
}

/// The owner's and the signatory's requests of a draft, and an invitation; none was delivered.
async fn nobody_was_reached() -> GivenDraft {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft.ask_signatory().await;
    let app = &draft.app;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let administrator = app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", draft.organisation.id);
    let page = administrator.visit(&format!("{people}/invite")).await;
    page.submit([("email", "tom@nortwind.example"), ("role", "editor")])
        .await
        .expect_status(303);
    app.sql("update owner_requests set state = 'sent', answered_at = null where state = 'agreed'")
        .await;
    for kind in ["owner_asked", "signature_asked", "invited"] {
        // As if it had not been delivered.
        app.sql(&format!(
            "update outbox set delivered_at = null where kind = '{kind}'"
        ))
        .await;
        give_up(app, kind).await;
    }
    draft
}

#[tokio::test]
async fn what_was_not_delivered_is_forgotten_once_it_is_over() {
    let draft = nobody_was_reached().await;
    let app = &draft.app;
    assert_eq!(app.count("undelivered_mail").await, 3);
    // While somebody waits for an answer, it stays.
    app.run_due_work().await;
    assert_eq!(app.count("undelivered_mail").await, 3);
    app.sql("update owner_requests set state = 'agreed'").await;
    app.run_due_work().await;
    let left = "undelivered_mail where about = 'owner_request'";
    assert_eq!(app.count(left).await, 0);
    app.sql("update invitations set cancelled_at = access.now()")
        .await;
    app.run_due_work().await;
    assert_eq!(app.count("undelivered_mail").await, 1);
    // A request that ran out says for a month why nobody answered.
    app.sql("update signature_requests set expires_at = access.now() - interval '29 days'")
        .await;
    app.run_due_work().await;
    assert_eq!(app.count("undelivered_mail").await, 1);
    app.advance(Duration::days(2)).await;
    app.run_due_work().await;
    assert_eq!(app.count("undelivered_mail").await, 0);
}

#[tokio::test]
async fn not_more_is_forgotten_at_once_than_is_asked_for() {
    let draft = nobody_was_reached().await;
    let app = &draft.app;
    app.sql("update owner_requests set state = 'agreed'; update invitations set cancelled_at = access.now();
             update signature_requests set state = 'cancelled'")
        .await;
    for left in [2, 1, 0] {
        app.sql("set role psn_worker; select access.forget_what_is_over(1); reset role")
            .await;
        assert_eq!(app.count("undelivered_mail").await, left);
    }
}
