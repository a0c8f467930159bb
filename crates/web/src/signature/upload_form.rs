//! What is typed from the signed page.

use super::signatory::words;
use crate::documents::FILE;
use crate::forms::Posted;
use crate::team::date_field::DateField;
use domain::ink::StatementCode;
use domain::text::{JobTitle, PersonName};
use govuk::{Button, DateInput, FileUpload, FormState, TextInput};
use service::signature_requests::ink::Paper;

pub const CODE: &str = "statement_code";
pub const SIGNED_ON: &str = "signed_on";
const NAME: &str = "name";
const JOB_TITLE: &str = "job_title";
/// Every field but the token and the file, in the order of the page.
pub const TEXTS: [&str; 6] = [
    CODE,
    "signed_on-day",
    "signed_on-month",
    "signed_on-year",
    NAME,
    JOB_TITLE,
];

/// The form as the page draws it.
pub struct UploadForm {
    pub action: String,
    pub code: TextInput,
    pub signed_on: DateInput,
    pub name: TextInput,
    pub job_title: TextInput,
    pub file: FileUpload,
    pub button: Button,
}

impl UploadForm {
    /// The form with these values.
    pub fn new(action: String, form: &FormState) -> Self {
        let text = |name: &'static str, label: &str| {
            TextInput::new(name, label)
                .autocomplete("off")
                .filled_from(form)
        };
        Self {
            action,
            code: text(CODE, "Statement code")
                .hint("The 8 letters and numbers on page 1, like 7H3K-9QXM")
                .spellcheck(false),
            signed_on: DateInput::new(SIGNED_ON, "When was it signed?")
                .hint("The date on the signed page. For example, 27 3 2027")
                .filled_from(form),
            name: text(NAME, "Full name of who signed").spellcheck(false),
            job_title: text(JOB_TITLE, "Job title of who signed"),
            file: FileUpload::new(FILE, "Choose the file of the signed page")
                .hint(
                    "PDF, JPG or PNG, smaller than 20MB, without a password. A clear photo will do",
                )
                .accept(".pdf,.jpg,.jpeg,.png")
                .filled_from(form),
            button: Button::primary("Upload the signed page"),
        }
    }
}

/// What was typed.
pub struct Typed {
    code: String,
    signed_on: DateField,
    name: String,
    job_title: String,
}

impl Typed {
    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        Self {
            code: posted.take(CODE),
            signed_on: DateField::take(posted, SIGNED_ON),
            name: posted.take(NAME),
            job_title: posted.take(JOB_TITLE),
        }
    }

    /// The form with what is wrong, and what it says when nothing is.
    pub fn parse(&self) -> (FormState, Option<Paper>) {
        let mut form = FormState::keeping([
            (CODE, &self.code),
            (NAME, &self.name),
            (JOB_TITLE, &self.job_title),
        ]);
        self.signed_on.keep(&mut form);
        let code = StatementCode::parse(&self.code);
        if code.is_none() {
            form.error(
                CODE,
                match self.code.trim() {
                    "" => "Enter the statement code",
                    _ => "Statement code must match the one printed on page 1",
                },
            );
        }
        let missing = "Enter the date of the signature";
        let subject = "The date of the signature";
        let signed_on = self.signed_on.parse(&mut form, missing, subject);
        let name = PersonName::parse(&self.name);
        let name = form.take(NAME, name, |error| words(error, "a full name"));
        let job_title = JobTitle::parse(&self.job_title);
        let job_title = form.take(JOB_TITLE, job_title, |error| words(error, "a job title"));
        let paper = match (code, signed_on, name, job_title) {
            (Some(code), Some(signed_on), Some(name), Some(job_title)) => Some(Paper {
                code,
                signed_on,
                name: name.into_string(),
                job_title: job_title.into_string(),
            }),
            _ => None,
        };
        (form, paper)
    }
}
