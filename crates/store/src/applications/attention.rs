//! What the home page says to need somebody's attention.

use super::home::{ids, reference, state};
use crate::error::named;
use crate::{ReadTx, Result};
use domain::application::ApplicationState;
use domain::connection_assessment::ConnectionState;
use domain::id::{ClarificationId, OrganisationId};
use domain::owner_request::OwnerRequestState;
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequestState;
use time::Date;
use uuid::Uuid;

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
    /// That the connection certificate which is applied for at the same time was issued or refused, while the
    /// application is open.
    pub connection: Option<ConnectionState>,
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
    /// From which day that is to come its agreement is taken back.
    pub taken_back_from: Option<Date>,
}

/// Documents of an application that expire soon or have expired.
#[derive(Debug)]
pub struct Expiring {
    /// Reference.
    pub reference: ApplicationReference,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// How many documents.
    pub count: usize,
    /// The last day of the one that expires first.
    pub first_on: Date,
}

/// A reply of the PSN team that nobody of the supplier who could answer has opened.
#[derive(Debug)]
pub struct UnreadReply {
    /// Reference.
    pub reference: ApplicationReference,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// The question or group of sections that it is about.
    pub subject: String,
    /// What that is called.
    pub subject_title: String,
}

/// What needs attention in some organisations' applications.
#[derive(Debug, Default)]
pub struct Needing {
    /// Applications with others who are waited for.
    pub applications: Vec<Attention>,
    /// Applications with documents that expire.
    pub expiring: Vec<Expiring>,
    /// Replies of the PSN team that were not read yet.
    pub replies: Vec<UnreadReply>,
}

/// Applications of these organisations that the PSN team asks about, or where a signature or an
/// owner's agreement is under way or has been answered; of submitted ones, until the certificate is
/// issued, those where the signatory has not confirmed what changed, or where the owner took or takes its
/// agreement back, let it end or answered anew after the submission; of certified ones those whose owner took or
/// takes its agreement back or let it end, while the certificate counts and is the service's latest. Newest first,
/// at most `limit`. And submitted ones whose connection certificate, applied for at the same time, was issued or refused.
/// And open ones and those with a live certificate whose documents expire soon or have on this day,
/// at most `limit`. And replies of the PSN team that were not read, the oldest first, at most `limit`.
pub async fn list_needing_attention(
    tx: &mut ReadTx,
    organisations: &[OrganisationId],
    day: Date,
    limit: i64,
) -> Result<Needing> {
    let rows = sqlx::query_as!(
        NeedingRow,
        r#"(select a.reference as "reference!", a.service_name as "service_name!", a.state as "state!",
                  c.id as clarification, c.due_on, s.state as signature, s.signatory_name as signatory,
                  o.state as owner_state, o.owner_name as owner, o.ended_on, o.taken_back_from,
                  k.state as connection, null::bigint as expiring, null::date as first_on, null::text as subject, null::text as subject_title
           from applications a
           left join clarifications c on c.application_id = a.id and c.state = 'asked'
           left join lateral (select state, signatory_name from signature_requests
               where application_id = a.id order by sent_at desc limit 1) s on true
           left join lateral (select l.state, l.owner_name,
                   case when l.state = 'withdrawn' and l.withdrawn_by_name is null then l.agreed_until end as ended_on,
                   case when l.state = 'agreed' then l.taken_back_from end as taken_back_from
               from (select access.agreement_state(state, agreed_until, withdrawn_from) as state, owner_name,
                       withdrawn_by_name, agreed_until, answered_at, withdrawn_at,
                       coalesce(withdrawn_from, agreed_until + 1) as withdrawn_from, withdrawn_from as taken_back_from
                   from owner_requests where application_id = a.id order by sent_at desc limit 1) l
               where a.submitted_at is null or (l.state = 'agreed' and l.taken_back_from is not null)
                  or greatest(coalesce(l.withdrawn_at, l.answered_at), case l.state when 'withdrawn'
                       then l.withdrawn_from::timestamp at time zone 'Europe/London' end) >= a.submitted_at) o on true
           left join lateral (select asked.state from access.connection_assessment(a.id) asked
               where a.state in ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved')
                 and asked.state in ('issued', 'refused')) k on true
           where a.organisation_id = any ($1)
             and (a.state in ('draft', 'awaiting_supplier') or k.state is not null
                  or (a.state in ('submitted', 'under_review', 'recommended', 'approved')
                      and (s.state in ('sent', 'opened', 'declined', 'voided')
                           or o.state in ('asked', 'declined', 'withdrawn')
                           or o.taken_back_from is not null))
                  or (a.state = 'certified' and (o.state = 'withdrawn' or o.taken_back_from is not null)
                      and page.rests_on(a.id, $3::date)))
             and (c.id is not null or s.state is not null or o.state is not null or k.state is not null)
           order by a.state, a.created_at desc limit $2) union all
           (select a.reference, a.service_name, a.state, null, null, null, null, null, null, null, null, null, e.expiring, e.first_on,
                   null, null
            from (select d.application_id, count(*) as expiring, min(d.expires_on) as first_on
                  from documents d
                  where d.organisation_id = any ($1) and d.removed_at is null and d.replaced_at is null
                    and d.scan in ('clean', 'not_scanned')
                    and d.expires_on between $3::date - access.rule_value('document_expiring_notice_days', $3)
                                         and $3::date + access.rule_value('document_expiring_notice_days', $3)
                  group by d.application_id) e
            join applications a on a.id = e.application_id
            where access.keeps_documents(a.id) order by e.first_on, a.reference limit $2) union all
           (select a.reference, a.service_name, a.state, null, null, null, null, null, null, null, null, null, null, null,
                   e.subject, e.subject_title
            from enquiries e join applications a on a.id = e.application_id
            where e.organisation_id = any ($1) and e.unread_since is not null and e.state = 'answered' order by e.unread_since limit $2)"#,
        &ids(organisations),
        limit,
        day,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut needing = Needing::default();
    rows.into_iter().try_for_each(|row| needing.take(row))?;
    Ok(needing)
}

impl Needing {
    /// Puts a row where it belongs.
    fn take(&mut self, mut row: NeedingRow) -> Result<()> {
        if let Some((subject, subject_title)) = row.subject.take().zip(row.subject_title.take()) {
            self.replies.push(UnreadReply {
                reference: reference(&row.reference)?,
                service_name: row.service_name,
                subject,
                subject_title,
            });
        } else if let Some((count, first_on)) = row.expiring.zip(row.first_on) {
            self.expiring.push(Expiring {
                reference: reference(&row.reference)?,
                service_name: row.service_name,
                count: usize::try_from(count).unwrap_or_default(),
                first_on,
            });
        } else {
            self.applications.push(row.attention()?);
        }
        Ok(())
    }
}

/// A row about one of them.
struct NeedingRow {
    reference: String,
    service_name: String,
    state: String,
    clarification: Option<Uuid>,
    due_on: Option<Date>,
    signature: Option<String>,
    signatory: Option<String>,
    owner_state: Option<String>,
    owner: Option<String>,
    ended_on: Option<Date>,
    taken_back_from: Option<Date>,
    connection: Option<String>,
    expiring: Option<i64>,
    first_on: Option<Date>,
    subject: Option<String>,
    subject_title: Option<String>,
}

impl NeedingRow {
    fn attention(self) -> Result<Attention> {
        let signature = self.signature.map(|state| {
            let state = SignatureRequestState::parse(&state);
            named("signature_requests", "state", state)
        });
        let owner = self.owner_state.map(|state| {
            let state = OwnerRequestState::parse(&state);
            named("owner_requests", "state", state)
        });
        let connection = self.connection.map(|state| {
            let state = ConnectionState::parse(&state);
            named("connection_assessments", "state", state)
        });
        let (ended_on, taken_back_from) = (self.ended_on, self.taken_back_from);
        Ok(Attention {
            reference: reference(&self.reference)?,
            service_name: self.service_name,
            state: state(&self.state)?,
            clarification: self.clarification.map(ClarificationId).zip(self.due_on),
            signature: signature.transpose()?.zip(self.signatory),
            connection: connection.transpose()?,
            owner: owner
                .transpose()?
                .zip(self.owner)
                .map(|(state, name)| AskedOwner {
                    name,
                    state,
                    ended_on,
                    taken_back_from,
                }),
        })
    }
}
