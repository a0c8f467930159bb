//! Organisations: setting one up, reading it, and its people.

mod activity;
mod change;
mod change_person;
mod correct;
mod details;
pub(crate) mod people;
mod read;
mod second_factor;
mod set_up;

pub use activity::{Activity, ENTRIES_PER_PAGE, activity};
pub use change::{ChangeError, Part, change, filled};
pub use change_person::{
    ChangePersonError, change_role, hand_over, remove_person, set_leaving_date,
};
pub(crate) use correct::{Corrected, corrected};
pub use correct::{Correction, RegistrationField};
pub use details::{Details, number_field, pages, register_title, registration_in_words};
pub use people::{
    Listed, PEOPLE_PER_PAGE, find_person, list_colleagues, list_contacts, list_people,
    signatory_on_record,
};
pub use read::{ReadError, Summary, find};
pub use second_factor::{RequireSecondFactorError, require_second_factor};
pub use set_up::{SetUpError, find_made, is_number_taken, set_up};

pub use questions::{Answers, Values};
