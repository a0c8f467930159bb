//! A file as it arrives: piece by piece into the store of files, never whole in memory.

use super::upload::FILE;
use crate::PageError;
use crate::arriving::{Interrupted, Pace, Place, next_field, next_piece};
use crate::forms::is_token;
use axum::body::Body;
use blobs::{Blobs, Incoming};
use domain::document::FILE_BYTES_MAX;
use domain::id::DocumentId;
use futures_util::{Stream, StreamExt as _, stream};
use govuk::CSRF_FIELD;
use multer::bytes::Bytes;
use multer::{Constraints, Field, Multipart, SizeLimit};
use std::collections::BTreeMap;
use std::io;
use std::task::Poll;
use std::time::Duration;
use tokio::time::timeout;

/// How much is read at most. A file that is a little too large is read to its end and thrown away,
/// so that the browser gets to see why; of anything larger no more is read.
pub const BODY_MAX: u64 = 3 * FILE_BYTES_MAX;
/// The longest other field, in bytes.
const FIELD_MAX: usize = 1024;
/// How long all of it may take: the largest file on a connection of 8 kB a second.
const WHOLE: Duration = Duration::from_mins(50);

/// A file that arrived whole.
pub struct Received {
    pub id: DocumentId,
    pub file: Incoming,
    /// The name that the browser gave, as it was sent.
    pub typed_name: String,
}

/// Why there is no file.
pub enum NotReceived {
    /// The form is not one of ours, or far too large.
    Page(PageError),
    /// No file was chosen.
    None,
    /// It is larger than it may be.
    TooLarge,
    /// It stopped arriving, or can't be read.
    Broken,
    /// It arrived too slowly; what is said of it.
    TooSlow(&'static str),
    /// It can't be written.
    NotKept(io::Error),
}

impl From<PageError> for NotReceived {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<Interrupted> for NotReceived {
    fn from(interrupted: Interrupted) -> Self {
        match interrupted {
            Interrupted::TooLarge => Self::Page(PageError::TooLarge),
            Interrupted::Broken => Self::Broken,
            Interrupted::TooSlow(words) => Self::TooSlow(words),
        }
    }
}

/// What a form with a file is to be like, and where it arrives: its first field is the token, and what people type into
/// these fields comes before the file.
pub struct Expected<'a> {
    /// The place in which it arrives.
    pub place: &'a Place,
    pub token: &'a str,
    pub texts: &'a [&'a str],
}

/// Receives the one file of a form, and keeps in `typed` what else was typed, also when there is no
/// file. When it fails, nothing is left of the file.
pub async fn receive(
    blobs: &Blobs,
    body: Body,
    boundary: String,
    expected: &Expected<'_>,
    typed: &mut BTreeMap<String, Vec<String>>,
) -> Result<Received, NotReceived> {
    let limits = SizeLimit::new().whole_stream(BODY_MAX);
    let limits = Constraints::new().size_limit(limits);
    let form = Multipart::with_constraints(paced(body), boundary, limits);
    let whole = timeout(WHOLE, read(blobs, form, expected, typed)).await;
    whole.unwrap_or(Err(NotReceived::Broken))
}

/// The body one piece at a time. Without the rests the parser would take in whatever is there.
fn paced(body: Body) -> impl Stream<Item = Result<Bytes, axum::Error>> {
    let mut pieces = body.into_data_stream();
    let mut is_rest = false;
    stream::poll_fn(move |context| {
        if std::mem::take(&mut is_rest) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let polled = pieces.poll_next_unpin(context);
        is_rest = matches!(polled, Poll::Ready(Some(_)));
        polled
    })
}

async fn read(
    blobs: &Blobs,
    mut form: Multipart<'_>,
    expected: &Expected<'_>,
    typed: &mut BTreeMap<String, Vec<String>>,
) -> Result<Received, NotReceived> {
    let mut pace = expected.place.pace();
    let field = next_field(&mut form, &mut pace).await?;
    let mut field = field.ok_or(PageError::FormRefused)?;
    if field.name() != Some(CSRF_FIELD) {
        return Err(PageError::FormRefused.into());
    }
    let sent = read_text(&mut field, &mut pace).await?;
    if !sent.is_some_and(|sent| is_token(&sent, expected.token)) {
        return Err(PageError::FormRefused.into());
    }
    drop(field);
    let field = loop {
        let field = next_field(&mut form, &mut pace).await?;
        let mut field = field.ok_or(NotReceived::None)?;
        if field.name() == Some(FILE) {
            break field;
        }
        let name = field.name().unwrap_or_default().to_owned();
        let is_expected = expected.texts.contains(&name.as_str()) && !typed.contains_key(&name);
        let text = read_text(&mut field, &mut pace).await?;
        let text = text.filter(|_| is_expected);
        let text = text.and_then(|text| String::from_utf8(text).ok());
        let text = text.ok_or(PageError::Unreadable)?;
        typed.insert(name, vec![text]);
    };
    let received = read_file(blobs, field, &mut pace).await;
    // The end has to come too: a form that was cut off is no form.
    let is_over = matches!(
        received,
        Err(NotReceived::NotKept(_) | NotReceived::Broken | NotReceived::TooSlow(_))
    );
    if !is_over && next_field(&mut form, &mut pace).await?.is_some() {
        return Err(PageError::Unreadable.into());
    }
    received
}

/// What is in a field that is no file; nothing when it is longer than such fields are.
async fn read_text(field: &mut Field<'_>, pace: &mut Pace) -> Result<Option<Vec<u8>>, NotReceived> {
    let mut sent = Vec::new();
    while let Some(piece) = next_piece(field, pace).await? {
        sent.extend_from_slice(&piece);
        if sent.len() > FIELD_MAX {
            return Ok(None);
        }
    }
    Ok(Some(sent))
}

async fn read_file(
    blobs: &Blobs,
    mut field: Field<'_>,
    pace: &mut Pace,
) -> Result<Received, NotReceived> {
    let typed_name = field.file_name().unwrap_or_default().to_owned();
    let id = DocumentId::new();
    let mut file = blobs.begin(id).await.map_err(NotReceived::NotKept)?;
    let mut is_too_large = false;
    while let Some(piece) = next_piece(&mut field, pace).await? {
        // What is too much is read and thrown away.
        is_too_large = is_too_large || file.bytes() + piece.len() as u64 >= FILE_BYTES_MAX;
        if !is_too_large {
            file.write(&piece).await.map_err(NotReceived::NotKept)?;
        }
    }
    if is_too_large {
        return Err(NotReceived::TooLarge);
    }
    if typed_name.is_empty() && file.bytes() == 0 {
        return Err(NotReceived::None);
    }
    Ok(Received {
        id,
        file,
        typed_name,
    })
}
