//! E-mailed links of people without an account.
