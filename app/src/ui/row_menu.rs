//! What can be done with a row, as words in a menu or as icons: each a form of its own, so that it works without wasm.

use crate::error::AppError;
use crate::messages::t;
use crate::ui::form::post_to;
use crate::ui::icon::icon;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// What a form of the menu does when it is sent.
pub type Submit = Box<dyn Fn(ev::SubmitEvent)>;

/// A thing to do, before it is known how it looks.
pub struct Verb {
    /// The server function.
    pub path: &'static str,
    /// What the form carries along.
    pub fields: AnyView,
    /// Its icon.
    pub symbol: &'static str,
    /// What it is called.
    pub word: &'static str,
    /// What comes of it.
    pub effect: &'static str,
    /// What the form does when it is sent.
    pub submit: Submit,
}

impl Verb {
    /// As words in a menu.
    pub fn item(self) -> AnyView {
        choice(self.path, self.fields, self.symbol, self.word, self.effect, self.submit)
    }

    /// As an icon in a row; `label` says to whom.
    pub fn icon(self, label: String) -> AnyView {
        icon_verb(self.path, self.fields, self.symbol, self.word, label, self.submit)
    }

    /// As a button on a page.
    pub fn button(self, word: &'static str) -> AnyView {
        let Self { path, fields, symbol, effect, submit, .. } = self;
        let effect = Some(effect).filter(|effect| !effect.is_empty());
        view! {
            <form method="post" on:submit=submit>
                {post_to(path)}
                {fields}
                <button class="button small" title=effect>{icon(symbol)}{word}</button>
            </form>
        }
        .into_any()
    }
}

/// The button and its menu; nothing where nothing can be done.
pub fn row_choices(id: &str, name: &str, items: Vec<AnyView>) -> AnyView {
    if items.is_empty() {
        return ().into_any();
    }
    let menu = format!("choices-{id}");
    let label = (t().customers.more_for)(name);
    view! {
        <button class="button quiet square small" type="button" id=format!("more-{id}") popovertarget=menu.clone() aria-label=label>
            {icon("ellipsis")}
        </button>
        <div class="menu row-choices" id=menu popover="auto" on:click=close>
            <div class="menu-head"><strong><bdi>{name.to_owned()}</bdi></strong></div>
            {items}
        </div>
    }
    .into_any()
}

/// A thing to do. `fields` is what the form carries along.
pub fn choice(
    path: &'static str,
    fields: AnyView,
    symbol: &'static str,
    word: &'static str,
    effect: &'static str,
    submit: Submit,
) -> AnyView {
    let effect = (!effect.is_empty()).then(|| view! { <small>{effect}</small> });
    view! {
        <form method="post" on:submit=submit>
            {post_to(path)}
            {fields}
            <button class="menu-item">{icon(symbol)}<span>{word}{effect}</span></button>
        </form>
    }
    .into_any()
}

/// The same as a button with an icon, for what is done often. `label` says to whom.
pub fn icon_verb(
    path: &'static str,
    fields: AnyView,
    symbol: &'static str,
    title: &'static str,
    label: String,
    submit: Submit,
) -> AnyView {
    view! {
        <form method="post" on:submit=submit>
            {post_to(path)}
            {fields}
            <button class="button quiet square small" title=title aria-label=label>{icon(symbol)}</button>
        </form>
    }
    .into_any()
}

/// Why a form without wasm was refused.
pub fn refused_line(error: &AppError) -> AnyView {
    let words = t().sentence(error);
    view! { <div class="form-summary" role="alert"><p>{icon("circle-alert")}{words}</p></div> }.into_any()
}

/// Any choice closes it.
pub fn close(event: ev::MouseEvent) {
    let chosen = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let chosen = chosen.and_then(|target| target.closest(".menu-item").ok().flatten()).is_some();
    let menu = event.current_target().and_then(|menu| menu.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(menu) = menu.filter(|_| chosen) {
        // After the form was sent: what is hidden sends nothing.
        crate::ui::dom::later(move || _ = menu.hide_popover());
    }
}
