//! What people do with the service, told as conversations over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod accounts;
mod delivery;
mod demonstration;
mod register;
mod service;
