//! What sending costs: a save, signing in, a certificate's file.

use super::costs::Costs;
use super::made_up::MadeUp;
use tests::{Browser, PASSWORD, Plan};

/// What somebody did, and what it cost.
pub type Done = (&'static str, Costs, Vec<Plan>);

impl MadeUp {
    /// Each after it was done once, so that plans and catalogue are known.
    pub async fn sent(&self) -> [Done; 3] {
        [
            self.saved().await,
            self.signed_in().await,
            self.downloaded().await,
        ]
    }

    async fn saved(&self) -> Done {
        let draft = self.draft().await;
        let path = format!("/applications/{draft}/security/4a");
        let page = self.supplier.visit(&path).await;
        let explanation = "The board looks at what changed every month.";
        page.press("Save and continue", [("explanation", explanation)])
            .await
            .expect_status(303);
        let page = self.supplier.visit(&path).await;
        self.app.statements.take();
        self.app.statements.take_plans();
        page.press(
            "Save and continue",
            [("explanation", "The board looks at what changed every week.")],
        )
        .await
        .expect_status(303);
        self.done("a save")
    }

    async fn signed_in(&self) -> Done {
        self.sign_in(&self.app.browser()).await;
        let browser = self.app.browser();
        self.sign_in(&browser).await;
        let done = self.done("a sign-in");
        browser.visit("/account").await;
        done
    }

    /// Notes what is asked from the moment on in which the form is sent.
    async fn sign_in(&self, browser: &Browser) {
        let page = browser.visit("/sign-in").await;
        self.app.statements.take();
        self.app.statements.take_plans();
        page.submit([
            ("email", self.administrator.email.as_str()),
            ("password", PASSWORD),
        ])
        .await
        .expect_redirect("/home");
    }

    async fn downloaded(&self) -> Done {
        let number: String = self
            .app
            .value(&format!(
                "select number from certificates where organisation_id = '{}' order by id limit 1",
                self.organisation.id
            ))
            .await;
        let path = format!("/certificates/{number}/download.pdf");
        self.supplier.visit(&path).await;
        self.app.statements.take();
        self.app.statements.take_plans();
        self.supplier.visit(&path).await;
        self.done("a certificate's file")
    }

    fn done(&self, name: &'static str) -> Done {
        let (cost, plans) = self.cost();
        (name, cost, plans)
    }
}
