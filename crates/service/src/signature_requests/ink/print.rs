//! What is printed and signed.

use super::code;
use crate::applications::load;
use crate::cross_checks;
use crate::signature_requests::ask::AskError;
use crate::signature_requests::{Change, changes};
use crate::snapshot::{self, Reading};
use certificates::{PdfError, StatementFacts};
use domain::ink::StatementCode;
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequest;
use policy::organisation::AskSignatory;
use policy::{Actor, authorise};
use questions::CrossCheck;
use store::{Context, Store, StoreError};
use time::OffsetDateTime;
use tokio::sync::Semaphore;

/// How many statements are set as PDF at once: each keeps a processor busy.
const SET_AT_ONCE: usize = 2;

static SETTING: Semaphore = Semaphore::const_new(SET_AT_ONCE);

/// Why there is no PDF of a statement.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// It can't be set.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// Setting it broke off.
    #[error("setting the statement broke off")]
    BrokenOff,
}

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

/// Sets a statement that was made at this moment as PDF, off the async threads.
///
/// # Errors
/// [`SettingError`] when it can't be set.
pub async fn statement_pdf(
    facts: StatementFacts,
    made_at: OffsetDateTime,
) -> Result<Vec<u8>, SettingError> {
    let turn = SETTING.acquire().await;
    let _turn = turn.map_err(|_| SettingError::BrokenOff)?;
    let made = tokio::task::spawn_blocking(move || certificates::statement_pdf(&facts, made_at));
    let made = made.await.map_err(|_| SettingError::BrokenOff)?;
    Ok(made?)
}
