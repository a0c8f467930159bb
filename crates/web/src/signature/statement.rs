//! The statement as it is printed and signed in ink.

use super::desk::Desk;
use super::ink::of;
use crate::reply::{self, Reply};
use crate::sign::Summary;
use askama::Template;
use domain::when;
use govuk::Layout;
use service::signature_requests::ink::Statement;

#[derive(Template)]
#[template(path = "signature/statement.html")]
struct StatementPage {
    layout: Layout,
    code: String,
    reference: String,
    organisation: String,
    made_at: String,
    asker: String,
    signatory: String,
    summary: Summary,
    commitments: Vec<String>,
    are_derived: bool,
    version: String,
    fingerprint: String,
}

/// The statement on paper.
pub async fn show(desk: Desk) -> Reply {
    let statement = match of(&desk).await? {
        Ok(statement) => statement,
        Err(elsewhere) => return elsewhere,
    };
    let Statement {
        request,
        code,
        reading,
        changes,
        found,
    } = statement;
    reply::ok(&StatementPage {
        layout: desk
            .layout("Commitment statement")
            .back_to(desk.path.at("signature/ink"), "Back to signing in ink"),
        code: code.to_string(),
        reference: request.reference,
        organisation: request.supplier_name,
        made_at: when::date_and_time(request.sent_at),
        asker: request.asker.name,
        signatory: request.signatory.name,
        summary: Summary::of(&reading, &changes, found, request.sent_at),
        commitments: reading.commitments,
        are_derived: reading.are_derived,
        version: reading.commitments_version,
        fingerprint: request.snapshot_sha256,
    })
}
