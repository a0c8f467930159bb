//! What mail servers answer, without the addresses in it.

/// The most characters of an answer that are kept.
const LENGTH_MAX: usize = 300;

/// The text on one line, with everything that holds an `@` replaced.
pub fn without_addresses(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        if word.contains('@') {
            "(address)"
        } else {
            word
        }
    });
    let line = words.collect::<Vec<_>>().join(" ");
    line.chars().take(LENGTH_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_left_out() {
        assert_eq!(
            without_addresses("refused: 550 5.1.1 <ada@b.example>:\n Recipient unknown"),
            "refused: 550 5.1.1 (address) Recipient unknown"
        );
    }
}
