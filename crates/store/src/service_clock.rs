//! How far the service's clock is moved: only in a demonstration and in tests.

use crate::{Result, Store};
use time::Duration;

impl Store {
    /// How far the service's clock is ahead of the machine's.
    pub async fn clock_offset(&self) -> Result<Duration> {
        let seconds = sqlx::query_scalar!("select offset_seconds from service_clock")
            .fetch_one(self.hot())
            .await?;
        Ok(Duration::seconds(seconds))
    }

    /// Whether the clock may be moved here.
    pub async fn is_clock_movable(&self) -> Result<bool> {
        let movable = sqlx::query_scalar("select demonstration from service_clock")
            .fetch_one(self.hot())
            .await?;
        Ok(movable)
    }

    /// Sets how far the clock is ahead; `false` where it may not be moved.
    pub async fn move_clock(&self, offset: Duration) -> Result<bool> {
        let moved: Option<i64> = sqlx::query_scalar("select access.move_clock($1)")
            .bind(offset.whole_seconds())
            .fetch_one(self.hot())
            .await?;
        Ok(moved.is_some())
    }
}
