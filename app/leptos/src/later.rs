//! Parts of the server's page that come to life after the page itself, in tasks of their own: one task for all of them would
//! keep a phone from answering while it lasts. What one does in the meantime brings all of them to life first.

use leptos::prelude::{AddAnyAttr, AnyView, Mountable, Owner, Render, RenderHtml, document, set_timeout, window};
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::view::any_view::AnyViewWithAttrs;
use leptos::tachys::view::{Position, PositionState};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Element as Node;

/// How long a task may bring parts to life, in milliseconds. On a phone, four times as slow as where this was measured, the
/// last part of a task still ends within the 50 ms after which a page is felt to hang.
const TASK: f64 = 10.0;

type Make = Box<dyn FnOnce() -> AnyView + Send>;

thread_local! {
    static WAITING: RefCell<VecDeque<Weak<RefCell<Slot>>>> = const { RefCell::new(VecDeque::new()) };
    static WORKING: Cell<bool> = const { Cell::new(false) };
    static LISTENING: Cell<bool> = const { Cell::new(false) };
    static THEN: Cell<Option<Box<dyn FnOnce()>>> = const { Cell::new(None) };
}

/// The view that `make` makes: one element. On the server's page it is shown as it is, and comes to life a little later.
pub fn later(make: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    if cfg!(feature = "ssr") {
        return make();
    }
    let owner = Owner::current().unwrap_or_default();
    leptos::prelude::IntoAny::into_any(Later { owner, make: Box::new(make) })
}

/// Runs it once everything on the server's page is alive.
pub fn once_alive(run: impl FnOnce() + 'static) {
    THEN.set(Some(Box::new(run)));
    if !WORKING.get() {
        enliven();
    }
}

/// Brings to life all that still waits: what it shows is about to change.
pub fn enliven() {
    while wake_next() {}
    if let Some(then) = THEN.take() {
        then();
    }
}

fn wait(slot: &Rc<RefCell<Slot>>) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back(Rc::downgrade(slot)));
    if !WORKING.replace(true) {
        set_timeout(work, Duration::ZERO);
    }
    if !LISTENING.replace(true) {
        for event in ["pointerdown", "keydown", "click"] {
            // Captured: it comes here before it comes to what it is meant for.
            let first = Closure::<dyn Fn()>::new(enliven).into_js_value();
            let _ = window().add_event_listener_with_callback_and_bool(event, first.unchecked_ref(), true);
        }
    }
}

fn work() {
    let now = || window().performance().map_or(0.0, |clock| clock.now());
    let end = now() + TASK;
    while wake_next() {
        // In a background tab timers hardly run.
        if now() > end && !document().hidden() {
            set_timeout(work, Duration::ZERO);
            return;
        }
    }
    WORKING.set(false);
    enliven();
}

fn wake_next() -> bool {
    let Some(next) = WAITING.with_borrow_mut(VecDeque::pop_front) else { return false };
    if let Some(slot) = next.upgrade() {
        wake(&slot);
    }
    true
}

fn wake(slot: &RefCell<Slot>) {
    if !matches!(*slot.borrow(), Slot::Waiting(..)) {
        return;
    }
    if let Slot::Waiting(node, later) = slot.replace(Slot::Waking) {
        let state = later.view(|view| view.hydrate::<true>(&Cursor::new(node), &PositionState::new(Position::Current)));
        slot.replace(Slot::Alive(state));
    }
}

struct Later {
    owner: Owner,
    make: Make,
}

impl Later {
    fn view<R>(self, with: impl FnOnce(AnyView) -> R) -> R {
        let Self { owner, make } = self;
        owner.with(|| with(make()))
    }
}

enum Slot {
    /// The server's element, and what it is to be.
    Waiting(Node, Later),
    Waking,
    Alive(<AnyView as Render>::State),
}

struct LaterState(Rc<RefCell<Slot>>);

impl LaterState {
    fn alive(state: <AnyView as Render>::State) -> Self {
        Self(Rc::new(RefCell::new(Slot::Alive(state))))
    }
}

impl Render for Later {
    type State = LaterState;

    fn build(self) -> LaterState {
        LaterState::alive(self.view(AnyView::build))
    }

    fn rebuild(self, state: &mut LaterState) {
        if let Slot::Alive(state) = &mut *state.0.borrow_mut() {
            return self.view(|view| view.rebuild(state));
        }
        // What waits was to show what is gone by now.
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl RenderHtml for Later {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        self.view(|view| view.to_html_with_buf(html, position, escape, mark_branches, extra));
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> LaterState {
        if !FROM_SERVER {
            return LaterState::alive(self.view(|view| view.hydrate::<FROM_SERVER>(cursor, position)));
        }
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        let found = cursor.current();
        let Some(node) = Node::cast_from(found.clone()) else {
            panic!("the server's page has {} where an element should be", found.node_name());
        };
        position.set(Position::NextChild);
        let slot = Rc::new(RefCell::new(Slot::Waiting(node, self)));
        wait(&slot);
        LaterState(slot)
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl AddAnyAttr for Later {
    type Output<A: Attribute> = AnyViewWithAttrs;

    fn add_any_attr<A: Attribute>(self, attribute: A) -> AnyViewWithAttrs {
        leptos::prelude::IntoAny::into_any(self).add_any_attr(attribute)
    }
}

impl Mountable for LaterState {
    fn unmount(&mut self) {
        match &mut *self.0.borrow_mut() {
            Slot::Waiting(node, _) => Rndr::remove(node),
            Slot::Waking => {}
            Slot::Alive(state) => state.unmount(),
        }
    }

    fn mount(&mut self, parent: &Node, marker: Option<&web_sys::Node>) {
        match &mut *self.0.borrow_mut() {
            Slot::Waiting(node, _) => Rndr::insert_node(parent, node, marker),
            Slot::Waking => {}
            Slot::Alive(state) => state.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match &*self.0.borrow() {
            Slot::Waiting(node, _) => {
                let Some(parent) = Rndr::get_parent(node).and_then(Node::cast_from) else { return false };
                child.mount(&parent, Some(node));
                true
            }
            Slot::Waking => false,
            Slot::Alive(state) => state.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Node> {
        match &*self.0.borrow() {
            Slot::Waiting(node, _) => vec![node.clone()],
            Slot::Waking => Vec::new(),
            Slot::Alive(state) => state.elements(),
        }
    }
}
