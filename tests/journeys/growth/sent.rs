//! What sending costs: a save, signing in, a certificate's file.

use super::costs::Costs;
use super::least::{TIMES, lesser};
use super::made_up::MadeUp;
use tests::{Browser, PASSWORD, Plan};

/// What somebody did, and what it cost.
pub type Done = (&'static str, Costs, Vec<Plan>);

impl MadeUp {
    /// Each after it was done once, so that plans and catalogue are known, and then the least of some
    /// times.
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
        let mut least = None;
        for time in 0..TIMES {
            let page = self.supplier.visit(&path).await;
            self.forget();
            let explanation = format!("The board looks at what changed every week, and {time}.");
            page.press("Save and continue", [("explanation", explanation.as_str())])
                .await
                .expect_status(303);
            least = Some(lesser(least, self.cost()));
        }
        done("a save", least)
    }

    async fn signed_in(&self) -> Done {
        self.sign_in(&self.app.browser()).await;
        let mut least = None;
        for _ in 0..TIMES {
            let browser = self.app.browser();
            self.sign_in(&browser).await;
            least = Some(lesser(least, self.cost()));
            browser.visit("/account").await;
        }
        done("a sign-in", least)
    }

    /// Notes what is asked from the moment on in which the form is sent.
    async fn sign_in(&self, browser: &Browser) {
        let page = browser.visit("/sign-in").await;
        self.forget();
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
        let mut least = None;
        for _ in 0..TIMES {
            self.forget();
            self.supplier.visit(&path).await;
            least = Some(lesser(least, self.cost()));
        }
        done("a certificate's file", least)
    }
}

fn done(name: &'static str, least: Option<(Costs, Vec<Plan>)>) -> Done {
    let (cost, plans) = least.unwrap();
    (name, cost, plans)
}
