//! The form that lets a contact sign in: name and address are the contact's to begin with.

use super::Tab;
use super::api::GiveContactSignIn;
use crate::customers::user_form::{USER, typed_user, user_fields};
use crate::customers::users_tab::field_label;
use crate::forms::{Posted, posted};
use crate::messages::t;
use crate::ui::form::{Problems, check_form, checked, hidden, post_to, required_note, send};
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::contacts::Contact;
use model::form::FieldErrors;

/// The form.
pub fn view(contact: &Contact, tab: Tab, mails: bool) -> AnyView {
    let m = &t().contacts;
    let Tab { open, busy, .. } = tab;
    let nav = Nav::get();
    let answer = posted(GiveContactSignIn::PATH).filter(|answer| answer.error.is_some());
    let answer = answer.unwrap_or_else(|| filled(contact));
    let problems = Problems::new(answer.error.clone());
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        send::<GiveContactSignIn>(&data, busy, move |made| match made {
            Ok(made) => {
                tab.toasts.done((t().contacts.now_signs_in)(&made.user.name));
                nav.replace(untrack(|| open.contacts_address()));
                open.users.try_update(|users| *users += 1);
                tab.given.show(made);
                tab.reload();
            }
            Err(error) => problems.refuse(error),
        });
    };
    let close = move || open.contacts_address();
    view! {
        <form class="card" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors)>
            <header>
                <h2>{(m.sign_in_of)(&contact.name)}</h2>
                <a class="button quiet square small" href=close aria-label=t().close data-noscroll>{icon("x")}</a>
            </header>
            {post_to(GiveContactSignIn::PATH)}
            {hidden("contact", contact.id.to_string())}
            {problems.summary(field_label, |field| format!("form[{field}]"))}
            <div class="form-grid">{user_fields(USER, problems, &answer, mails)}</div>
            {required_note()}
            <div class="buttons end">
                <a class="button quiet" href=close data-noscroll>{t().cancel}</a>
                <button class="button primary" disabled=busy>{m.give_sign_in}</button>
            </div>
        </form>
    }
    .into_any()
}

fn filled(contact: &Contact) -> Posted {
    let form = contact.sign_in_form();
    // Who is a customer's contact need not run it.
    let fields = [("form[name]", form.name), ("form[email]", form.email), ("form[role]", "viewer".to_owned())];
    Posted { fields: fields.map(|(name, value)| (name.to_owned(), value)).to_vec(), ..Posted::default() }
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    Some(typed_user(data, USER).parse().err().unwrap_or_default())
}
