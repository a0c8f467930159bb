//! Agreements that end: taken back by their owner, or given until a day.

use crate::error::named;
use crate::{Result, WriteTx};
use domain::application::ApplicationState;
use domain::id::{ApplicationId, OrganisationId, OwnerRequestId};
use serde::Deserialize;
use sqlx::types::Json;
use time::Date;

/// Whom an agreement that is taken back concerns.
#[derive(Debug, Clone)]
pub struct Withdrawn {
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// The application's reference, as shown.
    pub reference: String,
    /// The supplier's name.
    pub supplier_name: String,
    /// The service's name.
    pub service_name: String,
    /// The infrastructure's name.
    pub infrastructure_name: String,
    /// The organisation that owns it.
    pub owner_name: String,
    /// Who asked.
    pub asker_name: String,
    /// That person's e-mail address.
    pub asker_email: String,
}

/// Takes an agreement back. Who may is decided by the credential: the browser that entered the code
/// of its link, or an administrator of the organisation that holds the infrastructure. Nothing when
/// there is no such agreement any more, or the day is past.
pub async fn withdraw(
    tx: &mut WriteTx,
    id: OwnerRequestId,
    from: Date,
    by_name: &str,
    reason: &str,
) -> Result<Option<Withdrawn>> {
    let row = sqlx::query!(
        r#"select organisation_id as "organisation_id!", application_id as "application_id!", reference as "reference!",
                  supplier_name as "supplier_name!", service_name as "service_name!",
                  infrastructure_name as "infrastructure_name!", owner_name as "owner_name!",
                  asker_name as "asker_name!", asker_email as "asker_email!"
           from access.withdraw_agreement($1, $2, $3, $4)"#,
        id.0,
        from,
        by_name,
        reason,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Withdrawn {
        organisation: OrganisationId(row.organisation_id),
        application: ApplicationId(row.application_id),
        reference: row.reference,
        supplier_name: row.supplier_name,
        service_name: row.service_name,
        infrastructure_name: row.infrastructure_name,
        owner_name: row.owner_name,
        asker_name: row.asker_name,
        asker_email: row.asker_email,
    }))
}

/// Somebody who is told that an agreement ends.
#[derive(Debug, Deserialize)]
pub struct Told {
    /// Their full name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// An agreement that its owner gave until a day that is near, or over.
#[derive(Debug)]
pub struct Ending {
    /// The request that was agreed to.
    pub request: OwnerRequestId,
    /// Whom it concerns; who asked is among `people`.
    pub agreement: Withdrawn,
    /// The last day of the agreement.
    pub until: Date,
    /// Whether that is over, so that the agreement counts as taken back.
    pub is_over: bool,
    /// Where the application stands.
    pub state: ApplicationState,
    /// Who asked, while they belong to the supplier, and its administrators.
    pub people: Vec<Told>,
}

/// Takes the next agreement whose last day is near or over, and notes so; nothing when there is none.
/// Of an application that was refused, withdrawn or deleted it is only taken when the day is over.
/// For the worker's role only.
pub async fn next_ending(tx: &mut WriteTx) -> Result<Option<Ending>> {
    let row = sqlx::query!(
        r#"select request_id as "request_id!", organisation_id as "organisation_id!",
                  application_id as "application_id!", reference as "reference!", supplier_name as "supplier_name!",
                  service_name as "service_name!", infrastructure_name as "infrastructure_name!",
                  owner_name as "owner_name!", agreed_until as "agreed_until!", is_over as "is_over!",
                  application_state as "application_state!", people as "people!: Json<Vec<Told>>"
           from access.next_ending_agreement()"#
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Ending {
        request: OwnerRequestId(row.request_id),
        agreement: Withdrawn {
            organisation: OrganisationId(row.organisation_id),
            application: ApplicationId(row.application_id),
            reference: row.reference,
            supplier_name: row.supplier_name,
            service_name: row.service_name,
            infrastructure_name: row.infrastructure_name,
            owner_name: row.owner_name,
            asker_name: String::new(),
            asker_email: String::new(),
        },
        until: row.agreed_until,
        is_over: row.is_over,
        state: named(
            "applications",
            "state",
            ApplicationState::parse(&row.application_state),
        )?,
        people: row.people.0,
    }))
}
