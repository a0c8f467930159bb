//! Names of files: safe to store, to show and to put into a header.

use domain::document::DocumentKind;
use domain::text::is_forbidden;
use std::fmt::Write as _;

/// The longest name without its ending, in characters.
const STEM_MAX: usize = 100;
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
mod tests {
    use super::*;
    use DocumentKind::{Csv, Jpg, Pdf};

    #[test]
    fn names_are_made_safe() {
        for (typed, kind, safe) in [
            (
                "Penetration test 2027.pdf",
                Pdf,
                "Penetration test 2027.pdf",
            ),
            ("../../etc/passwd", Csv, "passwd.csv"),
            ("C:\\Users\\me\\photo.JPEG", Jpg, "photo.jpg"),
            ("invoice.pdf.exe", Pdf, "invoice-pdf-exe.pdf"),
            ("invoice.exe.pdf", Pdf, "invoice-exe.pdf"),
            ("a\u{202e}fdp.exe", Pdf, "afdp-exe.pdf"),
            ("x\r\nSet-Cookie: a=b.pdf", Pdf, "x-Set-Cookie- a-b.pdf"),
            ("", Pdf, "document.pdf"),
            (".htaccess", Pdf, "htaccess.pdf"),
            ("com1.csv", Csv, "document-com1.csv"),
            ("Prüfung <script>.pdf", Pdf, "Prüfung -script.pdf"),
        ] {
            assert_eq!(safe_file_name(typed, kind), safe, "{typed:?}");
        }
        let long = safe_file_name(&"x".repeat(5000), Pdf);
        assert_eq!(long.len(), STEM_MAX + 4);
    }

    #[test]
    fn the_header_holds_any_name() {
        assert_eq!(
            attachment("Prüfung 1.pdf"),
            "attachment; filename=\"Pr_fung 1.pdf\"; filename*=UTF-8''Pr%C3%BCfung%201.pdf"
        );
    }
}
