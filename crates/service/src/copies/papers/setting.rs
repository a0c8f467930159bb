//! PDFs take time and memory: they are set one after the other on a thread of their own, few people wait for
//! it, and the last ones are kept for whoever looks at their size first and takes them then.

use certificates::{PdfError, paper_pdf};
use paper::Paper;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout;

/// How many are set at once: a long one takes hundreds of megabytes for some seconds.
const AT_ONCE: usize = 1;
/// How many people wait for theirs, at most, or have it set.
const WAITING_MAX: usize = 8;
/// How many are kept.
const KEPT_MAX: usize = 8;
/// How many bytes those that are kept have together, at most; but the newest one stays.
const KEPT_BYTES_MAX: usize = 8_000_000;

/// The turns to set one.
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
/// The places for people.
static PLACES: Semaphore = Semaphore::const_new(WAITING_MAX);
/// The last ones, the newest last, with the texts that they show.
static KEPT: Mutex<VecDeque<Kept>> = Mutex::new(VecDeque::new());

/// A text and its PDF.
type Kept = (Arc<Paper>, Arc<[u8]>);

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// Too many want one, or it takes long: it goes on being made, so try again.
    #[error("the PDF is not ready yet")]
    Busy,
    /// The text can't be set.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// Making it broke off.
    #[error("making the PDF broke off")]
    BrokeOff(#[from] JoinError),
}

/// The PDF of a text, after waiting for a turn if there are not too many before.
pub async fn pdf(paper: Paper, wait: Duration) -> Result<Arc<[u8]>, NotMade> {
    let paper = Arc::new(paper);
    if let Some(pdf) = kept(&paper) {
        return Ok(pdf);
    }
    let _place = PLACES.try_acquire().map_err(|_| NotMade::Busy)?;
    let made = async {
        let turn = TURNS.acquire().await.map_err(|_| NotMade::Busy)?;
        made(paper, turn).await
    };
    timeout(wait, made).await.unwrap_or(Err(NotMade::Busy))
}

/// The PDF of a text, or the beginning of it if nobody else's is being made.
pub async fn pdf_if_free(paper: Arc<Paper>, wait: Duration) -> Result<Arc<[u8]>, NotMade> {
    if let Some(pdf) = kept(&paper) {
        return Ok(pdf);
    }
    let turn = TURNS.try_acquire().map_err(|_| NotMade::Busy)?;
    let made = timeout(wait, made(paper, turn)).await;
    made.unwrap_or(Err(NotMade::Busy))
}

/// Sets it off the async threads. It is finished and kept even when nobody waits for it any more.
async fn made(paper: Arc<Paper>, turn: SemaphorePermit<'static>) -> Result<Arc<[u8]>, NotMade> {
    // Somebody else may have had the same one made meanwhile.
    if let Some(pdf) = kept(&paper) {
        return Ok(pdf);
    }
    let job = spawn_blocking(move || {
        let pdf = paper_pdf(&paper).map(Arc::<[u8]>::from);
        if let Ok(pdf) = &pdf {
            keep(paper, Arc::clone(pdf));
        }
        drop(turn);
        pdf
    });
    Ok(job.await??)
}

fn kept(paper: &Arc<Paper>) -> Option<Arc<[u8]>> {
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let found = kept.iter().find(|(known, _)| known == paper);
    found.map(|(_, pdf)| Arc::clone(pdf))
}

fn keep(paper: Arc<Paper>, pdf: Arc<[u8]>) {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push_back((paper, pdf));
    // The newest stays however large it is: who waited too long for it comes again.
    while kept.len() > 1 && (kept.len() > KEPT_MAX || bytes(&kept) > KEPT_BYTES_MAX) {
        kept.pop_front();
    }
}

fn bytes(kept: &VecDeque<Kept>) -> usize {
    kept.iter().map(|(_, pdf)| pdf.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_waits_for_ever_and_what_was_begun_is_kept() {
        let paper = Paper::new("A text", "", "", None);
        let turn = TURNS.acquire().await.unwrap();
        let soon = Duration::from_millis(1);
        let long = Duration::from_mins(1);
        assert!(matches!(pdf(paper.clone(), soon).await, Err(NotMade::Busy)));
        let shared = Arc::new(paper.clone());
        let begun = pdf_if_free(Arc::clone(&shared), long).await;
        assert!(matches!(begun, Err(NotMade::Busy)));
        let places = PLACES.acquire_many(8).await.unwrap();
        assert!(matches!(pdf(paper.clone(), long).await, Err(NotMade::Busy)));
        drop((turn, places));
        let first = pdf(paper.clone(), long).await.unwrap();
        // Kept: nobody has to wait, whoever else does.
        let _turn = TURNS.acquire().await.unwrap();
        let again = pdf_if_free(shared, soon).await.unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        for number in 0..KEPT_MAX {
            let other = Paper::new(number.to_string(), "", "", None);
            keep(Arc::new(other), Arc::from([0_u8; 10]));
        }
        assert!(kept(&Arc::new(paper)).is_none());
        let large = Paper::new("Large", "", "", None);
        keep(Arc::new(large), Arc::from(vec![0_u8; KEPT_BYTES_MAX + 1]));
        assert_eq!(KEPT.lock().unwrap().len(), 1);
    }
}
