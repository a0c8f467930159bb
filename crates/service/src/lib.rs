//! service

pub mod passwords;
