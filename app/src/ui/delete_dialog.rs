//! The question before something goes for good.

use crate::error::AppError;
use crate::forms::posted;
use crate::ui::dialog::{dialog, foot};
use crate::ui::form::{Problems, data_of, hidden, post_to, send};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What is asked.
pub struct Question {
    /// The words before and after the name.
    pub title: (&'static str, &'static str),
    /// Whom it is about.
    pub name: String,
    /// What goes along.
    pub text: String,
    /// The word on the button.
    pub verb: &'static str,
    /// What the server function calls the id, and the id.
    pub id: (&'static str, String),
    /// The address without the dialog.
    pub back: String,
    /// What is done afterwards.
    pub done: Callback<()>,
}

/// The dialog.
pub fn delete_dialog<F: ServerFn<Output = (), Error = AppError> + 'static>(question: Question) -> AnyView {
    let Question { title: (before, after), name, text, verb, id: (field, id), back, done } = question;
    let title = view! { {before}<bdi>{name}</bdi>{after} };
    let problems = Problems::new(posted(F::PATH).and_then(|answer| answer.error));
    let busy = RwSignal::new(false);
    dialog(title.into_any(), back.clone(), move |closer| {
        let submit = move |event: ev::SubmitEvent| {
            event.prevent_default();
            let Some(data) = data_of(&event) else { return };
            send::<F>(&data, busy, move |answer| match answer {
                Ok(()) => {
                    closer.close();
                    done.try_run(());
                }
                Err(error) => problems.refuse(error),
            });
        };
        let button = view! { <button class="button danger" disabled=busy>{verb}</button> };
        view! {
            <form method="post" novalidate on:submit=submit>
                {post_to(F::PATH)}
                {hidden(field, id)}
                <div class="dialog-body">
                    {problems.summary(|_| "", |_| String::new())}
                    <p class="secondary">{text}</p>
                </div>
                {foot(back, closer, button.into_any())}
            </form>
        }
        .into_any()
    })
}
