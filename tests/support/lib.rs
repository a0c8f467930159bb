//! Support for the tests: the real router on a real socket, with a database of its
//! own for each test, browsers without scripts, a mailbox and a clock.
//!
//! ```ignore
//! #[tokio::test]
//! async fn an_editor_invites_nobody() {
//!     let app = TestApp::start().await;
//!     let organisation = app.given_organisation("Northwind Mapping Limited").await;
//!     let editor = app.given_member(&organisation, OrganisationRole::Editor).await;
//!     let browser = app.sign_in(&editor).await;
//!
//!     let page = browser.visit("/account").await;
//!     let page = page.submit([("name", "")]).await;
//!     page.expect_error("name", "Enter your full name");
//!     page.submit([("name", "Dev Okafor")]).await.expect_redirect("/account");
//!     app.expect_audit(["name_changed"]).await;
//! }
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod app;
mod browser;
pub mod bucket_server;
mod database;
mod form;
mod given;
mod golden;
mod html;
mod letters;
mod page;
mod plans;
mod poppler;
mod seen;
mod statements;

pub use app::{PEPPER, Setup, TestApp};
pub use browser::Browser;
pub use bucket_server::BucketServer;
pub use database::Database;
pub use form::Form;
pub use given::{Organisation, PASSWORD, Session, User, code_at};
pub use golden::expect_golden;
pub use letters::Letters;
pub use page::{PAGES_WITH_SCRIPT, Page};
pub use plans::{Node, Plan};
pub use poppler::poppler;
pub use statements::Statements;
