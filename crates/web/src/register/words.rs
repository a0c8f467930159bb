//! How results are said: never by a colour alone.

use domain::certificate::{CertificateStatus, OpenRenewal, Validity};
use domain::when;
use govuk::{SummaryRow, Tag, TagColour, WarningText};
use store::certificates::Certificate;
use time::Date;

/// What a certificate counts for on this day, with the date that matters: "Valid until
/// 20 November 2027".
pub fn status_words(validity: Validity, day: Date) -> String {
    let Some(last_day) = validity.last_day(day) else {
        return match validity.withdrawn_on.filter(|withdrawn| *withdrawn <= day) {
            Some(withdrawn) => format!("Withdrawn on {}", when::date(withdrawn)),
            None => "Valid while we decide on its renewal".to_owned(),
        };
    };
    match (validity.on(day), validity.withdrawn_on) {
        (CertificateStatus::Valid, _) => format!("Valid until {}", when::date(last_day)),
        (CertificateStatus::NotYetValid, _) => format!("Starts on {}", when::date(validity.from)),
        (CertificateStatus::Withdrawn, Some(withdrawn)) => {
            format!("Withdrawn on {}", when::date(withdrawn))
        }
        (CertificateStatus::Withdrawn | CertificateStatus::Expired, _) => {
            format!("Expired on {}", when::date(last_day))
        }
    }
}

/// The same as a sentence about the certificate.
pub fn sentence(validity: Validity, day: Date) -> String {
    let renewal = validity.renewal;
    if let Some(renewal) = renewal.filter(|_| validity.is_held_by_renewal(day)) {
        return held(validity, renewal);
    }
    match (validity.on(day), validity.withdrawn_on) {
        (CertificateStatus::Valid, _) => {
            format!(
                "This certificate is valid until {}.",
                when::date(validity.to)
            )
        }
        (CertificateStatus::NotYetValid, _) => format!(
            "This certificate does not count yet. It starts on {}.",
            when::date(validity.from)
        ),
        (CertificateStatus::Withdrawn, Some(withdrawn)) => {
            format!(
                "This certificate was withdrawn on {}.",
                when::date(withdrawn)
            )
        }
        (CertificateStatus::Withdrawn | CertificateStatus::Expired, _) => {
            let last_day = validity.last_day(day).unwrap_or(validity.to);
            let expired = format!("This certificate expired on {}.", when::date(last_day));
            if last_day == validity.to {
                return expired;
            }
            format!(
                "{expired} Its last day would have been {}: it counted on while we had an application to renew it.",
                when::date(validity.to)
            )
        }
    }
}

/// The sentence about one that is past its own last day and held by a renewal.
fn held(validity: Validity, renewal: OpenRenewal) -> String {
    let own = format!("Its last day would have been {}", when::date(validity.to));
    match renewal.ended_on {
        None => format!(
            "This certificate is valid while we decide on its renewal, which was submitted on {}. {own}.",
            when::date(renewal.submitted_on)
        ),
        Some(ended) => format!(
            "This certificate is valid until {0}. {own}: it counted on while we had an application to renew it, which ended on {0}.",
            when::date(ended)
        ),
    }
}

/// That the connection certificate of its infrastructure ended early, or ends while only an open renewal
/// keeps the certificate, which counts until the PSN team decides otherwise.
pub fn connection_ended(certificate: &Certificate, today: Date) -> Option<WarningText> {
    let words = connection_ended_in_short(certificate, today)?;
    Some(WarningText::new(format!(
        "{words}. The PSN team decides what becomes of this certificate."
    )))
}

/// The same in short, for lists.
pub fn connection_ended_in_short(certificate: &Certificate, today: Date) -> Option<String> {
    let counts = certificate.validity.on(today) == CertificateStatus::Valid;
    let last_day = certificate.connection_ended_on.filter(|_| counts)?;
    Some(connection_words(last_day, today))
}

/// That a connection certificate has ended or ends while a certificate on it counts.
pub fn connection_words(last_day: Date, today: Date) -> String {
    let verb = if last_day < today { "ended" } else { "ends" };
    format!(
        "The connection certificate of its infrastructure {verb} on {}",
        when::date(last_day)
    )
}

/// The days of a certificate as rows of a summary.
pub fn date_rows(validity: Validity) -> Vec<SummaryRow> {
    let row = |key: &str, day: Date| SummaryRow::new(key, when::date(day));
    match validity.withdrawn_on {
        None => {
            let renewal = validity.renewal;
            let mut rows = vec![
                row("Valid from", validity.from),
                row("Valid until", validity.to),
            ];
            rows.extend(renewal.map(|renewal| row("Renewal submitted", renewal.submitted_on)));
            // Decided or withdrawn: which of both is for the supplier and the team.
            let ended = renewal.and_then(|renewal| renewal.ended_on);
            rows.extend(ended.map(|ended| row("Renewal ended", ended)));
            let held = ended.filter(|ended| *ended > validity.to);
            rows.extend(held.map(|last| row("Counted until", last)));
            rows
        }
        Some(withdrawn) => vec![
            row("Valid from", validity.from),
            row("Withdrawn on", withdrawn),
            row("Would have ended on", validity.to),
        ],
    }
}

/// The status in a word or two, for lists.
pub fn tag(status: CertificateStatus) -> Tag {
    match status {
        CertificateStatus::Valid => Tag::new("Valid", TagColour::Green),
        CertificateStatus::NotYetValid => Tag::new("Not started", TagColour::Grey),
        CertificateStatus::Expired => Tag::new("Expired", TagColour::Orange),
        CertificateStatus::Withdrawn => Tag::new("Withdrawn", TagColour::Red),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn each_result_names_its_date() {
        let mut validity = Validity {
            from: date!(2026 - 11 - 21),
            to: date!(2027 - 11 - 20),
            withdrawn_on: None,
            renewal: None,
        };
        let say = |validity, day| (status_words(validity, day), sentence(validity, day));
        assert_eq!(
            say(validity, date!(2027 - 01 - 01)),
            (
                "Valid until 20 November 2027".to_owned(),
                "This certificate is valid until 20 November 2027.".to_owned()
            )
        );
        assert_eq!(
            say(validity, date!(2028 - 01 - 01)).0,
            "Expired on 20 November 2027"
        );
        assert_eq!(
            say(validity, date!(2026 - 01 - 01)).0,
            "Starts on 21 November 2026"
        );
        validity.renewal = Some(OpenRenewal {
            submitted_on: date!(2027 - 11 - 01),
            ended_on: None,
        });
        let held = say(validity, date!(2028 - 01 - 01));
        assert_eq!(held.0, "Valid while we decide on its renewal");
        assert!(
            held.1
                .ends_with("Its last day would have been 20 November 2027.")
        );
        // A renewal that ended, decided or withdrawn, says with which day.
        validity.renewal = Some(OpenRenewal {
            submitted_on: date!(2027 - 11 - 01),
            ended_on: Some(date!(2027 - 12 - 05)),
        });
        let last = say(validity, date!(2027 - 12 - 05));
        assert_eq!(last.0, "Valid until 5 December 2027");
        assert!(
            last.1
                .starts_with("This certificate is valid until 5 December 2027. ")
        );
        let over = say(validity, date!(2027 - 12 - 06));
        assert_eq!(over.0, "Expired on 5 December 2027");
        assert_eq!(
            over.1,
            "This certificate expired on 5 December 2027. Its last day would have been 20 November 2027: it counted on while we had an application to renew it."
        );
        validity.withdrawn_on = Some(date!(2027 - 02 - 03));
        assert_eq!(
            say(validity, date!(2028 - 01 - 01)).0,
            "Withdrawn on 3 February 2027"
        );
    }
}
