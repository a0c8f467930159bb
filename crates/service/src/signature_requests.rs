//! Asking signatories, and their signatures.
