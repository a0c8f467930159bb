//! How far the target date is away, in words.

use domain::application::ApplicationState;
use domain::{when, working_days};
use time::{Date, OffsetDateTime};

/// Words for the target date: how many working days are left, or why none are counted.
pub fn in_words(
    state: ApplicationState,
    target_on: Option<Date>,
    is_paused: bool,
    now: OffsetDateTime,
) -> String {
    if state == ApplicationState::Withdrawn {
        return "Withdrawn".to_owned();
    }
    if state.is_decided() {
        return "Decided".to_owned();
    }
    if is_paused {
        return "Paused until the supplier replies".to_owned();
    }
    target_on.map_or_else(
        || "No date yet".to_owned(),
        |target| working_days::left_in_words(target, when::uk_date(now)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn only_a_running_clock_is_counted() {
        let now = datetime!(2026-11-23 12:00 UTC);
        let target = Some(date!(2026 - 12 - 18));
        let words = |state, paused| in_words(state, target, paused, now);
        assert_eq!(
            words(ApplicationState::UnderReview, false),
            "19 working days left"
        );
        assert_eq!(
            words(ApplicationState::AwaitingSupplier, true),
            "Paused until the supplier replies"
        );
        assert_eq!(words(ApplicationState::Certified, false), "Decided");
    }
}
