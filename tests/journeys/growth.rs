//! What pages cost when there is much: statements, pages of the database that are looked at, and the
//! shape of the plans, with 100,000 applications there. None of it depends on the machine's clock. `tests/golden/page-costs.txt` holds what pages cost today.

mod costs;
mod least;
mod made_up;
mod public;
mod sent;

use costs::Costs;
use made_up::MadeUp;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tests::Plan;

/// A word that no made-up name has.
const WORD: &str = "quokka";

/// How many rows a plan may sort, or read and leave out: those of a page of a list, twice.
const ROWS_MAX: f64 = 120.0;

#[tokio::test]
async fn no_page_gets_slower_with_what_is_there() {
    let made_up = MadeUp::start().await;
    let mut complaints = String::new();
    let mut costs = BTreeMap::new();
    let mut look = |name: &str, rows_max: Option<f64>, (cost, plans): (Costs, Vec<Plan>)| {
        costs.insert(name.to_owned(), cost);
        for plan in &plans {
            for what in plan.complaints(&made_up.growing, rows_max.unwrap_or(ROWS_MAX)) {
                writeln!(complaints, "{name}: {what}: {}", plan.statement).unwrap();
            }
        }
    };
    for case in made_up.cases().await {
        look(case.name, case.rows_max, made_up.opened(&case).await);
    }
    for (name, cost, plans) in made_up.sent().await {
        look(name, None, (cost, plans));
    }
    assert!(complaints.is_empty(), "\n{complaints}");
    Costs::expect(&costs);
    // So many have this word that they are not all put in order, which the page says.
    made_up.given_a_word(WORD).await;
    let page = made_up.visited(&format!("/register?q={WORD}")).await;
    page.expect_text("we did not look at all of them")
        .expect_text("Add a word, or a longer one")
        .expect_text(WORD);
    let page = made_up.visited("/register?q=library").await;
    page.expect_no_text("we did not look at all of them");
}
