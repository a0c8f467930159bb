//! The words of the service: the nouns, their values and their states.
//!
//! Nothing here knows HTML, SQL, HTTP or the environment. A value that can be
//! wrong has a `parse` that says how.
//!
//! | Module | Holds |
//! |---|---|
//! | [`id`] | one identifier type per noun |
//! | [`credential`] | secret tokens and the digests that the database knows them by |
//! | [`hexadecimal`] | bytes as digests and fingerprints are written |
//! | [`text`] | single-line and multi-line text with limits |
//! | [`email`] | e-mail addresses |
//! | [`reference`] | application references and service codes |
//! | [`role`] | roles in an organisation and in the PSN team |
//! | [`organisation`] | kinds of organisation |
//! | [`application`] | the states of an application and what may follow what |
//! | [`certificate`] | what a certificate counts for on a day |
//! | [`owner_request`], [`signature_request`] | what infrastructure owners and signatories are asked |
//! | [`ink`] | statements that are signed on paper, and the codes printed on them |
//! | [`affected`] | what the end of a connection certificate affects |
//! | [`join_request`], [`access_review`] | how people come into an organisation, and how their access is looked at |
//! | [`support_action`] | what two people of the team do to a supplier's account |
//! | [`origin`] | where saved answers came from |
//! | [`document`] | files that a supplier adds, and how the check for viruses stands |
//! | [`review`], [`grant_condition`] | judgements, recommendations and decisions, with their conditions |
//! | [`clock`], [`when`], [`working_days`] | time, how people read it, and working days |

#[macro_use]
mod named_values;

pub mod access_review;
pub mod affected;
pub mod application;
pub mod assurance;
pub mod certificate;
pub mod clock;
pub mod connection_assessment;
pub mod credential;
pub mod document;
pub mod email;
pub mod enquiry;
pub mod grant_condition;
pub mod hexadecimal;
pub mod host_service;
pub mod id;
pub mod ink;
pub mod join_request;
pub mod network;
pub mod notice_choice;
pub mod organisation;
pub mod origin;
pub mod owner_request;
pub mod reference;
pub mod renewal;
pub mod review;
pub mod role;
pub mod signature_request;
pub mod support_action;
pub mod text;
pub mod when;
pub mod working_days;
