//! What happens between a supplier, its owner and signatory, the PSN team and the public, with a
//! case's file beside the form.

mod answering;
mod case;
mod certificate;
mod links;
mod review;
mod supplier;

pub use case::Choices;

use case::Case;
use domain::when::uk_date;
use tests::TestApp;

/// The passwords of a supplier's people: nobody may have another one's.
const PASSWORDS: [(&str, &str); 2] = [
    ("/point_of_contact", "otter-velvet-gravy-tulip-47"),
    ("/colleagues/0", "lantern-pebble-sonnet-orchid-93"),
];

/// The service, and what happens with it.
pub struct Story {
    /// The service under test.
    pub app: TestApp,
    /// The case.
    pub case: Case,
}

impl Story {
    /// Before anything has happened; `chosen` is said where the case leaves open what a page asks.
    pub async fn begin(file: &str, chosen: Choices) -> Self {
        let app = TestApp::start().await;
        let today = uk_date(app.app.clock.now());
        Self {
            app,
            case: Case::read(file, chosen, today),
        }
    }

    /// An address of the case.
    pub fn email(&self, person: &str) -> &str {
        self.case.text(&format!("{person}/email"))
    }
}
