//! The variables as texts, before anything is parsed.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use super::{BucketSettings, ConfigError};

/// Every variable of this program but `DATABASE_URL`; `.env.example` describes each.
pub(super) const NAMES: [&str; 14] = [
    "PSN_BIND",
    "PSN_TRUSTED_PROXIES",
    "PSN_PUBLIC_URL",
    "PSN_BRAND",
    "PSN_PASSWORD_MIN_LENGTH",
    "PSN_PASSWORD_PROFILE",
    "PSN_SMTP_URL",
    "PSN_MAIL_FROM",
    "PSN_TEAM_EMAIL",
    "PSN_BLOBS_URL",
    "PSN_CLAMD",
    "PSN_SECRETS_DIR",
    "PSN_METRICS_BIND",
    "PSN_DEMO",
];

/// How the names begin that say how to reach a bucket; the same as for other programs.
const OF_BUCKETS: &str = "AWS_";

/// For the tests' database, see crate cluster: known, and without meaning for this program.
const OF_TESTS: &str = "PSN_TEST_CLUSTER";

/// `DATABASE_URL` and all variables whose name begins with `PSN_`, or with `AWS_`, which are the usual
/// names for how to reach a bucket.
#[derive(Clone, Default)]
pub struct Variables(BTreeMap<String, String>);

/// Names only: the texts hold passwords.
impl std::fmt::Debug for Variables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Variables {
    /// Those of the environment, and those of a file where the environment has none.
    pub(super) fn from_environment(file: &Path) -> Result<Self, ConfigError> {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is where the environment is read"
        )]
        let environment = std::env::vars_os();
        Self::read(environment, file)
    }

    pub(super) fn read(
        environment: impl Iterator<Item = (OsString, OsString)>,
        file: &Path,
    ) -> Result<Self, ConfigError> {
        let mut variables = Self::default();
        for pair in file_pairs(file)? {
            // The error holds the line, which may hold a password.
            let (name, text) = pair.map_err(|_| {
                ConfigError::one(format!(
                    "{} has a line that is not of the form NAME=text: correct it",
                    file.display()
                ))
            })?;
            variables.insert(name, text);
        }
        for (name, text) in environment {
            let Ok(name) = name.into_string() else {
                continue;
            };
            if !is_ours(&name) {
                continue;
            }
            let text = text.into_string().map_err(|_| {
                ConfigError::one(format!("{name} is not text in UTF-8: set it again"))
            })?;
            variables.insert(name, text);
        }
        Ok(variables)
    }

    /// The text of a variable; none if it is unset or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    /// Those that say how to reach a bucket; none that is empty.
    pub(super) fn of_buckets(&self) -> BucketSettings {
        let ours = self.0.iter();
        let ours = ours.filter(|(name, text)| name.starts_with(OF_BUCKETS) && !text.is_empty());
        BucketSettings(
            ours.map(|(name, text)| (name.clone(), text.clone()))
                .collect(),
        )
    }

    pub(super) fn with(mut self, name: &str, text: &str) -> Self {
        self.insert(name.to_owned(), text.to_owned());
        self
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// One sentence that names the variables that this program does not know.
    pub(super) fn unknown(&self) -> Option<String> {
        let unknown: Vec<&str> = self
            .0
            .keys()
            .map(String::as_str)
            .filter(|name| name.starts_with("PSN_") && *name != OF_TESTS && !NAMES.contains(name))
            .collect();
        let (verb, them) = if unknown.len() == 1 {
            ("is", "it")
        } else {
            ("are", "them")
        };
        (!unknown.is_empty()).then(|| {
            format!(
                "{} {verb} not known: correct the name or unset {them} (.env.example has all names)",
                unknown.join(", ")
            )
        })
    }

    fn insert(&mut self, name: String, text: String) {
        if is_ours(&name) {
            self.0.insert(name, text.trim().to_owned());
        }
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for Variables {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(pairs: I) -> Self {
        let mut variables = Self::default();
        for (name, text) in pairs {
            variables.insert(name.into(), text.into());
        }
        variables
    }
}

fn is_ours(name: &str) -> bool {
    name == "DATABASE_URL" || name.starts_with("PSN_") || name.starts_with(OF_BUCKETS)
}

type Pair = Result<(String, String), dotenvy::Error>;

/// The lines of the file, or nothing if there is no file.
fn file_pairs(file: &Path) -> Result<Box<dyn Iterator<Item = Pair>>, ConfigError> {
    match dotenvy::from_path_iter(file) {
        Ok(pairs) => Ok(Box::new(pairs)),
        Err(error) if error.not_found() => Ok(Box::new(std::iter::empty())),
        Err(_) => Err(ConfigError::one(format!(
            "{} can not be read: correct its permissions or remove it",
            file.display()
        ))),
    }
}
