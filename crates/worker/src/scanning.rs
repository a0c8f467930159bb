//! Having uploaded files scanned, and deleting those that are to go.

use crate::{AFTER_FAILURE, POLL, Worker, is_asked_within};
use std::time::{Duration, Instant};
use store::Result;
use tokio::sync::watch;

/// How often to look for files that are to be deleted.
const TIDYING: Duration = Duration::from_secs(10);

impl Worker {
    /// Has everything scanned that is due, and deletes what is to go.
    pub(crate) async fn scan_due(&self) -> Result<()> {
        while service::documents::scan_one(&self.store, &self.files, self.office()).await? {}
        service::documents::delete_what_is_to_go(&self.store, &self.files).await?;
        Ok(())
    }

    /// Has files scanned until `stop` becomes true.
    pub(crate) async fn scan_until(&self, mut stop: watch::Receiver<bool>) {
        let mut tidied: Option<Instant> = None;
        loop {
            let is_due = tidied.is_none_or(|at| at.elapsed() >= TIDYING);
            let pause = match self.scan_once(is_due).await {
                Ok(true) => Duration::ZERO,
                Ok(false) => POLL,
                Err(error) => {
                    let error = &error as &(dyn std::error::Error + 'static);
                    tracing::warn!(error, "files can't be looked after; trying again");
                    AFTER_FAILURE
                }
            };
            if is_due {
                tidied = Some(Instant::now());
            }
            if is_asked_within(&mut stop, pause).await {
                return;
            }
        }
    }

    async fn scan_once(&self, is_tidying: bool) -> Result<bool> {
        if is_tidying {
            service::documents::delete_what_is_to_go(&self.store, &self.files).await?;
        }
        service::documents::scan_one(&self.store, &self.files, self.office()).await
    }
}
