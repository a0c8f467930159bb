//! Prints the passwords on standard input that a rule lets pass, folded as the check folds them and
//! sorted: the content of `data/leaked-passwords.txt`, see `data/README.md`. Prints nothing when
//! every one is refused.

use std::collections::BTreeSet;
use std::io::{BufRead as _, Write as _};

use password_policy::{Candidate, EnforcedSecondFactor, Policy};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let weakest = Policy::with_minimum_length(8)?;
    let second_factor = EnforcedSecondFactor::checked(true, true);
    let modern = second_factor.map(|factor| weakest.relaxed(factor));
    let mut uncaught = BTreeSet::new();
    for line in std::io::stdin().lock().lines() {
        let password = line?;
        let candidate = Candidate {
            password: &password,
            ..Candidate::default()
        };
        let policies = [Some(weakest), modern];
        if policies
            .iter()
            .flatten()
            .any(|policy| policy.check(&candidate).accepted())
        {
            uncaught.insert(folded(&password));
        }
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for password in uncaught {
        writeln!(out, "{password}")?;
    }
    Ok(())
}

fn folded(password: &str) -> String {
    let folded = password.nfkd().flat_map(char::to_lowercase);
    folded
        .filter(|character| !is_combining_mark(*character))
        .collect()
}
