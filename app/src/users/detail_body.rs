//! The sections of a user's page: the fields, each edited where it stands, and how they sign in, with what is done about it.

use super::detail::OpenUser;
use super::verbs;
use crate::customers::why::{lock_link, locked_item, why_link_on};
use crate::format;
use crate::messages::{lang, t};
use crate::ui::inline::{Inline, Subject, in_page};
use leptos::prelude::*;
use model::people::UserStatus;
use model::permissions::Action;
use model::second_factor::RequiredBy;
use model::users::UserSignIn;

/// The sections.
pub fn body(open: OpenUser) -> AnyView {
    let invited = open.with(|detail| detail.user.status == UserStatus::Invited && detail.manage);
    let sign_in = open.with(|detail| detail.sign_in.clone()).map(|sign_in| signing_in(open, &sign_in));
    view! {
        <div class="detail-sections">
            {profile(open)}
            {invited.then(|| invitation(open))}
            {sign_in}
        </div>
    }
    .into_any()
}

fn section(title: &'static str, way: Option<AnyView>, content: AnyView) -> AnyView {
    view! {
        <section class="detail-section">
            <div class="section-head"><h2>{title}</h2>{way}</div>
            {content}
        </section>
    }
    .into_any()
}

fn profile(open: OpenUser) -> AnyView {
    let m = t();
    let here = untrack(|| open.here());
    let id = open.id.to_string();
    let (manage, last_admin) = open.with(|detail| (detail.manage, detail.last_admin));
    let field = |field: &'static str, may: bool| {
        if may { in_page(Inline::with_address(open.site(), field), false) } else { reading(open, field, &here) }
    };
    let why = (!manage).then(|| why_link_on(&here, Action::UserEdit, &id));
    let fields = vec![field("email", manage), field("role", manage && !last_admin)];
    section(m.customers.profile, why, view! { <dl class="edits">{fields}</dl> }.into_any())
}

/// A field that stays as it is. Where it is the only one, a lock says why.
fn reading(open: OpenUser, field: &'static str, here: &str) -> AnyView {
    let site = open.site();
    let lock =
        open.with(|detail| detail.last_admin).then(|| lock_link(here, Action::UserSetRole, &open.id.to_string()));
    let label = site.label(field);
    view! { <div class="edit"><dt>{label}</dt><dd><div class="edit-text">{move || site.shown(field)}{lock}</div></dd></div> }.into_any()
}

fn fact(label: &'static str, value: String, verb: Option<AnyView>) -> AnyView {
    view! {
        <div class="edit user-fact">
            <dt>{label}</dt>
            <dd><span class="value">{value}</span>{verb}</dd>
        </div>
    }
    .into_any()
}

/// The link that was sent, and what can be done about it.
fn invitation(open: OpenUser) -> AnyView {
    let m = t();
    open.with(|detail| {
        let user = &detail.user;
        let words = match user.invited_until {
            Some(at) => (m.user.open_until)(&format::moment(lang(), at)),
            None => m.user.no_link.to_owned(),
        };
        let revoke = user.invited_until.map(|_| verbs::revoke(user, open.given).button(m.user.revoke));
        let content = view! {
            <p>{words}</p>
            <div class="buttons">
                {verbs::invite_again(user, open.given).button(m.users.invite_again)}
                {verbs::new_link(user, open.given).button(m.user.show_link)}
                {revoke}
            </div>
            <p class="secondary">{m.user.one_link}</p>
        };
        section(m.user.invitation, None, view! { <div class="user-invitation">{content}</div> }.into_any())
    })
}

fn signing_in(open: OpenUser, found: &UserSignIn) -> AnyView {
    let m = t();
    let id = open.id.to_string();
    let here = untrack(|| open.here());
    let manage = open.with(|detail| detail.manage);
    let content = open.with(|detail| {
        let (user, given) = (&detail.user, open.given);
        let active = user.status == UserStatus::Active;
        let password = match (manage, active) {
            (true, true) => Some(verbs::mail_reset(user, given).button(m.users.mail_reset)),
            // Who is invited has the invitation for it.
            (true, false) if user.status == UserStatus::Invited => None,
            (true, false) => Some(locked_item(&here, Action::UserSendReset, Some(&id), m.users.mail_reset)),
            (false, _) => None,
        };
        let has_some = found.factor_since.is_some() || found.passkeys > 0;
        let factor = match (manage && has_some, open.own()) {
            (true, false) => Some(verbs::reset_factor(user, given).button(m.second_factor.reset)),
            (true, true) => Some(locked_item(&here, Action::UserResetSecondFactor, Some(&id), m.second_factor.reset)),
            (false, _) => None,
        };
        let sessions =
            (manage && found.sessions > 0).then(|| verbs::end_sessions(user, given).button(m.directory.end_sessions));
        let count = |count| format::number(lang(), count);
        vec![
            password.map(|verb| fact(m.user.new_password, String::new(), Some(verb))).into_any(),
            fact(m.user.factor, factor_words(found), factor),
            fact(m.user.passkeys, count(found.passkeys), None),
            fact(m.user.sessions, count(found.sessions), sessions),
        ]
    });
    section(m.user.sign_in, None, view! { <dl class="edits">{content}</dl> }.into_any())
}

fn factor_words(found: &UserSignIn) -> String {
    let m = &t().user;
    match (found.factor_since, &found.required) {
        (Some(since), _) => (m.factor_on)(&format::date(lang(), since)),
        (None, Some(RequiredBy::Customer(name))) => (m.factor_required_by)(name),
        (None, Some(RequiredBy::Above)) => m.factor_required.to_owned(),
        (None, None) => m.none.to_owned(),
    }
}
