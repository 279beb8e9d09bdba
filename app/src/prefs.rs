//! What the browser remembers in plain cookies: language, theme, density, the rail and the list's columns. The server renders them as attributes
//! of `<html>`, where the browser finds them again.

use crate::customers::Columns;
use leptos::prelude::{document, use_context};
use model::lang::Lang;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All themes, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in the cookie and in `data-theme`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name, else the device's.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == name).unwrap_or_default()
    }
}

/// The height of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// 40 px.
    #[default]
    Comfortable,
    /// 32 px.
    Compact,
}

impl Density {
    /// Both densities.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// The name in the cookie and in `data-density`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    /// The density of this name, else comfortable.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|density| density.as_str() == name).unwrap_or_default()
    }
}

/// All together. They hold for the life of a page: changing one loads it anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefs {
    /// Language.
    pub lang: Lang,
    /// Theme.
    pub theme: Theme,
    /// Density.
    pub density: Density,
    /// The columns of the list of customers.
    pub columns: Columns,
    /// Whether the rail shows icons alone where it could show words too.
    pub narrow_rail: bool,
}

/// The name of a narrow rail in the cookie `rail` and in `data-rail`.
pub const NARROW: &str = "narrow";
/// The name of a rail with words in the cookie.
pub const WIDE: &str = "wide";

/// A year in seconds: how long preferences are remembered.
pub const YEAR: u32 = 365 * 24 * 3600;

/// Narrows or widens the rail of the page at hand, and of those to come.
pub fn keep_rail(narrow: bool) {
    let name = if narrow { NARROW } else { WIDE };
    if let Some(html) = document().document_element() {
        let _ = if narrow { html.set_attribute("data-rail", name) } else { html.remove_attribute("data-rail") };
    }
    let cookie = format!("rail={name}; Max-Age={YEAR}; Path=/; SameSite=Lax");
    let _ = js_sys::Reflect::set(&document(), &"cookie".into(), &cookie.into());
}

impl Prefs {
    /// From the request on the server, from `<html>` in the browser.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_else(Self::from_document)
    }

    fn from_document() -> Self {
        let attribute = |name| document().document_element().and_then(|html| html.get_attribute(name));
        Self {
            lang: attribute("lang").and_then(|tag| tag.parse().ok()).unwrap_or_default(),
            theme: Theme::named(&attribute("data-theme").unwrap_or_default()),
            density: Density::named(&attribute("data-density").unwrap_or_default()),
            columns: attribute("data-columns").map(|names| Columns::named(&names)).unwrap_or_default(),
            narrow_rail: attribute("data-rail").is_some(),
        }
    }
}
