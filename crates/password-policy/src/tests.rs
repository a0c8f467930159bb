//! The rules, told by example and by property.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::{
    Candidate, EnforcedSecondFactor, MAXIMUM_BYTES, Policy, PolicyError, Report, Rule, Verdict,
    normalise,
};

mod guesses;

fn check(password: &str) -> Report {
    Policy::default().check(&Candidate {
        password,
        ..Candidate::default()
    })
}

fn check_as_jane(password: &str) -> Verdict {
    let candidate = Candidate {
        password,
        username: "jane.o'neill@northwind-maps.example.com",
        name: "Jane Mary O'Neill-Featherstonehaugh",
        organisation: "Northwind Gazetteer Limited",
        context_words: &["psn", "Code of Practice"],
    };
    Policy::default()
        .check(&candidate)
        .verdict(Rule::DiffersFromUsername)
}

fn broken(report: &Report) -> Vec<&'static str> {
    let broken = report
        .outcomes()
        .iter()
        .filter(|outcome| outcome.verdict == Verdict::Fail);
    broken.map(|outcome| outcome.rule.as_str()).collect()
}

#[test]
fn a_pass_phrase_of_several_words_is_accepted() {
    for password in [
        "correct horse battery staple 9",
        "Otter-velvet-gravy-47",
        "three tall giraffes 2day",
        "correcthorsebattery1",
        "tree-feed-were 77",
        "żółw lubi kąpiele 7",
        "пингвин ест 3 рыбы",
    ] {
        assert!(
            check(password).accepted(),
            "{password}: {}",
            check(password)
        );
    }
}

#[test]
fn an_unusual_single_string_is_accepted() {
    for password in [
        "Xk7#pQ2vRm9w",
        "gT9vqz-41LmWb",
        "zqtvkfwlhs 83",
        "b8a0f3e1c7d24695",
    ] {
        assert!(
            check(password).accepted(),
            "{password}: {}",
            check(password)
        );
    }
}

#[test]
fn a_random_password_is_hardly_ever_taken_for_a_word() {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'!' + u8::try_from((state >> 20) % 94).unwrap())
    };
    let passwords = (0..4000).map(|_| (0..16).map(|_| next()).collect::<String>());
    let refused: Vec<String> = passwords
        .filter(|password| check(password).verdict(Rule::NotDictionaryWord) == Verdict::Fail)
        .collect();
    assert!(refused.len() <= 4, "{refused:?}");
}

#[test]
fn every_broken_rule_is_reported_at_once_in_the_order_of_the_source() {
    let report = check("!!!");
    assert_eq!(
        broken(&report),
        ["minimum_length", "no_repeats", "letters_and_digits"]
    );
    assert_eq!(
        report.messages().collect::<Vec<_>>(),
        [
            "Password must be 12 characters or more",
            "Password must not have the same character 3 times in a row",
            "Password must include letters and a number",
        ]
    );
    let rules: Vec<Rule> = report
        .outcomes()
        .iter()
        .map(|outcome| outcome.rule)
        .collect();
    assert_eq!(rules, Rule::ALL);
}

#[test]
fn the_rules_that_need_other_passwords_are_left_to_others() {
    let policy = Policy::default();
    let mut report = check("Otter-velvet-gravy-47");
    assert_eq!(report.verdict(Rule::NotReused), Verdict::NotChecked);
    assert_eq!(report.verdict(Rule::NotUsedElsewhere), Verdict::NotChecked);
    report.record(&policy, Rule::NotReused, Verdict::Pass);
    assert!(report.accepted());
    report.record(&policy, Rule::NotUsedElsewhere, Verdict::Fail);
    assert!(!report.accepted());
    assert_eq!(
        report.messages().collect::<Vec<_>>(),
        ["Choose a different password. This one is too easy to guess or has been used before"]
    );
}

#[test]
fn a_common_password_is_refused_in_the_same_words_as_one_that_is_used_elsewhere() {
    let policy = Policy::default();
    for password in ["iloveyou2024!!", "1q2w3e4r5t6y", "qwertyuiop123"] {
        let report = check(password);
        assert_eq!(
            report.messages().collect::<Vec<_>>(),
            [Rule::NotUsedElsewhere.message(&policy)]
        );
    }
}

#[test]
fn length_is_counted_in_characters_of_the_composed_form() {
    assert_eq!(
        check("kø7é漢字ñüßåöa").verdict(Rule::MinimumLength),
        Verdict::Pass
    );
    let eleven_with_separate_accents = "e\u{301}k7qe\u{301}vzwe\u{301}tm1";
    assert_eq!(normalise(eleven_with_separate_accents).chars().count(), 12);
    assert_eq!(
        check("e\u{301}k7qe\u{301}vzwe\u{301}tm").verdict(Rule::MinimumLength),
        Verdict::Fail
    );
    assert_eq!(
        check(eleven_with_separate_accents),
        check(&normalise(eleven_with_separate_accents)),
    );
}

#[test]
fn a_long_password_is_accepted_whole_and_a_huge_one_is_refused_in_words() {
    let of_length = |length: usize| "kW7-pz2_".chars().cycle().take(length).collect::<String>();
    assert!(check(&of_length(128)).accepted());
    assert!(check(&of_length(MAXIMUM_BYTES)).accepted());
    let report = check(&of_length(MAXIMUM_BYTES + 1));
    assert!(!report.accepted());
    let messages: Vec<&str> = report.messages().collect();
    assert_eq!(messages, ["Password must be 1,000 characters or less"]);
    let thousand_wide: String = "𝔄🦦7".chars().cycle().take(1000).collect();
    assert_eq!(
        check(&thousand_wide).verdict(Rule::MinimumLength),
        Verdict::Pass
    );
}

#[test]
fn a_policy_asks_for_no_fewer_than_8_characters() {
    let error = Policy::with_minimum_length(7).unwrap_err();
    assert_eq!(error, PolicyError::MinimumLengthOutOfRange { asked: 7 });
    assert!(Policy::with_minimum_length(129).is_err());
    let policy = Policy::with_minimum_length(8).unwrap();
    let candidate = Candidate {
        password: "Xk7#pQ2v",
        ..Candidate::default()
    };
    assert!(policy.check(&candidate).accepted());
    assert_eq!(policy.shown_rules()[0], "be at least 8 characters long");
    let short = Candidate {
        password: "Xk7#pQ2",
        ..candidate
    };
    assert_eq!(
        policy.check(&short).messages().next(),
        Some("Password must be 8 characters or more")
    );
}

#[test]
fn the_user_name_and_its_parts_are_refused() {
    for password in [
        "jane.o'neill@northwind-maps.example.com",
        "Jane.O'Neill@Northwind-Maps.Example.com",
        "JaneONeill2024",
        "2024-llieNO.enaj",
        "j4ne_0neill!!",
        "12northwind34",
        "northwind-maps7",
        "featherstonehaugh1",
        "Jane Mary 1985 O'Neill",
        "neill-JANE-99",
        "Gazetteer.Limited.1",
        "psnpsnpsnpsn1",
        "code-of-practice-1",
    ] {
        assert_eq!(check_as_jane(password), Verdict::Fail, "{password}");
    }
}

#[test]
fn a_pass_phrase_may_contain_a_name_among_other_words() {
    for password in [
        "jane paints 7 otters",
        "gazetteer-velvet-11",
        "mary had 1 lamb",
        "1234567890",
    ] {
        assert_eq!(check_as_jane(password), Verdict::Pass, "{password}");
    }
    let digits = Candidate {
        password: "55512345",
        username: "55512345",
        ..Candidate::default()
    };
    assert_eq!(
        Policy::default()
            .check(&digits)
            .verdict(Rule::DiffersFromUsername),
        Verdict::Fail
    );
    assert_eq!(
        check("anything").verdict(Rule::DiffersFromUsername),
        Verdict::Pass
    );
}

#[test]
fn a_character_may_come_twice_in_a_row_but_not_three_times() {
    for password in ["baall", "aAa", "🇬🇧🇬🇧", "e\u{301}ee"] {
        assert_eq!(
            check(password).verdict(Rule::NoRepeats),
            Verdict::Pass,
            "{password}"
        );
    }
    for password in ["baaal", "   ", "🇬🇧🇬🇧🇬🇧", "e\u{301}ée\u{301}", "👩‍👧👩‍👧👩‍👧"]
    {
        assert_eq!(
            check(password).verdict(Rule::NoRepeats),
            Verdict::Fail,
            "{password}"
        );
    }
}

#[test]
fn letters_and_digits_of_any_script_count() {
    for (password, verdict) in [
        ("abc", Verdict::Fail),
        ("123", Verdict::Fail),
        ("!?-", Verdict::Fail),
        ("a1", Verdict::Pass),
        ("ж٣", Verdict::Pass),
    ] {
        assert_eq!(
            check(password).verdict(Rule::LettersAndDigits),
            verdict,
            "{password}"
        );
    }
}

#[test]
fn the_printed_report_has_one_line_a_rule() {
    let text = check("Sunshine2024!!").to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 8);
    assert_eq!(lines[0], "pass         minimum_length");
    assert_eq!(
        lines[3],
        "fail         not_dictionary_word    Password must not be a dictionary word. \
         Try three random words and a number",
    );
    assert_eq!(lines[7], "not accepted");
}

#[test]
fn a_candidate_cannot_be_logged() {
    let candidate = Candidate {
        password: "secret",
        username: "jane",
        ..Candidate::default()
    };
    assert_eq!(format!("{candidate:?}"), "Candidate { .. }");
}

#[test]
fn a_check_is_quick() {
    let hard = [
        "correct horse battery staple and so on ".repeat(4),
        "4@$1!0|5.".repeat(15),
        "1l!|i5$s0o".repeat(13),
        "kW7-pz2_".repeat(16),
        "1234567890".repeat(13),
    ];
    check("warm");
    for password in hard {
        let password: String = password.chars().take(128).collect();
        let best = (0..5).map(|_| {
            let start = Instant::now();
            check(&password);
            start.elapsed()
        });
        let best = best.min().unwrap();
        assert!(best < Duration::from_millis(10), "{best:?} for {password}");
    }
}

proptest! {
    #[test]
    fn any_text_can_be_checked(password in any::<String>(), username in any::<String>(), name in ".*") {
        let candidate =
            Candidate { password: &password, username: &username, name: &name, ..Candidate::default() };
        let report = Policy::default().check(&candidate);
        prop_assert_eq!(report.outcomes().len(), 7);
        for outcome in report.outcomes() {
            prop_assert_eq!(outcome.message.is_some(), outcome.verdict == Verdict::Fail);
        }
    }

    #[test]
    fn a_user_name_is_never_accepted_as_password(username in "[a-zA-Z0-9.@!-]{1,40}") {
        let candidate =
            Candidate { password: &username, username: &username, ..Candidate::default() };
        prop_assert!(!Policy::default().check(&candidate).accepted());
    }

    #[test]
    fn more_of_the_same_character_never_helps(start in ".{0,12}", last in "[ -~]", more in 3_usize..40) {
        let password = format!("{start}{}", last.repeat(more));
        prop_assert_eq!(check(&password).verdict(Rule::NoRepeats), Verdict::Fail);
    }

    #[test]
    fn letters_only_and_digits_only_are_refused(letters in "[a-zA-Z -]{12,60}", digits in "[0-9 -]{12,60}") {
        prop_assert!(!check(&letters).accepted());
        prop_assert!(!check(&digits).accepted());
    }

    #[test]
    fn composed_and_decomposed_forms_are_judged_alike(password in "[a-zé漢üåñø0-9 ]{4,40}") {
        use unicode_normalization::UnicodeNormalization;
        let decomposed: String = password.nfd().collect();
        prop_assert_eq!(check(&password), check(&decomposed));
    }
}

#[test]
fn without_a_second_factor_there_is_no_relaxation() {
    for (is_set_up, is_required) in [(false, false), (true, false), (false, true)] {
        assert_eq!(EnforcedSecondFactor::checked(is_set_up, is_required), None);
    }
    assert_eq!(Policy::default().profile().as_str(), "csp10-strict");
}

fn check_relaxed(password: &str) -> Report {
    let policy = Policy::default().relaxed(EnforcedSecondFactor::checked(true, true).unwrap());
    assert_eq!(policy.profile().as_str(), "modern");
    policy.check(&Candidate {
        password,
        username: "jane.smith@example.com",
        ..Candidate::default()
    })
}

#[test]
fn with_a_second_factor_length_takes_the_place_of_composition() {
    for password in [
        "correct horse battery",
        "otter velvettt gravy",
        "918273 64554 281",
    ] {
        let report = check_relaxed(password);
        assert!(report.accepted(), "{password}: {report}");
        assert_eq!(report.verdict(Rule::NoRepeats), Verdict::NotChecked);
        assert_eq!(report.verdict(Rule::LettersAndDigits), Verdict::NotChecked);
    }
    for (password, rule) in [
        ("otter gravy 47", Rule::MinimumLength),
        ("extraordinarily", Rule::NotDictionaryWord),
        ("aaaaaaaaaaaaaaaa", Rule::NotDictionaryWord),
        ("bbbbbcccccdddddd", Rule::NotDictionaryWord),
        ("janesmithjanesmith", Rule::DiffersFromUsername),
    ] {
        assert_eq!(
            check_relaxed(password).verdict(rule),
            Verdict::Fail,
            "{password}"
        );
    }
}

#[test]
fn the_relaxed_policy_shows_five_rules_and_a_longer_minimum_stays() {
    let factor = EnforcedSecondFactor::checked(true, true).unwrap();
    let shown = Policy::default().relaxed(factor).shown_rules();
    assert_eq!(shown.len(), 5);
    assert_eq!(shown[0], "be at least 15 characters long");
    let long = Policy::with_minimum_length(20).unwrap().relaxed(factor);
    assert_eq!(long.minimum_length(), 20);
    assert_eq!(Policy::default().shown_rules().len(), 7);
}

#[test]
fn six_months_and_ten_passwords_count_as_reused() {
    let reuse = Policy::default().reuse();
    assert_eq!(reuse.passwords, 10);
    assert!(reuse.period >= Duration::from_hours(184 * 24));
}

#[test]
fn suggestions_are_always_accepted_and_never_the_same() {
    for minimum_length in [8, 12, 40, 128] {
        let policy = Policy::with_minimum_length(minimum_length).unwrap();
        let suggestions = policy.suggest(250).unwrap();
        assert_eq!(suggestions.len(), 250);
        for (index, phrase) in suggestions.iter().enumerate() {
            let report = policy.check(&Candidate {
                password: phrase,
                ..Candidate::default()
            });
            assert!(report.accepted(), "{phrase}: {report}");
            assert!(phrase.split('-').count() >= 6, "{phrase}");
            assert!(!suggestions[..index].contains(phrase));
        }
    }
    assert_eq!(Policy::default().suggest(0).unwrap(), Vec::<String>::new());
}
