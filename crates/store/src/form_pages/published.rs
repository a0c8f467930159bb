//! What owners of infrastructure publish of a question, as the database gives it with its page.

use super::stored::moment;
use crate::responsibilities::Responsibility;
use domain::id::InfrastructureId;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Debug, Deserialize)]
pub(super) struct PublishedRow {
    infrastructure: Uuid,
    subject: String,
    infrastructure_name: String,
    owner_name: String,
    covers: String,
    remains: String,
    published_by_name: String,
    published_at: f64,
}

impl From<PublishedRow> for (InfrastructureId, Responsibility) {
    fn from(row: PublishedRow) -> Self {
        let published = Responsibility {
            subject: row.subject,
            infrastructure_name: row.infrastructure_name,
            owner_name: row.owner_name,
            covers: row.covers,
            remains: row.remains,
            published_at: moment(row.published_at),
            published_by_name: row.published_by_name,
        };
        (InfrastructureId(row.infrastructure), published)
    }
}
