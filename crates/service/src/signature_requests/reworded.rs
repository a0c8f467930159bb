//! In a renewal, what the questions say otherwise than when they were answered the last time, for the
//! signatory.

use crate::applications::earlier_set;
use crate::snapshot::Reading;
use domain::credential::Credential;
use questions::{AnswerKey, Reworded};
use std::collections::BTreeMap;
use store::{Context, Store, StoreError};

/// What the pages of the text to sign say otherwise than when they were answered the last time, by
/// answer; only those that do. Without a look at the database where nothing is renewed, and nothing
/// for a browser that has not entered the code.
pub async fn reworded(
    store: &Store,
    browser: Credential,
    reading: &Reading,
) -> Result<BTreeMap<AnswerKey, Vec<Reworded>>, StoreError> {
    if reading.renews.is_none() {
        return Ok(BTreeMap::new());
    }
    let mut tx = store.read(Context::presenting(browser)).await?;
    let known = store::signature_requests::known(&mut tx, None).await?;
    let Some(renewal) = known.and_then(|known| known.renewal) else {
        return Ok(BTreeMap::new());
    };
    let earlier = earlier_set(&renewal)?;
    let answered = earlier.asked_answers(&renewal.answers);
    Ok(answered
        .iter()
        .map(|(key, _)| {
            let changes = reading.set().reworded_since(earlier, &key.page);
            (key.clone(), changes)
        })
        .filter(|(_, changes)| !changes.is_empty())
        .collect())
}
