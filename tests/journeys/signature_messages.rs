//! What a supplier writes to the signatory with a request.

use crate::given_draft::{GivenDraft, SIGNATORY};

/// Chooses Helen Marsh, and writes this to her.
async fn write(draft: &GivenDraft, words: &str) -> tests::Page {
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signatory")).await;
    let fields = [
        ("name", "Helen Marsh"),
        ("job_title", "Managing director"),
        ("email", SIGNATORY),
        ("method", "online"),
    ];
    let page = page.submit(fields).await.follow().await;
    page.expect_text("Message to Helen Marsh (optional)");
    page.press("Send to Helen Marsh", [("message", words)])
        .await
}

#[tokio::test]
async fn what_the_supplier_writes_is_read_behind_the_code_and_is_in_no_email() {
    let draft = GivenDraft::complete().await;
    let long = "x".repeat(501);
    write(&draft, &long)
        .await
        .expect_errors([("message", "Message must be 500 characters or less")]);
    write(&draft, "a\u{7}b").await.expect_errors([(
        "message",
        "Message must not include characters that nobody can see. Type it again",
    )]);
    assert_eq!(draft.app.count("signature_requests").await, 0);
    let typed =
        "Hello boss,\r\nas <b>agreed</b>\u{202E} on\u{200B} Monday:\r\nhttps://evil.example/sign ";
    let kept = "Hello boss,\nas <b>agreed</b> on Monday:\nhttps://evil.example/sign";
    write(&draft, typed)
        .await
        .expect_redirect(&draft.path("signature"));
    let message: String = draft
        .app
        .value("select message from signature_requests")
        .await;
    assert_eq!(message, kept);
    // The same again is not sent twice; other words are another request.
    write(&draft, typed).await;
    assert_eq!(draft.app.count("signature_requests").await, 1);
    let letters = draft.app.mail_to(SIGNATORY).await;
    let letter = letters.last();
    assert!(
        letter.text.contains("wrote you a message"),
        "{}",
        letter.text
    );
    for part in ["Hello boss", "evil.example"] {
        assert!(!letter.text.contains(part), "{}", letter.text);
        assert!(!letter.html.contains(part), "{}", letter.html);
    }
    let link = letters.last_link();
    let browser = draft.app.browser();
    let page = browser.visit(&link).await;
    page.expect_no_text("Hello boss");
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let from = format!(
        "Message from {} at Northwind Mapping Limited, who asks you to sign:",
        draft.editor.name
    );
    page.expect_text(&from)
        .expect_text("as <b>agreed</b> on Monday:");
    assert!(!page.links().iter().any(|(_, to)| to.contains("evil")));
    let page = draft.browser().await.visit(&draft.path("signature")).await;
    page.expect_text("Message to them")
        .expect_text("as <b>agreed</b> on Monday:");
    write(&draft, "Another").await;
    assert_eq!(draft.app.count("signature_requests").await, 2);
}

#[tokio::test]
async fn nothing_is_written_to_somebody_who_signs_in_ink_and_no_more_than_fits() {
    let draft = GivenDraft::complete().await;
    write(&draft, "Dear Helen").await.expect_status(303);
    for (set, check) in [
        (
            "message = repeat('x', 501)",
            "signature_requests_message_check",
        ),
        ("message = ''", "signature_requests_message_check"),
        ("method = 'ink'", "signature_requests_message"),
    ] {
        let refused = sqlx::query(sqlx::AssertSqlSafe(format!(
            "update signature_requests set {set}"
        )))
        .execute(draft.app.superuser())
        .await
        .unwrap_err();
        let refused = refused
            .as_database_error()
            .and_then(|error| error.constraint());
        assert_eq!(refused, Some(check), "{set}");
    }
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signatory")).await;
    let page = page.submit([("method", "ink")]).await.follow().await;
    page.expect_no_text("Message to Helen Marsh");
    page.press("Make the statement to print", [])
        .await
        .expect_status(303);
    let messages = "signature_requests where state = 'sent' and message is null";
    assert_eq!(draft.app.count(messages).await, 1);
}
