//! Cells of a row that are edited where they stand: F2 or a double press opens one, Enter saves and stays, Tab saves and goes
//! on to the next. They are a pointer's and a keyboard's way; a finger edits in the detail.

use crate::customers::row::RowContext;
use crate::customers::site::Site;
use crate::ui::dom;
use crate::ui::inline::{Inline, Shown, control, mark};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::customers::{Customer, CustomerField};
use std::sync::Arc;
use std::time::Duration;
use web_sys::Element;

/// How long a press on a cell waits for a second one.
pub const SECOND_PRESS: Duration = Duration::from_millis(220);

/// The cells of one row.
#[derive(Clone, Copy)]
pub struct Cells {
    /// The customer.
    pub customer: RwSignal<Customer>,
    open: RwSignal<Vec<Inline>>,
    cx: RowContext,
}

impl Cells {
    /// None is open yet.
    pub fn new(customer: RwSignal<Customer>, cx: RowContext) -> Self {
        Self { customer, open: RwSignal::new(Vec::new()), cx }
    }

    /// Whether one may change the field: what is governed from above not of one's own customer.
    fn may(self, field: CustomerField) -> bool {
        let id = self.customer.with_untracked(|c| c.id);
        self.cx.writer_of.is_some_and(|own| own != id || !field.is_governed())
    }

    /// A field in its cell: how it stands there, or its editor.
    pub fn field(self, field: CustomerField, shown: Shown) -> AnyView {
        (move || match self.opened(field) {
            Some(inline) => editable(inline, shown.clone()),
            None => shown(),
        })
        .into_any()
    }

    fn opened(self, field: CustomerField) -> Option<Inline> {
        self.open.with(|open| open.iter().find(|inline| inline.field == field.as_str()).copied())
    }

    fn edit(self, field: CustomerField) {
        if !self.may(field) {
            return;
        }
        if let Some(inline) = untrack(|| self.opened(field)) {
            return inline.edit();
        }
        let inline = Inline::new(Arc::new(self.site()), field.as_str());
        inline.edit();
        self.open.update(|open| open.push(inline));
    }

    /// F2 opens the name; Tab and Shift+Tab go from field to field, and from the last back to the row.
    pub fn key(self, event: &ev::KeyboardEvent) -> Option<()> {
        let target: Element = event.target()?.dyn_into().ok()?;
        match event.key().as_str() {
            "F2" if !dom::is_typing(Some(target.clone())) => {
                event.prevent_default();
                self.edit(CustomerField::Name);
            }
            "Tab" => {
                let id = target.id();
                let inline = self.open.with_untracked(|open| open.iter().find(|inline| inline.id() == id).copied())?;
                event.prevent_default();
                let fields: Vec<_> = self.cx.columns.fields().filter(|field| self.may(*field)).collect();
                let at = fields.iter().position(|field| field.as_str() == inline.field)?;
                let goal = if event.shift_key() { at.checked_sub(1) } else { Some(at + 1) };
                let goal = goal.and_then(|goal| fields.get(goal)).copied();
                if inline.finish(goal.is_none())
                    && let Some(goal) = goal
                {
                    self.edit(goal);
                }
            }
            _ => {}
        }
        Some(())
    }

    /// A press on a cell waits a moment for a second one: what it opens moves all that lies under the pointer.
    pub fn press(self, event: &ev::MouseEvent) {
        let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        let elsewhere = self.under(event).is_none() || on_the_name(event);
        if event.detail() == 0 || event.button() != 0 || modified || elsewhere {
            return;
        }
        event.prevent_default();
        self.cx.second.forget();
        if event.detail() == 1 {
            let (nav, here) = (self.cx.nav, untrack(|| self.site().here()));
            self.cx.second.then(move || nav.step(here));
        }
    }

    /// A double press opens the cell.
    pub fn press_twice(self, event: &ev::MouseEvent) {
        if let Some(field) = self.under(event) {
            self.cx.second.forget();
            self.edit(field);
        }
    }

    fn site(self) -> Site {
        Site { customer: self.customer, search: self.cx.search, page: None, work: self.cx.work }
    }

    /// The field under the pointer that one may change. The row's link lies over all of it, so the event does not tell.
    fn under(self, event: &ev::MouseEvent) -> Option<CustomerField> {
        let target: Element = event.target()?.dyn_into().ok()?;
        target.closest(".row-link").ok()??;
        if js_sys::Reflect::get(event, &"pointerType".into()).ok()?.as_string().as_deref() == Some("touch") {
            return None;
        }
        let stack = document().elements_from_point(event.client_x() as f32, event.client_y() as f32);
        let mut names =
            stack.iter().filter_map(|element| element.dyn_into::<Element>().ok()?.get_attribute("data-field"));
        CustomerField::from_name(&names.next()?).filter(|field| self.may(*field))
    }
}

/// Whether the pointer is on the words of the name: these open the customer at once, a double press beside them the cell.
fn on_the_name(event: &ev::MouseEvent) -> bool {
    let stack = document().elements_from_point(event.client_x() as f32, event.client_y() as f32);
    stack
        .iter()
        .filter_map(|element| element.dyn_into::<Element>().ok())
        .any(|element| element.tag_name() == "BDI" && element.closest(".row-link").ok().flatten().is_some())
}

/// A cell that may be edited, in any of its states.
pub fn editable(inline: Inline, shown: Shown) -> AnyView {
    let value: Shown = Arc::new(move || {
        let shown = shown.clone();
        view! { <div class="cell-value">{shown()}</div>{mark(inline)} }.into_any()
    });
    view! { <div class="cell-edit" data-state=move || inline.doing()>{control(inline, value)}</div> }.into_any()
}
