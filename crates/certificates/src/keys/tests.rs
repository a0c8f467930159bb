//! Tests of keys and key sets.

use time::macros::datetime;

use super::*;

/// The public key of RFC 8037, appendix A.2, and its thumbprint (A.3).
const RFC_X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const RFC_KID: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

#[test]
fn a_key_is_named_by_its_thumbprint() {
    assert_eq!(thumbprint(&public_key(RFC_X).unwrap()), RFC_KID);
}

#[test]
fn a_saved_key_is_the_same_key_and_is_never_overwritten() {
    let path = std::env::temp_dir().join(format!("certificates-key-{}.pem", std::process::id()));
    let key = SigningKey::generate().unwrap();
    key.save(&path).unwrap();
    assert_eq!(SigningKey::load(&path).unwrap().kid(), key.kid());
    assert!(matches!(key.save(&path), Err(KeyError::File { .. })));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    fs::remove_file(&path).unwrap();
    assert!(matches!(
        SigningKey::load(&path),
        Err(KeyError::File { .. })
    ));
    assert!(matches!(
        SigningKey::from_pem("-----BEGIN"),
        Err(KeyError::Format)
    ));
}

#[test]
fn a_key_never_shows_its_secret() {
    let key = SigningKey::generate().unwrap();
    assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.kid()));
}

#[test]
fn a_set_reads_back_with_its_dates() {
    let (old, new) = (
        SigningKey::generate().unwrap(),
        SigningKey::generate().unwrap(),
    );
    let retired_at = datetime!(2026-06-01 00:00 UTC);
    let set = KeySet::of(&old).with(&new).retiring(&old.kid(), retired_at);
    let read = KeySet::from_json(&set.to_json()).unwrap();
    assert_eq!(read.find(&old.kid()).unwrap().retired_at, Some(retired_at));
    assert_eq!(read.find(&new.kid()).unwrap().retired_at, None);
    assert_eq!(read.to_jwks().len(), 2);
    let merged = KeySet::of(&old).merged(read);
    assert_eq!(merged.to_jwks().len(), 2);
    assert_eq!(
        merged.find(&old.kid()).unwrap().retired_at,
        Some(retired_at)
    );
}

#[test]
fn keys_of_other_kinds_and_purposes_are_passed_over_and_damaged_ones_refused() {
    let other = format!(
        r#"{{"keys":[{{"kty":"EC","crv":"P-256","x":"a","y":"b"}},
           {{"kty":"OKP","crv":"Ed25519","x":"{RFC_X}","kid":"{RFC_KID}","purpose":"audit"}}]}}"#
    );
    assert!(KeySet::from_json(&other).unwrap().to_jwks().is_empty());
    let damaged = KeySet::of(&SigningKey::generate().unwrap()).to_json();
    let key = SigningKey::generate().unwrap();
    let x = URL_SAFE_NO_PAD.encode(key.0.verifying_key().as_bytes());
    let at = damaged.find("\"x\": \"").unwrap() + 6;
    let damaged = format!("{}{x}{}", &damaged[..at], &damaged[at + x.len()..]);
    assert!(matches!(
        KeySet::from_json(&damaged),
        Err(KeySetError::Damaged { .. })
    ));
    assert!(matches!(
        KeySet::from_json("[]"),
        Err(KeySetError::Format(_))
    ));
}
