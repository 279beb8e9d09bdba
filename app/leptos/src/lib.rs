//! Leptos with one type of element.
//!
//! Leptos gives each tag, each attribute and each closure in a view a type of its own, and each type brings its own code to
//! build, hydrate, update and drop it: most of what a browser loads. Here every element is an [`Element`], every child an
//! `AnyView`, every attribute a [`Value`]. That costs an allocation per element and makes the wasm smaller by a third.
//!
//! Effects and memos are boxed likewise (`follow.rs`).
//!
//! `view!` writes paths that begin with `::leptos`. A crate that names this one `leptos` (`leptos = { package = "slim" }`)
//! gets these elements from the same macro; all else is Leptos itself.

pub use leptos::*;

mod child;
mod drawing;
mod element;
mod follow;
mod keyed;
mod later;
mod names;
mod part;
mod value;

pub use element::Element;
pub use keyed::{kept, keyed};
pub use later::{enliven, later, once_alive};
pub use value::{IntoValue, Value};

/// What a component of Leptos' gives, without its type.
pub fn erase(view: impl IntoView + 'static) -> prelude::AnyView {
    leptos::prelude::IntoAny::into_any(view)
}

/// [`leptos::prelude`], where children become views by [`child::IntoRender`] and attributes are taken as they are.
pub mod prelude {
    pub use crate::child::{IntoAny, IntoRender};
    pub use crate::follow::{Effect, memo};
    pub use crate::value::IntoAttributeValue;
    pub use leptos::prelude::*;
}

/// [`leptos::tachys`], where a tag's function makes an [`Element`].
pub mod tachys {
    pub use leptos::tachys::*;

    /// HTML.
    pub mod html {
        pub use leptos::tachys::html::*;

        pub use crate::names::html as element;
    }

    pub use crate::names::svg;
}

/// `view!` wraps its closures by this; [`child::IntoRender`] and [`IntoValue`] box them.
#[doc(hidden)]
pub fn __as_shared_reactive_fn<F>(f: F) -> F {
    f
}
