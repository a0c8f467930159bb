//! What makes a password good enough, by the seven rules of "PSN service provision guidance, Cloud
//! Security Principle 10": `Policy::check` answers every rule at once, with the words to show.
//!
//! ```
//! use password_policy::{Candidate, Policy, Rule, Verdict};
//!
//! let report = Policy::default().check(&Candidate {
//!     password: "Sunshine2024!!",
//!     username: "jane.smith@example.com",
//!     ..Candidate::default()
//! });
//! assert!(!report.accepted());
//! assert_eq!(report.verdict(Rule::NotDictionaryWord), Verdict::Fail);
//! ```
//!
//! No database, no web, no clock. The two rules that need to know other passwords ("has not been
//! reused", "has not been used for another account") come back as `NotChecked`; whoever can check
//! them records the verdict with `Report::record`.

#![warn(missing_docs)]

mod candidate;
mod dictionary;
mod identity;
mod policy;
mod profile;
mod report;
mod rule;
mod sequences;
mod suggest;
mod text;

pub use candidate::Candidate;
pub use policy::{MAXIMUM_BYTES, Policy, PolicyError, normalise};
pub use profile::{EnforcedSecondFactor, Profile, Reuse};
pub use report::{Outcome, Report};
pub use rule::{Rule, Verdict};
pub use suggest::RandomnessUnavailable;

#[cfg(test)]
mod tests;
