//! password-policy
