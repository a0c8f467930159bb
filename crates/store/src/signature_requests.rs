//! Requests to authorised signatories.
