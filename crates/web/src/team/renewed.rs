//! What has changed since last year in a case that renews a certificate.

use super::case;
use crate::register::connection_ended;
use domain::when;
use govuk::{SummaryList, SummaryRow, WarningText};
use service::applications::Carry;
use service::reviews::Review;
use service::subjects::Subject;
use store::certificates::Certificate;

/// What has changed since last year, in a renewal.
pub struct Renewed {
    pub certificate: String,
    /// That the certificate counts while the connection certificate of its infrastructure ends.
    pub connection: Option<WarningText>,
    pub counts: SummaryList,
    pub changed: Vec<(String, String)>,
    pub gone: Vec<String>,
}

impl Renewed {
    /// Nothing where nothing is renewed.
    /// `certificate` is the one that is renewed.
    pub fn of(review: &Review, certificate: Option<&Certificate>) -> Option<Self> {
        let renewal = review.case.renewal.as_ref()?;
        let carries = review.case.carries();
        let counts = Carry::ALL.into_iter().filter_map(|carry| {
            let count = carries.iter().filter(|(_, other)| *other == carry).count();
            (count > 0).then(|| SummaryRow::new(carry.title(), count.to_string()))
        });
        let has_changed = |subject: &&Subject| {
            carries.iter().any(|(key, carry)| {
                matches!(carry, Carry::Changed | Carry::New) && subject.pages.contains(&key.page)
            })
        };
        let changed = review.subjects.iter().filter(has_changed).map(|subject| {
            let href = case::review_path(&review.case.application.reference, &subject.id);
            (href, subject.title.clone())
        });
        Some(Self {
            certificate: renewal.certificate.clone(),
            connection: certificate
                .and_then(|one| connection_ended(one, when::uk_date(review.now))),
            counts: SummaryList::new().rows(counts),
            changed: changed.collect(),
            gone: review
                .case
                .gone()
                .into_iter()
                .map(|(_, title)| title)
                .collect(),
        })
    }
}
