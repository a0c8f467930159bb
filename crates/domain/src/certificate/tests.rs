use super::*;
use time::macros::date;

#[test]
fn the_first_and_the_last_day_count() {
    let mut validity = Validity {
        from: date!(2026 - 11 - 21),
        to: date!(2027 - 11 - 20),
        withdrawn_on: None,
        renewal: None,
    };
    let status = |validity: Validity, day| validity.on(day).as_str();
    assert_eq!(status(validity, date!(2026 - 11 - 20)), "not_yet_valid");
    assert_eq!(status(validity, date!(2026 - 11 - 21)), "valid");
    assert_eq!(status(validity, date!(2027 - 11 - 20)), "valid");
    assert_eq!(status(validity, date!(2027 - 11 - 21)), "expired");
    validity.withdrawn_on = Some(date!(2027 - 03 - 01));
    assert_eq!(status(validity, date!(2027 - 02 - 28)), "valid");
    assert_eq!(status(validity, date!(2027 - 03 - 01)), "withdrawn");
    assert_eq!(status(validity, date!(2028 - 01 - 01)), "withdrawn");
    assert_eq!(validity.days_left(date!(2027 - 11 - 20)), Some(0));
    assert_eq!(validity.days_left(date!(2027 - 11 - 21)), None);
}

#[test]
fn a_renewal_in_time_holds_a_certificate_until_it_is_decided() {
    let mut validity = Validity {
        from: date!(2026 - 11 - 21),
        to: date!(2027 - 11 - 20),
        withdrawn_on: None,
        renewal: Some(OpenRenewal {
            submitted_on: date!(2027 - 11 - 18),
            ended_on: None,
        }),
    };
    let last = date!(2027 - 11 - 20);
    assert!(!validity.is_held_by_renewal(last));
    let later = date!(2027 - 12 - 10);
    assert_eq!(validity.on(later), CertificateStatus::Valid);
    assert!(validity.is_held_by_renewal(later));
    validity.renewal = validity.renewal.map(|renewal| OpenRenewal {
        ended_on: Some(later),
        ..renewal
    });
    assert_eq!(validity.on(later), CertificateStatus::Valid);
    let after = later.next_day().unwrap();
    assert_eq!(validity.on(after), CertificateStatus::Expired);
    validity.withdrawn_on = Some(last);
    assert_eq!(validity.on(later), CertificateStatus::Withdrawn);
}

#[test]
fn slugs_are_plain_and_differ_by_code() {
    let code = ServiceCode::of_serial(42);
    assert_eq!(
        slug("Northwind Gazetteer", &code),
        "northwind-gazetteer-srv-0042"
    );
    assert_eq!(
        slug("  St Mary’s / R&D -- (v2) ", &code),
        "st-marys-r-d-v2-srv-0042"
    );
    assert_eq!(slug("Сервис", &code), "srv-0042");
    let long = slug(&"a b ".repeat(100), &code);
    assert!(long.len() <= SLUG_NAME_MAX + 9, "{long}");
    assert_ne!(slug("A", &code), slug("A", &ServiceCode::of_serial(43)));
}
