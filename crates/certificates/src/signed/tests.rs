//! Tests of the signed file.

use proptest::prelude::*;
use time::macros::datetime;

use super::*;
use crate::fixtures::facts;

fn key() -> SigningKey {
    SigningKey::generate().unwrap()
}

#[test]
fn a_signed_certificate_is_genuine_and_says_what_was_signed() {
    let key = key();
    let file = sign(&facts(), &key);
    assert_eq!(
        file,
        sign(&facts(), &key),
        "the same facts give the same bytes"
    );
    assert_eq!(
        verify(&file, &KeySet::of(&key)),
        Verdict::Genuine(Box::new(facts()))
    );
    let saved_elsewhere = file.replace('\n', "\r\n");
    assert!(matches!(
        verify(&saved_elsewhere, &KeySet::of(&key)),
        Verdict::Genuine(_)
    ));
    assert!(matches!(
        verify(file.trim_end(), &KeySet::of(&key)),
        Verdict::Genuine(_)
    ));
    let published = KeySet::from_json(&KeySet::of(&key).to_json()).unwrap();
    assert!(matches!(verify(&file, &published), Verdict::Genuine(_)));
}

#[test]
fn hostile_words_survive_signing() {
    let hostile = CertificateFacts {
        service_name: "\"},\u{0}\n</script> \u{202e}😀".to_owned(),
        ..facts()
    };
    let key = key();
    let file = sign(&hostile, &key);
    assert_eq!(
        verify(&file, &KeySet::of(&key)),
        Verdict::Genuine(Box::new(hostile))
    );
}

#[test]
fn another_key_a_retired_key_and_no_key_are_not_genuine() {
    let signing = key();
    let file = sign(&facts(), &signing);
    let set = KeySet::of(&signing);
    for keys in [
        KeySet::default(),
        KeySet::of(&key()),
        set.clone()
            .retiring(&signing.kid(), datetime!(2026-01-01 00:00 UTC)),
        set.clone().retiring(&signing.kid(), facts().issued_at),
    ] {
        assert!(matches!(verify(&file, &keys), Verdict::NotGenuine(_)));
    }
    let later = set.retiring(&signing.kid(), datetime!(2027-01-01 00:00 UTC));
    assert!(matches!(verify(&file, &later), Verdict::Genuine(_)));
}

#[test]
fn a_signature_for_another_purpose_is_no_certificate() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
    let key = key();
    let payload = B64.encode(serde_json::to_vec(&facts()).unwrap());
    for header in [
        format!(
            r#"{{"alg":"EdDSA","kid":"{}","typ":"psn-audit+jws"}}"#,
            key.kid()
        ),
        format!(r#"{{"alg":"EdDSA","kid":"{}"}}"#, key.kid()),
        format!(
            r#"{{"alg":"none","kid":"{}","typ":"psn-certificate+jws"}}"#,
            key.kid()
        ),
        format!(
            r#"{{"alg":"HS256","kid":"{}","typ":"psn-certificate+jws"}}"#,
            key.kid()
        ),
    ] {
        let input = format!("{}.{payload}", B64.encode(header));
        let jws = format!("{input}.{}", B64.encode(key.sign(input.as_bytes())));
        let file = file_text(facts(), key.kid(), jws).unwrap();
        assert!(!matches!(
            verify(&file, &KeySet::of(&key)),
            Verdict::Genuine(_)
        ));
    }
}

#[test]
fn facts_beside_the_signature_must_be_the_signed_ones() {
    let key = key();
    let keys = KeySet::of(&key);
    let file = sign(&facts(), &key);
    for (was, becomes) in [
        ("2027-11-20", "2037-11-20"),
        ("Northwind Public Services Limited", "Tailspin Limited"),
        ("  \"format\"", "\t\"format\""),
        ("\"format\":", "\"format\": "),
    ] {
        assert!(file.contains(was));
        let changed = file.replacen(was, becomes, 1);
        assert!(
            matches!(verify(&changed, &keys), Verdict::NotGenuine(_)),
            "{becomes}"
        );
    }
    let twice = file.replacen(
        "{\n",
        "{\n  \"format\": \"psn-service-certificate/1\",\n",
        1,
    );
    assert!(!matches!(verify(&twice, &keys), Verdict::Genuine(_)));
}

#[test]
fn other_files_are_unreadable() {
    let keys = KeySet::of(&key());
    for file in [
        "",
        "{}",
        "null",
        "%PDF-1.7",
        &"[".repeat(100_000),
        &" ".repeat(300_000),
    ] {
        assert!(matches!(verify(file, &keys), Verdict::Unreadable(_)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_changed_file_is_never_genuine(
        place in any::<prop::sample::Index>(), becomes in any::<char>(), how in 0_u8..3,
    ) {
        prop_assume!(!matches!(becomes, '\r' | '\n'));
        let key = key();
        let file: Vec<char> = sign(&facts(), &key).chars().collect();
        let place = place.index(file.len() - 1);
        let mut changed = file.clone();
        match how {
            0 => changed[place] = becomes,
            1 => changed.insert(place, becomes),
            _ => { changed.remove(place); }
        }
        prop_assume!(changed != file);
        let changed: String = changed.into_iter().collect();
        let verdict = verify(&changed, &KeySet::of(&key));
        prop_assert!(!matches!(verdict, Verdict::Genuine(_)), "{changed}");
    }

    #[test]
    fn checking_never_panics(text in ".{0,200}") {
        let _ = verify(&text, &KeySet::default());
    }
}
