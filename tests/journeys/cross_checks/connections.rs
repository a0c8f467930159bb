//! Connections, drawn and in a table.

use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::TeamRole;

#[tokio::test]
async fn connections_are_drawn_for_the_supplier() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    for path in ["connections/list", "connections/check"] {
        let page = browser.visit(&draft.path(path)).await;
        assert_eq!(
            page.select_text("main svg[role=img] title").len(),
            1,
            "{path}"
        );
    }
    // In print too, and with every connection in words.
    let everything = browser.visit(&draft.path("everything")).await;
    let drawn = everything.select_text("main svg[role=img] title");
    assert_eq!(drawn.len(), 1);
    everything.expect_text("Connections");
}

#[tokio::test]
async fn connections_are_drawn_for_the_assessor() {
    let draft = GivenDraft::complete().await;
    draft
        .app
        .sql("update applications set state = 'under_review', submitted_at = access.now(), target_on = access.today() + 28")
        .await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let browser = draft.app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}", draft.reference);
    let group = browser.visit(&format!("{case}/review/service")).await;
    assert_eq!(group.select_text("main svg[role=img] title").len(), 1);
}

#[tokio::test]
async fn what_passes_over_a_connection_and_what_secures_it_is_in_the_table_for_everybody() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let list = browser.visit(&draft.path("connections/list")).await;
    let columns = list.select_text("main table th[scope=col]");
    assert_eq!(columns[3..], ["What passes", "Controls"]);
    let cells = list.select_text("main table tbody tr:first-child td");
    assert_eq!(cells.len(), 4);
    // The signatory reads the drawing and the table too, from what is signed.
    let link = draft.ask_signatory().await;
    let signatory = draft.app.browser();
    let page = draft.enter(&signatory, &link, SIGNATORY).await;
    page.submit([("authority", "yes")]).await.follow().await;
    let everything = signatory.visit(&format!("{link}/everything")).await;
    assert_eq!(everything.select_text("main svg[role=img] title").len(), 1);
    let signed = everything.select_text("main table tbody tr:first-child td");
    assert_eq!(signed, cells);
}
