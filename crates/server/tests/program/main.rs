//! The program itself, as operators run it: what it starts, how it stops, what it says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod demo;
mod running;
mod serve;
mod small;
