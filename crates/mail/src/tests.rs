//! Tests of every notice: with usual words (kept beside, to be read) and with
//! hostile ones.

use proptest::prelude::*;
use std::collections::BTreeSet;

use super::*;
use crate::wire::wire;
use samples::{LINK, all};

mod samples;

fn recipient(name: String) -> Recipient {
    Recipient {
        name,
        email: Address::parse("priya@northwind.example").unwrap(),
    }
}

const WITHOUT_LINK: [&str; 7] = [
    "account_closed",
    "invitation_accepted",
    "code",
    "signature_cancelled",
    "access_changed",
    "support_done",
    "contact_changed",
];

fn check(message: &Message) {
    let Message {
        kind,
        subject,
        text,
        html,
        ..
    } = message;
    assert!(subject.chars().count() <= 60, "{kind}: {subject}");
    assert!(
        !subject.is_empty() && !subject.contains(['\r', '\n']),
        "{kind}: {subject}"
    );
    let links = usize::from(!WITHOUT_LINK.contains(kind));
    assert_eq!(text.matches(LINK).count(), links, "{kind}: {text}");
    assert_eq!(text.matches("://").count(), links, "{kind}: {text}");
    assert_eq!(html.matches("<a ").count(), links, "{kind}: {html}");
    let document = html.to_lowercase();
    for tag in ["<b>", "<script", "<img", "onerror=\"", "<style"] {
        assert!(!document.contains(tag), "{kind}: {html}");
    }
    assert!(
        text.contains("\nWhy you got this email: "),
        "{kind}: {text}"
    );
    assert!(
        text.starts_with("Dear ") || text.starts_with("Hello,"),
        "{kind}: {text}"
    );
}

#[test]
fn every_notice_is_tested_and_has_its_own_kind() {
    let tested: BTreeSet<&str> = all(&|usual| usual.to_owned())
        .iter()
        .map(|m| m.kind)
        .collect();
    let mut known: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), KINDS.len());
    assert_eq!(known.len(), tested.len());
    assert!(tested.iter().all(|kind| kind_named(kind) == Some(*kind)));
    assert_eq!(kind_named("other"), None);
    for folder in std::fs::read_dir("../../templates/emails")
        .unwrap()
        .map(Result::unwrap)
    {
        let name = folder.file_name().into_string().unwrap();
        assert!(
            name.contains('.') || known.contains(&name.as_str()),
            "{name} has no notice"
        );
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "asked for by a person, not configuration"
)]
fn usual_words_read_well() {
    let messages = all(&|usual| usual.to_owned());
    let mut pages = String::new();
    for message in &messages {
        check(message);
        assert!(
            message.text.starts_with("Dear Priya Raman,\n"),
            "{}",
            message.text
        );
        assert!(!message.subject.contains('…') || message.subject.chars().count() > 50);
        pages = format!(
            "{pages}Subject: {}\n\n{}\n========\n",
            message.subject, message.text
        );
    }
    for avoided in [
        "please", "sorry", "invalid", "n't ", "  ", "\n\n\n", "{", "e-mail",
    ] {
        assert!(
            !pages.to_lowercase().contains(avoided),
            "{avoided} in {pages}"
        );
    }
    if let Ok(file) = std::env::var("MAIL_TEST_OUTPUT") {
        std::fs::write(file, pages + &messages[0].html).unwrap();
    }
}

#[test]
fn hostile_words_stay_words() {
    for hostile in [
        "a\r\nBcc: victim@example.com\r\n\r\nhello",
        "<b>bold</b><script>alert(1)</script><img src=x onerror=\"alert(1)\">",
        "\u{202e}evil \u{627}\u{644}\u{639}\u{631}\u{628}\u{64a}\u{629}",
        "👩\u{200d}👧 😀",
        LINK,
        "{{ notice }} {% if %}",
        "",
    ] {
        for message in all(&|_| hostile.to_owned()) {
            check(&message);
            assert!(!message.text.contains("\nBcc"), "{}", message.text);
            assert!(!message.text.contains('\u{202e}'));
        }
    }
    let bold = &all(&|_| "<b>x</b>".to_owned())[4];
    assert!(bold.text.contains("<b>x</b>") && bold.html.contains("&#60;b&#62;x&#60;/b&#62;"));
    let long = "n".repeat(5_000);
    for message in all(&|_| long.clone()) {
        check(&message);
        assert!(message.text.len() < 3_000, "{}", message.kind);
    }
}

#[test]
fn a_long_name_is_cut_in_the_subject_but_the_date_is_not() {
    let notice = SignatureAsked {
        asker: "Priya Raman".to_owned(),
        organisation: "N".repeat(200),
        service: "Secure Case Exchange".to_owned(),
        sign_by: "30 September 2026".to_owned(),
        is_reminder: false,
        is_anew: false,
        has_message: false,
        link: LINK.to_owned(),
    };
    let message = notice.message(&recipient("Grace Okonkwo".to_owned()));
    assert_eq!(message.subject.chars().count(), 60);
    assert!(
        message
            .subject
            .ends_with("N…’s PSN commitments by 30 September 2026")
    );
    assert!(message.text.contains(&"N".repeat(200)));
}

#[test]
fn both_answers_of_an_owner_have_their_words() {
    let declined = |has_asked| OwnerDeclined {
        owner: "Fabrikam".to_owned(),
        infrastructure: "Hosting".to_owned(),
        service: "Exchange".to_owned(),
        has_asked,
        link: LINK.to_owned(),
    };
    let to = recipient(String::new());
    let asked = declined(true).message(&to);
    assert_eq!(asked.subject, "Fabrikam asked about hosting Exchange");
    assert_eq!(
        declined(false).message(&to).subject,
        "Fabrikam did not agree to host Exchange"
    );
    assert!(asked.text.starts_with("Hello,\n"));
}

#[test]
fn a_code_ends_with_the_line_that_binds_it_to_the_host() {
    let code = Code {
        code: "482913".to_owned(),
        code_ends: "4:27pm on 21 November 2026".to_owned(),
        host: "psn.example.gov.uk".to_owned(),
    };
    let message = code.message(&recipient("Grace Okonkwo".to_owned()));
    assert_eq!(
        message.text.lines().last(),
        Some("@psn.example.gov.uk #482913")
    );
    assert!(message.subject.starts_with("482913 is your code for "));
}

#[test]
fn messages_without_an_address_to_open_have_none() {
    let receipt = Signed {
        organisation: "Northwind".to_owned(),
        service: "Exchange".to_owned(),
        signed_at: "4:12pm on 21 November 2026".to_owned(),
        commitments: "PSN CoP 2015-07, version 1".to_owned(),
        fingerprint: "9f86".to_owned(),
        link: String::new(),
        until: String::new(),
    };
    let message = receipt.message(&recipient("Grace Okonkwo".to_owned()));
    assert!(!message.html.contains("<a ") && !message.text.contains("://"));
}

#[test]
fn secrets_are_known_and_not_shown_by_debug() {
    let secret: Vec<&str> = KINDS
        .iter()
        .filter(|(_, s)| *s)
        .map(|(kind, _)| *kind)
        .collect();
    assert_eq!(
        secret,
        [
            "account_locked",
            "address_changed",
            "code",
            "confirm_email",
            "confirm_new_address",
            "invited",
            "owner_answered",
            "owner_asked",
            "reconfirmation_asked",
            "reset_password",
            "signature_asked",
            "signed",
            "team_invited"
        ]
    );
    let notice = ResetPassword {
        link: LINK.to_owned(),
        link_ends: String::new(),
    };
    let message = notice.message(&recipient("A".to_owned()));
    assert!(!format!("{notice:?} {message:?}").contains("AbC-123"));
}

/// The names of the headers of a message on the wire.
fn header_names(wired: &lettre::Message) -> Vec<String> {
    let wired = String::from_utf8(wired.formatted()).unwrap();
    let (headers, _) = wired.split_once("\r\n\r\n").unwrap();
    assert!(!headers.replace("\r\n", "").contains(['\r', '\n']));
    let lines = headers
        .split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']));
    lines
        .map(|line| line.split(':').next().unwrap().to_ascii_lowercase())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_words_make_a_header(
        name in "(\\PC|[\\x00-\\x20]|Bcc: |[\r\n:<>@]){0,80}", subject in any::<String>(),
    ) {
        let to = recipient(name.clone());
        let from = Address::parse("service@psn.example").unwrap();
        let notice = InvitationAccepted { person: name.clone(), organisation: name, role: subject.clone() };
        let ours = notice.message(&to);
        check(&ours);
        // As if somebody had changed the queue.
        let foreign = Message { subject, ..ours.clone() };
        for message in [ours, foreign] {
            let wired = wire(&from, Some(&from), "outbox-7@psn.example", &message).unwrap();
            let mut names = header_names(&wired);
            names.sort();
            prop_assert_eq!(
                names,
                [
                    "auto-submitted", "content-type", "date", "from", "message-id",
                    "mime-version", "reply-to", "subject", "to",
                ]
            );
        }
    }
}
