//! What changed since the application was signed, and who has confirmed it.

use domain::signature_request::{SignatureRequest, SignatureRequestState};
use serde::{Deserialize, Serialize};
use store::signature_requests::Frozen;
use store::{StoreError, WriteTx};

/// One answer that changed, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The page's id.
    pub page: String,
    /// Number of the list item; 0 when none, or where that was not kept yet.
    #[serde(default)]
    pub item: i16,
    /// The title of the section; empty where that was not kept yet.
    #[serde(default)]
    pub section: String,
    /// The heading of the page, for an item with its number; empty where that was not kept yet.
    #[serde(default)]
    pub heading: String,
    /// True when the whole page or item was not there when it was signed.
    #[serde(default)]
    pub is_added: bool,
    /// True when the whole page or item is not there any more.
    #[serde(default)]
    pub is_removed: bool,
    /// What it asks.
    pub label: String,
    /// The answer as it was signed.
    pub before: String,
    /// The answer now.
    pub after: String,
}

impl Change {
    /// What changed: the heading of its page, and its label where that says more.
    pub fn title(&self) -> String {
        match self.heading.as_str() {
            "" => self.label.clone(),
            heading if heading == self.label => self.label.clone(),
            heading => format!("{heading}: {}", self.label),
        }
    }

    /// What it was and is: names, each with the answer.
    pub fn rows(&self) -> Vec<(&'static str, &str)> {
        let answer = |answer| {
            if str::is_empty(answer) {
                "No answer"
            } else {
                answer
            }
        };
        let mut rows = Vec::new();
        if !self.section.is_empty() {
            rows.push(("Section", self.section.as_str()));
        }
        if self.is_added {
            rows.push(("When it was signed", "Not there"));
            rows.push(("Added", answer(&self.after)));
        } else if self.is_removed {
            rows.push(("When it was signed", answer(&self.before)));
            rows.push(("Now", "Removed"));
        } else {
            rows.push(("When it was signed", answer(&self.before)));
            rows.push(("Now", answer(&self.after)));
        }
        rows
    }
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
            (&known.page, known.item) == (&change.page, change.item)
                && known.label == change.label
                && known.after == change.before
        });
        match same {
            Some(known) => {
                known.after.clone_from(&change.after);
                known.is_removed = change.is_removed;
            }
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
            ..Change::default()
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
