//! The statement as a PDF.

use super::{PDF, choose_ink, given, typed, upload};
use crate::given_draft::GivenDraft;
use reqwest::Method;
use tests::poppler;

/// Words without what tells lines and places apart: a hyphen at the end of a line is one that was not there to
/// the reader of a PDF.
fn plain(text: &str) -> String {
    let text = text.replace(['\u{200b}', '\u{ad}', '-'], "");
    text.split_whitespace().collect()
}

/// The same without what stands on top and at the foot of each page.
fn without_furniture(said: &str, draft: &GivenDraft, code: &str) -> String {
    let top = format!(
        "Application {}, Northwind Mapping Limited, statement code {code}",
        draft.reference
    );
    let mut said = said.replace(&plain(&top), "");
    for page in (1..=30).rev() {
        for pages in (1..=30).rev() {
            said = said.replace(&format!("Page{page}of{pages}"), "");
        }
    }
    said.replace(&plain(&format!("Statement code {code}")), "")
}

#[tokio::test]
async fn the_statement_as_a_pdf_says_what_its_page_does() {
    let draft = given("pdf").await;
    let browser = draft.browser().await;
    let code = choose_ink(&draft, &browser).await;
    let page = browser.visit(&draft.path("signature/ink/statement")).await;
    let link = draft.path("signature/ink/statement.pdf");
    let ink = browser.visit(&draft.path("signature/ink")).await;
    let is_there = |(_, path): &(String, String)| *path == link;
    assert!(ink.links().iter().any(is_there));
    let answer = browser.send(Method::GET, &link, &[], Vec::new()).await;
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    let name = format!("{}-statement-{code}.pdf", draft.reference);
    let disposition = answer.headers()["content-disposition"].to_str().unwrap();
    assert_eq!(disposition, format!("attachment; filename=\"{name}\""));
    let pdf = answer.bytes().await.unwrap();
    // Where poppler is not installed, there is nothing to compare.
    let Some(read) = poppler("pdftotext", &["-", "-"], &pdf) else {
        return;
    };
    let said = without_furniture(&plain(&read), &draft, &code);
    let parts = ["main h1, main h2", "main p", "main dt, main dd", "main li"];
    for words in parts.iter().flat_map(|css| page.select_text(css)) {
        assert!(said.contains(&plain(&words)), "{words}: {said}");
    }
    // Once the page was uploaded, nothing waits to be signed.
    upload(&browser, &draft, &typed(&draft, &code), ("signed.pdf", PDF)).await;
    browser
        .open(&link)
        .await
        .expect_redirect(&draft.path("signature"));
}
