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
use crate::ui::form::{data_of, hidden, send};
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use crate::ui::row_menu::{Submit, choice, icon_verb, refused_line, row_choices};
use crate::ui::toast::Toasts;
use crate::users::api::{EndUserSessions, SetUserStatus};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::Status;
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
    toasts: Toasts,
    nav: Nav,
}

impl Given {
    /// Nothing yet, or what a form without wasm has made.
    pub fn new(reload: Option<Callback<()>>) -> Self {
        let link = [AddUser::PATH, NewActivationLink::PATH, GiveContactSignIn::PATH].into_iter().find_map(posted);
        let link = RwSignal::new(link.and_then(|answer| answer.answer_as()));
        Self { link, busy: RwSignal::new(false), reload, toasts: Toasts::get(), nav: Nav::get() }
    }

    /// Shows a link, if there is one to hand over, and leads to it.
    pub fn show(self, made: CreatedUser) {
        let has_link = made.activation_link.is_some();
        self.link.try_set(Some(made));
        if has_link {
            dom::focus(".users > .copy".to_owned());
        }
    }

    /// The users have changed.
    pub fn reload(self) {
        if let Some(reload) = self.reload {
            reload.try_run(());
        }
    }

    /// The link to hand over, or what a form without wasm has done.
    pub fn view(self) -> AnyView {
        let told = told();
        view! {
            {told}
            {move || self.link.get().and_then(|made| link_line(&made))}
        }
        .into_any()
    }

    fn mailed<F>(self, event: &ev::SubmitEvent, words: fn() -> fn(&str) -> String)
    where
        F: ServerFn<Output = User, Error = AppError> + 'static,
    {
        self.pressed::<F>(event, move |user: User| {
            self.link.try_set(None);
            self.toasts.done(words()(&user.email));
            self.reload();
        });
    }

    fn pressed<F>(self, event: &ev::SubmitEvent, done: impl FnOnce(F::Output) + 'static)
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
    let status = [SetUserStatus::PATH, EndUserSessions::PATH, ResetSecondFactor::PATH].into_iter().find_map(posted);
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

/// The buttons of a user's row, and its menu. `own` is who is looking: nobody shuts oneself out by a slip.
pub fn verbs(user: &User, own: Option<UserId>, given: Given) -> AnyView {
    let m = &t().users;
    let again = move |event: ev::SubmitEvent| given.mailed::<InviteAgain>(&event, || t().users.invitation_sent);
    let anew = move |event: ev::SubmitEvent| {
        given.pressed::<NewActivationLink>(&event, move |made| {
            given.show(made);
            given.reload();
        });
    };
    let reset = move |event: ev::SubmitEvent| given.mailed::<MailReset>(&event, || t().users.reset_sent);
    let (id, name) = (user.id.to_string(), user.name.as_str());
    let form = |path, symbol, title, label, submit: Submit| {
        icon_verb(path, hidden("user", id.clone()), symbol, title, label, submit)
    };
    let mut all = match user.status {
        UserStatus::Invited => vec![
            form(InviteAgain::PATH, "mail", m.invite_again, (m.invite_again_for)(name), Box::new(again)),
            form(NewActivationLink::PATH, "link", m.new_link, (m.new_link_for)(name), Box::new(anew)),
        ],
        UserStatus::Active => {
            vec![form(MailReset::PATH, "key-round", m.mail_reset, (m.mail_reset_for)(name), Box::new(reset))]
        }
        UserStatus::Disabled => Vec::new(),
    };
    all.push(row_choices(&id, name, choices(user, own, given)));
    all.into_any()
}

/// What takes words to tell.
fn choices(user: &User, own: Option<UserId>, given: Given) -> Vec<AnyView> {
    let m = t();
    let id = user.id.to_string();
    let mut items = Vec::new();
    if user.status == UserStatus::Active {
        let (name, end) = (user.name.clone(), EndUserSessions::PATH);
        let submit = move |event: ev::SubmitEvent| {
            let name = name.clone();
            given.pressed::<EndUserSessions>(&event, move |_| {
                given.toasts.done((t().directory.sessions_ended)(&name));
            });
        };
        let (word, effect) = (m.directory.end_sessions, m.directory.end_sessions_effect);
        items.push(choice(end, hidden("user", id.clone()), "log-out", word, effect, Box::new(submit)));
    }
    if user.status == UserStatus::Active && own != Some(user.id) {
        let (name, words) = (user.name.clone(), &m.second_factor);
        let submit = move |event: ev::SubmitEvent| {
            let name = name.clone();
            given.pressed::<ResetSecondFactor>(&event, move |had_one| {
                given.toasts.done(factor_words(had_one)(&name));
            });
        };
        let (path, field) = (ResetSecondFactor::PATH, hidden("user", id.clone()));
        items.push(choice(path, field, "shield-off", words.reset, words.reset_effect, Box::new(submit)));
    }
    let (why, page) = (&t().why, routes::customer_users(user.customer_id));
    let locked = |action, word| locked_item(&page, action, Some(&id), word);
    if user.status == UserStatus::Active && own != Some(user.id) {
        // A plain form: the whole page becomes another one.
        let (path, user) = (ViewAs::PATH, hidden("user", id.clone()));
        items.push(choice(path, user, "eye", why.view_as, "", Box::new(|_| ())));
    } else {
        items.push(locked(Action::UserViewAs, why.view_as));
    }
    if own == Some(user.id) {
        items.push(locked(Action::UserResetSecondFactor, m.second_factor.reset));
    }
    if user.status != UserStatus::Active {
        items.push(locked(Action::UserSendReset, m.users.mail_reset));
    }
    let ask = what_may(&page, &id);
    items
        .push(view! { <a class="menu-item" href=ask data-noscroll>{icon("circle-help")}{why.what_may}</a> }.into_any());
    if own == Some(user.id) {
        return items;
    }
    let off = user.status == UserStatus::Disabled;
    let (goal, symbol, word, effect) = if off {
        (Status::Enabled, "circle-play", m.customers.enable, "")
    } else {
        (Status::Disabled, "circle-pause", m.customers.disable, m.directory.disable_effect)
    };
    let more = format!("#more-{id}");
    let submit = move |event: ev::SubmitEvent| {
        let more = more.clone();
        given.pressed::<SetUserStatus>(&event, move |user: User| {
            let m = &t().customers;
            let words = if user.status == UserStatus::Disabled { m.was_disabled } else { m.was_enabled };
            given.toasts.done(words(&user.name));
            given.reload();
            dom::focus(more);
        });
    };
    let fields = vec![hidden("user", id.clone()), hidden("status", goal.as_str())].into_any();
    items.push(choice(SetUserStatus::PATH, fields, symbol, word, effect, Box::new(submit)));
    let href = routes::with(&untrack(|| given.nav.closed()), "purge", &id);
    items.push(
        view! { <a class="menu-item grave" href=href data-noscroll>{icon("trash-2")}{m.customers.delete}</a> }
            .into_any(),
    );
    items
}

/// The menu for who may change none of it: what it would be, and why not.
pub fn locked_verbs(user: &User) -> AnyView {
    let m = &t().customers;
    let (id, page) = (user.id.to_string(), routes::customer_users(user.customer_id));
    let verbs = [(Action::UserEdit, m.edit), (Action::UserDisable, m.disable), (Action::UserDelete, m.delete)];
    let items = verbs.into_iter().map(|(action, word)| locked_item(&page, action, Some(&id), word)).collect();
    row_choices(&id, &user.name, items)
}

fn factor_words(had_one: bool) -> fn(&str) -> String {
    let m = &t().second_factor;
    if had_one { m.was_reset } else { m.had_none }
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
