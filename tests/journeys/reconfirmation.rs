//! After a clarification the signatory confirms what changed, and only that.

use crate::given_draft::{GivenDraft, SIGNATORY, SIGNATURE};
use audit::{Event, Kind};
use policy::organisation::ReplyToClarification;
use policy::{Actor, authorise};
use service::applications::load_for_update;
use service::signature_requests::{Change, Covering, ask_reconfirmation, covering};
use store::Context;
use tests::Browser;

/// A submitted application, and its editor as the service knows them.
async fn submitted() -> (GivenDraft, Actor) {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft.sign().await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_status(303);
    draft.app.run_due_work().await;
    let session = draft.app.given_session(&draft.editor).await;
    let actor = draft.app.app.store.actor(session.credential).await.unwrap();
    (draft, actor.unwrap())
}

async fn covered(draft: &GivenDraft, actor: &Actor) -> Covering {
    let mut tx = draft.app.app.store.write(Context::of(actor)).await.unwrap();
    let case = load_for_update(&mut tx, &draft.reference).await.unwrap();
    covering(&mut tx, &case.unwrap()).await.unwrap()
}

/// What a reply to a clarification does.
async fn ask(draft: &GivenDraft, actor: &Actor, changes: &[Change]) {
    let mut tx = draft.app.app.store.write(Context::of(actor)).await.unwrap();
    let case = load_for_update(&mut tx, &draft.reference).await.unwrap();
    let permit = authorise::<ReplyToClarification>(actor, draft.organisation.id).unwrap();
    let url = draft.app.app.public_url.clone();
    ask_reconfirmation(&mut tx, &permit, actor, &case.unwrap(), changes, &url)
        .await
        .unwrap();
    let event = Event::new(Kind::ClarificationAnswered).organisation(draft.organisation.id);
    tx.commit(&event).await.unwrap();
}

/// The team has an e-mail that something changed, and which page shows it.
async fn team_is_told(draft: &GivenDraft, what: &str) {
    let letters = draft.app.mail_to("team@psn.example").await;
    let subject = format!("{}: something changed", draft.reference);
    let mut letters = letters.all().iter();
    let letter = letters.find(|letter| letter.subject == subject).unwrap();
    assert!(letter.text.contains(what), "{}", letter.text);
    let page = format!("/team/applications/{}/signature", draft.reference);
    assert!(letter.text.contains(&page), "{}", letter.text);
}

#[tokio::test]
async fn the_signatory_confirms_only_what_changed() {
    let (draft, actor) = submitted().await;
    let before = covered(&draft, &actor).await;
    assert!(before.is_signed());
    draft
        .change(
            "description-for-users",
            "description",
            "A gazetteer for councils only.",
        )
        .await;
    assert!(matches!(covered(&draft, &actor).await, Covering::None));
    let change = Change {
        page: "description-for-users".to_owned(),
        label: "Description for users".to_owned(),
        before: "A national <b>address</b> and street gazetteer.".to_owned(),
        after: "A gazetteer for councils only.".to_owned(),
        ..Change::default()
    };
    ask(&draft, &actor, std::slice::from_ref(&change)).await;
    assert!(matches!(
        covered(&draft, &actor).await,
        Covering::Waiting(_)
    ));
    let page = draft.browser().await.visit(&draft.path("progress")).await;
    page.expect_text("Helen Marsh still has to confirm what changed");
    let mail = draft.app.mail_to(SIGNATORY).await;
    assert_eq!(mail.last().subject, "Confirm 1 change to what you signed");
    let link = mail.last_link();
    let browser = draft.app.browser();
    let page = browser.visit(&link).await;
    page.expect_heading("Confirm changes to a signed application")
        .expect_text("The team asked about some answers, and they changed.")
        .expect_text("read what has changed, with the application as it is now")
        .expect_no_text("asks you to sign");
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_heading("What has changed since the application was signed")
        .expect_text(&change.before)
        .expect_text(&change.after);
    let page = page.click("Continue to the commitments").await;
    let signed = page.submit(SIGNATURE).await.follow().await;
    signed.expect_heading("You confirmed the changes");
    let Covering::Signed(request) = covered(&draft, &actor).await else {
        panic!("the confirmation covers the application");
    };
    assert_eq!(request.kind.as_str(), "reconfirmation");
    team_is_told(&draft, "confirmed the changes as the signatory").await;
    // The first signature stands as it was.
    let both = "signature_requests where state = 'signed'";
    assert_eq!(draft.app.count(both).await, 2);
}

#[tokio::test]
async fn a_new_contact_needs_no_new_signature_and_a_second_request_replaces_the_first() {
    let (draft, actor) = submitted().await;
    draft
        .change("contacts/service-desk", "name", "The other desk")
        .await;
    assert!(covered(&draft, &actor).await.is_signed());
    ask(&draft, &actor, &[]).await;
    assert_eq!(draft.app.count("signature_requests").await, 1);
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
        after: "After".to_owned(),
        ..Change::default()
    };
    ask(&draft, &actor, std::slice::from_ref(&change)).await;
    let first = draft.app.mail_to(SIGNATORY).await.last_link();
    ask(&draft, &actor, &[change]).await;
    let second = draft.app.mail_to(SIGNATORY).await.last_link();
    assert_ne!(first, second);
    let browser = draft.app.browser();
    browser
        .open(&first)
        .await
        .expect_status(410)
        .expect_heading("This request was cancelled");
    browser.visit(&second).await;
}

/// A description changed in reply to a clarification, and Helen Marsh will not confirm it.
async fn declined() -> (GivenDraft, Actor) {
    let (draft, actor) = submitted().await;
    let after = "A gazetteer for councils only.";
    draft
        .change("description-for-users", "description", after)
        .await;
    let change = Change {
        page: "description-for-users".to_owned(),
        label: "Description for users".to_owned(),
        before: "Before".to_owned(),
        after: after.to_owned(),
        ..Change::default()
    };
    ask(&draft, &actor, &[change]).await;
    let link = draft.app.mail_to(SIGNATORY).await.last_link();
    let browser = draft.app.browser();
    draft.enter(&browser, &link, SIGNATORY).await;
    let page = browser.visit(&format!("{link}/cannot-sign")).await;
    page.submit([("reason", "will_not_sign")])
        .await
        .expect_redirect(&format!("{link}/told"));
    team_is_told(&draft, "cannot confirm the changes as the signatory").await;
    (draft, actor)
}

#[tokio::test]
async fn what_was_not_confirmed_can_be_sent_to_the_same_person_again() {
    let (draft, actor) = declined().await;
    let supplier = draft.browser().await;
    supplier
        .visit("/home")
        .await
        .expect_text("Northwind Gazetteer: Helen Marsh cannot sign");
    supplier
        .visit(&draft.path("progress"))
        .await
        .expect_text("Nobody has confirmed what changed");
    let page = supplier.visit(&draft.path("signature")).await;
    page.expect_text("I will not sign")
        .expect_text("send it again, to Helen Marsh or to somebody else");
    let page = page.click("Send it again").await;
    let page = page.submit([]).await.follow().await;
    page.expect_text("the answers that changed since the application was signed")
        .expect_no_text("Finish these first");
    draft.app.skip_audit().await;
    let sent = page.press("Send to Helen Marsh", []).await;
    sent.expect_redirect(&draft.path("signature"));
    // Pressing it twice sends it once.
    page.press("Send to Helen Marsh", [])
        .await
        .expect_status(303);
    draft.app.expect_audit(["signature_asked"]).await;
    let mail = draft.app.mail_to(SIGNATORY).await;
    assert_eq!(mail.last().subject, "Confirm 1 change to what you signed");
    let link = mail.last_link();
    let page = draft.commitments(&draft.app.browser(), &link).await;
    page.submit(SIGNATURE).await.expect_status(303);
    assert!(covered(&draft, &actor).await.is_signed());
    // Now there is nothing to send.
    supplier
        .open(&draft.path("signatory"))
        .await
        .expect_redirect(&draft.path("signature"));
}

#[tokio::test]
async fn what_was_not_confirmed_can_be_sent_to_somebody_else() {
    const OTHER: &str = "omar.haddad@northwind.example";
    let (draft, actor) = declined().await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signatory")).await;
    let other = [
        ("name", "Omar Haddad"),
        ("job_title", "Chair of the board"),
        ("email", OTHER),
    ];
    let page = page.submit(other).await.follow().await;
    page.press("Send to Omar Haddad", [])
        .await
        .expect_status(303);
    let mail = draft.app.mail_to(OTHER).await;
    assert!(mail.last().subject.starts_with("Sign Northwind Mapping"));
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &mail.last_link(), OTHER).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_heading("What has changed since the application was signed")
        .expect_text("A gazetteer for councils only.")
        .expect_text("What will be published");
    let page = page.click("Continue to the commitments").await;
    page.submit(SIGNATURE).await.expect_status(303);
    let Covering::Signed(request) = covered(&draft, &actor).await else {
        panic!("the confirmation covers the application");
    };
    assert_eq!(request.signatory.name, "Omar Haddad");
}

#[tokio::test]
async fn nothing_is_sent_again_while_the_answers_may_change() {
    let (draft, _) = declined().await;
    draft
        .app
        .sql("update applications set state = 'awaiting_supplier'")
        .await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signature")).await;
    page.expect_no_text("Send it again");
    let csrf = supplier.visit("/account").await.csrf();
    for tail in ["signatory", "signatory/check"] {
        let path = draft.path(tail);
        let page = supplier.post(&path, &[("csrf", &csrf)]).await;
        page.expect_status(303);
    }
    let open = "signature_requests where state in ('sent', 'opened')";
    assert_eq!(draft.app.count(open).await, 0);
}

/// A description changed in reply to a clarification, and Helen Marsh says that something is wrong. Gives
/// the assessor's browser and the link of the signatory.
async fn found_wrong() -> (GivenDraft, Browser, String) {
    let (draft, actor) = submitted().await;
    let after = "A gazetteer for councils only.";
    draft
        .change("description-for-users", "description", after)
        .await;
    let change = Change {
        page: "description-for-users".to_owned(),
        label: "Description for users".to_owned(),
        before: "Before".to_owned(),
        after: after.to_owned(),
        ..Change::default()
    };
    ask(&draft, &actor, &[change]).await;
    let assessor = draft
        .app
        .given_team_member(domain::role::TeamRole::Assessor)
        .await;
    let assessor = draft.app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}", draft.reference);
    let page = assessor.visit(&case).await;
    page.press("Begin the review", []).await.expect_status(303);
    let link = draft.app.mail_to(SIGNATORY).await.last_link();
    let browser = draft.app.browser();
    draft.enter(&browser, &link, SIGNATORY).await;
    let page = browser.visit(&format!("{link}/cannot-sign")).await;
    page.expect_text("reads this, and so does the PSN team");
    let why = [
        ("reason", "something_is_wrong"),
        ("note", "Councils <b>and</b> the police use it."),
    ];
    let told = page.submit(why).await.follow().await;
    told.expect_text("cannot change an answer while the Public Services Network (PSN) team has")
        .expect_text("We have told the team too")
        .expect_no_text("If they put right what is wrong");
    team_is_told(
        &draft,
        "The supplier can only correct it if you ask about the answers",
    )
    .await;
    (draft, assessor, link)
}

#[tokio::test]
async fn the_team_reads_what_the_signatory_says_is_wrong_and_is_led_to_asking() {
    let (draft, assessor, _) = found_wrong().await;
    let case = format!("/team/applications/{}", draft.reference);
    let page = assessor.visit(&case).await;
    page.expect_text("Helen Marsh says that something in the application is wrong.");
    let page = page.click("Read what they wrote").await;
    page.expect_text("Covers what was submitted: no. Helen Marsh says that something")
        .expect_text("Councils <b>and</b> the police use it.");
    page.click("ask the supplier")
        .await
        .expect_heading("Ask the supplier");
}

#[tokio::test]
async fn the_supplier_is_told_how_what_the_signatory_says_is_wrong_can_be_corrected() {
    let (draft, assessor, link) = found_wrong().await;
    let case = format!("/team/applications/{}", draft.reference);
    // Wherever it says how the application stands.
    let letters = draft.app.mail_to(&draft.editor.email).await;
    let mut letters = letters.all().iter();
    let letter = letters.find(|letter| letter.subject == "Helen Marsh cannot sign");
    let text = &letter.unwrap().text;
    assert!(text.contains("You cannot change an answer while"), "{text}");
    assert!(!text.contains("choose somebody else"), "{text}");
    let supplier = draft.browser().await;
    let how =
        "Ask the PSN team about the question: the team can then ask you to correct the answer";
    for tail in ["progress", "signature", "description-for-users"] {
        let page = supplier.visit(&draft.path(tail)).await;
        page.expect_text(how);
    }
    let page = supplier.visit(&draft.path("description-for-users")).await;
    page.click("Ask the PSN team about this question")
        .await
        .expect_text("What do you want to ask?");
    let page = supplier.visit(&draft.path("signature")).await;
    page.expect_no_text("Read the reason, then send it again");
    page.click("Ask the PSN team about the question")
        .await
        .expect_text("Ask the PSN team about a question");
    // Once it was asked about, the answer can be corrected and the signatory is asked again.
    let page = assessor.visit(&format!("{case}/review/service")).await;
    let verdict = [("verdict", "ask"), ("note", "Who uses it?")];
    page.submit(verdict).await.expect_status(303);
    let page = assessor.visit(&format!("{case}/clarifications/new")).await;
    let check = page.submit([]).await.follow().await;
    check.press("Send request", []).await.expect_status(303);
    supplier
        .visit(&draft.path("signature"))
        .await
        .expect_text("The PSN team has asked you about answers since.")
        .expect_no_text("Send it again");
    let page = supplier.visit(&draft.path("description-for-users")).await;
    let answer = [("description", "A gazetteer for councils and the police.")];
    page.press("Save and continue", answer)
        .await
        .expect_status(303);
    let id: String = draft.app.value("select id::text from clarifications").await;
    let item = supplier
        .visit(&draft.path(&format!("clarifications/{id}/service")))
        .await;
    let check = item.submit([("reply", "Both do.")]).await.follow().await;
    check
        .press("Send to the PSN team", [])
        .await
        .expect_status(303);
    let again = draft.app.mail_to(SIGNATORY).await.last_link();
    assert_ne!(again, link);
}

/// A submitted application with two connections, which the team asks about. Gives the subject.
async fn asked_about_connections() -> (GivenDraft, &'static str) {
    let draft = GivenDraft::complete().await;
    connect(&draft, 2, "Support").await;
    draft.agree().await;
    draft.sign().await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_status(303);
    let assessor = draft
        .app
        .given_team_member(domain::role::TeamRole::Assessor)
        .await;
    let assessor = draft.app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}", draft.reference);
    let page = assessor.visit(&case).await;
    page.press("Begin the review", []).await.expect_status(303);
    let set = questions::find("psn-cop", "2015-07").unwrap();
    let (_, asked) = set.page("connections").unwrap();
    let subject = service::subjects::of_page(set, asked).unwrap();
    let page = assessor.visit(&format!("{case}/review/{subject}")).await;
    let verdict = [("verdict", "ask"), ("note", "Which are there?")];
    page.submit(verdict).await.expect_status(303);
    let page = assessor.visit(&format!("{case}/clarifications/new")).await;
    let check = page.submit([]).await.follow().await;
    check.press("Send request", []).await.expect_status(303);
    (draft, subject)
}

/// What each connection is asked.
const HOW: &str = "How you secure this connection: How do you secure this connection?";

#[tokio::test]
async fn the_signatory_reads_which_item_changed_and_whether_it_is_new_or_gone() {
    let (draft, subject) = asked_about_connections().await;
    let supplier = draft.browser().await;
    let only_first = "page = 'connections/n/security' and item = 1";
    draft
        .app
        .sql(&format!(
            "update answers set answer = jsonb_set(answer, '{{how_secured}}', '[\"With a better firewall at each end.\"]')
             where {only_first}"
        ))
        .await;
    for page in ["connections/n", "connections/n/security"] {
        draft.forget(page, 2).await;
    }
    connect(&draft, 3, "Partner").await;
    let id: String = draft.app.value("select id::text from clarifications").await;
    let item = supplier
        .visit(&draft.path(&format!("clarifications/{id}/{subject}")))
        .await;
    let check = item.submit([("reply", "These.")]).await.follow().await;
    check
        .press("Send to the PSN team", [])
        .await
        .expect_status(303);
    let link = draft.app.mail_to(SIGNATORY).await.last_link();
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    let cards = page.select_text(".govuk-summary-card");
    let card = |title: &str| {
        let mut found = cards.iter().filter(|card| card.starts_with(title));
        let card = found
            .next()
            .unwrap_or_else(|| panic!("no {title} in {cards:#?}"));
        assert!(found.next().is_none(), "{title} in {cards:#?}");
        card
    };
    let changed = card(&format!("1. {HOW}"));
    assert!(
        changed.contains("Connections to other environments"),
        "{changed}"
    );
    assert!(changed.contains("With a better firewall"), "{changed}");
    assert!(card(&format!("2. {HOW}")).ends_with("Removed"));
    let added = card(&format!("3. {HOW}"));
    assert!(added.contains("Not there"), "{added}");
    assert!(added.contains("Added"), "{added}");
}

/// A connection to another environment, secured like all of them.
async fn connect(draft: &GivenDraft, item: i16, name: &str) {
    let values = |fields: &[(&str, &str)]| {
        let fields = fields.iter();
        fields
            .map(|(field, value)| ((*field).to_owned(), vec![(*value).to_owned()]))
            .collect()
    };
    let described = values(&[
        ("name", name),
        ("kind", "internet"),
        ("direction", "both"),
        (
            "what_passes",
            "Requests for addresses, and the answers to them.",
        ),
    ]);
    let secured = values(&[
        ("technical_controls", "firewall"),
        ("how_secured", "With a firewall at each of its ends."),
    ]);
    draft.answer("connections/n", item, &described).await;
    draft.answer("connections/n/security", item, &secured).await;
}
