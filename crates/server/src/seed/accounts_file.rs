//! The file with the demonstration's accounts.

use serde::Serialize;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// One account, in the form that programs rely on.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// What the account is known by, such as `northwind-admin`.
    pub key: &'static str,
    /// The user name.
    pub email: String,
    /// The password.
    pub password: String,
    /// The secret of the second factor; none for suppliers, who begin without one.
    pub totp_secret: Option<String>,
    /// The organisation's name; none for the PSN team.
    pub organisation: Option<String>,
    /// What the person may do.
    pub roles: Vec<&'static str>,
}

/// Writes the file for its owner alone, whole or not at all.
pub fn write(path: &Path, accounts: &[Account]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut text = serde_json::to_string_pretty(accounts)?;
    text.push('\n');
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn only_the_owner_may_read_the_accounts() {
        let path = std::env::temp_dir().join(format!("psn-accounts-{}.json", std::process::id()));
        let account = Account {
            key: "auditor",
            email: "auditor@psn-team.example".to_owned(),
            password: "one-two-3".to_owned(),
            totp_secret: None,
            organisation: None,
            roles: vec!["auditor"],
        };
        write(&path, std::slice::from_ref(&account)).unwrap();
        write(&path, &[account]).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert_eq!(mode, 0o600);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(value[0]["totp_secret"].is_null());
        assert_eq!(value[0]["roles"][0], "auditor");
    }
}
