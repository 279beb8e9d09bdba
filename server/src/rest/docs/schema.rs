//! Schemas as tables of their members.

use super::html::{Prose, Text};
use serde_json::Value;
use std::fmt::Write as _;

/// What a reference within the document names.
pub fn resolve<'a>(document: &'a Value, reference: &str) -> &'a Value {
    document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null)
}

/// The last part of a reference.
fn name_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or_default()
}

/// A schema: its members as a table, or what else it is in words.
pub fn table(schema: &Value) -> String {
    let mut out = String::new();
    match members(schema) {
        Some(mut rows) if !rows.is_empty() => {
            // What has to be there comes first.
            rows.sort_by_key(|(_, _, required)| !required);
            out.push_str("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Member<th scope=\"col\">Type<th scope=\"col\">Meaning</thead><tbody>");
            rows.iter().for_each(|(name, inner, required)| row(&mut out, name, inner, *required));
            out.push_str("</tbody></table></div>");
        }
        _ => {
            let _ = write!(out, "<p>{}</p>", kind(schema));
        }
    }
    out
}

/// Name, schema and whether it has to be there, of every member; those of all parts where there are several.
fn members(schema: &Value) -> Option<Vec<(&str, &Value, bool)>> {
    if let Some(parts) = schema["allOf"].as_array() {
        return Some(parts.iter().filter_map(members).flatten().collect());
    }
    let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let properties = schema["properties"].as_object()?;
    Some(properties.iter().map(|(name, inner)| (name.as_str(), inner, required(name))).collect())
}

fn row(out: &mut String, name: &str, schema: &Value, required: bool) {
    let mark = if required { " <span class=\"required\">required</span>" } else { "" };
    let _ = write!(
        out,
        "<tr><th scope=\"row\"><code>{}</code>{mark}<td>{}<td>{}{}",
        Text(name),
        kind(schema),
        Prose(about(schema)),
        limits(schema)
    );
}

/// What a member means: said of itself, or of the choice that is not null.
fn about(schema: &Value) -> &str {
    let choices = schema["oneOf"].as_array().into_iter().flatten();
    let mut said = std::iter::once(schema).chain(choices).filter_map(|one| one["description"].as_str());
    said.next().unwrap_or_default()
}

/// The type in words, with links to schemas that have a name.
pub fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = Text(name_of(reference)).to_string();
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return parts.iter().map(kind).collect::<Vec<_>>().join(" and ");
    }
    if let Some(values) = schema["enum"].as_array() {
        let values = values.iter().filter(|value| !value.is_null());
        return values
            .map(|value| format!("<code>{}</code>", Text(&value.to_string())))
            .collect::<Vec<_>>()
            .join(" · ");
    }
    let one = |kind: &str| match (kind, schema["format"].as_str()) {
        ("array", _) => format!("list of {}", self::kind(&schema["items"])),
        ("string", Some("uuid")) => "id".to_owned(),
        ("string", Some("date-time")) => "time".to_owned(),
        ("string", _) => "text".to_owned(),
        ("integer", _) => "whole number".to_owned(),
        ("boolean", _) => "<code>true</code> · <code>false</code>".to_owned(),
        (other, _) => Text(other).to_string(),
    };
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).map(one).collect::<Vec<_>>().join(" or "),
        Value::String(kind) => one(kind),
        _ => "anything".to_owned(),
    }
}

/// What a value may be beyond its type.
pub fn limits(schema: &Value) -> String {
    let number = |name: &str| schema[name].as_u64();
    let mut said = Vec::new();
    match (number("minLength"), number("maxLength")) {
        (Some(least), Some(most)) => said.push(format!("{least} to {most} characters")),
        (None, Some(most)) => said.push(format!("at most {most} characters")),
        _ => {}
    }
    if let (Some(least), Some(most)) = (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
        said.push(format!("{least} to {most}"));
    }
    if let Some(default) = schema.get("default") {
        said.push(format!("{default} if absent"));
    }
    if said.is_empty() { String::new() } else { format!(" <small>{}</small>", Text(&said.join(", "))) }
}
