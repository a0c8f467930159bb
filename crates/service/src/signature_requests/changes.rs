//! What changed since the application was signed, and who has confirmed it.

use domain::signature_request::{SignatureRequest, SignatureRequestState};
use serde::{Deserialize, Serialize};
use store::signature_requests::Frozen;
use store::{StoreError, WriteTx};

/// One answer that changed, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The page's id.
    pub page: String,
    /// What it asks.
    pub label: String,
    /// The answer as it was signed.
    pub before: String,
    /// The answer now.
    pub after: String,
}

/// The changes that a request to confirm is about; none for a request to sign everything.
pub fn changes(frozen: &Frozen) -> Vec<Change> {
    serde_json::from_str(&frozen.changes).unwrap_or_default()
}

/// The changes that nobody has confirmed: those of the latest request since the last signature.
pub(super) async fn unconfirmed(
    tx: &mut WriteTx,
    requests: &[SignatureRequest],
) -> Result<Vec<Change>, StoreError> {
    let latest = requests
        .first()
        .filter(|request| request.state != SignatureRequestState::Signed);
    let Some(latest) = latest else {
        return Ok(Vec::new());
    };
    let frozen = store::signature_requests::frozen(tx, latest.id).await?;
    Ok(frozen.as_ref().map(changes).unwrap_or_default())
}

/// Earlier changes followed by later ones, an answer that changed twice as one change, and none
/// that was changed back.
pub(super) fn merge(mut earlier: Vec<Change>, later: &[Change]) -> Vec<Change> {
    for change in later {
        if earlier.contains(change) {
            continue;
        }
        let same = earlier.iter_mut().find(|known| {
            known.page == change.page && known.label == change.label && known.after == change.before
        });
        match same {
            Some(known) => known.after.clone_from(&change.after),
            None => earlier.push(change.clone()),
        }
    }
    earlier.retain(|change| change.before != change.after);
    earlier
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(page: &str, before: &str, after: &str) -> Change {
        Change {
            page: page.to_owned(),
            label: page.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    #[test]
    fn what_was_not_confirmed_is_confirmed_with_the_rest() {
        let earlier = vec![change("3a", "no", "yes"), change("4a", "no", "yes")];
        let later = [change("3a", "yes", "partly"), change("5a", "no", "yes")];
        assert_eq!(
            merge(earlier, &later),
            [
                change("3a", "no", "partly"),
                change("4a", "no", "yes"),
                change("5a", "no", "yes")
            ]
        );
    }

    #[test]
    fn what_was_changed_back_needs_nobody() {
        let earlier = vec![change("3a", "no", "yes")];
        assert_eq!(merge(earlier, &[change("3a", "yes", "no")]), []);
    }
}
