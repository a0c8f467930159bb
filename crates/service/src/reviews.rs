//! Reviewing an application: judgements.
