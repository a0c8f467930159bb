//! What exactly is signed: the application as canonical text.
