//! E-mails that nobody took, kept with the invitation or request that they were about.

use crate::error::named;
use crate::outbox::About;
use crate::{ReadTx, Result, WriteTx};
use domain::id::{
    ApplicationId, InvitationId, OrganisationId, OutboxId, OwnerRequestId, SignatureRequestId,
};
use time::OffsetDateTime;
use uuid::Uuid;

/// The last e-mail about something was not delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// The address that did not take it.
    pub recipient: String,
    /// When delivery was given up.
    pub given_up_at: OffsetDateTime,
}

/// What was taken note of, with whom to tell.
#[derive(Debug)]
pub struct Noted {
    /// The message.
    pub mail: OutboxId,
    /// Where it belongs; nothing when what it asked is over, or something newer was sent.
    pub place: Option<Place>,
}

/// The invitation or request that an e-mail was about, and its sender.
#[derive(Debug)]
pub struct Place {
    /// What it was about.
    pub about: About,
    /// The organisation that sent it.
    pub organisation: OrganisationId,
    /// The application that it concerns, if one.
    pub application: Option<ApplicationId>,
    /// The application's reference; empty without one.
    pub reference: String,
    /// The service's name; the organisation's for an invitation.
    pub name: String,
    /// Whether the team has the application.
    pub is_with_team: bool,
    /// The address that did not take it.
    pub recipient: String,
    /// Name and address of who sent it, while they belong to the organisation.
    pub sender: Option<(String, String)>,
}

/// What is known of the last e-mail about something: nothing, unless it was not delivered.
pub async fn find(tx: &mut ReadTx, about: About) -> Result<Option<Undelivered>> {
    let (_, id) = about.parts();
    let row = sqlx::query_as!(
        Undelivered,
        "select recipient, given_up_at from undelivered_mail where about_id = $1",
        id,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row)
}

fn about(name: &str, id: Uuid) -> Result<About> {
    let about = match name {
        "invitation" => Some(About::Invitation(InvitationId(id))),
        "owner_request" => Some(About::OwnerRequest(OwnerRequestId(id))),
        "signature_request" => Some(About::SignatureRequest(SignatureRequestId(id))),
        _ => None,
    };
    named("outbox", "about", about)
}

/// Takes note of the next e-mail that was given up; nothing when there is none. For the worker's
/// role only.
pub async fn note_next(tx: &mut WriteTx) -> Result<Option<Noted>> {
    let row = sqlx::query!(
        r#"select mail as "mail!", about as "about!", about_id as "about_id!", organisation_id, application_id,
                  reference, name, is_with_team, recipient as "recipient!", sender_name, sender_email
           from access.note_undelivered()"#
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let place = match row.organisation_id {
        None => None,
        Some(organisation) => Some(Place {
            about: about(&row.about, row.about_id)?,
            organisation: OrganisationId(organisation),
            application: row.application_id.map(ApplicationId),
            reference: row.reference.unwrap_or_default(),
            name: row.name.unwrap_or_default(),
            is_with_team: row.is_with_team.unwrap_or_default(),
            recipient: row.recipient,
            sender: row.sender_name.zip(row.sender_email),
        }),
    };
    Ok(Some(Noted {
        mail: OutboxId(row.mail),
        place,
    }))
}
