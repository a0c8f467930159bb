//! Those who have a link and no account: the owner of the infrastructure and the signatory.

use super::Story;
use tests::{Browser, Page};
use time::Duration;

const OWNER: &str = "/infrastructure/owner_contact";
const SIGNATORY: &str = "/signatory";

impl Story {
    /// A program in front of the mailbox opens every page behind the link, twice.
    async fn a_scanner_changes_nothing(&self, link: &str, tails: &[&str]) {
        self.app.skip_audit().await;
        let scanner = self.app.browser();
        for _ in 0..2 {
            for tail in tails {
                let page = scanner.open(&format!("{link}{tail}")).await;
                assert!([200, 303].contains(&page.status()), "{}", page.path());
            }
        }
        self.app.expect_audit([]).await;
    }

    /// Asks for a code and enters it; gives the page after it.
    async fn enter(&self, browser: &Browser, link: &str, person: &str) -> Page {
        let page = browser.visit(link).await;
        let page = page.press("Send me a code", []).await.follow().await;
        let again = page.press("Send me a new code", []).await;
        again.expect_status(429);
        let code = self.app.mail_to(self.email(person)).await.last_code();
        page.submit([("code", &code)]).await.follow().await
    }

    pub async fn the_owner_agrees(&self, dev: &Browser, root: &str) {
        let path = format!("{root}/infrastructure/owner-request");
        let name = self.case.text(&format!("{OWNER}/name"));
        let page = dev.visit(&path).await;
        page.press(&format!("Send request to {name}"), [])
            .await
            .expect_redirect(&path);
        let link = self.app.mail_to(self.email(OWNER)).await.last_link();
        let tails = ["", "/code", "/service", "/decision", "/check", "/done"];
        self.a_scanner_changes_nothing(&link, &tails).await;
        let browser = self.app.browser();
        let page = self.enter(&browser, &link, OWNER).await;
        page.expect_text(self.case.text("/service/description_for_users"));
        let page = page.click("Continue").await;
        let answer = [
            ("decision", "agree"),
            (
                "certificate_number",
                self.case.text("/infrastructure/certificate_number"),
            ),
            ("name", name),
            ("job_title", self.case.text(&format!("{OWNER}/job_title"))),
        ];
        let check = page.submit(answer).await.follow().await;
        let done = check.press("Send your answer", []).await.follow().await;
        done.expect_heading("You agreed");
        dev.visit(&path).await.expect_text("Agreed");
    }

    pub async fn the_signatory_signs(&self, dev: &Browser, root: &str) {
        let name = self.case.text(&format!("{SIGNATORY}/name"));
        let page = dev.visit(&format!("{root}/signatory")).await;
        let check = page
            .submit([
                ("name", name),
                (
                    "job_title",
                    self.case.text(&format!("{SIGNATORY}/job_title")),
                ),
                ("email", self.email(SIGNATORY)),
            ])
            .await;
        let check = check.follow().await;
        check
            .press(&format!("Send to {name}"), [])
            .await
            .expect_redirect(&format!("{root}/signature"));
        let link = self.app.mail_to(self.email(SIGNATORY)).await.last_link();
        let tails = [
            "",
            "/code",
            "/authority",
            "/summary",
            "/everything",
            "/commitments",
            "/signed",
        ];
        self.a_scanner_changes_nothing(&link, &tails).await;
        let summary = self.as_far_as_the_summary(&link).await;
        summary.expect_heading("What you are signing");
        let signed = self.commit(&summary).await;
        signed.expect_heading("You signed the commitment statement");
    }

    /// After the supplier's reply: a link of its own, and only what changed.
    pub async fn the_signatory_confirms_the_change(&self) {
        self.app.advance(Duration::minutes(2)).await;
        let letters = self.app.mail_to(self.email(SIGNATORY)).await;
        assert_eq!(
            letters.last().subject,
            "Confirm 1 change to what you signed"
        );
        let summary = self.as_far_as_the_summary(&letters.last_link()).await;
        summary
            .expect_heading("What has changed since the application was signed")
            .expect_text(&self.changed_explanation("5a"));
        let signed = self.commit(&summary).await;
        signed.expect_heading("You confirmed the changes");
    }

    async fn as_far_as_the_summary(&self, link: &str) -> Page {
        let browser = self.app.browser();
        let page = self.enter(&browser, link, SIGNATORY).await;
        page.expect_text("Do you have authority to make commitments");
        page.submit([("authority", "yes")]).await.follow().await
    }

    async fn commit(&self, summary: &Page) -> Page {
        let page = summary.click("Continue to the commitments").await;
        let signed = page
            .submit([
                ("name", self.case.text(&format!("{SIGNATORY}/name"))),
                (
                    "job_title",
                    self.case.text(&format!("{SIGNATORY}/job_title")),
                ),
                ("confirm", "commitments"),
                ("confirm", "answers"),
            ])
            .await;
        let signed = signed.follow().await;
        self.app.run_due_work().await;
        signed
    }
}
