//! What the rules of a set may look at beside the answers, for whoever signs.

use crate::error::named;
use crate::renewals::{Renewal, RenewalRow};
use crate::{ReadTx, Result};
use domain::id::InfrastructureId;
use domain::owner_request::{Covered, OwnerRequestState};
use serde::Deserialize;
use sqlx::types::Json;
use time::Date;

/// What is known of the application behind the presented link.
#[derive(Debug)]
pub struct Known {
    /// By when a decision is due; nothing before it is submitted.
    pub target_on: Option<Date>,
    /// Addresses of people who have left the supplier, of those that the text to sign names; at
    /// most 200.
    pub people_who_left: Vec<String>,
    /// What it renews.
    pub renewal: Option<Renewal>,
    /// The latest request to the owner of the infrastructure: how it stands, and what it covers.
    pub owner: Option<(OwnerRequestState, Covered)>,
    /// The entry of the register that the application names.
    pub entry: Option<Entry>,
}

/// What the register says of an infrastructure.
#[derive(Debug, Deserialize)]
pub struct Entry {
    /// The infrastructure's name.
    pub name: String,
    /// The organisation that owns it.
    pub owner_name: String,
    /// The number of its connection certificate.
    pub certificate_number: String,
}

#[derive(Debug, Deserialize)]
struct OwnerRow {
    state: String,
    service_name: String,
    infrastructure_name: String,
    owner_name: String,
    certificate_number: String,
    additional_infrastructure: String,
}

impl OwnerRow {
    fn into_owner(self) -> Result<(OwnerRequestState, Covered)> {
        let state = OwnerRequestState::parse(&self.state);
        let state = named("owner_requests", "state", state)?;
        Ok((
            state,
            Covered {
                service_name: self.service_name,
                infrastructure_name: self.infrastructure_name,
                owner_name: self.owner_name,
                certificate_number: self.certificate_number,
                additional_infrastructure: self.additional_infrastructure,
            },
        ))
    }
}

/// What is known beside the answers of the application that the presented link leads to, which
/// names this entry of the register; nothing for a browser that has not entered the code.
pub async fn known(
    tx: &mut ReadTx,
    infrastructure: Option<InfrastructureId>,
) -> Result<Option<Known>> {
    let row = sqlx::query!(
        r#"select target_on, people_who_left as "people_who_left!", renewal as "renewal: Json<RenewalRow>",
                  owner_request as "owner_request: Json<OwnerRow>", entry as "entry: Json<Entry>"
           from access.known_to_sign($1)"#,
        infrastructure.map(|id| id.0),
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let renewal = row.renewal.map(|Json(row)| row.into_renewal());
    let owner = row.owner_request.map(|Json(row)| row.into_owner());
    Ok(Some(Known {
        target_on: row.target_on,
        people_who_left: row.people_who_left,
        renewal: renewal.transpose()?,
        owner: owner.transpose()?,
        entry: row.entry.map(|Json(entry)| entry),
    }))
}
