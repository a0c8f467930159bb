//! What happened to a case.

use super::ReadError;
use domain::reference::ApplicationReference;
use policy::team::ReadCases;
use policy::{Actor, authorise_team};
use store::audit_events::{Entry, list_of_application};
use store::{Context, Store};

/// Entries of the audit log about a case, newest first: at most `limit`, older than `before`.
pub async fn timeline(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let application = store::applications::find(&mut tx, reference).await?;
    let application = application
        .filter(|application| application.state.is_submitted())
        .ok_or(ReadError::NotFound)?;
    Ok(list_of_application(&mut tx, application.id, before, limit).await?)
}
