//! Renewing a certificate: what is carried, what is asked again, and the start.

use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::RequestKey;
use domain::renewal::Window;
use domain::when;
use govuk::{Button, HiddenInput, InsetText, Layout, SummaryList, SummaryRow};
use policy::Actor;
use service::applications::{self, RenewError, Renewable};
use time::Date;

const REQUEST_KEY: &str = "request_key";

/// What a renewal means after the certificate has ended.
pub const ENDED: &str = "The certificate has ended, so you must not offer the service as PSN-compliant until we grant the renewal.";

#[derive(Template)]
#[template(path = "applications/renew.html")]
struct RenewPage {
    layout: Layout,
    facts: SummaryList,
    not_now: Option<InsetText>,
    open: Option<String>,
    /// Whether this person may start renewals, and change the one that is open.
    may_start: bool,
    questions: Vec<String>,
    tasks: Vec<String>,
    /// Said when the certificate has ended.
    ended: Option<&'static str>,
    /// Where to get a copy of the last answers, when it ended too long ago.
    copy: Option<String>,
    /// Where last year's documents are.
    earlier_documents: String,
    action: String,
    hidden: HiddenInput,
    start: Option<Button>,
}

/// The address of this page for a certificate.
pub fn path(number: &str) -> String {
    format!("/applications/new/renew/{number}")
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(number): Path<String>,
) -> Reply {
    let found = applications::find_renewable(&app.store, &actor, &number).await?;
    let today = when::uk_date(app.clock.now());
    reply::ok(&draw(&furniture, &actor, &found, today))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(number): Path<String>,
    mut posted: Posted,
) -> Reply {
    let key = RequestKey::parse(&posted.take(REQUEST_KEY)).ok_or(PageError::Unreadable)?;
    posted.finish()?;
    let reference = applications::renew(&app.store, &actor, &number, key).await?;
    reply::see_other(&format!("/applications/{reference}"))
}

fn draw(furniture: &Furniture, actor: &Actor, found: &Renewable, today: Date) -> RenewPage {
    let candidate = &found.candidate;
    let rule = found.rule;
    let questions = rule.into_iter().flat_map(|rule| &rule.questions);
    let questions = questions.filter_map(|id| found.set.question(id));
    let tasks = rule.into_iter().flat_map(|rule| &rule.tasks);
    let tasks = tasks.filter_map(|id| found.set.task(id));
    let not_now = not_now(found);
    let is_free = not_now.is_none() && candidate.open.is_none();
    RenewPage {
        layout: furniture
            .supplier(actor, Some(candidate.organisation))
            .title(format!(
                "Renew the certificate for {}",
                candidate.service_name
            ))
            .back(format!("/certificates/{}", candidate.number)),
        facts: SummaryList::new().rows([
            SummaryRow::new("Service", &candidate.service_name),
            SummaryRow::new("Service code", candidate.service_code.as_str()),
            SummaryRow::new("Certificate", &candidate.number),
            SummaryRow::new("Last day", when::date(candidate.validity.to)),
        ]),
        not_now: not_now.map(InsetText::new),
        open: candidate.open.as_ref().map(ToString::to_string),
        may_start: found.may_start,
        questions: questions
            .map(|question| format!("{} {}", question.id, question.title))
            .collect(),
        tasks: tasks.map(|task| task.title.clone()).collect(),
        ended: (candidate.validity.to < today).then_some(ENDED),
        copy: (found.window == Window::Over && candidate.validity.withdrawn_on.is_none())
            .then(|| format!("/applications/{}/downloads", candidate.reference)),
        earlier_documents: format!("/applications/{}/documents", candidate.reference),
        action: path(&candidate.number),
        hidden: HiddenInput::new(REQUEST_KEY, RequestKey::new().to_string()),
        start: (is_free && found.may_start).then(|| Button::primary("Start the renewal")),
    }
}

/// Why the certificate can't be renewed today.
fn not_now(found: &Renewable) -> Option<String> {
    if found.candidate.is_renewed {
        return Some(
            "This service has a later certificate. Renew that one when its time comes.".to_owned(),
        );
    }
    match found.window {
        Window::Open => None,
        Window::From(day) => Some(format!(
            "You can renew this certificate from {}, {} days before its last day.",
            when::date(day),
            found.rules.opens_days_before_end
        )),
        Window::Over if found.candidate.validity.withdrawn_on.is_some() => Some(
            "This certificate was withdrawn. Start an application for a new service.".to_owned(),
        ),
        Window::Over => Some(
            "This certificate ended more than 12 months ago. Start an application for a new service."
                .to_owned(),
        ),
    }
}

impl From<RenewError> for PageError {
    fn from(error: RenewError) -> Self {
        match error {
            RenewError::NotFound => Self::NotFound,
            RenewError::Denied(denied) => denied.into(),
            RenewError::NotNow => Self::Conflict,
            RenewError::Store(error) => error.into(),
        }
    }
}
