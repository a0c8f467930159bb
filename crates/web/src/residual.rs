//! What the owner of the infrastructure covers of a question and what remains with the service,
//! shown beside the question.

use askama::Template;
use askama::filters::HtmlSafe;
use domain::when;
use govuk::{InsetText, SummaryCard, SummaryList, SummaryRow};
use questions::QuestionSet;
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

/// Everything that an owner publishes, a card for each question in the order of the set.
pub fn cards(set: &QuestionSet, published: &[Responsibility]) -> Vec<SummaryCard> {
    let card = |question: &questions::Question| {
        let found = published.iter().find(|one| one.subject == question.id)?;
        let covers = if found.covers.is_empty() {
            "Nothing said"
        } else {
            &found.covers
        };
        let list = SummaryList::new().rows([
            SummaryRow::new("Covered by the infrastructure", covers),
            SummaryRow::new("Remains with the service", &found.remains),
        ]);
        let title = format!("{} {}", question.id, question.title);
        Some(SummaryCard::new(title, list).heading_level(3))
    };
    set.questions().filter_map(card).collect()
}

impl fmt::Debug for Residual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Residual").finish_non_exhaustive()
    }
}

impl HtmlSafe for Residual {}
