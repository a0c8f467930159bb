//! A signed text as it is written.

use super::Infrastructure;
use questions::Values;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Raw {
    pub answers: Vec<RawAnswer>,
    pub application: String,
    pub commitments: RawCommitments,
    #[serde(default)]
    pub renewal: Option<RawRenewal>,
    pub infrastructure: Infrastructure,
    pub organisation: String,
    pub question_set: RawSet,
    pub service: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct RawAnswer {
    pub item: i16,
    pub page: String,
    pub values: Values,
}

#[derive(Deserialize)]
pub(super) struct RawRenewal {
    pub answers: Vec<RawSince>,
    pub certificate: String,
    pub gone: Vec<RawGone>,
}

#[derive(Deserialize)]
pub(super) struct RawGone {
    pub title: String,
}

#[derive(Deserialize)]
pub(super) struct RawSince {
    pub item: i16,
    pub page: String,
    pub since: String,
}

#[derive(Deserialize)]
pub(super) struct RawCommitments {
    pub are_derived: bool,
    pub items: Vec<RawCommitment>,
    pub version: String,
}

#[derive(Deserialize)]
pub(super) struct RawCommitment {
    pub text: String,
}

#[derive(Deserialize)]
pub(super) struct RawSet {
    pub hash: String,
    pub id: String,
    pub version: String,
}
