//! Whom a reply concerns beside the team: the supplier, when the day of the decision moves (M37), and
//! the points of contact, when it names another one (M43).

use super::read::Asked;
use crate::applications::Case;
use crate::reviews::answer::with_kept;
use crate::reviews::notices::{Office, distinct, named_in, supplier_side, tell};
use domain::when;
use mail::{ContactChanged, Recipient, TargetMoved};
use policy::Actor;
use store::{StoreError, WriteTx};
use time::Date;

/// How a pause moved the day by which a decision is due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    /// That day before.
    pub from: Date,
    /// That day now.
    pub to: Date,
    /// When the time stopped.
    pub paused_on: Date,
    /// When it runs again.
    pub resumed_on: Date,
}

/// Tells the supplier's side of the new day.
pub(super) async fn tell_of_target(
    tx: &mut WriteTx,
    case: &Case,
    moved: Moved,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let reference = case.application.reference.to_string();
    let notice = TargetMoved {
        service: case.application.service_title().to_owned(),
        before: when::date(moved.from),
        after: when::date(moved.to),
        paused_on: when::date(moved.paused_on),
        resumed_on: when::date(moved.resumed_on),
        is_over: moved.to < moved.resumed_on,
        link: office.url(&format!("/applications/{reference}")),
        reference,
    };
    let people = supplier_side(tx, case).await?;
    tell(tx, &people, &notice).await
}

/// Tells the point of contact of before and the one of now, if the reply made it somebody else.
pub(super) async fn tell_contacts(
    tx: &mut WriteTx,
    asked: &Asked,
    actor: &Actor,
) -> Result<(), StoreError> {
    let case = &asked.case;
    let now = &case.stored.answers;
    let items = asked.items.iter();
    let before = items.fold(now.clone(), |answers, one| {
        with_kept(&answers, &one.subject, &one.item.before)
    });
    let (before, after) = (named_in(case.set, &before), named_in(case.set, now));
    let (Some(before), Some(after)) = (before, after) else {
        return Ok(());
    };
    let people = distinct([before.clone(), after.clone()]);
    if people.len() < 2 {
        return Ok(());
    }
    let notice = ContactChanged {
        organisation: case.application.organisation_name.clone(),
        service: case.application.service_title().to_owned(),
        reference: case.application.reference.to_string(),
        before: called(&before, &after),
        after: called(&after, &before),
        by: actor.name.clone(),
    };
    tell(tx, &people, &notice).await
}

/// The name of somebody, else their address; both where the other has the same name.
fn called(person: &Recipient, other: &Recipient) -> String {
    let email = person.email.as_str();
    match person.name.as_str() {
        "" => email.to_owned(),
        name if name == other.name => format!("{name} ({email})"),
        name => name.to_owned(),
    }
}
