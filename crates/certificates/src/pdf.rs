//! The certificate as an accessible PDF: PDF/UA-1 for assistive technology and
//! PDF/A-2a for the archive, tagged, one page for texts of usual length.
//!
//! The words of applicants reach the template as data (the template reads
//! `data.json`), so none of them is ever Typst code.

mod legible;
mod statement;

use std::sync::LazyLock;

use domain::when;
use qrcode::{EcLevel, QrCode, render::svg};
use serde::Serialize;
use typst_pdf::PdfStandard;

use crate::typesetting::{self, About, DocumentWorld, Template};
use crate::{CertificateFacts, signed};
use legible::Legible;

pub use statement::{StatedChange, StatementFacts, statement_pdf};

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let text = include_str!("../../../templates/certificates/service_provision.typ");
    Template::new("service_provision.typ", text)
});

/// Why there is no PDF.
#[derive(thiserror::Error, Debug)]
pub enum PdfError {
    /// The signed file is not one of this certificate.
    #[error("the signed file is not one of this certificate")]
    Signed,
    /// The address for checking does not fit into a QR code.
    #[error("the address for checking does not fit into a QR code")]
    VerifyUrl,
    /// The text is longer than any of ours is.
    #[error("the text has {characters} characters, which is too long")]
    TooLong {
        /// How many it has.
        characters: usize,
    },
    /// The template can't be set or exported.
    #[error("the text can't be set: {0}")]
    Typesetting(String),
}

/// What the template gets: every text ready to print.
#[derive(Serialize)]
struct Data {
    number: String,
    service_code: String,
    service_name: String,
    description: String,
    organisation: String,
    infrastructure_name: String,
    infrastructure_certificate: String,
    valid_from: String,
    valid_to: String,
    issued_on: String,
    question_set: String,
    legal_jurisdiction: String,
    management_model: String,
    commitments_version: String,
    snapshot_sha256: String,
    verify_url: String,
    kid: String,
    signature: String,
    has_replacements: bool,
}

/// The PDF of a certificate and its signed file (of [`crate::sign`]). The same
/// facts give the same bytes. Takes tens of milliseconds in a release build, up
/// to a second in a development build: not for an async thread.
pub fn pdf(facts: &CertificateFacts, signed: &str) -> Result<Vec<u8>, PdfError> {
    let printed = signed::printed_signature(signed, facts).ok_or(PdfError::Signed)?;
    let qr = qr_svg(&facts.verify_url)?;
    let result = typeset(facts, &printed, &qr, Legible::Fonts)
        // Scripts whose shaped letters can't be mapped back to text are refused
        // by the standards; a certificate without them is better than none.
        .or_else(|_| typeset(facts, &printed, &qr, Legible::Latin));
    typesetting::forget_older();
    result
}

fn typeset(
    facts: &CertificateFacts,
    printed: &(String, String),
    qr: &str,
    legible: Legible,
) -> Result<Vec<u8>, PdfError> {
    let data = serde_json::to_vec(&data(facts, printed, legible))
        .map_err(|error| PdfError::Typesetting(error.to_string()))?;
    let files = [("data.json", data), ("qr.svg", qr.as_bytes().to_vec())];
    let about = About {
        ident: &facts.number,
        at: Some(facts.issued_at),
        standards: &[PdfStandard::A_2a, PdfStandard::Ua_1],
    };
    typesetting::set(&DocumentWorld::new(&TEMPLATE, files), &about).map_err(PdfError::Typesetting)
}

fn data(facts: &CertificateFacts, (kid, signature): &(String, String), legible: Legible) -> Data {
    let mut has_replacements = false;
    let mut clean = |text: &str| {
        let (text, is_replaced) = legible.print(text);
        has_replacements |= is_replaced;
        text
    };
    Data {
        number: clean(&facts.number),
        service_code: clean(&facts.service_code),
        service_name: clean(&facts.service_name),
        description: clean(&facts.description),
        organisation: clean(&facts.organisation),
        infrastructure_name: clean(&facts.infrastructure_name),
        infrastructure_certificate: clean(&facts.infrastructure_certificate),
        valid_from: when::date(facts.valid_from),
        valid_to: when::date(facts.valid_to),
        issued_on: when::date(when::uk_date(facts.issued_at)),
        question_set: clean(&facts.question_set),
        legal_jurisdiction: clean(&facts.legal_jurisdiction),
        management_model: clean(&facts.management_model),
        commitments_version: clean(&facts.commitments_version),
        snapshot_sha256: clean(&facts.snapshot_sha256),
        verify_url: facts.verify_url.clone(),
        kid: kid.clone(),
        signature: clean(signature),
        has_replacements,
    }
}

/// The QR code as SVG, dark on white with its quiet zone, 15% of it repairable.
fn qr_svg(url: &str) -> Result<String, PdfError> {
    let is_plain = url.bytes().all(|byte| byte.is_ascii_graphic());
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if !is_plain || !is_web || url.len() > 300 {
        return Err(PdfError::VerifyUrl);
    }
    let code =
        QrCode::with_error_correction_level(url, EcLevel::M).map_err(|_| PdfError::VerifyUrl)?;
    Ok(code
        .render::<svg::Color<'_>>()
        .module_dimensions(8, 8)
        .quiet_zone(true)
        .build())
}

#[cfg(test)]
mod tests;
