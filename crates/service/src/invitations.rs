//! Inviting colleagues.
