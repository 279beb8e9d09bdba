//! Drawings that never change, such as icons: the browser reads each once and copies it from then on. Reading the same few
//! words of HTML again for every icon of a list took a third of the time in which the list was made.

use crate::part::{Part, Place};
use crate::value::Value;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::Element as Node;

thread_local! {
    static KNOWN: RefCell<Vec<(String, Node)>> = const { RefCell::new(Vec::new()) };
}

/// What tells a drawing from others; none if a part of it follows something, or if it has no content of its own.
fn key(tag: &'static str, parts: &[Part]) -> Option<String> {
    let mut key = tag.to_owned();
    let mut content = false;
    for part in parts {
        let Part::Value { name, place, value: Value::Fixed(text) } = part else { return None };
        content |= *place == Place::Content;
        for word in [name, text.as_deref().unwrap_or_default()] {
            key.push('\n');
            key.push_str(word);
        }
    }
    content.then_some(key)
}

/// A drawing; none if the element is something else. It is made when it is asked for the first time.
pub(crate) fn copy(tag: &'static str, parts: &[Part], make: impl Fn() -> Node) -> Option<Node> {
    let key = key(tag, parts)?;
    KNOWN.with_borrow_mut(|known| {
        let at = known.iter().position(|(before, _)| *before == key).unwrap_or_else(|| {
            let node = make();
            for part in parts {
                if let Part::Value { name, place, value: Value::Fixed(text) } = part {
                    place.set(&node, name, text);
                }
            }
            known.push((key, node));
            known.len() - 1
        });
        Some(known.get(at)?.1.clone_node_with_deep(true).ok()?.unchecked_into())
    })
}
