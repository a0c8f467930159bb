//! That the owner's agreement ends before a certificate would.

use domain::owner_request::{OwnerRequest, OwnerRequestState};
use domain::when;
use time::OffsetDateTime;

/// What whoever decides has to know of an agreement that does not count for as long as a certificate would;
/// nothing where it does, or where there is none.
pub fn words(agreement: Option<&OwnerRequest>, now: OffsetDateTime) -> Option<String> {
    let agreement = agreement.filter(|one| one.state == OwnerRequestState::Agreed)?;
    let last = agreement.counts_until()?;
    let full = when::twelve_months_inclusive(when::uk_date(now));
    if last >= full.min(agreement.hosting.certificate_valid_to) {
        return None;
    }
    let owner = &agreement.hosting.owner_name;
    let notice = agreement.notice();
    let notice = notice.filter(|notice| notice.from.previous_day() == Some(last));
    let ends = match notice {
        Some(notice) => format!(
            "{owner} takes its agreement back from {}: {}",
            when::date(notice.from),
            notice.reason
        ),
        None => format!("{owner} agreed only until {}", when::date(last)),
    };
    let ends = ends.trim_end_matches('.');
    Some(format!("{ends}. A certificate would go on after that."))
}
