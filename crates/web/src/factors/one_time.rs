//! The second factor beside a new password that is set by an e-mailed link: one field for a code of
//! the app or a recovery code.

use super::{CODE, NO_RECOVERY_CODE, WRONG_RECOVERY_CODE, is_like_code, recovery_code_input};
use crate::App;
use domain::when;
use govuk::{FormState, TextInput};
use service::factors::{CheckError, Factors};
use time::Duration;

/// What the page asks for; nothing of somebody without a second factor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum OneTime {
    /// Nothing.
    Nothing,
    /// A code of the app, or a recovery code.
    AppOrRecoveryCode,
    /// A recovery code: the person has passkeys only.
    RecoveryCode,
}

impl OneTime {
    /// The name of the field.
    pub const FIELD: &str = CODE;

    /// What somebody with these factors is asked for.
    pub fn of(factors: &Factors) -> Self {
        if factors.sealed_secret.is_some() {
            Self::AppOrRecoveryCode
        } else if factors.are_any() {
            Self::RecoveryCode
        } else {
            Self::Nothing
        }
    }

    /// The field, with what was typed.
    pub fn input(self, form: &FormState) -> Option<TextInput> {
        match self {
            Self::Nothing => None,
            Self::AppOrRecoveryCode => Some(
                TextInput::new(CODE, "Code from your authenticator app")
                    .hint("6 digits. If you do not have your app, enter a recovery code")
                    .width(govuk::Width::Twenty)
                    .autocomplete("one-time-code")
                    .spellcheck(false)
                    .filled_from(form),
            ),
            Self::RecoveryCode => Some(recovery_code_input(form)),
        }
    }

    /// What to say before anything is checked, when nothing like a code was typed.
    pub fn missing(self, typed: &str) -> Option<&'static str> {
        let letters = typed.chars().filter(|c| c.is_alphanumeric()).count();
        match self {
            Self::Nothing => None,
            Self::AppOrRecoveryCode => (letters != 10 && !is_like_code(typed))
                .then_some("Enter the 6-digit code from your app, or a recovery code"),
            Self::RecoveryCode => typed.trim().is_empty().then_some(NO_RECOVERY_CODE),
        }
    }

    /// What to say of a code that was wrong.
    pub fn wrong(self) -> &'static str {
        match self {
            Self::RecoveryCode => WRONG_RECOVERY_CODE,
            Self::Nothing | Self::AppOrRecoveryCode => {
                "That code did not work. Check the time on your phone. Each code works once"
            }
        }
    }
}

/// What to say, and the seconds to wait, when no codes are taken for a while.
pub fn too_often(app: &App, error: &CheckError) -> Option<(String, u32)> {
    let CheckError::TooOften { retry_after } = error else {
        return None;
    };
    let until = app.clock.now() + Duration::seconds(i64::from(*retry_after));
    let message = format!(
        "You have entered too many wrong codes. You can try again at {}",
        when::time_of_day(until)
    );
    Some((message, *retry_after))
}
