//! `psn-cop verify-certificate`: is a certificate's file genuine? Needs no network.

use crate::cli::Failure;
use crate::config::Config;
use crate::keys::Keys;
use crate::say;
use certificates::{CertificateFacts, KeySet, Verdict};
use domain::when;
use std::path::Path;

pub fn run(file: &Path, keys: Option<&Path>) -> Result<(), Failure> {
    let keys = key_set(keys)?;
    let text = read(file)?;
    match certificates::verify(&text, &keys) {
        Verdict::Genuine(facts) => {
            say::line(describe(&facts));
            Ok(())
        }
        Verdict::NotGenuine(reason) => {
            say::line(format!("Not genuine. {reason}"));
            Err(Failure::check())
        }
        Verdict::Unreadable(reason) => Err(Failure::usage(format!("{}: {reason}", file.display()))),
    }
}

/// The keys of the file, or those of this service when it runs here.
fn key_set(path: Option<&Path>) -> Result<KeySet, Failure> {
    let Some(path) = path else {
        return own_keys();
    };
    KeySet::from_json(&read(path)?)
        .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))
}

fn own_keys() -> Result<KeySet, Failure> {
    let config = Config::from_environment()?;
    let Some(dir) = config.secrets_dir.as_deref() else {
        return Err(Failure::usage(
            "give the published keys with --keys: download /.well-known/psn-cop/keys.json from \
             the service that issued the certificate",
        ));
    };
    let keys = Keys::load(dir)?;
    keys.certificate_keys().map_err(Failure::usage)
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{} can not be read: {error}", path.display())))
}

fn describe(facts: &CertificateFacts) -> String {
    format!(
        "Genuine. Certificate {} for {} ({}) of {}, from {} to {}.\n\
         Look it up to see whether it was withdrawn since: {}",
        facts.number,
        facts.service_name,
        facts.service_code,
        facts.organisation,
        when::date(facts.valid_from),
        when::date(facts.valid_to),
        facts.verify_url,
    )
}
