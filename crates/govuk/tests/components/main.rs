//! Every component escapes, keeps what it was given, and fits on one page with all others.

#![expect(clippy::expect_used, reason = "a test says what it needs")]

mod every;
mod forms;
mod gallery;
mod pages;
mod text;

/// Text that would become markup, or leave its attribute, if anything forgot to escape.
const HOSTILE: &str = r#""'><script>alert(1)</script><img src=x onerror="alert(2)">&lt;{{ 7 }}"#;
