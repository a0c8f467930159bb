//! The statement as a PDF, with the words of its page.

use super::desk::Desk;
use super::ink::of;
use crate::PageError;
use crate::reply::Reply;
use crate::sign::{self, Rows, Summary};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use certificates::{StatedChange, StatementFacts};
use domain::when;
use service::signature_requests::ink::{Statement, statement_pdf};
use service::snapshot::Noted;

/// Makes it.
pub async fn download(desk: Desk) -> Reply {
    let statement = match of(&desk).await? {
        Ok(statement) => statement,
        Err(elsewhere) => return elsewhere,
    };
    let made_at = statement.request.sent_at;
    let facts = facts(statement);
    let name = format!("{}-statement-{}.pdf", facts.reference, facts.code);
    let pdf = statement_pdf(facts, made_at).await;
    let pdf = pdf.map_err(PageError::internal)?;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let disposition = disposition.map_err(PageError::internal)?;
    let kind = HeaderValue::from_static("application/pdf");
    Ok((
        [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)],
        pdf,
    )
        .into_response())
}

/// What the page of the statement says.
fn facts(statement: Statement) -> StatementFacts {
    let Statement {
        request,
        code,
        reading,
        changes,
        found,
    } = statement;
    let summary = Summary::of(&reading, &changes, found, request.sent_at);
    let changes = changes.iter().map(|change| {
        let rows = change.rows().into_iter();
        StatedChange {
            title: change.title(),
            rows: rows
                .map(|(name, words)| (name.to_owned(), words.to_owned()))
                .collect(),
        }
    });
    StatementFacts {
        code: code.to_string(),
        reference: request.reference,
        organisation: request.supplier_name,
        asker: request.asker.name,
        signatory: request.signatory.name,
        made_at: when::date_and_time(request.sent_at),
        changes: changes.collect(),
        facts: pairs(sign::facts(&reading)),
        since: pairs(sign::since(&reading)),
        published: pairs(reading.published()),
        renews: summary.renews,
        changed_since: summary.changed_since,
        gone: summary.gone,
        below: noted(summary.below),
        explained: noted(summary.explained),
        unassured: summary.unassured,
        fits: summary.fits,
        others: summary.others,
        rules_version: summary.rules_version,
        baseline_version: summary.baseline_version,
        lists_on: summary.lists_on,
        commitments: reading.commitments,
        are_derived: reading.are_derived,
        version: reading.commitments_version,
        fingerprint: request.snapshot_sha256,
    }
}

fn pairs(rows: Rows) -> Vec<(String, String)> {
    let rows = rows.into_iter();
    rows.map(|(name, words)| (name.to_owned(), words)).collect()
}

fn noted(all: Vec<Noted>) -> Vec<(String, String)> {
    let all = all.into_iter();
    all.map(|noted| (noted.title, noted.reason)).collect()
}
