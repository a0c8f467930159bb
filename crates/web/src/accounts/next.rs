//! Where to go after signing in, when a page of ours sent the person to sign in.

/// The longest path that is honoured, in bytes.
const LENGTH_MAX: usize = 500;

/// The path, when it is one of ours: it begins with exactly one slash and holds
/// nothing that a browser could read as the address of another site.
pub fn local_path(next: &str) -> Option<&str> {
    let is_plain = next
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_local = next.starts_with('/') && !next.starts_with("//");
    (is_plain && is_local && next.len() <= LENGTH_MAX).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_ours_is_honoured() {
        for path in [
            "/",
            "/home",
            "/applications/COP-7H3K-9QXM/security/3a?show=left",
        ] {
            assert_eq!(local_path(path), Some(path));
        }
    }

    #[test]
    fn anything_that_could_lead_elsewhere_is_not() {
        let long = format!("/{}", "a".repeat(LENGTH_MAX));
        for path in [
            "",
            "home",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/a\\b",
            "https://evil.example",
            "javascript:alert(1)",
            " /home",
            "/\t/evil.example",
            "/\n/evil.example",
            "/home\r\nSet-Cookie: a=b",
            "/\0",
            "/é",
            &long,
        ] {
            assert_eq!(local_path(path), None, "{path:?}");
        }
    }
}
