//! The infrastructure owner's view: which services run on its infrastructure, what it says of them,
//! and what it agrees to.
//!
//! The supplier's certificate names the infrastructure, and the owner's Code of Connection lists the
//! service codes (`SRV_`) that run on it. Both lists are compared here, and where they differ the
//! owner and the PSN team are told.

mod answer;
mod connection;
mod ending;
mod holders;
mod keep;
mod read;
mod responsibilities;
mod standing;
mod team;
mod told;
mod withdraw;

pub use answer::{AnswerError, answer};
pub use connection::{EndConnectionError, end_connection, tell_dependents};
pub(crate) use ending::end_if_over;
pub use ending::{do_what_is_due, over_in_words};
pub use holders::tell_holders;
pub use keep::{keep, keep_through_link};
pub use read::{Held, ReadError, Suppliers, held, list_held, suppliers};
pub(crate) use responsibilities::all_residual;
pub use responsibilities::{
    PublishError, TEXT_MAX, publish, published, residual, residual_in_form, residual_to_sign,
};
pub use standing::{GiveError, Given, TakeBackError, give, take_back};
pub use team::{NameError, TeamView, name_holder, reconciliation, team_view};
pub use withdraw::{
    Effect, WithdrawError, effect_through_link, find_agreement, withdraw, withdraw_through_link,
};
