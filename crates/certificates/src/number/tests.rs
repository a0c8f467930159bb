//! How numbers are made, checked and forgiven.

use proptest::prelude::*;

use super::*;

/// The characters of a number after its name, and the places that matter.
fn characters(year: u16, serial: u32) -> Vec<char> {
    number(year, serial)["PSNS".len()..]
        .chars()
        .filter(|c| *c != '-')
        .collect()
}

#[test]
fn a_number_is_read_in_the_ways_people_write_it() {
    let shown = number(2026, 42);
    assert_eq!(shown, "PSNS-2026-0042-7");
    let meant = Some(Number {
        year: 2026,
        serial: 42,
    });
    assert_eq!(parse_number(&shown), meant);
    assert_eq!(parse_number(&shown.to_lowercase()), meant);
    assert_eq!(parse_number(&shown.replace('-', " ")), meant);
    assert_eq!(parse_number(&shown.replace('-', "")), meant);
    assert_eq!(
        parse_number(&format!("  {} ", shown.replace('0', "o"))),
        meant
    );
    let eleven = number(2111, 11);
    assert_eq!(
        parse_number(&eleven.replace('1', "l")),
        parse_number(&eleven)
    );
    assert_eq!(
        parse_number(&eleven.replace('1', "I")).map(|n| n.serial),
        Some(11)
    );
}

#[test]
fn serials_grow_and_have_one_form() {
    assert!(number(2026, 10_000).starts_with("PSNS-2026-10000-"));
    let padded: Vec<String> = CHECKS
        .iter()
        .map(|check| format!("PSNS-2026-00042-{}", char::from(*check)))
        .filter(|text| parse_number(text).is_some())
        .collect();
    assert!(padded.is_empty(), "{padded:?}");
    for text in [
        "",
        "PSNS",
        "PSNS-2026-0042",
        "SRV_0042",
        "PSNS-2026-0042-U",
        "PSNS-2026-004é-7",
    ] {
        assert_eq!(parse_number(text), None, "{text}");
    }
}

#[test]
fn a_number_with_a_wrong_check_character_is_like_a_number() {
    let like = |text: &str| like_number(text);
    assert_eq!(
        like("psns 2026 0006 1").as_deref(),
        Some("PSNS-2026-0006-1")
    );
    assert_eq!(
        like("PSNS-2026-0042-7").as_deref(),
        Some("PSNS-2026-0042-7")
    );
    for text in [
        "",
        "PSNS-2026-0042",
        "SRV_0042",
        "PSNS-2026-0042-?",
        "PSNS-2026-00042-7",
    ] {
        assert_eq!(like(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn every_number_reads_back(year in 1000_u16..=9999, serial in any::<u32>()) {
        prop_assert_eq!(parse_number(&number(year, serial)), Some(Number { year, serial }));
    }

    #[test]
    fn one_wrong_character_always_shows(
        year in 2015_u16..=2099, serial in 1_u32..2_000_000, place in any::<prop::sample::Index>(),
        other in prop::sample::select(CHECKS.to_vec()),
    ) {
        let mut typed = characters(year, serial);
        let place = place.index(typed.len());
        prop_assume!(typed[place] != char::from(other));
        typed[place] = char::from(other);
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(parse_number(&format!("PSNS{typed}")), None);
    }

    #[test]
    fn two_swapped_characters_always_show(
        year in 2015_u16..=2099, serial in 1_u32..2_000_000,
        one in any::<prop::sample::Index>(), two in any::<prop::sample::Index>(),
    ) {
        let mut typed = characters(year, serial);
        let (one, two) = (one.index(typed.len()), two.index(typed.len()));
        prop_assume!(typed[one] != typed[two]);
        typed.swap(one, two);
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(parse_number(&format!("PSNS{typed}")), None);
    }

    #[test]
    fn reading_never_panics(text in ".{0,60}") {
        let _ = parse_number(&text);
    }
}
