//! Asking the owner of the infrastructure: what is asked, sending, and the owner's answer.
//!
//! A certificate is never issued without the owner's agreement (PSN guidance, "Name of
//! PSN-compliant infrastructure"). A supplier that owns the infrastructure confirms it itself.

mod answer;
mod ask;
mod beside;
mod new_request;
mod overview;
mod plan;
mod reply;
mod standing;

pub(crate) use answer::certificate_end;
pub use answer::{Answer, AnswerError, Decision, answer, keep};
pub use ask::{AskError, ask, cancel, remind};
pub use beside::{Beside, beside};
pub use overview::{Overview, overview};
pub use plan::{Gap, Plan};
pub(crate) use plan::{differences, gap, gap_of_fact, plan, tasks_first};
pub use reply::{Answering, Question, REPLY_MAX, seen};
