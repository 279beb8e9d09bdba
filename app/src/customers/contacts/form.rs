//! The form of a new contact.

use super::Tab;
use super::api::AddContact;
use super::site::label;
use crate::forms::posted;
use crate::messages::t;
use crate::ui::field::{Control, Field};
use crate::ui::form::{Problems, check_form, checked, entered, hidden, post_to, required_note, send};
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::contacts::{ContactField, ContactForm};
use model::form::FieldErrors;

/// The form.
pub fn view(tab: Tab) -> AnyView {
    let m = &t().contacts;
    let Tab { open, busy, .. } = tab;
    let nav = Nav::get();
    let answer = posted(AddContact::PATH).filter(|answer| answer.error.is_some()).unwrap_or_default();
    let problems = Problems::new(answer.error.clone());
    let id = open.customer.with_untracked(|c| c.id);
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        send::<AddContact>(&data, busy, move |added| match added {
            Ok(contact) => {
                tab.toasts.done((t().contacts.was_added)(&contact.name));
                nav.replace(untrack(|| open.contacts_address()));
                open.contacts.try_update(|contacts| *contacts += 1);
                if contact.default {
                    open.default_contact.try_set(Some(contact.name));
                }
                tab.reload();
            }
            Err(error) => problems.refuse(error),
        });
    };
    let close = move || open.contacts_address();
    let field = |field: ContactField, name: &'static str, kind: &'static str| {
        let input = format!("form[{name}]");
        let value = answer.value(&input).unwrap_or_default().to_owned();
        let line = Field::new(input, label(field.as_str())).control(Control::Line(kind)).value(value);
        let line = line.error(problems.at(name));
        if field.is_required() { line.required().view() } else { line.view() }
    };
    view! {
        <form class="card" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors)>
            <header>
                <h2>{m.add}</h2>
                <a class="button quiet square small" href=close aria-label=t().close data-noscroll>{icon("x")}</a>
            </header>
            {post_to(AddContact::PATH)}
            {hidden("customer", id.to_string())}
            {problems.summary(label, |field| format!("form[{field}]"))}
            <div class="form-grid">
                {field(ContactField::Name, "name", "text")}
                {field(ContactField::JobTitle, "job_title", "text")}
                {field(ContactField::Email, "email", "email")}
                {field(ContactField::Phone, "phone", "tel")}
            </div>
            {required_note()}
            <div class="buttons end">
                <a class="button quiet" href=close data-noscroll>{t().cancel}</a>
                <button class="button primary" disabled=busy>{m.add}</button>
            </div>
        </form>
    }
    .into_any()
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let mut form = ContactForm::default();
    for field in ContactField::ALL {
        *form.get_mut(field) = entered(data, &format!("form[{}]", field.as_str()));
    }
    Some(form.parse().err().unwrap_or_default())
}
