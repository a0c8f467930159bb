//! What people do, on which pages, in random order.

use super::beside::Beside;
use super::{PAGES, PEOPLE, STEPS};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

/// What somebody does on a page.
#[derive(Debug, Clone, Copy)]
pub enum Do {
    /// Opens it.
    Open,
    /// Types something new into the page that is open, and saves it.
    Save,
    /// Sends more than any field takes, which shows the page again.
    SaveTooMuch,
    /// Sends the last form once more.
    Again,
    /// Chooses on the page that shows both answers.
    Choose(&'static str),
    /// Saves at the same moment as the next person.
    Race,
    /// Loses the session.
    LoseSession,
    /// Begins or goes on with something beside the pages.
    Beside(Beside),
    /// Changes an answer that decides what is asked.
    Gate,
}

/// Who does what on which page.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub who: usize,
    pub page: usize,
    pub what: Do,
    /// Whether what was kept is restored at once.
    pub restores: bool,
}

/// Conversations.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let what = prop_oneof![
        2 => Just(Do::Open),
        6 => Just(Do::Save),
        2 => Just(Do::SaveTooMuch),
        2 => Just(Do::Again),
        3 => prop_oneof![Just("theirs"), Just("mine"), Just("both"), Just("another")].prop_map(Do::Choose),
        2 => Just(Do::Race),
        1 => Just(Do::LoseSession),
        2 => Just(Do::Beside(Beside::Remove)),
        3 => Just(Do::Beside(Beside::Import)),
        2 => Just(Do::Beside(Beside::Reconfirm)),
        2 => Just(Do::Gate),
    ];
    let step = (0..PEOPLE, 0..PAGES, what, any::<bool>());
    let step = step.prop_map(|(who, page, what, restores)| Step {
        who,
        page,
        what,
        restores,
    });
    vec(step, 8..=STEPS)
}

/// What is sent beside the text.
pub type Others = &'static [(&'static str, &'static str)];
pub type Place = (&'static str, &'static str, Others, &'static str);

/// The pages: the tail of the address, the field for the text, what else is sent, the button.
pub const PLACES: [Place; PAGES] = [
    (
        "security/4a",
        "explanation",
        &[("answer", "yes")],
        "Save and continue",
    ),
    (
        "description-for-assessors",
        "how_it_works",
        &[],
        "Save and come back later",
    ),
    (
        "connections/1",
        "name",
        &[("kind", "internet")],
        "Save and come back later",
    ),
    (
        "security/3a/hybrid",
        "public_part",
        &[],
        "Save and come back later",
    ),
    // A colleague may change which country is asked about.
    (
        "security/2a/conditions",
        "how_us",
        &[],
        "Save and come back later",
    ),
];
