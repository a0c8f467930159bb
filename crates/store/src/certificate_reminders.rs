//! What the worker does about certificates that end: reminders before, and a notice when one has
//! ended. Only the worker's role may call these.

use crate::answers::{AnswerRow, answers_in};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{CertificateId, OrganisationId};
use questions::Answers;
use sqlx::types::Json;
use time::Date;

/// A certificate of which people have to be told that it ends, or that it has ended.
#[derive(Debug)]
pub struct Ending {
    /// The certificate.
    pub certificate: CertificateId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// Its number.
    pub number: String,
    /// Name of the service.
    pub service_name: String,
    /// The last day on which it counts, or counted.
    pub last_day: Date,
    /// Which reminder is due, in days before that; 0 when it has ended.
    pub days: i32,
    /// Days that are left.
    pub days_left: i32,
    /// The question set of the application that it was issued for, its version, and the hash of the
    /// revision that this began with.
    pub set: (String, String, String),
    /// That application's answers to the pages that were asked for.
    pub answers: Answers,
}

/// Certificates of which a reminder is due or that have ended, up to `limit`, with the answers to
/// these pages.
pub async fn list_due(tx: &mut ReadTx, pages: &[String], limit: i32) -> Result<Vec<Ending>> {
    let rows = sqlx::query!(
        r#"select certificate_id as "certificate_id!", organisation_id as "organisation_id!", number as "number!",
                  service_name as "service_name!", last_day as "last_day!", days as "days!",
                  days_left as "days_left!", set_id as "set_id!", set_version as "set_version!",
                  set_hash as "set_hash!", answers as "answers!: Json<Vec<AnswerRow>>"
           from access.certificates_to_remind($1, $2)"#,
        pages,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let endings = rows.into_iter().map(|row| Ending {
        certificate: CertificateId(row.certificate_id),
        organisation: OrganisationId(row.organisation_id),
        number: row.number,
        service_name: row.service_name,
        last_day: row.last_day,
        days: row.days,
        days_left: row.days_left,
        set: (row.set_id, row.set_version, row.set_hash),
        answers: answers_in(row.answers.0),
    });
    Ok(endings.collect())
}

/// Notes that people are told; false when another worker did, or it was withdrawn meanwhile.
pub async fn note(tx: &mut WriteTx, ending: &Ending) -> Result<bool> {
    let is_noted = sqlx::query_scalar!(
        r#"select access.note_certificate_reminder($1, $2) as "is_noted!""#,
        ending.certificate.0,
        ending.days,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_noted)
}
