//! Who has the application now, by when a decision is due, and what has happened.

use crate::application_path::ApplicationPath;
use crate::conditions::{self, Condition};
use crate::furniture::Furniture;
use crate::lost_agreement;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError, awaits_correction};
use askama::Template;
use axum::extract::State;
use domain::application::{Application, ApplicationState};
use domain::connection_assessment::ConnectionState;
use domain::signature_request::SignatureKind;
use domain::when;
use domain::working_days::between;
use govuk::{Layout, Timeline, TimelineEvent, WarningText};
use service::signature_requests::Covering;
use service::submission::{Connection, Happening, Progress, progress};
use time::OffsetDateTime;

#[derive(Template)]
#[template(path = "submission/progress.html")]
struct ProgressPage {
    layout: Layout,
    reference: String,
    service: String,
    state: &'static str,
    holder: Vec<String>,
    target: Vec<String>,
    link: Option<(String, String)>,
    is_overdue: bool,
    /// That the owner of its infrastructure agrees no more, or from a day.
    agreement: Option<WarningText>,
    /// What the certificate was granted with.
    conditions: Vec<Condition>,
    timeline: Timeline,
    team_email: String,
    withdraw: Option<String>,
    /// What was submitted.
    copy: Option<String>,
}

/// Shows it.
pub async fn show(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    furniture: Furniture,
) -> Reply {
    let progress = progress(&app.store, &actor, &path.0)
        .await?
        .ok_or(PageError::NotFound)?;
    let application = &progress.case.application;
    let granted = progress.granted.as_ref();
    let agreement = granted.and_then(|granted| granted.agreement.as_ref());
    let today = when::uk_date(progress.now);
    let page = ProgressPage {
        agreement: lost_agreement::warning(agreement),
        conditions: granted.map_or_else(Vec::new, |granted| {
            conditions::listed(&granted.conditions, today)
        }),
        layout: furniture
            .supplier(&actor, Some(application.organisation))
            .title("Progress of your application")
            .section(application.service_title())
            .back_to("/home", "Back to your applications"),
        reference: application.reference.to_string(),
        service: application.service_title().to_owned(),
        state: application.state.title_for_supplier(),
        holder: holder(&progress),
        target: target(application, progress.now),
        link: link(&progress, &path),
        is_overdue: is_overdue(application, progress.now),
        timeline: Timeline::new()
            .heading_level(3)
            .events(progress.happenings.iter().map(event)),
        team_email: app.team_email.clone(),
        withdraw: progress.may_withdraw.then(|| path.at("withdraw")),
        copy: application.submitted_at.map(|_| path.at("submitted/copy")),
    };
    reply::ok(&page)
}

/// Who has it now, in sentences.
fn holder(progress: &Progress) -> Vec<String> {
    let mut sentences: Vec<String> = vec![
        match progress.case.application.state {
            ApplicationState::Draft => "You have it. It has not been submitted yet.",
            ApplicationState::Submitted => {
                "The PSN team has it. Nobody has begun to review it yet."
            }
            ApplicationState::UnderReview => "The PSN team has it and is reviewing it.",
            ApplicationState::AwaitingSupplier => {
                "You have it: the PSN team asked you for more and waits for your reply."
            }
            ApplicationState::Recommended => {
                "The PSN team has it. The review has ended, and a second person decides."
            }
            ApplicationState::Approved if is_held(progress) => {
                "The PSN team has it. It is approved, and the certificate is held."
            }
            ApplicationState::Approved => {
                "The PSN team has it. It is approved, and the certificate is being issued."
            }
            ApplicationState::Refused => "It has been decided: the certificate was not granted.",
            ApplicationState::Certified => "It has been decided: the certificate was issued.",
            ApplicationState::Withdrawn => "Nobody: it was withdrawn.",
            ApplicationState::Deleted => "Nobody: it was deleted.",
        }
        .to_owned(),
    ];
    if let Some(ended) = &progress.ended {
        sentences.push(format!(
            "{} did that at {}.",
            ended.by,
            when::date_and_time(ended.at)
        ));
        if !ended.reason.is_empty() {
            sentences.push(format!("Reason given: {}", ended.reason));
        }
    }
    sentences.extend(joint(progress));
    sentences.extend(assessment(progress));
    sentences.extend(signature(progress));
    sentences
}

/// What is missing of the signature once the team has it.
fn signature(progress: &Progress) -> Option<String> {
    let state = progress.case.application.state;
    let is_open = !state.is_draft() && !state.is_closed();
    match &progress.covering {
        Covering::Waiting(request) if is_open => {
            let what = match request.kind {
                SignatureKind::Initial | SignatureKind::Anew => "sign",
                SignatureKind::Reconfirmation => "confirm what changed",
            };
            let name = &request.signatory.name;
            Some(format!(
                "{name} still has to {what}. We cannot decide before that."
            ))
        }
        Covering::None if is_unconfirmed(state) => {
            let latest = progress.signature.as_ref();
            let wrong = latest.and_then(awaits_correction::for_supplier);
            let words = if progress.stands_signed {
                "Nobody has confirmed what changed since the application was signed. Send it to your signatory again: we cannot decide before that."
            } else {
                "The page that was signed on paper could not be used. Send your application to your signatory again: we cannot decide before somebody signs."
            };
            wrong.or_else(|| Some(words.to_owned()))
        }
        Covering::Waiting(_) | Covering::Signed(_) | Covering::None => None,
    }
}

/// True while the certificate waits for the connection certificate, or for the supplier to confirm.
fn is_held(progress: &Progress) -> bool {
    let joint = progress.joint.as_ref();
    joint.is_some_and(|(_, connection)| *connection != Connection::Confirmed)
}

/// How the connection certificate stands that is applied for together with the service's.
fn joint(progress: &Progress) -> Option<String> {
    let (joint, connection) = progress.joint.as_ref()?;
    if !progress.case.application.state.may_ask_owner() {
        return None;
    }
    let name = &joint.infrastructure;
    Some(match connection {
        Connection::ToCome => format!(
            "You apply for the connection certificate of {name} at the same time. We assess both in parallel, and hold the certificate for your service until the connection certificate exists."
        ),
        Connection::Recorded => format!(
            "The connection certificate of {name} is recorded. Confirm that your service runs there: we hold the certificate for your service until you do."
        ),
        Connection::Confirmed => format!(
            "The connection certificate of {name} is recorded, and you confirmed that your service runs there."
        ),
    })
}

/// How the Code of Connection stands, until the connection certificate is recorded.
fn assessment(progress: &Progress) -> Option<String> {
    let (_, connection) = progress.joint.as_ref()?;
    let (state, day) = progress.assessment?;
    let is_open = progress.case.application.state.may_ask_owner();
    if !is_open || *connection != Connection::ToCome {
        return None;
    }
    let day = when::date(day);
    Some(match state {
        ConnectionState::Received => format!(
            "We have had your Code of Connection (CoCo) since {day}. We have not begun to assess it."
        ),
        ConnectionState::UnderAssessment => {
            format!("We have been assessing your Code of Connection (CoCo) since {day}.")
        }
        ConnectionState::Refused => format!(
            "The connection certificate was refused on {day}. Without one we cannot issue the certificate for your service. Email the PSN team to ask what you can do."
        ),
        ConnectionState::Issued => format!("We recorded the connection certificate on {day}."),
    })
}

/// True while the team has it, so that the supplier sends it to the signatory again; while the
/// supplier replies to a clarification, sending the reply does.
fn is_unconfirmed(state: ApplicationState) -> bool {
    !state.is_draft() && state != ApplicationState::AwaitingSupplier && !state.is_closed()
}

/// By when a decision is due, in sentences.
fn target(application: &Application, now: OffsetDateTime) -> Vec<String> {
    let Some(target) = application
        .target_on
        .filter(|_| !application.state.is_closed())
    else {
        return Vec::new();
    };
    if let Some(since) = application.paused_at {
        let since = when::uk_date(since);
        return vec![
            format!(
                "The clock has been paused since {}, because we wait for your reply.",
                when::date(since)
            ),
            format!(
                "Before that we aimed to decide by {}. The date moves by the working days that your reply takes.",
                when::date(target)
            ),
        ];
    }
    let today = when::uk_date(now);
    if is_overdue(application, now) {
        return vec![format!(
            "We aimed to decide by {}, and have not. We will decide as soon as we can.",
            when::date(target)
        )];
    }
    let words = match between(today, target) {
        0 => "which is today".to_owned(),
        1 => "1 working day from today".to_owned(),
        days => format!("{days} working days from today"),
    };
    vec![format!(
        "We aim to decide by {}, {words}.",
        when::date(target)
    )]
}

fn is_overdue(application: &Application, now: OffsetDateTime) -> bool {
    !application.state.is_closed()
        && application.paused_at.is_none()
        && application
            .target_on
            .is_some_and(|target| when::uk_date(now) > target)
}

/// What the person can do now.
fn link(progress: &Progress, path: &ApplicationPath) -> Option<(String, String)> {
    let (to, words) = match progress.case.application.state {
        ApplicationState::Draft => (path.task_list(), "Go on with your application"),
        ApplicationState::AwaitingSupplier => {
            let id = progress.asked?;
            (
                path.at(&format!("clarifications/{id}")),
                "Read what we asked and reply",
            )
        }
        ApplicationState::Refused | ApplicationState::Certified => {
            (path.at("decision"), "Read the decision")
        }
        ApplicationState::Withdrawn => return None,
        ApplicationState::Deleted => (path.at("delete"), "Read until when it can be brought back"),
        _ if matches!(progress.joint, Some((_, Connection::Recorded))) => (
            path.at("infrastructure/owner-request"),
            "Confirm that your service runs on it",
        ),
        ApplicationState::Submitted
        | ApplicationState::UnderReview
        | ApplicationState::Recommended
        | ApplicationState::Approved => match progress.covering {
            Covering::Waiting(_) | Covering::None => {
                (path.at("signature"), "See how the signature stands")
            }
            Covering::Signed(_) => return None,
        },
    };
    Some((to, words.to_owned()))
}

fn event(happening: &Happening) -> TimelineEvent {
    let at = happening.at;
    let event = TimelineEvent::new(&happening.title, when::date_and_time(at), when::machine(at));
    match &happening.by {
        Some(by) => event.by(by),
        None => event,
    }
}
