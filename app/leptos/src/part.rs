//! What an element's tag carries: attributes, properties, listeners; and how each follows its value.

use crate::value::{Text, Value};
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::types::Event;
use leptos::tachys::renderer::{RemoveEventHandler, Rndr};
use send_wrapper::SendWrapper;
use std::borrow::Cow;
use wasm_bindgen::JsValue;
use web_sys::Element as Node;

/// One thing that it carries.
pub(crate) enum Part {
    Value {
        name: &'static str,
        place: Place,
        value: Value,
    },
    /// None on the server.
    Event {
        name: Cow<'static, str>,
        handler: Option<Handler>,
    },
    Reference(Box<dyn FnOnce(&Node) + Send>),
}

pub(crate) type Handler = SendWrapper<Box<dyn FnMut(Event)>>;

/// Where a value goes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Attribute,
    Property,
    Content,
}

impl Place {
    pub(crate) fn set(self, node: &Node, name: &str, text: &Text) {
        match (self, text) {
            (Self::Attribute, Some(text)) => Rndr::set_attribute(node, name, text),
            (Self::Attribute, None) => Rndr::remove_attribute(node, name),
            (Self::Property, text) => {
                let text = text.as_deref().unwrap_or_default();
                Rndr::set_property_or_value(node, name, &JsValue::from_str(text));
            }
            (Self::Content, text) => Rndr::set_inner_html(node, text.as_deref().unwrap_or_default()),
        }
    }
}

/// The same on the page.
pub(crate) enum PartState {
    Fixed { name: &'static str, place: Place, text: Text },
    Live { name: &'static str, place: Place, _effect: RenderEffect<Text> },
    Event { name: Cow<'static, str>, _remove: RemoveEventHandler<Node> },
    Reference,
}

impl Part {
    /// `fresh`: the element has no attributes yet; else the server wrote them.
    pub(crate) fn attach(self, node: &Node, fresh: bool) -> PartState {
        match self {
            Self::Value { name, place, value: Value::Fixed(text) } => {
                if (fresh && text.is_some()) || place == Place::Property {
                    place.set(node, name, &text);
                }
                PartState::Fixed { name, place, text }
            }
            Self::Value { name, place, value: Value::Live(evaluate) } => {
                PartState::Live { name, place, _effect: follow(node.clone(), name, place, evaluate, fresh) }
            }
            Self::Event { name, handler } => {
                let handler = handler.map(SendWrapper::take).unwrap_or_else(|| Box::new(|_| {}));
                let _remove = Rndr::add_event_listener(node, &name, handler);
                PartState::Event { name, _remove }
            }
            Self::Reference(fill) => {
                fill(node);
                PartState::Reference
            }
        }
    }

    /// What became of one that never changes and is on the element already.
    pub(crate) fn settled(self) -> PartState {
        match self {
            Self::Value { name, place, value: Value::Fixed(text) } => PartState::Fixed { name, place, text },
            _ => PartState::Reference,
        }
    }

    pub(crate) fn fits(&self, state: &PartState) -> bool {
        match (self, state) {
            (
                Self::Value { name, place, .. },
                PartState::Fixed { name: before, place: at, .. } | PartState::Live { name: before, place: at, .. },
            ) => name == before && place == at,
            (Self::Event { name, .. }, PartState::Event { name: before, .. }) => name == before,
            (Self::Reference(_), PartState::Reference) => true,
            _ => false,
        }
    }

    pub(crate) fn update(self, node: &Node, state: &mut PartState) {
        if let (Self::Value { name, place, value: Value::Fixed(text) }, PartState::Fixed { text: before, .. }) =
            (&self, &mut *state)
        {
            if text != before {
                place.set(node, name, text);
                before.clone_from(text);
            }
            return;
        }
        if matches!(self, Self::Reference(_)) {
            return;
        }
        // What was there first goes: two listeners would both be called.
        *state = PartState::Reference;
        if let Self::Value { name, place, value: Value::Fixed(None) } = &self {
            place.set(node, name, &None);
        }
        *state = self.attach(node, true);
    }
}

/// Keeps the node as the value is.
fn follow(
    node: Node,
    name: &'static str,
    place: Place,
    mut evaluate: Box<dyn FnMut() -> Text + Send>,
    fresh: bool,
) -> RenderEffect<Text> {
    RenderEffect::new(move |before: Option<Text>| {
        let text = evaluate();
        let known = match &before {
            Some(before) => *before == text,
            None => !fresh && place != Place::Property,
        };
        if !known {
            place.set(&node, name, &text);
        }
        text
    })
}
