//! Filling in the Code of Practice.

mod answering;
mod conditions;
mod conflict;
mod contacts;
mod health_check;
mod home;
mod left_out;
mod lists;
mod lookup;
mod pages;
mod register_preview;
mod saving;
mod signature;
mod speed;
mod standard;
mod who;

pub use answering::answer_everything;

use domain::role::OrganisationRole;
use tests::{Browser, Organisation, TestApp, User};

/// An application of an organisation with one editor, who is signed in.
pub struct Given {
    pub app: TestApp,
    pub organisation: Organisation,
    pub editor: User,
    pub browser: Browser,
    /// The address of the application.
    pub root: String,
}

impl Given {
    /// An application that has just been started.
    pub async fn started() -> Self {
        let app = TestApp::start().await;
        let organisation = app.given_organisation("Northwind Mapping Limited").await;
        let editor = app
            .given_member(&organisation, OrganisationRole::Editor)
            .await;
        let browser = app.sign_in(&editor).await;
        let page = browser.visit("/applications/new").await;
        let page = page.press("Start an application", []).await;
        let root = page.redirect();
        app.skip_audit().await;
        Self {
            app,
            organisation,
            editor,
            browser,
            root,
        }
    }

    /// An address under the application.
    pub fn at(&self, tail: &str) -> String {
        format!("{}/{tail}", self.root)
    }

    /// The application's reference.
    pub fn reference(&self) -> &str {
        self.root.rsplit('/').next().unwrap()
    }

    /// Another person of the organisation, signed in.
    pub async fn colleague(&self, role: OrganisationRole) -> (User, Browser) {
        let user = self.app.given_member(&self.organisation, role).await;
        let browser = self.app.sign_in(&user).await;
        (user, browser)
    }

    /// How many versions of a page have been saved.
    pub async fn versions_of(&self, page: &str) -> i64 {
        let query = format!(
            "answer_history where page = '{page}' and application_id =
             (select id from applications where reference = '{}')",
            self.reference()
        );
        self.app.count(&query).await
    }
}
