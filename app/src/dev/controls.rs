//! What is pressed and chosen: buttons, boxes, segments, the search of a list.

use super::{Section, state, wide};
use crate::messages::t;
use crate::ui::icon::icon;
use crate::ui::search_field::search_field;
use leptos::prelude::*;

/// Their sections.
pub fn sections() -> Vec<Section> {
    vec![
        Section {
            name: "button",
            about: "A verb. One primary a view; red only in the last step; quiet where there are many.",
            states: buttons(),
        },
        Section {
            name: "choice",
            about: "Check boxes and radio buttons with their words, and segments, of which one holds at once.",
            states: choices(),
        },
        Section {
            name: "search-field",
            about: "The search of a list, which narrows as one types. / leads to it; the cross empties it.",
            states: vec![
                state("Empty", search("", "q-empty")),
                state("Something is searched for", search("bianchi", "q-full")),
            ],
        },
    ]
}

fn button(class: &'static str, symbol: Option<&'static str>, words: &'static str) -> AnyView {
    view! { <button class=class type="button">{symbol.map(icon)}{words}</button> }.into_any()
}

fn row(all: Vec<AnyView>) -> AnyView {
    view! { <div class="buttons">{all}</div> }.into_any()
}

fn square(class: &'static str, symbol: &'static str, label: &'static str) -> AnyView {
    view! { <button class=class type="button" aria-label=label>{icon(symbol)}</button> }.into_any()
}

fn buttons() -> Vec<AnyView> {
    let kinds = |end: &'static str| {
        let class = |kind: &str| format!("button {kind} {end}");
        let one = |kind: &str, words: &'static str| view! { <button class=class(kind) type="button">{words}</button> };
        row(vec![
            one("primary", "Add customer").into_any(),
            one("", "Add user").into_any(),
            one("quiet", "Cancel").into_any(),
            one("danger", "Delete 14 customers").into_any(),
        ])
    };
    let off = || {
        let one = |class: &'static str, words: &'static str| view! { <button class=class type="button" disabled>{words}</button> };
        row(vec![
            one("button primary", "Move").into_any(),
            one("button", "Copy").into_any(),
            one("button danger", "Delete").into_any(),
        ])
    };
    let busy = view! { <button class="button small" type="button" aria-busy="true">"Show more"</button> };
    vec![
        state("Primary, plain, quiet, danger", kinds("")),
        state("Small", kinds("small")),
        state(
            "With an icon",
            row(vec![button("button primary", Some("plus"), "Add customer"), button("button", Some("copy"), "Copy")]),
        ),
        state(
            "An icon alone, with its name for readers",
            row(vec![
                square("button square", "ellipsis", "More"),
                square("button quiet square", "x", "Close"),
                square("button quiet square small", "pencil", "Edit"),
                square("button quiet square small grave", "trash-2", "Delete"),
            ]),
        ),
        state("Disabled", off()),
        state("Busy: it takes no second press", row(vec![busy.into_any()])),
        state(
            "A link that looks like one",
            row(vec![view! { <a class="button" href="#button">"Without filters"</a> }.into_any()]),
        ),
        state("As wide as its form", button("button primary wide", None, "Sign in")),
        state(
            "Two side by side, with long words",
            row(vec![
                button("button quiet", None, "Keep it as it was"),
                button("button primary", None, "Save all of it anew"),
            ]),
        ),
    ]
}

fn check(
    kind: &'static str,
    name: &'static str,
    words: &'static str,
    more: &'static str,
    on: bool,
    off: bool,
) -> AnyView {
    let more = (!more.is_empty()).then(|| view! { <small>{more}</small> });
    view! { <label class="check"><input type=kind name=name checked=on disabled=off /><span>{words}{more}</span></label> }.into_any()
}

fn choices() -> Vec<AnyView> {
    let boxes = vec![
        check("checkbox", "c1", "Ref ID", "", true, false),
        check("checkbox", "c2", "Address", "", false, false),
        check("checkbox", "c3", "Name", "", true, true),
    ];
    let radios = vec![
        check("radio", "r", "By a link to hand over", "The person sets the password.", true, false),
        check("radio", "r", "With a password that is set now", "", false, false),
        check("radio", "r", "Later", "", false, true),
    ];
    let pressed =
        |words: &'static str, on: bool| view! { <button type="button" aria-pressed=on.to_string()>{words}</button> };
    let picked =
        |words: &'static str, on: bool| view! { <label><input type="radio" name="s" checked=on />{words}</label> };
    let linked = |symbol: &'static str, words: &'static str, on: bool| {
        view! { <a href="#choice" aria-current=on.then_some("true") aria-label=words title=words>{icon(symbol)}</a> }
    };
    vec![
        state("Check boxes: on, off, disabled", view! { <div class="choices">{boxes}</div> }.into_any()),
        state("Radio buttons, with a line of help", view! { <div class="choices">{radios}</div> }.into_any()),
        state("Segments of buttons", view! {
            <div class="segments" role="group" aria-label="Theme">{pressed("System", true)}{pressed("Light", false)}{pressed("Dark", false)}</div>
        }.into_any()),
        state("Segments of a form", view! {
            <div class="segments" role="group" aria-label="Rows">{picked("Comfortable", false)}{picked("Compact", true)}</div>
        }.into_any()),
        state("Segments of links", view! {
            <div class="buttons"><div class="segments" role="group" aria-label="View">{linked("list", "List", true)}{linked("list-tree", "Tree", false)}</div></div>
        }.into_any()),
        wide("What belongs to one choice alone is there while it holds", more()),
    ]
}

fn more() -> AnyView {
    let radio = |value: &'static str, words: &'static str, on: bool| {
        view! { <label class="check"><input type="radio" name="m" value=value checked=on /><span>{words}</span></label> }
    };
    view! {
        <fieldset class="field">
            <legend class="label">"When"</legend>
            <div class="choices">{radio("now", "Now", false)}{radio("at", "At a date and time", true)}</div>
            <div class="choice-more"><input class="input" type="datetime-local" aria-label="Date and time" /></div>
        </fieldset>
    }
    .into_any()
}

fn search(q: &'static str, id: &str) -> AnyView {
    let m = &t().filters;
    let field = search_field(memo(move |_| q.to_owned()), |_| "#search-field".to_owned(), m.search, m.placeholder);
    super::rename(field, &[("\"q\"", &format!("\"{id}\""))])
}
