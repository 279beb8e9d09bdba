//! The HTML part of a letter: one column, styles inline because mail programs know no others, nothing fetched.

use super::texts::Letter;
use std::fmt::Write as _;

/// A letter as an HTML document.
pub(super) fn page(letter: &Letter, lang: &str) -> String {
    let mut body = String::new();
    for text in &letter.before {
        paragraph(&mut body, text, "margin:0 0 16px");
    }
    let link = escaped(&letter.link);
    let _ = writeln!(
        body,
        "<p style=\"margin:24px 0\"><a href=\"{link}\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;\
         background:#1e7c50;color:#ffffff;text-decoration:none;font-weight:600\">{}</a></p>",
        escaped(&letter.action)
    );
    paragraph(&mut body, &letter.copy, "margin:0 0 4px;font-size:14px;color:#4a5568");
    let _ = writeln!(
        body,
        "<p style=\"margin:0 0 24px;font-size:14px;overflow-wrap:anywhere;word-break:break-word\">\
         <a href=\"{link}\" style=\"color:#24744d\">{link}</a></p>"
    );
    for text in &letter.after {
        paragraph(&mut body, text, "margin:0 0 12px;font-size:14px;color:#4a5568");
    }
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n</head>\n\
         <body style=\"margin:0;padding:24px 16px;background:#f3f5f8\">\n\
         <div style=\"max-width:544px;margin:0 auto;padding:32px;border-radius:12px;background:#ffffff;color:#1a202c;\
         font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5\">\n\
         {body}</div>\n</body>\n</html>\n",
        escaped(&letter.subject)
    )
}

fn paragraph(out: &mut String, text: &str, style: &str) {
    let _ = writeln!(out, "<p style=\"{style}\">{}</p>", escaped(text));
}

/// Names are people's own text: none of it becomes markup, in text or in an attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
