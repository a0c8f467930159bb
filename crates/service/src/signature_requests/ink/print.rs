//! What is printed and signed.

use super::code;
use crate::applications::load;
use crate::cross_checks;
use crate::signature_requests::ask::AskError;
use crate::signature_requests::{Change, changes};
use crate::snapshot::{self, Reading};
use domain::ink::StatementCode;
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequest;
use policy::organisation::AskSignatory;
use policy::{Actor, authorise};
use questions::CrossCheck;
use store::{Context, Store, StoreError};

/// A statement as it is printed.
#[derive(Debug)]
pub struct Statement {
    /// The request.
    pub request: SignatureRequest,
    /// Its code.
    pub code: StatementCode,
    /// The text, read for people.
    pub reading: Reading,
    /// To confirm changes, what changed.
    pub changes: Vec<Change>,
    /// What the rules find in the answers, as of when it was asked for.
    pub found: Vec<CrossCheck>,
}

/// The statement that waits to be signed in ink.
///
/// # Errors
/// [`AskError::NotNow`] when none does.
pub async fn statement(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Statement, AskError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = load(&mut tx, reference).await?.ok_or(AskError::NotFound)?;
    authorise::<AskSignatory>(actor, case.application.organisation)?;
    let requests = store::signature_requests::list(&mut tx, case.application.id).await?;
    let request = requests
        .into_iter()
        .find(|request| request.is_ink() && request.state.is_open())
        .ok_or(AskError::NotNow)?;
    let frozen = store::signature_requests::frozen(&mut tx, request.id).await?;
    let frozen = frozen.ok_or(AskError::NotNow)?;
    let reading = snapshot::read(&frozen.snapshot).map_err(|_| StoreError::Corrupt {
        table: "signature_requests",
        column: "snapshot",
    })?;
    let known = cross_checks::known(&mut tx, &case).await?;
    Ok(Statement {
        code: code(&request),
        changes: changes(&frozen),
        found: reading.cross_checks(request.sent_at, &known),
        reading,
        request,
    })
}
