//! A QR code as a drawing inside the page: no image to load, nothing for another site to see.

use crate::PageError;
use askama::{Template, filters::HtmlSafe};
use qrcode::{Color, EcLevel};
use std::fmt::Write as _;

/// Empty squares around the code, which readers need.
const MARGIN: usize = 4;

/// A QR code.
#[derive(Template)]
#[template(path = "factors/_qr_code.html")]
pub struct QrCode {
    /// How many squares it is wide, margins included.
    width: usize,
    /// The dark squares, as an outline.
    outline: String,
    label: &'static str,
}

impl QrCode {
    /// The QR code of a text; `label` says what it is to people who can't see it.
    pub fn new(text: &str, label: &'static str) -> Result<Self, PageError> {
        let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(PageError::internal)?;
        let width = code.width();
        let mut outline = String::new();
        for (at, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (at % width + MARGIN, at / width + MARGIN);
                let _ = write!(outline, "M{x} {y}h1v1h-1z");
            }
        }
        Ok(Self {
            width: width + 2 * MARGIN,
            outline,
            label,
        })
    }
}

impl HtmlSafe for QrCode {}
