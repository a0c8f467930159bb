//! Setting up an organisation, its people and invitations.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
