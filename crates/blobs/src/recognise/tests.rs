//! Files as they should be, and as an attacker makes them.

use super::*;
use crate::NotAccepted::{Active, Bomb, Empty, Locked, WrongKind};
use std::sync::atomic::{AtomicU32, Ordering};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// What is found, in words.
fn found(bytes: &[u8], name: &str) -> String {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("psn-blobs-{}-{number}", std::process::id()));
    std::fs::write(&path, bytes).unwrap_or_default();
    let found = recognise(&path, name);
    std::fs::remove_file(&path).unwrap_or_default();
    match found {
        Ok(kind) => kind.as_str().to_owned(),
        Err(error) => error.to_string(),
    }
}

/// A ZIP file of these entries, not packed; `unpacked` is what the list says of each.
fn zip(entries: &[(&str, &[u8])], unpacked: Option<u32>, flags: u16) -> Vec<u8> {
    let (mut file, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let at = u32::try_from(file.len()).unwrap_or_default();
        let length = u32::try_from(bytes.len()).unwrap_or_default();
        let name_length = u16::try_from(name.len()).unwrap_or_default();
        let mut fixed = vec![20, 0];
        fixed.extend(flags.to_le_bytes());
        fixed.extend([0; 10]);
        fixed.extend(length.to_le_bytes());
        fixed.extend(unpacked.unwrap_or(length).to_le_bytes());
        fixed.extend(name_length.to_le_bytes());
        fixed.extend([0; 2]);
        file.extend(b"PK\x03\x04");
        file.extend(&fixed);
        file.extend(name.as_bytes());
        file.extend(*bytes);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&fixed);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let count = u16::try_from(entries.len())
        .unwrap_or_default()
        .to_le_bytes();
    let at = u32::try_from(file.len()).unwrap_or_default();
    let length = u32::try_from(list.len()).unwrap_or_default();
    file.extend(&list);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count);
    file.extend(count);
    file.extend(length.to_le_bytes());
    file.extend(at.to_le_bytes());
    file.extend([0; 2]);
    file
}

const ODT: &[u8] = b"application/vnd.oasis.opendocument.text";

fn docx() -> Vec<u8> {
    zip(
        &[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")],
        None,
        0,
    )
}

fn pdf(inside: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{inside}\nstartxref\n9\n%%EOF\n").into_bytes()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend([8, 6, 0, 0, 0, 1, 2, 3, 4]);
    file.extend(b"\0\0\0\x01IDATx\x01\x02\x03\x04\0\0\0\0IEND\xae\x42\x60\x82");
    file
}

fn jpeg(height: u16, width: u16) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x08\x08".to_vec();
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend(b"\x01\xff\xda\0\x02picture\xff\xd9");
    file
}

#[test]
fn every_kind_is_known_by_what_is_in_it_whatever_its_name() {
    let xlsx = [
        ("[Content_Types].xml", b"x" as &[u8]),
        ("xl/workbook.xml", b"x"),
    ];
    let ods = b"application/vnd.oasis.opendocument.spreadsheet" as &[u8];
    for (bytes, kind) in [
        (pdf(""), "pdf"),
        (docx(), "docx"),
        (zip(&xlsx, None, 0), "xlsx"),
        (
            zip(&[("mimetype", ODT), ("content.xml", b"x")], None, 0),
            "odt",
        ),
        (
            zip(&[("mimetype", ods), ("content.xml", b"x")], None, 0),
            "ods",
        ),
        (png(640, 480), "png"),
        (jpeg(480, 640), "jpg"),
    ] {
        assert_eq!(found(&bytes, "holiday.exe"), kind);
        assert_eq!(found(&bytes, "table.csv"), kind);
        // A broken one is of no kind, and nothing panics.
        for end in 1..bytes.len() {
            let found = found(&bytes[..end], "x.pdf");
            assert!(found != "csv", "{kind} cut at {end}");
        }
    }
    assert_eq!(found(b"\xef\xbb\xbfName,\xa3\r\n1,2", "A.CSV"), "csv");
}

/// Word's own two files.
const WORD: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"x"), ("word/document.xml", b"x")];

/// Each file has a name and why it is not accepted.
#[track_caller]
fn expect<const N: usize>(files: [(&str, Vec<u8>, NotAccepted); N]) {
    for (name, bytes, expected) in files {
        assert_eq!(found(&bytes, name), expected.to_string(), "{name}");
    }
}

fn both(mut first: Vec<u8>, second: Vec<u8>) -> Vec<u8> {
    first.extend(second);
    first
}

#[test]
fn what_is_of_no_kind_is_not_accepted_whatever_its_name() {
    expect([
        ("nothing.pdf", Vec::new(), Empty),
        ("program.pdf", b"MZ\x90\0".to_vec(), WrongKind),
        ("page.csv", b"<html>,</html>".to_vec(), WrongKind),
        ("text.csv", b"no separators".to_vec(), WrongKind),
        ("table.txt", b"a,b".to_vec(), WrongKind),
        ("program.csv", b"MZ,\0".to_vec(), WrongKind),
        ("zip.docx", zip(&[("a.txt", b"x")], None, 0), WrongKind),
        ("endless.pdf", b"%PDF-1.7\n".to_vec(), WrongKind),
    ]);
}

#[test]
fn passwords_scripts_and_bombs_are_told_apart() {
    let vba = [WORD[0], WORD[1], ("word/vbaProject.bin", b"x")];
    let outside = [WORD[0], WORD[1], ("../../etc/passwd", b"x")];
    let mut office = vec![0xd0, 0xcf, 0x11, 0xe0, 0, 0];
    office.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
    expect([
        ("script.pdf", pdf("/S /JavaScript /JS (x)"), Active),
        ("file.pdf", pdf("/EmbeddedFiles 3 0 R"), Active),
        ("macros.docx", zip(&vba, None, 0), Active),
        ("password.pdf", pdf("/Encrypt 5 0 R"), Locked),
        ("password-of-zip.docx", zip(&WORD, None, 1), Locked),
        ("password-of-office.docx", office, Locked),
        ("outside.docx", zip(&outside, None, 0), WrongKind),
        ("bomb-of-two.docx", zip(&WORD, Some(150_000_000), 0), Bomb),
        ("bomb-of-one.docx", zip(&WORD, Some(2_000_000), 0), Bomb),
        ("huge.png", png(30_000, 30_000), Bomb),
        ("huge.jpg", jpeg(60_000, 60_000), Bomb),
    ]);
}

#[test]
fn a_file_is_not_two_kinds_at_once() {
    expect([
        ("zip-too.png", both(png(9, 9), docx()), WrongKind),
        ("zip-too.jpg", both(jpeg(9, 9), docx()), WrongKind),
        ("zip-too.pdf", both(pdf(""), docx()), WrongKind),
        ("pdf-too.docx", both(docx(), pdf("")), WrongKind),
        ("pdf-too.csv", both(b"a,b\n".to_vec(), pdf("")), WrongKind),
        ("tail.png", both(png(9, 9), b"<script>".to_vec()), WrongKind),
    ]);
}

#[test]
fn entries_that_share_bytes_are_a_bomb() {
    let mut file = docx();
    // Lets the second entry of the list begin inside the first one.
    let second = file.len() - 22 - "word/document.xml".len() - 4;
    file[second..second + 4].copy_from_slice(&0_u32.to_le_bytes());
    assert_eq!(found(&file, "a.docx"), Bomb.to_string());
}
