//! A complete draft, ready to be signed, written straight into the database.

mod answers;
pub mod certified;

use answers::complete_answers;
use domain::id::ApplicationId;
use domain::reference::ApplicationReference;
use domain::role::OrganisationRole;
use domain::when::uk_date;
use questions::{Answers, QuestionSet, TaskKind, Values};
use serde_json::json;
use tests::{Browser, Organisation, Page, TestApp, User};

/// The e-mail address of the infrastructure's owner.
pub const OWNER: &str = "graham.whitlock@harbour.example";
/// The e-mail address of the signatory.
pub const SIGNATORY: &str = "helen.marsh@northwind.example";
/// The number of the infrastructure's certificate.
pub const CERTIFICATE: &str = "PSN-CN-2231";

/// A complete draft and who has to do with it.
pub struct GivenDraft {
    /// The service under test.
    pub app: TestApp,
    /// The application.
    pub id: ApplicationId,
    /// Its reference.
    pub reference: ApplicationReference,
    /// The supplier.
    pub organisation: Organisation,
    /// Who fills it in.
    pub editor: User,
}

impl GivenDraft {
    /// A draft in which everything is answered and marked complete.
    pub async fn complete() -> Self {
        Self::complete_in(TestApp::start().await).await
    }

    /// The same in a service that was started otherwise than usual.
    pub async fn complete_in(app: TestApp) -> Self {
        Self::complete_of(app, questions::find("psn-cop", "2015-07").unwrap()).await
    }

    /// The same with this revision of a question set.
    pub async fn complete_of(app: TestApp, set: &QuestionSet) -> Self {
        let organisation = app.given_organisation("Northwind Mapping Limited").await;
        let editor = app
            .given_member(&organisation, OrganisationRole::Editor)
            .await;
        let draft = Self {
            id: ApplicationId::new(),
            reference: ApplicationReference::generate(),
            app,
            organisation,
            editor,
        };
        draft.add_application(set).await;
        let answers = draft.complete_answers(set);
        for (key, values) in answers.iter() {
            draft.answer(&key.page, key.item, values).await;
        }
        for task in &set.tasks {
            let special = questions::SpecialTask::CheckAnswers;
            if !matches!(task.kind, TaskKind::Special(kind) if kind != special) {
                draft.mark(&task.id).await;
            }
        }
        draft
    }

    /// The address of one of the supplier's pages.
    pub fn path(&self, tail: &str) -> String {
        format!("/applications/{}/{tail}", self.reference)
    }

    /// A browser with the editor signed in.
    pub async fn browser(&self) -> Browser {
        self.app.sign_in(&self.editor).await
    }

    /// Changes one value behind the service's back, as nothing of the service would.
    pub async fn change(&self, page: &str, field: &str, value: &str) {
        self.app
            .sql(&format!(
                "update answers set answer = jsonb_set(answer, '{{{field}}}', '[\"{value}\"]')
                 where application_id = '{}' and page = '{page}'",
                self.id
            ))
            .await;
    }

    /// A value of this application's row.
    pub async fn column(&self, column: &str) -> String {
        self.app
            .value(&format!(
                "select {column}::text from applications where id = '{}'",
                self.id
            ))
            .await
    }

    /// The editor asks the owner; gives the path of the e-mailed link.
    pub async fn ask_owner(&self) -> String {
        let browser = self.browser().await;
        let page = browser
            .visit(&self.path("infrastructure/owner-request"))
            .await;
        page.press("Send request to Graham Whitlock", [])
            .await
            .expect_redirect(&self.path("infrastructure/owner-request"));
        self.app.mail_to(OWNER).await.last_link()
    }

    /// The owner agrees.
    pub async fn agree(&self) {
        let link = self.ask_owner().await;
        let browser = self.app.browser();
        self.enter(&browser, &link, OWNER).await;
        let page = browser.visit(&format!("{link}/decision")).await;
        let answer = [
            ("decision", "agree"),
            ("certificate_number", "psn cn 2231"),
            ("name", "Graham Whitlock"),
            ("job_title", "Head of Platforms"),
        ];
        let page = page.submit(answer).await.follow().await;
        page.press("Send your answer", [])
            .await
            .expect_redirect(&format!("{link}/done"));
        self.app.run_due_work().await;
    }

    /// The editor sends to the signatory; gives the path of the e-mailed link.
    pub async fn ask_signatory(&self) -> String {
        let browser = self.browser().await;
        let page = browser.visit(&self.path("signatory")).await;
        let page = page
            .submit([
                ("name", "Helen Marsh"),
                ("job_title", "Managing director"),
                ("email", SIGNATORY),
            ])
            .await;
        let page = page.follow().await;
        page.press("Send to Helen Marsh", [])
            .await
            .expect_redirect(&self.path("signature"));
        self.app.mail_to(SIGNATORY).await.last_link()
    }

    /// Asks for the code and enters it; gives the page after it.
    pub async fn enter(&self, browser: &Browser, link: &str, address: &str) -> Page {
        let page = browser.visit(link).await;
        let page = page.press("Send me a code", []).await.follow().await;
        let code = self.app.mail_to(address).await.last_code();
        page.submit([("code", &code)]).await.follow().await
    }

    /// Goes as far as the commitments.
    pub async fn commitments(&self, browser: &Browser, link: &str) -> Page {
        let page = self.enter(browser, link, SIGNATORY).await;
        let page = page.submit([("authority", "yes")]).await.follow().await;
        page.click("Continue to the commitments").await
    }

    /// The signatory signs.
    pub async fn sign(&self) -> String {
        let link = self.ask_signatory().await;
        let browser = self.app.browser();
        let page = self.commitments(&browser, &link).await;
        page.submit(SIGNATURE)
            .await
            .expect_redirect(&format!("{link}/signed"));
        self.app.run_due_work().await;
        link
    }

    async fn add_application(&self, set: &QuestionSet) {
        sqlx::query(
            "insert into applications (id, organisation_id, reference, set_id, set_version, set_hash, state,
                 service_name, organisation_name, created_by, created_at)
             values ($1, $2, $3, $4, $5, $6, 'draft', 'Northwind Gazetteer', $7, $8, access.now())",
        )
        .bind(self.id.0)
        .bind(self.organisation.id.0)
        .bind(self.reference.as_str())
        .bind(&set.id)
        .bind(&set.version)
        .bind(&set.hash)
        .bind(&self.organisation.name)
        .bind(self.editor.id.0)
        .execute(self.app.superuser())
        .await
        .unwrap();
    }

    /// Everything that the set asks, answered as a complete draft has it.
    pub fn complete_answers(&self, set: &QuestionSet) -> Answers {
        complete_answers(set, uk_date(self.app.app.clock.now()))
    }

    /// Takes an answer out behind the service's back, as if nobody had given it.
    pub async fn forget(&self, page: &str, item: i16) {
        self.app
            .sql(&format!(
                "delete from answers where application_id = '{}' and page = '{page}' and item = {item}",
                self.id
            ))
            .await;
    }

    /// Writes an answer that is not there yet, behind the service's back.
    pub async fn answer(&self, page: &str, item: i16, values: &Values) {
        sqlx::query(
            "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version,
                 saved_at, saved_by, saved_by_name)
             values ($1, $2, $3, $4, $5, true, 1, access.now(), $6, 'An Editor')",
        )
        .bind(self.organisation.id.0)
        .bind(self.id.0)
        .bind(page)
        .bind(item)
        .bind(json!(values))
        .bind(self.editor.id.0)
        .execute(self.app.superuser())
        .await
        .unwrap();
    }

    async fn mark(&self, task: &str) {
        sqlx::query(
            "insert into section_marks (organisation_id, application_id, task, is_complete, marked_at, marked_by,
                 marked_by_name)
             values ($1, $2, $3, true, access.now(), $4, 'An Editor')",
        )
        .bind(self.organisation.id.0)
        .bind(self.id.0)
        .bind(task)
        .bind(self.editor.id.0)
        .execute(self.app.superuser())
        .await
        .unwrap();
    }
}

/// What the signatory fills in.
pub const SIGNATURE: [(&str, &str); 4] = [
    ("name", "Helen Marsh"),
    ("job_title", "Managing director"),
    ("confirm", "commitments"),
    ("confirm", "answers"),
];
