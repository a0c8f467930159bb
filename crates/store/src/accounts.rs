//! Accounts and the e-mailed links that make them and reset their passwords.
