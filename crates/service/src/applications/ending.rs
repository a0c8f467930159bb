//! Ending an application: deleting a draft, bringing it back, withdrawing what was submitted.

use super::{Case, load_for_update};
use crate::links::tell;
use crate::recipients::recipient;
use crate::reviews::notices::{self, distinct, supplier_side};
use audit::{Event, Kind};
use domain::application::{OutOfOrder, Step};
use domain::reference::ApplicationReference;
use domain::text::Lines;
use domain::when;
use domain::working_days::add;
use mail::{ApplicationWithdrawn, DraftDeleted, DraftRestored, Recipient};
use policy::organisation::{DeleteDraft, WithdrawApplication};
use policy::{Actor, Denied, authorise};
use store::applications::Ending;
use store::{Context, ReadTx, Store, StoreError, WriteTx};
use time::{Duration, OffsetDateTime};

/// The most characters of the reason of a withdrawal.
pub const REASON_MAX: usize = 1000;

/// The most colleagues who are told.
const TOLD_MAX: i64 = 500;

/// Why an application could not be ended or brought back.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    /// No such application.
    #[error("no such application")]
    NotFound,
    /// Not this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It does not fit where the application stands.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// Somebody started another renewal of the same certificate meanwhile.
    #[error("the certificate is being renewed by another application")]
    RenewedElsewhere,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What renews the certificate of a deleted renewal in its place: it can't be brought back beside that.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// Number of the certificate.
    pub certificate: String,
    /// The renewal that is being filled in or decided; none when the renewal was granted.
    pub by: Option<ApplicationReference>,
}

/// What renews the certificate in the place of this deleted renewal, if anything does.
pub async fn renewed_elsewhere(
    tx: &mut ReadTx,
    case: &Case,
) -> Result<Option<Elsewhere>, StoreError> {
    let Some(renewal) = &case.renewal else {
        return Ok(None);
    };
    let candidate = store::renewals::find_candidate(tx, &renewal.certificate).await?;
    let taken = candidate.filter(|now| now.open.is_some() || now.is_renewed);
    Ok(taken.map(|now| Elsewhere {
        certificate: now.number,
        by: now.open,
    }))
}

async fn find(tx: &mut WriteTx, reference: &ApplicationReference) -> Result<Case, EndError> {
    let case = load_for_update(tx, reference).await?;
    case.ok_or(EndError::NotFound)
}

fn event(case: &Case, kind: Kind) -> Event {
    Event::new(kind)
        .organisation(case.application.organisation)
        .application(case.application.id)
}

/// Deletes a draft: nobody can change it, its open requests are cancelled, colleagues are told,
/// and it is erased unless an administrator brings it back in time.
pub async fn delete_draft(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    public_url: &str,
) -> Result<(), EndError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let mut case = find(&mut tx, reference).await?;
    let permit = authorise::<DeleteDraft>(actor, case.application.organisation)?;
    case.application.take(Step::Delete)?;
    let today = when::uk_date(tx.now());
    let days = store::applications::undo_days(&mut tx, today).await?;
    let erase_on = today + Duration::days(days.into());
    let ending = Ending {
        at: tx.now(),
        by: &actor.name,
        reason: "",
        erase_on: Some(erase_on),
    };
    store::applications::end(&mut tx, &permit, &case.application, &ending).await?;
    let cancelled =
        store::applications::cancel_requests(&mut tx, &permit, case.application.id).await?;
    store::enquiries::close_all(&mut tx, &permit, case.application.id).await?;
    let notice = DraftDeleted {
        is_quiet: false,
        person: actor.name.clone(),
        service: case.application.service_title().to_owned(),
        reference: reference.to_string(),
        erase_on: when::date(erase_on),
        link: format!("{public_url}/applications/{reference}/delete"),
    };
    let colleagues = colleagues(&mut tx, &case, actor, ending.at).await?;
    notices::tell(&mut tx, &colleagues, &notice).await?;
    let event = event(&case, Kind::DraftDeleted)
        .with("erase_on", when::iso_date(erase_on))
        .with("requests_cancelled", cancelled);
    tx.commit(&event).await?;
    Ok(())
}

/// The people of the organisation but for the one who acts and for those who joined it after this
/// moment.
async fn colleagues(
    tx: &mut WriteTx,
    case: &Case,
    actor: &Actor,
    at: OffsetDateTime,
) -> Result<Vec<Recipient>, StoreError> {
    let organisation = case.application.organisation;
    let people = store::organisations::people::list(tx, organisation, 0, TOLD_MAX).await?;
    let others = people
        .iter()
        .filter(|person| person.user != actor.user && person.since <= at);
    let others = others.filter_map(|person| recipient(&person.name, &person.email));
    Ok(distinct(others))
}

/// Brings a deleted draft back as it was, with what it has asked the PSN team. Requests to owner and
/// signatory that were cancelled stay so. Those who were told of the deletion are
/// told of this: nobody who has joined since.
pub async fn restore_draft(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    public_url: &str,
) -> Result<(), EndError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let mut case = find(&mut tx, reference).await?;
    let permit = authorise::<DeleteDraft>(actor, case.application.organisation)?;
    case.application.take(Step::Restore)?;
    if let Some(renewal) = &case.renewal {
        let candidate = store::renewals::find_candidate(&mut tx, &renewal.certificate).await?;
        let candidate = candidate.ok_or(EndError::NotFound)?;
        store::renewals::hold(&mut tx, candidate.id).await?;
        if renewed_elsewhere(&mut tx, &case).await?.is_some() {
            return Err(EndError::RenewedElsewhere);
        }
    }
    let ended = store::applications::find_ended(&mut tx, case.application.id).await?;
    let deleted_at = ended.map_or(tx.now(), |ended| ended.at);
    store::applications::restore(&mut tx, &permit, &case.application).await?;
    // One that was deleted because nobody worked on it is not deleted again tomorrow.
    store::drafts::quiet::keep(&mut tx, &permit, case.application.id, &actor.name).await?;
    let today = when::uk_date(tx.now());
    let reply_by = add(today, store::enquiries::reply_days(&mut tx, today).await?);
    store::enquiries::reopen_all(&mut tx, &permit, case.application.id, reply_by).await?;
    let notice = DraftRestored {
        person: actor.name.clone(),
        service: case.application.service_title().to_owned(),
        reference: reference.to_string(),
        restored_at: when::date_and_time(tx.now()),
        link: format!("{public_url}/applications/{reference}"),
    };
    let colleagues = colleagues(&mut tx, &case, actor, deleted_at).await?;
    notices::tell(&mut tx, &colleagues, &notice).await?;
    tx.commit(&event(&case, Kind::DraftRestored)).await?;
    Ok(())
}

/// Withdraws an application that is not decided; the supplier and the PSN team are told.
pub async fn withdraw(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    reason: Option<&Lines<REASON_MAX>>,
    (public_url, team_email): (&str, &str),
) -> Result<(), EndError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let mut case = find(&mut tx, reference).await?;
    let permit = authorise::<WithdrawApplication>(actor, case.application.organisation)?;
    case.application.take(Step::Withdraw)?;
    let ending = Ending {
        at: tx.now(),
        by: &actor.name,
        reason: reason.map_or("", Lines::as_str),
        erase_on: None,
    };
    store::applications::end(&mut tx, &permit, &case.application, &ending).await?;
    let cancelled =
        store::applications::cancel_requests(&mut tx, &permit, case.application.id).await?;
    store::enquiries::close_all(&mut tx, &permit, case.application.id).await?;
    let notice = |link: String| ApplicationWithdrawn {
        reference: reference.to_string(),
        service: case.application.service_title().to_owned(),
        organisation: case.application.organisation_name.clone(),
        person: actor.name.clone(),
        link,
    };
    let people = supplier_side(&mut tx, &case).await?;
    let actor_too = recipient(&actor.name, &actor.email);
    let people = distinct(people.into_iter().chain(actor_too));
    let own = notice(format!("{public_url}/applications/{reference}/progress"));
    notices::tell(&mut tx, &people, &own).await?;
    let team = notice(format!("{public_url}/team/applications/{reference}"));
    tell(&mut tx, "", team_email, &team).await?;
    let event = event(&case, Kind::ApplicationWithdrawn)
        .with("has_reason", reason.is_some())
        .with("requests_cancelled", cancelled);
    tx.commit(&event).await?;
    Ok(())
}
