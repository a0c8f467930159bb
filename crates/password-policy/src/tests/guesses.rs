//! The dictionary rule: nothing that a guesser tries first is accepted.

use proptest::prelude::*;

use super::check;
use crate::{Candidate, EnforcedSecondFactor, Policy, Rule, Verdict};

const WORDS: &str = include_str!("../../data/words.txt");
const COMMON_PASSWORDS: &str = include_str!("../../data/common-passwords.txt");

const LEAKED_PASSWORDS: &str = include_str!("../../data/leaked-passwords.txt");

fn is_refused(password: &str) -> bool {
    check(password).verdict(Rule::NotDictionaryWord) == Verdict::Fail
}

#[test]
fn a_dressed_up_word_is_refused() {
    for password in [
        "Sunshine2024!!",
        "0-password-99",
        "P@55w0rd123456",
        "pa$$w0rdpa$$w0rd1",
        "drowssap123456",
        "colour1234567",
        "COLOR!!!1234567",
        "monkeymonkey12",
        "monkey1MONKEY1",
        "p-a-s-s-w-o-r-d-1",
        "s u n s h i n e 1",
        "$un$h1n3!2024",
        "3lephant3lephant",
        "1234elephant5678",
        "elephant+abc123",
        "Ｐａｓｓｗｏｒｄ１２３４",
        "pássword12345",
        "раsswоrd12345",
        "cat1234567890",
        "Cardiff20241!",
        "naïve12345678",
    ] {
        assert!(is_refused(password), "{password}");
    }
}

#[test]
fn a_run_on_the_keyboard_or_in_the_alphabet_is_refused() {
    for password in [
        "qwertyuiop12",
        "qwertyuiopA1",
        "1234567890ab",
        "123456789xyz",
        "abcdefghijkl1",
        "zyxwvutsrq12",
        "poiuytrewq09",
        "1qaz2wsx3edc",
        "!QAZ2wsx#EDC",
        "1q2w3e4r5t6y",
        "qwerasdfzxcv1",
        "qazwsxedcrfv1",
        "a1b2c3d4e5f6",
        "abc123def456",
        "qwerqwerqwer1",
        "azertyuiop123",
        "asdf1234asdf1234",
    ] {
        assert!(is_refused(password), "{password}");
    }
}

#[test]
fn a_sample_of_every_part_of_the_dictionary_is_refused_with_digits() {
    for (index, word) in WORDS.lines().enumerate().step_by(31) {
        let dressed = match index % 4 {
            0 => format!("{word}2024"),
            1 => format!("19{word}!85"),
            2 => format!("{word}{word}7"),
            _ => format!("12{}3", word.chars().rev().collect::<String>()),
        };
        assert!(is_refused(&dressed), "{dressed}");
    }
}

#[test]
fn a_sample_of_the_common_passwords_is_refused_as_it_is_and_with_digits() {
    for password in COMMON_PASSWORDS.lines().step_by(17) {
        assert!(!check(password).accepted(), "{password}");
        if password.contains(char::is_alphabetic) {
            assert!(is_refused(password), "{password}");
            assert!(is_refused(&format!("{password}!2024")), "{password}");
        }
    }
}

#[test]
fn no_common_or_leaked_password_is_accepted_at_any_minimum_length() {
    let strict = Policy::with_minimum_length(8).unwrap();
    let policies = [strict, modern(strict)];
    let passwords = COMMON_PASSWORDS.lines().chain(LEAKED_PASSWORDS.lines());
    assert!(passwords.clone().count() > 180_000);
    for password in passwords {
        let typed = [password.to_owned(), password.to_uppercase()];
        for (policy, typed) in policies.iter().zip(&typed) {
            let candidate = Candidate {
                password: typed,
                ..Candidate::default()
            };
            assert!(!policy.check(&candidate).accepted(), "{typed}");
        }
    }
}

fn modern(policy: Policy) -> Policy {
    policy.relaxed(EnforcedSecondFactor::checked(true, true).unwrap())
}

#[test]
fn a_leaked_password_is_refused_in_the_words_of_a_used_one() {
    let policy = Policy::with_minimum_length(8).unwrap();
    let password = LEAKED_PASSWORDS.lines().nth(60_000).unwrap();
    let candidate = Candidate {
        password,
        ..Candidate::default()
    };
    let report = policy.check(&candidate);
    assert_eq!(
        report.messages().collect::<Vec<_>>(),
        [Rule::NotUsedElsewhere.message(&policy)]
    );
}

fn substituted(word: &str, choices: u32) -> String {
    let substitutes = [
        ('a', "4@"),
        ('e', "3€"),
        ('i', "1!"),
        ('o', "0"),
        ('s', "5$"),
        ('t', "7+"),
    ];
    let substitute = |(index, letter): (usize, char)| {
        let is_chosen = choices >> (index % 32) & 1 == 1;
        let other = substitutes
            .iter()
            .find(|(from, _)| *from == letter)
            .filter(|_| is_chosen);
        other
            .and_then(|(_, others)| others.chars().cycle().nth(index))
            .unwrap_or(letter)
    };
    word.chars().enumerate().map(substitute).collect()
}

proptest! {
    #[test]
    fn substitutions_and_case_do_not_hide_a_word(
        index in any::<prop::sample::Index>(),
        choices in any::<u32>(),
        before in "[0-9!?.]{0,6}",
        after in "[0-9!?.]{0,6}",
    ) {
        let words: Vec<&str> = WORDS.lines().collect();
        let substituted = substituted(words[index.index(words.len())], choices);
        prop_assume!(substituted.contains(char::is_alphabetic));
        let dressed = format!("{before}{substituted}{after}");
        prop_assert!(is_refused(&dressed), "{}", dressed);
        prop_assert!(is_refused(&dressed.to_uppercase()), "{}", dressed);
    }

    #[test]
    fn writing_a_word_backwards_does_not_hide_it(
        index in any::<prop::sample::Index>(),
        before in "[0-9!?.]{0,6}",
        after in "[0-9!?.]{0,6}",
    ) {
        let words: Vec<&str> = WORDS.lines().collect();
        let backwards: String = words[index.index(words.len())].chars().rev().collect();
        let dressed = format!("{before}{backwards}{after}");
        prop_assert!(is_refused(&dressed), "{}", dressed);
    }

    #[test]
    fn a_piece_of_a_keyboard_row_is_refused_with_digits_around_it(
        row in prop::sample::select(&["qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv", "q1w2e3r4t5y6"][..]),
        start in 0_usize..4,
        backwards in any::<bool>(),
        before in "[0-9]{0,2}",
        after in "[0-9!?.]{0,2}",
    ) {
        let run: String = if backwards {
            row.chars().rev().skip(start.min(row.len() - 6)).collect()
        } else {
            row.chars().skip(start.min(row.len() - 6)).collect()
        };
        let dressed = format!("{before}{run}{after}");
        prop_assert!(is_refused(&dressed), "{}", dressed);
    }
}
