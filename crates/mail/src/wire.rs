//! A message as it goes over the wire: headers and two parts (RFC 5322, MIME).

use lettre::message::{
    Mailbox, MessageBuilder, MultiPart,
    header::{HeaderName, HeaderValue},
};

use crate::{Address, DeliveryError, Message, SERVICE_NAME, words::line};

/// The message with its headers. `message_id` is without its angle brackets.
pub fn wire(
    from: &Address,
    reply_to: Option<&Address>,
    message_id: &str,
    message: &Message,
) -> Result<lettre::Message, DeliveryError> {
    let mut builder = MessageBuilder::new()
        .from(Mailbox::new(
            Some(SERVICE_NAME.to_owned()),
            mailbox(from)?.email,
        ))
        .to(mailbox(&message.to)?)
        .subject(line(&message.subject, usize::MAX))
        .message_id(Some(format!("<{}>", checked_id(message_id)?)))
        // Keeps answering machines silent (RFC 3834, 5).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    if let Some(reply_to) = reply_to {
        builder = builder.reply_to(mailbox(reply_to)?);
    }
    builder
        .multipart(MultiPart::alternative_plain_html(
            message.text.clone(),
            message.html.clone(),
        ))
        .map_err(|error| DeliveryError::Permanent(error.to_string()))
}

fn mailbox(address: &Address) -> Result<Mailbox, DeliveryError> {
    let address = address.as_str().parse::<lettre::Address>();
    address
        .map(Mailbox::from)
        .map_err(|error| DeliveryError::Permanent(error.to_string()))
}

/// The id, if it has the form `left@right` of RFC 5322, 3.6.4 and fits a line.
pub fn checked_id(message_id: &str) -> Result<&str, DeliveryError> {
    let is_word = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._+".contains(&b))
    };
    let has_form = message_id
        .split_once('@')
        .is_some_and(|(l, r)| is_word(l) && is_word(r));
    if has_form && message_id.len() <= 200 {
        Ok(message_id)
    } else {
        Err(DeliveryError::Permanent(
            "the message id has not the form left@right".to_owned(),
        ))
    }
}
