//! After a clarification the signatory confirms what changed, and only that.

use crate::given_draft::{GivenDraft, SIGNATORY, SIGNATURE};
use audit::{Event, Kind};
use policy::organisation::ReplyToClarification;
use policy::{Actor, authorise};
use service::applications::load_for_update;
use service::signature_requests::{Change, Covering, ask_reconfirmation, covering};
use store::Context;

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
    page.expect_heading("Confirm changes to what you signed");
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_heading("What has changed since you signed")
        .expect_text(&change.before)
        .expect_text(&change.after);
    let page = page.click("Continue to the commitments").await;
    let signed = page.submit(SIGNATURE).await.follow().await;
    signed.expect_heading("You confirmed the changes");
    let Covering::Signed(request) = covered(&draft, &actor).await else {
        panic!("the confirmation covers the application");
    };
    assert_eq!(request.kind.as_str(), "reconfirmation");
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
