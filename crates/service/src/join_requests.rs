//! Asking to join the organisation of colleagues, and an administrator's answer.
//!
//! An organisation's name is shown only to people whose confirmed address has the same domain
//! as one of its members', and never for public mail services. The database decides that.

use crate::organisations::ReadError;
use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::id::{JoinRequestId, OrganisationId};
use domain::join_request::{DAYS_AFTER_REFUSAL, JoinMessage, JoinRequestState};
use domain::role::OrganisationRole;
use mail::{JoinAnswered, JoinAsked, Notice};
use policy::organisation::HandleJoinRequests;
use policy::{Actor, Denied, authorise};
use store::join_requests::{self, Asked, JoinRequest};
use store::organisations::people;
use store::{Context, Store, StoreError, outbox};
use time::{Duration, OffsetDateTime};

/// How many requests that wait are listed.
pub const OPEN_MAX: i64 = 100;

/// Why nobody was asked.
#[derive(Debug, thiserror::Error)]
pub enum AskToJoinError {
    /// There is no such organisation for this person.
    #[error("not found")]
    NotFound,
    /// An administrator refused less than 30 days ago.
    #[error("refused less than 30 days ago")]
    RefusedLately,
    /// Too many requests of the person wait.
    #[error("too many requests wait")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// There is no such request.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Another administrator answered it.
    #[error("answered already")]
    Answered,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An organisation that may be the person's own.
#[derive(Debug)]
pub struct Offer {
    /// The organisation.
    pub id: OrganisationId,
    /// Its name, and nothing else of it.
    pub name: String,
    /// What the person asked last.
    pub asked: Option<JoinRequest>,
}

/// How it stands between somebody and an organisation that may be theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They may ask.
    Open,
    /// They asked at this time, and nobody has answered.
    Asked(OffsetDateTime),
    /// An administrator refused; they may ask again from this time on.
    Refused {
        /// When it was refused.
        at: OffsetDateTime,
        /// From when on they may ask again.
        until: OffsetDateTime,
    },
}

impl Offer {
    /// How it stands at this time.
    pub fn standing(&self, now: OffsetDateTime) -> Standing {
        let Some(asked) = &self.asked else {
            return Standing::Open;
        };
        match (asked.state, &asked.handled) {
            (JoinRequestState::Asked, _) => Standing::Asked(asked.asked_at),
            (JoinRequestState::Refused, Some((at, _))) => {
                let until = *at + Duration::days(DAYS_AFTER_REFUSAL.into());
                if until > now {
                    Standing::Refused { at: *at, until }
                } else {
                    Standing::Open
                }
            }
            _ => Standing::Open,
        }
    }
}

/// Organisations that may be the person's own, and those that they asked and that have not answered.
pub async fn list_offers(store: &Store, actor: &Actor) -> Result<Vec<Offer>, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let like_mine = join_requests::list_organisations_like_mine(&mut tx).await?;
    let mut mine = join_requests::list_mine(&mut tx, actor.user).await?;
    let mut offers: Vec<Offer> = Vec::new();
    for (id, name) in like_mine {
        let asked = mine.iter().position(|request| request.organisation == id);
        let asked = asked.map(|place| mine.remove(place));
        offers.push(Offer { id, name, asked });
    }
    for request in mine {
        let is_known = offers.iter().any(|offer| offer.id == request.organisation);
        if request.state == JoinRequestState::Asked && !is_known {
            offers.push(Offer {
                id: request.organisation,
                name: request.organisation_name.clone(),
                asked: Some(request),
            });
        }
    }
    Ok(offers)
}

/// Asks the administrators. Asking twice asks once.
pub async fn ask(
    store: &Store,
    public_url: &str,
    actor: &Actor,
    id: JoinRequestId,
    organisation: OrganisationId,
    message: Option<&JoinMessage>,
) -> Result<(), AskToJoinError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let message = message.map_or("", JoinMessage::as_str);
    match join_requests::ask(&mut tx, id, organisation, message).await? {
        Asked::New => {}
        Asked::Before => return Ok(()),
        Asked::RefusedLately => return Err(AskToJoinError::RefusedLately),
        Asked::TooMany => return Err(AskToJoinError::TooMany),
        Asked::Hidden => return Err(AskToJoinError::NotFound),
    }
    let request = join_requests::find(&mut tx, organisation, id).await?;
    let request = request.ok_or(AskToJoinError::NotFound)?;
    let notice = JoinAsked {
        person: request.user_name,
        email: request.email,
        organisation: request.organisation_name,
        link: format!("{public_url}/organisations/{organisation}/requests/{id}"),
    };
    for one in people::administrators(&mut tx, organisation).await? {
        if let Some(to) = recipient(&one.name, &one.email) {
            outbox::add(&mut tx, &notice.message(&to)).await?;
        }
    }
    let event = Event::new(Kind::JoinRequested)
        .organisation(organisation)
        .with("request", id)
        .with("user", actor.user);
    Ok(tx.commit(&event).await?)
}

/// The requests that wait, for administrators.
pub async fn list_open(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<Vec<JoinRequest>, ReadError> {
    authorise::<HandleJoinRequests>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    Ok(join_requests::list_open(&mut tx, organisation, OPEN_MAX).await?)
}

/// One request, for administrators.
pub async fn find(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    id: JoinRequestId,
) -> Result<JoinRequest, ReadError> {
    authorise::<HandleJoinRequests>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let found = join_requests::find(&mut tx, organisation, id).await?;
    found.ok_or(ReadError::NotFound)
}

/// Lets the person in with this role, or refuses without one, and tells them.
pub async fn answer(
    store: &Store,
    public_url: &str,
    actor: &Actor,
    organisation: OrganisationId,
    id: JoinRequestId,
    role: Option<OrganisationRole>,
) -> Result<(), AnswerError> {
    let permit = authorise::<HandleJoinRequests>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let request = join_requests::find(&mut tx, organisation, id).await?;
    let request = request.ok_or(AnswerError::NotFound)?;
    if !join_requests::handle(&mut tx, &permit, id, role).await? {
        return Err(AnswerError::Answered);
    }
    let path = match role {
        Some(_) => format!("/organisations/{organisation}"),
        None => "/home".to_owned(),
    };
    let notice = JoinAnswered {
        organisation: request.organisation_name,
        is_approved: role.is_some(),
        role: role.map_or_else(String::new, |role| role.title().to_lowercase()),
        link: format!("{public_url}{path}"),
    };
    if let Some(to) = recipient(&request.user_name, &request.email) {
        outbox::add(&mut tx, &notice.message(&to)).await?;
    }
    let kind = if role.is_some() {
        Kind::JoinApproved
    } else {
        Kind::JoinRefused
    };
    let event = Event::new(kind)
        .organisation(organisation)
        .with("request", id)
        .with("user", request.user)
        .with("role", role.map_or("none", OrganisationRole::as_str));
    Ok(tx.commit(&event).await?)
}
