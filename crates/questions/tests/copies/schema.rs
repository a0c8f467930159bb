//! As much of JSON Schema as our schema uses. A keyword that is not known here fails the test.

use serde_json::Value;

/// What does not fit, if anything.
pub fn check(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    fits(schema, schema, value, at)
}

/// The same of a part of the schema `root`.
fn fits(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    for (keyword, wanted) in schema.as_object().unwrap() {
        keyword_holds((root, schema), keyword, wanted, value, at)?;
    }
    Ok(())
}

fn keyword_holds(
    (root, schema): (&Value, &Value),
    keyword: &str,
    wanted: &Value,
    value: &Value,
    at: &str,
) -> Result<(), String> {
    let need = |holds: bool| {
        let wrong = || format!("{at}: {keyword} {wanted} does not hold for {value}");
        holds.then_some(()).ok_or_else(wrong)
    };
    match keyword {
        "$schema" | "$id" | "$defs" | "title" | "description" => Ok(()),
        "$ref" => {
            let place = wanted.as_str().unwrap().strip_prefix('#').unwrap();
            fits(root, root.pointer(place).unwrap(), value, at)
        }
        "type" => need(has_type_among(value, wanted)),
        "const" => need(value == wanted),
        "enum" => need(wanted.as_array().unwrap().contains(value)),
        "minimum" => need(value.as_i64() >= wanted.as_i64()),
        "maximum" => need(value.as_i64() <= wanted.as_i64()),
        "minItems" => need(value.as_array().unwrap().len() as u64 >= wanted.as_u64().unwrap()),
        "maxItems" => need(value.as_array().unwrap().len() as u64 <= wanted.as_u64().unwrap()),
        "pattern" => {
            assert_eq!(wanted, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "another pattern");
            need(is_day(value.as_str().unwrap()))
        }
        "required" => need(has_members(value, wanted)),
        "items" => {
            let mut items = value.as_array().into_iter().flatten().enumerate();
            items.try_for_each(|(number, item)| fits(root, wanted, item, &format!("{at}/{number}")))
        }
        "properties" => {
            let mut members = value.as_object().into_iter().flatten();
            members.try_for_each(|(name, member)| {
                let schema = wanted.get(name);
                schema.map_or(Ok(()), |schema| {
                    fits(root, schema, member, &format!("{at}/{name}"))
                })
            })
        }
        "additionalProperties" => {
            assert_eq!(
                wanted,
                &Value::Bool(false),
                "another rule for further members"
            );
            let known = schema["properties"].as_object().unwrap();
            let mut members = value.as_object().into_iter().flatten();
            need(members.all(|(name, _)| known.contains_key(name)))
        }
        "oneOf" => {
            let schemas = wanted.as_array().unwrap().iter();
            let found: Vec<Result<(), String>> = schemas
                .map(|schema| fits(root, schema, value, at))
                .collect();
            let fitting = found.iter().filter(|result| result.is_ok()).count();
            let page = value["page"].as_str().unwrap_or_default();
            (fitting == 1)
                .then_some(())
                .ok_or_else(|| format!("{at} ({page}): {fitting} of oneOf hold"))
        }
        _ => panic!("the schema uses {keyword}"),
    }
}

/// Whether a value has the type, or one of the types.
fn has_type_among(value: &Value, wanted: &Value) -> bool {
    let is_it = |name: &Value| has_type(value, name.as_str().unwrap());
    let names = wanted.as_array();
    names.map_or_else(|| is_it(wanted), |names| names.iter().any(is_it))
}

/// Whether an object has these members; what is no object needs none.
fn has_members(value: &Value, names: &Value) -> bool {
    let mut names = names.as_array().unwrap().iter();
    !value.is_object() || names.all(|name| value.get(name.as_str().unwrap()).is_some())
}

fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        _ => panic!("the schema uses the type {name}"),
    }
}

fn is_day(text: &str) -> bool {
    let is_there = |(place, c): (usize, char)| match place {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    text.chars().count() == 10 && text.chars().enumerate().all(is_there)
}
