//! Asking the supplier about some answers, and the supplier's reply.
//!
//! | Module | Holds |
//! |---|---|
//! | [`difference`] | what changed between two texts, word by word |
//! | [`changes`] | what changed in the answers of a subject |

pub mod changes;
pub mod difference;

pub use changes::{Change, changes};
pub use difference::{Part, difference};
