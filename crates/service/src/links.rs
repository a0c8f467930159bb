//! Links and e-mailed codes of people without an account.
