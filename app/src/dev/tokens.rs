//! The tokens, read from their file: what is added there is shown here.

use super::{Section, state, wide};
use leptos::prelude::*;

const FILE: &str = include_str!("../../../style/tokens.css");

/// Which text stands on which ground.
const PAIRS: [(&str, &[&str]); 9] = [
    ("text", &["app", "panel", "raised", "inset", "hover", "press"]),
    ("text-2", &["app", "panel", "raised", "inset", "hover", "press"]),
    ("text-3", &["app", "panel", "raised", "inset", "hover"]),
    ("accent", &["app", "panel", "raised", "accent-tint"]),
    ("red", &["app", "panel", "raised", "red-tint"]),
    ("amber", &["app", "panel", "raised", "amber-tint"]),
    ("blue", &["app", "panel", "raised", "blue-tint"]),
    ("on-accent", &["accent-solid", "accent-solid-hover"]),
    ("on-danger", &["red-solid", "red-solid-hover"]),
];

/// Names and values of the first block: those that nothing narrows.
fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let block = FILE.split_once(":root {").and_then(|(_, rest)| rest.split_once("\n}")).map_or("", |(block, _)| block);
    block.lines().filter_map(|line| line.trim().strip_prefix("--")?.trim_end_matches(';').split_once(": "))
}

fn named(prefix: &'static str) -> impl Iterator<Item = &'static str> {
    all().map(|(name, _)| name).filter(move |name| name.starts_with(prefix))
}

fn is_colour(value: &str) -> bool {
    let step = value.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')'));
    value.starts_with("light-dark(") || step.is_some_and(is_step)
}

fn is_step(name: &str) -> bool {
    name.strip_prefix('n').is_some_and(|rest| rest.parse::<u8>().is_ok())
}

fn colours() -> impl Iterator<Item = &'static str> {
    all().filter(|(_, value)| is_colour(value)).map(|(name, _)| name)
}

fn spaces() -> impl Iterator<Item = &'static str> {
    all().map(|(name, _)| name).filter(|name| name.strip_prefix('s').is_some_and(|rest| rest.parse::<u8>().is_ok()))
}

fn radii() -> impl Iterator<Item = &'static str> {
    named("radius").chain(["round"])
}

/// A class for each token that is shown.
pub fn style() -> String {
    let mut css = String::new();
    let mut rule = |kind: &str, property: &str, name: &str| {
        css += &format!(".dev-{kind}-{name} {{ {property}: var(--{name}); }}\n");
    };
    for name in colours() {
        rule("ground", "background", name);
        rule("ink", "color", name);
    }
    named("type-").for_each(|name| rule("font", "font", name));
    spaces().for_each(|name| rule("size", "inline-size", name));
    radii().for_each(|name| rule("corner", "border-radius", name));
    css
}

/// Colour, type, space and shape.
pub fn sections() -> Vec<Section> {
    vec![
        Section {
            name: "colour",
            about: "Each token is a light and a dark value; dark surfaces rise by lightness. No component holds a raw colour.",
            states: vec![
                wide(
                    "The neutral ramp, from the furthest surface to the strongest text",
                    swatches(colours().filter(|name| is_step(name))),
                ),
                wide("By their use", swatches(colours().filter(|name| !is_step(name)))),
                wide("Text on its grounds, never below 4.5:1", pairs()),
            ],
        },
        Section {
            name: "type",
            about: "Inter in six sizes and three weights; codes in a mono face with a slashed zero; figures in columns are tabular.",
            states: vec![
                wide("The scale", scale()),
                state("Weights", weights()),
                state("Codes and figures", figures()),
                state("Other scripts", scripts()),
            ],
        },
        Section {
            name: "space",
            about: "A grid of four; the radius grows with the thing: controls, panels, dialogs.",
            states: vec![state("Space", bars()), state("Radius", corners())],
        },
    ]
}

fn swatches(names: impl Iterator<Item = &'static str>) -> AnyView {
    let all = names.map(|name| {
        view! { <li><span class=format!("dev-swatch dev-ground-{name}")></span><code class="mono">{name}</code></li> }
    });
    view! { <ul class="dev-swatches">{all.collect_view()}</ul> }.into_any()
}

fn pairs() -> AnyView {
    let all =
        PAIRS.iter().flat_map(|(ink, grounds)| grounds.iter().map(move |ground| (ink, ground))).map(|(ink, ground)| {
            view! { <li class=format!("dev-ink-{ink} dev-ground-{ground}")>{format!("{ink} on {ground}")}</li> }
        });
    view! { <ul class="dev-pairs">{all.collect_view()}</ul> }.into_any()
}

fn scale() -> AnyView {
    let all = named("type-").map(|name| {
        view! { <li><code class="mono tertiary">{name}</code><span class=format!("dev-font-{name}")>"Molino Bergamasco, 12,345 customers"</span></li> }
    });
    view! { <ul class="dev-scale">{all.collect_view()}</ul> }.into_any()
}

fn weights() -> AnyView {
    let all = ["regular", "medium", "semibold"].map(|name| view! { <li class=format!("dev-{name}")>{name}</li> });
    view! { <ul class="dev-stack">{all.collect_view()}</ul> }.into_any()
}

fn figures() -> AnyView {
    view! {
        <p class="mono">"IT00743110157  R-1002  O0 l1"</p>
        <p class="numbers dev-end">"1,111"<br />"28,940"</p>
    }
    .into_any()
}

fn scripts() -> AnyView {
    view! {
        <ul class="dev-stack">
            <li lang="ar" dir="auto">"شركة النور للاتصالات"</li>
            <li lang="ja">"株式会社さくら通信"</li>
            <li lang="el">"Ελληνικά Δίκτυα"</li>
            <li lang="pl">"Łódź Łączność Sp. z o.o."</li>
        </ul>
    }
    .into_any()
}

fn bars() -> AnyView {
    let all = spaces().map(|name| {
        view! { <li><code class="mono tertiary">{name}</code><span class=format!("dev-bar dev-size-{name}")></span></li> }
    });
    view! { <ul class="dev-scale">{all.collect_view()}</ul> }.into_any()
}

fn corners() -> AnyView {
    let all = radii().map(|name| {
        view! { <li><span class=format!("dev-corner dev-corner-{name}")></span><code class="mono">{name}</code></li> }
    });
    view! { <ul class="dev-swatches">{all.collect_view()}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tokens_are_found() {
        assert_eq!(colours().filter(|name| is_step(name)).count(), 12);
        assert!(colours().any(|name| name == "accent-tint") && colours().any(|name| name == "text-3"));
        assert_eq!(spaces().next(), Some("s1"));
        assert_eq!(radii().count(), 4);
        let known: Vec<_> = colours().collect();
        for (ink, grounds) in PAIRS {
            assert!(known.contains(&ink) && grounds.iter().all(|ground| known.contains(ground)), "{ink}");
        }
    }
}
