//! Who may see and do what: in the database, and at every address.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod catalogue;
mod headers;
mod isolation;
mod permissions;
mod reading;
mod roles;
mod routes;
mod scripts;
mod visitors;
