//! Short notes about what was done, with the way back. They never take the focus.

use crate::messages::t;
use crate::ui::dom;
use crate::ui::icon::icon;
use leptos::keyed;
use leptos::prelude::*;
use std::time::Duration;

/// How long a note stays.
const STAY: Duration = Duration::from_secs(8);
/// How long it stays after the pointer has left it.
const LINGER: Duration = Duration::from_secs(3);

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    bad: bool,
    undo: Option<Callback<()>>,
    held: RwSignal<bool>,
}

/// The notes that are shown.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

/// Once, at the top of the app.
pub fn provide() {
    provide_context(Toasts { list: RwSignal::new(Vec::new()), last: StoredValue::new(0) });
}

impl Toasts {
    /// The handle.
    pub fn get() -> Self {
        expect_context()
    }

    /// Something was done.
    pub fn done(self, text: String) {
        self.show(text, false, None);
    }

    /// Something was done that can be undone.
    pub fn undoable(self, text: String, undo: impl Fn() + Send + Sync + 'static) {
        self.show(text, false, Some(Callback::new(move |()| undo())));
    }

    /// Something failed that has no place of its own.
    pub fn failed(self, text: String) {
        self.show(text, true, None);
    }

    fn show(self, text: String, bad: bool, undo: Option<Callback<()>>) {
        self.last.update_value(|last| *last += 1);
        let id = self.last.get_value();
        let held = RwSignal::new(false);
        self.list.update(|list| list.push(Toast { id, text, bad, undo, held }));
        self.expire(id, held, STAY);
    }

    fn expire(self, id: u32, held: RwSignal<bool>, after: Duration) {
        set_timeout(
            move || {
                if held.try_get_untracked() == Some(true) {
                    self.expire(id, held, LINGER);
                } else {
                    self.dismiss(id);
                }
            },
            after,
        );
    }

    fn dismiss(self, id: u32) {
        self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// The place of the notes, there from the first paint, so that they are read out.
pub fn region() -> AnyView {
    let toasts = Toasts::get();
    view! {
        <div class="toasts" role="status">
            {keyed(move || toasts.list.get(), |toast| toast.id.into(), move |toast| note(toasts, toast))}
        </div>
    }
    .into_any()
}

/// All kinds of notes, for the page of components.
#[cfg(all(feature = "ssr", debug_assertions))]
pub fn specimens() -> AnyView {
    let m = &t().customers;
    let one = |id, text: String, bad, undoable: bool| {
        let undo = undoable.then(|| Callback::new(|()| ()));
        note(Toasts::get(), Toast { id, text, bad, undo, held: RwSignal::new(false) })
    };
    let long = "Società Cooperativa Agricola fra Produttori Ortofrutticoli della Bassa Valle del Serio";
    let all = vec![
        one(1, t().copied.to_owned(), false, false),
        one(2, t().not_copied.to_owned(), true, false),
        one(3, (m.was_deleted)("Molino Bergamasco"), false, true),
        one(4, (m.was_deleted)(long), false, true),
    ];
    view! { <div class="toasts" role="status">{all}</div> }.into_any()
}

/// While one points at a note or its button, it stays.
fn hold(held: RwSignal<bool>, on: bool) {
    dom::later(move || {
        held.try_set(on);
    });
}

fn note(toasts: Toasts, toast: Toast) -> AnyView {
    let Toast { id, text, bad, undo, held } = toast;
    let back = undo.map(|undo| {
        let run = move |_| {
            toasts.dismiss(id);
            undo.run(());
        };
        view! { <button class="button quiet small undo" type="button" on:click=run>{t().undo}</button> }
    });
    view! {
        <div class=if bad { "toast bad" } else { "toast" } on:pointerenter=move |_| hold(held, true) on:pointerleave=move |_| hold(held, false)
            on:focusin=move |_| hold(held, true) on:focusout=move |_| hold(held, false)>
            {icon(if bad { "circle-alert" } else { "check" })}
            <p>{text}</p>
            {back}
            <button class="button quiet square small" type="button" aria-label=t().dismiss
                on:click=move |_| toasts.dismiss(id)>{icon("x")}</button>
        </div>
    }
    .into_any()
}
