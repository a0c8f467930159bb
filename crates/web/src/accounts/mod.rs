//! Making an account, signing in and out, resetting a password, your account.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
