//! The one type of element, and how it is rendered, hydrated and updated.

use crate::drawing;
use crate::part::{Part, PartState, Place};
use crate::value::{IntoValue, Value};
use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use leptos::prelude::{AddAnyAttr, AnyView, IntoAny, Mountable, NodeRef, Owner, Render, RenderHtml};
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::Event;
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::any_view::AnyViewWithAttrs;
use leptos::tachys::view::iterators::StaticVec;
use leptos::tachys::view::{Position, PositionState};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::Element as Node;

/// An element: a tag with attributes and children. One pointer, for it is passed from hand to hand while it is made.
pub struct Element(Box<Content>);

struct Content {
    tag: &'static str,
    shape: Shape,
    parts: Vec<Part>,
    children: Vec<AnyView>,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// With children.
    Normal,
    /// Without children and closing tag.
    Void,
    /// Its text is no HTML: a script or a style.
    Raw,
    Svg,
}

impl Element {
    #[inline(never)]
    fn make(tag: &'static str, shape: Shape) -> Self {
        Self(Box::new(Content { tag, shape, parts: Vec::new(), children: Vec::new() }))
    }

    pub(crate) fn new(tag: &'static str) -> Self {
        Self::make(tag, Shape::Normal)
    }

    pub(crate) fn void(tag: &'static str) -> Self {
        Self::make(tag, Shape::Void)
    }

    pub(crate) fn raw(tag: &'static str) -> Self {
        Self::make(tag, Shape::Raw)
    }

    pub(crate) fn svg(tag: &'static str) -> Self {
        Self::make(tag, Shape::Svg)
    }

    /// The attribute `name`.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl IntoValue) -> Self {
        value.give(self, name)
    }

    /// The property `name` of the element in the browser. It follows the value, whatever was typed meanwhile.
    #[must_use]
    pub fn prop(self, name: &'static str, value: impl IntoValue) -> Self {
        self.with_value(name, Place::Property, value.into_value())
    }

    /// HTML instead of children. Nothing is escaped: it must be ours.
    #[must_use]
    pub fn inner_html(self, value: impl IntoValue) -> Self {
        self.with_value("", Place::Content, value.into_value())
    }

    /// Calls `handler` on the event.
    #[must_use]
    pub fn on<E>(self, event: E, mut handler: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: From<Event> + 'static,
    {
        let name = event.name();
        // The server drops views on any thread.
        let handler = cfg!(not(feature = "ssr")).then(|| {
            let owner = Owner::current().unwrap_or_default();
            let handler: Box<dyn FnMut(Event)> = Box::new(move |event| owner.with(|| handler(event.into())));
            SendWrapper::new(handler)
        });
        self.with(Part::Event { name, handler })
    }

    /// Fills the reference with the element.
    #[must_use]
    pub fn node_ref<E>(self, reference: NodeRef<E>) -> Self
    where
        E: ElementType + 'static,
        E::Output: JsCast + 'static,
    {
        self.with(Part::Reference(Box::new(move |node| reference.load(node))))
    }

    /// What stands between its tags.
    #[must_use]
    pub fn child(mut self, child: impl RenderHtml) -> Self {
        self.0.children.push(child.into_any());
        self
    }

    // Neither is worth a copy at each attribute.
    #[inline(never)]
    pub(crate) fn with_value(self, name: &'static str, place: Place, value: Value) -> Self {
        self.with(Part::Value { name, place, value })
    }

    #[inline(never)]
    fn with(mut self, part: Part) -> Self {
        self.0.parts.push(part);
        self
    }
}

impl Content {
    /// Whether what is between its tags are children.
    fn has_children(&self) -> bool {
        let content = |part: &Part| matches!(part, Part::Value { place: Place::Content, .. });
        !matches!(self.shape, Shape::Void | Shape::Raw) && !self.parts.iter().any(content)
    }

    fn write_open(&mut self, html: &mut String, extra: Vec<AnyAttribute>) -> Option<String> {
        html.push('<');
        html.push_str(self.tag);
        let mut content = None;
        for part in self.parts.drain(..) {
            let Part::Value { name, place, value } = part else { continue };
            match (place, value.now()) {
                (Place::Attribute, Some(text)) => write_attribute(html, name, &text),
                (Place::Content, text) => content = Some(text.unwrap_or_default().into_owned()),
                _ => {}
            }
        }
        if !extra.is_empty() {
            leptos::tachys::html::element::attributes_to_html(extra, html);
        }
        html.push('>');
        content
    }

    fn write_close(&self, html: &mut String) {
        if self.shape != Shape::Void {
            html.push_str("</");
            html.push_str(self.tag);
            html.push('>');
        }
    }
}

fn write_attribute(html: &mut String, name: &str, text: &str) {
    html.push(' ');
    html.push_str(name);
    if text.is_empty() {
        return;
    }
    html.push_str("=\"");
    #[cfg(feature = "ssr")]
    html_escape::encode_double_quoted_attribute_to_string(text, html);
    html.push('"');
}

/// An element of the page.
pub struct ElementState {
    node: Node,
    tag: &'static str,
    parts: Vec<PartState>,
    children: Vec<<AnyView as Render>::State>,
}

impl Render for Element {
    type State = ElementState;

    fn build(self) -> ElementState {
        let content = *self.0;
        let namespace = (content.shape == Shape::Svg).then_some("http://www.w3.org/2000/svg");
        let make = || Rndr::create_element(content.tag, namespace);
        if let Some(node) = namespace.and_then(|_| drawing::copy(content.tag, &content.parts, make)) {
            let parts = content.parts.into_iter().map(Part::settled).collect();
            return ElementState { node, tag: content.tag, parts, children: Vec::new() };
        }
        let node = make();
        let parts = content.parts.into_iter().map(|part| part.attach(&node, true)).collect();
        let mut children: Vec<_> = content.children.into_iter().map(AnyView::build).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        ElementState { node, tag: content.tag, parts, children }
    }

    fn rebuild(self, state: &mut ElementState) {
        let Content { tag, parts, children, .. } = &*self.0;
        let same = *tag == state.tag
            && children.len() == state.children.len()
            && parts.len() == state.parts.len()
            && parts.iter().zip(&state.parts).all(|(part, state)| part.fits(state));
        if !same {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        for (part, state_of_part) in self.0.parts.into_iter().zip(&mut state.parts) {
            part.update(&state.node, state_of_part);
        }
        for (child, state) in self.0.children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
    }
}

impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {
        for part in &mut self.0.parts {
            if let Part::Value { value: Value::Live(evaluate), .. } = part {
                evaluate();
            }
        }
        for child in &mut self.0.children {
            child.dry_resolve();
        }
    }

    async fn resolve(mut self) -> Self {
        let children = std::mem::take(&mut self.0.children);
        self.0.children = StaticVec::from(children).resolve().await.into();
        self
    }

    fn html_len(&self) -> usize {
        let Content { tag, parts, children, .. } = &*self.0;
        2 * tag.len() + 5 + 16 * parts.len() + children.iter().map(AnyView::html_len).sum::<usize>()
    }

    fn to_html_with_buf(
        mut self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        if let Some(content) = self.0.write_open(html, extra) {
            html.push_str(&content);
        } else {
            *position = Position::FirstChild;
            for child in std::mem::take(&mut self.0.children) {
                child.to_html_with_buf(html, position, self.0.shape != Shape::Raw, mark_branches, vec![]);
            }
        }
        self.0.write_close(html);
        *position = Position::NextChild;
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        mut self,
        html: &mut StreamBuilder,
        position: &mut Position,
        _escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        let mut tag = String::with_capacity(64);
        if let Some(content) = self.0.write_open(&mut tag, extra) {
            tag.push_str(&content);
        }
        html.push_sync(&tag);
        *position = Position::FirstChild;
        for child in std::mem::take(&mut self.0.children) {
            let escape = self.0.shape != Shape::Raw;
            child.to_html_async_with_buf::<OUT_OF_ORDER>(html, position, escape, mark_branches, vec![]);
        }
        tag.clear();
        self.0.write_close(&mut tag);
        html.push_sync(&tag);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> ElementState {
        let content = *self.0;
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        let found = cursor.current();
        let Some(node) = Node::cast_from(found.clone()) else {
            panic!("the server's page has {} where <{}> should be", found.node_name(), content.tag);
        };
        let with_children = content.has_children();
        let parts = content.parts.into_iter().map(|part| part.attach(&node, !FROM_SERVER)).collect();
        let mut children = Vec::new();
        if with_children {
            position.set(Position::FirstChild);
            children =
                content.children.into_iter().map(|child| child.hydrate::<FROM_SERVER>(cursor, position)).collect();
        }
        cursor.set(node.clone().into());
        position.set(Position::NextChild);
        ElementState { node, tag: content.tag, parts, children }
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl AddAnyAttr for Element {
    type Output<A: Attribute> = AnyViewWithAttrs;

    fn add_any_attr<A: Attribute>(self, attribute: A) -> AnyViewWithAttrs {
        self.into_any().add_any_attr(attribute)
    }
}

impl Mountable for ElementState {
    fn unmount(&mut self) {
        Rndr::remove(&self.node);
    }

    fn mount(&mut self, parent: &Node, marker: Option<&web_sys::Node>) {
        Rndr::insert_node(parent, &self.node, marker);
    }

    fn try_mount(&mut self, parent: &Node, marker: Option<&web_sys::Node>) -> bool {
        Rndr::try_insert_node(parent, &self.node, marker)
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = Rndr::get_parent(&self.node).and_then(Node::cast_from) else { return false };
        child.mount(&parent, Some(&self.node));
        true
    }

    fn elements(&self) -> Vec<Node> {
        vec![self.node.clone()]
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use crate::prelude::*;
    use crate::tachys::html::element::{div, input, p, textarea};

    #[test]
    fn attributes_and_texts_are_escaped() {
        let view = div().title("\"><script>".to_owned()).child("<b>&".to_owned().into_render());
        assert_eq!(view.to_html(), "<div title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;</div>");
        let area = textarea().child("</textarea><script>".into_render());
        assert!(!area.to_html().contains("<script>"));
    }

    #[test]
    fn what_is_none_or_false_is_left_out() {
        let view = input().name(None::<String>).disabled(false).required(true).value(|| Some("a".to_owned()));
        assert_eq!(view.to_html(), "<input required value=\"a\">");
    }

    #[test]
    fn html_takes_the_place_of_children() {
        assert_eq!(p().inner_html("<b>ours</b>").to_html(), "<p><b>ours</b></p>");
    }

    #[test]
    fn a_missing_child_holds_its_place() {
        let view = p().child(None::<&'static str>.into_render()).to_html();
        assert_eq!(view, "<p><!></p>", "the browser finds it by the comment");
    }
}
