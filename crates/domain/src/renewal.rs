//! When a certificate can be renewed.

use crate::certificate::Validity;
use time::{Date, Duration};

/// How long before and after its last day a certificate can be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalRules {
    /// Days before the last day from which on it can be renewed.
    pub opens_days_before_end: i32,
    /// Days after the last day until which it still can.
    pub late_days_max: i32,
}

/// Whether a certificate can be renewed on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Not before this day.
    From(Date),
    /// It can.
    Open,
    /// It ended too long ago, or it was withdrawn: a new application is needed.
    Over,
}

impl RenewalRules {
    /// Whether a certificate can be renewed on this day.
    pub fn window(self, validity: Validity, day: Date) -> Window {
        let first = validity.to - Duration::days(self.opens_days_before_end.into());
        let last = validity.to + Duration::days(self.late_days_max.into());
        if validity.withdrawn_on.is_some() || day > last {
            Window::Over
        } else if day < first {
            Window::From(first)
        } else {
            Window::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn ninety_one_days_before_is_too_early_and_ninety_is_not() {
        let rules = RenewalRules {
            opens_days_before_end: 90,
            late_days_max: 365,
        };
        // Whatever the last day is: leap years, ends of months and years.
        let mut to = date!(2027 - 01 - 01);
        while to < date!(2033 - 01 - 01) {
            let validity = Validity {
                from: to - Duration::days(364),
                to,
                withdrawn_on: None,
                renewal: None,
            };
            let before = |days| rules.window(validity, to - Duration::days(days));
            assert_eq!(before(91), Window::From(to - Duration::days(90)), "{to}");
            assert_eq!(before(90), Window::Open, "{to}");
            assert_eq!(before(-365), Window::Open, "{to}");
            assert_eq!(before(-366), Window::Over, "{to}");
            to += Duration::days(1);
        }
    }

    #[test]
    fn a_certificate_is_renewed_around_its_last_day() {
        let rules = RenewalRules {
            opens_days_before_end: 90,
            late_days_max: 365,
        };
        let mut validity = Validity {
            from: date!(2026 - 11 - 21),
            to: date!(2027 - 11 - 20),
            withdrawn_on: None,
            renewal: None,
        };
        let first = date!(2027 - 08 - 22);
        let on = |validity, day| rules.window(validity, day);
        assert_eq!(on(validity, date!(2027 - 08 - 21)), Window::From(first));
        assert_eq!(on(validity, first), Window::Open);
        assert_eq!(on(validity, date!(2028 - 11 - 19)), Window::Open);
        assert_eq!(on(validity, date!(2028 - 11 - 20)), Window::Over);
        validity.withdrawn_on = Some(first);
        assert_eq!(on(validity, first), Window::Over);
    }
}
