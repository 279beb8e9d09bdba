//! A dialog that the address opens: the server renders it open, the browser makes it modal.

use crate::messages::t;
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

/// A way to close a dialog from its content. Closing gives the focus back, then the address changes.
#[derive(Clone, Copy)]
pub struct Closer(NodeRef<html::Dialog>);

impl Closer {
    /// Closes it.
    pub fn close(self) {
        if let Some(dialog) = self.0.try_get_untracked().flatten() {
            dialog.close();
        }
    }
}

/// A dialog; `back` is the address without it, `content` a form with [`foot`].
pub fn dialog(title: AnyView, back: String, content: impl FnOnce(Closer) -> AnyView) -> AnyView {
    let node = NodeRef::new();
    let closer = Closer(node);
    let nav = Nav::get();
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            // Rendered open for those without wasm; only a closed one can be made modal.
            let _ = dialog.remove_attribute("open");
            let _ = dialog.show_modal();
        }
    });
    let closed = {
        let back = back.clone();
        move |_| nav.replace(back.clone())
    };
    view! {
        <dialog class="dialog" open aria-labelledby="dialog-title" node_ref=node on:close=closed>
            <header class="dialog-head">
                <h2 id="dialog-title" tabindex="-1" autofocus>{title}</h2>
                <a class="button quiet square small" href=back aria-label=t().close on:click=shutting(closer)>{icon("x")}</a>
            </header>
            {content(closer)}
        </dialog>
    }
    .into_any()
}

/// A dialog that a key opens: only the browser shows it, and no address leads to it. `class` is its own look.
pub fn modal(title: &'static str, class: &'static str, closed: Callback<()>, content: AnyView) -> AnyView {
    let node = NodeRef::new();
    let closer = Closer(node);
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            let _ = dialog.show_modal();
        }
    });
    // A press beside it closes it: what is in it lies within its parts.
    let beside = move |event: MouseEvent| {
        if event.target() == event.current_target() {
            closer.close();
        }
    };
    view! {
        <dialog class=format!("dialog {class}") aria-label=title node_ref=node on:close=move |_| closed.run(()) on:click=beside>
            <header class="dialog-head">
                <h2>{title}</h2>
                <button class="button quiet square small" type="button" aria-label=t().close on:click=move |_| closer.close()>
                    {icon("x")}
                </button>
            </header>
            <div class="dialog-body">{content}</div>
        </dialog>
    }
    .into_any()
}

/// The foot: Cancel, and the button that says the verb.
pub fn foot(back: String, closer: Closer, verb: AnyView) -> AnyView {
    view! {
        <footer class="dialog-foot">
            <a class="button" href=back on:click=shutting(closer)>{t().cancel}</a>
            {verb}
        </footer>
    }
    .into_any()
}

fn shutting(closer: Closer) -> impl Fn(MouseEvent) + 'static {
    move |event| {
        event.prevent_default();
        closer.close();
    }
}
