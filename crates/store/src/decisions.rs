//! Recommendations and decisions.
