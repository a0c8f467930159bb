//! The register of infrastructure that holds a PSN connection compliance certificate.

use crate::{ReadTx, Result, WriteTx};
use domain::id::{InfrastructureId, OrganisationId};
use policy::Permit;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// An entry of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Infrastructure {
    /// Identifier.
    pub id: InfrastructureId,
    /// The infrastructure's name.
    pub name: String,
    /// The organisation that owns it.
    pub owner_name: String,
    /// The number of its connection certificate.
    pub certificate_number: String,
    /// The last day of that certificate.
    pub valid_to: Date,
    /// The supplier that entered it; none for the team's own entries.
    pub proposed_by: Option<OrganisationId>,
    /// When the team confirmed the certificate; none means not confirmed.
    pub confirmed_at: Option<OffsetDateTime>,
}

/// What an entry begins with.
#[derive(Debug, Clone, Copy)]
pub struct NewInfrastructure<'a> {
    /// The infrastructure's name.
    pub name: &'a str,
    /// The organisation that owns it.
    pub owner_name: &'a str,
    /// The number of its connection certificate.
    pub certificate_number: &'a str,
    /// The last day of that certificate.
    pub valid_to: Date,
}

struct Row {
    id: Uuid,
    name: String,
    owner_name: String,
    certificate_number: String,
    valid_to: Date,
    proposed_by_organisation_id: Option<Uuid>,
    confirmed_at: Option<OffsetDateTime>,
}

impl From<Row> for Infrastructure {
    fn from(row: Row) -> Self {
        Self {
            id: InfrastructureId(row.id),
            name: row.name,
            owner_name: row.owner_name,
            certificate_number: row.certificate_number,
            valid_to: row.valid_to,
            proposed_by: row.proposed_by_organisation_id.map(OrganisationId),
            confirmed_at: row.confirmed_at,
        }
    }
}

/// An entry, if it may be seen.
pub async fn find(tx: &mut ReadTx, id: InfrastructureId) -> Result<Option<Infrastructure>> {
    let row = sqlx::query_as!(
        Row,
        "select id, name, owner_name, certificate_number, valid_to, proposed_by_organisation_id, confirmed_at
         from infrastructures where id = $1",
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(Into::into))
}

/// Confirmed entries whose name, owner or certificate number holds `text`, by name, at most
/// `limit`. An empty text finds every entry.
pub async fn search(tx: &mut ReadTx, text: &str, limit: i64) -> Result<Vec<Infrastructure>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, name, owner_name, certificate_number, valid_to, proposed_by_organisation_id, confirmed_at
         from infrastructures
         where confirmed_at is not null
           and (strpos(lower(name), lower($1)) > 0 or strpos(lower(owner_name), lower($1)) > 0
                or strpos(lower(certificate_number), lower($1)) > 0)
         order by name, id limit $2",
        text.trim(),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// An entry of the register that somebody types as if it were not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The entry.
    pub entry: Infrastructure,
    /// Whether it is the same certificate; else only the name is the same.
    pub is_same_certificate: bool,
}

/// The confirmed entry with this certificate, else one of this name, however they are spelled; not
/// `except`, the entry that was made from what is typed.
pub async fn find_listed(
    tx: &mut ReadTx,
    certificate: &str,
    name: &str,
    except: Option<InfrastructureId>,
) -> Result<Option<Listed>> {
    let row = sqlx::query!(
        r#"select id, name, owner_name, certificate_number, valid_to, proposed_by_organisation_id, confirmed_at,
                  access.forgiven(certificate_number) = access.forgiven($1) as "is_same_certificate!"
           from infrastructures
           where confirmed_at is not null and id is distinct from $3
             and (access.forgiven(certificate_number) = access.forgiven($1)
                  or access.plain_name(name) = access.plain_name($2))
           order by 8 desc, valid_to desc, id limit 1"#,
        certificate,
        name,
        except.map(|id| id.0),
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Listed {
        is_same_certificate: row.is_same_certificate,
        entry: Infrastructure {
            id: InfrastructureId(row.id),
            name: row.name,
            owner_name: row.owner_name,
            certificate_number: row.certificate_number,
            valid_to: row.valid_to,
            proposed_by: row.proposed_by_organisation_id.map(OrganisationId),
            confirmed_at: row.confirmed_at,
        },
    }))
}

/// Adds what a supplier entered by hand; it counts only once the team has confirmed it.
pub async fn propose<A>(
    tx: &mut WriteTx,
    permit: &Permit<A>,
    new: &NewInfrastructure<'_>,
) -> Result<InfrastructureId> {
    let id = InfrastructureId::new();
    sqlx::query!(
        "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, proposed_by_organisation_id)
         values ($1, $2, $3, $4, $5, $6)",
        id.0,
        new.name,
        new.owner_name,
        new.certificate_number,
        new.valid_to,
        permit.organisation().0,
    )
    .execute(tx.connection())
    .await?;
    Ok(id)
}
