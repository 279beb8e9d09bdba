//! Icons from the site's sprite. They are decoration: what they mean stands beside them or in a label.

use leptos::prelude::*;
use std::sync::OnceLock;

/// The sprite's path changes with its content and is the same for every page of a process.
static SPRITE: OnceLock<String> = OnceLock::new();

/// On the server: the path from the site's manifest.
pub fn set_sprite(path: &str) {
    SPRITE.get_or_init(|| path.to_owned());
}

/// In the browser: the path that the server wrote into `<html>`.
#[cfg(not(feature = "ssr"))]
pub fn find_sprite() {
    if let Some(path) = document().document_element().and_then(|html| html.get_attribute("data-sprite")) {
        set_sprite(&path);
    }
}

fn reference(name: &str) -> String {
    format!("<use href=\"{}#i-{name}\"/>", SPRITE.get().map_or("", String::as_str))
}

/// An icon.
pub fn icon(name: &'static str) -> AnyView {
    view! { <svg class="icon" aria-hidden="true" inner_html=reference(name)></svg> }.into_any()
}

/// A small icon; `class` has more words.
pub fn icon_with(name: &'static str, class: &'static str) -> AnyView {
    let class = format!("icon {class}");
    view! { <svg class=class aria-hidden="true" inner_html=reference(name)></svg> }.into_any()
}

/// An icon that says something by itself.
pub fn icon_saying(name: &'static str, label: &'static str) -> AnyView {
    view! { <svg class="icon" role="img" aria-label=label inner_html=reference(name)></svg> }.into_any()
}

/// The drawing for a server that is gone: it can't be asked for then.
const BROKEN: &str = r#"<path d="M16 70h80"/><path d="M56 70V50M22 44a34 34 0 0 1 28-33l6 12-8 9 8 12zM62 11a34 34 0 0 1 28 33H64l-6-12 9-10z"/>"#;

/// A line drawing for an empty place.
pub fn art(name: &'static str) -> AnyView {
    let drawing = if name == "broken" { BROKEN.to_owned() } else { format!("<use href=\"/art.svg#{name}\"/>") };
    view! { <svg class="art" aria-hidden="true" viewBox="0 0 112 80" inner_html=drawing></svg> }.into_any()
}
