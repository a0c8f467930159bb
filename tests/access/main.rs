//! Who may use which address.
