//! The page as a whole.

use super::html::{Prose, Text};
use super::operation::Operation;
use super::schema;
use crate::rest::words::{self, Kind};
use model::lang::Lang;
use serde_json::Value;
use std::fmt::Write as _;

/// What goes for all operations: a heading and paragraphs.
const GUIDE: [(&str, &str, &str); 6] = [
    (
        "authentication",
        "Authentication",
        "Every request but those for this document carries `Authorization: Bearer cnp_…`. \
        The first token comes from the command line, `canopy token create --email you@example.com`, the next ones from \
        POST `/tokens`. A token has a role (viewer, editor, admin) in the subtree of one customer, and stops when its \
        maker, that customer or one above is disabled. Cookies mean nothing here.",
    ),
    (
        "lists",
        "Lists",
        "`limit` says how many rows (50, at most 200); `next_cursor` of an answer is the next request's \
        `cursor`, with the same filter and order. `total` counts all matches, exactly to 10,000; past that `more` is true. \
        Parameters that are not known are refused, not ignored.",
    ),
    (
        "versions",
        "Versions",
        "What can be edited has a `version`, which is also its `ETag`. PATCH needs it as `If-Match`: \
        when someone was faster the answer is 409 with the `current` state, and nothing is lost. DELETE and the verbs \
        compare it when it is given. Weak tags count as strong ones; `*` stands for whichever version there is; a header \
        that is not one tag in quotes is 400.",
    ),
    (
        "idempotency",
        "Idempotency",
        "A POST with an `Idempotency-Key` can be sent again after a lost answer: for 24 hours \
        the same token gets the same answer from the same path, and nothing is done twice. Another body under the same \
        key is 422; while the first request is still under way the answer is 409. A request that was refused did nothing \
        and leaves its key free. Stored answers are sealed with the token itself, which the server does not keep.",
    ),
    (
        "text",
        "Text",
        "Text is trimmed and otherwise kept to the byte; an empty text is the same as null. NUL and other \
        control characters are refused, line breaks in `notes` excepted. Each member stands once in its object.",
    ),
    (
        "order",
        "Order of checks",
        "Token (401), scope (404), role or governed (403), version (428, 409), body (422). \
        All that is wrong with a body is told at once, each problem at its field. Messages are English or Italian, \
        by `Accept-Language`; codes stay.",
    ),
];

/// The page of a document.
pub fn render(document: &Value, theme: Option<&str>) -> String {
    let operations = operations(document);
    let mut out = String::with_capacity(256 * 1024);
    let theme = theme.map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
    let title = document.pointer("/info/title").and_then(Value::as_str).unwrap_or_default();
    let version = document.pointer("/info/version").and_then(Value::as_str).unwrap_or_default();
    let _ = write!(
        out,
        "<!DOCTYPE html><html lang=\"en\"{theme}><head><meta charset=\"utf-8\"><title>{0} API</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"stylesheet\" href=\"/api/v1/docs.css\">\
         <link rel=\"icon\" href=\"data:,\"></head><body><a class=\"skip\" href=\"#main\">To the text</a>\
         <header><p class=\"brand\"><a href=\"/\">{0}</a></p><p class=\"version\">API {1}</p></header>",
        Text(title),
        Text(version),
    );
    contents(&mut out, document, &operations);
    let about = document.pointer("/info/description").and_then(Value::as_str).unwrap_or_default();
    let _ = write!(
        out,
        "<main id=\"main\"><h1>{} API</h1><p class=\"lead\">{} The same as a document: <a href=\"/api/v1/openapi.json\">openapi.json</a>.</p>",
        Text(title),
        Prose(about)
    );
    for (id, heading, text) in GUIDE {
        let _ = write!(out, "<section id=\"{id}\"><h2>{heading}</h2><p>{}</p></section>", Prose(text));
    }
    for (tag, about) in tags(document) {
        let _ = write!(out, "<section id=\"tag-{0}\"><h2>{0}</h2><p>{1}</p>", Text(tag), Prose(about));
        operations.iter().filter(|op| op.is_tagged(tag)).for_each(|op| out.push_str(&op.render(document)));
        out.push_str("</section>");
    }
    schemas(&mut out, document);
    problems(&mut out, document);
    out.push_str("</main></body></html>");
    out
}

/// The operations in the order of the document.
fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let order = ["get", "post", "patch", "delete"];
    let of_path = |(path, item): (&'_ String, &'_ Value)| -> Vec<(String, &'static str)> {
        order.into_iter().filter(|method| item.get(method).is_some()).map(|method| (path.clone(), method)).collect()
    };
    let mut found = Vec::new();
    for (path, item) in paths {
        for (_, method) in of_path((path, item)) {
            found.push(Operation { path, method, value: &item[method] });
        }
    }
    found
}

fn tags(document: &Value) -> impl Iterator<Item = (&str, &str)> {
    let tags = document["tags"].as_array().into_iter().flatten();
    tags.filter_map(|tag| Some((tag["name"].as_str()?, tag["description"].as_str().unwrap_or_default())))
}

fn contents(out: &mut String, document: &Value, operations: &[Operation<'_>]) {
    out.push_str("<nav aria-label=\"Contents\"><details class=\"fold\"><summary>Contents</summary>");
    links(out, document, operations);
    out.push_str("</details><div class=\"wide\">");
    links(out, document, operations);
    out.push_str("</div></nav>");
}

fn links(out: &mut String, document: &Value, operations: &[Operation<'_>]) {
    out.push_str("<ul>");
    for (id, heading, _) in GUIDE {
        let _ = write!(out, "<li><a href=\"#{id}\">{heading}</a>");
    }
    out.push_str("</ul>");
    for (tag, _) in tags(document) {
        let _ = write!(out, "<p><a href=\"#tag-{0}\">{0}</a></p><ul>", Text(tag));
        for operation in operations.iter().filter(|operation| operation.is_tagged(tag)) {
            let _ = write!(
                out,
                "<li><a href=\"#{}\"><span class=\"method {}\">{}</span> {}</a>",
                Text(operation.anchor()),
                operation.method,
                operation.method.to_uppercase(),
                Text(operation.summary())
            );
        }
        out.push_str("</ul>");
    }
    out.push_str("<p><a href=\"#schemas\">Schemas</a></p><p><a href=\"#problems\">Problems</a></p>");
}

fn schemas(out: &mut String, document: &Value) {
    out.push_str("<section id=\"schemas\"><h2>Schemas</h2>");
    for (name, value) in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
        let about = value["description"].as_str().unwrap_or_default();
        let _ = write!(
            out,
            "<section class=\"schema\" id=\"schema-{0}\"><h3>{0}</h3><p>{1}</p>{2}</section>",
            Text(name),
            Prose(about),
            schema::table(value)
        );
    }
    out.push_str("</section>");
}

/// Statuses that refuse, then the kinds of problems to which `type` points.
fn problems(out: &mut String, document: &Value) {
    out.push_str("<section id=\"problems\"><h2>Problems</h2><dl class=\"answers\">");
    for (name, value) in document.pointer("/components/responses").and_then(Value::as_object).into_iter().flatten() {
        let status = name.trim_start_matches("Problem");
        let about = value["description"].as_str().unwrap_or_default();
        let _ =
            write!(out, "<dt id=\"status-{0}\"><span class=\"status\">{0}</span><dd>{1}", Text(status), Prose(about));
    }
    out.push_str("</dl><h3>Types</h3><div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Type<th scope=\"col\">Status<th scope=\"col\">Meaning</thead><tbody>");
    for kind in Kind::ALL {
        let _ = write!(
            out,
            "<tr id=\"problem-{0}\"><th scope=\"row\"><code>{0}</code><td>{1}<td>{2}. {3}",
            kind.slug(),
            kind.status().as_u16(),
            Text(words::title(kind, Lang::En)),
            Prose(words::detail(kind, Lang::En)),
        );
    }
    out.push_str("</tbody></table></div></section>");
}
