//! The public register and the verification of certificates.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
