//! What the supplier and the public have of the certificate.

use super::Story;
use certificates::{KeySet, Verdict};
use reqwest::Method;
use tests::Browser;

impl Story {
    /// The page, the PDF and the signed file; gives the number.
    pub async fn the_supplier_has_the_certificate(&self, priya: &Browser) -> String {
        let page = priya.visit("/certificates").await;
        let page = page.click(self.case.text("/service/name")).await;
        page.expect_status(200);
        let heading = page.heading();
        let number = heading.strip_prefix("Certificate ").unwrap().to_owned();
        let files = page.links().into_iter().map(|(_, href)| href);
        let files: Vec<String> = files.filter(|href| href.contains("/download.")).collect();
        let [pdf, json] = files.as_slice() else {
            panic!("the files are {files:?}");
        };
        let pdf = priya.send(Method::GET, pdf, &[], Vec::new()).await;
        assert_eq!(pdf.headers()["content-type"], "application/pdf");
        assert!(pdf.bytes().await.unwrap().starts_with(b"%PDF"));

        let keys = self.app.browser();
        let keys = keys.visit("/.well-known/psn-cop/keys.json").await;
        let keys = KeySet::from_json(keys.body()).unwrap();
        let file = priya.visit(json).await;
        let Verdict::Genuine(facts) = certificates::verify(file.body(), &keys) else {
            panic!("not genuine: {}", file.body());
        };
        assert_eq!(facts.number, number);
        assert_eq!(facts.organisation, self.case.text("/organisation/name"));
        assert_eq!(
            facts.infrastructure_certificate,
            self.case.text("/infrastructure/certificate_number")
        );
        let changed = file
            .body()
            .replace(&facts.organisation, "Southwind Limited");
        assert_ne!(changed, file.body());
        let verdict = certificates::verify(&changed, &keys);
        assert!(!matches!(verdict, Verdict::Genuine(_)), "{verdict:?}");
        number
    }

    /// The register, the check by number, and the check by programs.
    pub async fn everybody_can_check_it(&self, number: &str) {
        let service = self.case.text("/service/name");
        let anybody = self.app.browser();
        let page = anybody.visit("/register").await;
        page.expect_text(self.case.text("/organisation/name"))
            .expect_text("Valid until");
        let page = page.click(service).await;
        page.expect_status(200)
            .expect_heading(service)
            .expect_text(self.case.text("/service/description_for_users"))
            .expect_text(self.email("/contacts/service_desk"))
            .expect_text("This certificate is valid until");
        let form = anybody.visit("/verify").await;
        let found = form.submit([("number", number)]).await;
        found.expect_redirect(&format!("/verify/{number}"));
        let page = found.follow().await;
        page.expect_text("This certificate is valid until")
            .expect_text(service);
        let json = anybody.visit(&format!("/verify/{number}.json")).await;
        assert_eq!(json.json()["status"], "valid");
    }
}
