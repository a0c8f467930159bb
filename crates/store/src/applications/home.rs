//! What the home page lists: applications and certificates.

use crate::error::named;
use crate::{ReadTx, Result};
use domain::application::ApplicationState;
use domain::id::{ApplicationId, OrganisationId};
use domain::reference::ApplicationReference;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Where a page of a list begins: after the entry of this time and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When that entry was started.
    pub created_at: OffsetDateTime,
    /// Its id.
    pub id: ApplicationId,
}

/// An application in the list.
#[derive(Debug)]
pub struct Listed {
    /// Identifier.
    pub id: ApplicationId,
    /// Reference.
    pub reference: ApplicationReference,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// The supplier.
    pub organisation_name: String,
    /// Where it stands.
    pub state: ApplicationState,
    /// When it was started.
    pub created_at: OffsetDateTime,
    /// By when a decision is due.
    pub target_on: Option<Date>,
    /// When an answer was last saved.
    pub last_saved_at: Option<OffsetDateTime>,
    /// Who saved last.
    pub last_saved_by: Option<String>,
}

pub(super) fn ids(organisations: &[OrganisationId]) -> Vec<Uuid> {
    organisations.iter().map(|id| id.0).collect()
}

/// The applications of these organisations, newest first, after `after`, at most `limit`.
pub async fn list_for_home(
    tx: &mut ReadTx,
    organisations: &[OrganisationId],
    after: Option<Mark>,
    limit: i64,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        "select id, reference, service_name, organisation_name, state, created_at, target_on, last_saved_at,
                last_saved_by
         from applications
         where organisation_id = any ($1)
           and ($2::timestamptz is null or (created_at, id) < ($2, $3))
         order by created_at desc, id desc limit $4",
        &ids(organisations),
        after.map(|mark| mark.created_at),
        after.map(|mark| mark.id.0),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                id: ApplicationId(row.id),
                reference: reference(&row.reference)?,
                service_name: row.service_name,
                organisation_name: row.organisation_name,
                state: state(&row.state)?,
                created_at: row.created_at,
                target_on: row.target_on,
                last_saved_at: row.last_saved_at,
                last_saved_by: row.last_saved_by,
            })
        })
        .collect()
}

/// A certificate in the home page's short list.
#[derive(Debug)]
pub struct ListedCertificate {
    /// Number.
    pub number: String,
    /// Name of the service.
    pub service_name: String,
    /// Last day.
    pub valid_to: Date,
    /// When it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// True while a renewal that was submitted in time holds it.
    pub is_held: bool,
    /// Last day of the connection certificate of its infrastructure, if that was ended early.
    pub connection_ended_on: Option<Date>,
}

/// The certificates of the home page.
#[derive(Debug, Default)]
pub struct HomeCertificates {
    /// Those that were issued last.
    pub latest: Vec<ListedCertificate>,
    /// Those that can be renewed and that nobody renews yet, those that end first before others.
    pub to_renew: Vec<ListedCertificate>,
}

/// The certificates of these organisations that were issued last, and those of `may_renew` that can
/// be renewed on this day ([`crate::renewals::list_candidates`]); of each at most `limit`.
pub async fn list_certificates_for_home(
    tx: &mut ReadTx,
    organisations: &[OrganisationId],
    may_renew: &[OrganisationId],
    day: Date,
    limit: i64,
) -> Result<HomeCertificates> {
    let rows = sqlx::query!(
        r#"(select number as "number!", service_name as "service_name!", valid_to as "valid_to!", withdrawn_on,
                   renewal_submitted_on is not null and renewal_ended_on is null as "is_held!",
                   connection_ended_on, false as "can_renew!"
            from certificates
            where organisation_id = any ($1) order by issued_at desc limit $2)
           union all
           (select c.number, c.service_name, c.valid_to, c.withdrawn_on,
                   c.renewal_submitted_on is not null and c.renewal_ended_on is null, c.connection_ended_on, true
            from certificates c
            where c.organisation_id = any ($3) and c.withdrawn_on is null
              and c.valid_to between $4::date - access.rule_value('renewal_late_days_max', $4)
                                 and $4::date + access.rule_value('renewal_opens_days_before_end', $4)
              and not exists (select from certificates later where later.service_code = c.service_code
                       and (later.valid_from, later.id) > (c.valid_from, c.id))
              and not exists (select from renewals r join applications o on o.id = r.application_id
                    where r.certificate_id = c.id and o.state in ('draft', 'submitted', 'under_review',
                        'awaiting_supplier', 'recommended', 'approved'))
            order by c.valid_to, c.number limit $2)"#,
        &ids(organisations),
        limit,
        &ids(may_renew),
        day,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut certificates = HomeCertificates::default();
    for row in rows {
        let certificate = ListedCertificate {
            number: row.number,
            service_name: row.service_name,
            valid_to: row.valid_to,
            withdrawn_on: row.withdrawn_on,
            is_held: row.is_held,
            connection_ended_on: row.connection_ended_on,
        };
        if row.can_renew {
            certificates.to_renew.push(certificate);
        } else {
            certificates.latest.push(certificate);
        }
    }
    Ok(certificates)
}

pub(super) fn reference(text: &str) -> Result<ApplicationReference> {
    named(
        "applications",
        "reference",
        ApplicationReference::parse(text),
    )
}

pub(super) fn state(text: &str) -> Result<ApplicationState> {
    named("applications", "state", ApplicationState::parse(text))
}
