//! What an attribute may be.

use crate::element::Element;
use crate::part::Place;
use leptos::nonce::Nonce;
use leptos::prelude::{Get, Memo, RwSignal, Signal};
use std::borrow::Cow;

/// An attribute's text; none leaves the attribute out.
pub type Text = Option<Cow<'static, str>>;

/// The value of an attribute or property.
pub enum Value {
    /// Never changes.
    Fixed(Text),
    /// Is evaluated again whenever a signal that it reads changes.
    Live(Box<dyn FnMut() -> Text + Send>),
}

impl Value {
    /// What it is now.
    pub fn now(self) -> Text {
        match self {
            Self::Fixed(text) => text,
            Self::Live(mut evaluate) => evaluate(),
        }
    }
}

/// What may stand behind an attribute's `=`.
pub trait IntoValue: Sized {
    /// The value without its type.
    fn into_value(self) -> Value;

    /// Gives it to an element.
    fn give(self, element: Element, name: &'static str) -> Element {
        element.with_value(name, Place::Attribute, self.into_value())
    }
}

/// By far the most: a call with two texts is all that each costs.
impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Fixed(Some(Cow::Borrowed(self)))
    }

    #[inline(never)]
    fn give(self, element: Element, name: &'static str) -> Element {
        element.with_value(name, Place::Attribute, self.into_value())
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Fixed(Some(Cow::Owned(self)))
    }

    #[inline(never)]
    fn give(self, element: Element, name: &'static str) -> Element {
        element.with_value(name, Place::Attribute, self.into_value())
    }
}

impl IntoValue for Cow<'static, str> {
    fn into_value(self) -> Value {
        Value::Fixed(Some(self))
    }
}

impl IntoValue for Nonce {
    fn into_value(self) -> Value {
        self.to_string().into_value()
    }
}

/// True is an attribute without a text, false none.
impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Fixed(self.then_some(Cow::Borrowed("")))
    }
}

impl<V: IntoValue> IntoValue for Option<V> {
    fn into_value(self) -> Value {
        self.map_or(Value::Fixed(None), V::into_value)
    }
}

impl<F, V> IntoValue for F
where
    F: FnMut() -> V + Send + 'static,
    V: IntoValue,
{
    fn into_value(mut self) -> Value {
        Value::Live(Box::new(move || self().into_value().now()))
    }
}

macro_rules! signals {
    ($($signal:ident),*) => {$(
        impl<V: IntoValue + Clone + Send + Sync + 'static> IntoValue for $signal<V> {
            fn into_value(self) -> Value {
                Value::Live(Box::new(move || self.get().into_value().now()))
            }
        }
    )*};
}

signals!(Memo, RwSignal, Signal);

/// `view!` passes what stands behind `=` through this; [`IntoValue`] does the work.
pub trait IntoAttributeValue: Sized {
    /// Itself.
    fn into_attribute_value(self) -> Self {
        self
    }
}

impl<V> IntoAttributeValue for V {}
