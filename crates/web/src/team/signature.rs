//! The signatures of a case as evidence, and the check of a page that was signed in ink.

use super::case;
use super::covers::covers;
use super::signature_form::{CheckForm, Typed};
use crate::documents::{attachment_named, kind_and_size, scan_tag};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::ink::signed_words;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::application::ApplicationState;
use domain::id::SignatureRequestId;
use domain::ink::InkOutcome;
use domain::reference::ApplicationReference;
use domain::signature_request::{SignatureKind, SignatureRequest, SignatureRequestState};
use domain::when;
use govuk::{Content, FormState, IdentityBar, Layout, SummaryCard, SummaryList, SummaryRow};
use policy::team::{AskClarification, CheckInk};
use policy::{Actor, authorise_team, is_offered_team};
use service::documents::ReadError;
use service::signature_requests::ink::{self, CheckError, Checked, code};
use service::{decisions, reviews};
use time::OffsetDateTime;

#[derive(Template)]
#[template(path = "team/signature.html")]
struct SignaturePage {
    layout: Layout,
    identity: IdentityBar,
    covers: String,
    /// Where the supplier is asked about what the signatory says is wrong.
    ask: Option<String>,
    cards: Vec<SummaryCard>,
    check: Option<CheckForm>,
}

fn moment(at: Option<OffsetDateTime>, now: OffsetDateTime) -> String {
    at.map_or_else(|| "Not yet".to_owned(), |at| when::relative(at, now))
}

fn card(request: &SignatureRequest, path: &str, now: OffsetDateTime) -> SummaryCard {
    let title = match request.kind {
        SignatureKind::Initial => "Commitment statement",
        SignatureKind::Reconfirmation => "Confirmation of changes",
        SignatureKind::Anew => "Commitment statement, asked for again",
    };
    let mut list = SummaryList::new()
        .row(SummaryRow::new("Status", request.title()))
        .row(SummaryRow::new(
            "Asked to sign",
            format!(
                "{}, {} ({})",
                request.signatory.name, request.signatory.job_title, request.signatory.email
            ),
        ))
        .row(SummaryRow::new("How", request.method.title()))
        .row(SummaryRow::new("Asked by", &request.asker.name))
        .rows(if request.is_ink() {
            ink_rows(request, path, now)
        } else {
            online_rows(request, now)
        });
    if let Some(name) = &request.signed_name {
        list = list.row(SummaryRow::new("Name as typed", typed_name(request, name)));
    }
    if let Some(job_title) = &request.signed_job_title {
        list = list.row(SummaryRow::new("Job title as typed", job_title));
    }
    if let Some(reason) = request.cannot_sign {
        list = list.row(SummaryRow::new("Why not signed", reason.title()));
    }
    // Before the application is submitted it is for the supplier alone.
    if let Some(note) = request.cannot_sign_note.as_ref()
        && request.kind != SignatureKind::Initial
    {
        list = list.row(SummaryRow::new("What they wrote", note));
    }
    list = list
        .row(SummaryRow::new(
            "Commitments",
            format!("Version {}", request.commitments_version),
        ))
        .row(SummaryRow::new(
            "Fingerprint (SHA-256) of what is signed",
            &request.snapshot_sha256,
        ));
    SummaryCard::new(title, list)
}

fn online_rows(request: &SignatureRequest, now: OffsetDateTime) -> Vec<SummaryRow> {
    vec![
        SummaryRow::new("Sent", when::relative(request.sent_at, now)),
        SummaryRow::new("Code entered", moment(request.opened_at, now)),
        SummaryRow::new(
            "Authority confirmed",
            moment(request.authority_confirmed_at, now),
        ),
        SummaryRow::new("Signed", moment(request.signed_at, now)),
    ]
}

/// A signature in ink: nobody entered a code for it.
fn ink_rows(request: &SignatureRequest, path: &str, now: OffsetDateTime) -> Vec<SummaryRow> {
    let made = when::relative(request.sent_at, now);
    let mut rows = vec![
        SummaryRow::new("Statement made", made),
        SummaryRow::new("Statement code", code(request).to_string()),
    ];
    let Some(page) = &request.ink else {
        rows.push(SummaryRow::new("Signed", "Not yet"));
        return rows;
    };
    let file = format!(
        "{} ({})",
        page.file_name,
        kind_and_size(page.kind, page.bytes)
    );
    let file = if page.scan.is_released() {
        Content::link(format!("{path}/signature/{}/file", request.id), file)
    } else {
        file.into()
    };
    let signed = signed_words(request).unwrap_or_default();
    rows.extend([
        SummaryRow::new("Signed", signed),
        SummaryRow::new("Uploaded", when::relative(page.uploaded_at, now)),
        SummaryRow::new("Signed page", file),
        SummaryRow::new("Virus scan", Content::of(&scan_tag(page.scan))),
        SummaryRow::new("Fingerprint (SHA-256) of the file", &page.sha256),
    ]);
    if let Some(check) = &page.check {
        let right: Vec<&str> = check.found.iter().map(|found| found.title()).collect();
        let outcome = match check.outcome {
            InkOutcome::Accepted => "Right",
            InkOutcome::Refused => "A new signature was asked for",
        };
        let by = format!(
            "{outcome}, {} by {}",
            when::relative(check.at, now),
            check.by_name
        );
        rows.push(SummaryRow::new("Checked", by));
        rows.push(SummaryRow::new("Found right", right.join("\n")));
        if !check.note.is_empty() {
            rows.push(SummaryRow::new("Told the supplier", &check.note));
        }
    }
    rows
}

/// The name as typed, and whether it is the one that was asked.
fn typed_name(request: &SignatureRequest, typed: &str) -> String {
    if typed.to_lowercase() == request.signatory.name.to_lowercase() {
        format!("{typed}, as asked")
    } else {
        format!(
            "{typed}, which is not the name of the person who was asked ({})",
            request.signatory.name
        )
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let form = furniture.form(FormState::new());
    reply::ok(&drawn(&app, &furniture, &actor, &reference, &form).await?)
}

/// The page with its form as it was typed.
async fn drawn(
    app: &App,
    furniture: &Furniture,
    actor: &Actor,
    reference: &ApplicationReference,
    form: &FormState,
) -> Result<SignaturePage, PageError> {
    let overview = reviews::overview(&app.store, actor, reference).await?;
    let deciding = decisions::read(&app.store, actor, reference).await?;
    let now = overview.review.now;
    let path = case::path(reference);
    let requests = overview.signatures.iter();
    let latest = overview.signatures.first();
    let is_wrong = latest.is_some_and(SignatureRequest::awaits_correction);
    let may_ask = overview.review.case.application.state == ApplicationState::UnderReview
        && authorise_team::<AskClarification>(actor).is_ok();
    let to_check = requests.clone().find(|request| is_to_check(request));
    let may =
        is_offered_team::<CheckInk>(actor) && !overview.review.case.application.state.is_closed();
    Ok(SignaturePage {
        layout: furniture
            .team(actor)
            .title("Signature")
            .section(overview.review.case.application.service_title())
            .back_to(&path, "Back to the case")
            .errors_of(form),
        identity: case::identity(&overview.review.case.application, now),
        covers: covers(&deciding.covering, overview.signatures.first()),
        ask: (is_wrong && may_ask).then(|| format!("{path}/clarifications/new")),
        cards: requests.map(|request| card(request, &path, now)).collect(),
        check: to_check
            .filter(|_| may)
            .map(|request| CheckForm::new(format!("{path}/signature"), request, form)),
    })
}

/// Whether a signed page waits for somebody to check it who can see it.
fn is_to_check(request: &SignatureRequest) -> bool {
    let page = request.ink.as_ref();
    request.state == SignatureRequestState::Signed
        && page.is_some_and(|page| page.check.is_none() && page.scan.is_released())
}

/// Keeps what was found on a signed page.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
    mut posted: Posted,
) -> Reply {
    authorise_team::<CheckInk>(&actor)?;
    let typed = Typed::take(&mut posted);
    posted.finish()?;
    let reference = case::reference(&reference)?;
    let id = typed.id()?;
    let checked = match typed.parse() {
        Ok(checked) => checked,
        Err(form) => {
            let page = drawn(&app, &furniture, &actor, &reference, &form).await?;
            if page.check.is_none() {
                return Err(PageError::Conflict);
            }
            return reply::unprocessable(&page);
        }
    };
    let said = match &checked {
        Checked::Right => "You have said that the signed page is right",
        Checked::Refused(..) => "We have asked the supplier for a new signature",
    };
    let office = case::office(&app);
    let done = ink::check(&app.store, &actor, &reference, (id, checked), office).await;
    match done {
        Ok(()) => reply::see_other_saying(&format!("{}/signature", case::path(&reference)), said),
        Err(CheckError::NotFound) => Err(PageError::NotFound),
        Err(CheckError::Denied(denied)) => Err(denied.into()),
        Err(CheckError::NotNow) => Err(PageError::Conflict),
        Err(CheckError::Store(error)) => Err(error.into()),
    }
}

/// The file of a signed page, once it was scanned.
pub async fn file(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((reference, request)): Path<(String, String)>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let id = SignatureRequestId::parse(&request).ok_or(PageError::NotFound)?;
    match ink::open_for_team(&app.store, &actor, &app.files, &reference, id).await {
        Ok((page, file)) => {
            let name = format!("{reference}-{}", page.file_name);
            attachment_named(&name, page.kind, page.bytes, file)
        }
        Err(ReadError::NotReleased) => {
            reply::see_other(&format!("{}/signature", case::path(&reference)))
        }
        Err(error) => Err(error.into()),
    }
}
