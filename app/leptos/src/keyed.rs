//! A list whose items keep their elements when others come, go or move.

use crate::child::IntoRender;
use leptos::prelude::{AnyView, IntoAny, Owner};
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::view::keyed::keyed as keyed_by;

type Make = Box<dyn FnOnce() -> AnyView + Send>;

/// Shows each of `items` by `view`. As `<For>`, but of one type whatever the items are. Keys must differ.
pub fn keyed<T: Send + 'static>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    key: fn(&T) -> u64,
    view: impl Fn(T) -> AnyView + Clone + Send + 'static,
) -> AnyView {
    let rows = move || {
        let one = |item: T| -> (u64, Make) {
            let view = view.clone();
            (key(&item), Box::new(move || view(item)))
        };
        items().into_iter().map(one).collect()
    };
    show(Box::new(rows))
}

fn show(rows: Box<dyn Fn() -> Vec<(u64, Make)> + Send>) -> AnyView {
    // Each item has an owner of its own: what it holds lives as long as it is shown, not until the next change.
    let parent = Owner::current().unwrap_or_default();
    let list = move || items(parent.clone(), rows());
    list.into_render()
}

/// Shows a view until `key` is another, however often what is around it is shown anew. What it holds belongs to `owner`.
pub fn kept(key: u64, owner: Owner, view: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    items(owner, vec![(key, Box::new(view))])
}

fn items(parent: Owner, rows: Vec<(u64, Make)>) -> AnyView {
    let view = keyed_by(
        rows,
        |(key, _)| *key,
        move |_, (_, make)| {
            let owner = parent.with(Owner::new);
            let view = owner.with(make);
            (drop, OwnedView::new_with_owner(view, owner))
        },
    );
    view.into_any()
}
