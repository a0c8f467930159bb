//! Making an account, and resetting its password.
