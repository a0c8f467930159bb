//! What the supplier has asked the PSN team about a question, as the database gives it with a page of the
//! form.

use super::row::iso_day;
use crate::Result;
use crate::error::named;
use domain::enquiry::EnquiryState;
use serde::Deserialize;
use sqlx::types::Json;
use time::Date;

/// A thread with the PSN team, as the page of its question shows it.
#[derive(Debug, Clone)]
pub struct AskedTeam {
    /// The question or group of sections that it is about.
    pub subject: String,
    /// Who has to write next.
    pub state: EnquiryState,
    /// By when the team aims to reply.
    pub reply_by: Date,
}

#[derive(Debug, Deserialize)]
pub(super) struct AskedTeamRow {
    subject: String,
    state: String,
    reply_by: String,
}

/// The threads.
pub(super) fn asked_team(rows: Option<Json<Vec<AskedTeamRow>>>) -> Result<Vec<AskedTeam>> {
    let rows = rows.into_iter().flat_map(|Json(rows)| rows);
    let threads = rows.map(|row| {
        Ok(AskedTeam {
            state: named("enquiries", "state", EnquiryState::parse(&row.state))?,
            reply_by: iso_day(&row.reply_by, "enquiries", "reply_by")?,
            subject: row.subject,
        })
    });
    threads.collect()
}
