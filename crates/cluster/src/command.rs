//! Running PostgreSQL's programs.

use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use crate::ClusterError;
use crate::account::Account;
use crate::layout::Layout;
use crate::programs::Programs;

/// A program with a clean environment, as the right account, apart from the terminal's Ctrl-C.
///
/// The data folder goes by `PGDATA`, not by `-D`: `pg_ctl` builds a shell command from `-D` and
/// `-l`, so that odd characters in a path would be read by the shell.
pub(crate) fn program(programs: &Programs, name: &str, account: Account) -> Command {
    let mut command = Command::new(programs.bin_dir.join(name));
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C");
    command.stdin(Stdio::null()).process_group(0);
    account.become_it(&mut command);
    command
}

/// Runs a short program to its end.
pub(crate) fn run(name: &'static str, command: &mut Command) -> Result<(), ClusterError> {
    let output = command.output().map_err(|error| ClusterError::Program {
        program: name,
        output: error.to_string(),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stderr, output.stdout].concat();
    Err(ClusterError::Program {
        program: name,
        output: last_lines(&said),
    })
}

/// Runs `pg_ctl`, whose words and those of the server it starts go to the cluster's log.
pub(crate) fn pg_ctl(
    programs: &Programs,
    account: Account,
    layout: &Layout,
    arguments: &[&str],
) -> Result<(), ClusterError> {
    let path = layout.log_file();
    let log = File::options()
        .append(true)
        .create(true)
        .open(&path)
        .map_err(ClusterError::files("open", &path))?;
    account.own(&path)?;
    let before = log.metadata().map_or(0, |metadata| metadata.len());
    let for_errors = log
        .try_clone()
        .map_err(ClusterError::files("open", &path))?;
    let status = program(programs, "pg_ctl", account)
        .env("PGDATA", layout.pgdata())
        .args(arguments)
        .stdout(log)
        .stderr(for_errors)
        .status()
        .map_err(|error| ClusterError::Program {
            program: "pg_ctl",
            output: error.to_string(),
        })?;
    if status.success() {
        return Ok(());
    }
    let said = std::fs::read(&path).unwrap_or_default();
    let start = usize::try_from(before).unwrap_or(0).min(said.len());
    Err(ClusterError::Program {
        program: "pg_ctl",
        output: format!("{} (see {})", last_lines(&said[start..]), path.display()),
    })
}

/// The last lines of a program's output as one line.
fn last_lines(output: &[u8]) -> String {
    const LINES: usize = 6;
    let text = String::from_utf8_lossy(output);
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && *line != "...")
        .collect();
    lines[lines.len().saturating_sub(LINES)..].join("; ")
}

#[cfg(test)]
mod tests {
    use super::last_lines;

    #[test]
    fn only_the_end_of_a_long_output_is_kept_on_one_line() {
        assert_eq!(last_lines(b"one\n\n two \n"), "one; two");
        assert_eq!(last_lines(b"1\n2\n3\n4\n5\n6\n7\n"), "2; 3; 4; 5; 6; 7");
        assert_eq!(last_lines(b""), "");
    }
}
