//! Issuing certificates.
