use super::*;
use DocumentKind::{Csv, Jpg, Pdf};
use domain::document::{Description, ScanState};
use domain::id::{ApplicationId, DocumentId, OrganisationId};
use time::OffsetDateTime;

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

fn named(file_name: &str, kind: DocumentKind, questions: &[&str], number: i32) -> String {
    let (id, now) = (DocumentId::new(), OffsetDateTime::UNIX_EPOCH);
    let document = Document {
        id,
        series: id,
        number,
        replaced_at: None,
        organisation: OrganisationId::new(),
        application: ApplicationId::new(),
        file_name: file_name.to_owned(),
        kind,
        bytes: 9,
        sha256: String::new(),
        scan: ScanState::Clean,
        scanned_at: None,
        scan_engine: None,
        file: id,
        description: Description {
            questions: questions.iter().map(|id| (*id).to_owned()).collect(),
            ..Description::default()
        },
        added_at: now,
        added_by_name: String::new(),
        version: 1,
    };
    let reference = ApplicationReference::parse("COP-7K2M-9QXD").unwrap();
    download_name(&reference, &document)
}

#[test]
fn downloads_are_named_by_reference_and_question() {
    for (name, kind, questions, number, download) in [
        (
            "Penetration test (final).pdf",
            Pdf,
            &["5a"][..],
            1,
            "COP-7K2M-9QXD-5a-penetration-test-final.pdf",
        ),
        ("a.csv", Csv, &[], 1, "COP-7K2M-9QXD-a.csv"),
        (
            "ITHC.jpg",
            Jpg,
            &["9b", "additional-infrastructure/12"],
            2,
            "COP-7K2M-9QXD-9b-additional-infrastructure-12-ithc-version-2.jpg",
        ),
        (
            "iso.pdf",
            Pdf,
            &["1a", "2a", "3a", "4a"],
            1,
            "COP-7K2M-9QXD-1a-2a-3a-and-others-iso.pdf",
        ),
        (
            "Prüfung \u{202e} 1.pdf",
            Pdf,
            &[],
            1,
            "COP-7K2M-9QXD-prüfung-1.pdf",
        ),
        ("-.pdf", Pdf, &["5a"], 1, "COP-7K2M-9QXD-5a.pdf"),
    ] {
        assert_eq!(named(name, kind, questions, number), download, "{name:?}");
    }
    let long = "\u{3042}x".repeat(900);
    let questions = [long.as_str(); 9];
    let name = named(
        &format!("{long}.docx"),
        DocumentKind::Docx,
        &questions,
        1000,
    );
    assert!((200..=255).contains(&name.len()), "{}: {name}", name.len());
    assert!(name.ends_with("-version-1000.docx"), "{name}");
}

#[test]
fn the_header_holds_any_name() {
    assert_eq!(
        attachment("Prüfung 1.pdf"),
        "attachment; filename=\"Pr_fung 1.pdf\"; filename*=UTF-8''Pr%C3%BCfung%201.pdf"
    );
}
