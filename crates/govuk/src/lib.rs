//! GOV.UK Frontend 6.6 as typed values.
//!
//! A component is a value that draws itself: `{{ component }}` in a template is enough, because every
//! component promises that it has escaped what it was given ([`askama::filters::HtmlSafe`]). No
//! template needs the filter that switches escaping off. Pages work without any script, so components
//! leave out the attributes that only GOV.UK's scripts read; `tests/fixtures.rs` names every
//! difference from GOV.UK's own HTML.
//!
//! Each component has one file here and one template of the same name in `templates/govuk/`.

mod action;
mod back_link;
mod brand;
mod button;
mod checkboxes;
mod choice;
mod content;
mod date_input;
mod details;
mod error_message;
mod error_summary;
mod field_parts;
mod fieldset;
mod file_upload;
mod footer;
mod form_state;
mod header;
mod hidden_input;
mod hint;
mod html;
mod hub_diagram;
mod identity_bar;
mod inset_text;
mod interruption_panel;
mod label;
mod layout;
mod legend;
mod notification_banner;
pub mod number;
mod pagination;
mod panel;
mod password_input;
mod phase_banner;
mod post_form;
mod prose;
mod question_list;
mod radios;
mod select;
mod service_navigation;
mod signed_in;
mod size;
mod skip_link;
mod summary_card;
mod summary_list;
mod table;
mod tag;
mod task_list;
mod text_input;
mod textarea;
mod timeline;
mod warning_text;

pub use action::Action;
pub use back_link::BackLink;
pub use brand::Brand;
pub use button::Button;
pub use checkboxes::Checkboxes;
pub use choice::Choice;
pub use content::Content;
pub use date_input::{DateInput, DatePart};
pub use details::Details;
pub use error_message::ErrorMessage;
pub use error_summary::ErrorSummary;
pub use fieldset::Fieldset;
pub use file_upload::FileUpload;
pub use footer::Footer;
pub use form_state::FormState;
pub use header::Header;
pub use hidden_input::HiddenInput;
pub use hint::Hint;
pub use html::Html;
pub use hub_diagram::HubDiagram;
pub use identity_bar::IdentityBar;
pub use inset_text::InsetText;
pub use interruption_panel::InterruptionPanel;
pub use label::Label;
pub use layout::{Assets, CSRF_FIELD, Layout};
pub use legend::Legend;
pub use notification_banner::NotificationBanner;
pub use pagination::Pagination;
pub use panel::Panel;
pub use password_input::PasswordInput;
pub use phase_banner::PhaseBanner;
pub use post_form::PostForm;
pub use prose::Prose;
pub use question_list::{QuestionLink, QuestionList};
pub use radios::Radios;
pub use select::Select;
pub use service_navigation::{NavigationItem, ServiceNavigation};
pub use signed_in::SignedIn;
pub use size::Size;
pub use skip_link::SkipLink;
pub use summary_card::SummaryCard;
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{Column, SortOrder, Table};
pub use tag::{Tag, TagColour};
pub use task_list::{Task, TaskList, TaskStatus};
pub use text_input::{TextInput, Width};
pub use textarea::Textarea;
pub use timeline::{Timeline, TimelineEvent};
pub use warning_text::WarningText;
