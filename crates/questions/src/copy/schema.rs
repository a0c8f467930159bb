//! The JSON Schema of copies of a set (draft 2020-12). Unfinished answers fit it too: it says which
//! shapes are stored, not what a complete answer needs.

use serde_json::{Map, Value, json};

use crate::page::{Field, FieldKind, Page};
use crate::set::{QuestionSet, Task};

use super::published::AS_PUBLISHED;

impl QuestionSet {
    /// The schema of copies of this set; `address` is where it is published.
    pub fn copy_schema(&self, address: &str) -> Value {
        let pages: Vec<Value> = self
            .pages()
            .map(|(task, page)| answer(task, page))
            .collect();
        let title = format!("Answers to the {}, version {}", self.title, self.version);
        object(
            json!({
                "$schema": {
                    "type": "string",
                    "description": "The address of this schema",
                },
                "question_set": object(
                    json!({
                        "id": { "const": self.id },
                        "version": { "const": self.version },
                        "hash": text("SHA-256 of the question set"),
                    }),
                    &["id", "version", "hash"],
                    "The question set that was answered",
                ),
                "application": object(
                    json!({
                        "reference": text("The reference of the application"),
                        "service": text("The name of the service, empty while it has none"),
                        "organisation": text("The name of the organisation"),
                    }),
                    &["reference", "service", "organisation"],
                    "The application that was copied",
                ),
                "copied_at": text("When it was copied, in UTC (RFC 3339)"),
                "answers": {
                    "type": "array",
                    "description": "The stored answers, page by page, in the order of the form",
                    "items": { "oneOf": pages },
                },
            }),
            &["question_set", "application", "copied_at", "answers"],
            "A copy of one application as its supplier downloads it",
        )
        .with(
            "$schema",
            json!("https://json-schema.org/draft/2020-12/schema"),
        )
        .with("$id", json!(address))
        .with("title", json!(title))
        .into()
    }
}

/// A schema of an object, to be added to.
struct Schema(Map<String, Value>);

impl Schema {
    fn with(mut self, name: &str, value: Value) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }
}

impl From<Schema> for Value {
    fn from(schema: Schema) -> Self {
        Self::Object(schema.0)
    }
}

impl serde::Serialize for Schema {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// An object with these properties and no others.
fn object(properties: Value, required: &[&str], description: &str) -> Schema {
    Schema(Map::new())
        .with("type", json!("object"))
        .with("description", json!(description))
        .with("properties", properties)
        .with("required", json!(required))
        .with("additionalProperties", json!(false))
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

/// The answers of one page.
fn answer(task: &Task, page: &Page) -> Value {
    let item = match task.list().filter(|_| page.is_item_page()) {
        Some(list) => json!({
            "type": "integer",
            "minimum": 1,
            "maximum": list.max,
            "description": format!("Number of the {}", list.item_name),
        }),
        None => json!({ "const": 0 }),
    };
    let fields: Map<String, Value> = page.fields.iter().flat_map(field).collect();
    let in_words = object(
        json!({ "question": text("What was asked"), "answer": text("The answer") }),
        &["question", "answer"],
        "One answer as people read it",
    );
    let mut members = json!({
            "page": { "const": page.id, "description": "Identifier of the page" },
            "item": item,
            "section": text("The section of the form"),
            "heading": text("The heading of the page"),
            "question": { "const": page.question, "description": "The question of the standard" },
            "is_asked": {
                "type": "boolean",
                "description": "Whether the other answers ask for this page",
            },
            "values": object(Value::Object(fields), &[], "The stored values by field"),
            "in_words": { "type": "array", "items": in_words },
    });
    let published = page.answers_as_published();
    if let (false, Some(members)) = (published.is_empty(), members.as_object_mut()) {
        let told = json!({
            "enum": published,
            "description": "The answer to the question as it was published, which asks the other way round",
        });
        members.insert(AS_PUBLISHED.to_owned(), told);
    }
    object(members, &["page", "item", "values"], &page.heading).into()
}

/// The values of a field; of a date also its parts, while it is unfinished.
fn field(field: &Field) -> Vec<(String, Value)> {
    let values = |items: Value, most: Option<usize>| {
        let mut schema = json!({
            "type": "array",
            "description": field.label,
            "items": items,
            "minItems": 1,
        });
        if let Some(most) = most {
            schema["maxItems"] = json!(most);
        }
        schema
    };
    let one_of = || -> Value {
        let offered = field.offered();
        let names: Vec<&str> = offered.iter().map(|(value, _)| *value).collect();
        json!({ "type": "string", "enum": names })
    };
    let free = || json!({ "type": "string" });
    let schema = match &field.kind {
        FieldKind::Radios(_) => values(one_of(), Some(1)),
        FieldKind::Checkboxes { .. } | FieldKind::Countries { .. } => values(one_of(), None),
        FieldKind::TextList { .. } => values(free(), None),
        FieldKind::Date(_) => {
            let day = json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });
            let mut named = vec![(field.id.clone(), values(day, Some(1)))];
            for part in ["day", "month", "year"] {
                let name = format!("{}-{part}", field.id);
                named.push((name, values(free(), Some(1))));
            }
            return named;
        }
        _ => values(free(), Some(1)),
    };
    vec![(field.id.clone(), schema)]
}
