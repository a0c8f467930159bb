//! The application before was signed in ink.

use super::{given, sign_in_ink};
use domain::role::TeamRole;
use store::Context;
use store::documents::history::list_of_earlier;

#[tokio::test]
async fn a_renewal_has_no_signed_page_among_last_years_documents() {
    let draft = given("earlier").await;
    let browser = draft.browser().await;
    sign_in_ink(&draft, &browser).await;
    draft.certify(60).await;
    let draft = draft.renewed().await;
    let pages = "documents d join renewals r on r.earlier_application_id = d.application_id
                 where d.signature_request_id is not null and d.removed_at is null";
    assert_eq!(draft.app.count(pages).await, 1);
    // Neither to use it again, nor for the team as a document that is gone.
    browser
        .visit(&draft.path("documents/again"))
        .await
        .expect_text("There are no documents that you can use again.")
        .expect_no_text("signed");
    draft
        .app
        .sql(&format!(
            "update applications set state = 'submitted', submitted_at = access.now() where reference = '{}'",
            draft.reference
        ))
        .await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let session = draft.app.given_session(&assessor).await;
    let store = &draft.app.app.store;
    let actor = store.actor(session.credential).await.unwrap().unwrap();
    let mut tx = store.read(Context::of(&actor)).await.unwrap();
    assert_eq!(list_of_earlier(&mut tx, draft.id).await.unwrap(), []);
    drop(tx);
    // What is a document is listed.
    draft
        .app
        .sql("update documents set signature_request_id = null")
        .await;
    let mut tx = store.read(Context::of(&actor)).await.unwrap();
    assert_eq!(list_of_earlier(&mut tx, draft.id).await.unwrap().len(), 1);
}
