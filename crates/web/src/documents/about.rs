//! The question or the item of a list that a document is added for, in the address: `?about=5a`,
//! `?about=additional-infrastructure/2`.

use serde::Deserialize;
use service::documents::Place;

/// What the address says.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct About {
    about: String,
}

impl About {
    /// What a file becomes there; whether there is such a question or item is for the service to say.
    pub fn place(self) -> Place {
        if self.about.is_empty() {
            Place::New
        } else {
            Place::About(self.about)
        }
    }
}

/// The same for an address; empty when nothing is said. Questions and items have nothing in their
/// names that an address has to write otherwise.
pub fn query(place: &Place) -> String {
    match place {
        Place::About(item) => format!("?about={item}"),
        Place::New | Place::NewerThan(_) => String::new(),
    }
}
