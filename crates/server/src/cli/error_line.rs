//! Error messages on one line.

use std::ffi::OsString;

/// Line breaks and what surrounds them become single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What clap says in a paragraph and more, as one line that ends with where to read on.
pub(super) fn of_usage(
    error: &clap::Error,
    program: &clap::Command,
    arguments: &[OsString],
) -> String {
    let rendered = error.render().to_string();
    // The first paragraph says what is wrong; tips and the usage follow after empty lines.
    let paragraph: Vec<&str> = rendered
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .collect();
    let paragraph = one_line(&paragraph.join(" "));
    let problem = paragraph.strip_prefix("error: ").unwrap_or(&paragraph);
    // Without a command clap answers with the whole help.
    let problem = match error.kind() {
        clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing",
        _ => problem,
    };
    format!(
        "{problem} (see \"{} --help\")",
        command_of(program, arguments)
    )
}

/// The command that the arguments begin with, such as `psn-cop staff add`.
fn command_of(program: &clap::Command, arguments: &[OsString]) -> String {
    let mut command = program;
    let mut name = program.get_name().to_owned();
    for argument in arguments.iter().skip(1) {
        let Some(next) = command.find_subcommand(argument) else {
            break;
        };
        name = format!("{name} {}", next.get_name());
        command = next;
    }
    name
}
