//! The files of certificates, for those who are signed in.

use crate::sessions::PersonRow;
use crate::{Result, Store};
use domain::credential::Credential;
use domain::id::OrganisationId;
use policy::Actor;
use uuid::Uuid;

/// A file of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// The accessible PDF.
    Pdf,
    /// The signed JSON.
    Json,
}

/// A file as it was kept when its certificate was issued.
#[derive(Debug)]
pub struct KeptFile {
    /// The supplier whose certificate it is of.
    pub organisation: OrganisationId,
    /// What was kept, to the byte.
    pub bytes: Vec<u8>,
}

struct Row {
    user_id: Uuid,
    name: String,
    email: String,
    team_role: Option<String>,
    memberships: serde_json::Value,
    session: serde_json::Value,
    organisation_id: Option<Uuid>,
    bytes: Option<Vec<u8>>,
}

impl Store {
    /// The person signed in with this credential, and a file of the certificate of this number, if there is
    /// one; nothing when nobody is signed in. Whether the person may read it is still to be found out. One
    /// statement.
    pub async fn certificate_file(
        &self,
        credential: Credential,
        number: &str,
        kind: FileKind,
    ) -> Result<Option<(Actor, Option<KeptFile>)>> {
        let row = sqlx::query_as!(
            Row,
            r#"select user_id as "user_id!", name as "name!", email as "email!", team_role,
                      memberships as "memberships!", session as "session!", c.organisation_id as "organisation_id?",
                      case when $3 then c.pdf else convert_to(c.signed_json, 'UTF8') end as "bytes?"
               from page.actor($1) person left join certificates c on c.number = $2"#,
            credential.as_hex(),
            number,
            kind == FileKind::Pdf,
        )
        .fetch_optional(self.hot())
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let person = PersonRow {
            user_id: row.user_id,
            name: row.name,
            email: row.email,
            team_role: row.team_role,
            memberships: row.memberships,
            session: row.session,
        };
        let file = row.organisation_id.zip(row.bytes);
        let file = file.map(|(organisation, bytes)| KeptFile {
            organisation: OrganisationId(organisation),
            bytes,
        });
        Ok(Some((person.into_actor(credential)?, file)))
    }
}
