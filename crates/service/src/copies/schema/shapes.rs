//! The shapes that schemas are made of.

use serde_json::{Map, Value, json};

/// An object of these members and no others, all of which have to be there.
pub fn object(members: Value, description: &str) -> Value {
    let names: Vec<&String> = members
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .collect();
    let mut schema = json!({
        "type": "object",
        "description": description,
        "required": names,
        "additionalProperties": false,
    });
    schema["properties"] = members;
    schema
}

/// Adds members to an object, all of which have to be there.
pub fn extend(schema: &mut Value, members: Value) {
    let Value::Object(members) = members else {
        return;
    };
    for (name, member) in members {
        if let Some(required) = schema["required"].as_array_mut() {
            required.push(json!(name));
        }
        schema["properties"][name] = member;
    }
}

/// The same or null.
pub fn or_null(mut schema: Value) -> Value {
    schema["type"] = json!([schema["type"], "null"]);
    schema
}

pub fn list(items: Value, description: &str) -> Value {
    let mut schema = json!({ "type": "array", "description": description });
    schema["items"] = items;
    schema
}

pub fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

pub fn text_or_null(description: &str) -> Value {
    or_null(text(description))
}

pub fn moment(description: &str) -> Value {
    text(&format!("{description}, in UTC (RFC 3339)"))
}

pub fn moment_or_null(description: &str) -> Value {
    or_null(moment(description))
}

pub fn day(description: &str) -> Value {
    text(&format!("{description}, as YYYY-MM-DD"))
}

pub fn day_or_null(description: &str) -> Value {
    or_null(day(description))
}

pub fn flag(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

pub fn number(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

/// One of these names.
pub fn one_of(names: &[&str], description: &str) -> Value {
    json!({ "type": "string", "enum": names, "description": description })
}

pub fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| name(*one)).collect()
}
