use std::fs::Permissions;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

/// A folder that is deleted at the end.
struct Folder(PathBuf);

impl Folder {
    /// Numbered, since two tests that run at once may choose the same name.
    fn new(name: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("psn-cop-keys-{}-{number}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn generated(name: &str) -> Self {
        let folder = Self::new(name);
        Keys::load_or_generate(&folder.0).unwrap();
        folder
    }

    fn refused(&self) -> String {
        let sentence = Keys::load(&self.0).unwrap_err().to_string();
        assert!(!sentence.contains('\n'), "{sentence}");
        sentence
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn retired_peppers_are_read_one_a_line_when_there_are_any() {
    let folder = Folder::generated("retired-peppers");
    assert_eq!(Keys::load(&folder.0).unwrap().retired_peppers.len(), 0);
    let file = folder.0.join("password-pepper-retired");
    let (one, other) = ("a".repeat(44), "b".repeat(64));
    fs::write(&file, format!("{one}\n\n{other} \n")).unwrap();
    assert!(folder.refused().contains("chmod 600"));
    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    let retired = Keys::load(&folder.0).unwrap().retired_peppers;
    let retired: Vec<&[u8]> = retired.iter().map(Secret::expose).collect();
    assert_eq!(retired, [one.as_bytes(), other.as_bytes()]);
    fs::write(&file, format!("{one}\nshort\n")).unwrap();
    assert!(folder.refused().contains("5 bytes"));
    fs::write(&file, format!("{one}\n").repeat(4)).unwrap();
    assert!(folder.refused().contains("more than 3"));
}

#[test]
fn the_demonstration_makes_them_once_and_for_its_owner_only() {
    let folder = Folder::new("once");
    let keys = Keys::load_or_generate(&folder.0).unwrap();
    assert_eq!(Keys::load_or_generate(&folder.0).unwrap(), keys);
    assert_eq!(Keys::load(&folder.0).unwrap(), keys);
    assert_ne!(keys.password_pepper, keys.session_key);
    assert_ne!(keys.certificate_signing_key, keys.audit_signing_key);
    assert!(
        keys.certificate_signing_key
            .expose()
            .starts_with("-----BEGIN PRIVATE KEY-----")
    );
    assert_eq!(
        keys.password_pepper.expose().len(),
        44,
        "32 bytes in base64"
    );
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.0), 0o700);
    let names: Vec<_> = fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
    for path in names {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_missing_file_or_folder_is_named_and_never_made() {
    for name in [PEPPER, SESSION_KEY, CERTIFICATE_KEY, AUDIT_KEY] {
        let folder = Folder::generated(&format!("missing-{name}"));
        fs::remove_file(folder.0.join(name)).unwrap();
        let sentence = folder.refused();
        assert!(
            sentence.contains(name) && sentence.contains("is missing"),
            "{sentence}"
        );
        assert!(!folder.0.join(name).exists());
    }
    let folder = Folder::new("no-folder");
    assert!(folder.refused().contains("is missing"));
}

#[test]
fn a_file_or_folder_that_others_may_read_is_refused() {
    let folder = Folder::generated("open");
    for mode in [0o640, 0o604, 0o620, 0o777] {
        let path = folder.0.join(SESSION_KEY);
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let sentence = folder.refused();
        assert!(sentence.contains(&format!("mode {mode:o}")), "{sentence}");
        assert!(sentence.contains("run chmod 600"), "{sentence}");
        fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    }
    Keys::load(&folder.0).unwrap();
    fs::set_permissions(&folder.0, Permissions::from_mode(0o755)).unwrap();
    assert!(folder.refused().contains("run chmod 700"));
}

#[test]
fn short_key_material_and_broken_keys_are_refused_without_showing_them() {
    let folder = Folder::generated("short");
    fs::write(folder.0.join(PEPPER), "hunter2 hunter2 hunter2 hunter2\n").unwrap();
    let sentence = folder.refused();
    assert!(
        sentence.contains("has 31 bytes") && !sentence.contains("hunter2"),
        "{sentence}"
    );
    fs::write(folder.0.join(PEPPER), format!("{}\n\n", "x".repeat(32))).unwrap();
    assert_eq!(
        Keys::load(&folder.0)
            .unwrap()
            .password_pepper
            .expose()
            .len(),
        32
    );

    fs::write(
        folder.0.join(AUDIT_KEY),
        "-----BEGIN PRIVATE KEY-----\nhunter2\n",
    )
    .unwrap();
    let sentence = folder.refused();
    assert!(
        sentence.contains(AUDIT_KEY) && !sentence.contains("hunter2"),
        "{sentence}"
    );
    assert!(
        sentence.contains("does not hold an Ed25519 private key"),
        "{sentence}"
    );
}

#[test]
fn keys_are_not_printed() {
    let folder = Folder::generated("printed");
    let keys = Keys::load(&folder.0).unwrap();
    let printed = format!("{keys:?}");
    assert!(
        !printed.contains("PRIVATE KEY") && printed.contains("Secret(..)"),
        "{printed}"
    );
}

#[test]
fn retired_keys_are_published_with_the_one_in_use() {
    let folder = Folder::new("retired-keys");
    let keys = Keys::load_or_generate(&folder.0).unwrap();
    assert_eq!(keys.certificate_keys().unwrap().to_jwks().len(), 1);
    let old = certificates::SigningKey::generate().unwrap();
    let at = time::macros::datetime!(2026-11-21 12:00 UTC);
    let set = KeySet::of(&old).retiring(&old.kid(), at).to_json();
    fs::write(folder.0.join(RETIRED_KEYS), set).unwrap();
    let published = Keys::load(&folder.0).unwrap().certificate_keys().unwrap();
    let published = published.to_jwks();
    assert_eq!(published.len(), 2);
    assert_eq!(published[1]["retired_at"], "2026-11-21T12:00:00Z");
    fs::write(folder.0.join(RETIRED_KEYS), "{}").unwrap();
    let error = Keys::load(&folder.0).unwrap_err();
    assert!(matches!(error, KeysError::NotAKeySet { .. }), "{error}");
}
