//! PostgreSQL: the only crate that knows SQL.
//!
//! One file for each aggregate. A read takes [`ReadTx`], a change [`WriteTx`];
//! both carry the credential by which row-level security decides what may be
//! seen, so a query never names an organisation to be trusted. Pages on the hot
//! path use [`Store::hot`]: one statement, no open transaction.

mod connect;
mod error;
mod gate;
mod service_clock;
mod setup;
mod standing;
mod tx;

pub mod access_reviews;
pub mod accounts;
pub mod addresses;
pub mod answers;
pub mod applications;
pub mod assignments;
pub mod attempts;
pub mod audit_events;
pub mod budgets;
pub mod certificate_files;
pub mod certificate_reminders;
pub mod certificates;
pub mod clarification_reminders;
pub mod clarifications;
pub mod connection_assessments;
pub mod copies;
pub mod decisions;
pub mod documents;
pub mod drafts;
pub mod enquiries;
pub mod factors;
pub mod form_pages;
pub mod founding;
pub mod grant_conditions;
pub mod history;
pub mod holder_notices;
pub mod host_services;
pub mod hosting;
pub mod imports;
pub mod infrastructure_notices;
pub mod infrastructures;
pub mod invitations;
pub mod issuing;
pub mod join_requests;
pub mod judgements;
pub mod kept_answers;
pub mod leavers;
pub mod links;
pub mod notice_choices;
pub mod organisations;
pub mod outbox;
pub mod owner_requests;
pub mod passkeys;
pub mod passwords;
pub mod queue;
pub mod renewals;
pub mod responsibilities;
pub mod seeding;
pub mod sessions;
pub mod signature_requests;
pub mod staff;
pub mod standing_agreements;
pub mod support_actions;
pub mod task_reminders;
pub mod team_certificates;
pub mod team_people;
pub mod undelivered;

pub use connect::{Pools, Role, Store};
pub use error::{Result, StoreError};
pub use gate::Gate;
pub use setup::{MIGRATOR, SetUpError, allow_moving_the_clock, bootstrap, discard, migrate};
pub use standing::Standing;
pub use tx::{Context, ReadTx, WriteTx};
