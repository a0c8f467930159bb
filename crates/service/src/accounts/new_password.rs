//! A password that somebody chooses: the rules, what is wrong with it, better ones.

use domain::email::EmailAddress;
use password_policy::{Candidate, Policy, RandomnessUnavailable, Rule, Verdict};

/// Words that a stranger would try first.
const CONTEXT_WORDS: [&str; 3] = ["psn", "public services network", mail::SERVICE_NAME];

/// Pass phrases to choose from.
pub type Suggested = Vec<String>;

/// The rules, as the words that follow "Your password must:".
pub fn shown_rules() -> Vec<String> {
    Policy::default().shown_rules()
}

/// Three pass phrases that keep every rule.
pub fn suggest() -> Result<Suggested, RandomnessUnavailable> {
    Policy::default().suggest(3)
}

/// What is wrong with a new password, all broken rules at once; nothing when it
/// is good. `is_the_old_one` when it is the password that the person has now.
pub fn broken_rules(
    password: &str,
    email: &EmailAddress,
    name: &str,
    is_the_old_one: bool,
) -> Vec<String> {
    if password.is_empty() {
        return vec!["Enter a password".to_owned()];
    }
    let policy = Policy::default();
    let mut report = policy.check(&Candidate {
        password,
        username: email.as_str(),
        name,
        context_words: &CONTEXT_WORDS,
        ..Candidate::default()
    });
    if is_the_old_one {
        report.record(&policy, Rule::NotReused, Verdict::Fail);
    }
    report.messages().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(password: &str) -> Vec<String> {
        let email = EmailAddress::parse("priya.raman@northwind.example").unwrap();
        broken_rules(password, &email, "Priya Raman", false)
    }

    #[test]
    fn every_broken_rule_is_named_at_once() {
        assert_eq!(broken(""), ["Enter a password"]);
        assert!(broken("aaa").len() >= 3, "{:?}", broken("aaa"));
        assert!(!broken("priya.raman@northwind.example").is_empty());
        assert!(broken("otter-velvet-gravy-tulip-47").is_empty());
    }

    #[test]
    fn the_password_of_today_is_not_a_new_one() {
        let email = EmailAddress::parse("a@b.example").unwrap();
        let broken = broken_rules("otter-velvet-gravy-tulip-47", &email, "A Person", true);
        assert_eq!(
            broken,
            ["Choose a password you have not used here in the last 6 months"]
        );
    }

    #[test]
    fn suggestions_keep_the_rules() {
        for phrase in suggest().unwrap() {
            assert!(broken(&phrase).is_empty(), "{phrase}");
        }
    }
}
