//! The tests' own browser: it must send what a real one would, or every other test
//! here proves less than it says.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use tests::{Page, Setup, TestApp};
use web::{App, Limits};

/// A form with every kind of field.
const FORM: &str = r##"<!DOCTYPE html><html lang="en"><head><title>Error: T</title></head><body><main>
<h1>Every kind</h1>
<ul class="govuk-error-summary__list"><li><a href="#when-day">Enter a date</a></li></ul>
<form method="post" action="/echo">
<input type="hidden" name="csrf" value="token"><input type="hidden" name="version" value="3">
<input name="name" value="as it stood"><textarea name="why">
one
two</textarea>
<p id="when-error" class="govuk-error-message"><span>Error:</span> Enter a date</p>
<input id="when-day" name="when-day" aria-describedby="when-error"><input name="off" value="never" disabled>
<input type="radio" name="size" value="small"><input type="radio" name="size" value="large" checked>
<input type="checkbox" name="kind" value="a" checked><input type="checkbox" name="kind" value="b">
<select name="role"><option value="viewer">Viewer</option><option value="editor" selected>Editor</option></select>
<button>Continue</button><button name="go" value="later">Save for later</button>
</form></main></body></html>"##;

fn router(app: App) -> Router {
    let echo = |body: String| async move { body };
    let pages = Router::new()
        .route(
            "/form",
            get(|| async { (axum::http::StatusCode::UNPROCESSABLE_ENTITY, Html(FORM)) }),
        )
        .route("/echo", axum::routing::post(echo));
    web::around(pages, app, Limits::default())
}

async fn form() -> (TestApp, Page) {
    let app = TestApp::start_with(Setup {
        router,
        ..Setup::default()
    })
    .await;
    let page = app.browser().open("/form").await;
    (app, page)
}

#[tokio::test]
async fn what_stands_in_the_form_is_sent_as_a_browser_sends_it() {
    let (_app, page) = form().await;
    let sent = page.submit([]).await;
    assert_eq!(
        sent.body(),
        "csrf=token&version=3&name=as+it+stood&why=one%0D%0Atwo&when-day=&size=large&kind=a&role=editor"
    );
}

#[tokio::test]
async fn what_a_person_changes_is_sent_with_the_button_that_they_press() {
    let (_app, page) = form().await;
    let values = [
        ("name", "Priya & Co"),
        ("size", "small"),
        ("kind", "b"),
        ("role", "viewer"),
    ];
    let sent = page.press("Save for later", values).await;
    assert_eq!(
        sent.body(),
        "csrf=token&version=3&name=Priya+%26+Co&why=one%0D%0Atwo&when-day=&size=small&kind=b&role=viewer&go=later"
    );
    let none = page.submit([("kind", "")]).await;
    assert!(!none.body().contains("kind="));
}

#[tokio::test]
async fn an_error_is_found_by_its_field_and_its_words() {
    let (_app, page) = form().await;
    page.expect_errors([("when", "Enter a date")]);
    page.expect_heading("Every kind");
}

#[tokio::test]
#[should_panic(expected = "is the field \"when-day\", not \"name\"")]
async fn an_error_of_another_field_is_not_found() {
    let (_app, page) = form().await;
    page.expect_error("name", "Enter a date");
}

#[tokio::test]
#[should_panic(expected = "offers [\"small\", \"large\"], not \"huge\"")]
async fn nobody_can_choose_what_is_not_offered() {
    let (_app, page) = form().await;
    page.submit([("size", "huge")]).await;
}

#[tokio::test]
#[should_panic(expected = "no form has [\"nothing\"]")]
async fn nobody_can_fill_in_a_field_that_is_not_there() {
    let (_app, page) = form().await;
    page.submit([("nothing", "")]).await;
}
