//! The agreement that a certificate rests on.

use super::find_latest;
use crate::{ReadTx, Result};
use domain::id::ApplicationId;
use domain::owner_request::OwnerRequest;
use uuid::Uuid;

/// What the owner was asked last for the certificate of this number, while that counts and the service has
/// no later one.
pub async fn find_of_certificate(tx: &mut ReadTx, number: &str) -> Result<Option<OwnerRequest>> {
    find(tx, Some(number), None).await
}

/// The same for the certificate that this application was granted.
pub async fn find_of_certified(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Option<OwnerRequest>> {
    find(tx, None, Some(application.0)).await
}

async fn find(
    tx: &mut ReadTx,
    number: Option<&str>,
    application: Option<Uuid>,
) -> Result<Option<OwnerRequest>> {
    let found = sqlx::query_scalar!(
        "select c.application_id from certificates c
         where (c.number = $1 or c.application_id = $2) and page.rests_on(c.application_id, access.today())",
        number,
        application,
    )
    .fetch_optional(tx.connection())
    .await?;
    match found {
        Some(id) => find_latest(tx, ApplicationId(id)).await,
        None => Ok(None),
    }
}
