//! When to try again, and when to give up.

use mail::DeliveryError;
use store::outbox::ATTEMPTS_MAX;
use time::Duration;

/// How long to wait after the `attempts`th try failed like this; none when trying
/// again is of no use. 1, 3, 9, 27 minutes and so on: about 18 hours in all, so that
/// a mail server that is down for a night loses nothing.
pub fn wait_after(error: &DeliveryError, attempts: i32) -> Option<Duration> {
    match error {
        DeliveryError::Permanent(_) => None,
        DeliveryError::Temporary(_) if attempts >= ATTEMPTS_MAX => None,
        DeliveryError::Temporary(_) => {
            let exponent = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0);
            Some(Duration::minutes(3_i64.saturating_pow(exponent)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let busy = DeliveryError::Temporary("busy".to_owned());
        let minutes: Vec<i64> = (1..)
            .map_while(|attempts| wait_after(&busy, attempts))
            .map(Duration::whole_minutes)
            .collect();
        assert_eq!(minutes, [1, 3, 9, 27, 81, 243, 729]);
        assert_eq!(
            wait_after(&DeliveryError::Permanent("no such user".to_owned()), 1),
            None
        );
    }
}
