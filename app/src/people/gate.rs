//! The frame of the pages before the sign-in, and the switches that every frame has.

use crate::messages::t;
use crate::people::api::Prefer;
use crate::people::viewing::viewing_if_any;
use crate::prefs::{Density, Prefs, Theme};
use crate::ui::form::post_to;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::lang::Lang;

/// A page for who isn't signed in: a box in the middle, the switches below.
pub fn gate(content: AnyView) -> AnyView {
    framed(().into_any(), content)
}

/// The same for a page that is there for everyone: who is signed in may come too, also while viewing as someone else.
pub fn open_gate(content: AnyView) -> AnyView {
    framed(viewing_if_any(), content)
}

fn framed(bar: AnyView, content: AnyView) -> AnyView {
    view! {
        {bar}
        <main class="gate" id="main">
            <div class="gate-box">{content}</div>
            <footer class="gate-foot">{switch(Switch::Language, "")}{switch(Switch::Theme, "")}</footer>
        </main>
    }
    .into_any()
}

/// The head of a gate's box.
pub fn head(title: &'static str, text: AnyView) -> AnyView {
    view! { <header><span class="mark large" aria-hidden="true">"C"</span><h1 tabindex="-1">{title}</h1>{text}</header> }
        .into_any()
}

/// All switches, for a place that has a name: the person's menu, and the page of one's account.
pub fn preferences(place: &'static str) -> AnyView {
    [Switch::Theme, Switch::Density, Switch::Language].map(|kind| switch(kind, place)).collect_view().into_any()
}

#[derive(Clone, Copy)]
enum Switch {
    Language,
    Theme,
    Density,
}

/// One switch: a form whose buttons are the choices. It loads the page anew, with or without wasm. Without a place it has no
/// label to be seen.
fn switch(kind: Switch, place: &'static str) -> AnyView {
    let (m, prefs) = (t(), Prefs::current());
    let (name, label, now) = match kind {
        Switch::Language => ("lang", m.frame.language, prefs.lang.tag()),
        Switch::Theme => ("theme", m.frame.theme, prefs.theme.as_str()),
        Switch::Density => ("density", m.frame.density, prefs.density.as_str()),
    };
    let choices: Vec<(&'static str, &'static str)> = match kind {
        Switch::Language => Lang::ALL.map(|lang| (lang.tag(), lang.name())).to_vec(),
        Switch::Theme => Theme::ALL.map(|theme| (theme.as_str(), m.theme(theme))).to_vec(),
        Switch::Density => Density::ALL.map(|density| (density.as_str(), m.density(density))).to_vec(),
    };
    let language = matches!(kind, Switch::Language);
    let buttons = choices.into_iter().map(|(value, label)| {
        let pressed = (value == now).to_string();
        view! { <button name=name value=value lang=language.then_some(value) aria-pressed=pressed>{label}</button> }
    });
    let buttons = buttons.collect_view();
    if !place.is_empty() {
        let id = format!("{place}-{name}");
        view! {
            <form class="menu-group" method="post">
                {post_to(Prefer::PATH)}
                <span class="label" id=id.clone()>{label}</span>
                <div class="segments" role="group" aria-labelledby=id>{buttons}</div>
            </form>
        }
        .into_any()
    } else {
        view! { <form method="post" aria-label=label>{post_to(Prefer::PATH)}{buttons}</form> }.into_any()
    }
}
