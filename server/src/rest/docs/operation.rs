//! One operation: what it does, what it takes, what it answers.

use super::html::{Prose, Text};
use super::{example, schema};
use serde_json::Value;
use std::fmt::Write as _;

/// An operation with the path and method under which it stands.
pub struct Operation<'a> {
    /// The path within the API.
    pub path: &'a str,
    /// The method, in lower case.
    pub method: &'a str,
    /// The operation's own part of the document.
    pub value: &'a Value,
}

impl Operation<'_> {
    /// Where it stands on the page.
    pub fn anchor(&self) -> &str {
        self.value["operationId"].as_str().unwrap_or_default()
    }

    /// What it does, in a few words.
    pub fn summary(&self) -> &str {
        self.value["summary"].as_str().unwrap_or_default()
    }

    /// Whether it stands under a tag.
    pub fn is_tagged(&self, tag: &str) -> bool {
        self.value["tags"].as_array().is_some_and(|tags| tags.iter().any(|one| one == tag))
    }

    /// The operation as a section.
    pub fn render(&self, document: &Value) -> String {
        let mut out = String::new();
        let _ = write!(
            out,
            "<section class=\"operation\" id=\"{}\"><h3>{}</h3><p class=\"line\"><span class=\"method {}\">{}</span> \
             <code>{}{}</code></p>",
            Text(self.anchor()),
            Text(self.summary()),
            self.method,
            self.method.to_uppercase(),
            Text(base(document)),
            Text(self.path),
        );
        if let Some(about) = self.value["description"].as_str().filter(|about| !about.is_empty()) {
            let _ = write!(out, "<p>{}</p>", Prose(about));
        }
        self.parameters(&mut out);
        self.body(&mut out, document);
        self.answers(&mut out, document);
        out.push_str("</section>");
        out
    }

    fn parameters(&self, out: &mut String) {
        let Some(parameters) = self.value["parameters"].as_array().filter(|all| !all.is_empty()) else { return };
        out.push_str("<h4>Parameters</h4><div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Name<th scope=\"col\">In<th scope=\"col\">Type<th scope=\"col\">Meaning</thead><tbody>");
        for parameter in parameters {
            let mark = if parameter["required"] == true { " <span class=\"required\">required</span>" } else { "" };
            let _ = write!(
                out,
                "<tr><th scope=\"row\"><code>{}</code>{mark}<td>{}<td>{}<td>{}{}",
                Text(parameter["name"].as_str().unwrap_or_default()),
                Text(parameter["in"].as_str().unwrap_or_default()),
                schema::kind(&parameter["schema"]),
                Prose(parameter["description"].as_str().unwrap_or_default()),
                schema::limits(&parameter["schema"]),
            );
        }
        out.push_str("</tbody></table></div>");
    }

    fn body(&self, out: &mut String, document: &Value) {
        let Some((media_type, content)) = first_content(&self.value["requestBody"]) else { return };
        let _ = write!(
            out,
            "<h4>Body</h4><p>{} as <code>{}</code></p>",
            schema::kind(&content["schema"]),
            Text(media_type)
        );
        self.request(out, document, media_type, &example::of(&content["schema"], document));
    }

    /// The request as one would type it.
    fn request(&self, out: &mut String, document: &Value, media_type: &str, body: &Value) {
        let mut lines =
            vec![format!("curl -X {} \"$CANOPY{}{}\"", self.method.to_uppercase(), base(document), self.path)];
        lines.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
        if self.method == "patch" {
            lines.push("-H 'If-Match: \"3\"'".to_owned());
        }
        lines.push(format!("-H 'Content-Type: {media_type}'"));
        lines.push(format!("-d '{}'", pretty(body).replace('\'', "'\\''")));
        let _ = write!(out, "<pre tabindex=\"0\"><code>{}</code></pre>", Text(&lines.join(" \\\n  ")));
    }

    fn answers(&self, out: &mut String, document: &Value) {
        let Some(answers) = self.value["responses"].as_object() else { return };
        out.push_str("<h4>Answers</h4><dl class=\"answers\">");
        let (good, bad): (Vec<_>, Vec<_>) = answers.iter().partition(|(status, _)| status.starts_with('2'));
        for (status, answer) in good {
            let _ = write!(
                out,
                "<dt><span class=\"status\">{}</span><dd>{}",
                Text(status),
                Prose(answer["description"].as_str().unwrap_or_default())
            );
            let Some((media_type, content)) = first_content(answer) else { continue };
            let _ = write!(out, " <small>{}, {}</small>", schema::kind(&content["schema"]), Text(media_type));
            if media_type == "application/json" && content["schema"].get("$ref").is_some() {
                let sample = pretty(&example::of(&content["schema"], document));
                let _ = write!(
                    out,
                    "<details><summary>Example</summary><pre tabindex=\"0\"><code>{}</code></pre></details>",
                    Text(&sample)
                );
            }
        }
        if !bad.is_empty() {
            let links = bad.iter().map(|(status, _)| format!("<a href=\"#status-{0}\">{0}</a>", Text(status)));
            let _ = write!(out, "<dt>Refusals<dd>{}", links.collect::<Vec<_>>().join(" "));
        }
        out.push_str("</dl>");
    }
}

/// The path at which the API is mounted.
fn base(document: &Value) -> &str {
    document.pointer("/servers/0/url").and_then(Value::as_str).unwrap_or_default()
}

fn first_content(part: &Value) -> Option<(&str, &Value)> {
    part["content"].as_object()?.iter().next().map(|(media_type, content)| (media_type.as_str(), content))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
