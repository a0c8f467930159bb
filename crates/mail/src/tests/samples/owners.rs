//! What is told of agreements that end on a later day, and of what ends with them.

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
            is_to_owner: false,
            certificate: String::new(),
            renews: "PSNS-2026-0042-7, valid until 20 November 2027".to_owned(),
            renewal_is_agreed: false,
            link: LINK.to_owned(),
        }
        .message(to),
        OwnerKept {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            supplier: words("Northwind Mapping"),
            service: words("Secure Case Exchange"),
            by: words("Graham Whitlock"),
            is_to_owner: false,
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

/// What the holder of a connection certificate is told of its end.
pub fn holder(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    let notice = |is_over| ConnectionEnding {
        infrastructure: words("Fabrikam Assured Hosting"),
        certificate: words("PSN-CN-2231"),
        last_day: "21 November 2027".to_owned(),
        is_over,
        affected: "1 service names this infrastructure: 1 in assessment.".to_owned(),
        link: LINK.to_owned(),
    };
    [false, true]
        .map(|is_over| notice(is_over).message(to))
        .into()
}
