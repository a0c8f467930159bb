//! A submitted application with its people, written straight into the database.

mod evidence;

use domain::id::ApplicationId;
use domain::reference::ApplicationReference;
use domain::role::{OrganisationRole, TeamRole};
use questions::Values;
use serde_json::json;
use tests::{Browser, Organisation, TestApp, User};

/// What the supplier has answered: page, field and value.
const ANSWERS: &[(&str, &[(&str, &str)])] = &[
    ("service-name", &[("name", "Northwind Gazetteer")]),
    (
        "description-for-users",
        &[("description", "A national address and street gazetteer.")],
    ),
    (
        "point-of-contact",
        &[
            ("name", "Priya Raman"),
            ("job_title", "Compliance manager"),
            ("email", "priya.raman@northwind.example"),
            ("phone", "01632 960 114"),
        ],
    ),
    ("infrastructure/who", &[("who", "another")]),
    ("infrastructure/find", &[("infrastructure", "not_listed")]),
    (
        "infrastructure/details",
        &[
            ("name", "Harbour"),
            ("certificate_number", "PSN-CN-77"),
            ("certificate_expires", "2027-06-30"),
            ("owner", "Harbour Hosting Limited"),
        ],
    ),
    ("security/2c", &[("answer", "england_and_wales")]),
    (
        "security/9a",
        &[
            ("answer", "yes"),
            ("explanation", "Each customer has\nits own <b>console</b>."),
        ],
    ),
    (
        "security/9b",
        &[
            ("answer", "partial"),
            (
                "explanation",
                "Consumers are kept apart, but for a shared report.",
            ),
        ],
    ),
    (
        "security/9/assurance",
        &[("assurance_9a", "as_expected"), ("assurance_9b", "not_yet")],
    ),
];

/// A submitted application and who has to do with it.
pub struct GivenCase {
    /// The service under test.
    pub app: TestApp,
    /// The application.
    pub id: ApplicationId,
    /// Its reference.
    pub reference: ApplicationReference,
    /// The supplier.
    pub organisation: Organisation,
    /// Who filled it in and submitted it.
    pub editor: User,
    /// An assessor.
    pub assessor: User,
    /// A lead.
    pub lead: User,
}

impl GivenCase {
    /// An application that was submitted, with 20 working days to the target date.
    pub async fn submitted() -> Self {
        let app = TestApp::start().await;
        let organisation = app.given_organisation("Northwind Mapping Limited").await;
        let editor = app
            .given_member(&organisation, OrganisationRole::Editor)
            .await;
        let case = Self {
            id: ApplicationId::new(),
            reference: ApplicationReference::generate(),
            assessor: app.given_team_member(TeamRole::Assessor).await,
            lead: app.given_team_member(TeamRole::Lead).await,
            app,
            organisation,
            editor,
        };
        case.add_application().await;
        for (page, fields) in ANSWERS {
            case.answer(page, fields).await;
        }
        case
    }

    async fn add_application(&self) {
        let set = questions::find("psn-cop", "2015-07").unwrap();
        let today = domain::when::uk_date(self.app.app.clock.now());
        sqlx::query(
            "insert into applications (id, organisation_id, reference, set_id, set_version, set_hash, state,
                 service_name, organisation_name, created_by, created_at, submitted_at, submitted_by, target_on)
             values ($1, $2, $3, $4, $5, $6, 'submitted', 'Northwind Gazetteer', $7, $8,
                     access.now() - interval '2 hours', access.now() - interval '1 hour', $8, $9)",
        )
        .bind(self.id.0)
        .bind(self.organisation.id.0)
        .bind(self.reference.as_str())
        .bind(&set.id)
        .bind(&set.version)
        .bind(&set.hash)
        .bind(&self.organisation.name)
        .bind(self.editor.id.0)
        .bind(domain::working_days::add(
            today,
            domain::working_days::DECISION_TARGET,
        ))
        .execute(self.app.superuser())
        .await
        .unwrap();
    }

    /// The supplier saves a page, as the pages of the form would.
    pub async fn answer(&self, page: &str, fields: &[(&str, &str)]) {
        let values: Values = fields
            .iter()
            .map(|(field, value)| ((*field).to_owned(), vec![(*value).to_owned()]))
            .collect();
        sqlx::query(
            "insert into answers (organisation_id, application_id, page, answer, is_complete, version, saved_at,
                 saved_by, saved_by_name)
             values ($1, $2, $3, $4, true, 1, access.now(), $5, 'An Editor')
             on conflict (application_id, page, item) do update
             set answer = excluded.answer, version = answers.version + 1, saved_at = excluded.saved_at",
        )
        .bind(self.organisation.id.0)
        .bind(self.id.0)
        .bind(page)
        .bind(json!(values))
        .bind(self.editor.id.0)
        .execute(self.app.superuser())
        .await
        .unwrap();
    }

    /// The address of one of the team's pages about the case; the overview when empty.
    pub fn team_path(&self, tail: &str) -> String {
        let slash = if tail.is_empty() { "" } else { "/" };
        format!("/team/applications/{}{slash}{tail}", self.reference)
    }

    /// The assessor's browser, after the review has begun.
    pub async fn begun(&self) -> Browser {
        let browser = self.app.sign_in(&self.assessor).await;
        let page = browser.visit(&self.team_path("")).await;
        page.press("Begin the review", [])
            .await
            .expect_redirect(&self.team_path(""));
        // Delivered now, so that later letters are newer.
        self.app.run_due_work().await;
        browser
    }

    /// Judges a subject.
    pub async fn judge(&self, browser: &Browser, subject: &str, verdict: &str, note: &str) {
        let path = self.team_path(&format!("review/{subject}"));
        let page = browser.visit(&path).await;
        page.submit([("verdict", verdict), ("note", note)])
            .await
            .expect_status(303);
    }

    /// Every subject is judged to meet the standard, but for these.
    pub async fn given_judgements(&self, others: &[(&str, &str)]) {
        let set = questions::find("psn-cop", "2015-07").unwrap();
        for subject in service::subjects::all(set) {
            let other = others.iter().find(|(id, _)| *id == subject.id);
            sqlx::query(
                "insert into judgements (organisation_id, application_id, subject, verdict, note, version,
                     judged_at, judged_by, judged_by_name)
                 values ($1, $2, $3, $4, $5, 1, access.now(), $6, $7)",
            )
            .bind(self.organisation.id.0)
            .bind(self.id.0)
            .bind(&subject.id)
            .bind(other.map_or("meets", |(_, verdict)| verdict))
            .bind(other.map_or("", |_| "Which report is shared, and with whom?"))
            .bind(self.assessor.id.0)
            .bind(&self.assessor.name)
            .execute(self.app.superuser())
            .await
            .unwrap();
        }
    }

    /// The assessor recommends this.
    pub async fn recommend(&self, browser: &Browser, recommendation: &str) {
        let page = browser.visit(&self.team_path("recommend")).await;
        let page = page
            .submit([
                ("recommendation", recommendation),
                ("reasons", "Every judgement is explained in its place."),
                ("declaration", "yes"),
            ])
            .await;
        page.expect_redirect(&self.team_path(""));
    }

    /// Everything is signed, agreed, confirmed and judged to meet the standard: ready for a
    /// recommendation, with the assessor's browser.
    pub async fn judged() -> (Self, Browser) {
        let case = Self::submitted().await;
        case.given_signature().await;
        case.given_agreement().await;
        let assessor = case.begun().await;
        let page = assessor.visit(&case.team_path("infrastructure")).await;
        let page = page
            .press("Confirm this certificate for the register", [])
            .await;
        page.expect_redirect(&case.team_path("infrastructure"));
        case.given_judgements(&[]).await;
        (case, assessor)
    }

    /// The application is approved and the infrastructure confirmed: ready to be issued.
    pub async fn approved() -> Self {
        let (case, assessor) = Self::judged().await;
        case.recommend(&assessor, "grant").await;
        case.approve().await;
        case
    }

    /// The lead agrees with the recommendation; gives the lead's browser.
    pub async fn approve(&self) -> Browser {
        let lead = self.app.sign_in(&self.lead).await;
        let page = lead.visit(&self.team_path("approve")).await;
        page.submit([("outcome", "approved")])
            .await
            .expect_redirect(&self.team_path(""));
        assert_eq!(self.state().await, "approved");
        lead
    }

    /// Where the application stands.
    pub async fn state(&self) -> String {
        self.app
            .value(&format!(
                "select state from applications where id = '{}'",
                self.id
            ))
            .await
    }
}
