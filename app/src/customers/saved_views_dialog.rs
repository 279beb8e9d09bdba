//! The views that one keeps under names: opening one, keeping what is shown now, deleting.

use crate::customers::listing::Listing;
use crate::customers::query;
use crate::customers::saved_views_api::{self as api, DeleteSavedView, SaveView};
use crate::forms::posted;
use crate::messages::t;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::dialog::{Closer, dialog};
use crate::ui::dom;
use crate::ui::field::Field;
use crate::ui::form::{Problems, check_form, checked, data_of, entered, hidden, post_to, send};
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use crate::ui::row_menu::{icon_verb, refused_line};
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::CustomerQuery;
use model::form::FieldErrors;
use model::saved_views::{SavedView, SavedViewForm};

/// What the parts of the dialog share.
#[derive(Clone, Copy)]
struct Shelf {
    /// Grows when the views are asked for anew.
    again: RwSignal<u32>,
    busy: RwSignal<bool>,
    toasts: Toasts,
}

/// The dialog.
pub fn saved_views_dialog() -> AnyView {
    let listing: Listing = expect_context();
    let m = &t().saved_views;
    let shelf = Shelf { again: RwSignal::new(0), busy: RwSignal::new(false), toasts: Toasts::get() };
    let views = ask(move || shelf.again.get(), |_| api::list_saved_views());
    let refused = posted(DeleteSavedView::PATH).and_then(|answer| answer.error);
    let refused = refused.map(|error| refused_line(&error));
    let shown = move || {
        let now = listing.search.get();
        Some(match views.get()? {
            Ok(views) if views.is_empty() => view! { <p class="secondary">{m.none}</p> }.into_any(),
            Ok(views) => {
                let items = views.into_iter().map(|view| item(view, &now, shelf)).collect_view();
                view! { <ul class="saved-views">{items}</ul> }.into_any()
            }
            Err(error) => view! { <p class="secondary" role="status">{t().sentence(&error)}</p> }.into_any(),
        })
    };
    let back = untrack(|| Nav::get().closed());
    dialog(m.title.into_any(), back, move |closer| {
        view! {
            <div class="dialog-body">
                {refused}
                <Transition>{shown}</Transition>
                {keeping(listing, shelf, closer)}
            </div>
        }
        .into_any()
    })
}

/// A view, as a link, and what deletes it. `now` is what is shown.
fn item(view: SavedView, now: &str, shelf: Shelf) -> AnyView {
    let m = &t().saved_views;
    let SavedView { id, name, shown } = view;
    let address = query::write_as(&shown.query, shown.tree);
    let href = format!("{}{address}", routes::CUSTOMERS);
    let current = address == now;
    let label = (m.delete_of)(&name);
    let kept = SavedViewForm { name: name.clone(), address };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(data) = data_of(&event) else { return };
        let form = kept.clone();
        send::<DeleteSavedView>(&data, shelf.busy, move |answer| match answer {
            Ok(()) => {
                let words = (t().saved_views.was_deleted)(&form.name);
                shelf.toasts.undoable(words, move || bring_back(form.clone(), shelf));
                shelf.again.try_update(|again| *again += 1);
                dom::focus("#dialog-title".to_owned());
            }
            Err(error) => shelf.toasts.failed(t().sentence(&error)),
        });
    };
    let fields = hidden("id", id.to_string());
    view! {
        <li>
            <a class="menu-item" href=href aria-current=current.then_some("page")>{icon("bookmark")}<bdi class="truncate">{name}</bdi></a>
            {icon_verb(DeleteSavedView::PATH, fields, "trash-2", t().customers.delete, label, Box::new(submit))}
        </li>
    }
    .into_any()
}

fn bring_back(form: SavedViewForm, shelf: Shelf) {
    leptos::task::spawn_local(async move {
        match api::save_view(form).await {
            Ok(_) => _ = shelf.again.try_update(|again| *again += 1),
            Err(error) => shelf.toasts.failed(t().sentence(&error)),
        }
    });
}

/// The form that keeps what is shown now; the plain list needs no view.
fn keeping(listing: Listing, shelf: Shelf, closer: Closer) -> AnyView {
    let m = &t().saved_views;
    let answer = posted(SaveView::PATH).filter(|answer| answer.error.is_some()).unwrap_or_default();
    let address = listing.search.get_untracked();
    if listing.query.with_untracked(|query| CustomerQuery { cursor: None, ..query.clone() } == CustomerQuery::default())
    {
        return view! { <p class="secondary">{m.how}</p> }.into_any();
    }
    let problems = Problems::new(answer.error.clone());
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        send::<SaveView>(&data, shelf.busy, move |saved| match saved {
            Ok(view) => {
                shelf.toasts.done((t().saved_views.was_saved)(&view.name));
                closer.close();
            }
            Err(error) => problems.refuse(error),
        });
    };
    let value = answer.value("form[name]").unwrap_or_default().to_owned();
    view! {
        <form class="saved-view-form" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)>
            {post_to(SaveView::PATH)}
            {hidden("form[address]", address)}
            {problems.summary(|_| t().saved_views.name, |field| format!("form[{field}]"))}
            {Field::new("form[name]", m.name).value(value).required().help(m.name_help).error(problems.at("name")).view()}
            <button class="button primary" disabled=shelf.busy>{m.save}</button>
        </form>
    }
    .into_any()
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let form = SavedViewForm { name: entered(data, "form[name]"), ..SavedViewForm::default() };
    Some(form.parse().err().unwrap_or_default())
}
