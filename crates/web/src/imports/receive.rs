//! A small file as it arrives in a form: whole in memory, up to its limit.

use crate::PageError;
use crate::arriving::{Interrupted, Pace, Place, next_field, next_piece};
use crate::forms::is_token;
use axum::body::Body;
use govuk::CSRF_FIELD;
use multer::{Constraints, Field, Multipart, SizeLimit};
use service::imports::FILE_BYTES_MAX;
use std::time::Duration;
use tokio::time::timeout;

/// The field of the file.
pub const FILE: &str = "file";
/// How much is read at most. A file that is too large is read to its end and thrown away, so that
/// the browser gets to see why; of anything larger no more is read.
const BODY_MAX: u64 = 10 * FILE_BYTES_MAX as u64;
/// How long all of it may take: the largest file on a connection of 8 kB a second.
const WHOLE: Duration = Duration::from_mins(5);
/// The longest other field, in bytes.
const FIELD_MAX: usize = 1024;

/// A file that arrived whole.
pub struct Received {
    /// The name that the browser gave, as it was sent.
    pub file_name: String,
    pub bytes: Vec<u8>,
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

/// Receives the one file of a form whose first field is this token, in this place.
pub async fn receive(
    body: Body,
    boundary: String,
    token: &str,
    place: &Place,
) -> Result<Received, NotReceived> {
    let receiving = receive_whole(body, boundary, token, place.pace());
    let whole = timeout(WHOLE, receiving).await;
    whole.unwrap_or(Err(NotReceived::Broken))
}

async fn receive_whole(
    body: Body,
    boundary: String,
    token: &str,
    mut pace: Pace,
) -> Result<Received, NotReceived> {
    let limits = SizeLimit::new().whole_stream(BODY_MAX);
    let limits = Constraints::new().size_limit(limits);
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let field = next_field(&mut form, &mut pace).await?;
    let mut field = field.ok_or(PageError::FormRefused)?;
    if field.name() != Some(CSRF_FIELD) {
        return Err(PageError::FormRefused.into());
    }
    let sent = read(&mut field, FIELD_MAX, &mut pace).await?;
    let sent = sent.ok_or(PageError::FormRefused)?;
    if !is_token(&sent, token) {
        return Err(PageError::FormRefused.into());
    }
    drop(field);
    let field = next_field(&mut form, &mut pace).await?;
    let mut field = field.ok_or(NotReceived::None)?;
    if field.name() != Some(FILE) {
        return Err(PageError::Unreadable.into());
    }
    let file_name = field.file_name().unwrap_or_default().to_owned();
    let bytes = read(&mut field, FILE_BYTES_MAX, &mut pace).await?;
    drop(field);
    // The end has to come too: a form that was cut off is no form.
    if next_field(&mut form, &mut pace).await?.is_some() {
        return Err(PageError::Unreadable.into());
    }
    let bytes = bytes.ok_or(NotReceived::TooLarge)?;
    if file_name.is_empty() && bytes.is_empty() {
        return Err(NotReceived::None);
    }
    Ok(Received { file_name, bytes })
}

/// The bytes of a field; nothing when there are more. What is too much is read and thrown away.
async fn read(
    field: &mut Field<'_>,
    most: usize,
    pace: &mut Pace,
) -> Result<Option<Vec<u8>>, NotReceived> {
    let mut bytes = Some(Vec::new());
    while let Some(piece) = next_piece(field, pace).await? {
        bytes = bytes.filter(|bytes| bytes.len() + piece.len() <= most);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok(bytes)
}
