//! That an e-mail was not delivered, and how to put it right.

use domain::when;
use govuk::WarningText;
use time::OffsetDateTime;

/// Says so, with what to do about it as sentences of their own.
pub fn warning(recipient: &str, given_up_at: OffsetDateTime, next: &str) -> WarningText {
    WarningText::new(format!(
        "This email was not delivered. The mail server of {recipient} did not take it, and we stopped trying at {}. {next}",
        when::date_and_time(given_up_at)
    ))
}
