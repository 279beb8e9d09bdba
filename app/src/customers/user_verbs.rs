//! What is done about a user's way in: the invitation again, a new link to hand over, a link for a new password.

use crate::customers::detail_page::Open;
use crate::customers::users_api::{AddUser, InviteAgain, MailReset, NewActivationLink};
use crate::customers::why::what_may;
use crate::error::AppError;
use crate::forms::posted;
use crate::messages::t;
use crate::people::view_api::ViewAs;
use crate::routes;
use crate::ui::copy::copy_line;
use crate::ui::dom;
use crate::ui::form::{data_of, hidden, post_to, send};
use crate::ui::icon::icon;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::people::{CreatedUser, User, UserStatus};
use serde::de::DeserializeOwned;

/// What the tab tells about links that were given, and asks for anew afterwards.
#[derive(Clone, Copy)]
pub struct Given {
    /// A link to hand over; shown once, right after it was made.
    pub link: RwSignal<Option<CreatedUser>>,
    busy: RwSignal<bool>,
    reload: Option<Callback<()>>,
    toasts: Toasts,
}

impl Given {
    /// Nothing yet, or what a form without wasm has made.
    pub fn new(reload: Option<Callback<()>>) -> Self {
        let link = posted(AddUser::PATH).or_else(|| posted(NewActivationLink::PATH));
        let link = RwSignal::new(link.and_then(|answer| answer.answer_as()));
        Self { link, busy: RwSignal::new(false), reload, toasts: Toasts::get() }
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
    let invited = posted(InviteAgain::PATH);
    let sent = if invited.is_some() { m.users.invitation_sent } else { m.users.reset_sent };
    let link = || posted(NewActivationLink::PATH).filter(|answer| answer.error.is_some());
    let viewed = || posted(ViewAs::PATH).filter(|answer| answer.error.is_some());
    let answer = invited.or_else(|| posted(MailReset::PATH)).or_else(link).or_else(viewed)?;
    if let Some(error) = &answer.error {
        let words = m.sentence(error);
        return Some(
            view! { <div class="form-summary" role="alert"><p>{icon("circle-alert")}{words}</p></div> }.into_any(),
        );
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

/// The buttons of a user's row.
pub fn verbs(user: &User, given: Given) -> AnyView {
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
    let form = |path: &'static str, symbol: &'static str, title: &'static str, label: String, submit: Submit| {
        view! {
            <form method="post" on:submit=submit>
                {post_to(path)}
                {hidden("user", id.clone())}
                <button class="button quiet square small" title=title aria-label=label>{icon(symbol)}</button>
            </form>
        }
        .into_any()
    };
    let why = &t().why;
    let ask = what_may(&routes::customer_users(user.customer_id), &id);
    let asks = (why.what_may_for)(name);
    let ask = view! {
        <a class="button quiet square small" href=ask title=why.what_may aria-label=asks data-noscroll>{icon("circle-help")}</a>
    };
    let myself = use_context::<Open>().map(|open| open.me.with_value(|me| me.id));
    let views = user.status == UserStatus::Active && myself != Some(user.id);
    // A plain form: the whole page becomes another one.
    let view_as = views.then(|| {
        view! {
            <form method="post">
                {post_to(ViewAs::PATH)}
                {hidden("user", id.clone())}
                <button class="button quiet square small" title=why.view_as aria-label=(why.view_as_for)(name)>{icon("eye")}</button>
            </form>
        }
    });
    let links = match user.status {
        UserStatus::Invited => vec![
            form(InviteAgain::PATH, "mail", m.invite_again, (m.invite_again_for)(name), Box::new(again)),
            form(NewActivationLink::PATH, "link", m.new_link, (m.new_link_for)(name), Box::new(anew)),
        ]
        .into_any(),
        UserStatus::Active => {
            form(MailReset::PATH, "key-round", m.mail_reset, (m.mail_reset_for)(name), Box::new(reset))
        }
        UserStatus::Disabled => ().into_any(),
    };
    vec![links, view_as.into_any(), ask.into_any()].into_any()
}

type Submit = Box<dyn Fn(ev::SubmitEvent)>;
