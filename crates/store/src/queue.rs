//! The team's queue, in one statement.
