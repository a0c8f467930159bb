//! What axum alone can do: a page of two words, and one drawn by askama that is as long as a page
//! of the service. Each runs in a process of its own, so that its CPU time is counted apart.

use crate::Result;
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::net::SocketAddr;
use tokio::net::TcpListener;

#[derive(Template)]
#[template(path = "page.html")]
struct CeilingPage {
    title: &'static str,
    fields: Vec<Field>,
}

/// A field of the page: texts that have to be escaped, as those of people have.
struct Field {
    name: String,
    label: String,
    hint: String,
    value: String,
}

fn page(fields: usize) -> CeilingPage {
    let field = |number| Field {
        name: format!("field-{number}"),
        label: format!("What is the name of \"service\" {number}, & who uses it?"),
        hint: "As your customers know it, such as 'Street works gazetteer'".to_owned(),
        value: format!("Gazetteer {number} <street & place>"),
    };
    CeilingPage {
        title: "A page without a database",
        fields: (0..fields).map(field).collect(),
    }
}

/// How many fields make a page of about this many bytes.
fn fields_for(bytes: usize) -> Result<usize> {
    let (none, hundred) = (page(0).render()?.len(), page(100).render()?.len());
    let one = (hundred - none) / 100;
    Ok((bytes.saturating_sub(none) + one / 2) / one)
}

/// Serves both pages on this address until the process is ended: `/hello` and `/page`.
pub async fn serve(address: SocketAddr, bytes: usize) -> Result<()> {
    let fields = fields_for(bytes)?;
    let draw = move || async move { drawn(fields) };
    let router = Router::new()
        .route("/hello", get(|| async { "hello, world" }))
        .route("/page", get(draw));
    axum::serve(TcpListener::bind(address).await?, router).await?;
    Ok(())
}

fn drawn(fields: usize) -> Response {
    match page(fields).render() {
        Ok(text) => Html(text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_about_as_long_as_asked() {
        for bytes in [6_000, 13_000, 40_000] {
            let length = page(fields_for(bytes).unwrap()).render().unwrap().len();
            assert!(length.abs_diff(bytes) < 400, "{length} for {bytes}");
        }
    }
}
