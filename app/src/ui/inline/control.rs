//! The parts of a field that is edited where it stands. A press, Enter or F2 opens it; Enter or leaving it saves; Esc
//! reverts. Without wasm the same button opens it by the address, and the form posts.

use super::{Entry, Inline, Seat, State, Subject};
use crate::messages::t;
use crate::ui::dom;
use crate::ui::field::area_content;
use crate::ui::form::{hidden, post_to};
use crate::ui::icon::icon;
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// How a value stands where it is not being edited.
pub type Shown = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// The form that opens a field without wasm.
pub const OPENER: &str = "edit-open";

/// The field: its value, its editor, or two values of which one is chosen.
pub fn control(inline: Inline, value: Shown) -> AnyView {
    // Typing must not build the input anew: only what kind of state it is counts.
    let stage = memo(move |_| match inline.state.get() {
        State::Showing | State::Saving | State::Saved => 0,
        State::Editing { .. } => 1,
        State::Conflict(_) => 2,
    });
    (move || match stage.get() {
        0 => value(),
        1 => {
            make_room(inline);
            editor(inline)
        }
        _ => {
            make_room(inline);
            conflict(inline)
        }
    })
    .into_any()
}

/// What an open field stands in makes room for it: the part, the cell and the row bear `data-open` meanwhile. `:has()` would
/// tell the same, but has all rows styled anew whenever one comes or goes.
fn make_room(inline: Inline) {
    if inline.seat != Seat::Page {
        let id = inline.id();
        Effect::new(move |_| {
            mark_open(&id, true);
            let id = id.clone();
            on_cleanup(move || mark_open(&id, false));
        });
    }
}

fn mark_open(id: &str, open: bool) {
    let Some(field) = dom::by_id(id) else { return };
    for place in [".part", "td", ".row"] {
        let Ok(Some(place)) = field.closest(place) else { continue };
        if open {
            let _ = place.set_attribute("data-open", "");
        } else if !matches!(place.query_selector("[data-open]"), Ok(Some(_))) {
            let _ = place.remove_attribute("data-open");
        }
    }
}

/// The value as a button that opens its editor.
pub fn button(inline: Inline) -> AnyView {
    let subject = inline.of();
    let (key, page) = (inline.key(), inline.seat == Seat::Page);
    let press = move |event: ev::MouseEvent| {
        event.prevent_default();
        inline.edit();
    };
    let f2 = move |event: ev::KeyboardEvent| {
        if event.key() == "F2" {
            event.prevent_default();
            inline.edit();
        }
    };
    let long = matches!(subject.entry(inline.field, ""), Entry::Lines);
    let class = if long { "edit-value long" } else { "edit-value" };
    // A heading is its own label, in a row the column's head is.
    let described = (page && inline.field != "name").then(|| format!("label-{key}"));
    let title = (t().customers.edit_field)(subject.label(inline.field));
    view! {
        <button class=class form=OPENER name="edit" value=key.clone() id=format!("show-{key}")
            aria-describedby=described title=title on:click=press on:keydown=f2>
            {move || subject.shown(inline.field)}
            {icon("pencil")}
        </button>
        {mark(inline)}
    }
    .into_any()
}

/// What opens the editor of a value that is a link itself.
pub fn pencil(inline: Inline) -> AnyView {
    let press = move |event: ev::MouseEvent| {
        event.prevent_default();
        inline.edit();
    };
    let title = (t().customers.edit_field)(inline.of().label(inline.field));
    view! {
        <button class="edit-pencil" form=OPENER name="edit" value=inline.key() title=title on:click=press>
            {icon("pencil")}
        </button>
        {mark(inline)}
    }
    .into_any()
}

/// A field in a row of a table: with a button of its own for who may edit it.
pub fn in_row(subject: Arc<dyn Subject>, field: &'static str, may: bool) -> AnyView {
    if !may {
        return view! { <div class="cell-text">{move || subject.shown(field)}</div> }.into_any();
    }
    let inline = Inline::with_address(subject, field);
    let busy = move || (inline.state.get() == State::Saving).to_string();
    view! {
        <div class="cell-edit pressed" data-state=move || inline.doing() aria-busy=busy>
            {control(inline, Arc::new(move || button(inline)))}
        </div>
    }
    .into_any()
}

/// That it is being saved, or was.
pub fn mark(inline: Inline) -> AnyView {
    (move || match inline.state.get() {
        State::Saving => Some(
            view! { <span class="edit-mark"><span class="spinner" role="img" aria-label=t().saving></span></span> }
                .into_any(),
        ),
        State::Saved => {
            Some(view! { <span class="edit-mark" role="img" aria-label=t().saved>{icon("check")}</span> }.into_any())
        }
        _ => None,
    })
    .into_any()
}

fn editor(inline: Inline) -> AnyView {
    let (subject, field, state) = (inline.of(), inline.field, inline.state);
    let (typed, _) = match state.get_untracked() {
        State::Editing { typed, problem } => (typed, problem),
        _ => Default::default(),
    };
    let problem = memo(move |_| match state.get() {
        State::Editing { problem, .. } => problem,
        _ => None,
    });
    let base = untrack(|| subject.value(field));
    let (path, id_name) = subject.target();
    let lines = matches!(subject.entry(field, ""), Entry::Lines);
    let input_value = move |event: &ev::Event| dom::value_of(&event_target::<web_sys::Element>(event));
    let input = move |event: ev::Event| {
        let typed = input_value(&event);
        let problem = inline.check(&typed);
        state.set(State::Editing { typed, problem });
    };
    let current = move || match state.try_get_untracked() {
        Some(State::Editing { typed, .. }) => Some(typed),
        _ => None,
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(value) = current() {
            inline.save(value, None, true);
        }
    };
    let blur = move |_: ev::FocusEvent| {
        dom::later(move || {
            // What is wrong stays open, with its message.
            if let Some(value) = current()
                && inline.check(&value).is_none()
            {
                inline.save(value, None, false);
            }
        });
    };
    let key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.prevent_default();
            inline.close(true);
        }
        "Enter" if !lines || event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            if let Some(value) = current() {
                inline.save(value, None, true);
            }
        }
        _ => {}
    };
    let about = format!("{}-d", inline.id());
    let message = {
        let about = about.clone();
        move || {
            let about = about.clone();
            problem
                .get()
                .map(|text| view! { <p class="edit-message" id=about>{icon("circle-alert")}<span>{text}</span></p> })
        }
    };
    let form_class = (inline.seat != Seat::Page).then_some("cell-form");
    // Only those without wasm need a button.
    let save = format!("<button class=\"button small\">{}</button>", t().save);
    view! {
        <form class=form_class method="post" novalidate on:submit=submit on:input=input on:focusout=blur on:keydown=key>
            {post_to(path)}
            {hidden(id_name, subject.id())}
            {hidden("field", field)}
            {hidden("base", base)}
            {entry(inline, typed, move || problem.with(Option::is_some), about)}
            {message}
            <noscript inner_html=save></noscript>
        </form>
    }
    .into_any()
}

fn entry(
    inline: Inline,
    typed: String,
    wrong: impl Fn() -> bool + Copy + Send + Sync + 'static,
    about: String,
) -> AnyView {
    let subject = inline.of();
    let id = inline.id();
    let label = subject.label(inline.field);
    let invalid = move || wrong().then_some("true");
    let described = move || wrong().then(|| about.clone());
    match subject.entry(inline.field, &typed) {
        Entry::OneOf(list) => view! {
            <div class="select">
                <select class="input" id=id name="value" aria-label=label aria-invalid=invalid aria-describedby=described inner_html=list></select>
                {icon("chevron-down")}
            </div>
        }
        .into_any(),
        Entry::Lines => view! {
            <textarea class="input" id=id name="value" dir="auto" aria-label=label aria-invalid=invalid
                aria-describedby=described inner_html=area_content(&typed)></textarea>
        }
        .into_any(),
        Entry::Line(kind, code) => {
            let class = if code { "input mono" } else { "input" };
            view! {
                <input class=class id=id name="value" type=kind dir="auto" value=typed aria-label=label aria-invalid=invalid
                    aria-describedby=described autocomplete="off" />
            }
            .into_any()
        }
    }
}

fn conflict(inline: Inline) -> AnyView {
    let m = &t().customers;
    let State::Conflict(conflict) = inline.state.get_untracked() else { return ().into_any() };
    let (subject, field) = (inline.of(), inline.field);
    let (path, id_name) = subject.target();
    let theirs = subject.in_words(field, conflict.theirs.clone());
    let yours = subject.in_words(field, conflict.yours.clone());
    let either = |text: String| if text.is_empty() { m.unset.to_owned() } else { text };
    let (label, id) = ((m.two_changes)(subject.label(field)), subject.id());
    let keep = {
        let conflict = conflict.clone();
        move |event: ev::MouseEvent| {
            event.prevent_default();
            inline.keep_theirs(&conflict);
        }
    };
    let mine = {
        let conflict = conflict.clone();
        move |event: ev::SubmitEvent| {
            event.prevent_default();
            inline.save(conflict.yours.clone(), Some(conflict.theirs.clone()), true);
        }
    };
    view! {
        <div class="conflict" role="alertdialog" aria-label=label id=inline.id()>
            <p>{m.conflict}</p>
            <dl>
                <dt>{m.theirs}</dt><dd><bdi>{either(theirs)}</bdi></dd>
                <dt>{m.yours}</dt><dd><bdi>{either(yours)}</bdi></dd>
            </dl>
            <form class="buttons" method="post" on:submit=mine>
                {post_to(path)}
                {hidden(id_name, id)}
                {hidden("field", field)}
                {hidden("base", conflict.theirs)}
                {hidden("value", conflict.yours)}
                <a class="button small" href=move || subject.here() on:click=keep>{m.keep_theirs}</a>
                <button class="button small">{m.use_mine}</button>
            </form>
        </div>
    }
    .into_any()
}
