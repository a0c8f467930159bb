//! Asking the supplier about some answers, and the supplier's reply.
//!
//! | Module | Holds |
//! |---|---|
//! | [`draft`], [`ask`] | the assessor puts together what was judged "Ask", and sends it |
//! | [`read`], [`reply`], [`answer`] | the supplier reads it, replies to each item, and sends the reply |
//! | [`seen`] | what was seen when the reply was checked, and what changed since |
//! | [`remind`] | what the worker does while the supplier does not reply |
//! | `moved` | whom a reply concerns beside the team |
//! | [`changes`] | what changed in the answers meanwhile |

pub mod answer;
pub mod ask;
pub mod changes;
pub mod draft;
mod moved;
pub mod read;
pub mod remind;
pub mod reply;
pub mod seen;

pub use answer::{AnswerError, Answered, answer};
pub use ask::{AskError, Seen, ask, seen};
pub use changes::{Change, changes};
pub use draft::{DraftError, Request, draft};
pub use read::{Asked, AskedItem, ReadError, read};
pub use reply::{Reply, ReplyError, reply};
pub use seen::{Meanwhile, SeenReply, meanwhile, seen_reply};
