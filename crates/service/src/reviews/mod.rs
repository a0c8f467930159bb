//! The PSN team's review: reading a case, beginning, judging, confirming the infrastructure.
//!
//! | Module | Holds |
//! |---|---|
//! | [`case`] | a case with its judgements and requests, and how each subject stands |
//! | [`answer`] | the answers of one subject as people read them |
//! | [`checks`] | what the automatic checks say of one subject |
//! | [`read`], [`timeline`] | reading cases and what happened to them |
//! | [`begin`], [`judge`], [`infrastructure`], [`connection`] | what assessors do |
//! | [`notices`] | who is told |

pub mod answer;
pub mod begin;
pub mod case;
pub mod checks;
pub mod connection;
pub mod infrastructure;
pub mod judge;
pub mod notices;
pub mod read;
mod reading;
pub mod timeline;

pub use begin::{BeginError, begin};
pub use case::{Review, Standing};
pub use connection::{RecordError, can_record, record_connection};
pub use infrastructure::{
    ConfirmError, Confirmed, Infrastructure, confirm_infrastructure, read_infrastructure,
};
pub use judge::{JudgeError, Judging, judge};
pub use notices::Office;
pub use read::{Overview, ReadError, overview, read};
pub use timeline::timeline;
