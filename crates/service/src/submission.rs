//! Submitting an application, and following it afterwards.
//!
//! Submission is possible when everything is answered and marked complete, the terms with the
//! owner of the infrastructure are final, the owner agrees to exactly what is asked, and a
//! signature covers exactly what is submitted.

mod blockers;
mod progress;
mod submit;

pub use blockers::{Blocker, Readiness, blockers, unfinished};
pub use progress::{Connection, Happening, Progress, progress};
pub use submit::{SubmitError, submit};
