//! The owner of the infrastructure reads what they are asked, and answers.

use crate::given_draft::{CERTIFICATE, GivenDraft, OWNER};
use reqwest::Method;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn the_owner_reads_what_is_asked_and_agrees() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_owner().await;
    let owner = draft.app.browser();
    owner
        .visit(&link)
        .await
        .expect_heading("Can Northwind Gazetteer run on Harbour PSN Zone?")
        .expect_text("g•••@harbour.example")
        .expect_no_text(OWNER);
    let page = draft.enter(&owner, &link, OWNER).await;
    page.expect_heading("What you are asked to agree to")
        .expect_text("A national <b>address</b> and street gazetteer.")
        .expect_text("What you are not confirming")
        .expect_no_text(CERTIFICATE);
    let page = page.click("Continue").await;
    let page = page.submit([("decision", "agree")]).await;
    page.expect_errors([
        ("name", "Enter your full name"),
        ("job_title", "Enter your job title"),
        (
            "certificate_number",
            "Enter the number of your connection certificate",
        ),
    ]);
    let wrong = [
        ("decision", "agree"),
        ("certificate_number", "PSN-CN-2232"),
        ("name", "Graham Whitlock"),
        ("job_title", "Head of Platforms"),
    ];
    let page = page.submit(wrong).await;
    page.expect_error(
        "certificate_number",
        "Certificate number must be the one that Northwind Mapping Limited gave us. If theirs is wrong, select that you do not agree and say so",
    );
    let page = page.submit([("certificate_number", "psn cn 2231")]).await;
    let check = page.follow().await;
    check.expect_heading("Check your answer before you send it");
    assert_eq!(
        draft
            .app
            .count("owner_requests where state = 'opened'")
            .await,
        1
    );
    let done = check.press("Send your answer", []).await.follow().await;
    done.expect_heading("You agreed");
    // Sending it again, or opening the link again, shows the same.
    let again = check.press("Send your answer", []).await.follow().await;
    again.expect_heading("You agreed");
    owner
        .open(&link)
        .await
        .expect_redirect(&format!("{link}/done"));
    draft
        .app
        .browser()
        .open(&link)
        .await
        .expect_status(410)
        .expect_heading("This link has been used");
    let told = draft.app.mail_to(&draft.editor.email).await;
    assert_eq!(
        told.last().subject,
        "Harbour Hosting plc agreed to host Northwind Gazetteer"
    );
    let copies = draft.app.mail_to(OWNER).await;
    assert_eq!(
        copies.last().subject,
        "Your answer about Northwind Gazetteer"
    );
    draft
        .app
        .expect_audit([
            "owner_asked",
            "link_code_sent",
            "link_opened",
            "owner_answer_kept",
            "owner_answered",
        ])
        .await;
}

#[tokio::test]
async fn scanners_that_open_and_post_change_nothing() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_owner().await;
    draft.app.skip_audit().await;
    let scanner = draft.app.browser();
    for tail in ["", "/code", "/service", "/decision", "/check", "/done"] {
        let path = format!("{link}{tail}");
        for method in [Method::HEAD, Method::GET, Method::GET] {
            let status = scanner.send(method, &path, &[], Vec::new()).await.status();
            assert!(
                status.is_success() || status.is_redirection(),
                "{path}: {status}"
            );
        }
        let blind = scanner
            .post(&path, &[("decision", "agree"), ("code", "000000")])
            .await;
        assert!(
            [403, 405, 303].contains(&blind.status()),
            "{path}: {}",
            blind.status()
        );
    }
    draft.app.expect_audit([]).await;
    assert_eq!(
        draft.app.count("owner_requests where state = 'sent'").await,
        1
    );
    // The link still works.
    let page = draft.enter(&draft.app.browser(), &link, OWNER).await;
    page.expect_heading("What you are asked to agree to");
}

#[tokio::test]
async fn a_question_and_a_refusal_reach_the_supplier() {
    for (decision, field, words, heading) in [
        (
            "ask",
            "question",
            "Which rack will it be in?",
            "We have sent your question",
        ),
        (
            "decline",
            "reason",
            "There is no contract.",
            "You did not agree",
        ),
    ] {
        let draft = GivenDraft::complete().await;
        let link = draft.ask_owner().await;
        let owner = draft.app.browser();
        draft.enter(&owner, &link, OWNER).await;
        let page = owner.visit(&format!("{link}/decision")).await;
        let given = [
            ("decision", decision),
            (field, words),
            ("name", "Graham Whitlock"),
            ("job_title", "Head of Platforms"),
        ];
        let check = page.submit(given).await.follow().await;
        let done = check.press("Send your answer", []).await.follow().await;
        done.expect_heading(heading);
        let supplier = draft.browser().await;
        let page = supplier
            .visit(&draft.path("infrastructure/owner-request"))
            .await;
        page.expect_text(words);
        // They can be asked again.
        let answer = [("reply", "In rack 7.")];
        page.press("Send request to Graham Whitlock", answer)
            .await
            .expect_status(303);
        assert_eq!(
            draft.app.count("owner_requests where state = 'sent'").await,
            1
        );
    }
}

#[tokio::test]
async fn an_owner_is_warned_of_a_short_agreement_and_keeps_the_way_to_take_it_back() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_owner().await;
    let owner = draft.app.browser();
    draft.enter(&owner, &link, OWNER).await;
    let today = domain::when::uk_date(draft.app.app.clock.now());
    let answer = async |days: i64| {
        let day = today + time::Duration::days(days);
        let day = domain::when::iso_date(day);
        let [year, month, day]: [&str; 3] = day.split('-').collect::<Vec<_>>().try_into().unwrap();
        let page = owner.visit(&format!("{link}/decision")).await;
        let typed = [
            ("decision", "agree"),
            ("certificate_number", "PSN-CN-2231"),
            ("name", "Graham Whitlock"),
            ("job_title", "Head of Platforms"),
            ("until-day", day),
            ("until-month", month),
            ("until-year", year),
        ];
        page.submit(typed).await.follow().await
    };
    let long = answer(90).await;
    long.expect_heading("Check your answer before you send it")
        .expect_no_text("working days to decide");
    let short = answer(6).await;
    short
        .expect_text("takes up to 20 working days to decide")
        .expect_text("and the PSN team if it has the application");
    short.press("Send your answer", []).await.expect_status(303);
    let copy = draft.app.mail_to(OWNER).await;
    let text = copy.last().text.replace('\n', " ");
    assert!(
        text.contains("take it back, at once or from a later day"),
        "{text}"
    );
    let gone = draft.app.browser().open(&link).await;
    gone.expect_status(410)
        .expect_text("To see it again, or to take your agreement back, we can send a code to");
}
