//! Reading certificates: a supplier's own, the public register, and whether one counts.

use certificates::parse_number;
use domain::certificate::{CertificateStatus, CertificateView};
use domain::credential::Credential;
use domain::grant_condition::GrantCondition;
use domain::id::OrganisationId;
use domain::owner_request::OwnerRequest;
use domain::reference::ApplicationReference;
use domain::when::uk_date;
use policy::team::ReadCases;
use policy::{Actor, Denied, authorise_team};
use store::certificate_files::FileKind;
use store::certificates::{Certificate, Search};
use store::team_certificates::{self, TeamCertificate};
use store::{Context, Store, StoreError};
use time::{Date, Duration};
use unicode_normalization::UnicodeNormalization as _;

/// The most words that a search looks for.
const WORDS_MAX: usize = 8;
/// The most characters of a search.
const SEARCH_LENGTH_MAX: usize = 100;
/// How many services are read at once for the whole register.
const BATCH: i64 = 500;

/// How many certificates a page of the team's list shows.
pub const TEAM_ROWS: usize = 50;
/// Within how many days a certificate ends that the team lists as ending.
pub const ENDING_DAYS: i64 = 90;

/// Why the team's list can't be read.
#[derive(Debug, thiserror::Error)]
pub enum TeamListError {
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody looks for in the register.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What was typed.
    pub text: String,
    /// Only services whose certificate has this status.
    pub status: Option<CertificateStatus>,
    /// Only services after the one with this certificate.
    pub after: Option<String>,
}

/// Some services, and whether there are more.
#[derive(Debug)]
pub struct Found {
    /// The certificate that stands for each service.
    pub services: Vec<Certificate>,
    /// Where the next ones begin, if there are any.
    pub next: Option<String>,
    /// Whether so many certificates have the words that some services may be left out.
    pub is_cut: bool,
}

/// Why a certificate could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is none of this number, or it is another organisation's.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// Whoever is signed in has to set up a second factor first.
    #[error("a second factor is missing")]
    SecondFactorMissing,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The certificates of the organisations that the person belongs to.
pub async fn list_own(store: &Store, actor: &Actor) -> Result<Vec<Certificate>, StoreError> {
    let own: Vec<OrganisationId> = actor
        .memberships
        .iter()
        .map(|membership| membership.organisation)
        .collect();
    store.certificates_of(&own).await
}

/// A page of the certificates of a view, and whether there are more; for the team.
pub async fn list_for_team(
    store: &Store,
    actor: &Actor,
    view: CertificateView,
    page: u16,
) -> Result<(Vec<TeamCertificate>, bool), TeamListError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let rows = i64::try_from(TEAM_ROWS).unwrap_or(i64::MAX);
    let today = uk_date(tx.now());
    let ends_by = today + Duration::days(ENDING_DAYS);
    let place = (i64::from(page) * rows, rows + 1);
    let mut found = team_certificates::list(&mut tx, view, ends_by, today, place).await?;
    let has_more = found.len() > TEAM_ROWS;
    found.truncate(TEAM_ROWS);
    Ok((found, has_more))
}

/// A certificate as its supplier and the PSN team see it.
///
/// # Errors
/// [`ReadError::NotFound`] for everybody else.
pub async fn find_own(
    store: &Store,
    actor: &Actor,
    number: &str,
) -> Result<Certificate, ReadError> {
    let certificate = find(store, number).await?.ok_or(ReadError::NotFound)?;
    if is_for(actor, certificate.organisation) {
        Ok(certificate)
    } else {
        Err(ReadError::NotFound)
    }
}

/// Whether a certificate of this supplier is for this person: theirs, or they are of the team.
fn is_for(actor: &Actor, supplier: OrganisationId) -> bool {
    actor.role_in(supplier).is_some() || actor.team_role.is_some()
}

/// What is for the supplier and the PSN team alone.
#[derive(Debug)]
pub struct Private {
    /// The conditions that the certificate was granted with.
    pub conditions: Vec<GrantCondition>,
    /// Reference of the application that it was issued for.
    pub reference: Option<ApplicationReference>,
    /// What the owner of the infrastructure was asked last for it, while it counts and is the service's latest.
    pub agreement: Option<OwnerRequest>,
}

/// What is beside a certificate for its supplier and the PSN team. Nobody else gets any of it.
pub async fn private(
    store: &Store,
    actor: &Actor,
    certificate: &Certificate,
) -> Result<Private, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let number = &certificate.number;
    Ok(Private {
        conditions: store::grant_conditions::list_of_certificate(&mut tx, number).await?,
        reference: team_certificates::find_reference(&mut tx, number).await?,
        agreement: store::owner_requests::find_of_certificate(&mut tx, number).await?,
    })
}

/// A file of a certificate, for those who may see the certificate's page. One statement, which also
/// finds out who they are. Gives the certificate's number as it is written properly.
///
/// # Errors
/// As [`find_own`], and when nobody is signed in who may go on.
pub async fn file(
    store: &Store,
    credential: Credential,
    number: &str,
    kind: FileKind,
) -> Result<(String, Vec<u8>), ReadError> {
    if credential == Credential::ANONYMOUS {
        return Err(ReadError::SignedOut);
    }
    let number = parse_number(number).map_or_else(String::new, |number| number.to_string());
    let found = store.certificate_file(credential, &number, kind).await?;
    let (actor, file) = found.ok_or(ReadError::SignedOut)?;
    if actor.lacks_second_factor {
        return Err(ReadError::SecondFactorMissing);
    }
    let file = file.filter(|file| is_for(&actor, file.organisation));
    Ok((number, file.ok_or(ReadError::NotFound)?.bytes))
}

/// The certificate of a number, read forgivingly. For everybody.
pub async fn find(store: &Store, number: &str) -> Result<Option<Certificate>, StoreError> {
    match parse_number(number) {
        Some(number) => store.certificate(&number.to_string()).await,
        None => Ok(None),
    }
}

/// Every certificate of the service with this address, newest first. For everybody.
pub async fn history(store: &Store, slug: &str) -> Result<Vec<Certificate>, StoreError> {
    store.certificates_at(slug).await
}

/// Up to `limit` services of the register. For everybody.
pub async fn search(
    store: &Store,
    wanted: &Wanted,
    today: Date,
    limit: usize,
) -> Result<Found, StoreError> {
    let search = Search {
        words: words(&wanted.text),
        status: wanted.status,
        after: wanted.after.clone(),
        // One more than is shown tells whether there are more.
        limit: i64::try_from(limit).unwrap_or(BATCH).saturating_add(1),
    };
    let (mut services, is_cut) = store.register(&search, today).await?;
    let has_more = services.len() > limit;
    services.truncate(limit);
    let last = services.last().filter(|_| has_more);
    Ok(Found {
        next: last.map(|certificate| certificate.number.clone()),
        services,
        is_cut,
    })
}

/// A batch of the whole register, after the service with the certificate of number `after`; an
/// empty one at the end. For everybody.
pub async fn batch(
    store: &Store,
    today: Date,
    after: Option<String>,
) -> Result<Vec<Certificate>, StoreError> {
    let search = Search {
        after,
        limit: BATCH,
        ..Search::default()
    };
    let (services, _) = store.register(&search, today).await?;
    Ok(services)
}

/// A number that grows whenever the register changes.
pub async fn version(store: &Store) -> Result<i64, StoreError> {
    store.register_version().await
}

/// The words to look for, as the register keeps its text: in small letters, without accents. A
/// certificate's number counts as one word in its own form.
fn words(text: &str) -> Vec<String> {
    if let Some(number) = parse_number(text) {
        return vec![number.to_string().to_lowercase()];
    }
    let short: String = text.chars().take(SEARCH_LENGTH_MAX).collect();
    let words = short.split(|c: char| c.is_whitespace() || c == '\0');
    words
        .filter(|word| !word.is_empty())
        .map(folded)
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .collect()
}

/// A word in small letters, without accents.
fn folded(word: &str) -> String {
    let is_accent = |character: &char| ('\u{300}'..='\u{36f}').contains(character);
    let plain: String = word
        .nfkd()
        .filter(|character| !is_accent(character))
        .collect();
    plain.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_words_or_a_number() {
        assert_eq!(
            words("  Northwind   GAZETTEER "),
            ["northwind", "gazetteer"]
        );
        assert_eq!(
            words("CAFÉ île de\u{301}j\u{e0} \u{301}"),
            ["cafe", "ile", "deja"]
        );
        assert_eq!(words("psns 2026 0042 7"), ["psns-2026-0042-7"]);
        assert_eq!(words(&"a ".repeat(50)).len(), WORDS_MAX);
        assert!(words("\0 ").is_empty());
    }
}
