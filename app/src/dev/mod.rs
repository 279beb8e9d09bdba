//! `/dev/components`: every component of the interface with each of its states, for who works on it. It exists in
//! development builds alone, is rendered on the server by the functions that the pages use, and holds no script.

mod controls;
mod floating;
mod forms;
mod marks;
mod places;
mod tokens;

use crate::customers::specimens as customers;
use crate::messages::lang;
use crate::people::preferences;
use crate::prefs::Prefs;
use crate::shell::Assets;
use crate::ui::{icon, nav, toast};
use leptos::prelude::*;

/// Where the page is.
pub const PATH: &str = "/dev/components";
/// Where its own styles are.
pub const STYLE: &str = "/dev/components.css";

/// What is shown of one file of `style/ui`, or of the tokens.
pub struct Section {
    /// The file's name, which is also the id.
    pub name: &'static str,
    /// What the component is for.
    pub about: &'static str,
    /// Its states.
    pub states: Vec<AnyView>,
}

/// The page.
#[must_use]
pub fn page(assets: &Assets, prefs: Prefs) -> String {
    // Without a shared context nothing is written down for a browser to go on from.
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        icon::set_sprite(&assets.sprite);
        provide_context(prefs);
        toast::provide();
        nav::provide();
        customers::provide();
        document(assets, prefs).to_html()
    });
    owner.cleanup();
    format!("<!DOCTYPE html>{html}")
}

/// The styles of the page itself; those of the components are the site's.
#[must_use]
pub fn style() -> String {
    include_str!("../../../style/dev.css").to_owned() + &tokens::style()
}

fn document(assets: &Assets, prefs: Prefs) -> AnyView {
    let Assets { css, font, sprite, .. } = assets.clone();
    view! {
        <html lang=lang().tag() data-theme=prefs.theme.as_str() data-density=prefs.density.as_str() data-sprite=sprite>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <title>"Components · Canopy"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <link rel="stylesheet" href=css />
                <link rel="stylesheet" href=STYLE />
            </head>
            <body>{body()}</body>
        </html>
    }
    .into_any()
}

fn body() -> AnyView {
    let mut sections = tokens::sections();
    let first = sections.len();
    sections.extend(controls::sections());
    sections.extend(forms::sections());
    sections.extend(marks::sections());
    sections.extend(places::sections());
    sections.extend(floating::sections());
    sections.extend(customers::sections());
    sections[first..].sort_by_key(|section| section.name);
    let names: Vec<_> = sections.iter().map(|section| section.name).collect();
    let links = names.into_iter().map(|name| view! { <li><a href=format!("#{name}")>{name}</a></li> }).collect_view();
    let sections = sections.into_iter().map(section).collect_view();
    view! {
        <a class="skip" href="#main">"Skip to the components"</a>
        <div class="dev">
            <nav class="dev-index" aria-label="Components"><ul>{links}</ul></nav>
            <main class="dev-main" id="main" tabindex="-1">
                <header class="dev-head">
                    <div>
                        <h1>"Components"</h1>
                        <p>
                            "Every file of style/ui with the states of what it styles. Tab goes through all that takes the
                            focus, which has a ring of 2 px, 2 px away from it, or within it where there is no room."
                        </p>
                    </div>
                    <div class="dev-switches">{preferences("dev")}</div>
                </header>
                {sections}
            </main>
        </div>
    }
    .into_any()
}

fn section(section: Section) -> AnyView {
    let Section { name, about, states } = section;
    let title = format!("{name}-section");
    view! {
        <section class="dev-section" id=name aria-labelledby=title.clone()>
            <header><h2 id=title.clone()>{name}</h2><p>{about}</p></header>
            <div class="dev-states">{states}</div>
        </section>
    }
    .into_any()
}

/// A state beside others.
pub fn state(caption: &'static str, view: AnyView) -> AnyView {
    framed("dev-state", caption, "dev-show", view)
}

/// A state that takes the whole width.
pub fn wide(caption: &'static str, view: AnyView) -> AnyView {
    framed("dev-state wide", caption, "dev-show", view)
}

/// The whole width of a pane, without room around it.
pub fn pane(caption: &'static str, view: AnyView) -> AnyView {
    framed("dev-state wide", caption, "dev-show pane-like", view)
}

/// A pane as narrow as a phone.
pub fn narrow(caption: &'static str, view: AnyView) -> AnyView {
    framed("dev-state", caption, "dev-show pane-like narrow", view)
}

/// What floats, in a frame that is to it what the window is elsewhere, and open as a script or a press opens it.
pub fn floating(caption: &'static str, view: AnyView) -> AnyView {
    let html = view.to_html();
    let tag = html.split('>').next().unwrap_or_default();
    let closed = tag.starts_with("<dialog") && !tag.contains(" open");
    let html = if closed { html.replacen("<dialog", "<dialog open", 1) } else { html };
    // It must not take the focus from the page.
    let html = html.replace(" autofocus", "");
    let view = view! { <div inner_html=html></div> }.into_any();
    framed("dev-state wide", caption, "dev-show dev-stage", view)
}

/// A menu, open beside others.
pub fn opened(caption: &'static str, view: AnyView) -> AnyView {
    framed("dev-state", caption, "dev-show dev-stage", view)
}

/// The view with other ids and labels: what stands once on a page of the site stands several times here.
pub fn rename(view: AnyView, pairs: &[(&str, &str)]) -> AnyView {
    let html = pairs.iter().fold(view.to_html(), |html, (from, to)| html.replace(from, to));
    view! { <div class="dev-renamed" inner_html=html></div> }.into_any()
}

fn framed(class: &'static str, caption: &'static str, show: &'static str, view: AnyView) -> AnyView {
    view! { <div class=class><p class="dev-caption">{caption}</p><div class=show>{view}</div></div> }.into_any()
}
