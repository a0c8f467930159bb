//! Background work: delivering the mail that waits in the outbox, having uploaded files scanned
//! for viruses, and what is due at times of its own (people whose last day is over, reviews of
//! access, quiet and deleted drafts, certificates that end, forgetting what is over).
//!
//! A message is claimed for some minutes, delivered, and ticked off. A crash between
//! the last two delivers it once more, with the same Message-ID. Any number of
//! workers may run beside each other. Nothing here logs an address or a word of a
//! message.

mod backoff;
mod chores;
mod redact;
mod scanning;

use domain::id::OutboxId;
use mail::{Address, DeliveryError, Transport};
use service::documents::Files;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::outbox::Claimed;
use store::{Result, Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Messages that are delivered at once. Each is done before its claim runs out.
const BATCH: i64 = 8;
/// How often to look for mail when there was none.
const POLL: Duration = Duration::from_secs(1);
/// How often to look for what is due at times of its own. A last day is enforced by the
/// database the moment that it is over; this removes the person and tells others.
const CHORES: Duration = Duration::from_mins(10);
/// How long to wait after the database failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How long deliveries under way may take when the worker is asked to stop. What is
/// cut off is tried again when its claim runs out.
const FINISHING: Duration = Duration::from_secs(20);

/// Where messages come from and how they leave.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// How they leave.
    pub transport: Transport,
    /// The sender.
    pub from: Address,
    /// Where answers go.
    pub reply_to: Option<Address>,
    /// The right side of each Message-ID: the host of the service.
    pub host: String,
    /// Where people reach the service, for links in notices, without a slash at the end.
    pub public_url: String,
    /// The PSN team's mailbox.
    pub team_email: String,
}

/// Delivers mail. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Worker {
    store: Store,
    delivery: Arc<Delivery>,
    files: Files,
}

impl Worker {
    /// A worker. `store` must be connected as [`store::Role::Worker`].
    pub fn new(store: Store, delivery: Delivery) -> Self {
        Self {
            store,
            delivery: Arc::new(delivery),
            files: Files::none(),
        }
    }

    /// The same, looking after these files too.
    #[must_use]
    pub fn with_files(self, files: Files) -> Self {
        Self { files, ..self }
    }

    /// Tries everything that is due once, one message after the other, and answers
    /// how many were delivered. For tests and for programs that do one thing.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn run_due(&self) -> Result<usize> {
        self.do_chores().await?;
        self.scan_due().await?;
        let mut delivered = 0;
        loop {
            let claimed = self.claim().await?;
            if claimed.is_empty() {
                return Ok(delivered);
            }
            for message in claimed {
                delivered += usize::from(self.deliver(message).await?);
            }
        }
    }

    /// Works until `stop` becomes true. A slow scan holds up no mail.
    pub async fn run(&self, stop: watch::Receiver<bool>) {
        tokio::join!(self.deliver_until(stop.clone()), self.scan_until(stop));
    }

    /// Delivers mail and does chores until `stop` becomes true.
    async fn deliver_until(&self, mut stop: watch::Receiver<bool>) {
        tracing::info!("delivering mail");
        let mut last_chores: Option<Instant> = None;
        loop {
            if last_chores.is_none_or(|at| at.elapsed() >= CHORES) {
                last_chores = Some(Instant::now());
                if let Err(error) = self.do_chores().await {
                    let error = &error as &(dyn std::error::Error + 'static);
                    tracing::warn!(error, "what is due could not be done; trying again later");
                }
            }
            let pause = match self.claim().await {
                Ok(claimed) if claimed.is_empty() => POLL,
                Ok(claimed) => {
                    self.deliver_all(claimed, &mut stop).await;
                    Duration::ZERO
                }
                Err(error) => {
                    let error = &error as &(dyn std::error::Error + 'static);
                    tracing::warn!(error, "the outbox can't be read; trying again");
                    AFTER_FAILURE
                }
            };
            if is_asked_within(&mut stop, pause).await {
                return;
            }
        }
    }

    /// Claims the next messages, in the order in which they were written.
    async fn claim(&self) -> Result<Vec<Claimed>> {
        let mut claimed = self.store.claim_mail(BATCH).await?;
        claimed.sort_by_key(|message| message.id);
        Ok(claimed)
    }

    /// Delivers a batch at once; gives up waiting some time after `stop`.
    async fn deliver_all(&self, claimed: Vec<Claimed>, stop: &mut watch::Receiver<bool>) {
        let mut deliveries = JoinSet::new();
        for message in claimed {
            let worker = self.clone();
            deliveries.spawn(async move {
                let id = message.id;
                if let Err(error) = worker.deliver(message).await {
                    note_failure(id, &error);
                }
            });
        }
        let mut all = Box::pin(async { while deliveries.join_next().await.is_some() {} });
        tokio::select! {
            () = &mut all => return,
            () = asked(stop) => {}
        }
        if timeout(FINISHING, all).await.is_err() {
            tracing::warn!("some deliveries did not finish; they are tried again later");
        }
    }

    /// Tries one message. Answers whether it left.
    async fn deliver(&self, message: Claimed) -> Result<bool> {
        let Claimed {
            id,
            message,
            attempts,
        } = message;
        let Delivery {
            transport,
            from,
            reply_to,
            host,
            ..
        } = self.delivery.as_ref();
        let message_id = format!("{id}@{host}");
        let (kind, outcome) = match &message {
            Ok(message) => (
                message.kind,
                transport
                    .deliver(from, reply_to.as_ref(), &message_id, message)
                    .await,
            ),
            // A newer release may know it, so it is tried again like everything else.
            Err(error) => ("unknown", Err(DeliveryError::Temporary(error.to_string()))),
        };
        let Err(error) = outcome else {
            self.store.mail_delivered(id).await?;
            tracing::info!(%id, kind, "mail delivered");
            return Ok(true);
        };
        let wait = backoff::wait_after(&error, attempts);
        let error = redact::without_addresses(&error.to_string());
        tracing::warn!(%id, kind, attempts, error, gave_up = wait.is_none(), "mail not delivered");
        self.store.mail_failed(id, &error, wait).await?;
        if wait.is_none() {
            self.note_undelivered().await?;
        }
        Ok(false)
    }
}

/// Another worker may have done it when a claim ran out; everything else is a failure.
fn note_failure(id: OutboxId, error: &StoreError) {
    let error = error as &(dyn std::error::Error + 'static);
    tracing::warn!(%id, error, "what became of a message could not be noted");
}

/// Completes when the worker is asked to stop.
async fn asked(stop: &mut watch::Receiver<bool>) {
    // When the other side is gone nobody can ask any more.
    if stop.wait_for(|is_asked| *is_asked).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Waits; answers early, and true, when asked to stop.
async fn is_asked_within(stop: &mut watch::Receiver<bool>, pause: Duration) -> bool {
    tokio::select! {
        biased;
        () = asked(stop) => true,
        () = sleep(pause) => false,
    }
}
