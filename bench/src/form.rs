//! The form that a page has in it, as a browser would send it.

use crate::Result;

/// A form's address and what would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    fields: Vec<(String, String)>,
    /// Fields that people type into.
    typed: Vec<String>,
}

/// A tag with its attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// Where the text after it begins.
    end: usize,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| value.as_str())
    }

    fn named(&self) -> Option<String> {
        self.get("name").map(str::to_owned)
    }
}

/// The tags of this page, in order.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<') {
        let start = at + start + 1;
        let tag = tag(html, start);
        at = tag.end;
        tags.push(tag);
    }
    tags
}

/// The tag whose name begins here.
fn tag(html: &str, start: usize) -> Tag<'_> {
    let ends_name = |c: char| c.is_whitespace() || c == '>';
    let length = html[start..].find(ends_name);
    let mut at = length.map_or(html.len(), |length| start + length);
    let mut tag = Tag {
        name: &html[start..at],
        attributes: Vec::new(),
        end: html.len(),
    };
    loop {
        let rest = html[at..].trim_start();
        at = html.len() - rest.len();
        if rest.is_empty() {
            return tag;
        }
        if rest.starts_with('>') {
            tag.end = at + 1;
            return tag;
        }
        let length = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>');
        let length = length.unwrap_or(rest.len()).max(1);
        let name = &rest[..length];
        at += length;
        let mut value = String::new();
        if let Some(quoted) = html[at..].strip_prefix("=\"") {
            let length = quoted.find('"').unwrap_or(quoted.len());
            value = plain(&quoted[..length]);
            at = (at + 2 + length + 1).min(html.len());
        }
        tag.attributes.push((name, value));
    }
}

/// Text without the escapes that pages are written with.
fn plain(text: &str) -> String {
    let mut plain = text.to_owned();
    let escapes = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    for (escape, character) in escapes {
        if plain.contains('&') {
            plain = plain.replace(escape, character);
        }
    }
    plain
}

impl Form {
    /// The first form of the page that has a field of this name; its first button is pressed.
    pub fn find(html: &str, field: &str) -> Result<Self> {
        let tags = tags(html);
        let mut forms = tags
            .iter()
            .enumerate()
            .filter(|(_, tag)| tag.name == "form");
        let found = forms.find_map(|(place, tag)| {
            let inner: Vec<&Tag<'_>> = tags[place..]
                .iter()
                .take_while(|tag| tag.name != "/form")
                .collect();
            let has_field = inner.iter().any(|tag| tag.get("name") == Some(field));
            has_field.then(|| Self::read(html, tag, &inner))
        });
        found.ok_or_else(|| format!("the page has no form with the field {field:?}").into())
    }

    fn read(html: &str, form: &Tag<'_>, inner: &[&Tag<'_>]) -> Self {
        let mut read = Self {
            action: form.get("action").unwrap_or_default().to_owned(),
            fields: Vec::new(),
            typed: Vec::new(),
        };
        let mut is_pressed = false;
        for tag in inner {
            let Some(name) = tag.named() else { continue };
            let value = tag.get("value").unwrap_or_default().to_owned();
            match tag.name {
                "input" => match tag.get("type") {
                    Some("radio" | "checkbox") if tag.get("checked").is_none() => {}
                    Some("radio" | "checkbox" | "hidden") => read.fields.push((name, value)),
                    _ => {
                        read.typed.push(name.clone());
                        read.fields.push((name, value));
                    }
                },
                "textarea" => {
                    let text = html[tag.end..].split('<').next().unwrap_or_default();
                    read.typed.push(name.clone());
                    read.fields.push((name, plain(text)));
                }
                "button" if !is_pressed => {
                    is_pressed = true;
                    read.fields.push((name, value));
                }
                _ => {}
            }
        }
        read
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The last field that people type into: on question pages the longest text.
    pub fn last_typed(&self) -> Option<&str> {
        self.typed.last().map(String::as_str)
    }

    /// Types into a field.
    pub fn fill_in(&mut self, name: &str, value: &str) -> Result<()> {
        let field = self.fields.iter_mut().find(|(own, _)| own == name);
        let (_, old) = field.ok_or_else(|| format!("the form has no field {name:?}"))?;
        value.clone_into(old);
        Ok(())
    }

    /// The body of the request. Browsers send the lines of a text with both characters.
    pub fn body(&self) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.fields {
            let value = value.replace("\r\n", "\n").replace('\n', "\r\n");
            body.append_pair(name, &value);
        }
        body.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<form action=\"/other\"><input name=\"q\"></form>
        <form method=\"post\" novalidate action=\"/a?b=1&amp;c=2\">
        <input type=\"hidden\" name=\"csrf\" value=\"a-b\">
        <input type=\"radio\" name=\"answer\" value=\"yes\" checked><input type=\"radio\" name=\"answer\" value=\"no\">
        <textarea name=\"how\" rows=\"5\">It&#39;s &lt;so&gt;\n&amp; more</textarea>
        <button name=\"action\" value=\"save\">Save</button><button name=\"action\" value=\"later\">Later</button></form>";

    #[test]
    fn a_form_is_sent_as_a_browser_sends_it() {
        let mut form = Form::find(PAGE, "csrf").unwrap();
        assert_eq!(form.action, "/a?b=1&c=2");
        assert_eq!(form.last_typed(), Some("how"));
        assert_eq!(form.value("how"), Some("It's <so>\n& more"));
        form.fill_in("how", "a b\nc").unwrap();
        assert_eq!(
            form.body(),
            "csrf=a-b&answer=yes&how=a+b%0D%0Ac&action=save"
        );
        assert!(form.fill_in("what", "").is_err());
        assert!(Form::find(PAGE, "what").is_err());
    }
}
