//! What people can do: one function per use case.
//!
//! Each loads what it needs, asks the policy who may, the domain when it may, saves, records what happened,
//! queues the notices, and commits: all in one transaction. It knows neither HTTP nor SQL.

pub mod access_reviews;
pub mod accounts;
pub mod answers;
pub mod applications;
pub mod assignments;
pub mod attempts;
mod budgets;
pub mod certificate_reminders;
pub mod certificates;
pub mod clarifications;
pub mod confirming;
pub mod copies;
pub mod cross_checks;
pub mod decisions;
pub mod difference;
pub mod documents;
pub mod drafts;
pub mod email_change;
pub mod enquiries;
pub mod factors;
pub mod history;
pub mod hosting;
pub mod imports;
pub mod infrastructures;
pub mod invitations;
pub mod issuing;
pub mod join_requests;
pub mod joint;
pub mod kept_answers;
pub mod leavers;
pub mod links;
pub mod notice_choices;
pub mod organisations;
pub mod other_policies;
pub mod owner_requests;
pub mod passwords;
mod recipients;
pub mod reviews;
pub mod sealing;
pub mod session_key;
pub mod sessions;
pub mod sign_in;
pub mod signature_requests;
pub mod snapshot;
pub mod subjects;
pub mod submission;
pub mod summaries;
pub mod support_actions;
pub mod team_people;
pub mod undelivered;
