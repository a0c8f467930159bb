//! A commitment statement to sign in ink as an accessible PDF, in the ways of the certificate's: PDF/UA-1
//! and PDF/A-2a, tagged, its words data and never Typst code.

use super::PdfError;
use super::legible::Legible;
use crate::typesetting::{self, About, DocumentWorld, Template};
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::LazyLock;
use time::OffsetDateTime;
use typst_pdf::PdfStandard;

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let text = include_str!("../../../../templates/certificates/commitment_statement.typ");
    Template::new("commitment_statement.typ", text)
});

/// A change as the statement shows it.
#[derive(Debug, Clone, Serialize)]
pub struct StatedChange {
    /// What changed.
    pub title: String,
    /// Where it stands, what it was and what it is.
    pub rows: Vec<(String, String)>,
}

/// What a statement says, every text ready to print. Pairs are a name and what is said of it; lines are
/// kept.
#[derive(Debug, Clone, Serialize)]
pub struct StatementFacts {
    /// The code of this version.
    pub code: String,
    /// The application's reference.
    pub reference: String,
    /// The supplier.
    pub organisation: String,
    /// Who asks.
    pub asker: String,
    /// Who signs.
    pub signatory: String,
    /// When it was made, in words.
    pub made_at: String,
    /// To confirm changes, these.
    pub changes: Vec<StatedChange>,
    /// What the application is.
    pub facts: Vec<(String, String)>,
    /// The certificate that is renewed.
    pub renews: Option<String>,
    /// In a renewal, how many answers stand how to last year's.
    pub since: Vec<(String, String)>,
    /// In a renewal, the answers that changed, by title.
    pub changed_since: Vec<String>,
    /// In a renewal, the answers that are gone, by title.
    pub gone: Vec<String>,
    /// What will be published.
    pub published: Vec<(String, String)>,
    /// Answers that may not meet the standard, and why.
    pub below: Vec<(String, String)>,
    /// Answers that need an explanation, and why.
    pub explained: Vec<(String, String)>,
    /// Answers that are not assured as expected, and how they are.
    pub unassured: Vec<(String, String)>,
    /// What may not fit together.
    pub fits: Vec<String>,
    /// Other things to look at.
    pub others: Vec<String>,
    /// The version of the rules.
    pub rules_version: String,
    /// The version of the rules for each question.
    pub baseline_version: String,
    /// The day of the list of countries, in words.
    pub lists_on: String,
    /// The commitments.
    pub commitments: Vec<String>,
    /// Whether they are derived from the guidance.
    pub are_derived: bool,
    /// Their version.
    pub version: String,
    /// The fingerprint of what is signed.
    pub fingerprint: String,
}

/// The PDF of a statement that was made at this moment. The same facts give the same bytes. Takes up to a
/// second in a development build: not for an async thread.
///
/// # Errors
/// [`PdfError::Typesetting`] when it can't be set or exported.
pub fn statement_pdf(facts: &StatementFacts, made_at: OffsetDateTime) -> Result<Vec<u8>, PdfError> {
    let result = typeset(facts, made_at, Legible::Fonts)
        // As with certificates: scripts that the standards refuse are replaced.
        .or_else(|_| typeset(facts, made_at, Legible::Latin));
    typesetting::forget_older();
    result
}

fn typeset(
    facts: &StatementFacts,
    made_at: OffsetDateTime,
    legible: Legible,
) -> Result<Vec<u8>, PdfError> {
    let unset = |error: serde_json::Error| PdfError::Typesetting(error.to_string());
    let mut data = serde_json::to_value(facts).map_err(unset)?;
    let mut has_replacements = false;
    clean(&mut data, legible, &mut has_replacements);
    data["has_replacements"] = json!(has_replacements);
    let data = serde_json::to_vec(&data).map_err(unset)?;
    let about = About {
        ident: &facts.code,
        at: Some(made_at),
        standards: &[PdfStandard::A_2a, PdfStandard::Ua_1],
    };
    typesetting::set(
        &DocumentWorld::new(&TEMPLATE, [("data.json", data)]),
        &about,
    )
    .map_err(PdfError::Typesetting)
}

/// Makes every text printable, line by line.
fn clean(value: &mut Value, legible: Legible, has_replacements: &mut bool) {
    match value {
        Value::String(text) => {
            let lines = text.lines().map(|line| {
                let (line, is_replaced) = legible.print(line);
                *has_replacements |= is_replaced;
                line
            });
            let lines: Vec<String> = lines.collect();
            *text = lines.join("\n");
        }
        Value::Array(values) => {
            for value in values {
                clean(value, legible, has_replacements);
            }
        }
        Value::Object(members) => {
            for value in members.values_mut() {
                clean(value, legible, has_replacements);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
