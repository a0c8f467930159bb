//! Certificates as the PSN team lists them, and whom it told of each.

use crate::error::named;
use crate::{ReadTx, Result, WriteTx};
use domain::application::Application;
use domain::certificate::{CertificateView, OpenRenewal, Validity};
use domain::id::ApplicationId;
use domain::reference::ApplicationReference;
use policy::TeamPermit;
use policy::team::IssueCertificate;
use time::Date;

/// A certificate in the team's list.
#[derive(Debug, Clone)]
pub struct TeamCertificate {
    /// Number `PSNS-YYYY-nnnn-c`.
    pub number: String,
    /// Name of the service.
    pub service_name: String,
    /// Code of the service.
    pub service_code: String,
    /// The supplier's name.
    pub organisation_name: String,
    /// The days on which it counts.
    pub validity: Validity,
    /// Last day of the connection certificate of its infrastructure, if this one counts longer.
    pub connection_ended_on: Option<Date>,
    /// The application that it was issued for.
    pub reference: ApplicationReference,
}

/// Certificates of a view: those that count, by their last day; others that ended last first.
pub async fn list(
    tx: &mut ReadTx,
    view: CertificateView,
    ends_by: Date,
    today: Date,
    (skip, limit): (i64, i64),
) -> Result<Vec<TeamCertificate>> {
    let rows = sqlx::query!(
        "select c.number, c.service_name, c.service_code, c.organisation_name, c.valid_from, c.valid_to,
                c.withdrawn_on, c.renewal_submitted_on, c.renewal_ended_on, c.connection_ended_on, a.reference
         from certificates c join applications a on a.id = c.application_id
         where page.has_status(case $1::text when 'ending' then 'valid' else $1 end, $2, c.valid_from, c.valid_to,
                               c.withdrawn_on, c.renewal_submitted_on, c.renewal_ended_on)
           and ($1 <> 'ending' or c.valid_to <= $3)
         order by case when $1 in ('valid', 'ending') then c.valid_to end, c.valid_to desc, c.id desc
         offset $4 limit $5",
        view.as_str(),
        today,
        ends_by,
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let reference = ApplicationReference::parse(&row.reference);
            Ok(TeamCertificate {
                number: row.number,
                service_name: row.service_name,
                service_code: row.service_code,
                organisation_name: row.organisation_name,
                validity: Validity {
                    from: row.valid_from,
                    to: row.valid_to,
                    withdrawn_on: row.withdrawn_on,
                    renewal: row.renewal_submitted_on.map(|submitted_on| OpenRenewal {
                        submitted_on,
                        ended_on: row.renewal_ended_on,
                    }),
                },
                connection_ended_on: row.connection_ended_on,
                reference: named("applications", "reference", reference)?,
            })
        })
        .collect()
}

/// Reference of the application that a certificate was issued for, if that may be seen.
pub async fn find_reference(tx: &mut ReadTx, number: &str) -> Result<Option<ApplicationReference>> {
    let found = sqlx::query_scalar!(
        "select a.reference from certificates c join applications a on a.id = c.application_id where c.number = $1",
        number,
    )
    .fetch_optional(tx.connection())
    .await?;
    found
        .map(|text| {
            named(
                "applications",
                "reference",
                ApplicationReference::parse(&text),
            )
        })
        .transpose()
}

/// Keeps who is told that a certificate was issued: name and address.
pub async fn keep_told(
    tx: &mut WriteTx,
    _permit: &TeamPermit<IssueCertificate>,
    application: &Application,
    people: &[(String, String)],
) -> Result<()> {
    let now = tx.now();
    let names: Vec<String> = people.iter().map(|(name, _)| name.clone()).collect();
    let emails: Vec<String> = people.iter().map(|(_, email)| email.clone()).collect();
    sqlx::query!(
        "insert into certificate_notices (organisation_id, application_id, number, name, email, sent_at)
         select $1, $2, told.number::smallint, told.name, told.email, $5
         from unnest($3::text[], $4::text[]) with ordinality told (name, email, number)",
        application.organisation.0,
        application.id.0,
        &names,
        &emails,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Name and address of everybody who was told that a certificate was issued; nobody where that was not kept.
pub async fn list_told(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select name, email from certificate_notices where application_id = $1 order by number",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.email)).collect())
}
