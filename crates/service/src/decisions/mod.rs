//! Recommending a decision, deciding on it, and the decision as the supplier reads it.

pub mod decide;
pub mod outcome;
pub mod read;
pub mod recommend;

pub use decide::{DecideError, decide};
pub use outcome::{NotMet, OutcomeError, SupplierOutcome, outcome};
pub use read::{Deciding, read};
pub use recommend::{RecommendError, recommend};
