//! What the home page lists: what needs attention, applications, certificates.

use crate::error::named;
use crate::{ReadTx, Result};
use domain::application::ApplicationState;
use domain::id::{ApplicationId, ClarificationId, OrganisationId};
use domain::owner_request::OwnerRequestState;
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequestState;
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

/// An application that may need somebody's attention, with what others did about it.
#[derive(Debug)]
pub struct Attention {
    /// Reference.
    pub reference: ApplicationReference,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// Where it stands.
    pub state: ApplicationState,
    /// The open request for clarification and by when to reply.
    pub clarification: Option<(ClarificationId, Date)>,
    /// Who is or was asked to sign, and what came of it.
    pub signature: Option<(SignatureRequestState, String)>,
    /// Which owner is or was asked to agree, and what came of it.
    pub owner: Option<AskedOwner>,
}

/// An owner of infrastructure who is or was asked to agree.
#[derive(Debug)]
pub struct AskedOwner {
    /// The organisation.
    pub name: String,
    /// What came of it.
    pub state: OwnerRequestState,
    /// The last day of an agreement that ended with it, as agreed.
    pub ended_on: Option<Date>,
}

fn ids(organisations: &[OrganisationId]) -> Vec<Uuid> {
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

/// Applications of these organisations that the PSN team asks about, or where a signature or an
/// owner's agreement is under way or has been answered; of submitted ones, until the certificate is
/// issued, those where the signatory has not confirmed what changed, or where the owner took its
/// agreement back, let it end or answered anew after the submission. Newest first, at most `limit`.
pub async fn list_needing_attention(
    tx: &mut ReadTx,
    organisations: &[OrganisationId],
    limit: i64,
) -> Result<Vec<Attention>> {
    let rows = sqlx::query!(
        r#"select a.reference, a.service_name, a.state,
                  c.id as "clarification?", c.due_on as "due_on?",
                  s.state as "signature?", s.signatory_name as "signatory?",
                  o.state as "owner_state?", o.owner_name as "owner?", o.ended_on as "ended_on?"
           from applications a
           left join clarifications c on c.application_id = a.id and c.state = 'asked'
           left join lateral (select state, signatory_name from signature_requests
               where application_id = a.id order by sent_at desc limit 1) s on true
           left join lateral (select l.state, l.owner_name,
                   case when l.state = 'withdrawn' and l.withdrawn_by_name is null then l.agreed_until end as ended_on
               from (select state, owner_name, withdrawn_by_name, agreed_until, answered_at, withdrawn_at
                   from owner_requests where application_id = a.id order by sent_at desc limit 1) l
               where a.submitted_at is null
                  or case l.state when 'withdrawn' then l.withdrawn_at else l.answered_at end >= a.submitted_at) o
               on true
           where a.organisation_id = any ($1)
             and (a.state in ('draft', 'awaiting_supplier')
                  or (a.state in ('submitted', 'under_review', 'recommended', 'approved')
                      and (s.state in ('sent', 'opened', 'declined')
                           or o.state in ('asked', 'declined', 'withdrawn'))))
             and (c.id is not null or s.state is not null or o.state is not null)
           order by a.state, a.created_at desc limit $2"#,
        &ids(organisations),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let signature = row.signature.map(|state| {
                let state = SignatureRequestState::parse(&state);
                named("signature_requests", "state", state)
            });
            let owner = row.owner_state.map(|state| {
                let state = OwnerRequestState::parse(&state);
                named("owner_requests", "state", state)
            });
            Ok(Attention {
                reference: reference(&row.reference)?,
                service_name: row.service_name,
                state: state(&row.state)?,
                clarification: row.clarification.map(ClarificationId).zip(row.due_on),
                signature: signature.transpose()?.zip(row.signatory),
                owner: owner
                    .transpose()?
                    .zip(row.owner)
                    .map(|(state, name)| AskedOwner {
                        name,
                        state,
                        ended_on: row.ended_on,
                    }),
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

fn reference(text: &str) -> Result<ApplicationReference> {
    named(
        "applications",
        "reference",
        ApplicationReference::parse(text),
    )
}

fn state(text: &str) -> Result<ApplicationState> {
    named("applications", "state", ApplicationState::parse(text))
}
