//! PDFs read back by poppler's tools, where they are installed (`make test` installs them).

use std::{
    io::Write,
    process::{Command, Stdio},
};

/// What one of poppler's tools says of a PDF; nothing where it is not installed.
pub fn poppler(tool: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let mut child = Command::new(tool)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(pdf).ok()?;
    let output = child.wait_with_output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

pub fn text(pdf: &[u8]) -> Option<String> {
    let text = poppler("pdftotext", &["-layout", "-", "-"], pdf)?;
    Some(
        text.replace('\u{200b}', "")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    )
}

/// Writes the PDF where a person can look at it, when they ask for that.
#[expect(
    clippy::disallowed_methods,
    reason = "asked for by a person, not configuration"
)]
pub fn keep(name: &str, pdf: &[u8]) {
    if let Ok(folder) = std::env::var("CERTIFICATE_TEST_OUTPUT") {
        std::fs::write(format!("{folder}/{name}.pdf"), pdf).unwrap();
    }
}
