//! `psn-cop password check`: the rules of this deployment, for one candidate on standard input.

use crate::cli::{Failure, Format, PasswordCheck};
use crate::config::Config;
use crate::say;
use password_policy::{Candidate, MAXIMUM_BYTES, Report};
use serde_json::json;
use std::io::Read as _;

pub fn run(check: &PasswordCheck) -> Result<(), Failure> {
    let password = read()?;
    let policy = Config::from_environment()?.password_rules.policy(None);
    let report = policy.check(&Candidate {
        password: &password,
        username: check.username.as_deref().unwrap_or_default(),
        ..Candidate::default()
    });
    match check.format {
        Format::Text => say::line(&report),
        Format::Json => say::line(as_json(&report)),
    }
    if report.accepted() {
        Ok(())
    } else {
        Err(Failure::check())
    }
}

/// The first line of standard input, or all of it when it has no line end.
fn read() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MAXIMUM_BYTES as u64 * 2)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::usage(format!("standard input can not be read: {error}")))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::usage("the password on standard input is not text in UTF-8"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn as_json(report: &Report) -> String {
    let rules: Vec<_> = report
        .outcomes()
        .iter()
        .map(|outcome| {
            json!({
                "rule": outcome.rule.as_str(),
                "verdict": outcome.verdict.as_str(),
                "message": outcome.message,
            })
        })
        .collect();
    json!({ "accepted": report.accepted(), "rules": rules }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use password_policy::Policy;

    #[test]
    fn the_json_has_the_seven_rules_of_the_contract() {
        let report = Policy::default().check(&Candidate {
            password: "short1",
            ..Candidate::default()
        });
        let value: serde_json::Value = serde_json::from_str(&as_json(&report)).unwrap();
        assert_eq!(value["accepted"], false);
        let rules: Vec<_> = value["rules"].as_array().unwrap().iter().collect();
        assert_eq!(rules.len(), 7);
        assert_eq!(rules[0]["rule"], "minimum_length");
        assert_eq!(rules[0]["verdict"], "fail");
        assert!(rules[0]["message"].is_string());
        assert_eq!(rules[6]["verdict"], "not_checked");
        assert!(rules[6]["message"].is_null());
    }
}
