//! Documents that suppliers of the demonstration add: small files, made here.

use super::SeedError;
use super::data::GivenDocument;
use super::filling::{Application, Filling};
use domain::document::Description;
use domain::id::DocumentId;
use service::documents::Place;
use std::fmt::Write as _;
use time::{Date, Duration};

impl Filling<'_> {
    /// The editor adds the service's documents and says what they show.
    pub(super) async fn add_documents(
        &self,
        application: &Application<'_>,
    ) -> Result<(), SeedError> {
        let (app, reference) = (self.app, application.reference()?);
        let Some(blobs) = app.files.taking() else {
            return Ok(());
        };
        let actor = self.people.acting(application.supplier.editor).await?;
        let start = domain::when::uk_date(self.calendar.now());
        for given in &application.service.documents {
            let (id, of) = (DocumentId::new(), &given.file);
            let mut file = blobs
                .begin(id)
                .await
                .map_err(SeedError::step("keep a file", of))?;
            file.write(&bytes(given))
                .await
                .map_err(SeedError::step("keep a file", of))?;
            let arrived = (id, file, given.file.as_str());
            service::documents::accept(
                &app.store,
                &actor,
                &app.files,
                reference,
                &Place::New,
                arrived,
            )
            .await
            .map_err(SeedError::step("add a document", of))?;
            let said = description(given, start);
            service::documents::describe(&app.store, &actor, reference, (id, 1), &said)
                .await
                .map_err(SeedError::step("describe a document", of))?;
        }
        Ok(())
    }
}

fn description(given: &GivenDocument, start: Date) -> Description {
    let day = |days: i64| start.saturating_add(Duration::days(days));
    Description {
        title: given.title.clone(),
        shows: given.shows.clone(),
        questions: given.questions.clone(),
        issuer: given.issuer.clone(),
        effective_on: Some(day(given.effective)),
        expires_on: given.expires.map(day),
    }
}

/// The file: a table as it is, everything else as a page of text.
fn bytes(given: &GivenDocument) -> Vec<u8> {
    let is_table = given
        .file
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "csv");
    if is_table {
        return given.lines.join("\n").into_bytes();
    }
    pdf(&given.lines).into_bytes()
}

/// A PDF of one page with these lines.
fn pdf(lines: &[String]) -> String {
    let mut text = "BT /F1 11 Tf 14 TL 60 780 Td".to_owned();
    for line in lines {
        let line = line.replace(['(', ')', '\\'], " ");
        // Writing to a string does not fail.
        let _infallible = write!(text, " ({line}) Tj T*");
    }
    text.push_str(" ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = String::new();
    for (number, object) in (1..).zip(&objects) {
        let _infallible = writeln!(places, "{:010} 00000 n ", file.len());
        let _infallible = writeln!(file, "{number} 0 obj\n{object}\nendobj");
    }
    let (at, size) = (file.len(), objects.len() + 1);
    format!(
        "{file}xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    )
}
