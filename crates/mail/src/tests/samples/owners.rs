//! What is told of agreements that end on a later day.

use super::{LINK, Words};
use crate::*;

/// The notices about agreements that are taken back from a later day.
pub fn later(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        OwnerWithdrew {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            supplier: words("Northwind Mapping"),
            service: words("Secure Case Exchange"),
            from: "6 December 2026".to_owned(),
            has_ended: false,
            is_ahead: true,
            last_day: "5 December 2026".to_owned(),
            by: words("Graham Whitlock"),
            link: LINK.to_owned(),
        }
        .message(to),
        OwnerKept {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            supplier: words("Northwind Mapping"),
            service: words("Secure Case Exchange"),
            by: words("Graham Whitlock"),
            link: LINK.to_owned(),
        }
        .message(to),
        AgreementEnding {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            supplier: words("Northwind Mapping Limited"),
            service: words("Secure Case Exchange"),
            until: "21 November 2027".to_owned(),
            is_taken_back: true,
            is_certified: true,
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}
