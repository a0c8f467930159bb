//! PDFs read back by poppler's tools.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What a tool of poppler says of a PDF; nothing where it is not installed.
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
