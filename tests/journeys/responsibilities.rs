//! What an infrastructure covers of a question and what remains: published by its owner, read by
//! those who chose it.

use crate::given_draft::{GivenDraft, SIGNATORY};
use crate::hosting::{ZONE, agreed, given_held, zone_of};
use domain::role::{OrganisationRole, TeamRole};
use tests::{Page, TestApp};
use time::Duration;

const WORDS: &str = "Encrypt what leaves the hall.";

#[tokio::test]
async fn an_owner_publishes_and_those_who_chose_the_infrastructure_read_it() {
    let draft = agreed().await;
    let app = &draft.app;
    let (host, owner) = given_held(app).await;
    let supplier = draft.browser().await;
    let question = draft.path("security/1a");
    supplier
        .visit(&question)
        .await
        .expect_no_text("says about this");
    let zone = zone_of(&host);
    let page = owner
        .visit(&zone)
        .await
        .click("Say what it covers, and what remains with the services on it")
        .await;
    page.expect_text("You have published nothing");
    let one = format!("{zone}/responsibilities/1a");
    let page = owner.visit(&one).await;
    page.expect_text("Harbour PSN Zone")
        .expect_no_text("to take back what you published");
    refused(&page).await;
    app.skip_audit().await;
    let sent = page.submit([("covers", "We encrypt our links."), ("remains", WORDS)]);
    sent.await.follow().await.expect_text(WORDS);
    app.expect_audit(["responsibility_published"]).await;
    // The supplier reads it beside this question and no other.
    supplier
        .visit(&question)
        .await
        .expect_text("What Harbour PSN Zone says about this")
        .expect_text("We encrypt our links.")
        .expect_text(WORDS);
    supplier
        .visit(&draft.path("security/1b"))
        .await
        .expect_no_text("says about this");
    a_viewer_reads_it(&draft).await;
    // So does the assessor.
    app.sql("update applications set state = 'under_review', submitted_at = access.now(), target_on = access.today() + 28")
        .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let review = format!("/team/applications/{}/review", draft.reference);
    assessor
        .visit(&format!("{review}/1a"))
        .await
        .expect_text(WORDS);
    assessor
        .visit(&format!("{review}/1b"))
        .await
        .expect_no_text("says about this");
    // Without words of what remains it is taken back.
    let page = owner.visit(&one).await;
    page.expect_text("Empty both boxes to take back what you published");
    page.submit([("covers", ""), ("remains", "")])
        .await
        .expect_status(303);
    app.expect_audit(["responsibility_published"]).await;
    assert_eq!(app.count("responsibilities").await, 0);
}

/// Whoever may only read the question reads it too.
async fn a_viewer_reads_it(draft: &GivenDraft) {
    let app = &draft.app;
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = app.sign_in(&viewer).await;
    viewer
        .visit(&draft.path("security/1a"))
        .await
        .expect_text("You can read this")
        .expect_text(WORDS);
}

/// What is left out, or too long, is said beside its field.
async fn refused(page: &Page) {
    page.submit([("covers", "We encrypt the links between our halls.")])
        .await
        .expect_error("remains", "Enter what remains with the service");
    let long = "a".repeat(1501);
    page.submit([("remains", long.as_str())])
        .await
        .expect_error(
            "remains",
            "What remains with the service must be 1,500 characters or less",
        );
}

#[tokio::test]
async fn who_signs_and_who_assesses_read_everything_that_remains() {
    let draft = agreed().await;
    let app = &draft.app;
    let (host, owner) = given_held(app).await;
    let responsibilities = format!("{}/responsibilities", zone_of(&host));
    let page = owner.visit(&format!("{responsibilities}/10a")).await;
    page.submit([("remains", "Keep your own keys.")])
        .await
        .expect_status(303);
    let page = owner.visit(&format!("{responsibilities}/1a")).await;
    page.submit([("remains", WORDS)]).await.expect_status(303);
    let link = draft.ask_signatory().await;
    let signatory = app.browser();
    draft.enter(&signatory, &link, SIGNATORY).await;
    let everything = signatory.visit(&format!("{link}/everything")).await;
    everything
        .expect_text("What your infrastructure leaves to your service")
        .expect_text("Harbour Hosting plc publishes this about its infrastructure")
        .expect_text(WORDS)
        .expect_text("Keep your own keys.");
    let text = everything.text();
    let order = (text.find(WORDS), text.find("Keep your own keys."));
    assert!(order.0 < order.1, "not in the order of the questions");
    app.sql("update applications set state = 'under_review', submitted_at = access.now(), target_on = access.today() + 28")
        .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}/infrastructure", draft.reference);
    assessor
        .visit(&case)
        .await
        .expect_text("What the owner leaves to the service")
        .expect_text(WORDS)
        .expect_text("Keep your own keys.");
    // Once somebody else holds the infrastructure, nobody reads it any more.
    let next = app.given_organisation("Another Hosting Limited").await;
    app.sql(&format!(
        "update infrastructures set owner_organisation_id = '{}' where id = '{ZONE}'",
        next.id.0
    ))
    .await;
    assessor.visit(&case).await.expect_no_text(WORDS);
    signatory
        .visit(&format!("{link}/everything"))
        .await
        .expect_no_text("What your infrastructure leaves to your service")
        .expect_no_text(WORDS);
}

#[tokio::test]
async fn only_the_owner_publishes_and_only_those_who_chose_it_read_it() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    crate::hosting::given_zone(app).await;
    let (host, _) = given_held(app).await;
    let zone = zone_of(&host);
    app.sql(&format!(
        "insert into responsibilities (infrastructure_id, subject, organisation_id, covers, remains, published_at,
             published_by, published_by_name)
         select '{ZONE}', '1a', '{}', '', '{WORDS}', now(), id, name from users limit 1",
        host.id.0
    ))
    .await;
    // This draft names its infrastructure in words of its own.
    let supplier = draft.browser().await;
    let question = draft.path("security/1a");
    supplier.visit(&question).await.expect_no_text(WORDS);
    let of_host = format!("{zone}/responsibilities");
    supplier.open(&of_host).await.expect_status(404);
    supplier
        .open(&format!("{of_host}/1a"))
        .await
        .expect_status(404);
    let viewer = app.given_member(&host, OrganisationRole::Viewer).await;
    let viewer = app.sign_in(&viewer).await;
    viewer.visit(&of_host).await.expect_text(WORDS);
    viewer
        .open(&format!("{of_host}/1a"))
        .await
        .expect_status(403);
    // Once it is chosen, it is read.
    draft
        .change("infrastructure/find", "infrastructure", ZONE)
        .await;
    supplier.visit(&question).await.expect_text(WORDS);
    // Once somebody else holds the infrastructure, nobody reads it any more.
    let next = app.given_organisation("Another Hosting Limited").await;
    app.sql(&format!(
        "update infrastructures set owner_organisation_id = '{}' where id = '{ZONE}'",
        next.id.0
    ))
    .await;
    supplier.visit(&question).await.expect_no_text(WORDS);
    let editor = app.given_member(&next, OrganisationRole::Editor).await;
    let editor = app.sign_in(&editor).await;
    let covered = format!("{}/responsibilities", zone_of(&next));
    editor.visit(&covered).await.expect_no_text(WORDS);
    viewer.open(&of_host).await.expect_status(404);
    let page = editor.visit(&format!("{covered}/1a")).await;
    page.expect_no_text(WORDS);
    page.submit([("remains", "Keep your own keys.")])
        .await
        .expect_status(303);
    supplier
        .visit(&question)
        .await
        .expect_text("Keep your own keys.")
        .expect_no_text(WORDS);
}

#[tokio::test]
async fn what_a_colleague_published_meanwhile_is_not_lost() {
    let draft = agreed().await;
    let app = &draft.app;
    let (host, owner) = given_held(app).await;
    let one = format!("{}/responsibilities/1a", zone_of(&host));
    let first = owner.visit(&one).await;
    let second = owner.visit(&one).await;
    first.submit([("remains", WORDS)]).await.expect_status(303);
    let clash = second.submit([("remains", "Keep your own keys.")]).await;
    clash
        .expect_status(409)
        .expect_text("A colleague published something else after you opened the page")
        .expect_text(WORDS);
    assert_eq!(count_of(app, WORDS).await, 1);
    // Published again, it takes the place of theirs.
    app.advance(Duration::minutes(1)).await;
    clash.submit([]).await.expect_status(303);
    assert_eq!(count_of(app, "Keep your own keys.").await, 1);
    // What a colleague took back is not put there again unseen.
    let late = owner.visit(&one).await;
    let taking_back = owner.visit(&one).await;
    taking_back
        .submit([("remains", "")])
        .await
        .expect_status(303);
    late.submit([("remains", WORDS)])
        .await
        .expect_status(409)
        .expect_text("A colleague took back what was published");
    assert_eq!(app.count("responsibilities").await, 0);
}

async fn count_of(app: &TestApp, words: &str) -> i64 {
    app.count(&format!("responsibilities where remains = '{words}'"))
        .await
}
