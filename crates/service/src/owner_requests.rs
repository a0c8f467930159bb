//! Asking infrastructure owners, and their answers.
