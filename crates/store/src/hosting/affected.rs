//! What the end of a connection certificate affects.

use super::code_of;
use crate::error::named;
use crate::owner_requests::host_services;
use crate::{ReadTx, Result};
use domain::affected::Affected;
use domain::application::ApplicationState;
use domain::id::InfrastructureId;
use domain::reference::ServiceCode;
use time::Date;

/// How many services elsewhere are listed at most; all are counted.
const ELSEWHERE_LISTED: i32 = 200;

/// A service on other infrastructure that uses a service which runs on the one in question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Name of the service.
    pub service_name: String,
    /// Name of the supplier.
    pub supplier_name: String,
    /// Its certificate's code and last day, if it has one.
    pub certified: Option<(ServiceCode, Date)>,
    /// Where its application stands.
    pub application: ApplicationState,
    /// The infrastructure that it runs on.
    pub infrastructure_name: String,
    /// The services that run on the one in question and that it says it uses.
    pub uses: Vec<ServiceCode>,
}

/// What the end of a connection certificate would affect, counted; for its holder and for the team.
pub async fn find_affected(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
) -> Result<Option<Affected>> {
    let row = sqlx::query!(
        r#"select services as "services!", certified as "certified!", assessed as "assessed!", drafts as "drafts!",
                  first_ends, elsewhere as "elsewhere!"
           from access.affected($1)"#,
        infrastructure.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Affected {
        services: count(row.services),
        certified: count(row.certified),
        assessed: count(row.assessed),
        drafts: count(row.drafts),
        first_ends: row.first_ends,
        elsewhere: count(row.elsewhere),
    }))
}

/// The number of a count.
pub(crate) fn count(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}

/// Services on other infrastructure that use a service which runs on this one, by name, up to 200. For
/// the team; nothing for anybody else.
pub async fn list_elsewhere(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
) -> Result<Vec<Elsewhere>> {
    let rows = sqlx::query!(
        r#"select service_name as "service_name!", supplier_name as "supplier_name!", service_code, valid_to,
                  application_state as "application_state!", infrastructure_name as "infrastructure_name!",
                  codes as "codes!"
           from access.affected_elsewhere($1, $2)"#,
        infrastructure.0,
        ELSEWHERE_LISTED,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let code = row.service_code.as_deref().map(code_of).transpose()?;
            let state = ApplicationState::parse(&row.application_state);
            Ok(Elsewhere {
                service_name: row.service_name,
                supplier_name: row.supplier_name,
                certified: code.zip(row.valid_to),
                application: named("applications", "state", state)?,
                infrastructure_name: row.infrastructure_name,
                uses: host_services(&row.codes)?,
            })
        })
        .collect()
}
