//! The owner's answer: kept while its check page is open, then given.

use crate::links::{begin, tell};
use crate::reviews::notices::{Happened, Office, tell_team};
use audit::{Event, Kind};
use domain::credential::{Credential, Token};
use domain::owner_request::{OwnerRequest, OwnerRequestState};
use domain::when;
use domain::working_days::parse_iso;
use serde::{Deserialize, Serialize};
use store::links::{Leads, Link};
use store::{ReadTx, Store, StoreError, WriteTx};
use time::Date;

/// What the owner decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The service can run on the infrastructure.
    Agree,
    /// It can't.
    Decline,
    /// The owner asks something first.
    Ask,
}

impl Decision {
    /// The decision of this name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "agree" => Some(Self::Agree),
            "decline" => Some(Self::Decline),
            "ask" => Some(Self::Ask),
            _ => None,
        }
    }

    /// The name that forms post.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Decline => "decline",
            Self::Ask => "ask",
        }
    }

    /// The decision in the owner's words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Agree => "I agree",
            Self::Decline => "I do not agree",
            Self::Ask => "I need to ask something first",
        }
    }

    fn state(self) -> OwnerRequestState {
        match self {
            Self::Agree => OwnerRequestState::Agreed,
            Self::Decline => OwnerRequestState::Declined,
            Self::Ask => OwnerRequestState::Asked,
        }
    }
}

/// The owner's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The decision.
    pub decision: Decision,
    /// Why not, or the question; empty when the owner agrees.
    pub words: String,
    /// The name of who answers.
    pub name: String,
    /// That person's job title.
    pub job_title: String,
    /// The last day of the agreement as an ISO date, if the owner sets one.
    #[serde(default)]
    pub until: Option<String>,
}

impl Answer {
    /// The answer that waits behind a link, if one does.
    pub fn waiting(link: &Link) -> Option<Self> {
        serde_json::from_str(link.draft.as_deref()?).ok()
    }

    /// The last day of the agreement, if the owner sets one.
    pub fn last_day(&self) -> Option<Date> {
        let day = self.until.as_deref().and_then(parse_iso);
        day.filter(|_| self.decision == Decision::Agree)
    }

    /// The answer in words.
    pub fn title(&self) -> String {
        let title = self.decision.title();
        self.last_day().map_or_else(
            || title.to_owned(),
            |day| format!("{title}, until {}", when::date(day)),
        )
    }
}

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// This browser has not entered the code, or no longer may.
    #[error("this browser has not entered the code")]
    NotEntered,
    /// The request has an answer, was cancelled or has run out.
    #[error("the request can't be answered any more")]
    Closed,
    /// There is nothing to give: the decision comes first.
    #[error("the decision comes first")]
    NothingWaits,
    /// The last day of the agreement is after the end of the certificate of the infrastructure.
    #[error("the certificate of the infrastructure ends on {0}")]
    AfterCertificate(Date),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Last day of the certificate of the infrastructure: the one that the owner was asked about, or the
/// one in the register, which the team may have ended since. For whoever presents the request's link.
pub(crate) async fn certificate_end(
    tx: &mut ReadTx,
    request: &OwnerRequest,
) -> Result<Date, StoreError> {
    let asked_about = request.hosting.certificate_valid_to;
    let registered = store::owner_requests::find_register_valid_to(tx).await?;
    Ok(registered.map_or(asked_about, |end| end.min(asked_about)))
}

/// The request behind the link, if it may still be answered, and the last day of the certificate of
/// its infrastructure; held until the transaction ends.
async fn open_request(tx: &mut WriteTx, link: &Link) -> Result<(OwnerRequest, Date), AnswerError> {
    let Leads::Owner(id) = link.leads else {
        return Err(AnswerError::NotEntered);
    };
    let request = store::owner_requests::find_for_update(tx, id)
        .await?
        .ok_or(AnswerError::NotEntered)?;
    let end = certificate_end(tx, &request).await?;
    let now = tx.now();
    let is_open = request.state == OwnerRequestState::Opened
        && now < link.expires_at
        && when::uk_date(now) <= end;
    if is_open {
        Ok((request, end))
    } else {
        Err(AnswerError::Closed)
    }
}

/// Refuses an agreement that would outlive the certificate of the infrastructure.
fn check_last_day(answer: &Answer, end: Date) -> Result<(), AnswerError> {
    match answer.last_day() {
        Some(last_day) if last_day > end => Err(AnswerError::AfterCertificate(end)),
        _ => Ok(()),
    }
}

/// Keeps the answer for the check page; nothing is decided yet.
pub async fn keep(
    store: &Store,
    token: &Token,
    browser: Credential,
    answer: &Answer,
) -> Result<(), AnswerError> {
    let (mut tx, link) = begin(store, token, browser)
        .await?
        .ok_or(AnswerError::NotEntered)?;
    let (request, end) = open_request(&mut tx, &link).await?;
    check_last_day(answer, end)?;
    let draft = serde_json::to_string(answer).map_err(|_| AnswerError::NothingWaits)?;
    store::links::save_draft(&mut tx, link.id, Some(&draft)).await?;
    let event = Event::new(Kind::OwnerAnswerKept)
        .organisation(link.organisation)
        .application(link.application)
        .with("owner_request", request.id);
    tx.commit(&event).await?;
    Ok(())
}

/// Gives the answer that waits, and tells the supplier and the owner.
pub async fn answer(
    store: &Store,
    token: &Token,
    browser: Credential,
    office: Office<'_>,
) -> Result<(), AnswerError> {
    let public_url = office.public_url;
    let (mut tx, link) = begin(store, token, browser)
        .await?
        .ok_or(AnswerError::NotEntered)?;
    let (mut request, end) = open_request(&mut tx, &link).await?;
    let answer = Answer::waiting(&link).ok_or(AnswerError::NothingWaits)?;
    check_last_day(&answer, end)?;
    request.state = answer.decision.state();
    request.answered_at = Some(tx.now());
    request.answered_name = Some(answer.name.clone());
    request.answered_job_title = Some(answer.job_title.clone());
    request.agreed_until = answer.last_day();
    if request
        .agreed_until
        .is_some_and(|day| day < when::uk_date(tx.now()))
    {
        // It waited on the check page until the day was over.
        return Err(AnswerError::NothingWaits);
    }
    request.reason = (!answer.words.is_empty()).then(|| answer.words.clone());
    store::owner_requests::save(&mut tx, &request).await?;
    store::links::save_draft(&mut tx, link.id, None).await?;
    if request.state == OwnerRequestState::Agreed {
        store::links::lengthen(&mut tx).await?;
    }
    tell_supplier(&mut tx, &request, public_url).await?;
    if store::owner_requests::is_submitted_behind_link(&mut tx).await? {
        tell_team(&mut tx, &happened(&request), office).await?;
    }
    let copy = mail::OwnerAnswered {
        supplier: request.hosting.supplier_name.clone(),
        service: request.hosting.service_name.clone(),
        infrastructure: request.hosting.infrastructure_name.clone(),
        answer: answer.title(),
        answered_at: when::date_and_time(tx.now()),
        is_agreement: request.state == OwnerRequestState::Agreed,
        link: format!("{public_url}/owner/{}", token.reveal()),
    };
    tell(&mut tx, &answer.name, &request.contact.email, &copy).await?;
    let event = Event::new(Kind::OwnerAnswered)
        .organisation(link.organisation)
        .application(link.application)
        .with("owner_request", request.id)
        .with("state", request.state);
    tx.commit(&event).await?;
    Ok(())
}

/// What the team is told of an answer (M56).
fn happened(request: &OwnerRequest) -> Happened<'_> {
    Happened {
        reference: &request.reference,
        service: &request.hosting.service_name,
        who: &request.hosting.owner_name,
        what: match request.state {
            OwnerRequestState::Agreed => "agreed to host the service",
            OwnerRequestState::Asked => "has a question before they agree to host the service",
            OwnerRequestState::Sent
            | OwnerRequestState::Opened
            | OwnerRequestState::Declined
            | OwnerRequestState::Cancelled
            | OwnerRequestState::Withdrawn => "did not agree to host the service",
        },
        page: "infrastructure",
    }
}

async fn tell_supplier(
    tx: &mut WriteTx,
    request: &OwnerRequest,
    public_url: &str,
) -> Result<(), StoreError> {
    let hosting = &request.hosting;
    let application = format!("{public_url}/applications/{}", request.reference);
    let (name, email) = (&request.asker.name, &request.asker.email);
    if request.state == OwnerRequestState::Agreed {
        let notice = mail::OwnerAgreed {
            owner: hosting.owner_name.clone(),
            infrastructure: hosting.infrastructure_name.clone(),
            service: hosting.service_name.clone(),
            until: request.agreed_until.map_or_else(String::new, when::date),
            is_standing: false,
            link: application,
        };
        tell(tx, name, email, &notice).await
    } else {
        let notice = mail::OwnerDeclined {
            owner: hosting.owner_name.clone(),
            infrastructure: hosting.infrastructure_name.clone(),
            service: hosting.service_name.clone(),
            has_asked: request.state == OwnerRequestState::Asked,
            link: format!("{application}/infrastructure/owner-request"),
        };
        tell(tx, name, email, &notice).await
    }
}
