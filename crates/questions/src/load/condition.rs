//! From a condition as written to one that can be evaluated.

use std::collections::BTreeMap;

use crate::{
    condition::{Condition, Test},
    load::{LoadError, each_condition::CODE, raw::RawCondition},
    reference::{Country, conditional_entries},
};

/// What a condition may leave out or refer to.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// File, for errors.
    pub file: &'a str,
    /// Page meant where a condition names none.
    pub page: &'a str,
    /// Guidance that an answer could be copied from.
    pub guidance: &'a [String],
    /// Conditions of the cross-checks by id.
    pub cross_checks: &'a BTreeMap<String, Vec<Condition>>,
    /// Lists by name.
    pub lists: &'a BTreeMap<String, Vec<String>>,
}

impl RawCondition {
    /// True for a condition that always holds.
    pub(super) fn is_always(&self) -> bool {
        self.all.is_none()
            && self.any.is_none()
            && self.not.is_none()
            && self.any_item.is_none()
            && self.cross_check.is_none()
            && self.field.is_none()
            && self.known.is_none()
            && self.same_as_earlier.is_none()
    }

    pub(super) fn build(self, scope: Scope<'_>) -> Result<Condition, LoadError> {
        let many = |parts: Vec<Self>| {
            parts
                .into_iter()
                .map(|part| part.build(scope))
                .collect::<Result<Vec<_>, _>>()
        };
        if let Some(parts) = self.all {
            Ok(Condition::All(many(parts)?))
        } else if let Some(parts) = self.any {
            Ok(Condition::Any(many(parts)?))
        } else if let Some(part) = self.not {
            Ok(Condition::Not(Box::new(part.build(scope)?)))
        } else if let Some(page) = self.any_item {
            let when = self
                .when
                .ok_or_else(|| wrong(scope, "any_item needs `when`"))?;
            let when = Box::new(when.build(Scope {
                page: &page,
                ..scope
            })?);
            Ok(Condition::AnyItem { page, when })
        } else if let Some(id) = self.cross_check {
            let parts = scope.cross_checks.get(&id).cloned();
            parts
                .map(Condition::Any)
                .ok_or_else(|| wrong(scope, &format!("no cross-check {id}")))
        } else if let Some(fields) = self.same_as_earlier {
            let at_least = self.pages_at_least;
            let at_least =
                at_least.ok_or_else(|| wrong(scope, "same_as_earlier needs `pages_at_least`"))?;
            Ok(Condition::SameAsEarlier { fields, at_least })
        } else if let Some(name) = self.known.clone() {
            Ok(Condition::Known {
                test: self.test(scope, &name)?,
                name,
            })
        } else if let Some(field) = self.field.clone() {
            let page = self.page.clone().unwrap_or_else(|| scope.page.to_owned());
            if self.as_earlier == Some(true) {
                return Ok(Condition::AsEarlier { page, field });
            }
            let test = self.test(scope, &field)?;
            Ok(if field.contains(CODE) {
                of_each_condition(&page, &field, &test)
            } else {
                Condition::Field { page, field, test }
            })
        } else {
            Err(wrong(scope, "a condition needs a field or a combinator"))
        }
    }

    fn test(self, scope: Scope<'_>, field: &str) -> Result<Test, LoadError> {
        let list = |name: &Option<String>| {
            let name = name.as_ref()?;
            let list = scope.lists.get(name).cloned();
            Some(list.ok_or_else(|| wrong(scope, &format!("there is no list {name}"))))
        };
        let domains = list(&self.email_domain_among).transpose()?;
        let ends = list(&self.host_name_ending_among).transpose()?;
        let mut tests = [
            self.answered.map(Test::Answered),
            self.equals.map(|value| Test::AnyOf(vec![value])),
            self.any_of.map(Test::AnyOf),
            self.all_of.map(Test::AllOf),
            self.none_of.map(Test::NoneOf),
            self.less_than.map(Test::LessThan),
            self.more_than.map(Test::MoreThan),
            self.at_least.map(Test::AtLeast),
            self.contains_words.map(Test::ContainsWords),
            self.countries.map(Test::Countries),
            self.older_than_months.map(Test::OlderThanMonths),
            self.within_months.map(Test::WithinMonths),
            self.before.map(Test::Before),
            self.among.map(Test::Among),
            self.looks_like.map(Test::LooksLike),
            domains.map(Test::EmailDomainIn),
            ends.map(Test::HostNameEndingIn),
            self.email_domain_in.map(Test::EmailDomainIn),
            self.copied_from_guidance
                .map(|_| Test::CopiedFrom(scope.guidance.to_vec())),
        ]
        .into_iter()
        .flatten();
        match (tests.next(), tests.next()) {
            (Some(test), None) => Ok(test),
            _ => Err(wrong(
                scope,
                &format!("the condition on {field} needs exactly one test"),
            )),
        }
    }
}

/// That the field of one of the conditions in force passes the test.
fn of_each_condition(page: &str, field: &str, test: &Test) -> Condition {
    let of = |(code, entry): (String, &'static Country)| {
        let field = Condition::Field {
            page: page.to_owned(),
            field: field.replace(CODE, &code),
            test: test.clone(),
        };
        Condition::All(vec![Condition::InForce(entry), field])
    };
    Condition::Any(conditional_entries().map(of).collect())
}

fn wrong(scope: Scope<'_>, what: &str) -> LoadError {
    LoadError::Wrong {
        file: scope.file.to_owned(),
        what: what.to_owned(),
    }
}
