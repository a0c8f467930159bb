//! Names of files: safe to store, to show and to put into a header.

use domain::document::{Document, DocumentKind};
use domain::reference::ApplicationReference;
use domain::text::is_forbidden;
use std::fmt::Write as _;

/// The longest name without its ending, in characters.
const STEM_MAX: usize = 100;
/// How many questions and items of lists the name of a download says; that there are more, it says too.
const QUESTIONS_NAMED: usize = 3;
/// What it says then.
const OTHERS: &str = "and-others";
/// The most bytes that one of them has in it.
const QUESTION_BYTES_MAX: usize = 30;
/// The most bytes that the supplier's own name has in it.
const OWN_BYTES_MAX: usize = 100;
/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The name that a file goes by: without folders, with letters, digits and a few signs, and with
/// the one ending that fits what is in it. `invoice.pdf.exe` that is a PDF becomes
/// `invoice-pdf-exe.pdf`.
pub fn safe_file_name(typed: &str, kind: DocumentKind) -> String {
    let base = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = without_ending(base, kind);
    let mut safe = String::new();
    for character in stem.chars().filter(|c| !is_forbidden(*c)).take(STEM_MAX) {
        let is_kept = character.is_alphanumeric() || " _()+,".contains(character);
        let character = if is_kept { character } else { '-' };
        if !(character == '-' && safe.ends_with('-')) {
            safe.push(character);
        }
    }
    let safe = safe.trim_matches([' ', '-']);
    let name: String = safe.chars().filter(|c| !c.is_numeric()).collect();
    let is_device = DEVICES.contains(&name.to_lowercase().as_str());
    let stem = match safe {
        "" => "document".to_owned(),
        safe if is_device => format!("document-{safe}"),
        safe => safe.to_owned(),
    };
    format!("{stem}.{kind}")
}

/// The name without the ending of its kind.
fn without_ending(base: &str, kind: DocumentKind) -> &str {
    let Some((stem, ending)) = base.rsplit_once('.') else {
        return base;
    };
    let ending = ending.to_lowercase();
    let fits = ending == kind.as_str() || (kind == DocumentKind::Jpg && ending == "jpeg");
    if fits { stem } else { base }
}

/// The name under which a document is saved by whoever downloads it: the application, the questions
/// and items of lists that it belongs to, the supplier's own name, and the one ending that fits what is
/// in it, such as `COP-7K2M-9QXD-5a-penetration-test.pdf`. It is unlike that of other documents of an
/// application, sorts with those of its question, and has 255 bytes at most, which file systems hold.
pub fn download_name(reference: &ApplicationReference, document: &Document) -> String {
    let kind = document.kind;
    let questions = &document.description.questions;
    let mut parts = vec![reference.to_string()];
    parts.extend(
        questions
            .iter()
            .take(QUESTIONS_NAMED)
            .map(|id| plain(id, QUESTION_BYTES_MAX)),
    );
    if questions.len() > QUESTIONS_NAMED {
        parts.push(OTHERS.to_owned());
    }
    parts.push(plain(
        without_ending(&document.file_name, kind),
        OWN_BYTES_MAX,
    ));
    if document.number > 1 {
        parts.push(format!("version-{}", document.number));
    }
    parts.retain(|part| !part.is_empty());
    format!("{}.{kind}", parts.join("-"))
}

/// Letters and digits in lower case with a hyphen for everything between, at most so many
/// bytes.
fn plain(text: &str, bytes_max: usize) -> String {
    let mut plain = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        let character = if character.is_alphanumeric() {
            character
        } else {
            '-'
        };
        if plain.len() + character.len_utf8() > bytes_max {
            break;
        }
        if character != '-' || !(plain.is_empty() || plain.ends_with('-')) {
            plain.push(character);
        }
    }
    plain.trim_end_matches('-').to_owned()
}

/// The value of `Content-Disposition` (RFC 6266) that makes browsers save the file by this name.
pub fn attachment(file_name: &str) -> String {
    let plain: String = file_name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .filter(|c| !matches!(c, '"' | '\\' | '%'))
        .collect();
    let mut encoded = String::new();
    for byte in file_name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _infallible = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests;
