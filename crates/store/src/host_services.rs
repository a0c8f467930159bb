//! What the register has under codes that a supplier names as services of its host.

use crate::error::named;
use crate::{ReadTx, Result};
use domain::host_service::{HostService, Registered, is_same_name};
use domain::id::InfrastructureId;
use domain::reference::ServiceCode;
use serde::Deserialize;

/// The services of these codes, in this order, each with what the register has under it: its newest
/// certificate. A service is the owner's when the organisation that holds the infrastructure has the
/// certificate; where no holder is named, when the certificate has the name of the owner.
///
/// Asks nothing of the database without codes. Anybody may ask: the register is public.
pub async fn list(
    tx: &mut ReadTx,
    codes: &[ServiceCode],
    infrastructure: Option<InfrastructureId>,
    owner_name: &str,
) -> Result<Vec<HostService>> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        r#"select code as "code!", service_name, organisation_name, is_holders
           from access.host_services($1, $2)"#,
        &codes,
        infrastructure.map(|id| id.0),
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let found = NamedRow {
                code: row.code,
                service_name: row.service_name,
                organisation_name: row.organisation_name,
                is_holders: row.is_holders,
            };
            found.into_service(owner_name)
        })
        .collect()
}

/// A code with what the database says of it.
#[derive(Debug, Deserialize)]
pub(crate) struct NamedRow {
    pub code: String,
    pub service_name: Option<String>,
    pub organisation_name: Option<String>,
    pub is_holders: Option<bool>,
}

impl NamedRow {
    /// The service, by the rule that [`list`] tells, for an infrastructure with this name of its owner.
    pub fn into_service(self, owner_name: &str) -> Result<HostService> {
        let code = ServiceCode::parse(&self.code);
        let registered = self.service_name.zip(self.organisation_name);
        let is_holders = self.is_holders;
        Ok(HostService {
            code: named("owner_requests", "host_services", code)?,
            registered: registered.map(|(service_name, organisation_name)| Registered {
                is_owners: is_holders
                    .unwrap_or_else(|| is_same_name(owner_name, &organisation_name)),
                service_name,
                organisation_name,
            }),
        })
    }
}
