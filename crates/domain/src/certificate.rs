//! Certificates: what they count for on a day, and where a service stands in the register.

use crate::reference::ServiceCode;
use time::Date;

named_values! {
    /// What a certificate counts for on one day.
    pub enum CertificateStatus {
        /// It counts.
        Valid = "valid",
        /// Its first day is still to come.
        NotYetValid = "not_yet_valid",
        /// Its last day has passed.
        Expired = "expired",
        /// The PSN team took it back.
        Withdrawn = "withdrawn",
    }
}

named_values! {
    /// Which certificates the team looks at.
    pub enum CertificateView {
        /// Those that count.
        Valid = "valid",
        /// Those that count and end soon.
        Ending = "ending",
        /// Those whose last day has passed.
        Expired = "expired",
        /// Those that were taken back.
        Withdrawn = "withdrawn",
        /// Every one.
        All = "all",
    }
}

/// The days on which a certificate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Since when it is withdrawn, if it is.
    pub withdrawn_on: Option<Date>,
    /// The renewal that was submitted in time, if one was.
    pub renewal: Option<OpenRenewal>,
}

/// A renewal that was submitted before the last day: the certificate counts on while it is
/// being decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenRenewal {
    /// When it was submitted.
    pub submitted_on: Date,
    /// When it was decided or withdrawn, the last day on which it holds the certificate;
    /// none while it is open.
    pub ended_on: Option<Date>,
}

impl Validity {
    /// What the certificate counts for on this day. One that was withdrawn stays
    /// withdrawn after its last day.
    pub fn on(self, day: Date) -> CertificateStatus {
        if self.withdrawn_on.is_some_and(|withdrawn| withdrawn <= day) {
            CertificateStatus::Withdrawn
        } else if day < self.from {
            CertificateStatus::NotYetValid
        } else if day > self.to && !self.is_held_by_renewal(day) {
            CertificateStatus::Expired
        } else {
            CertificateStatus::Valid
        }
    }

    /// True after the last day while a renewal that was submitted in time holds it.
    pub fn is_held_by_renewal(self, day: Date) -> bool {
        day > self.to
            && self.withdrawn_on.is_none_or(|withdrawn| withdrawn > day)
            && self
                .renewal
                .is_some_and(|renewal| renewal.ended_on.is_none_or(|ended| day <= ended))
    }

    /// The last day on which it counts unless it is withdrawn before: its own, or the one on which the renewal
    /// ended that held it; none while an open renewal holds it for a time that nobody knows.
    pub fn last_day(self, day: Date) -> Option<Date> {
        match self.renewal {
            None => Some(self.to),
            Some(OpenRenewal {
                ended_on: Some(ended),
                ..
            }) => Some(self.to.max(ended)),
            Some(_) => (day <= self.to).then_some(self.to),
        }
    }

    /// Days from this day to the last day; none after it.
    pub fn days_left(self, day: Date) -> Option<i64> {
        let days = (self.to - day).whole_days();
        (days >= 0).then_some(days)
    }
}

/// The most characters of a service's name in its address.
const SLUG_NAME_MAX: usize = 60;

/// A service's part of the register's address: its name in lower-case letters and digits with
/// hyphens, and its code, which makes it unique.
///
/// `Northwind Gazetteer` with `SRV_0042` is `northwind-gazetteer-srv-0042`.
pub fn slug(service_name: &str, code: &ServiceCode) -> String {
    let mut slug = String::new();
    for character in service_name.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if matches!(character, '\'' | '\u{2019}') {
            // Part of its word: "St Mary's" is "st-marys".
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= SLUG_NAME_MAX {
            break;
        }
    }
    let name = slug.trim_end_matches('-');
    let code = code.as_str().to_lowercase().replace('_', "-");
    if name.is_empty() {
        code
    } else {
        format!("{name}-{code}")
    }
}

#[cfg(test)]
mod tests;
