//! What the owner of the infrastructure covers of a question and what remains with the service,
//! shown beside the question.

use askama::Template;
use askama::filters::HtmlSafe;
use domain::when;
use govuk::InsetText;
use std::fmt;
use store::responsibilities::Responsibility;

/// It, as a part of a page.
#[derive(Template)]
#[template(path = "_residual.html")]
pub struct Residual {
    infrastructure: String,
    covers: Option<InsetText>,
    remains: InsetText,
    published: String,
}

impl From<Responsibility> for Residual {
    fn from(published: Responsibility) -> Self {
        Self {
            covers: (!published.covers.is_empty()).then(|| InsetText::new(&published.covers)),
            remains: InsetText::new(&published.remains),
            published: format!(
                "{}, {}",
                published.owner_name,
                when::date(when::uk_date(published.published_at))
            ),
            infrastructure: published.infrastructure_name,
        }
    }
}

impl fmt::Debug for Residual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Residual").finish_non_exhaustive()
    }
}

impl HtmlSafe for Residual {}
