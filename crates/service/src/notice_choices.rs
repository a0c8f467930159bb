//! Which e-mails people want about work on applications.

use audit::{Event, Kind};
use domain::notice_choice::NoticeChoice;
use policy::Actor;
use store::{Context, Store, StoreError, notice_choices};

/// What this person chose.
pub async fn read(store: &Store, actor: &Actor) -> Result<NoticeChoice, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    notice_choices::find(&mut tx, actor.user).await
}

/// Chooses for oneself.
pub async fn choose(store: &Store, actor: &Actor, choice: NoticeChoice) -> Result<(), StoreError> {
    let mut tx = store.write(Context::of(actor)).await?;
    notice_choices::save(&mut tx, actor.user, choice).await?;
    let event = Event::new(Kind::NoticesChosen).with("choice", choice.as_str());
    tx.commit(&event).await
}
