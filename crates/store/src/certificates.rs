//! Certificates and the public register.
