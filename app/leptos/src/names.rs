//! The tags and attributes. What is used is listed here; a missing one is a compile error.

use crate::element::Element;
use crate::value::IntoValue;

macro_rules! tags {
    ($($(#[$rule:meta])* $make:ident: $($tag:ident)*;)*) => {$($(
        #[doc = concat!("`<", stringify!($tag), ">`")]
        #[must_use]
        pub fn $tag() -> Element {
            Element::$make(stringify!($tag))
        }
    )*)*};
}

/// HTML's tags.
pub mod html {
    use super::Element;
    pub use leptos::tachys::html::element::*;

    tags! {
        new: a b bdi body button code dd details dialog div dl dt em fieldset footer form h1 h2 h3 head header html kbd
            label legend li main mark meter nav noscript ol option output p progress section select small span strong summary
            table tbody td textarea tfoot th thead time title tr ul;
        void: br hr img input link meta;
        raw: script style;
    }
}

/// SVG's tags.
pub mod svg {
    use super::Element;
    pub use leptos::tachys::svg::*;

    tags! { svg: svg path; }

    /// `<use>`
    #[must_use]
    pub fn r#use() -> Element {
        Element::svg("use")
    }
}

macro_rules! attributes {
    ($($method:ident $name:literal)*) => {
        /// Attributes.
        impl Element {$(
            #[doc = concat!("The attribute `", $name, "`.")]
            #[must_use]
            pub fn $method(self, value: impl IntoValue) -> Self {
                self.attr($name, value)
            }
        )*}
    };
}

attributes! {
    action "action"
    aria_activedescendant "aria-activedescendant"
    aria_autocomplete "aria-autocomplete"
    aria_busy "aria-busy"
    aria_checked "aria-checked"
    aria_colcount "aria-colcount"
    aria_colindex "aria-colindex"
    aria_controls "aria-controls"
    aria_current "aria-current"
    aria_describedby "aria-describedby"
    aria_disabled "aria-disabled"
    aria_expanded "aria-expanded"
    aria_haspopup "aria-haspopup"
    aria_hidden "aria-hidden"
    aria_invalid "aria-invalid"
    aria_keyshortcuts "aria-keyshortcuts"
    aria_label "aria-label"
    aria_labelledby "aria-labelledby"
    aria_level "aria-level"
    aria_live "aria-live"
    aria_modal "aria-modal"
    aria_multiselectable "aria-multiselectable"
    aria_orientation "aria-orientation"
    aria_owns "aria-owns"
    aria_posinset "aria-posinset"
    aria_pressed "aria-pressed"
    aria_readonly "aria-readonly"
    aria_required "aria-required"
    aria_roledescription "aria-roledescription"
    aria_rowcount "aria-rowcount"
    aria_rowindex "aria-rowindex"
    aria_selected "aria-selected"
    aria_setsize "aria-setsize"
    aria_sort "aria-sort"
    aria_valuemax "aria-valuemax"
    aria_valuemin "aria-valuemin"
    aria_valuenow "aria-valuenow"
    aria_valuetext "aria-valuetext"
    r#as "as"
    autocapitalize "autocapitalize"
    autocomplete "autocomplete"
    autofocus "autofocus"
    charset "charset"
    checked "checked"
    class "class"
    colspan "colspan"
    content "content"
    crossorigin "crossorigin"
    fetchpriority "fetchpriority"
    datetime "datetime"
    dir "dir"
    disabled "disabled"
    download "download"
    draggable "draggable"
    enctype "enctype"
    enterkeyhint "enterkeyhint"
    r#for "for"
    form "form"
    formaction "formaction"
    formnovalidate "formnovalidate"
    height "height"
    hidden "hidden"
    high "high"
    href "href"
    hreflang "hreflang"
    id "id"
    inert "inert"
    inputmode "inputmode"
    lang "lang"
    list "list"
    low "low"
    max "max"
    maxlength "maxlength"
    method "method"
    min "min"
    minlength "minlength"
    multiple "multiple"
    name "name"
    nonce "nonce"
    novalidate "novalidate"
    open "open"
    optimum "optimum"
    pattern "pattern"
    placeholder "placeholder"
    popover "popover"
    popovertarget "popovertarget"
    popovertargetaction "popovertargetaction"
    readonly "readonly"
    rel "rel"
    required "required"
    role "role"
    rows "rows"
    scope "scope"
    selected "selected"
    size "size"
    spellcheck "spellcheck"
    src "src"
    step "step"
    tabindex "tabindex"
    target "target"
    title "title"
    translate "translate"
    r#type "type"
    value "value"
    width "width"
}
