//! What the PSN team does with the application.

use super::Story;
use service::subjects;
use tests::Browser;

impl Story {
    /// Gives the team's address of the case.
    pub async fn the_assessor_begins(&self, assessor: &Browser, root: &str) -> String {
        let path = root.replace("/applications/", "/team/applications/");
        let reference = root.rsplit('/').next().unwrap();
        let queue = assessor.visit("/team").await;
        let page = queue.click(reference).await;
        assert_eq!(page.path(), path);
        let begun = page.press("Begin the review", []).await;
        begun.expect_redirect(&path);
        let page = begun.follow().await;
        let flags = page.select_text("main ul.govuk-list--bullet li");
        for expected in self.case.expected_cross_checks() {
            assert!(flags.iter().any(|flag| flag.contains(&expected)));
            let (question, _) = expected.split_once(' ').unwrap();
            // The certificate of its infrastructure ends before a new one of 12 months would.
            let others = flags
                .iter()
                .find(|flag| !flag.starts_with(question) && !flag.contains("Rule: X6"));
            assert_eq!(others, None, "nothing else is to be looked at");
        }
        path
    }

    /// Nobody knew of it before: Northwind entered it by hand.
    pub async fn confirms_the_infrastructure(&self, assessor: &Browser, path: &str) {
        let path = format!("{path}/infrastructure");
        let page = assessor.visit(&path).await;
        page.expect_text(self.case.text("/infrastructure/owner"))
            .expect_text(self.case.text("/infrastructure/owner_contact/name"));
        let confirmed = page
            .press("Confirm this certificate for the register", [])
            .await;
        confirmed.expect_redirect(&path);
        let page = confirmed.follow().await;
        page.expect_text(self.case.text("/infrastructure/certificate_number"))
            .expect_no_text("Confirm the certificate");
    }

    /// One subject after another; these are to be asked about.
    pub async fn judges_everything(&self, assessor: &Browser, path: &str, ask: &[(&str, &str)]) {
        let all = subjects::all(questions::current("psn-cop").unwrap());
        for subject in &all {
            let request = ask.iter().find(|(id, _)| *id == subject.id);
            let (verdict, note) = request.map_or(("meets", ""), |(_, text)| ("ask", *text));
            let form = assessor
                .visit(&format!("{path}/review/{}", subject.id))
                .await;
            form.submit([("verdict", verdict), ("note", note)])
                .await
                .expect_status(303);
        }
    }

    pub async fn looks_at_the_networks(&self, assessor: &Browser, path: &str) {
        let network = assessor.visit(&format!("{path}/review/11a")).await;
        for expected in self.case.expected_cross_checks() {
            network.expect_text(&expected);
        }
    }

    pub async fn asks_the_supplier(&self, assessor: &Browser, path: &str, ask: &[(&str, &str)]) {
        let page = assessor.visit(path).await;
        let page = page.click("Ask the supplier").await;
        let check = page.submit([]).await.follow().await;
        for (_, request) in ask {
            check.expect_text(request);
        }
        check.press("Send request", []).await.expect_redirect(path);
        assert_eq!(self.state().await, "awaiting_supplier");
    }

    pub async fn still_waits_for_the_signatory(&self, assessor: &Browser, path: &str) {
        let page = assessor.visit(&format!("{path}/recommend")).await;
        page.expect_text("We are waiting for the signatory to confirm what changed.");
    }

    /// The reply is good; but an assessor alone decides nothing.
    pub async fn recommends_to_grant(&self, assessor: &Browser, path: &str) {
        for (subject, reply) in self.case.texts("/review/reply") {
            let form = assessor.visit(&format!("{path}/review/{subject}")).await;
            form.expect_text(reply);
            form.submit([("verdict", "meets"), ("note", "")])
                .await
                .expect_status(303);
        }
        let page = assessor.visit(&format!("{path}/recommend")).await;
        let page = page
            .submit([
                ("recommendation", "grant"),
                ("reasons", "Every judgement is explained in its place."),
                ("declaration", "yes"),
            ])
            .await;
        page.expect_redirect(path);
        let approve = format!("{path}/approve");
        let page = assessor.visit(&approve).await;
        let token = page.csrf();
        let fields = [(govuk::CSRF_FIELD, token.as_str()), ("outcome", "approved")];
        assessor.post(&approve, &fields).await.expect_status(403);
        assert_eq!(self.state().await, "recommended");
    }

    pub async fn a_lead_approves_and_issues(&self, lead: &Browser, path: &str) {
        let page = lead.visit(path).await.click("Decide").await;
        page.submit([("outcome", "approved")])
            .await
            .expect_redirect(path);
        let page = lead.visit(path).await.click("Issue the certificate").await;
        let issued = page.press("Issue certificate", []).await;
        issued.expect_redirect(&format!("{path}/issued"));
        let page = issued.follow().await;
        page.expect_heading("Certificate issued");
        for person in ["/point_of_contact", "/signatory"] {
            page.expect_text(self.email(person));
            let letters = self.app.mail_to(self.email(person)).await;
            let subject = &letters.last().subject;
            assert!(subject.ends_with("has a PSN certificate"), "{subject}");
        }
        assert_eq!(self.state().await, "certified");
    }
}
