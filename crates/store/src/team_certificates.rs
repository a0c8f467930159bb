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

/// A row of a list.
struct Row {
    number: String,
    service_name: String,
    service_code: String,
    organisation_name: String,
    valid_from: Date,
    valid_to: Date,
    withdrawn_on: Option<Date>,
    renewal_submitted_on: Option<Date>,
    renewal_ended_on: Option<Date>,
    connection_ended_on: Option<Date>,
    reference: String,
}

impl Row {
    fn read(self) -> Result<TeamCertificate> {
        let reference = ApplicationReference::parse(&self.reference);
        Ok(TeamCertificate {
            number: self.number,
            service_name: self.service_name,
            service_code: self.service_code,
            organisation_name: self.organisation_name,
            validity: Validity {
                from: self.valid_from,
                to: self.valid_to,
                withdrawn_on: self.withdrawn_on,
                renewal: self.renewal_submitted_on.map(|submitted_on| OpenRenewal {
                    submitted_on,
                    ended_on: self.renewal_ended_on,
                }),
            },
            connection_ended_on: self.connection_ended_on,
            reference: named("applications", "reference", reference)?,
        })
    }
}

/// Certificates of a view: those that count, by their last day; others that ended last first.
///
/// Each walks an index of its own, so that nothing is read in vain.
pub async fn list(
    tx: &mut ReadTx,
    view: CertificateView,
    ends_by: Date,
    today: Date,
    place: (i64, i64),
) -> Result<Vec<TeamCertificate>> {
    let rows = match view {
        CertificateView::Valid => counting(tx, Date::MAX, today, place).await,
        CertificateView::Ending => counting(tx, ends_by, today, place).await,
        CertificateView::Expired => ended(tx, view, today, today, place).await,
        CertificateView::All => ended(tx, view, Date::MAX, today, place).await,
        CertificateView::Withdrawn => withdrawn(tx, today, place).await,
    };
    rows?.into_iter().map(Row::read).collect()
}

/// Those that count, with their last day until `ends_by`: also those whose last day has passed while a
/// renewal holds them, which are few.
async fn counting(
    tx: &mut ReadTx,
    ends_by: Date,
    today: Date,
    (skip, limit): (i64, i64),
) -> Result<Vec<Row>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select c.number as "number!", c.service_name as "service_name!", c.service_code as "service_code!",
                c.organisation_name as "organisation_name!", c.valid_from as "valid_from!", c.valid_to as "valid_to!",
                c.withdrawn_on, c.renewal_submitted_on, c.renewal_ended_on, c.connection_ended_on, a.reference
         from ((select * from certificates d
                where d.valid_to between $1 and $2
                  and page.has_status('valid', $1, d.valid_from, d.valid_to, d.withdrawn_on, d.renewal_submitted_on,
                                      d.renewal_ended_on)
                order by d.valid_to, d.id limit $3::bigint + $4::bigint)
               union all
               (select * from certificates d
                where d.renewal_submitted_on is not null and coalesce(d.renewal_ended_on, 'infinity') >= $1
                  and d.valid_to < $1
                  and page.has_status('valid', $1, d.valid_from, d.valid_to, d.withdrawn_on, d.renewal_submitted_on,
                                      d.renewal_ended_on)
                order by d.valid_to, d.id limit $3::bigint + $4::bigint)
               order by valid_to, id offset $3::bigint limit $4::bigint) c
         join applications a on a.id = c.application_id
         order by c.valid_to, c.id"#,
        today,
        ends_by,
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows)
}

/// Those of a view with their last day before `before`, the latest first.
async fn ended(
    tx: &mut ReadTx,
    view: CertificateView,
    before: Date,
    today: Date,
    (skip, limit): (i64, i64),
) -> Result<Vec<Row>> {
    let rows = sqlx::query_as!(
        Row,
        "select c.number, c.service_name, c.service_code, c.organisation_name, c.valid_from, c.valid_to,
                c.withdrawn_on, c.renewal_submitted_on, c.renewal_ended_on, c.connection_ended_on, a.reference
         from certificates c join applications a on a.id = c.application_id
         where c.valid_to < $3
           and page.has_status($1, $2, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
                               c.renewal_ended_on)
         order by c.valid_to desc, c.id desc offset $4 limit $5",
        view.as_str(),
        today,
        before,
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows)
}

/// Those that were withdrawn, the one that would have ended last first.
async fn withdrawn(tx: &mut ReadTx, today: Date, (skip, limit): (i64, i64)) -> Result<Vec<Row>> {
    let rows = sqlx::query_as!(
        Row,
        "select c.number, c.service_name, c.service_code, c.organisation_name, c.valid_from, c.valid_to,
                c.withdrawn_on, c.renewal_submitted_on, c.renewal_ended_on, c.connection_ended_on, a.reference
         from certificates c join applications a on a.id = c.application_id
         where c.withdrawn_on <= $1
         order by c.valid_to desc, c.id desc offset $2 limit $3",
        today,
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows)
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
