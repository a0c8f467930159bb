//! What the worker does about agreements that an owner gave until a day, or takes back from the day
//! after: people are told a month before, and when the day is over that the agreement has ended (M51).
//! Each has a transaction of its own, and doing it twice does it once.

use super::told::{over, withdrew};
use crate::recipients::recipient;
use crate::reviews::Office;
use crate::reviews::notices::{distinct, tell};
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::id::OwnerRequestId;
use domain::when;
use domain::working_days::parse_iso;
use mail::{AgreementEnding, Recipient};
use store::audit_events::Entry;
use store::owner_requests::{Ending, next_ending};
use store::{Context, Store, StoreError, WriteTx};
use time::Duration;

/// How many are looked at in one go; the rest comes in the next.
const BATCH: usize = 100;

/// Does everything that is due. Answers how many agreements it was.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, office: Office<'_>) -> Result<usize, StoreError> {
    let mut done = 0;
    for _ in 0..BATCH {
        let mut tx = store.write(Context::service()).await?;
        let Some(ending) = next_ending(&mut tx).await? else {
            break;
        };
        let is_closed = matches!(
            ending.state,
            ApplicationState::Refused | ApplicationState::Withdrawn | ApplicationState::Deleted
        );
        // These come here only once the day is over, and nobody is told.
        if !is_closed {
            tell_everybody(&mut tx, &ending, office).await?;
        }
        tx.commit(&event(&ending)).await?;
        done += 1;
    }
    Ok(done)
}

/// Notes and tells the same of one agreement, where its last day is over and that was not noted yet: for
/// the supplier, who asks for another one.
pub(crate) async fn end_if_over(
    tx: &mut WriteTx,
    request: OwnerRequestId,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let Some(ending) = store::owner_requests::end(tx, request).await? else {
        return Ok(());
    };
    tell_everybody(tx, &ending, office).await?;
    tx.record(&event(&ending)).await
}

fn event(ending: &Ending) -> Event {
    let kind = if ending.is_over {
        Kind::AgreementWithdrawn
    } else {
        Kind::AgreementEndingTold
    };
    Event::new(kind)
        .organisation(ending.agreement.organisation)
        .application(ending.agreement.application)
        .with("owner_request", ending.request)
        .with("until", when::iso_date(ending.until))
        .with("is_taken_back", ending.taken_back_by.is_some())
}

/// Tells who asked and the administrators, and the team where it has the application.
async fn tell_everybody(
    tx: &mut WriteTx,
    ending: &Ending,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let agreement = &ending.agreement;
    let people = ending.people.iter();
    let people = distinct(people.filter_map(|one| recipient(&one.name, &one.email)));
    let team: Vec<Recipient> = office
        .team()
        .filter(|_| ending.state.is_submitted())
        .into_iter()
        .collect();
    let reference = &agreement.reference;
    let own = office.url(&format!(
        "/applications/{reference}/infrastructure/owner-request"
    ));
    let case = office.url(&format!("/team/applications/{reference}/infrastructure"));
    for (to, link) in [(people, own), (team, case)] {
        if ending.is_over {
            let from = ending.until + Duration::days(1);
            let notice = match &ending.taken_back_by {
                Some(by) => withdrew(agreement, (from, by), link),
                None => over(agreement, from, link),
            };
            tell(tx, &to, &notice).await?;
        } else {
            let notice = AgreementEnding {
                owner: agreement.owner_name.clone(),
                infrastructure: agreement.infrastructure_name.clone(),
                supplier: agreement.supplier_name.clone(),
                service: agreement.service_name.clone(),
                until: when::date(ending.until),
                is_taken_back: ending.taken_back_by.is_some(),
                is_certified: ending.state == ApplicationState::Certified,
                link,
            };
            tell(tx, &to, &notice).await?;
        }
    }
    Ok(())
}

/// What a history says of an agreement that is over or taken back: it ended with its last day, as agreed
/// or because it had been taken back, or it is taken back from a day.
pub fn over_in_words(entry: &Entry) -> String {
    let day = |name: &str| entry.details.get(name).and_then(|day| parse_iso(day));
    let is_taken_back = entry
        .details
        .get("is_taken_back")
        .is_some_and(|is| is == "true");
    match (day("until"), day("from")) {
        (Some(day), _) if is_taken_back => format!(
            "Agreement of the infrastructure owner, taken back before, ended on {}",
            when::date(day)
        ),
        (Some(day), _) => format!(
            "Agreement of the infrastructure owner ended on {}, as agreed",
            when::date(day)
        ),
        (None, Some(day)) => format!(
            "Agreement of the infrastructure owner taken back from {}",
            when::date(day)
        ),
        (None, None) => "Agreement of the infrastructure owner taken back".to_owned(),
    }
}
