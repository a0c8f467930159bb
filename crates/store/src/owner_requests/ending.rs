//! Agreements that end: taken back by their owner, at once or from a later day, or given until a day.

use crate::error::named;
use crate::{ReadTx, Result, WriteTx};
use domain::application::ApplicationState;
use domain::id::{ApplicationId, InfrastructureId, OrganisationId, OwnerRequestId};
use serde::Deserialize;
use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

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

/// The last day of an agreement by itself: until which it was given, or until which the certificate of
/// the infrastructure is valid. Nothing when it can't be taken back, by this credential or any more.
pub async fn find_last_day(tx: &mut ReadTx, id: OwnerRequestId) -> Result<Option<Date>> {
    let day = sqlx::query_scalar!("select access.last_day_of_agreement($1)", id.0)
        .fetch_one(tx.connection())
        .await?;
    Ok(day)
}

/// Takes an agreement back, at once when `from` is today; else it counts until the day before. Who may
/// is decided by the credential: the browser that entered the code of its link, or an administrator of
/// the organisation that holds the infrastructure. Nothing when there is no such agreement any more, it
/// is taken back already, or it would not count on that day.
pub async fn withdraw(
    tx: &mut WriteTx,
    id: OwnerRequestId,
    from: Date,
    by_name: &str,
    reason: &str,
) -> Result<Option<Withdrawn>> {
    let row = sqlx::query_as!(
        WithdrawnRow,
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
    Ok(row.map(WithdrawnRow::into_withdrawn))
}

/// Keeps an agreement after all that was taken back from a day which is still to come, for whoever
/// could take it back. Nothing when there is no such agreement.
pub async fn keep(tx: &mut WriteTx, id: OwnerRequestId) -> Result<Option<Withdrawn>> {
    let row = sqlx::query_as!(
        WithdrawnRow,
        r#"select organisation_id as "organisation_id!", application_id as "application_id!", reference as "reference!",
                  supplier_name as "supplier_name!", service_name as "service_name!",
                  infrastructure_name as "infrastructure_name!", owner_name as "owner_name!",
                  asker_name as "asker_name!", asker_email as "asker_email!"
           from access.keep_agreement($1)"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(WithdrawnRow::into_withdrawn))
}

struct WithdrawnRow {
    organisation_id: Uuid,
    application_id: Uuid,
    reference: String,
    supplier_name: String,
    service_name: String,
    infrastructure_name: String,
    owner_name: String,
    asker_name: String,
    asker_email: String,
}

impl WithdrawnRow {
    fn into_withdrawn(self) -> Withdrawn {
        Withdrawn {
            organisation: OrganisationId(self.organisation_id),
            application: ApplicationId(self.application_id),
            reference: self.reference,
            supplier_name: self.supplier_name,
            service_name: self.service_name,
            infrastructure_name: self.infrastructure_name,
            owner_name: self.owner_name,
            asker_name: self.asker_name,
            asker_email: self.asker_email,
        }
    }
}

/// What lies beside an agreement.
#[derive(Debug)]
pub struct Beside {
    /// Where its application stands.
    pub state: ApplicationState,
    /// Number and last day of the certificate that rests on it.
    pub certificate: Option<(String, Date)>,
    /// Number and last day of the certificate that its application renews.
    pub renews: Option<(String, Date)>,
    /// The renewal of the certificate that rests on it, while one is under way.
    pub renewal: Option<Renewing>,
    /// The organisation with an account that holds the infrastructure, and its entry in the register.
    pub holder: Option<(OrganisationId, InfrastructureId)>,
    /// The administrators of that organisation.
    pub people: Vec<Told>,
}

/// A renewal that is under way.
#[derive(Debug)]
pub struct Renewing {
    /// Its reference, as shown.
    pub reference: String,
    /// Where it stands.
    pub state: ApplicationState,
    /// Whether the owner agreed to it too, on the same infrastructure, and has not taken that back.
    pub is_agreed: bool,
}

/// What lies beside an agreement, for whoever can take it back; nothing for anybody else.
pub async fn find_beside(tx: &mut ReadTx, id: OwnerRequestId) -> Result<Option<Beside>> {
    let row = sqlx::query!(
        r#"select application_state as "application_state!", certificate_number, valid_to, renews_number, renews_until,
                  renewal_reference, renewal_state, renewal_is_agreed as "renewal_is_agreed!", holder_id,
                  infrastructure_id, holder_people as "people!: Json<Vec<Told>>"
           from access.beside_agreement($1)"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let state = |name: &str| named("applications", "state", ApplicationState::parse(name));
    let renewal_state = row.renewal_state.as_deref().map(state).transpose()?;
    Ok(Some(Beside {
        state: state(&row.application_state)?,
        certificate: row.certificate_number.zip(row.valid_to),
        renews: row.renews_number.zip(row.renews_until),
        renewal: row
            .renewal_reference
            .zip(renewal_state)
            .map(|(reference, state)| Renewing {
                reference,
                state,
                is_agreed: row.renewal_is_agreed,
            }),
        holder: row
            .holder_id
            .map(OrganisationId)
            .zip(row.infrastructure_id.map(InfrastructureId)),
        people: row.people.0,
    }))
}

/// Somebody who is told that an agreement ends.
#[derive(Debug, Clone, Deserialize)]
pub struct Told {
    /// Their full name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// An agreement that its owner gave until a day that is near or over, or takes back from the day after.
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
    /// Who takes it back; nobody where it was given until that day.
    pub taken_back_by: Option<String>,
    /// Where the application stands.
    pub state: ApplicationState,
    /// Who asked, while they belong to the supplier, and its administrators.
    pub people: Vec<Told>,
}

/// Takes the next agreement whose last day is near or over, and notes so; nothing when there is none.
/// Of an application that was refused, withdrawn or deleted it is only taken when the day is over.
/// For the worker's role only.
pub async fn next_ending(tx: &mut WriteTx) -> Result<Option<Ending>> {
    let row = sqlx::query_as!(
        EndingRow,
        r#"select request_id as "request_id!", organisation_id as "organisation_id!",
                  application_id as "application_id!", reference as "reference!", supplier_name as "supplier_name!",
                  service_name as "service_name!", infrastructure_name as "infrastructure_name!",
                  owner_name as "owner_name!", agreed_until as "agreed_until!", is_over as "is_over!",
                  taken_back_by, application_state as "application_state!", people as "people!: Json<Vec<Told>>"
           from access.next_ending_agreement()"#
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(EndingRow::into_ending).transpose()
}

/// Notes that this agreement is over, whose last day is, for an editor of the supplier; nothing when it is
/// not over, or that was noted before.
pub async fn end(tx: &mut WriteTx, id: OwnerRequestId) -> Result<Option<Ending>> {
    let row = sqlx::query_as!(
        EndingRow,
        r#"select request_id as "request_id!", organisation_id as "organisation_id!",
                  application_id as "application_id!", reference as "reference!", supplier_name as "supplier_name!",
                  service_name as "service_name!", infrastructure_name as "infrastructure_name!",
                  owner_name as "owner_name!", agreed_until as "agreed_until!", is_over as "is_over!",
                  taken_back_by, application_state as "application_state!", people as "people!: Json<Vec<Told>>"
           from access.end_agreement($1)"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(EndingRow::into_ending).transpose()
}

struct EndingRow {
    request_id: Uuid,
    organisation_id: Uuid,
    application_id: Uuid,
    reference: String,
    supplier_name: String,
    service_name: String,
    infrastructure_name: String,
    owner_name: String,
    agreed_until: Date,
    is_over: bool,
    taken_back_by: Option<String>,
    application_state: String,
    people: Json<Vec<Told>>,
}

impl EndingRow {
    fn into_ending(self) -> Result<Ending> {
        let state = ApplicationState::parse(&self.application_state);
        Ok(Ending {
            request: OwnerRequestId(self.request_id),
            agreement: Withdrawn {
                organisation: OrganisationId(self.organisation_id),
                application: ApplicationId(self.application_id),
                reference: self.reference,
                supplier_name: self.supplier_name,
                service_name: self.service_name,
                infrastructure_name: self.infrastructure_name,
                owner_name: self.owner_name,
                asker_name: String::new(),
                asker_email: String::new(),
            },
            until: self.agreed_until,
            is_over: self.is_over,
            taken_back_by: self.taken_back_by,
            state: named("applications", "state", state)?,
            people: self.people.0,
        })
    }
}
