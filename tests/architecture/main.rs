//! The rules of the house (docs/architecture.md), held by tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod budgets;
mod files;
mod floors;
mod pairs;
mod published;
mod threats;
mod words;
