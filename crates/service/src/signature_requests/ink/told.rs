//! What the record of what happened says of signatures in ink, for suppliers and the team.

use audit::Kind;
use store::audit_events::Entry;

/// Who signed on paper, and who uploaded the page; nothing for another event, and for a signature online.
/// It names who did it, so that the event needs no further name.
pub fn signed_in_words(entry: &Entry) -> Option<String> {
    let is_ink = entry.details.get("method").is_some_and(|how| how == "ink");
    if entry.kind != Kind::CommitmentsSigned.as_str() || !is_ink {
        return None;
    }
    let signed = match &entry.signed_name {
        Some(name) => format!("{name} signed on paper"),
        None => "Commitment statement signed on paper".to_owned(),
    };
    Some(match &entry.by_name {
        Some(name) => format!("{signed}; {name} uploaded the page"),
        None => format!("{signed}; the page was uploaded"),
    })
}

/// Why a signed page could not be used; nothing for another event.
pub fn unusable_in_words(entry: &Entry) -> Option<&'static str> {
    if entry.kind != Kind::SignedPageRefused.as_str() {
        return None;
    }
    Some(match entry.details.get("scan").map(String::as_str) {
        Some("infected") => "Signed page not used: a virus was found in the file",
        Some(_) => "Signed page not used: the file could not be scanned for viruses",
        None => "The PSN team could not accept the signed page",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn entry(kind: Kind, details: &[(&str, &str)]) -> Entry {
        let details = details.iter();
        let details = details.map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Entry {
            id: 1,
            at: time::OffsetDateTime::UNIX_EPOCH,
            kind: kind.as_str().to_owned(),
            by_name: Some("Rita Moss".to_owned()),
            about_name: None,
            signed_name: Some("Helen Marsh".to_owned()),
            reference: None,
            details: details.collect::<BTreeMap<_, _>>(),
        }
    }

    #[test]
    fn who_signed_on_paper_is_not_who_uploaded_the_page() {
        let mut signed = entry(Kind::CommitmentsSigned, &[("method", "ink")]);
        let words = "Helen Marsh signed on paper; Rita Moss uploaded the page";
        assert_eq!(signed_in_words(&signed).as_deref(), Some(words));
        signed.signed_name = None;
        signed.by_name = None;
        let words = "Commitment statement signed on paper; the page was uploaded";
        assert_eq!(signed_in_words(&signed).as_deref(), Some(words));
        assert_eq!(signed_in_words(&entry(Kind::CommitmentsSigned, &[])), None);
    }

    #[test]
    fn the_scan_and_the_team_refuse_in_words_of_their_own() {
        let refused = |details| unusable_in_words(&entry(Kind::SignedPageRefused, details));
        let words = [
            refused(&[("scan", "infected")]),
            refused(&[("scan", "failed")]),
            refused(&[]),
        ];
        assert!(words.iter().all(Option::is_some));
        assert!(words[0] != words[1] && words[1] != words[2]);
        assert_eq!(unusable_in_words(&entry(Kind::SignatureAsked, &[])), None);
    }
}
