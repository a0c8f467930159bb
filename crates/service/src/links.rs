//! The way in for people without an account: signatories and infrastructure owners.
//!
//! The e-mailed link alone shows who asks for what. A code, sent to the invited
//! address, opens the pages behind it for one browser. Opening the link changes
//! nothing, however often mail scanners do it.

mod code;

pub use code::{EnterCodeError, SendCodeError, enter_code, send_code};

use crate::owner_requests::certificate_end;
use crate::recipients::recipient;
use domain::credential::{Credential, Token};
use domain::owner_request::{Contact, LINK_LIFETIME, OwnerRequest, OwnerRequestState};
use domain::signature_request::{SignatureRequest, SignatureRequestState};
use mail::Notice;
use store::links::{Leads, Link, NewLink};
use store::outbox::About;
use store::{Context, ReadTx, Store, StoreError, WriteTx};
use time::{Date, Duration, OffsetDateTime};

/// How long an e-mailed code works.
pub const CODE_LIFETIME: Duration = Duration::minutes(15);
/// How many wrong tries a code takes.
pub const WRONG_TRIES_MAX: i32 = 5;
/// How many codes a link sends in its life.
pub const CODES_MAX: i32 = 10;
/// How long to wait between two codes.
pub const CODE_PAUSE: Duration = Duration::minutes(1);
/// How long a browser that entered a code may go on.
pub const BROWSER_LIFETIME: Duration = Duration::hours(1);

/// What somebody is asked through a link.
#[derive(Debug, Clone)]
pub enum Asked {
    /// An infrastructure owner is asked to agree.
    Owner(Box<OwnerRequest>),
    /// A signatory is asked to sign.
    Signatory(Box<SignatureRequest>),
}

/// Whether a link may still be used for what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    Open,
    /// The owner answered, or the signatory signed.
    Answered,
    /// The signatory said that they can't sign.
    Declined,
    /// The supplier cancelled the request.
    Cancelled,
    /// An answer changed after the request was sent.
    Changed,
    /// The signatory signed, and the signature counts no more: an answer changed, or the supplier asked anew.
    SignedInVain,
    /// A newer link leads to the same request.
    Replaced,
    /// Its time is over.
    Expired,
    /// The certificate of the infrastructure has ended meanwhile.
    CertificateEnded,
}

/// A link with what it leads to.
#[derive(Debug, Clone)]
pub struct Door {
    /// The link.
    pub link: Link,
    /// What is asked.
    pub asked: Asked,
    /// Whether it may still be used.
    pub standing: Standing,
    /// The last day of the certificate of the infrastructure, while its owner has not answered.
    pub certificate_ends_on: Option<Date>,
    /// The time.
    pub now: OffsetDateTime,
}

impl Door {
    /// True while a code may be asked for: to answer, or to see again what was answered.
    pub fn can_send_code(&self) -> bool {
        let works = self.link.cancelled_at.is_none() && self.now < self.link.expires_at;
        works
            && matches!(
                self.standing,
                Standing::Open | Standing::Answered | Standing::Declined | Standing::SignedInVain
            )
    }

    /// The request to an owner, if the link leads to one.
    pub fn owner_request(&self) -> Option<&OwnerRequest> {
        match &self.asked {
            Asked::Owner(request) => Some(request),
            Asked::Signatory(_) => None,
        }
    }

    /// The request to sign, if the link leads to one.
    pub fn signature_request(&self) -> Option<&SignatureRequest> {
        match &self.asked {
            Asked::Owner(_) => None,
            Asked::Signatory(request) => Some(request),
        }
    }
}

fn standing(link: &Link, asked: &Asked, ends_on: Option<Date>, now: OffsetDateTime) -> Standing {
    let closed = match asked {
        Asked::Owner(request) => match request.state {
            OwnerRequestState::Agreed
            | OwnerRequestState::Declined
            | OwnerRequestState::Asked
            | OwnerRequestState::Withdrawn => Some(Standing::Answered),
            OwnerRequestState::Cancelled => Some(Standing::Cancelled),
            OwnerRequestState::Sent | OwnerRequestState::Opened => None,
        },
        Asked::Signatory(request) => match request.state {
            SignatureRequestState::Signed => Some(Standing::Answered),
            SignatureRequestState::Declined => Some(Standing::Declined),
            SignatureRequestState::Voided | SignatureRequestState::Cancelled
                if request.signed_at.is_some() =>
            {
                Some(Standing::SignedInVain)
            }
            SignatureRequestState::Voided => Some(Standing::Changed),
            SignatureRequestState::Cancelled => Some(Standing::Cancelled),
            SignatureRequestState::Sent | SignatureRequestState::Opened => None,
        },
    };
    if let Some(closed) = closed {
        return closed;
    }
    if link.cancelled_at.is_some() {
        Standing::Replaced
    } else if now >= link.expires_at {
        Standing::Expired
    } else if ends_on.is_some_and(|day| domain::when::uk_date(now) > day) {
        Standing::CertificateEnded
    } else {
        Standing::Open
    }
}

/// The door that a link of this transaction leads to.
async fn door(tx: &mut ReadTx, link: Link) -> Result<Option<Door>, StoreError> {
    let now = tx.now();
    let asked = match link.leads {
        Leads::Owner(id) => store::owner_requests::find(tx, id)
            .await?
            .map(|request| Asked::Owner(Box::new(request))),
        Leads::Signatory(id) => store::signature_requests::find(tx, id)
            .await?
            .map(|request| Asked::Signatory(Box::new(request))),
    };
    let Some(asked) = asked else {
        return Ok(None);
    };
    let ends_on = match &asked {
        Asked::Owner(request) if request.state.is_open() => {
            Some(certificate_end(tx, request).await?)
        }
        Asked::Owner(_) | Asked::Signatory(_) => None,
    };
    Ok(Some(Door {
        standing: standing(&link, &asked, ends_on, now),
        link,
        asked,
        certificate_ends_on: ends_on,
        now,
    }))
}

/// What a link leads to, for whoever holds the link: no more than who asks for what.
pub async fn look(store: &Store, token: &Token) -> Result<Option<Door>, StoreError> {
    let credential = token.credential();
    let mut tx = store.read(Context::presenting(credential)).await?;
    match store::links::find_presented(&mut tx, credential).await? {
        Some(link) => door(&mut tx, link).await,
        None => Ok(None),
    }
}

/// The same for the browser that entered the code; nothing for any other browser, and nothing
/// once the link was cancelled.
pub async fn enter(
    store: &Store,
    token: &Token,
    browser: Credential,
) -> Result<Option<Door>, StoreError> {
    let mut tx = store.read(Context::presenting(browser)).await?;
    let Some(link) = store::links::find_presented(&mut tx, token.credential()).await? else {
        return Ok(None);
    };
    if !store::links::is_verified(&mut tx, link.id).await? {
        return Ok(None);
    }
    door(&mut tx, link).await
}

/// Begins a change by the browser that entered the code; the link is held until the end.
pub(crate) async fn begin(
    store: &Store,
    token: &Token,
    browser: Credential,
) -> Result<Option<(WriteTx, Link)>, StoreError> {
    let mut tx = store.write(Context::presenting(browser)).await?;
    let token = token.credential();
    let Some(link) = store::links::find_presented_for_update(&mut tx, token).await? else {
        return Ok(None);
    };
    if !store::links::is_verified(&mut tx, link.id).await? {
        return Ok(None);
    }
    tx.present(Context::link(browser, link.id)).await?;
    Ok(Some((tx, link)))
}

/// Makes a link that works from now for its usual time, in place of those before, and gives
/// the token for its address.
pub(crate) async fn renew(
    tx: &mut WriteTx,
    proof: &impl policy::Proof,
    place: (domain::id::OrganisationId, domain::id::ApplicationId),
    leads: Leads,
    contact: &Contact,
) -> Result<Token, StoreError> {
    store::links::cancel_all(tx, proof, leads).await?;
    let token = Token::generate();
    let new = NewLink {
        id: domain::id::LinkId::new(),
        organisation: place.0,
        application: place.1,
        leads,
        token: token.credential(),
        email: &contact.email,
        expires_at: tx.now() + LINK_LIFETIME,
    };
    store::links::add(tx, proof, &new).await?;
    Ok(token)
}

/// True when a reminder may be sent: the last link was made before today.
pub(crate) async fn may_remind(tx: &mut ReadTx, leads: Leads) -> Result<bool, StoreError> {
    let today = domain::when::uk_date(tx.now());
    let last = store::links::last_made_at(tx, leads).await?;
    Ok(last.is_none_or(|last| domain::when::uk_date(last) < today))
}

/// Queues the notice that asks somebody what a link leads to. Its sender hears if it is not delivered.
pub(crate) async fn ask(
    tx: &mut WriteTx,
    contact: &Contact,
    leads: Leads,
    notice: &impl Notice,
) -> Result<(), StoreError> {
    let about = match leads {
        Leads::Owner(id) => About::OwnerRequest(id),
        Leads::Signatory(id) => About::SignatureRequest(id),
    };
    if let Some(to) = recipient(&contact.name, &contact.email) {
        store::outbox::add_about(tx, &notice.message(&to), about).await?;
    }
    Ok(())
}

/// Queues a notice to a person; one without an address that mail can reach is told nothing.
pub(crate) async fn tell(
    tx: &mut WriteTx,
    name: &str,
    email: &str,
    notice: &impl Notice,
) -> Result<(), StoreError> {
    if let Some(to) = recipient(name, email) {
        store::outbox::add(tx, &notice.message(&to)).await?;
    }
    Ok(())
}
