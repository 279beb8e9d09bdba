//! Deleting for good: the only thing that can't be undone, so it asks for the name.

use crate::forms::posted;
use crate::messages::t;
use crate::trash::api::PurgeDeleted;
use crate::trash::page::Bin;
use crate::ui::dialog::{dialog, foot};
use crate::ui::field::Field;
use crate::ui::form::{Problems, data_of, hidden, post_to, send};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::TrashRow;

/// The dialog.
pub fn purge_dialog(row: &TrashRow, bin: Bin, back: String) -> AnyView {
    let m = &t().trash;
    let (id, name) = (row.customer.id, row.customer.name.clone());
    let problems = Problems::new(posted(PurgeDeleted::PATH).and_then(|answer| answer.error));
    let (before, after) = m.purge_title;
    let title = view! { {before}<bdi>{name.clone()}</bdi>{after} };
    let busy = RwSignal::new(false);
    dialog(title.into_any(), back.clone(), move |closer| {
        let label = name.clone();
        let submit = move |event: ev::SubmitEvent| {
            event.prevent_default();
            let Some(data) = data_of(&event) else { return };
            let name = name.clone();
            send::<PurgeDeleted>(&data, busy, move |answer| match answer {
                Ok(()) => {
                    closer.close();
                    bin.toasts.done((t().trash.was_purged)(&name));
                    bin.reload.try_run(());
                }
                Err(error) => problems.refuse(error),
            });
        };
        let verb = view! { <button class="button danger" disabled=busy>{m.purge}</button> };
        let error = problems.at("typed");
        let error = Signal::derive(move || error.get().map(|_| t().trash.not_the_name.to_owned()));
        view! {
            <form method="post" novalidate on:submit=submit>
                {post_to(PurgeDeleted::PATH)}
                {hidden("id", id.to_string())}
                <div class="dialog-body">
                    <p class="secondary">{m.purge_text}</p>
                    {Field::new("typed", m.type_its_name).help(label).error(error).required().view_bare()}
                </div>
                {foot(back, closer, verb.into_any())}
            </form>
        }
        .into_any()
    })
}
