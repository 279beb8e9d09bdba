//! One's own second factor: set up, confirmed, turned off, and its recovery codes; on one's account, and where it has to be
//! set up before anything else.

use crate::error::AppError;
use crate::format;
use crate::forms::posted;
use crate::messages::{lang, t};
use crate::people::account_page::section;
use crate::people::account_sessions::MySessions;
use crate::people::recovery_codes::recovery_codes;
use crate::people::second_factor_api::{
    BeginSecondFactor, ConfirmSecondFactor, NewRecoveryCodes, TurnOffSecondFactor, my_factor_duty, my_second_factor,
};
use crate::ui::asked::{Asked, ask};
use crate::ui::copy::copy;
use crate::ui::dom;
use crate::ui::field::{Control, Field};
use crate::ui::form::{Problems, data_of, post_to, send};
use crate::ui::icon::{icon, icon_with};
use crate::ui::state::failed;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::second_factor::{FactorDuty, RequiredBy, SecondFactor, SetUpCode};
use model::time::Timestamp;
use serde::de::DeserializeOwned;

/// Where it is set up.
#[derive(Clone, Copy)]
pub enum Place {
    /// On one's account, among other things; other sessions end with it.
    Account(MySessions, Asked<Result<FactorDuty, AppError>>),
    /// Where there is nothing else until it is; then it goes on.
    Gate {
        /// To where.
        next: StoredValue<String>,
    },
}

#[derive(Clone, Copy)]
struct Factor {
    asked: Asked<Result<SecondFactor, AppError>>,
    /// Recovery codes that have just been made; shown once.
    codes: RwSignal<Vec<String>>,
    busy: RwSignal<bool>,
    place: Place,
    toasts: Toasts,
}

impl Factor {
    /// Where there is nothing else to do, the verb is the main thing, as in signing in.
    fn class(self) -> &'static str {
        if matches!(self.place, Place::Gate { .. }) { "button primary wide" } else { "button" }
    }

    fn press<F>(self, event: &ev::SubmitEvent, problems: Problems, done: fn(Self, F::Output))
    where
        F: ServerFn<Error = AppError> + 'static,
        F::Output: DeserializeOwned,
    {
        event.prevent_default();
        let Some(data) = data_of(event) else { return };
        send::<F>(&data, self.busy, move |answer| match answer {
            Ok(answer) => {
                done(self, answer);
                self.asked.refetch();
            }
            Err(error) => problems.refuse(error),
        });
    }

    fn show(self, codes: Vec<String>) {
        self.codes.try_set(codes);
        dom::focus("#codes-title".to_owned());
    }
}

/// The section.
pub fn factor(sessions: MySessions) -> AnyView {
    let m = &t().second_factor;
    let content = factor_state(Place::Account(sessions, ask(|| (), |()| my_factor_duty())));
    section("two-factor", m.title, m.text, content)
}

/// How it stands, and what can be done.
pub fn factor_state(place: Place) -> AnyView {
    let made = posted(ConfirmSecondFactor::PATH).or_else(|| posted(NewRecoveryCodes::PATH));
    let made = made.and_then(|answer| answer.answer_as::<Vec<String>>()).unwrap_or_default();
    let factor = Factor {
        asked: ask(|| (), |()| my_second_factor()),
        codes: RwSignal::new(made),
        busy: RwSignal::new(false),
        place,
        toasts: Toasts::get(),
    };
    let retry = Callback::new(move |()| factor.asked.refetch());
    let state = move || {
        Some(match factor.asked.get()? {
            Ok(SecondFactor::Off) => off(factor),
            Ok(SecondFactor::Pending(code)) => pending(factor, code),
            Ok(SecondFactor::On { since, codes_left }) => match factor.place {
                Place::Account(_, duty) => on(factor, since, codes_left, duty.get()?.ok().and_then(|duty| duty.by)),
                Place::Gate { next } => go_on(next),
            },
            Err(error) => failed(&error, false, retry),
        })
    };
    let codes = move || recovery_codes(factor.toasts, factor.codes.get());
    view! { {codes}<Transition>{state}</Transition> }.into_any()
}

fn off(factor: Factor) -> AnyView {
    let m = &t().second_factor;
    let problems = refused(BeginSecondFactor::PATH);
    let submit = move |event: ev::SubmitEvent| {
        factor.press::<BeginSecondFactor>(&event, problems, |_, _| dom::focus("#form-code".to_owned()));
    };
    let text = if matches!(factor.place, Place::Gate { .. }) { t().two_factor.first } else { m.off };
    view! {
        <p>{text}</p>
        {with_password(factor, BeginSecondFactor::PATH, "begin[password]", problems, m.begin, Box::new(submit))}
    }
    .into_any()
}

fn refused(path: &str) -> Problems {
    Problems::new(posted(path).unwrap_or_default().error)
}

type Submit = Box<dyn Fn(ev::SubmitEvent)>;

/// A form with nothing but the password and what it allows.
fn with_password(
    factor: Factor,
    path: &'static str,
    name: &'static str,
    problems: Problems,
    verb: &'static str,
    submit: Submit,
) -> AnyView {
    let m = &t().account;
    let field = Field::new(name, m.current_password).control(Control::Password).required();
    view! {
        <form class="form" method="post" on:submit=submit>
            {post_to(path)}
            {move || problems.general()}
            {field.autocomplete("current-password").error(problems.at("password")).view_bare()}
            <div class="buttons"><button class=factor.class() disabled=factor.busy>{verb}</button></div>
        </form>
    }
    .into_any()
}

fn pending(factor: Factor, code: SetUpCode) -> AnyView {
    let m = &t().second_factor;
    let problems = refused(ConfirmSecondFactor::PATH);
    let submit = move |event: ev::SubmitEvent| {
        factor.press::<ConfirmSecondFactor>(&event, problems, |factor, codes| {
            factor.show(codes);
            if let Place::Account(sessions, _) = factor.place {
                sessions.reload();
            }
        });
    };
    // Numbers and letters of paths alone: nothing in it needs to be escaped.
    let (side, path) = (code.side + 8, code.path);
    let picture =
        format!("<svg viewBox=\"-4 -4 {side} {side}\" shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>");
    let (toasts, secret) = (factor.toasts, code.secret.clone());
    let confirm = if matches!(factor.place, Place::Gate { .. }) { factor.class() } else { "button primary" };
    view! {
        <p>{m.scan}</p>
        <div class="qr" role="img" aria-label=m.picture inner_html=picture></div>
        <div class="copy-line">
            <input class="input mono" readonly value=code.secret aria-label=m.secret />
            <button class="button" type="button" on:click=move |_| copy(toasts, secret.clone())>{icon("copy")}{t().copy}</button>
        </div>
        <form class="form" method="post" novalidate on:submit=submit>
            {post_to(ConfirmSecondFactor::PATH)}
            {move || problems.general()}
            {Field::new("form[code]", m.code).required().mono().autocomplete("one-time-code").help(m.code_help)
                .error(problems.at("code")).view_bare()}
            <div class="buttons"><button class=confirm disabled=factor.busy>{m.confirm}</button></div>
        </form>
    }
    .into_any()
}

/// The way on, once it is set up.
fn go_on(next: StoredValue<String>) -> AnyView {
    let m = &t().two_factor;
    view! {
        <p role="status">{m.ready}</p>
        <a class="button primary wide" href=next.get_value() rel="external">{m.go_on}</a>
    }
    .into_any()
}

fn on(factor: Factor, since: Timestamp, codes_left: u32, required: Option<RequiredBy>) -> AnyView {
    let m = &t().second_factor;
    let (fresh, off) = (refused(NewRecoveryCodes::PATH), refused(TurnOffSecondFactor::PATH));
    let make = move |event: ev::SubmitEvent| {
        factor.press::<NewRecoveryCodes>(&event, fresh, |factor, codes| factor.show(codes));
    };
    let make = with_password(factor, NewRecoveryCodes::PATH, "fresh[password]", fresh, m.new_codes, Box::new(make));
    let last = match required {
        Some(RequiredBy::Customer(name)) => stays_on((t().two_factor.stays_on_for)(&name)),
        Some(RequiredBy::Above) => stays_on(t().two_factor.stays_on_above.to_owned()),
        None => turn_off(factor, off),
    };
    view! {
        <p>{(m.on)(&format::date(lang(), since))}" "{(m.codes_left)(codes_left)}</p>
        {behind(m.new_codes, m.new_codes_text, posted(NewRecoveryCodes::PATH).is_some_and(|a| a.error.is_some()), make)}
        {last}
    }
    .into_any()
}

fn stays_on(words: String) -> AnyView {
    view! { <p class="help">{words}</p> }.into_any()
}

fn turn_off(factor: Factor, problems: Problems) -> AnyView {
    let m = &t().second_factor;
    let turn = move |event: ev::SubmitEvent| {
        factor.press::<TurnOffSecondFactor>(&event, problems, |factor, ()| {
            factor.codes.try_set(Vec::new());
            factor.toasts.done(t().second_factor.was_turned_off.to_owned());
        });
    };
    let form = with_password(factor, TurnOffSecondFactor::PATH, "off[password]", problems, m.turn_off, Box::new(turn));
    behind(m.turn_off, m.turn_off_text, posted(TurnOffSecondFactor::PATH).is_some(), form)
}

/// What is opened by its name, with wasm and without.
fn behind(title: &'static str, text: &'static str, open: bool, form: AnyView) -> AnyView {
    view! { <details class="account-more" open=open><summary>{icon_with("chevron-right", "small flip")}{title}</summary><p class="help">{text}</p>{form}</details> }.into_any()
}
