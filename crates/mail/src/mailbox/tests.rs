//! Tests of the mailbox in memory.

use super::*;
use crate::{DeliveryError, Transport};

fn message(to: &str, subject: &str) -> Message {
    Message {
        kind: "confirm_email",
        to: Address::parse(to).unwrap(),
        subject: subject.to_owned(),
        text: "text\n".to_owned(),
        html: "<p>text</p>".to_owned(),
    }
}

async fn deliver(mailbox: &Mailbox, id: &str, subject: &str) -> Result<(), DeliveryError> {
    let from = Address::parse("service@psn.example").unwrap();
    let transport = Transport::Memory(mailbox.clone());
    transport
        .deliver(
            &from,
            None,
            id,
            &message("priya@northwind.example", subject),
        )
        .await
}

#[tokio::test]
async fn the_newest_comes_first_and_the_oldest_makes_room() {
    let mailbox = Mailbox::new(2, Clock::default());
    for (id, subject) in [("1@x", "one"), ("2@x", "two"), ("3@x", "three")] {
        deliver(&mailbox, id, subject).await.unwrap();
    }
    let subjects: Vec<String> = mailbox
        .entries()
        .into_iter()
        .map(|entry| entry.subject)
        .collect();
    assert_eq!(subjects, ["three", "two"]);
    assert_eq!(
        mailbox.find("2@x").map(|entry| entry.subject).as_deref(),
        Some("two")
    );
    assert_eq!(mailbox.find("1@x"), None);
    let other = Address::parse("other@northwind.example").unwrap();
    assert!(mailbox.entries_to(&other).is_empty());
    assert_eq!(
        mailbox
            .entries_to(&message("priya@northwind.example", "").to)
            .len(),
        2
    );
}

#[tokio::test]
async fn a_message_delivered_twice_shows_once() {
    let mailbox = Mailbox::new(10, Clock::default());
    deliver(&mailbox, "1@x", "one").await.unwrap();
    deliver(&mailbox, "1@x", "one").await.unwrap();
    assert_eq!(mailbox.entries().len(), 1);
}

#[tokio::test]
async fn a_file_keeps_the_mail_over_a_restart() {
    let path = std::env::temp_dir().join(format!("mailbox-{}.jsonl", std::process::id()));
    let _ = fs::remove_file(&path);
    let clock = Clock::default();
    let mailbox = Mailbox::open(&path, 3, clock.clone()).unwrap();
    for place in 0..10 {
        deliver(&mailbox, &format!("{place}@x"), &format!("subject {place}"))
            .await
            .unwrap();
    }
    let kept = mailbox.entries();
    fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap()
        .write_all(b"{\"id\":\"half")
        .unwrap();
    let again = Mailbox::open(&path, 3, clock).unwrap();
    assert_eq!(again.entries(), kept);
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 3);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn an_id_that_could_break_a_header_is_refused() {
    let mailbox = Mailbox::new(10, Clock::default());
    for id in [
        "",
        "x",
        "@x",
        "x@",
        "a b@x",
        "a@x\r\nBcc: b@x",
        "a@x>",
        "é@x",
        &"a".repeat(300),
    ] {
        let refused = deliver(&mailbox, id, "one").await;
        assert!(matches!(refused, Err(DeliveryError::Permanent(_))), "{id}");
    }
    assert!(mailbox.entries().is_empty());
}

#[test]
fn entries_have_the_published_members() {
    let mailbox = Mailbox::new(1, Clock::default());
    mailbox
        .keep("1@x", &message("priya@northwind.example", "one"))
        .unwrap();
    let json = serde_json::to_value(mailbox.entries()).unwrap();
    let mut members: Vec<&String> = json[0].as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(members, ["html", "id", "sent_at", "subject", "text", "to"]);
    assert!(!format!("{:?}", mailbox.entries()).contains("text"));
}
