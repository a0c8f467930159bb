//! Organisations: setting one up, reading it, and its people.

mod details;
mod people;
mod read;
mod set_up;

pub use details::{Details, number_field, pages, register_title};
pub use people::{
    ChangePersonError, PEOPLE_PER_PAGE, change_role, find_person, list_people, remove_person,
};
pub use read::{ReadError, Summary, find};
pub use set_up::{SetUpError, find_made, is_number_taken, set_up};

pub use questions::{Answers, Values};
