//! How many e-mails a supplier has caused, for the limits on them. Nothing is kept for that: what was
//! sent is known by what it was sent for.

use crate::{ReadTx, Result};
use domain::id::{ApplicationId, OrganisationId, UserId};
use time::OffsetDateTime;

/// How many links were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinksSent {
    /// To one address.
    pub to_recipient: i64,
    /// For one application, to whomever.
    pub of_application: i64,
    /// For all of an organisation.
    pub of_organisation: i64,
}

/// How many links to owners and signatories an organisation has sent since a moment.
pub async fn count_links(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    application: ApplicationId,
    email: &str,
    since: OffsetDateTime,
) -> Result<LinksSent> {
    let sent = sqlx::query_as!(
        LinksSent,
        r#"select count(*) filter (where lower(email) = lower($3)) as "to_recipient!",
                  count(*) filter (where application_id = $2) as "of_application!",
                  count(*) as "of_organisation!"
           from links where organisation_id = $1 and created_at > $4"#,
        organisation.0,
        application.0,
        email,
        since,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(sent)
}

/// How many messages the people of an organisation have sent to the team since a moment: about one
/// application, and about all.
pub async fn count_messages(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    application: ApplicationId,
    since: OffsetDateTime,
) -> Result<(i64, i64)> {
    let sent = sqlx::query!(
        r#"select count(*) filter (where e.application_id = $2) as "of_application!", count(*) as "of_organisation!"
           from enquiry_messages m join enquiries e on e.id = m.enquiry_id
           where m.organisation_id = $1 and not m.is_from_team and m.written_at > $3"#,
        organisation.0,
        application.0,
        since,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((sent.of_application, sent.of_organisation))
}

/// How often somebody was given tasks of an application since a moment; several at once are once.
pub async fn count_assignments(
    tx: &mut ReadTx,
    application: ApplicationId,
    assignee: UserId,
    since: OffsetDateTime,
) -> Result<i64> {
    let given = sqlx::query_scalar!(
        r#"select count(distinct at) as "given!" from audit_events
           where application_id = $1 and kind = $2 and at > $3
             and strpos(event, '"user":"' || $4::uuid || '"') > 0"#,
        application.0,
        audit::Kind::TaskAssigned.as_str(),
        since,
        assignee.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(given)
}
