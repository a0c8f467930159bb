//! The whole story of Northwind Mapping Limited (`tests/cases/northwind-gazetteer.json`):
//! from an account to a certificate that anybody can check, with a question on the way.

mod answering;
mod case;
mod links;
mod review;
mod supplier;

use case::Case;
use certificates::{KeySet, Verdict};
use domain::role::TeamRole;
use domain::when::uk_date;
use reqwest::Method;
use tests::{Browser, TestApp};

/// The passwords of Northwind's people: nobody may have another one's.
const PASSWORDS: [(&str, &str); 2] = [
    ("/point_of_contact", "otter-velvet-gravy-tulip-47"),
    ("/colleagues/0", "lantern-pebble-sonnet-orchid-93"),
];

/// The service, and what happens with it.
struct Story {
    app: TestApp,
    case: Case,
}

/// What happened, in order; the same kind several times in a row is told once.
const TRAIL: &[&str] = &[
    "account_requested",
    "email_confirmed",
    "password_tried",
    "account_created",
    "signed_in",
    "organisation_created",
    "colleague_invited",
    "account_requested",
    "email_confirmed",
    "password_tried",
    "account_created",
    "signed_in",
    "invitation_accepted",
    "application_started",
    "answer_saved",
    "owner_asked",
    "link_code_sent",
    "link_opened",
    "owner_answer_kept",
    "owner_answered",
    "signature_asked",
    "link_code_sent",
    "link_opened",
    "authority_confirmed",
    "commitments_signed",
    "application_submitted",
    "review_began",
    "infrastructure_confirmed",
    "answer_judged",
    "clarification_asked",
    "answer_set_aside",
    "answer_saved",
    "clarification_reply_saved",
    "signature_asked",
    "clarification_answered",
    "link_code_sent",
    "link_opened",
    "authority_confirmed",
    "commitments_signed",
    "answer_judged",
    "decision_recommended",
    "decision_approved",
    "certificate_issued",
];

#[tokio::test]
async fn northwind_gets_a_certificate_after_one_question() {
    let story = Story::begin().await;
    let priya = story.the_point_of_contact_makes_an_account().await;
    story.sets_up_the_organisation(&priya).await;
    let dev = story.a_colleague_joins(&priya).await;
    let root = story.the_colleague_fills_in_the_application(&dev).await;
    story.nothing_is_submitted_yet(&dev, &root).await;
    story.the_owner_agrees(&dev, &root).await;
    story.the_signatory_signs(&dev, &root).await;
    story.submits(&dev, &root).await;

    let assessor = story.app.given_team_member(TeamRole::Assessor).await;
    let assessor = story.app.sign_in(&assessor).await;
    let path = story.the_assessor_begins(&assessor, &root).await;
    story.confirms_the_infrastructure(&assessor, &path).await;
    story.judges_everything(&assessor, &path).await;
    story.asks_the_supplier(&assessor, &path).await;
    story
        .only_what_is_asked_about_is_unlocked(&dev, &root)
        .await;
    story.the_supplier_changes_and_replies(&dev, &root).await;
    story.still_waits_for_the_signatory(&assessor, &path).await;
    story.the_signatory_confirms_the_change().await;
    story.recommends_to_grant(&assessor, &path).await;

    let lead = story.app.given_team_member(TeamRole::Lead).await;
    let lead = story.app.sign_in(&lead).await;
    story.a_lead_approves_and_issues(&lead, &path).await;
    let number = story.the_supplier_has_the_certificate(&priya).await;
    story.everybody_can_check_it(&number).await;
    story.all_of_it_was_recorded().await;
}

impl Story {
    async fn begin() -> Self {
        let app = TestApp::start().await;
        let today = uk_date(app.app.clock.now());
        Self {
            app,
            case: Case::read(today),
        }
    }

    /// An address of the case.
    fn email(&self, person: &str) -> &str {
        self.case.text(&format!("{person}/email"))
    }

    /// The page, the PDF and the signed file; gives the number.
    async fn the_supplier_has_the_certificate(&self, priya: &Browser) -> String {
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
    async fn everybody_can_check_it(&self, number: &str) {
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

    async fn all_of_it_was_recorded(&self) {
        let kinds: String = self
            .app
            .value(
                "select string_agg(kind, ' ' order by id) from audit_events
                 where kind <> 'section_marked'",
            )
            .await;
        let mut kinds: Vec<&str> = kinds.split(' ').collect();
        kinds.dedup();
        assert_eq!(kinds, TRAIL);
    }
}
