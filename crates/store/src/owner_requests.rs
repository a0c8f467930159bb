//! Requests to infrastructure owners.
