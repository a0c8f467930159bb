//! What bounds hashing: places to wait in, and turns to run.

use tokio::sync::OwnedSemaphorePermit;

/// A place among those that hash or wait for it. Given back when dropped.
#[derive(Debug)]
#[must_use = "the place is given back when this is dropped"]
pub struct Place {
    _held: OwnedSemaphorePermit,
}

impl Place {
    pub(super) fn new(held: OwnedSemaphorePermit) -> Self {
        Self { _held: held }
    }
}

/// The right to hash now. Given back when dropped, after a panic too.
pub(super) struct Turn {
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

impl Turn {
    pub(super) fn new(permit: OwnedSemaphorePermit, place: Place) -> Self {
        Self {
            _permit: permit,
            _place: place,
        }
    }
}
