//! A submitted application whose signed page could not be used is signed anew, and nothing says that
//! something changed.

use super::{given, sign_in_ink, submit};
use crate::given_draft::{GivenDraft, SIGNATORY, SIGNATURE};
use crate::whole_copies::checked_copy;
use audit::{Event, Kind};
use domain::role::{OrganisationRole, TeamRole};
use policy::authorise;
use policy::organisation::ReplyToClarification;
use service::applications::load_for_update;
use service::signature_requests::{Change, ask_reconfirmation};
use store::Context;
use tests::{Browser, Page};

/// What pages and letters say of a request to confirm changes, and not of one to sign anew.
const OF_CHANGES: [&str; 4] = [
    "confirm what changed",
    "confirms what changed",
    "answers that changed since",
    "confirm these changes",
];

fn expect_no_change(page: &Page) {
    for words in OF_CHANGES {
        page.expect_no_text(words);
    }
}

fn team_path(draft: &GivenDraft, tail: &str) -> String {
    format!("/team/applications/{}/{tail}", draft.reference)
}

/// A submitted application whose signed page the team has refused; with the team's browser.
async fn refused(name: &str) -> (GivenDraft, Browser) {
    let draft = given(name).await;
    draft.agree().await;
    let browser = draft.browser().await;
    sign_in_ink(&draft, &browser).await;
    submit(&draft, &browser).await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let team = draft.app.sign_in(&assessor).await;
    let page = team.visit(&team_path(&draft, "signature")).await;
    page.submit_all(&[
        ("found", "readable"),
        ("outcome", "refused"),
        ("note", "The page has no date."),
    ])
    .await
    .expect_status(303);
    draft.app.run_due_work().await;
    draft.app.skip_audit().await;
    (draft, team)
}

/// The editor sends it to Helen Marsh again, online.
async fn send_online(draft: &GivenDraft, browser: &Browser) -> String {
    let page = browser.visit(&draft.path("signatory")).await;
    let page = page.submit([("method", "online")]).await.follow().await;
    expect_no_change(&page);
    page.expect_text("We cannot decide before they sign.");
    page.press("Send to Helen Marsh", [])
        .await
        .expect_redirect(&draft.path("signature"));
    draft.app.mail_to(SIGNATORY).await.last_link()
}

#[tokio::test]
async fn a_refused_page_is_signed_anew_and_nobody_reads_of_changes() {
    let (draft, team) = refused("anew").await;
    let browser = draft.browser().await;
    let progress = browser.visit(&draft.path("progress")).await;
    expect_no_change(&progress);
    progress
        .expect_text("The page that was signed on paper could not be used.")
        .expect_text("The PSN team could not accept the signed page");
    let link = send_online(&draft, &browser).await;
    draft.app.expect_audit(["signature_asked"]).await;
    let event: String = draft
        .app
        .value("select event from audit_events where kind = 'signature_asked' order by id desc limit 1")
        .await;
    for words in [r#""kind":"anew""#, r#""method":"online""#] {
        assert!(event.contains(words), "{event}");
    }
    let letters = draft.app.mail_to(SIGNATORY).await;
    let letter = letters.last();
    assert!(letter.subject.starts_with("Sign "), "{}", letter.subject);
    let why = "its page could not be used, so we need a new signature";
    assert!(letter.text.contains(why), "{}", letter.text);
    for (path, browser) in [
        (draft.path("signature"), &browser),
        (draft.path("progress"), &browser),
        (team_path(&draft, "signature"), &team),
        (team_path(&draft, "recommend"), &team),
    ] {
        expect_no_change(&browser.visit(&path).await);
    }
    browser
        .visit(&draft.path("signature"))
        .await
        .expect_text("We cannot decide before somebody signs.")
        .expect_no_text("Cancel the request");
    signed(&draft, &link).await;
    let told = draft.app.mail_to("team@psn.example").await;
    let text = &told.last().text;
    assert!(
        text.contains("signed the commitments as the signatory"),
        "{text}"
    );
    team.visit(&team_path(&draft, "signature"))
        .await
        .expect_text("Covers what was submitted: yes.")
        .expect_text("Commitment statement, asked for again");
}

/// The signatory reads what it is about, and signs.
async fn signed(draft: &GivenDraft, link: &str) {
    let browser = draft.app.browser();
    let first = browser.visit(link).await;
    expect_no_change(&first);
    first
        .expect_text("Its statement was signed on paper, and the page could not be used")
        .expect_text("read the commitments and sign them");
    let page = draft.enter(&browser, link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    expect_no_change(&page);
    page.expect_heading("What you are signing")
        .expect_no_text("Changes");
    let page = page.click("Continue to the commitments").await;
    let page = page.submit(SIGNATURE).await.follow().await;
    page.expect_heading("You signed the commitment statement")
        .expect_text("The PSN team goes on with its review.")
        .expect_no_text("can now submit");
    draft.app.run_due_work().await;
}

#[tokio::test]
async fn it_is_signed_anew_in_ink_too_and_cannot_be_taken_back() {
    let (draft, team) = refused("anew-ink").await;
    let browser = draft.browser().await;
    sign_in_ink(&draft, &browser).await;
    let kinds: String = draft
        .app
        .value("select string_agg(kind || ' ' || state, ', ' order by sent_at) from signature_requests")
        .await;
    assert_eq!(kinds, "initial voided, anew signed");
    draft.app.run_due_work().await;
    let told = draft.app.mail_to("team@psn.example").await;
    let text = &told.last().text;
    assert!(text.contains("uploaded a new page"), "{text}");
    team.visit(&team_path(&draft, "signature"))
        .await
        .expect_text("Check the signed page");
}

#[tokio::test]
async fn a_reply_that_changes_answers_asks_for_a_signature_on_what_it_is_now() {
    let (draft, _) = refused("anew-reply").await;
    let browser = draft.browser().await;
    let first = send_online(&draft, &browser).await;
    draft
        .change(
            "description-for-users",
            "description",
            "A gazetteer for councils only.",
        )
        .await;
    let change = Change {
        page: "description-for-users".to_owned(),
        label: "Description for users".to_owned(),
        before: "Before".to_owned(),
        after: "A gazetteer for councils only.".to_owned(),
        ..Change::default()
    };
    let session = draft.app.given_session(&draft.editor).await;
    let actor = draft.app.app.store.actor(session.credential).await.unwrap();
    let actor = actor.unwrap();
    let mut tx = draft
        .app
        .app
        .store
        .write(Context::of(&actor))
        .await
        .unwrap();
    let case = load_for_update(&mut tx, &draft.reference).await.unwrap();
    let permit = authorise::<ReplyToClarification>(&actor, draft.organisation.id).unwrap();
    let url = draft.app.app.public_url.clone();
    let asked = ask_reconfirmation(&mut tx, &permit, &actor, &case.unwrap(), &[change], &url).await;
    assert!(asked.unwrap().is_some());
    let event = Event::new(Kind::ClarificationAnswered).organisation(draft.organisation.id);
    tx.commit(&event).await.unwrap();
    draft.app.run_due_work().await;
    let second = draft.app.mail_to(SIGNATORY).await.last_link();
    assert_ne!(first, second);
    draft.app.browser().open(&first).await.expect_status(410);
    signed(&draft, &second).await;
    browser
        .visit(&draft.path("signature"))
        .await
        .expect_text("The signature covers your application as it is.");
}

#[tokio::test]
async fn what_happened_says_who_signed_and_who_uploaded_and_names_nobody_of_the_team() {
    let draft = given("who").await;
    draft.agree().await;
    let browser = draft.browser().await;
    let code = sign_in_ink(&draft, &browser).await;
    submit(&draft, &browser).await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let team = draft.app.sign_in(&assessor).await;
    let page = team.visit(&team_path(&draft, "signature")).await;
    let mut right = vec![("outcome", "accepted")];
    right.extend(["readable", "code", "name", "date"].map(|found| ("found", found)));
    page.submit_all(&right).await.expect_status(303);
    let signed = format!(
        "Helen Marsh signed on paper; {} uploaded the page",
        draft.editor.name
    );
    let administrator = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let administrator = draft.app.sign_in(&administrator).await;
    let activity = format!("/organisations/{}/activity", draft.organisation.id);
    for (browser, path, checked) in [
        (
            &administrator,
            &activity,
            "PSN team: signed page found right",
        ),
        (
            &browser,
            &draft.path("progress"),
            "The PSN team found the signed page right",
        ),
        (
            &team,
            &team_path(&draft, "timeline"),
            "Signed page found right",
        ),
    ] {
        let page = browser.visit(path).await;
        page.expect_text(&signed).expect_text(checked);
        if path != &team_path(&draft, "timeline") {
            page.expect_no_text(&assessor.name);
        }
    }
    // Not by asking for what that person did, either.
    let page = format!("{activity}?person={}", assessor.id);
    administrator
        .visit(&page)
        .await
        .expect_no_text("signed page found right");
    // The copy for programs tells it too.
    let copy = checked_copy(&browser, &draft).await;
    let request = &copy["signature_requests"][0];
    assert_eq!(request["method"], "ink");
    assert_eq!(request["statement_code"], code.as_str());
    assert_eq!(request["signed_page"]["signed_name"], "Helen Marsh");
    assert_eq!(request["signed_page"]["outcome"], "accepted");
    let text = copy.to_string();
    assert!(!text.contains(&assessor.name), "the copy names the team");
}
