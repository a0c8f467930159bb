//! Setting up an organisation: whoever does becomes its administrator.

use super::details::{Details, registration_so_far};
use audit::{Event, Kind};
use domain::id::{OrganisationId, RequestKey};
use policy::Actor;
use questions::Answers;
use std::collections::BTreeMap;
use store::organisations::{self, Added, NewOrganisation};
use store::{Context, Store, StoreError};

/// Why no organisation was set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// Something is not answered yet.
    #[error("something is not answered yet")]
    Incomplete,
    /// Another organisation has this number.
    #[error("another organisation has this number")]
    NumberTaken,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets up an organisation from its answers. The same key always means the same
/// organisation, however often the form is sent.
pub async fn set_up(
    store: &Store,
    actor: &Actor,
    request_key: RequestKey,
    answers: &Answers,
) -> Result<OrganisationId, SetUpError> {
    let details = Details::read(answers).ok_or(SetUpError::Incomplete)?;
    let id = OrganisationId::new();
    let registration = details.registration.as_ref();
    let new = NewOrganisation {
        id,
        name: &details.name,
        kind: details.kind,
        registration: registration.map(|(register, number)| (register.as_str(), number.as_str())),
        address: &details.address,
        details: &as_json(answers),
        request_key,
    };
    let mut tx = store.write(Context::of(actor)).await?;
    match organisations::add(&mut tx, &new, actor.user).await? {
        Added::NumberTaken => Err(SetUpError::NumberTaken),
        Added::Before(id) => Ok(id),
        Added::New => {
            let event = Event::new(Kind::OrganisationCreated).organisation(id);
            tx.commit(&event).await?;
            Ok(id)
        }
    }
}

/// Whether the number in these answers belongs to another organisation. The
/// address may still be missing.
pub async fn is_number_taken(
    store: &Store,
    actor: &Actor,
    answers: &Answers,
) -> Result<Option<&'static str>, StoreError> {
    let Some((kind, (register, number))) = registration_so_far(answers) else {
        return Ok(None);
    };
    let mut tx = store.read(Context::of(actor)).await?;
    let is_taken = organisations::is_number_taken(&mut tx, &register, &number).await?;
    Ok(super::number_field(kind).filter(|_| is_taken))
}

/// The organisation that a form with this key made before, if it did.
pub async fn find_made(
    store: &Store,
    actor: &Actor,
    request_key: RequestKey,
) -> Result<Option<OrganisationId>, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    organisations::find_by_request_key(&mut tx, request_key).await
}

pub(super) fn as_json(answers: &Answers) -> serde_json::Value {
    let pages: BTreeMap<&str, _> = answers
        .iter()
        .map(|(key, values)| (key.page.as_str(), values))
        .collect();
    serde_json::json!(pages)
}
