//! Applications.

mod attention;
mod ending;
mod founder;
mod home;

pub use attention::{
    AskedOwner, Attention, Expiring, Needing, UnreadReply, list_needing_attention,
};
pub use ending::{Ended, Ending, cancel_requests, end, find_ended, restore, undo_days};
pub use founder::{Founder, find_founder};
pub use home::{
    HomeCertificates, Listed, ListedCertificate, Mark, list_certificates_for_home, list_for_home,
};

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::application::{Application, ApplicationState};
use domain::id::{ApplicationId, InfrastructureId, OrganisationId, RequestKey, UserId};
use domain::reference::ApplicationReference;
use policy::organisation::{StartApplication, SubmitApplication};
use policy::{Permit, Proof};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A row of `applications`, as queries give it.
pub(crate) struct Row {
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub organisation_name: String,
    pub reference: String,
    pub set_id: String,
    pub set_version: String,
    pub set_hash: String,
    pub state: String,
    pub service_name: String,
    pub created_at: OffsetDateTime,
    pub submitted_at: Option<OffsetDateTime>,
    pub target_on: Option<Date>,
    pub paused_at: Option<OffsetDateTime>,
    pub assigned_to: Option<Uuid>,
    pub assigned_name: Option<String>,
    pub infrastructure_id: Option<Uuid>,
    pub last_saved_at: Option<OffsetDateTime>,
    pub last_saved_by: Option<String>,
    pub version: i32,
}

impl Row {
    pub(crate) fn into_application(self) -> Result<Application> {
        Ok(Application {
            id: ApplicationId(self.id),
            organisation: OrganisationId(self.organisation_id),
            organisation_name: self.organisation_name,
            reference: named(
                "applications",
                "reference",
                ApplicationReference::parse(&self.reference),
            )?,
            set_id: self.set_id,
            set_version: self.set_version,
            set_hash: self.set_hash,
            state: named(
                "applications",
                "state",
                ApplicationState::parse(&self.state),
            )?,
            service_name: self.service_name,
            created_at: self.created_at,
            submitted_at: self.submitted_at,
            target_on: self.target_on,
            paused_at: self.paused_at,
            assigned_to: self.assigned_to.map(UserId),
            assigned_name: self.assigned_name,
            infrastructure: self.infrastructure_id.map(InfrastructureId),
            last_saved_at: self.last_saved_at,
            last_saved_by: self.last_saved_by,
            version: self.version,
        })
    }
}

/// What a new application begins with.
#[derive(Debug)]
pub struct NewApplication<'a> {
    /// Identifier.
    pub id: ApplicationId,
    /// Reference.
    pub reference: &'a ApplicationReference,
    /// The supplier's name.
    pub organisation_name: &'a str,
    /// The question set: id, version and hash.
    pub set: (&'a str, &'a str, &'a str),
    /// Key of the form that asks for it; the same key again makes nothing new.
    pub request_key: RequestKey,
}

/// The application of this reference, if it may be seen.
pub async fn find(
    tx: &mut ReadTx,
    reference: &ApplicationReference,
) -> Result<Option<Application>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, organisation_name, reference, set_id, set_version, set_hash, state,
                service_name, created_at, submitted_at, target_on, paused_at, assigned_to, assigned_name,
                infrastructure_id, last_saved_at, last_saved_by, version
         from applications where reference = $1",
        reference.as_str(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_application).transpose()
}

/// The same, held until the transaction ends, so that nobody else moves it.
pub async fn find_for_update(
    tx: &mut WriteTx,
    reference: &ApplicationReference,
) -> Result<Option<Application>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, organisation_name, reference, set_id, set_version, set_hash, state,
                service_name, created_at, submitted_at, target_on, paused_at, assigned_to, assigned_name,
                infrastructure_id, last_saved_at, last_saved_by, version
         from applications where reference = $1 for update",
        reference.as_str(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_application).transpose()
}

/// The reference of the application that this form already made, if it did.
pub async fn find_by_request(
    tx: &mut ReadTx,
    key: RequestKey,
) -> Result<Option<ApplicationReference>> {
    let reference = sqlx::query_scalar!(
        "select reference from applications where request_key = $1",
        key.0
    )
    .fetch_optional(tx.connection())
    .await?;
    reference
        .map(|text| {
            named(
                "applications",
                "reference",
                ApplicationReference::parse(&text),
            )
        })
        .transpose()
}

/// Starts an application.
pub async fn add(
    tx: &mut WriteTx,
    permit: &Permit<StartApplication>,
    new: &NewApplication<'_>,
) -> Result<()> {
    let now = tx.now();
    let (set_id, set_version, set_hash) = new.set;
    sqlx::query!(
        "insert into applications (id, organisation_id, organisation_name, reference, set_id, set_version,
                                   set_hash, state, created_by, created_at, request_key)
         values ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9, $10)",
        new.id.0,
        permit.organisation().0,
        new.organisation_name,
        new.reference.as_str(),
        set_id,
        set_version,
        set_hash,
        permit.user().0,
        now,
        new.request_key.0,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Saves where an application stands; somebody else's change meanwhile is `Stale`.
pub async fn save(tx: &mut WriteTx, _proof: &impl Proof, application: &Application) -> Result<()> {
    let done = sqlx::query!(
        "update applications
         set state = $3, submitted_at = $4, target_on = $5, paused_at = $6, assigned_to = $7,
             assigned_name = $8, infrastructure_id = $9, version = version + 1
         where id = $1 and version = $2",
        application.id.0,
        application.version,
        application.state.as_str(),
        application.submitted_at,
        application.target_on,
        application.paused_at,
        application.assigned_to.map(|id| id.0),
        application.assigned_name,
        application.infrastructure.map(|id| id.0),
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Keeps who submitted an application.
pub async fn name_submitter(
    tx: &mut WriteTx,
    permit: &Permit<SubmitApplication>,
    application: ApplicationId,
) -> Result<()> {
    let done = sqlx::query!(
        "update applications set submitted_by = $2 where id = $1",
        application.0,
        permit.user().0,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}
