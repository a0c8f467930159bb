//! Rules as they are written.

use serde::Deserialize;

use crate::{load::raw::RawCondition, question::Outcome, source::Cite};

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub id: String,
    /// Absent in sets from before rules had names.
    pub name: Option<String>,
    #[serde(default)]
    pub when: RawCondition,
    pub outcome: Outcome,
    pub reason: String,
    /// The same for the team, where the reason speaks to the supplier.
    pub for_team: Option<String>,
    #[serde(default)]
    pub details: Vec<RawDetail>,
    pub source: String,
    /// What it cites; absent in data from before rules cited.
    pub cites: Option<Vec<Cite>>,
    /// The first day on which it counts, where that is not the first of its book.
    pub from: Option<String>,
    /// The last day on which it counts.
    pub until: Option<String>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDetail {
    pub when: RawCondition,
    pub reason: String,
    pub for_team: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCrossChecks {
    #[serde(default)]
    pub cross_checks: Vec<RawCrossCheck>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCrossCheck {
    pub id: String,
    pub name: Option<String>,
    /// What it finds has to be put right before the application is sent.
    #[serde(default)]
    pub blocks: bool,
    /// It compares answers with each other; else it is about one of them.
    #[serde(default)]
    pub compares: bool,
    /// Once for each question whose page has the named fields and choices.
    #[serde(default)]
    pub each_question: bool,
    pub when: RawCondition,
    pub outcome: Outcome,
    pub message: String,
    #[serde(default)]
    pub questions: Vec<String>,
    #[serde(default)]
    pub pages: Vec<String>,
    pub source: String,
    /// What it cites; absent in data from before rules cited.
    pub cites: Option<Vec<Cite>>,
    /// The first day on which it counts, where that is not the first of its book.
    pub from: Option<String>,
    /// The last day on which it counts.
    pub until: Option<String>,
}
