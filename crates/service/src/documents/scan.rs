//! What the worker does about files: asks the scanner, and deletes what is to go.

use super::{Files, Scanner};
use crate::reviews::Office;
use audit::{Event, Kind};
use blobs::{Address, Blobs, Clamd, ScanError, Verdict};
use domain::document::ScanState;
use std::io;
use store::documents::{Waiting, note_scan};
use store::{Context, Result, Store};
use time::Duration;

/// How long a worker may take for one scan.
const LEASE: Duration = Duration::minutes(5);
/// How long to wait until the scanner is asked again that could not be reached.
const UNREACHABLE: Duration = Duration::seconds(30);
/// How long to wait until the scanner is asked again that refused the file.
const REFUSED: Duration = Duration::minutes(1);
/// How often the scanner may refuse a file.
const ATTEMPTS_MAX: i32 = 3;
/// How many files are deleted at once.
const DELETED_AT_ONCE: i32 = 50;

/// Has the file that waits longest scanned. False when there was nothing to do, or the scanner
/// can't be reached. A page that was signed in ink and can't be had is no signature any more.
///
/// # Errors
/// When the database can't be reached.
pub async fn scan_one(store: &Store, files: &Files, office: Office<'_>) -> Result<bool> {
    let (Some(blobs), Scanner::Clamd(clamd)) = (&files.blobs, &files.scanner) else {
        return Ok(false);
    };
    let Some(waiting) = store.claim_scan(LEASE).await? else {
        return Ok(false);
    };
    let verdict = if waiting.attempts <= ATTEMPTS_MAX || !clamd.is_scanning().await {
        ask(blobs, clamd, &waiting).await
    } else {
        // It went away over this file again and again, and scans others.
        Err(ScanError::Refused("it goes away over this file".to_owned()))
    };
    let engine = match &verdict {
        Ok(_) => clamd.name().await,
        Err(_) => None,
    };
    let (state, found) = match verdict {
        Ok(Verdict::Clean) => (ScanState::Clean, None),
        Ok(Verdict::Infected(name)) => (ScanState::Infected, Some(name)),
        Err(error) => match later(clamd, &waiting, &error).await {
            Some(later) => {
                tracing::warn!(id = %waiting.id, error = describe(&error), "a file waits for its scan");
                store
                    .scan_later(waiting.id, later.wait, later.counts)
                    .await?;
                return Ok(later.goes_on);
            }
            None => (ScanState::Failed, Some(describe(&error))),
        },
    };
    let mut tx = store.write(Context::service()).await?;
    let replaced = note_scan(
        &mut tx,
        waiting.id,
        state,
        found.as_deref(),
        engine.as_deref(),
    )
    .await?;
    let mut event = Event::new(Kind::DocumentScanned)
        .organisation(waiting.organisation)
        .application(waiting.application)
        .with("document", waiting.id)
        .with("result", state);
    if let Some(engine) = &engine {
        event = event.with("engine", engine);
    }
    if let Some(replaced) = replaced {
        event = event.with("replaced", replaced);
    }
    crate::signature_requests::ink::void(&mut tx, waiting.id, state, office).await?;
    tx.commit(&event).await?;
    tracing::info!(id = %waiting.id, result = state.as_str(), "a file was scanned");
    Ok(true)
}

/// When a file is scanned that could not be scanned now.
struct Later {
    wait: Duration,
    /// Whether this time counts as an attempt.
    counts: bool,
    /// Whether other files can be scanned meanwhile.
    goes_on: bool,
}

/// When the file is tried again; never when the scanner had its attempts. A file that the scanner goes
/// away over, or never answers about, must not keep others waiting: that counts unless the scanner
/// scans nothing else either.
async fn later(clamd: &Clamd, waiting: &Waiting, error: &ScanError) -> Option<Later> {
    let unreachable = Later {
        wait: UNREACHABLE,
        counts: false,
        goes_on: false,
    };
    let was_last = waiting.attempts >= ATTEMPTS_MAX;
    match error {
        ScanError::Unreachable(_) => Some(unreachable),
        ScanError::File(error) if !is_for_good(error) => Some(unreachable),
        ScanError::Interrupted(source) => {
            let is_late = source.kind() == io::ErrorKind::TimedOut;
            let is_scanning = clamd.is_scanning().await;
            (!was_last || !is_scanning).then_some(Later {
                wait: REFUSED,
                counts: is_scanning || !is_late,
                goes_on: is_scanning,
            })
        }
        ScanError::File(_) | ScanError::Refused(_) => (!was_last).then_some(Later {
            wait: REFUSED,
            counts: true,
            goes_on: true,
        }),
    }
}

/// Whether a file that can't be read will never be: it is gone, or is another one.
fn is_for_good(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::InvalidData
    )
}

async fn ask(blobs: &Blobs, clamd: &Clamd, waiting: &Waiting) -> Result<Verdict, ScanError> {
    let address = Address {
        organisation: waiting.organisation,
        document: waiting.id,
        sha256: waiting.sha256.clone(),
    };
    let file = blobs.open(&address).await.map_err(ScanError::File)?;
    clamd.scan(file, &waiting.sha256).await
}

/// The error with its cause.
fn describe(error: &ScanError) -> String {
    std::error::Error::source(error)
        .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

/// Deletes the files of removed documents, those with a virus, and what a crash left, but none that
/// another document still needs. Answers how many are gone.
///
/// # Errors
/// When the database can't be reached. A file that can't be deleted is tried again later.
pub async fn delete_what_is_to_go(store: &Store, files: &Files) -> Result<usize> {
    let Some(blobs) = &files.blobs else {
        return Ok(0);
    };
    let mut gone = blobs.delete_abandoned().await.unwrap_or_else(note);
    for file in store.list_deletable(DELETED_AT_ONCE).await? {
        if file.is_shared {
            store.file_deleted(file.id).await?;
            continue;
        }
        let address = Address {
            organisation: file.organisation,
            document: file.file,
            sha256: file.sha256,
        };
        match blobs.delete(&address).await {
            Ok(()) => {
                store.file_deleted(file.id).await?;
                gone += 1;
            }
            Err(error) => gone += note(error),
        }
    }
    Ok(gone)
}

/// Notes a file that could not be deleted, which counts as none.
fn note(error: io::Error) -> usize {
    let error = &error as &(dyn std::error::Error + 'static);
    tracing::warn!(error, "files could not be deleted; trying again later");
    0
}
