//! What needs your attention, your applications and certificates.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
