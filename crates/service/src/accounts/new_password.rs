//! A password that somebody chooses: the rules, what is wrong with it, better ones.
//!
//! Five rules are answered at once. The two that need other passwords come last, in this order:
//! a common password, one of the person's own, one of anybody else's. The slow hashes are made
//! whichever of them it breaks, so that the time tells a stranger nothing, and every try is
//! counted (docs/adr/0011).

use crate::passwords::{Hasher, HashingError, Tag, Tags};
use audit::{Event, Kind};
use domain::email::EmailAddress;
use domain::id::UserId;
use password_policy::{
    Candidate, EnforcedSecondFactor, Policy, RandomnessUnavailable, Report, Rule, Verdict,
};
use policy::Actor;
use store::passwords::{self, Current, Earlier, New};
use store::{Context, Gate, StoreError, WriteTx};
use time::OffsetDateTime;

/// Words that a stranger would try first.
const CONTEXT_WORDS: [&str; 3] = ["psn", "public services network", mail::SERVICE_NAME];

/// Earlier passwords that are checked one by one at most. Of somebody who had more within the
/// period, one of their own in the index counts as reused.
const EARLIER_MOST: i32 = 50;

/// Pass phrases to choose from.
pub type Suggested = Vec<String>;

/// Why a new password was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// It breaks these rules.
    #[error("the password breaks rules")]
    Broken(Vec<String>),
    /// Too many were tried.
    #[error("too many passwords were tried")]
    TooMany {
        /// When one may be tried again.
        again_at: OffsetDateTime,
        /// The same, in seconds from now.
        seconds: u32,
    },
    /// It could not be hashed or checked.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Three pass phrases that keep every rule.
pub fn suggest(policy: &Policy) -> Result<Suggested, RandomnessUnavailable> {
    policy.suggest(3)
}

/// The rules for a person who isn't signed in.
pub fn policy_for_link(passwords: &Hasher) -> Policy {
    passwords.rules().policy(None)
}

/// The rules for a signed-in person: the relaxed ones only with the setting for it, and when this
/// session was begun with a second factor that the person is required to have.
pub async fn policy_for(
    gate: &Gate,
    passwords: &Hasher,
    actor: &Actor,
) -> Result<Policy, StoreError> {
    let is_set_up = actor.assurance == domain::assurance::Assurance::SecondFactor;
    if !is_set_up || !passwords.rules().is_relaxing() {
        return Ok(policy_for_link(passwords));
    }
    let mut tx = gate.read(Context::of(actor)).await?;
    let is_required = passwords::requires_second_factor(&mut tx).await?;
    let second_factor = EnforcedSecondFactor::checked(is_set_up, is_required);
    Ok(passwords.rules().policy(second_factor))
}

/// Who chooses a password.
pub(super) struct Chooser<'a> {
    pub(super) context: Context,
    pub(super) policy: Policy,
    pub(super) email: &'a EmailAddress,
    pub(super) name: &'a str,
    /// The hash of the password that they have now.
    pub(super) hash: Option<String>,
}

/// What is wrong with a new password by the rules that need no other passwords, all at once;
/// nothing when it is good so far.
pub fn broken_rules(
    policy: &Policy,
    password: &str,
    email: &EmailAddress,
    name: &str,
) -> Vec<String> {
    if password.is_empty() {
        return vec!["Enter a password".to_owned()];
    }
    messages(&report(policy, password, email, name, ""))
}

/// `organisations` are the names of those that the person belongs to or is invited to.
fn report(
    policy: &Policy,
    password: &str,
    email: &EmailAddress,
    name: &str,
    organisations: &str,
) -> Report {
    policy.check(&Candidate {
        password,
        username: email.as_str(),
        name,
        organisation: organisations,
        context_words: &CONTEXT_WORDS,
    })
}

/// The messages of the broken rules; two rules share one.
fn messages(report: &Report) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    for message in report.messages() {
        if !messages.iter().any(|known| known == message) {
            messages.push(message.to_owned());
        }
    }
    messages
}

/// A password whose slow hashes are made, and what was found about it so far.
pub(super) struct Examined {
    policy: Policy,
    report: Report,
    hash: String,
    tags: Tags,
    /// Whether there were too many earlier ones to check each.
    has_more_earlier: bool,
}

/// Answers the rules that can be answered without the index, counts the try, and makes the hashes.
///
/// # Errors
/// [`NotTaken`]; `Broken` only for rules that say nothing about other passwords.
pub(super) async fn examine(
    gate: &Gate,
    passwords: &Hasher,
    chooser: &Chooser<'_>,
    password: String,
) -> Result<Examined, NotTaken> {
    let policy = chooser.policy;
    if password.is_empty() {
        return Err(NotTaken::Broken(vec!["Enter a password".to_owned()]));
    }
    let mut tx = gate.read(chooser.context).await?;
    let organisations = passwords::organisations(&mut tx).await?.join(" ");
    drop(tx);
    let (email, name) = (chooser.email, chooser.name);
    let mut report = report(&policy, &password, email, name, &organisations);
    let broken = messages(&report);
    let shared = Rule::NotUsedElsewhere.message(&policy);
    if broken.iter().any(|message| *message != shared) {
        return Err(NotTaken::Broken(broken));
    }
    let mut hashes = count_try(gate, chooser).await?;
    let has_more_earlier = usize::try_from(EARLIER_MOST) == Ok(hashes.len());
    hashes.extend(chooser.hash.clone());
    let hash = passwords.hash(password.clone()).await?;
    let tags = passwords.tags(password.clone()).await?;
    let is_reused = passwords.is_any(password, hashes).await?;
    let verdict = verdict(!is_reused);
    report.record(&policy, Rule::NotReused, verdict);
    Ok(Examined {
        policy,
        report,
        hash,
        tags,
        has_more_earlier,
    })
}

/// Counts the try, whatever becomes of it, and reads the earlier passwords' hashes.
async fn count_try(gate: &Gate, chooser: &Chooser<'_>) -> Result<Vec<String>, NotTaken> {
    let mut tx = gate.write(chooser.context).await?;
    let now = tx.now();
    if let Some(seconds) = passwords::count_try(&mut tx).await? {
        tracing::warn!(seconds, "too many passwords were tried");
        let again_at = now + time::Duration::seconds(i64::from(seconds));
        return Err(NotTaken::TooMany { again_at, seconds });
    }
    let earlier = earlier(&chooser.policy, now);
    let hashes = passwords::list_earlier(&mut tx, earlier).await?;
    tx.commit(&Event::new(Kind::PasswordTried)).await?;
    Ok(hashes)
}

/// Which earlier passwords count.
fn earlier(policy: &Policy, now: OffsetDateTime) -> Earlier {
    let reuse = policy.reuse();
    Earlier {
        since: now - reuse.period,
        last: i32::try_from(reuse.passwords).unwrap_or(EARLIER_MOST),
        most: EARLIER_MOST,
    }
}

fn verdict(is_kept: bool) -> Verdict {
    if is_kept {
        Verdict::Pass
    } else {
        Verdict::Fail
    }
}

/// A password that keeps every rule and whose tag is kept with the transaction.
pub(super) struct Taken {
    examined: Examined,
    sealed_tags: Vec<u8>,
}

impl Taken {
    /// As it is stored.
    pub(super) fn new_password(&self) -> New<'_> {
        New {
            hash: &self.examined.hash,
            profile: self.examined.policy.profile().as_str(),
            sealed_tags: &self.sealed_tags,
        }
    }

    /// Which earlier passwords stay.
    pub(super) fn earlier(&self, now: OffsetDateTime) -> Earlier {
        earlier(&self.examined.policy, now)
    }
}

/// Answers the last rule and keeps the tag: the index is asked whatever the others said, and
/// what is asked changes nothing unless the transaction is kept.
///
/// # Errors
/// [`NotTaken::Broken`] with every broken rule.
pub(super) async fn take(
    tx: &mut WriteTx,
    passwords: &Hasher,
    user: UserId,
    current: Option<&Current>,
    mut examined: Examined,
) -> Result<Taken, NotTaken> {
    let sealed = current.and_then(|current| current.sealed_tags.as_deref());
    let mut own = sealed.map_or_else(Vec::new, |sealed| passwords.open_tags(user, sealed));
    let (tag, known) = (examined.tags.current(), examined.tags.all());
    let is_own = known.iter().any(|tag| own.contains(tag));
    // One of their own is for the rule before: by the index they would lock themselves out.
    let asked: Vec<i32> = if is_own { vec![tag] } else { known }
        .into_iter()
        .map(Tag::number)
        .collect();
    let is_claimed = passwords::claim(tx, tag.number(), &asked).await?;
    let is_free = is_claimed || is_own;
    let has_more_earlier = examined.has_more_earlier;
    let Examined { policy, report, .. } = &mut examined;
    report.record(policy, Rule::NotUsedElsewhere, verdict(is_free));
    if is_own && has_more_earlier {
        report.record(policy, Rule::NotReused, Verdict::Fail);
    }
    if !report.accepted() {
        return Err(NotTaken::Broken(messages(report)));
    }
    if is_claimed {
        own.push(tag);
    }
    Ok(Taken {
        sealed_tags: passwords.seal_tags(user, &own),
        examined,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(password: &str) -> Vec<String> {
        let email = EmailAddress::parse("priya.raman@northwind.example").unwrap();
        broken_rules(&Policy::default(), password, &email, "Priya Raman")
    }

    #[test]
    fn every_broken_rule_is_named_at_once() {
        assert_eq!(broken(""), ["Enter a password"]);
        assert!(broken("aaa").len() >= 3, "{:?}", broken("aaa"));
        assert!(!broken("priya.raman@northwind.example").is_empty());
        assert!(broken("otter-velvet-gravy-tulip-47").is_empty());
    }

    #[test]
    fn a_common_password_that_is_used_elsewhere_too_is_said_once() {
        let policy = Policy::default();
        let email = EmailAddress::parse("a@b.example").unwrap();
        let mut report = report(&policy, "1q2w3e4r5t6y", &email, "A Person", "");
        report.record(&policy, Rule::NotUsedElsewhere, Verdict::Fail);
        assert_eq!(messages(&report).len(), 1);
    }

    #[test]
    fn the_name_of_the_organisation_is_no_password() {
        let email = EmailAddress::parse("a@b.example").unwrap();
        let organisations = "Northwind Mapping Limited Contoso plc";
        let policy = Policy::default();
        for password in ["Northwind-Mapping-2026", "C0ntoso!Limited7"] {
            let report = report(&policy, password, &email, "A Person", organisations);
            let verdict = report.verdict(Rule::DiffersFromUsername);
            assert_eq!(verdict, Verdict::Fail, "{password}");
        }
    }

    #[test]
    fn suggestions_keep_the_rules() {
        for phrase in suggest(&Policy::default()).unwrap() {
            assert!(broken(&phrase).is_empty(), "{phrase}");
        }
    }
}
