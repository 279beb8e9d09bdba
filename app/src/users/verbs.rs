//! What is done with a user: each a form that works without wasm. A row has them as icons and in its menu, the user's page
//! as buttons beside what they are about.

use super::api::{EndUserSessions, RevokeInvitation, SetUserStatus};
use crate::customers::user_verbs::Given;
use crate::customers::users_api::{InviteAgain, MailReset, NewActivationLink};
use crate::messages::t;
use crate::people::second_factor_api::ResetSecondFactor;
use crate::people::view_api::ViewAs;
use crate::ui::form::hidden;
use crate::ui::row_menu::{Submit, Verb};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::Status;
use model::people::{User, UserStatus};

fn verb(path: &'static str, user: &User, symbol: &'static str, word: &'static str, submit: Submit) -> Verb {
    Verb { path, fields: hidden("user", user.id.to_string()), symbol, word, effect: "", submit }
}

/// Mails the invitation again.
pub fn invite_again(user: &User, given: Given) -> Verb {
    let submit = move |event: ev::SubmitEvent| given.mailed::<InviteAgain>(&event, || t().users.invitation_sent);
    verb(InviteAgain::PATH, user, "mail", t().users.invite_again, Box::new(submit))
}

/// Shows another link to hand over.
pub fn new_link(user: &User, given: Given) -> Verb {
    let submit = move |event: ev::SubmitEvent| {
        given.pressed::<NewActivationLink>(&event, move |made| {
            given.changed(&made.user);
            given.show(made);
        });
    };
    verb(NewActivationLink::PATH, user, "link", t().users.new_link, Box::new(submit))
}

/// Takes the invitation back.
pub fn revoke(user: &User, given: Given) -> Verb {
    let submit = move |event: ev::SubmitEvent| {
        given.told::<RevokeInvitation>(&event, |user| (t().user.was_revoked)(&user.name), None)
    };
    verb(RevokeInvitation::PATH, user, "x", t().user.revoke, Box::new(submit))
}

/// Mails a link for a new password.
pub fn mail_reset(user: &User, given: Given) -> Verb {
    let submit = move |event: ev::SubmitEvent| given.mailed::<MailReset>(&event, || t().users.reset_sent);
    verb(MailReset::PATH, user, "key-round", t().users.mail_reset, Box::new(submit))
}

/// Signs the user out everywhere.
pub fn end_sessions(user: &User, given: Given) -> Verb {
    let (name, m) = (user.name.clone(), &t().directory);
    let submit = move |event: ev::SubmitEvent| {
        let name = name.clone();
        given.pressed::<EndUserSessions>(&event, move |_| {
            given.done((t().directory.sessions_ended)(&name));
            given.refresh();
        });
    };
    let verb = verb(EndUserSessions::PATH, user, "log-out", m.end_sessions, Box::new(submit));
    Verb { effect: m.end_sessions_effect, ..verb }
}

/// Takes passkeys and codes off the user.
pub fn reset_factor(user: &User, given: Given) -> Verb {
    let (name, m) = (user.name.clone(), &t().second_factor);
    let submit = move |event: ev::SubmitEvent| {
        let name = name.clone();
        given.pressed::<ResetSecondFactor>(&event, move |had_one| {
            let m = &t().second_factor;
            given.done(if had_one { (m.was_reset)(&name) } else { (m.had_none)(&name) });
            given.refresh();
        });
    };
    Verb { effect: m.reset_effect, ..verb(ResetSecondFactor::PATH, user, "shield-off", m.reset, Box::new(submit)) }
}

/// Shows the pages as the user sees them: a plain form, since the whole page becomes another one.
pub fn view_as(user: &User) -> Verb {
    verb(ViewAs::PATH, user, "eye", t().why.view_as, Box::new(|_| ()))
}

/// Enables or disables. `focus` is what has the focus afterwards, if anything has.
pub fn set_status(user: &User, given: Given, focus: Option<String>) -> Verb {
    let m = t();
    let (goal, symbol, word, effect) = if user.status == UserStatus::Disabled {
        (Status::Enabled, "circle-play", m.customers.enable, "")
    } else {
        (Status::Disabled, "circle-pause", m.customers.disable, m.directory.disable_effect)
    };
    let submit = move |event: ev::SubmitEvent| {
        let words = |user: &User| {
            let m = &t().user;
            let words = if user.status == UserStatus::Disabled { m.was_disabled } else { m.was_enabled };
            words(&user.name)
        };
        given.told::<SetUserStatus>(&event, words, focus.clone());
    };
    let fields = vec![hidden("user", user.id.to_string()), hidden("status", goal.as_str())].into_any();
    Verb { fields, effect, ..verb(SetUserStatus::PATH, user, symbol, word, Box::new(submit)) }
}
