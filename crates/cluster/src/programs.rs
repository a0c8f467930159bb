//! Finding PostgreSQL's server programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{ClusterError, OLDEST_MAJOR};

/// One installed PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Programs {
    pub(crate) bin_dir: PathBuf,
    pub(crate) major: u32,
}

/// Where distributions keep one folder per version, as folder, prefix and suffix of the version.
const PLACES: [(&str, &str, &str); 3] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
];

impl Programs {
    /// Every installed PostgreSQL: the one whose `pg_config` is in `PATH`, and those in the usual
    /// places.
    pub(crate) fn installed() -> Vec<Self> {
        let mut dirs: Vec<PathBuf> = from_pg_config().into_iter().collect();
        for (place, prefix, suffix) in PLACES {
            let Ok(entries) = std::fs::read_dir(place) else {
                continue;
            };
            dirs.extend(
                entries
                    .flatten()
                    .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
                    .map(|entry| entry.path().join(suffix)),
            );
        }
        dirs.sort();
        dirs.dedup();
        dirs.into_iter().filter_map(Self::in_dir).collect()
    }

    /// The installation that fits: the version that made the data if there is data, else the
    /// newest.
    pub(crate) fn choose(
        installed: Vec<Self>,
        made_by: Option<u32>,
        data_dir: &Path,
    ) -> Result<Self, ClusterError> {
        let newest_found = installed.iter().map(|programs| programs.major).max();
        let mut usable: Vec<Self> = installed
            .into_iter()
            .filter(|programs| programs.major >= OLDEST_MAJOR)
            .collect();
        usable.sort_by_key(|programs| programs.major);
        let Some(newest) = usable.last().cloned() else {
            return Err(ClusterError::NotInstalled { newest_found });
        };
        let Some(made_by) = made_by else {
            return Ok(newest);
        };
        usable
            .into_iter()
            .rfind(|programs| programs.major == made_by)
            .ok_or(ClusterError::OtherVersion {
                data_dir: data_dir.to_owned(),
                made_by,
                installed: newest.major,
            })
    }

    fn in_dir(bin_dir: PathBuf) -> Option<Self> {
        // `pg_config` also comes with libraries for clients, without a server.
        let complete = ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|name| bin_dir.join(name).is_file());
        if !complete {
            return None;
        }
        let output = Command::new(bin_dir.join("postgres"))
            .arg("--version")
            .output()
            .ok()?;
        let major = major_of(std::str::from_utf8(&output.stdout).ok()?)?;
        Some(Self { bin_dir, major })
    }
}

fn from_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    let dir = PathBuf::from(std::str::from_utf8(&output.stdout).ok()?.trim());
    dir.is_absolute().then_some(dir)
}

/// 15 of `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` or of `... 17beta1`.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split(") ").nth(1)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installed(majors: &[u32]) -> Vec<Programs> {
        majors
            .iter()
            .map(|major| Programs {
                bin_dir: format!("/{major}").into(),
                major: *major,
            })
            .collect()
    }

    fn choose(majors: &[u32], made_by: Option<u32>) -> Result<u32, String> {
        Programs::choose(installed(majors), made_by, Path::new("/data"))
            .map(|programs| programs.major)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn versions_of_releases_and_previews_are_read() {
        assert_eq!(
            major_of("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn the_newest_is_chosen_for_new_data_and_the_same_for_old_data() {
        assert_eq!(choose(&[15, 17, 16], None), Ok(17));
        assert_eq!(choose(&[15, 17, 16], Some(16)), Ok(16));
    }

    #[test]
    fn data_of_a_version_that_is_not_installed_is_refused_naming_both() {
        let sentence = choose(&[15, 17], Some(16)).unwrap_err();
        assert!(sentence.contains("made by PostgreSQL 16, but PostgreSQL 17 is installed"));
        assert!(sentence.contains("install PostgreSQL 16 again, or delete that folder"));
    }

    #[test]
    fn a_version_that_is_too_old_is_refused() {
        let sentence = choose(&[13, 14], None).unwrap_err();
        assert!(sentence.contains("PostgreSQL 15 or later is not installed"));
        assert!(sentence.contains("the newest one found is 14"));
        assert!(!choose(&[], None).unwrap_err().contains("newest one found"));
    }
}
