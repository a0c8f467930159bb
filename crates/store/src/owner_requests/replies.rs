//! What suppliers answer to what an owner asked, or to why it did not agree.

use crate::error::named;
use crate::{ReadTx, Result};
use domain::id::{ApplicationId, OwnerRequestId};
use domain::owner_request::{OwnerRequestState, Reply};
use std::collections::BTreeMap;

/// What a request answers of what its owner wrote on the one before, if it does and may be seen.
pub async fn find_reply(tx: &mut ReadTx, id: OwnerRequestId) -> Result<Option<Reply>> {
    let row = sqlx::query!(
        r#"select reply_to as "to!", reply_to_state as "to_state!", reply as "words!"
           from owner_requests where id = $1 and reply is not null"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        let state = OwnerRequestState::parse(&row.to_state);
        Ok(Reply {
            to: row.to,
            to_state: named("owner_requests", "reply_to_state", state)?,
            words: row.words,
        })
    })
    .transpose()
}

/// The same of all requests of an application, by request: of the newest `limit`.
pub async fn list_replies(
    tx: &mut ReadTx,
    application: ApplicationId,
    limit: i64,
) -> Result<BTreeMap<OwnerRequestId, Reply>> {
    let rows = sqlx::query!(
        r#"select id, reply_to as "to!", reply_to_state as "to_state!", reply as "words!"
           from owner_requests where application_id = $1 and reply is not null
           order by sent_at desc, id desc limit $2"#,
        application.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let replies = rows.into_iter().map(|row| {
        let state = OwnerRequestState::parse(&row.to_state);
        let reply = Reply {
            to: row.to,
            to_state: named("owner_requests", "reply_to_state", state)?,
            words: row.words,
        };
        Ok((OwnerRequestId(row.id), reply))
    });
    replies.collect()
}
