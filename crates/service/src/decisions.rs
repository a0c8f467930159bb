//! Recommending, and deciding by a second person.
