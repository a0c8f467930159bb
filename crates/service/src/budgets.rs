//! How many e-mails a supplier may cause in a day. Without these limits somebody who sends and cancels
//! in turns would flood whoever is asked.

use domain::id::{ApplicationId, OrganisationId, UserId};
use domain::owner_request::Contact;
use domain::signature_request::SignatureMethod;
use store::{ReadTx, StoreError, budgets};
use time::Duration;

/// How long what was sent counts.
const DAY: Duration = Duration::DAY;
/// Links to owners and signatories for one application.
const LINKS_OF_AN_APPLICATION: i64 = 12;
/// Links from one organisation to one address: an owner may be asked about many services at once.
const LINKS_TO_A_RECIPIENT: i64 = 40;
/// Links from one organisation.
const LINKS_OF_AN_ORGANISATION: i64 = 200;
/// Messages to the team about one application.
const MESSAGES_OF_AN_APPLICATION: i64 = 20;
/// Messages to the team from one organisation.
const MESSAGES_OF_AN_ORGANISATION: i64 = 60;
/// E-mails to somebody who is given tasks of one application.
const ASSIGNMENTS_TO_A_PERSON: i64 = 10;

/// Whether one more link may be sent to this address.
pub(crate) async fn may_send_link(
    tx: &mut ReadTx,
    (organisation, application): (OrganisationId, ApplicationId),
    email: &str,
) -> Result<bool, StoreError> {
    let since = tx.now() - DAY;
    let sent = budgets::count_links(tx, organisation, application, email, since).await?;
    Ok(sent.of_application < LINKS_OF_AN_APPLICATION
        && sent.to_recipient < LINKS_TO_A_RECIPIENT
        && sent.of_organisation < LINKS_OF_AN_ORGANISATION)
}

/// Whether one more signatory may be asked. Nothing is sent to somebody who signs on paper.
pub(crate) async fn may_ask_signatory(
    tx: &mut ReadTx,
    of: (OrganisationId, ApplicationId),
    (signatory, method): (&Contact, SignatureMethod),
) -> Result<bool, StoreError> {
    match method {
        SignatureMethod::Online => may_send_link(tx, of, &signatory.email).await,
        SignatureMethod::Ink => Ok(true),
    }
}

/// Whether the messages to the team are no more than may be sent, the one just written included.
pub(crate) async fn has_room_for_message(
    tx: &mut ReadTx,
    (organisation, application): (OrganisationId, ApplicationId),
) -> Result<bool, StoreError> {
    let since = tx.now() - DAY;
    let (of_application, of_organisation) =
        budgets::count_messages(tx, organisation, application, since).await?;
    Ok(of_application <= MESSAGES_OF_AN_APPLICATION
        && of_organisation <= MESSAGES_OF_AN_ORGANISATION)
}

/// Whether somebody who is given tasks may be told once more.
pub(crate) async fn may_tell_assignee(
    tx: &mut ReadTx,
    application: ApplicationId,
    assignee: UserId,
) -> Result<bool, StoreError> {
    let since = tx.now() - DAY;
    let given = budgets::count_assignments(tx, application, assignee, since).await?;
    Ok(given < ASSIGNMENTS_TO_A_PERSON)
}
