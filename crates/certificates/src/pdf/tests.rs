//! Tests of the PDF. What a reader sees is read back by poppler's tools where
//! they are installed (`make test` installs them).

use super::*;
use crate::poppler::{keep, poppler, text};
use crate::{SigningKey, fixtures::facts, sign};
use time::OffsetDateTime;

fn key() -> SigningKey {
    // The published example key of RFC 8037, A.1: the same facts have the same signature.
    SigningKey::from_pem(
        "-----BEGIN PRIVATE KEY-----\n\
         MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
         -----END PRIVATE KEY-----\n",
    )
    .unwrap()
}

fn pdf_of(facts: &CertificateFacts) -> Vec<u8> {
    pdf(facts, &sign(facts, &key())).unwrap()
}

#[test]
fn a_certificate_is_one_tagged_page_that_says_what_it_is() {
    let pdf = pdf_of(&facts());
    keep("usual", &pdf);
    assert_eq!(pdf, pdf_of(&facts()), "the same facts give the same bytes");
    let Some(info) = poppler("pdfinfo", &["-"], &pdf) else {
        return;
    };
    for line in ["Tagged:", "yes"] {
        assert!(info.contains(line), "{info}");
    }
    assert!(info.contains("Certificate of PSN service provision compliance PSNS-2026-0042-"));
    assert!(
        info.lines()
            .any(|l| l.starts_with("Pages:") && l.ends_with(" 1")),
        "{info}"
    );
    let structure = poppler("pdfinfo", &["-struct-text", "-"], &pdf).unwrap();
    assert!(
        structure.contains("H1") && structure.contains("CERTIFICATE"),
        "{structure}"
    );
    assert!(
        structure.contains("Figure") && structure.contains("TH"),
        "{structure}"
    );
    let text = text(&pdf).unwrap();
    for words in [
        "CERTIFICATE of PSN service provision compliance",
        "21 November 2026 to 20 November 2027",
        "issued subject to the commitments",
        "not a contract",
        &facts().verify_url,
        &facts().number,
        "Northwind Secure Case Exchange",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("show as “?”"));
}

#[test]
fn the_words_of_applicants_are_never_code() {
    let name = "#panic(\"x\") *bold* $x^2$ <script>alert(1)</script> = @ref \\ `raw` #sys.inputs";
    let pdf = pdf_of(&CertificateFacts {
        service_name: name.to_owned(),
        ..facts()
    });
    keep("code", &pdf);
    let Some(text) = text(&pdf) else { return };
    assert!(
        text.contains("*bold* $x^2$ <script>alert(1)</script>"),
        "{text}"
    );
    assert!(text.contains("#panic(\"x\")"), "{text}");
}

#[test]
fn characters_without_a_font_do_not_stop_a_certificate() {
    for name in [
        "Sécurité 😀👩‍👩‍👧 漢字",
        "خدمة آمنة",
        "שירות",
        "e\u{301}\u{489} a\u{20dd}",
        "\u{10ffff}\u{fffe}",
        "",
    ] {
        let facts = CertificateFacts {
            service_name: name.to_owned(),
            ..facts()
        };
        let pdf = pdf_of(&facts);
        keep(&format!("characters-{}", name.len()), &pdf);
        assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");
    }
    let pdf = pdf_of(&CertificateFacts {
        organisation: "Acme 😀".to_owned(),
        ..facts()
    });
    let Some(text) = text(&pdf) else { return };
    assert!(
        text.contains("Acme ?") && text.contains("show as “?”"),
        "{text}"
    );
}

#[test]
fn long_texts_wrap_inside_the_frame() {
    let facts = CertificateFacts {
        service_name: "A long name of a service for everybody in the public sector ".repeat(3),
        organisation: "W".repeat(200),
        description: "What it does. ".repeat(140),
        ..facts()
    };
    let pdf = pdf_of(&facts);
    keep("long", &pdf);
    let Some(boxes) = poppler("pdftotext", &["-bbox", "-", "-"], &pdf) else {
        return;
    };
    let right_edges = boxes.lines().filter_map(|line| {
        let edge = line.split("xMax=\"").nth(1)?.split('"').next()?;
        edge.parse::<f64>().ok()
    });
    let furthest = right_edges.fold(0.0_f64, f64::max);
    assert!(furthest > 100.0 && furthest < 595.0 - 60.0, "{furthest}");
}

#[test]
fn a_full_description_and_long_names_stay_on_one_page() {
    let facts = CertificateFacts {
        service_name: "Case Exchange for Police Forces and Prosecutors, Assured Edition".to_owned(),
        description: "Moves case files between forces, with a record. ".repeat(18),
        management_model:
            "Managed by the supplier, with a service desk in the United Kingdom that \
                           answers at any hour, and by the customer for accounts"
                .to_owned(),
        ..facts()
    };
    let pdf = pdf_of(&facts);
    keep("full", &pdf);
    let Some(info) = poppler("pdfinfo", &["-"], &pdf) else {
        return;
    };
    assert!(
        info.lines()
            .any(|l| l.starts_with("Pages:") && l.ends_with(" 1")),
        "{info}"
    );
}

#[test]
fn a_file_of_another_certificate_or_an_odd_address_is_refused() {
    let signed = sign(&facts(), &key());
    let other = CertificateFacts {
        service_name: "Another".to_owned(),
        ..facts()
    };
    assert!(matches!(pdf(&other, &signed), Err(PdfError::Signed)));
    assert!(matches!(pdf(&facts(), "{}"), Err(PdfError::Signed)));
    for url in [
        "javascript:alert(1)",
        "https://a b",
        "",
        &format!("https://{}", "a".repeat(300)),
    ] {
        let odd = CertificateFacts {
            verify_url: url.to_owned(),
            ..facts()
        };
        assert!(
            matches!(pdf(&odd, &sign(&odd, &key())), Err(PdfError::VerifyUrl)),
            "{url}"
        );
    }
}

fn statement() -> StatementFacts {
    let pair = |name: &str, words: &str| (name.to_owned(), words.to_owned());
    StatementFacts {
        code: "7H3K-9QXM".to_owned(),
        reference: "COP-7H3K-9QXM".to_owned(),
        organisation: "Northwind Mapping Limited".to_owned(),
        asker: "Rita Moss".to_owned(),
        signatory: "Helen Marsh".to_owned(),
        made_at: "4:12pm on 21 November 2026".to_owned(),
        changes: Vec::new(),
        facts: vec![pair("Infrastructure", "Harbour PSN Zone\nowned by Harbour")],
        renews: None,
        since: Vec::new(),
        changed_since: Vec::new(),
        gone: Vec::new(),
        published: vec![pair("Service", "#panic(\"code\") *Gazetteer*")],
        below: vec![pair("5a Patching", "21 days are more than 14.")],
        explained: Vec::new(),
        unassured: Vec::new(),
        fits: Vec::new(),
        others: Vec::new(),
        rules_version: "3".to_owned(),
        baseline_version: "2".to_owned(),
        lists_on: "21 November 2026".to_owned(),
        commitments: vec!["Keep records.".to_owned(), "Report incidents.".to_owned()],
        are_derived: true,
        version: "1".to_owned(),
        fingerprint: "ab".repeat(32),
    }
}

#[test]
fn a_statement_to_sign_is_tagged_and_says_what_the_page_does() {
    let made = |facts: &StatementFacts| statement_pdf(facts, OffsetDateTime::UNIX_EPOCH).unwrap();
    let pdf = made(&statement());
    keep("statement", &pdf);
    assert_eq!(
        pdf,
        made(&statement()),
        "the same facts give the same bytes"
    );
    let Some(info) = poppler("pdfinfo", &["-"], &pdf) else {
        return;
    };
    assert!(info.contains("Commitment statement 7H3K-9QXM"), "{info}");
    let is_tagged = |line: &str| line.starts_with("Tagged:") && line.ends_with("yes");
    assert!(info.lines().any(is_tagged), "{info}");
    let structure = poppler("pdfinfo", &["-struct-text", "-"], &pdf).unwrap();
    for tag in ["H1", "H2", "TH", "LI"] {
        assert!(structure.contains(tag), "{tag}: {structure}");
    }
    let said = text(&pdf).unwrap();
    for words in [
        "Statement code: 7H3K-9QXM",
        "Rita Moss asks Helen Marsh to sign this for Northwind Mapping Limited.",
        "#panic(\"code\") *Gazetteer*",
        "1 answer. The PSN team decides about it.",
        "2. Report incidents.",
        "I have authority to make commitments for Northwind Mapping Limited.",
        "Job title",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("show as “?”"));
    assert!(!said.contains("Changes"));
}

#[test]
fn a_statement_says_when_letters_are_missing_and_runs_over_pages() {
    let mut facts = statement();
    facts.signatory = "Helen 漢".to_owned();
    facts.commitments = vec!["Keep records of everything. ".repeat(30); 20];
    facts.changes = vec![StatedChange {
        title: "Description".to_owned(),
        rows: vec![("Now".to_owned(), "مرحبا".to_owned())],
    }];
    let pdf = statement_pdf(&facts, OffsetDateTime::UNIX_EPOCH).unwrap();
    keep("statement-long", &pdf);
    let Some(said) = text(&pdf) else {
        return;
    };
    for words in [
        "Helen ?",
        "show as “?”",
        "Page 3 of",
        "The application with these changes",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}
