//! The supplier's side of the signature.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
