//! What is done about a user's way in: the invitation again, a new link to hand over, a link for a new password.

use crate::customers::contacts::api::GiveContactSignIn;
use crate::customers::users_api::{AddUser, InviteAgain, MailReset, NewActivationLink};
use crate::customers::why::{locked_item, what_may};
use crate::error::AppError;
use crate::forms::posted;
use crate::messages::t;
use crate::people::second_factor_api::ResetSecondFactor;
use crate::people::view_api::ViewAs;
use crate::routes;
use crate::ui::copy::copy_line;
use crate::ui::delete_dialog::Question;
use crate::ui::dom;
use crate::ui::form::{data_of, send};
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use crate::ui::row_menu::{refused_line, row_choices};
use crate::ui::toast::Toasts;
use crate::users::api::{EndUserSessions, RevokeInvitation, SetUserStatus};
use crate::users::{KnownUsers, UsersCx, verbs};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::ids::UserId;
use model::people::{CreatedUser, User, UserStatus};
use model::permissions::Action;
use serde::de::DeserializeOwned;

/// What the tab tells about links that were given, and asks for anew afterwards.
#[derive(Clone, Copy)]
pub struct Given {
    /// A link to hand over; shown once, right after it was made.
    pub link: RwSignal<Option<CreatedUser>>,
    busy: RwSignal<bool>,
    reload: Option<Callback<()>>,
    /// What shows more than the rows do, and is asked for anew when only that has changed.
    page: Option<Callback<()>>,
    /// The rows that follow what is done.
    rows: Option<KnownUsers>,
    /// Whether it is shown here what a form without wasm has done.
    tells: bool,
    toasts: Toasts,
    nav: Nav,
}

impl Given {
    /// Nothing yet, or what a form without wasm has made.
    pub fn new(reload: Option<Callback<()>>) -> Self {
        let link = [AddUser::PATH, NewActivationLink::PATH, GiveContactSignIn::PATH].into_iter().find_map(posted);
        let link = RwSignal::new(link.and_then(|answer| answer.answer_as()));
        let (busy, toasts, nav) = (RwSignal::new(false), Toasts::get(), Nav::get());
        Self { link, busy, reload, page: None, rows: None, tells: true, toasts, nav }
    }

    /// The same where the page of one user is, or may come beside the list.
    pub fn with_page(reload: Callback<()>, page: Callback<()>) -> Self {
        Self { page: Some(page), ..Self::new(Some(reload)) }
    }

    /// The same for rows that follow what is done instead of being asked for anew: they stay where they are.
    pub fn for_rows(self, rows: KnownUsers) -> Self {
        Self { rows: Some(rows), ..self }
    }

    /// The same for rows beside a page that tells what a form has done.
    pub fn beside_page(self) -> Self {
        self.link.set(None);
        Self { tells: false, ..self }
    }

    /// Shows a link, if there is one to hand over, and leads to it.
    pub fn show(self, made: CreatedUser) {
        let has_link = made.activation_link.is_some();
        self.link.try_set(Some(made));
        if has_link {
            let place =
                if self.page.is_some() && self.rows.is_none() { ".detail .users > .copy" } else { ".users > .copy" };
            dom::focus(place.to_owned());
        }
    }

    /// The user has changed.
    pub fn changed(self, user: &User) {
        match self.rows {
            Some(rows) => {
                rows.change(user);
                self.refresh();
            }
            None => self.reload(),
        }
    }

    /// The users have changed.
    pub fn reload(self) {
        if let Some(reload) = self.reload {
            reload.try_run(());
        }
    }

    /// Something of a user has changed that rows don't show.
    pub fn refresh(self) {
        if let Some(page) = self.page {
            page.try_run(());
        }
    }

    /// Says what was done.
    pub fn done(self, words: String) {
        self.toasts.done(words);
    }

    /// The link to hand over, or what a form without wasm has done. `only` is the one user whom the page is about.
    pub fn view(self, only: Option<UserId>) -> AnyView {
        let told = if self.tells { told() } else { None };
        let is_about = move |made: &CreatedUser| only.is_none_or(|only| made.user.id == only);
        view! {
            {told}
            {move || self.link.get().filter(is_about).and_then(|made| link_line(&made))}
        }
        .into_any()
    }

    /// A form that mails a link.
    pub fn mailed<F>(self, event: &ev::SubmitEvent, words: fn() -> fn(&str) -> String)
    where
        F: ServerFn<Output = User, Error = AppError> + 'static,
    {
        self.pressed::<F>(event, move |user: User| {
            self.link.try_set(None);
            self.toasts.done(words()(&user.email));
            self.changed(&user);
        });
    }

    /// A form that changes a user. `focus` is what has the focus afterwards, if anything has.
    pub fn told<F>(self, event: &ev::SubmitEvent, words: fn(&User) -> String, focus: Option<String>)
    where
        F: ServerFn<Output = User, Error = AppError> + 'static,
    {
        self.pressed::<F>(event, move |user: User| {
            self.link.try_set(None);
            self.toasts.done(words(&user));
            self.changed(&user);
            if let Some(focus) = focus {
                dom::focus(focus);
            }
        });
    }

    /// Any form.
    pub fn pressed<F>(self, event: &ev::SubmitEvent, done: impl FnOnce(F::Output) + 'static)
    where
        F: ServerFn<Error = AppError> + 'static,
        F::Output: DeserializeOwned,
    {
        event.prevent_default();
        let Some(data) = data_of(event) else { return };
        send::<F>(&data, self.busy, move |answer| match answer {
            Ok(answer) => done(answer),
            Err(error) => self.toasts.failed(t().sentence(&error)),
        });
    }
}

/// What came of a form without wasm that mails a link.
fn told() -> Option<AnyView> {
    let m = t();
    let plain = [SetUserStatus::PATH, EndUserSessions::PATH, ResetSecondFactor::PATH, RevokeInvitation::PATH];
    let status = plain.into_iter().find_map(posted);
    if let Some(error) = status.and_then(|answer| answer.error) {
        return Some(refused_line(&error));
    }
    let invited = posted(InviteAgain::PATH);
    let sent = if invited.is_some() { m.users.invitation_sent } else { m.users.reset_sent };
    let link = || posted(NewActivationLink::PATH).filter(|answer| answer.error.is_some());
    let viewed = || posted(ViewAs::PATH).filter(|answer| answer.error.is_some());
    let answer = invited.or_else(|| posted(MailReset::PATH)).or_else(link).or_else(viewed)?;
    if let Some(error) = &answer.error {
        return Some(refused_line(error));
    }
    let user: User = answer.answer_as()?;
    Some(view! { <p>{sent(&user.email)}</p> }.into_any())
}

/// The link to hand over.
pub fn link_line(made: &CreatedUser) -> Option<AnyView> {
    let m = &t().users;
    let link = made.activation_link.clone()?;
    Some(copy_line((m.link_for)(&made.user.name), m.link_note, link))
}

/// The buttons of a user's row, and its menu.
pub fn verbs(user: &User, cx: UsersCx) -> AnyView {
    let (m, name, given) = (&t().users, user.name.as_str(), cx.given);
    let mut all = match user.status {
        UserStatus::Invited => vec![
            verbs::invite_again(user, given).icon((m.invite_again_for)(name)),
            verbs::new_link(user, given).icon((m.new_link_for)(name)),
        ],
        UserStatus::Active => vec![verbs::mail_reset(user, given).icon((m.mail_reset_for)(name))],
        UserStatus::Disabled => Vec::new(),
    };
    all.push(row_choices(&user.id.to_string(), name, choices(user, cx)));
    all.into_any()
}

/// What takes words to tell. Nobody shuts oneself out by a slip.
fn choices(user: &User, cx: UsersCx) -> Vec<AnyView> {
    let (m, given) = (t(), cx.given);
    let (id, own, active) = (user.id.to_string(), cx.own == Some(user.id), user.status == UserStatus::Active);
    let mut items = Vec::new();
    if active {
        items.push(verbs::end_sessions(user, given).item());
        if !own {
            items.push(verbs::reset_factor(user, given).item());
        }
    }
    let (why, page) = (&t().why, routes::customer_users(user.customer_id));
    let locked = |action, word| locked_item(&page, action, Some(&id), word);
    if active && !own {
        items.push(verbs::view_as(user).item());
    } else {
        items.push(locked(Action::UserViewAs, why.view_as));
    }
    if own {
        items.push(locked(Action::UserResetSecondFactor, m.second_factor.reset));
    }
    if !active {
        items.push(locked(Action::UserSendReset, m.users.mail_reset));
    }
    let ask = what_may(&page, &id);
    items
        .push(view! { <a class="menu-item" href=ask data-noscroll>{icon("circle-help")}{why.what_may}</a> }.into_any());
    if own {
        if cx.last_admin {
            items.push(locked(Action::UserDisable, m.customers.disable));
            items.push(locked(Action::UserDelete, m.customers.delete));
        }
        return items;
    }
    items.push(verbs::set_status(user, given, Some(format!("#more-{id}"))).item());
    items.push(delete_item(&untrack(|| given.nav.closed()), &id));
    items
}

/// The way to the question before a user is deleted.
pub fn delete_item(page: &str, id: &str) -> AnyView {
    let href = routes::with(page, "purge", id);
    view! { <a class="menu-item grave" href=href data-noscroll>{icon("trash-2")}{t().customers.delete}</a> }.into_any()
}

/// The menu for who may change none of it: what it would be, and why not.
pub fn locked_verbs(user: &User) -> AnyView {
    let items = locked_items(user, &routes::customer_users(user.customer_id));
    row_choices(&user.id.to_string(), &user.name, items)
}

/// What is in it; `page` is where the answer is shown.
pub fn locked_items(user: &User, page: &str) -> Vec<AnyView> {
    let m = &t().customers;
    let id = user.id.to_string();
    let verbs = [(Action::UserEdit, m.edit), (Action::UserDisable, m.disable), (Action::UserDelete, m.delete)];
    verbs.into_iter().map(|(action, word)| locked_item(page, action, Some(&id), word)).collect()
}

/// What is asked before a user is deleted.
pub fn delete_question(user: &User, given: Given) -> Question {
    let m = &t().directory;
    let name = user.name.clone();
    Question {
        title: m.delete_title,
        name: name.clone(),
        text: m.delete_text.to_owned(),
        verb: m.delete_verb,
        id: ("user", user.id.to_string()),
        back: untrack(|| given.nav.closed()),
        done: Callback::new(move |()| {
            given.toasts.done((t().directory.was_deleted)(&name));
            given.reload();
        }),
    }
}
