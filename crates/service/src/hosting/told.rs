//! Who is told that an owner takes its agreement back, or keeps it after all, and what they are told.

use crate::recipients::recipient;
use crate::reviews::Office;
use crate::reviews::notices::{Happened, distinct, tell, tell_team};
use domain::when;
use mail::{Notice, Recipient};
use store::owner_requests::{Beside, Withdrawn};
use store::{StoreError, WriteTx};
use time::Date;

/// M51: tells the supplier, the team where it has the application, and the other administrators of the
/// holder; of the certificate's agreement also whoever decides on its renewal (M56).
pub(super) async fn tell_of_withdrawal(
    tx: &mut WriteTx,
    (done, beside): (&Withdrawn, &Beside),
    taken_back: (Date, &str),
    by_email: &str,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let is_ahead = taken_back.0 > when::uk_date(tx.now());
    let in_words = |one: &(String, Date)| format!("{}, valid until {}", one.0, when::date(one.1));
    let notice = |link, is_to_owner| mail::OwnerWithdrew {
        is_ahead,
        is_to_owner,
        certificate: beside
            .certificate
            .as_ref()
            .map(in_words)
            .unwrap_or_default(),
        renews: beside.renews.as_ref().map(in_words).unwrap_or_default(),
        renewal_is_agreed: beside.renewal.as_ref().is_some_and(|one| one.is_agreed),
        ..withdrew(done, taken_back, link)
    };
    tell_all(tx, (done, beside), by_email, office, &notice).await?;
    if let Some(renewal) = beside
        .renewal
        .as_ref()
        .filter(|one| one.state.is_submitted())
    {
        let happened = Happened {
            reference: &renewal.reference,
            service: &done.service_name,
            who: &done.owner_name,
            what: "took back its agreement to the certificate that this application renews",
            page: "infrastructure",
        };
        tell_team(tx, &happened, office).await?;
    }
    Ok(())
}

/// Tells the same people that the owner keeps its agreement after all.
pub(super) async fn tell_of_keeping(
    tx: &mut WriteTx,
    (kept, beside): (&Withdrawn, &Beside),
    by: &str,
    by_email: &str,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let notice = |link, is_to_owner| mail::OwnerKept {
        owner: kept.owner_name.clone(),
        infrastructure: kept.infrastructure_name.clone(),
        supplier: kept.supplier_name.clone(),
        service: kept.service_name.clone(),
        by: by.to_owned(),
        is_to_owner,
        link,
    };
    tell_all(tx, (kept, beside), by_email, office, &notice).await
}

/// Tells each side with its own link. A draft is nothing that the team could open.
async fn tell_all<N: Notice>(
    tx: &mut WriteTx,
    (about, beside): (&Withdrawn, &Beside),
    by_email: &str,
    office: Office<'_>,
    notice: &impl Fn(String, bool) -> N,
) -> Result<(), StoreError> {
    let reference = &about.reference;
    let own = office.url(&format!(
        "/applications/{reference}/infrastructure/owner-request"
    ));
    let supplier: Vec<_> = recipient(&about.asker_name, &about.asker_email)
        .into_iter()
        .collect();
    tell(tx, &supplier, &notice(own, false)).await?;
    if beside.state.is_submitted() {
        let case = office.url(&format!("/team/applications/{reference}/infrastructure"));
        let team: Vec<_> = office.team().into_iter().collect();
        tell(tx, &team, &notice(case, false)).await?;
    }
    if let Some((organisation, infrastructure)) = beside.holder {
        let path = format!("/organisations/{organisation}/infrastructure/{infrastructure}");
        let colleagues = colleagues(beside, by_email);
        tell(tx, &colleagues, &notice(office.url(&path), true)).await?;
    }
    Ok(())
}

/// The administrators of the holder but whoever did it.
fn colleagues(beside: &Beside, by_email: &str) -> Vec<Recipient> {
    let others = beside.people.iter();
    let others = others.filter(|one| !one.email.eq_ignore_ascii_case(by_email));
    distinct(others.filter_map(|one| recipient(&one.name, &one.email)))
}

/// M51 with this link, about an agreement that somebody took back from this day on.
pub(super) fn withdrew(
    done: &Withdrawn,
    (from, by): (Date, &str),
    link: String,
) -> mail::OwnerWithdrew {
    mail::OwnerWithdrew {
        by: by.to_owned(),
        has_ended: false,
        ..over(done, from, link)
    }
}

/// M51 with this link, about an agreement that is over from this day on with its last day.
pub(super) fn over(done: &Withdrawn, from: Date, link: String) -> mail::OwnerWithdrew {
    let last_day = from.previous_day().unwrap_or(from);
    mail::OwnerWithdrew {
        owner: done.owner_name.clone(),
        infrastructure: done.infrastructure_name.clone(),
        supplier: done.supplier_name.clone(),
        service: done.service_name.clone(),
        from: when::date(from),
        has_ended: true,
        is_ahead: false,
        is_to_owner: false,
        certificate: String::new(),
        renews: String::new(),
        renewal_is_agreed: false,
        last_day: when::date(last_day),
        by: String::new(),
        link,
    }
}
