use super::*;
use time::macros::{date, datetime};

#[test]
fn only_what_was_scanned_is_released_outside_of_the_demonstration() {
    let released = ScanState::ALL.iter().filter(|state| state.is_released());
    let released: Vec<&str> = released.map(|state| state.as_str()).collect();
    assert_eq!(released, ["clean", "not_scanned"]);
}

fn version(number: i32, scan: ScanState) -> Document {
    let id = DocumentId::new();
    Document {
        id,
        series: id,
        number,
        replaced_at: None,
        organisation: OrganisationId::new(),
        application: ApplicationId::new(),
        file_name: "a.pdf".into(),
        kind: DocumentKind::Pdf,
        bytes: 1,
        sha256: String::new(),
        scan,
        scanned_at: scan
            .is_released()
            .then_some(datetime!(2026-11-22 10:00 UTC)),
        scan_engine: None,
        file: id,
        description: Description::default(),
        added_at: datetime!(2026-11-22 9:00 UTC),
        added_by_name: String::new(),
        version: 1,
    }
}

#[test]
fn a_newer_version_counts_from_the_end_of_its_scan_until_the_next_one() {
    let (early, late) = (
        datetime!(2026-11-22 9:30 UTC),
        datetime!(2026-11-23 9:30 UTC),
    );
    assert!(version(1, ScanState::Waiting).counted_at(early));
    for state in [ScanState::Waiting, ScanState::Infected, ScanState::Failed] {
        let proposed = version(2, state);
        assert!(!proposed.is_current() && !proposed.counted_at(late));
    }
    let mut newer = version(2, ScanState::Clean);
    assert!(newer.is_current() && newer.counted_at(late) && !newer.counted_at(early));
    newer.replaced_at = Some(late);
    assert!(!newer.is_current() && !newer.counted_at(late) && !newer.is_proposed());
    // The team sees what it could see when it came.
    assert!(newer.is_for_team(Some(early)));
    assert!(!newer.is_for_team(Some(late)) && !newer.is_for_team(None));
}

#[test]
fn evidence_holds_on_its_last_day_and_has_lapsed_on_the_next() {
    let mut description = Description::default();
    let last = date!(2026 - 11 - 22);
    assert_eq!(description.lapsed_on(last), None);
    description.expires_on = Some(last);
    assert_eq!(description.lapsed_on(last), None);
    assert_eq!(description.lapsed_on(date!(2026 - 11 - 23)), Some(last));
}

#[test]
fn sizes_are_in_the_unit_that_fits() {
    assert_eq!(size_in_words(999), "999 bytes");
    assert_eq!(size_in_words(84_001), "85KB");
    assert_eq!(size_in_words(1_200_000), "1.2MB");
    assert_eq!(size_in_words(FILE_BYTES_MAX), "20.0MB");
}
