//! A complete draft, ready to be signed, written straight into the database.

use domain::id::ApplicationId;
use domain::reference::ApplicationReference;
use domain::role::OrganisationRole;
use domain::when::{iso_date, uk_date};
use questions::{Answers, DateRule, Field, FieldKind, QuestionSet, Reference, TaskKind, Values};
use serde_json::json;
use tests::{Browser, Organisation, Page, TestApp, User};
use time::{Date, Duration};

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

/// Answers that this test is about: page, field, value.
fn answers_of_the_story(today: Date) -> Vec<(&'static str, &'static str, String)> {
    let text = |text: &str| text.to_owned();
    vec![
        ("service-name", "name", text("Northwind Gazetteer")),
        (
            "description-for-users",
            "description",
            text("A national <b>address</b> and street gazetteer."),
        ),
        ("infrastructure/who", "who", text("another")),
        ("infrastructure/find", "infrastructure", text("not_listed")),
        ("infrastructure/details", "name", text("Harbour PSN Zone")),
        (
            "infrastructure/details",
            "certificate_number",
            text(CERTIFICATE),
        ),
        (
            "infrastructure/details",
            "certificate_expires",
            iso_date(today + Duration::days(300)),
        ),
        (
            "infrastructure/details",
            "owner",
            text("Harbour Hosting plc"),
        ),
        ("infrastructure/agreement", "terms_final", text("yes")),
        (
            "infrastructure/owner-contact",
            "name",
            text("Graham Whitlock"),
        ),
        (
            "infrastructure/owner-contact",
            "job_title",
            text("Head of Platforms"),
        ),
        ("infrastructure/owner-contact", "email", text(OWNER)),
        ("point-of-contact", "name", text("Priya Raman")),
        (
            "point-of-contact",
            "email",
            text("priya.raman@northwind.example"),
        ),
    ]
}

impl GivenDraft {
    /// A draft in which everything is answered and marked complete.
    pub async fn complete() -> Self {
        let app = TestApp::start().await;
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
        let set = questions::find("psn-cop", "2015-07").unwrap();
        draft.add_application(set).await;
        let today = uk_date(draft.app.app.clock.now());
        let answers = complete_answers(set, today);
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

    async fn answer(&self, page: &str, item: i16, values: &Values) {
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
            "insert into section_marks (organisation_id, application_id, task, is_complete, marked_at, marked_by_name)
             values ($1, $2, $3, true, access.now(), 'An Editor')",
        )
        .bind(self.organisation.id.0)
        .bind(self.id.0)
        .bind(task)
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

/// Answers to everything that the set asks.
fn complete_answers(set: &QuestionSet, today: Date) -> Answers {
    let reference = Reference::on(today);
    let mut answers = Answers::new();
    for (page, field, value) in answers_of_the_story(today) {
        let mut values = answers.get(page, 0).cloned().unwrap_or_default();
        values.insert(field.to_owned(), vec![value]);
        answers.insert(page, 0, values);
    }
    // An answer may ask for further pages.
    for _ in 0..10 {
        let open: Vec<(String, i16)> = set
            .unanswered(&answers, &reference)
            .into_iter()
            .map(|(_, page, item)| (page.to_owned(), item))
            .collect();
        if open.is_empty() {
            return answers;
        }
        for (page, item) in open {
            let (_, asked) = set.page(&page).unwrap();
            let mut values = answers.get(&page, item).cloned().unwrap_or_default();
            for field in &asked.as_asked(&answers, item).fields {
                if let Some(value) = plausible(field, today) {
                    values
                        .entry(field.id.clone())
                        .or_insert_with(|| vec![value]);
                }
            }
            answers.insert(page, item, values);
        }
    }
    panic!("still open: {:?}", set.unanswered(&answers, &reference));
}

fn plausible(field: &Field, today: Date) -> Option<String> {
    let text = match &field.kind {
        FieldKind::Text | FieldKind::Textarea | FieldKind::TextList { .. } => {
            "Said in plain words and at some length".to_owned()
        }
        FieldKind::Number { min, .. } => format!("{}", min.unwrap_or(1.0)),
        FieldKind::Radios(choices) | FieldKind::Checkboxes { choices, .. } => {
            choices.first()?.value.clone()
        }
        FieldKind::Date(DateRule::Future) => iso_date(today + Duration::days(200)),
        FieldKind::Date(_) => iso_date(today - Duration::days(40)),
        FieldKind::Email => "somebody@northwind.example".to_owned(),
        FieldKind::Phone => "01632 960 001".to_owned(),
        FieldKind::Countries { group } => questions::all_countries()
            .iter()
            .find(|country| country.group == *group)?
            .code
            .clone(),
        FieldKind::CompanyNumber => "04718293".to_owned(),
        FieldKind::CharityNumber { .. } => "1000000".to_owned(),
        FieldKind::Postcode { .. } => "SY8 1ZZ".to_owned(),
        FieldKind::Lookup { not_listed } => not_listed.as_ref()?.value.clone(),
        FieldKind::Filled => return None,
    };
    Some(text)
}
