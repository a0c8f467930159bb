//! What is due at times of its own.

use crate::Worker;
use service::reviews::Office;
use store::Result;

/// How many rows of a sort are deleted at once.
const FORGOTTEN_AT_ONCE: i32 = 1000;
/// How often that is done in one go at most, so that mail does not wait for it for long.
const FORGETTING_ROUNDS: usize = 100;

impl Worker {
    /// Does what is due at times of its own.
    pub(crate) async fn do_chores(&self) -> Result<()> {
        self.forget_what_is_over().await?;
        self.store.forget_imports().await?;
        self.store.forget_page_visits().await?;
        self.note_undelivered().await?;
        let done = service::leavers::do_what_is_due(&self.store, &self.delivery.public_url).await?;
        let drafts =
            service::drafts::do_what_is_due(&self.store, &self.delivery.public_url).await?;
        let summaries =
            service::summaries::do_what_is_due(&self.store, &self.delivery.public_url).await?;
        if summaries > 0 {
            tracing::info!(summaries, "summaries of yesterday queued");
        }
        let agreements = service::hosting::do_what_is_due(&self.store, self.office()).await?;
        if agreements > 0 {
            tracing::info!(agreements, "agreements that end told of and ended");
        }
        let url = &self.delivery.public_url;
        let holders = service::hosting::tell_holders(&self.store, url).await?;
        let dependents = service::hosting::tell_dependents(&self.store, self.office()).await?;
        if holders > 0 || dependents > 0 {
            tracing::info!(
                holders,
                dependents,
                "holders and suppliers told of connection certificates that end"
            );
        }
        self.remind_of_replies().await?;
        let reminded = service::assignments::do_what_is_due(&self.store, url).await?;
        if reminded > 0 {
            tracing::info!(reminded, "people reminded of assigned tasks");
        }
        let certificates = service::certificate_reminders::do_what_is_due(&self.store, url).await?;
        if certificates > 0 {
            tracing::info!(certificates, "people told of certificates that end");
        }
        let told = service::documents::do_what_is_due(&self.store, url).await?;
        if told > 0 {
            tracing::info!(told, "organisations told of documents that expire");
        }
        if drafts > 0 {
            tracing::info!(drafts, "quiet drafts reminded of and deleted ones erased");
        }
        if done > 0 {
            tracing::info!(done, "leavers removed and reviews of access begun");
        }
        Ok(())
    }

    /// Reminds of what waits for a reply or a signature.
    async fn remind_of_replies(&self) -> Result<()> {
        let replies = service::clarifications::remind::do_what_is_due(&self.store, self.office());
        let replies = replies.await?;
        let run_out = service::signature_requests::do_what_is_due(&self.store, self.office());
        let run_out = run_out.await?;
        let threads = service::enquiries::remind::do_what_is_due(&self.store, self.office());
        let threads = threads.await?;
        if threads > 0 {
            tracing::info!(threads, "suppliers and team reminded of questions");
        }
        if replies > 0 || run_out > 0 {
            tracing::info!(
                replies,
                run_out,
                "suppliers reminded of replies and of signatures that ran out"
            );
        }
        Ok(())
    }

    /// Notes what was given up where people wait for an answer, and tells them.
    pub(crate) async fn note_undelivered(&self) -> Result<()> {
        let undelivered = service::undelivered::do_what_is_due(&self.store, self.office()).await?;
        if undelivered > 0 {
            tracing::info!(undelivered, "people told of mail that was not delivered");
        }
        Ok(())
    }

    /// Where the service is reached, and the team.
    pub(crate) fn office(&self) -> Office<'_> {
        Office {
            public_url: &self.delivery.public_url,
            team_email: &self.delivery.team_email,
        }
    }

    /// Deletes what is over, however much came together.
    async fn forget_what_is_over(&self) -> Result<()> {
        for _ in 0..FORGETTING_ROUNDS {
            let gone = self.store.forget_what_is_over(FORGOTTEN_AT_ONCE).await?;
            if gone < i64::from(FORGOTTEN_AT_ONCE) {
                break;
            }
        }
        Ok(())
    }
}
