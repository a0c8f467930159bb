//! Where a certificate's number is typed.

use super::reader::Reader;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::Query;
use axum::http::HeaderMap;
use certificates::like_number;
use govuk::{Button, FormState, Layout, TextInput, Width};
use serde::Deserialize;

/// The most characters of a number that are kept.
const TYPED_MAX: usize = 60;

#[derive(Template)]
#[template(path = "register/verify.html")]
struct VerifyPage {
    layout: Layout,
    number: TextInput,
    button: Button,
}

#[derive(Deserialize)]
pub struct Asked {
    number: Option<String>,
}

/// The form; with a number, the way to what is known of it.
pub async fn show(
    person: Option<SignedIn>,
    furniture: Furniture,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Reply {
    let reader = Reader::of(person);
    let layout = reader.layout(&furniture);
    let Some(typed) = asked.number else {
        return reader.answer(&headers, &page(layout, &FormState::new()));
    };
    let typed: String = typed.trim().chars().take(TYPED_MAX).collect();
    // Also with a wrong check character: its page says that we issued no such certificate.
    if let Some(number) = like_number(&typed) {
        return reply::see_other(&format!("/verify/{number}"));
    }
    let mut form = FormState::keeping([("number", typed.clone())]);
    if typed.is_empty() {
        form.error("number", "Enter a certificate number");
    } else {
        form.error(
            "number",
            "Enter a certificate number in the correct format, like PSNS-2026-0042-7",
        );
    }
    reply::unprocessable(&page(layout, &form))
}

fn page(layout: Layout, form: &FormState) -> VerifyPage {
    VerifyPage {
        layout: layout.title("Check a certificate").errors_of(form),
        number: TextInput::new("number", "Certificate number")
            .hint("For example, PSNS-2026-0042-7. It is on the certificate, beside the QR code")
            .width(Width::Twenty)
            .letter_spacing()
            .autocomplete("off")
            .spellcheck(false)
            .filled_from(form),
        button: Button::primary("Check the certificate"),
    }
}
