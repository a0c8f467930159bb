//! Tests of delivery by SMTP, against a server of a few lines.

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

use super::*;
use crate::{Address, Message, Transport};

fn message() -> Message {
    Message {
        kind: "confirm_email",
        to: Address::parse("priya@northwind.example").unwrap(),
        subject: "Confirm your email address".to_owned(),
        text: "Hello\n\n.\n\nhttps://x.example/\n".to_owned(),
        html: "<p>Hello</p>".to_owned(),
    }
}

/// A mail server for one message, which answers the recipient with this line.
/// Returns its address and what it was told.
#[expect(
    clippy::disallowed_methods,
    reason = "the server ends with its one message"
)]
async fn server(recipient_answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let told = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let mut told = String::new();
        stream.write_all(b"220 ready\r\n").await.unwrap();
        let mut is_data = false;
        let mut line = String::new();
        while stream
            .read_line(&mut line)
            .await
            .is_ok_and(|length| length > 0)
        {
            told.push_str(&line);
            let answer = match line.trim_end() {
                "." if is_data => {
                    is_data = false;
                    "250 taken"
                }
                _ if is_data => "",
                "DATA" => {
                    is_data = true;
                    "354 go on"
                }
                command if command.starts_with("RCPT") => recipient_answer,
                "QUIT" => "221 bye",
                _ => "250 fine",
            };
            if !answer.is_empty() {
                stream
                    .write_all(format!("{answer}\r\n").as_bytes())
                    .await
                    .unwrap();
            }
            if line.starts_with("QUIT") || told.contains("\r\n.\r\n") {
                break;
            }
            line.clear();
        }
        told
    });
    (url, told)
}

async fn deliver(url: &str) -> Result<(), DeliveryError> {
    let from = Address::parse("service@psn.example").unwrap();
    let team = Address::parse("team@psn.example").unwrap();
    let transport = Transport::smtp(url).unwrap();
    transport
        .deliver(&from, Some(&team), "outbox-7@psn.example", &message())
        .await
}

#[tokio::test]
async fn a_message_reaches_the_server_with_its_headers() {
    let (url, told) = server("250 fine").await;
    deliver(&url).await.unwrap();
    let told = told.await.unwrap();
    for line in [
        "MAIL FROM:<service@psn.example>",
        "RCPT TO:<priya@northwind.example>",
        "From: \"Apply to provide a PSN service\" <service@psn.example>",
        "Reply-To: team@psn.example",
        "Message-ID: <outbox-7@psn.example>",
        "Auto-Submitted: auto-generated",
        "Subject: Confirm your email address",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    let plain = told.find("text/plain").unwrap();
    assert!(
        plain < told.find("text/html").unwrap(),
        "plain text comes first"
    );
}

#[tokio::test]
async fn refusals_are_told_from_troubles() {
    let (url, _) = server("550 no such mailbox").await;
    assert!(matches!(
        deliver(&url).await,
        Err(DeliveryError::Permanent(_))
    ));
    let (url, _) = server("451 come back later").await;
    assert!(matches!(
        deliver(&url).await,
        Err(DeliveryError::Temporary(_))
    ));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    assert!(matches!(
        deliver(&nobody).await,
        Err(DeliveryError::Temporary(_))
    ));
}

#[tokio::test]
async fn starttls_is_required_when_asked_for() {
    // This server never offers STARTTLS, so nothing may be sent to it.
    let (url, told) = server("250 fine").await;
    let url = url.replace("smtp://", "smtp+starttls://");
    assert!(deliver(&url).await.is_err());
    let mut told = told.await.unwrap();
    told.truncate(500);
    assert!(!told.contains("MAIL FROM"), "{told}");
    let _ = tokio::io::empty().read(&mut [0]).await;
}

#[tokio::test]
async fn addresses_of_servers_are_checked() {
    for good in [
        "smtp://mail.example",
        "smtps://user:p%40ss@mail.example:465",
        "smtp+starttls://user:pass@mail.example",
        "smtp://user:pass@localhost:1025",
    ] {
        assert!(SmtpRelay::parse(good).is_ok(), "{good}");
    }
    for (bad, error) in [
        ("mail.example", SmtpUrlError::Scheme),
        ("http://mail.example", SmtpUrlError::Scheme),
        ("smtp://", SmtpUrlError::Format),
        (
            "smtp://mail.example?tls=opportunistic",
            SmtpUrlError::Format,
        ),
        (
            "smtp://user:pass@mail.example",
            SmtpUrlError::PasswordInClear,
        ),
    ] {
        assert_eq!(SmtpRelay::parse(bad).err(), Some(error), "{bad}");
    }
}
