//! The whole story of Northwind Mapping Limited (`tests/cases/northwind-gazetteer.json`):
//! from an account to a certificate that anybody can check, with a question on the way.

use crate::papers::expect_papers;
use crate::story::Story;
use domain::role::TeamRole;

const FILE: &str = include_str!("../cases/northwind-gazetteer.json");

/// What happened, in order; the same kind several times in a row is told once.
const TRAIL: &[&str] = &[
    "account_requested",
    "email_confirmed",
    "password_tried",
    "account_created",
    "signed_in",
    "organisation_created",
    "colleague_invited",
    "account_requested",
    "email_confirmed",
    "password_tried",
    "account_created",
    "signed_in",
    "invitation_accepted",
    "application_started",
    "answer_saved",
    "copy_taken",
    "owner_asked",
    "link_code_sent",
    "link_opened",
    "owner_answer_kept",
    "owner_answered",
    "signature_asked",
    "link_code_sent",
    "link_opened",
    "authority_confirmed",
    "commitments_signed",
    "application_submitted",
    "review_began",
    "infrastructure_confirmed",
    "answer_judged",
    "clarification_asked",
    "answer_set_aside",
    "answer_saved",
    "clarification_reply_saved",
    "signature_asked",
    "clarification_answered",
    "link_code_sent",
    "link_opened",
    "authority_confirmed",
    "commitments_signed",
    "answer_judged",
    "decision_recommended",
    "decision_approved",
    "certificate_issued",
];

#[tokio::test]
async fn northwind_gets_a_certificate_after_one_question() {
    let story = Story::begin(FILE, &[]).await;
    let priya = story.the_point_of_contact_makes_an_account().await;
    story.sets_up_the_organisation(&priya).await;
    let dev = story.a_colleague_joins(&priya).await;
    let root = story.the_colleague_fills_in_the_application(&dev).await;
    expect_papers(&dev, &root, &[story.case.text("/answers/3c/explanation")]).await;
    story.nothing_is_submitted_yet(&dev, &root).await;
    story.the_owner_agrees(&dev, &root).await;
    story.the_signatory_signs(&dev, &root).await;
    story.submits(&dev, &root).await;

    let assessor = story.app.given_team_member(TeamRole::Assessor).await;
    let assessor = story.app.sign_in(&assessor).await;
    let path = story.the_assessor_begins(&assessor, &root).await;
    story.confirms_the_infrastructure(&assessor, &path).await;
    let asked = story.case.texts("/review/ask");
    story.judges_everything(&assessor, &path, &asked).await;
    story.looks_at_the_networks(&assessor, &path).await;
    story.asks_the_supplier(&assessor, &path, &asked).await;
    story
        .only_what_is_asked_about_is_unlocked(&dev, &root)
        .await;
    story.the_supplier_changes_and_replies(&dev, &root).await;
    story.still_waits_for_the_signatory(&assessor, &path).await;
    story.the_signatory_confirms_the_change().await;
    assert_eq!(story.case.text("/review/outcome"), "granted");
    story.recommends_to_grant(&assessor, &path).await;

    let lead = story.app.given_team_member(TeamRole::Lead).await;
    let lead = story.app.sign_in(&lead).await;
    story.a_lead_approves_and_issues(&lead, &path).await;
    let number = story.the_supplier_has_the_certificate(&priya).await;
    story.everybody_can_check_it(&number).await;
    all_of_it_was_recorded(&story).await;
}

async fn all_of_it_was_recorded(story: &Story) {
    let kinds: String = story
        .app
        .value(
            "select string_agg(kind, ' ' order by id) from audit_events
                 where kind <> 'section_marked'",
        )
        .await;
    let mut kinds: Vec<&str> = kinds.split(' ').collect();
    kinds.dedup();
    assert_eq!(kinds, TRAIL);
}
