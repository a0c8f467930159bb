//! Requests to sign whose link ran out before anybody signed.

use crate::{Result, WriteTx};
use domain::id::{ApplicationId, OrganisationId, SignatureRequestId};
use serde::Deserialize;
use sqlx::types::Json;
use time::OffsetDateTime;

/// Somebody who is told that it ran out.
#[derive(Debug, Deserialize)]
pub struct Told {
    /// Their full name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A request to sign that ran out.
#[derive(Debug)]
pub struct RunOut {
    /// The request.
    pub request: SignatureRequestId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// Its reference, as shown.
    pub reference: String,
    /// The service's name, as shown.
    pub service_name: String,
    /// Who was asked to sign.
    pub signatory_name: String,
    /// When the link stopped working.
    pub expires_at: OffsetDateTime,
    /// Who asked, while they belong to the supplier, and its administrators.
    pub people: Vec<Told>,
}

/// Takes the next request whose link ran out before anybody signed, and notes that people are told;
/// nothing when there is none. For the worker's role only.
pub async fn next_run_out(tx: &mut WriteTx) -> Result<Option<RunOut>> {
    let row = sqlx::query!(
        r#"select request_id as "request_id!", organisation_id as "organisation_id!",
                  application_id as "application_id!", reference as "reference!", service_name as "service_name!",
                  signatory_name as "signatory_name!", expires_at as "expires_at!",
                  people as "people!: Json<Vec<Told>>"
           from access.next_signing_run_out()"#
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| RunOut {
        request: SignatureRequestId(row.request_id),
        organisation: OrganisationId(row.organisation_id),
        application: ApplicationId(row.application_id),
        reference: row.reference,
        service_name: row.service_name,
        signatory_name: row.signatory_name,
        expires_at: row.expires_at,
        people: row.people.0,
    }))
}
