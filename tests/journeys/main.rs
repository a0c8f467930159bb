//! What people do with the service, told as conversations over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod aborts;
mod access_review;
mod accounts;
mod assignments;
mod attempts;
mod browsers;
mod callers;
mod clarifications;
mod closing;
mod confirming;
mod connections;
mod cross_checks;
mod cross_site;
mod decisions;
mod delivery;
mod demonstration;
mod documents;
mod downloads;
mod drafts;
mod due_tasks;
mod early_ends;
mod email_change;
mod endings;
mod enquiries;
mod error_messages;
mod error_pages;
mod factors;
mod filled_demonstration;
mod form;
mod given_case;
mod given_draft;
mod grant_conditions;
mod growth;
mod history;
mod host_services;
mod hosting;
mod imports;
mod interleavings;
mod issuing;
mod joining;
mod joint;
mod kept_answers;
mod leavers;
mod link_codes;
mod lockout;
mod moments;
mod northwind;
mod notifications;
mod organisations;
mod other_policies;
mod owner;
mod owner_requests;
mod passkeys;
mod passwords;
mod presence;
mod public_pages;
mod quiet_drafts;
mod reconfirmation;
mod register;
mod renewal;
mod resets;
mod responsibilities;
mod review;
mod rewording;
mod seeding;
mod service;
mod sessions;
mod sign;
mod signature;
mod statements;
mod stolen_copy;
mod story;
mod submission;
mod support;
mod tarnbrook;
mod team_people;
mod undelivered;
mod weight;
mod whole_copies;
