//! Issuing a certificate: what it stands on, what it says, and who is told.

pub mod grounds;
pub mod issue;
pub mod issued;
mod people;
mod wording;

pub use grounds::{Ends, Grounds, Obstacle, read};
pub use issue::{IssueError, issue};
pub use issued::{IssuedCase, issued};
pub(crate) use wording::service_desk_of;
pub use wording::{Publication, publication};
