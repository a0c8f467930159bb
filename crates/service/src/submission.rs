//! Submitting an application.
