//! Start page, what you need, help and the other pages for everybody.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
