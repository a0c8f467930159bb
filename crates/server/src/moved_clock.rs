//! A clock that another process has moved. Only the database of a demonstration or of a test lets
//! it be moved, so elsewhere this ends at once.

use crate::stop::asked;
use domain::clock::Clock;
use std::time::Duration;
use store::Store;
use tokio::sync::watch;
use tokio::time::sleep;

/// How often to look.
const LOOK: Duration = Duration::from_secs(1);

/// Follows the clock of the database until `stop` becomes true.
pub async fn follow(store: Store, clock: Clock, mut stop: watch::Receiver<bool>) {
    if !store.is_clock_movable().await.unwrap_or(false) {
        return;
    }
    loop {
        tokio::select! {
            () = asked(&mut stop) => return,
            () = sleep(LOOK) => {}
        }
        if let Ok(offset) = store.clock_offset().await {
            clock.catch_up(offset);
        }
    }
}
