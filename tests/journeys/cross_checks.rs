//! What the rules find is shown to the supplier, to the signatory and to the team.

use crate::given_case::GivenCase;
use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::{OrganisationRole, TeamRole};
use tests::User;
use time::Duration;

#[tokio::test]
async fn the_supplier_sees_what_only_the_service_knows() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("Checked at ")
        .expect_text("The owner of the infrastructure has not confirmed")
        .expect_text("You cannot submit your application before this is done.")
        .expect_text("Rule: X7, agreement of the owner (Guidance, Your PSN service, 2:")
        .expect_text("Rule: X6, end of the infrastructure’s certificate")
        .expect_text("rules version 2026-11c, and for each question version 2015-07.4")
        .expect_text(
            "Rule: 4a, answer yes (Principle 4, requirement of question a; version 2015-07.4)",
        )
        .expect_no_text("The security manager has left");
    let manager = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    draft
        .change("contacts/security-manager", "email", &manager.email)
        .await;
    draft.agree().await;
    let leaves = |day: &str| {
        format!(
            "update memberships set leaves_on = access.today() {day} where user_id = '{}'",
            manager.id
        )
    };
    draft.app.sql(&leaves("- 0")).await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_no_text("X7,").expect_no_text("X13,");
    draft.app.sql(&leaves("- 1")).await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("The security manager has left the organisation’s list of people.")
        .expect_text("Rule: X13, contacts who have left");
}

#[tokio::test]
async fn the_signatory_and_the_team_see_what_does_not_fit() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text("Answers that may not fit together")
        .expect_text("in less than 12 months, and the service’s certificate would end with it")
        .expect_text("rules (version 2026-11c, for each question version 2015-07.4)");

    let case = GivenCase::submitted().await;
    let browser = case.app.sign_in(&case.assessor).await;
    let page = browser
        .visit(&format!("/team/applications/{}", case.reference))
        .await;
    page.expect_text("Rule: X7, agreement of the owner")
        .expect_text("rules (version 2026-11c, for each question version 2015-07.4)");
}

#[tokio::test]
async fn the_signatory_sees_what_only_the_service_knows() {
    const OWNER: &str = "The owner of the infrastructure has not confirmed";
    const LEFT: &str = "The security manager has left";
    let draft = GivenDraft::complete().await;
    let manager = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    draft
        .change("contacts/security-manager", "email", &manager.email)
        .await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(OWNER).expect_no_text(LEFT);
    // It is as it is now, not as it was when the signatory was asked.
    draft.agree().await;
    let leaves = |day: &str| {
        format!(
            "update memberships set leaves_on = access.today() {day} where user_id = '{}'",
            manager.id
        )
    };
    draft.app.sql(&leaves("- 0")).await;
    let summary = format!("{link}/summary");
    let page = browser.visit(&summary).await;
    page.expect_no_text(OWNER).expect_no_text(LEFT);
    draft.app.sql(&leaves("- 1")).await;
    browser.visit(&summary).await.expect_text(LEFT);
    // What was agreed to is something else now.
    draft
        .app
        .sql("update owner_requests set service_name = 'Another service'")
        .await;
    browser.visit(&summary).await.expect_text(OWNER);
    // Who has not entered the code learns nothing.
    let known: i64 = draft
        .app
        .value("select count(*) from access.known_to_sign(null)")
        .await;
    assert_eq!(known, 0);
}

#[tokio::test]
async fn the_team_sees_what_was_found_at_the_submission_and_not_any_more() {
    let draft = GivenDraft::complete().await;
    let manager = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    draft
        .change("contacts/security-manager", "email", &manager.email)
        .await;
    let leaves = |day: &str| {
        format!(
            "update memberships set leaves_on = {day} where user_id = '{}'",
            manager.id
        )
    };
    draft.agree().await;
    draft.sign().await;
    draft.app.sql(&leaves("access.today() - 1")).await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}", draft.reference);
    let page = assessor.visit(&case).await;
    page.expect_text("Rule: X13, contacts who have left")
        .expect_no_text("Found when it was submitted, and not any more")
        .expect_no_text("Found since it was submitted");
    draft.app.sql(&leaves("null")).await;
    draft
        .app
        .sql("update owner_requests set service_name = 'Another service'")
        .await;
    let page = assessor.visit(&case).await;
    page.expect_text("Found when it was submitted, and not any more")
        .expect_text("Rule: X13, contacts who have left (version 2026-11c)")
        .expect_text("Found since it was submitted")
        .expect_text("Rule: X7, agreement of the owner (version 2026-11c)");
}

#[tokio::test]
async fn a_renewal_in_last_years_words_is_told_to_the_supplier_and_the_team() {
    const MANY: &str = "4 or more explanations are word for word those of last year";
    const RULE: &str = "Rule: X9, same words as last year in many answers";
    let draft = GivenDraft::certified(60).await.renewed().await;
    draft.answered_again().await;
    let browser = draft.browser().await;
    let baseline = draft.path("baseline");
    browser
        .visit(&baseline)
        .await
        .expect_text(MANY)
        .expect_text(RULE);
    let link = draft.ask_signatory().await;
    let signatory = draft.app.browser();
    let page = draft.enter(&signatory, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(MANY);
    let app = &draft.app;
    app.sql(&format!(
        "update applications set state = 'submitted', submitted_at = access.now(),
             target_on = access.today() + 28 where id = '{}'",
        draft.id
    ))
    .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    assessor
        .visit(&format!("/team/applications/{}", draft.reference))
        .await
        .expect_text(RULE);
    // Three of them are not many.
    let others = |place: &str| {
        format!(
            "with of as (select page, row_number() over (order by page) place from answers
                 where application_id = '{}' and answer ? 'explanation')
             update answers set answer = jsonb_set(answer, '{{explanation}}', to_jsonb(array['Said anew for ' || answers.page]))
             from of where of.page = answers.page and application_id = '{0}' and of.place > {place}",
            draft.id
        )
    };
    app.sql(&others("4")).await;
    browser.visit(&baseline).await.expect_text(RULE);
    app.sql(&others("3")).await;
    browser.visit(&baseline).await.expect_no_text("X9,");
}

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

#[tokio::test]
async fn an_it_health_check_can_be_asked_for_where_there_is_none() {
    let case = GivenCase::submitted().await;
    case.answer("additional-infrastructure", &[("any", "yes")])
        .await;
    case.app
        .sql(&format!(
            "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version, saved_at,
                 saved_by, saved_by_name)
             select organisation_id, application_id, given.page, 1, given.answer::jsonb, true, 1, saved_at, saved_by,
                 saved_by_name
             from answers, (values
                 ('additional-infrastructure/n', '{{\"name\": [\"Reports server\"]}}'),
                 ('additional-infrastructure/n/health-check', '{{\"done\": [\"no\"]}}')) given (page, answer)
             where application_id = '{}' and answers.page = 'service-name'",
            case.id
        ))
        .await;
    let browser = case.begun().await;
    let overview = browser.visit(&case.team_path("")).await;
    let page = overview
        .click("Consider asking for an IT health check")
        .await;
    let ticked = page.select_attribute("input[name=verdict][checked]", "value");
    assert_eq!(ticked, ["ask"]);
    let note = page.select_text("textarea[name=note]").concat();
    assert!(note.contains("when the next ITHC is"), "{note}");
    // Nothing is judged until it is saved; then it is what the supplier is asked.
    page.expect_text("Consider asking for an IT health check");
    let new = browser.visit(&case.team_path("clarifications/new")).await;
    new.expect_text("Mark a question ‘Ask the supplier’ first.");
    page.press("Save", [("verdict", "ask"), ("note", note.trim())])
        .await
        .expect_status(303);
    let new = browser.visit(&case.team_path("clarifications/new")).await;
    new.expect_text("when the next ITHC is");
}

#[tokio::test]
async fn the_signatory_sees_what_is_not_assured_as_expected() {
    let draft = GivenDraft::complete().await;
    draft
        .change("security/3/assurance", "assurance_3c", "not_yet")
        .await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text("Answers that are not assured as expected")
        .expect_text("1 answer. The PSN team will see how it is assured.")
        .expect_text(
            "Not assured yet. The standard expects: Independent testing of implementation",
        );
}

const LEFT: &str = "The security manager has left the organisation’s list of people";

/// A complete application whose security manager is a member whose last day is today.
async fn last_day_today() -> (GivenDraft, User) {
    let draft = GivenDraft::complete().await;
    let manager = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let (page, email) = ("contacts/security-manager", manager.email.to_uppercase());
    draft.change(page, "email", &email).await;
    let day = "update memberships set leaves_on = access.today()";
    draft
        .app
        .sql(&format!("{day} where user_id = '{}'", manager.id))
        .await;
    (draft, manager)
}

#[tokio::test]
async fn a_contact_who_left_is_found_for_as_long_as_the_application_names_them() {
    let (draft, manager) = last_day_today().await;
    let app = &draft.app;
    let baseline = async || draft.browser().await.visit(&draft.path("baseline")).await;
    let members = format!("memberships where user_id = '{}'", manager.id);
    app.run_due_work().await;
    baseline().await.expect_no_text(LEFT);
    app.advance(Duration::days(1)).await;
    baseline().await.expect_text(LEFT);
    // The daily work removes them, and they are still known as somebody who left.
    app.run_due_work().await;
    assert_eq!(app.count(&members).await, 0);
    baseline().await.expect_text(LEFT);
    app.advance(Duration::days(29)).await;
    app.run_due_work().await;
    baseline().await.expect_text(LEFT);
    // Also when their account is closed, and its address gone with it.
    app.sql(&format!(
        "update users set email = 'closed-' || id || '@closed.invalid' where id = '{}'",
        manager.id
    ))
    .await;
    baseline().await.expect_text(LEFT);
    app.sql(&format!(
        "update users set email = '{}' where id = '{}'",
        manager.email, manager.id
    ))
    .await;
    // Who comes back has not left.
    app.sql(&format!(
        "insert into memberships (organisation_id, user_id, role, created_at)
         values ('{}', '{}', 'viewer', access.now())",
        draft.organisation.id, manager.id
    ))
    .await;
    baseline().await.expect_no_text(LEFT);
    app.sql(&format!("delete from {members}")).await;
    baseline().await.expect_text(LEFT);
}

#[tokio::test]
async fn who_never_belonged_to_the_organisation_has_not_left_it() {
    let (draft, manager) = last_day_today().await;
    let app = &draft.app;
    // They leave another organisation, to which they belonged too, and never this one.
    let other = app.given_organisation("Harbour Hosting Limited").await;
    app.sql(&format!(
        "update memberships set organisation_id = '{}', leaves_on = null where user_id = '{}'",
        other.id, manager.id
    ))
    .await;
    app.sql(&format!(
        "delete from memberships where user_id = '{}'",
        manager.id
    ))
    .await;
    assert_eq!(app.count("former_members").await, 1);
    let page = draft.browser().await.visit(&draft.path("baseline")).await;
    page.expect_no_text(LEFT);
    let others = app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let others = app.sign_in(&others).await;
    others
        .open(&draft.path("baseline"))
        .await
        .expect_status(404);
}

#[tokio::test]
async fn the_signatory_and_the_team_see_who_left_after_they_were_removed() {
    let (draft, manager) = last_day_today().await;
    draft.agree().await;
    let link = draft.ask_signatory().await;
    draft.app.advance(Duration::days(2)).await;
    draft.app.run_due_work().await;
    let members = format!("memberships where user_id = '{}'", manager.id);
    assert_eq!(draft.app.count(&members).await, 0);
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(LEFT);
    draft
        .app
        .sql("update applications set state = 'submitted', submitted_at = access.now()")
        .await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}", draft.reference);
    let page = assessor.visit(&case).await;
    page.expect_text("Rule: X13, contacts who have left");
}

#[tokio::test]
async fn what_the_owner_has_to_say_leads_to_its_task() {
    const OWN: &str = "The organisation has not confirmed that the service can run on its own";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let task = draft.path("infrastructure/owner-request");
    for page in ["baseline", "check-answers", "infrastructure/check"] {
        let page = browser.visit(&draft.path(page)).await;
        page.expect_text("The owner of the infrastructure has not confirmed")
            .expect_no_text(OWN);
        let request = page.click("See the agreement").await;
        assert_eq!(request.path(), task);
        request.expect_text("Send request to Graham Whitlock");
    }
    draft.change("infrastructure/who", "who", "ours").await;
    for page in ["baseline", "check-answers", "infrastructure/check"] {
        let page = browser.visit(&draft.path(page)).await;
        page.expect_text(OWN)
            .expect_no_text("The owner of the infrastructure has not confirmed");
        assert_eq!(page.click("See the agreement").await.path(), task);
    }
    let left = browser.visit(&draft.path("submit")).await;
    left.expect_text("Confirm that the service can run on your own infrastructure");
}

#[tokio::test]
async fn who_left_is_found_where_answers_are_checked() {
    let (draft, _) = last_day_today().await;
    let browser = draft.browser().await;
    let pages = ["check-answers", "contacts/security-manager/check"];
    for page in pages {
        browser.visit(&draft.path(page)).await.expect_no_text(LEFT);
    }
    draft.app.advance(Duration::days(1)).await;
    let browser = draft.browser().await;
    for page in pages {
        browser.visit(&draft.path(page)).await.expect_text(LEFT);
    }
    // A section of which no rule has to ask takes its one statement.
    draft.app.statements.take();
    browser.visit(&draft.path("security/4/check")).await;
    assert_eq!(draft.app.statements.take().len(), 1);
}

#[tokio::test]
async fn what_is_found_in_a_list_leads_to_its_item() {
    let (draft, manager) = last_day_today().await;
    let id = draft.id;
    // A second escalation contact, who has left, and a second connection with the internet.
    draft
        .app
        .sql(&format!(
            "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version, saved_at,
                 saved_by, saved_by_name)
             select organisation_id, application_id, page, 2, answer || jsonb_build_object('email', jsonb_build_array('{}')),
                 true, 1, saved_at, saved_by, saved_by_name
             from answers where application_id = '{id}' and page = 'contacts/escalation/n' and item = 1",
            manager.email
        ))
        .await;
    draft.app.advance(Duration::days(1)).await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("An escalation contact has left");
    let hrefs: Vec<String> = page.links().into_iter().map(|(_, href)| href).collect();
    let way = draft.path("contacts/escalation/2?return=baseline#email");
    assert!(hrefs.contains(&way), "{hrefs:?}");
    let list = draft.path("contacts/escalation/list");
    assert!(!hrefs.contains(&list), "{hrefs:?}");
    let page = browser.visit(way.split('#').next().unwrap()).await;
    assert_eq!(page.select_attribute("#email", "value"), [manager.email]);
}

#[tokio::test]
async fn the_paragraph_that_a_rule_comes_from_can_be_read() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("Read the source of 4a");
    let set = questions::current("psn-cop").unwrap();
    for question in ["2a", "4a", "8a"] {
        let published = &set.question(question).unwrap().requirement_published;
        page.expect_text(&format!("“{published}”"));
        let href = format!("/questions#question-{question}");
        assert!(page.links().iter().any(|(_, to)| *to == href), "{question}");
    }
    let questions = browser.visit("/questions").await;
    let ids = questions.select_attribute("[id]", "id");
    for question in set.questions() {
        assert!(
            ids.contains(&format!("question-{}", question.id)),
            "{}",
            question.id
        );
    }
}
