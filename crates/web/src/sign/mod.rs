//! The signatory's pages, behind an e-mailed link.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
