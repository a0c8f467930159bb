//! Organisations and who belongs to them.
