//! Services of an infrastructure's owner that a supplier says its own service uses, and whether they
//! are that: an applicant names the services of its host, and the host those that it hosts.

use crate::reference::ServiceCode;

/// A service that a supplier names by its code as one of the owner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostService {
    /// The code that it names.
    pub code: ServiceCode,
    /// What the register has under this code, if it has something.
    pub registered: Option<Registered>,
}

/// What the register has under a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Name of the service.
    pub service_name: String,
    /// Name of its supplier.
    pub organisation_name: String,
    /// Whether that supplier is the owner of the infrastructure.
    pub is_owners: bool,
}

impl HostService {
    /// True when the register has it as a service of the owner.
    pub fn fits(&self) -> bool {
        self.registered
            .as_ref()
            .is_some_and(|registered| registered.is_owners)
    }

    /// The code with what the register says of it.
    pub fn in_words(&self) -> String {
        self.with("not the owner’s")
    }

    /// The same as the owner itself reads it.
    pub fn in_words_to_owner(&self) -> String {
        self.with("not yours")
    }

    fn with(&self, anothers: &str) -> String {
        let code = &self.code;
        match &self.registered {
            None => format!("{code}: not in the register"),
            Some(registered) if registered.is_owners => {
                format!("{code}: {}", registered.service_name)
            }
            Some(registered) => format!(
                "{code}: {} of {}, {anothers}",
                registered.service_name, registered.organisation_name
            ),
        }
    }
}

/// The codes in a text that has one on each line; what is no code is left out.
pub fn codes_in(text: &str) -> Vec<ServiceCode> {
    text.lines().filter_map(ServiceCode::parse).collect()
}

/// Whether two lists name the same services, in whatever order.
pub fn are_same(some: &[ServiceCode], others: &[ServiceCode]) -> bool {
    let names = |some: &[ServiceCode], code: &ServiceCode| some.contains(code);
    some.iter().all(|code| names(others, code)) && others.iter().all(|code| names(some, code))
}

/// Whether two names of organisations differ in nothing but capitals, punctuation and how "limited"
/// is written.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> Vec<String> {
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words
            .map(|word| match word.to_lowercase().as_str() {
                "ltd" => "limited".to_owned(),
                word => word.to_owned(),
            })
            .collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_with_what_the_register_says_of_it() {
        let named = |registered| HostService {
            code: ServiceCode::of_serial(42),
            registered,
        };
        let registered = |is_owners| {
            named(Some(Registered {
                service_name: "Harbour Compute".into(),
                organisation_name: "Harbour Ltd".into(),
                is_owners,
            }))
        };
        let rows = [
            (named(None), false, "SRV_0042: not in the register"),
            (registered(true), true, "SRV_0042: Harbour Compute"),
            (
                registered(false),
                false,
                "SRV_0042: Harbour Compute of Harbour Ltd, not the owner’s",
            ),
        ];
        for (service, fits, words) in rows {
            assert_eq!((service.fits(), service.in_words().as_str()), (fits, words));
        }
    }

    #[test]
    fn the_order_of_codes_makes_no_other_list() {
        let [one, two] = [1, 2].map(ServiceCode::of_serial);
        assert!(are_same(
            &[one.clone(), two.clone()],
            &[two.clone(), one.clone()]
        ));
        assert!(are_same(&[], &[]));
        assert!(!are_same(
            std::slice::from_ref(&one),
            &[one.clone(), two.clone()]
        ));
        assert!(!are_same(&[one, two.clone()], &[two]));
    }

    #[test]
    fn codes_are_read_line_by_line_and_names_forgive_how_limited_is_written() {
        let codes = codes_in("SRV_0042\nnone\nsrv 0007");
        let codes: Vec<&str> = codes.iter().map(ServiceCode::as_str).collect();
        assert_eq!(codes, ["SRV_0042", "SRV_0007"]);
        assert!(is_same_name("Harbour Zone Ltd.", "HARBOUR ZONE limited"));
        assert!(!is_same_name("Harbour Zone", "Harbour"));
    }
}
