//! What the worker does about e-mails that nobody took: it notes each with the invitation or request
//! that it was about, and tells who sent it, and the team where it has the application (M59). Each
//! has a transaction of its own, and doing it twice does it once.

use crate::recipients::recipient;
use crate::reviews::notices::Office;
use audit::{Event, Kind};
use mail::{EmailUndelivered, Notice, TeamEmailUndelivered};
use store::outbox::About;
use store::undelivered::{self, Place};
use store::{Context, Store, StoreError, WriteTx, outbox};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: usize = 100;

/// Notes everything that was given up. Answers how many people's mail it was.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, office: Office<'_>) -> Result<usize, StoreError> {
    let mut done = 0;
    for _ in 0..BATCH {
        let mut tx = store.write(Context::service()).await?;
        let Some(noted) = undelivered::note_next(&mut tx).await? else {
            break;
        };
        let mut event = Event::new(Kind::EmailUndelivered).with("mail", noted.mail);
        if let Some(place) = &noted.place {
            event = event
                .organisation(place.organisation)
                .with("about", place.about.parts().0)
                .with("about_id", place.about.parts().1);
            if let Some(application) = place.application {
                event = event.application(application);
            }
            tell(&mut tx, place, office).await?;
            done += 1;
        }
        tx.commit(&event).await?;
    }
    Ok(done)
}

/// Tells who sent it, while they belong to the organisation, and the team where it has the application.
async fn tell(tx: &mut WriteTx, place: &Place, office: Office<'_>) -> Result<(), StoreError> {
    let address = place.recipient.clone();
    let (organisation, reference) = (place.organisation, &place.reference);
    let (page, what) = match place.about {
        About::Invitation(id) => (
            format!("/organisations/{organisation}/invitations/{id}"),
            "invitation",
        ),
        About::OwnerRequest(_) => (
            format!("/applications/{reference}/infrastructure/owner-request"),
            "owner_request",
        ),
        About::SignatureRequest(_) => (
            format!("/applications/{reference}/signature"),
            "signature_request",
        ),
    };
    let sender = place.sender.as_ref();
    if let Some(to) = sender.and_then(|(name, email)| recipient(name, email)) {
        let notice = EmailUndelivered {
            address: address.clone(),
            what: what.to_owned(),
            name: place.name.clone(),
            link: office.url(&page),
        };
        outbox::add(tx, &notice.message(&to)).await?;
    }
    if let (true, Some(to)) = (place.is_with_team, office.team()) {
        let page = match place.about {
            About::SignatureRequest(_) => "",
            About::OwnerRequest(_) | About::Invitation(_) => "/infrastructure",
        };
        let notice = TeamEmailUndelivered {
            address,
            reference: reference.clone(),
            service: place.name.clone(),
            is_signature: matches!(place.about, About::SignatureRequest(_)),
            link: office.url(&format!("/team/applications/{reference}{page}")),
        };
        outbox::add(tx, &notice.message(&to)).await?;
    }
    Ok(())
}
