//! Issuing the certificate: what it will say, until when, and what stands in the way.

use super::{agreement_end, case, connection};
use crate::App;
use crate::conditions::{self, Condition};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::application::ApplicationState;
use domain::when;
use govuk::{IdentityBar, Layout, PostForm, SummaryList, SummaryRow, WarningText};
use policy::team::IssueCertificate;
use policy::{Actor, is_offered_team};
use service::issuing::{self, Ends, Grounds, IssueError, Obstacle};
use store::issuing::Refusal;

#[derive(Template)]
#[template(path = "team/issue.html")]
struct IssuePage {
    layout: Layout,
    identity: IdentityBar,
    preview: SummaryList,
    conditions: Vec<Condition>,
    obstacles: Vec<String>,
    /// Where the connection certificate is recorded when it comes.
    record: Option<String>,
    /// Where the team records how the Code of Connection stands.
    connection: String,
    why_not: Option<&'static str>,
    /// That the owner's agreement ends before the certificate would.
    ending: Option<WarningText>,
    form: Option<PostForm>,
}

impl IssuePage {
    /// The page with the grounds' obstacles, or with what the database refused.
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        grounds: &Grounds,
        refused: Option<String>,
    ) -> Self {
        let application = &grounds.review.case.application;
        let path = case::path(&application.reference);
        let why_not = why_not(actor, application.state);
        let layout = furniture
            .team(actor)
            .title("Issue the certificate")
            .section(application.service_title())
            .back_to(&path, "Back to the case");
        let obstacles: Vec<String> = grounds
            .obstacles
            .iter()
            .map(obstacle_words)
            .chain(refused)
            .collect();
        let is_held = grounds
            .obstacles
            .iter()
            .any(|obstacle| matches!(obstacle, Obstacle::ConnectionCertificateToCome(_)));
        let button = govuk::Button::primary("Issue certificate");
        let form = PostForm::new(format!("{path}/issue"), layout.csrf(), button);
        Self {
            identity: case::identity(application, grounds.review.now),
            preview: preview(grounds),
            conditions: conditions::listed(&grounds.conditions, when::uk_date(grounds.review.now)),
            form: (why_not.is_none() && obstacles.is_empty()).then_some(form),
            obstacles,
            record: is_held.then(|| format!("{path}/infrastructure")),
            connection: connection::path(&application.reference),
            why_not,
            ending: agreement_end::words(grounds.infrastructure.agreement(), grounds.review.now)
                .map(WarningText::new),
            layout,
        }
    }
}

fn why_not(actor: &Actor, state: ApplicationState) -> Option<&'static str> {
    if state != ApplicationState::Approved {
        Some("A certificate is issued once a recommendation to grant it is approved.")
    } else if !is_offered_team::<IssueCertificate>(actor) {
        Some("A lead issues the certificate.")
    } else {
        None
    }
}

fn preview(grounds: &Grounds) -> SummaryList {
    let application = &grounds.review.case.application;
    let set = grounds.review.case.set;
    let asked = set.asked_answers(&grounds.review.case.stored.answers);
    let fact = |name| set.fact_in_words(name, &asked).unwrap_or_default();
    let infrastructure = grounds.infrastructure.confirmed().map_or_else(
        || "Not confirmed yet".to_owned(),
        |entry| format!("{} ({})", entry.name, entry.certificate_number),
    );
    SummaryList::new()
        .row(SummaryRow::new("Service", application.service_title()))
        .row(SummaryRow::new(
            "Description for users",
            fact("description_for_users"),
        ))
        .row(SummaryRow::new(
            "Organisation",
            &application.organisation_name,
        ))
        .row(SummaryRow::new("Infrastructure", infrastructure))
        .row(SummaryRow::new(
            "Legal jurisdiction",
            fact("legal_jurisdiction"),
        ))
        .row(SummaryRow::new(
            "Management model",
            fact("management_model"),
        ))
        .rows(validity(grounds))
        .row(SummaryRow::new(
            "Number and service code",
            "Given when you issue it",
        ))
}

/// The first and the last day, unless the infrastructure's certificate leaves none.
fn validity(grounds: &Grounds) -> Vec<SummaryRow> {
    let last = when::date(grounds.valid_to);
    if grounds.valid_to < grounds.valid_from {
        let words = format!("No day: the certificate of the infrastructure ended on {last}");
        return vec![SummaryRow::new("Valid", words)];
    }
    let ends = match grounds.ends {
        Ends::AfterTwelveMonths => "12 months",
        Ends::WithInfrastructure => "the certificate of the infrastructure ends then",
    };
    vec![
        SummaryRow::new("Valid from", when::date(grounds.valid_from)),
        SummaryRow::new("Valid to", format!("{last}: {ends}")),
    ]
}

fn obstacle_words(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NoAgreement => {
            "The infrastructure’s owner has not agreed, or does not agree any more.".to_owned()
        }
        Obstacle::AgreementIsToSomethingElse(differences) => format!(
            "The infrastructure’s owner agreed to something else: {} changed since.",
            differences.join(", ")
        ),
        Obstacle::ConnectionCertificateToCome(code) => format!(
            "The certificate is held: the infrastructure has no connection certificate yet. The supplier applied for both together. {code}."
        ),
        Obstacle::NotConfirmedBySupplier => "The supplier has not confirmed yet that the service runs on the infrastructure whose connection certificate was recorded. We have asked them by email.".to_owned(),
        Obstacle::NotConfirmed => {
            "The connection certificate is not confirmed in the register.".to_owned()
        }
        Obstacle::InfrastructureEnded { on } => {
            format!("The connection certificate ended on {}.", when::date(*on))
        }
        Obstacle::OtherCertificate => {
            "The register has another connection certificate than the one that the owner agreed to."
                .to_owned()
        }
        Obstacle::InkNotChecked => {
            "The statement was signed in ink, and nobody of the team has checked it.".to_owned()
        }
        Obstacle::NotSigned => "No signature covers the answers as they are now.".to_owned(),
    }
}

fn refusal_words(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotApproved => "The application is not approved.",
        Refusal::NotTwoPeople => "Two different people have to recommend and approve.",
        Refusal::NoAgreement => "There is no live agreement of the infrastructure’s owner.",
        Refusal::NoConnectionCertificate => "There is no live connection certificate.",
        Refusal::TooLong => {
            "The certificate would last longer than 12 months or than its infrastructure’s."
        }
        Refusal::NotSigned => "There is no signature on what was assessed.",
        Refusal::SecondCertificate => "The application has its certificate already.",
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let grounds = issuing::read(&app.store, &actor, &reference).await?;
    if grounds.review.case.application.state == ApplicationState::Certified {
        return reply::see_other(&format!("{}/issued", case::path(&reference)));
    }
    reply::ok(&IssuePage::new(&furniture, &actor, &grounds, None))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let reference = case::reference(&reference)?;
    let key = &app.certificate_key;
    let done = issuing::issue(&app.store, &actor, &reference, key, case::office(&app)).await;
    let refused = match done {
        Ok(()) | Err(IssueError::AlreadyIssued) => {
            return reply::see_other(&format!("{}/issued", case::path(&reference)));
        }
        Err(IssueError::Obstructed(_)) => None,
        Err(IssueError::Refused(refusal)) => Some(refusal_words(refusal).to_owned()),
        Err(error) => return Err(error.into()),
    };
    let grounds = issuing::read(&app.store, &actor, &reference).await?;
    reply::unprocessable(&IssuePage::new(&furniture, &actor, &grounds, refused))
}
