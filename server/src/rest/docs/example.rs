//! What a schema's value may look like.

use serde_json::{Map, Value, json};

/// Deeper than any schema of ours; a schema that contains itself ends here.
const DEEPEST: u32 = 8;

/// A value of a schema: its own example where it has one.
pub fn of(schema: &Value, document: &Value) -> Value {
    value(schema, document, "", 0)
}

fn value(schema: &Value, document: &Value, name: &str, depth: u32) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    let deeper = |inner: &Value, name: &str| value(inner, document, name, depth + 1);
    if let Some(example) = schema.get("example").or_else(|| schema.pointer("/examples/0")) {
        return example.clone();
    }
    if let Some(reference) = schema["$ref"].as_str() {
        return deeper(super::schema::resolve(document, reference), name);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| deeper(part, name));
        let members = parts.filter_map(|part| part.as_object().cloned()).flatten();
        return Value::Object(members.collect::<Map<_, _>>());
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let some = choices.iter().find(|choice| choice["type"] != "null");
        return some.map_or(Value::Null, |choice| deeper(choice, name));
    }
    if let Some(first) = schema.pointer("/enum/0") {
        return first.clone();
    }
    match kind(schema) {
        "object" => {
            let members = schema["properties"].as_object().into_iter().flatten();
            Value::Object(members.map(|(name, inner)| (name.clone(), deeper(inner, name))).collect())
        }
        "array" => json!([deeper(&schema["items"], name)]),
        "integer" => schema.get("default").cloned().unwrap_or(json!(1)),
        "boolean" => json!(false),
        "string" => text(name),
        _ => Value::Null,
    }
}

/// The type, of several the one that is not null.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null"),
        kind => kind.as_str().unwrap_or("null"),
    }
}

/// Texts by the names that members have in this API.
fn text(name: &str) -> Value {
    match name {
        "name" => json!("Rossi S.p.A."),
        "ref_id" => json!("C-1024"),
        "vat_number" => json!("IT00743110157"),
        "fiscal_code" => json!("00743110157"),
        "street" => json!("Via Roma 1"),
        "city" => json!("Milano"),
        "province" => json!("MI"),
        "postal_code" => json!("20121"),
        "phone" => json!("+39021234567"),
        "email" => json!("anna@example.com"),
        "website" => json!("https://example.com"),
        "job_title" => json!("Accounts"),
        "reason" => json!("Contract ended"),
        "by" => json!("Anna Rossi"),
        "secret" => json!("cnp_…"),
        "activation_link" => json!("https://canopy.example/activate/…"),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_choices_and_lists_are_followed() {
        let document = json!({ "components": { "schemas": {
            "Page": { "type": "object", "properties": { "items": { "type": "array", "items": { "$ref": "#/components/schemas/One" } } } },
            "One": { "allOf": [
                { "type": "object", "properties": { "city": { "type": ["string", "null"] } } },
                { "type": "object", "properties": { "role": { "oneOf": [{ "type": "null" }, { "enum": ["viewer"] }] } } }
            ] }
        } } });
        let schema = json!({ "$ref": "#/components/schemas/Page" });
        assert_eq!(of(&schema, &document), json!({ "items": [{ "city": "Milano", "role": "viewer" }] }));
    }

    #[test]
    fn a_schema_that_contains_itself_ends() {
        let document = json!({ "components": { "schemas": {
            "Loop": { "type": "array", "items": { "$ref": "#/components/schemas/Loop" } }
        } } });
        assert!(of(&json!({ "$ref": "#/components/schemas/Loop" }), &document).is_array());
    }
}
