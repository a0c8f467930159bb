//! Question sets: what is asked, how answers are checked, and how they compare with a standard.
//!
//! One engine draws every page from the shape of its answer; everything about a scheme is data
//! in `sets/<set>/<version>/`. No code here knows a scheme by name. Published sets are frozen by
//! hash in `sets.lock`. The rules that compare answers have versions of their own in `rules/`.
//!
//! A page goes through four steps: [`QuestionSet::page_by_path`] finds it, [`Page::as_asked`]
//! leaves out what other answers make superfluous, [`Page::check`] reads what was submitted, and
//! [`QuestionSet::next_page`] says where to go. [`QuestionSet::baselines`] and
//! [`QuestionSet::cross_checks`] judge the answers; they never block.
//! [`QuestionSet::crosswalks`] say how far they go for other policies.
#![warn(missing_docs)]

mod answers;
mod assurance;
mod baseline;
mod check;
mod condition;
mod copy;
mod cross_check;
mod crosswalk;
mod describe;
mod difference;
mod drawing;
mod embedded;
mod evidence;
mod export;
mod facts;
mod fields;
mod flow;
mod identifiers;
mod kind;
mod known;
mod left_out;
mod load;
mod page;
mod phrase;
mod question;
mod reference;
mod renewal;
mod rule_book;
mod set;
mod source;
mod suggestion;
mod text;

#[cfg(test)]
extern crate self as questions;
#[cfg(test)]
mod mutations;
#[cfg(test)]
#[path = "../tests/support/northwind.rs"]
mod northwind;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;

pub use answers::{AnswerKey, Answers, Values, first_of};
pub use assurance::{AssuranceGap, AssuranceHelp, AssuranceMethod};
pub use check::{Checked, FieldError};
pub use condition::{Condition, Context, CountryTest, Test};
pub use copy::{FormRow, Found, FoundPage, HEADINGS, NotRecognised, Unused, Why};
pub use cross_check::{CrossCheck, CrossCheckRule, told_together};
pub use crosswalk::{Compared, Coverage, Crosswalk, Requirement, RequirementGroup};
pub use describe::{Described, NOT_ANSWERED, in_words};
pub use difference::Difference;
pub use drawing::{Drawing, End};
pub use embedded::{current, find, find_pinned, sets, versions};
pub use evidence::EvidenceItem;
pub use facts::{Beside, FactPlace, Facts, PUBLISHED, Place};
pub use fields::Fields;
pub use identifiers::{
    charity_number, company_number, is_email, is_phone, is_usual_company_number, uk_postcode,
};
pub use known::Known;
pub use left_out::Dependent;
pub use load::LoadError;
pub use page::{Assures, Choice, ConditionalText, DateRule, Field, FieldKind, Page};
pub use question::{Baseline, Days, Detail, Outcome, Passage, Principle, Question, Rule};
pub use reference::{Country, Reference, Standing, all_countries, country};
pub use renewal::{RenewalRule, Reworded, all_renewal_rules};
pub use rule_book::{RuleBook, RulesInForce, all_rule_books};
pub use set::{
    Commitment, Commitments, Group, ListShape, QuestionSet, SpecialTask, Task, TaskKind, TaskState,
};
pub use source::{Cite, OtherPassage, OtherPassages, Quoted};
pub use suggestion::{Suggestion, suggestion};
pub use text::{Shape, as_sentence, in_sentence};
