//! The program itself, several of them at once against one database: what one does holds for the
//! others, and one takes over from another while people go on asking.
//!
//! They are started from where this test lies: `cargo build --workspace --bin psn-cop` builds
//! them, as `make test` does before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod callers;
mod large_files;
mod post_office;
mod programs;
mod restarting;
mod together;
