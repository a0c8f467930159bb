//! What items of lists were called whenever the page with their name was saved.

use crate::{ReadTx, Result};
use domain::id::ApplicationId;
use time::OffsetDateTime;

/// What an item of a list was called from a moment on.
#[derive(Debug, Clone)]
pub struct ItemName {
    /// The page that asks for the name.
    pub page: String,
    /// The item's number. Once it is removed, another item can get it.
    pub item: i16,
    /// When it was saved.
    pub at: OffsetDateTime,
    /// Who saved it.
    pub by: String,
    /// The name; none while it has none.
    pub name: Option<String>,
    /// True when the item was removed.
    pub is_removal: bool,
}

/// Every name of the items of these lists, each list given as the page and the field with the name of an
/// item; the versions of an item oldest first.
pub async fn list(
    tx: &mut ReadTx,
    application: ApplicationId,
    lists: &[(&str, &str)],
) -> Result<Vec<ItemName>> {
    let pages: Vec<String> = lists.iter().map(|(page, _)| (*page).to_owned()).collect();
    let fields: Vec<String> = lists.iter().map(|(_, field)| (*field).to_owned()).collect();
    let names = sqlx::query_as!(
        ItemName,
        r#"select h.page, h.item, h.saved_at as at, h.saved_by_name as by, h.answer -> f.field ->> 0 as name,
                  h.answer = '{}'::jsonb as "is_removal!"
           from unnest($2::text[], $3::text[]) as f (page, field)
           join answer_history h on h.application_id = $1 and h.page = f.page and h.item > 0
           order by h.version"#,
        application.0,
        &pages,
        &fields,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(names)
}
