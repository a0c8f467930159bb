//! The time at which things happen while a demonstration is filled: the clocks of service and
//! database are put back, and move forward until they say the time that it is.

use super::SeedError;
use domain::clock::Clock;
use domain::when;
use domain::working_days::is_working_day;
use store::Store;
use time::{Date, Duration, OffsetDateTime, Time};
use web::App;

/// The clocks, and the day on which the demonstration is filled.
#[derive(Debug, Clone)]
pub struct Calendar {
    store: Store,
    clock: Clock,
    today: Date,
}

impl Calendar {
    /// The calendar of this service.
    pub fn of(app: &App) -> Self {
        let calendar = Self {
            store: app.store.clone(),
            clock: app.clock.clone(),
            today: Date::MIN,
        };
        let today = when::uk_date(calendar.real_now());
        Self { today, ..calendar }
    }

    /// The day on which the demonstration is filled.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The time by the clocks.
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// The time that it really is.
    pub fn real_now(&self) -> OffsetDateTime {
        self.clock.now() - self.clock.offset()
    }

    /// The last working day that is at least so many days before today, and then so many
    /// working days before that.
    pub fn working_day(&self, days_ago: i64, working_days_before: i64) -> Date {
        let mut day = self.today.saturating_sub(Duration::days(days_ago));
        let mut left = working_days_before;
        loop {
            if is_working_day(day) {
                if left <= 0 {
                    return day;
                }
                left -= 1;
            }
            day = day.saturating_sub(Duration::DAY);
        }
    }

    /// Puts the clocks back to this time of a day, in UTC.
    ///
    /// # Errors
    /// Outside of demonstrations, or what the database says.
    pub async fn go_back_to(&self, day: Date, time: Time) -> Result<(), SeedError> {
        let moment = day.with_time(time).assume_utc();
        self.set(moment - self.real_now()).await
    }

    /// Puts the clocks forward to this time of a day, in UTC; never to a time that is still to
    /// come, and never back, when what came before took longer.
    ///
    /// # Errors
    /// As [`Calendar::go_back_to`].
    pub async fn go_on_to(&self, day: Date, time: Time) -> Result<(), SeedError> {
        let moment = day.with_time(time).assume_utc();
        let offset = (moment - self.real_now()).min(Duration::ZERO);
        if offset > self.clock.offset() {
            self.set(offset).await
        } else {
            Ok(())
        }
    }

    /// The clocks say the time that it is.
    ///
    /// # Errors
    /// As [`Calendar::go_back_to`].
    pub async fn return_to_now(&self) -> Result<(), SeedError> {
        self.set(Duration::ZERO).await
    }

    async fn set(&self, offset: Duration) -> Result<(), SeedError> {
        if !self.store.move_clock(offset).await? {
            return Err(SeedError::ClockStands);
        }
        self.clock.set_offset(offset);
        Ok(())
    }
}
