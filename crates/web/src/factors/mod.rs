//! Second factors: setting them up, and being asked for them.
//!
//! A person sets up an authenticator app and gets ten recovery codes with it. From then on the
//! password alone signs nobody in: it leads to a page that asks for the app's code, a passkey
//! (`crate::passkeys`) or a recovery code. Until then the browser's session is nobody's, and holds
//! sealed who showed the password; ten minutes or five wrong codes later that is worth nothing.
//!
//! People who need a second factor and have none see only the pages that set one up
//! (`crate::signed_in`). Whoever changes a factor has shown a moment ago who they are, by a code of
//! the app too. A code is also asked for with a new password by e-mail: mail is no factor.

mod code;
mod confirm;
pub(crate) mod fresh;
pub(crate) mod one_time;
pub(crate) mod pending;
mod qr_code;
pub(crate) mod recovery_code;
mod recovery_codes;
mod remove;
mod set_up;

use crate::{Access, PageError, Route};
use govuk::{FormState, TextInput, Width};
use service::factors::{ChangeError, CheckError};

const CODE: &str = "code";
const NO_CODE: &str = "Enter the 6-digit code from your app";
const WRONG_CODE: &str = "That code did not work. Check the time on your phone";
const NO_RECOVERY_CODE: &str = "Enter a recovery code";
const WRONG_RECOVERY_CODE: &str = "That code did not work. Each recovery code works once";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/account/two-factor/set-up", Access::SignedIn, set_up::show),
        Route::post(
            "/account/two-factor/set-up",
            Access::SignedIn,
            set_up::submit,
        ),
        Route::get(
            "/account/two-factor/recovery-codes",
            Access::SignedIn,
            recovery_codes::show,
        ),
        Route::post(
            "/account/two-factor/recovery-codes",
            Access::SignedIn,
            recovery_codes::submit,
        ),
        Route::get("/account/two-factor/remove", Access::SignedIn, remove::show),
        Route::post(
            "/account/two-factor/remove",
            Access::SignedIn,
            remove::submit,
        ),
        Route::get("/confirm-it-is-you/code", Access::SignedIn, confirm::show),
        Route::post("/confirm-it-is-you/code", Access::SignedIn, confirm::submit),
        Route::get("/sign-in/code", Access::Public, code::show),
        Route::post("/sign-in/code", Access::Public, code::submit),
        Route::get(
            "/sign-in/recovery-code",
            Access::Public,
            recovery_code::show,
        ),
        Route::post(
            "/sign-in/recovery-code",
            Access::Public,
            recovery_code::submit,
        ),
    ]
}

/// The field for a code of the app.
fn code_input(form: &FormState) -> TextInput {
    TextInput::new(CODE, "Code")
        .hint("6 digits")
        .digits()
        .letter_spacing()
        .width(Width::Ten)
        .autocomplete("one-time-code")
        .filled_from(form)
}

/// The field for a recovery code.
fn recovery_code_input(form: &FormState) -> TextInput {
    TextInput::new(CODE, "Recovery code")
        .hint("10 letters and numbers, such as 7H3K9-QXM2P")
        .width(Width::Twenty)
        .autocomplete("off")
        .spellcheck(false)
        .filled_from(form)
}

/// Whether something like a code was typed at all.
fn is_like_code(typed: &str) -> bool {
    typed.chars().filter(char::is_ascii_digit).count() == 6
}

impl From<CheckError> for PageError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Unopenable(error) => Self::internal(error),
            CheckError::TooOften { retry_after } => Self::TooOften { retry_after },
            CheckError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeError> for PageError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::WrongCode
            | ChangeError::WrongPasskey
            | ChangeError::TooMany
            | ChangeError::Required => Self::Conflict,
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Denied(denied) => denied.into(),
            ChangeError::Store(error) => error.into(),
        }
    }
}
