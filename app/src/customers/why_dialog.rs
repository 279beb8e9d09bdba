//! The explanation of a permission: the rules in their order, each with how it came out. About oneself it answers "Why?";
//! about a user an admin chooses what and with which customer.

use crate::customers::detail_page::{Open, Tab};
use crate::customers::parent_picker::Picker;
use crate::customers::query;
use crate::customers::why::{Question, WhyHere};
use crate::error::AppError;
use crate::messages::t;
use crate::routes;
use crate::ui::dialog::dialog;
use crate::ui::field::options;
use crate::ui::form::{data_of, entered, hidden};
use crate::ui::icon::icon;
use crate::ui::nav::{Nav, Query};
use leptos::ev;
use leptos::prelude::*;
use model::customers::Crumb;
use model::permissions::{Action, Explanation, Subject};

/// The dialog.
pub fn why_dialog() -> AnyView {
    let nav = Nav::get();
    let m = &t().why;
    let Some(open) = use_context::<Open>() else { return why_here(nav) };
    let Some(question) = nav.query.with_untracked(Question::read) else { return ().into_any() };
    let told = untrack(|| open.explanation());
    let back = untrack(|| match nav.pathname.with_untracked(|path| Tab::at(path)) {
        Tab::Users => open.users_address(),
        Tab::Contacts => open.contacts_address(),
        Tab::Profile => open.here(),
    });
    let action = Action::parse(&question.action).ok();
    let title = match (&question.who, &told) {
        (Some(_), Some(Ok(told))) => (m.what_may_for)(&told.user_name),
        (Some(_), _) => m.what_may.to_owned(),
        (None, _) => action.map_or(m.why.to_owned(), |action| (m.why_for)(m.action(action))),
    };
    let asks = question.who.is_some();
    // A user or contact is named, since many stand on the page.
    let names = asks || question.on.is_some();
    let answer = told.map(|told| answer(&told, names));
    let choice = asks.then(|| choice(open, &question, back.clone()));
    let content = view! { <div class="dialog-body">{choice}<div role="status">{answer}</div></div> };
    dialog(title.into_any(), back, |_| content.into_any())
}

/// The same on a page that is no customer's.
fn why_here(nav: Nav) -> AnyView {
    let m = &t().why;
    let question = nav.query.with_untracked(Question::read);
    let (Some(WhyHere { told, back }), Some(question)) = (use_context(), question) else { return ().into_any() };
    let action = Action::parse(&question.action).ok();
    let title = action.map_or(m.why.to_owned(), |action| (m.why_for)(m.action(action)));
    let answer = untrack(|| told.get().flatten()).map(|told| answer(&told, true));
    let content = view! { <div class="dialog-body"><div role="status">{answer}</div></div> };
    dialog(title.into_any(), back.get_untracked(), |_| content.into_any())
}

/// The decision in words.
pub(super) fn answer(told: &Result<Explanation, AppError>, names: bool) -> AnyView {
    let m = t();
    let told = match told {
        Ok(told) => told,
        Err(error) => {
            return view! { <p class="error">{icon("circle-alert")}<span>{m.sentence(error)}</span></p> }.into_any();
        }
    };
    let verdict = if told.allowed { m.why.allowed } else { m.why.not_allowed };
    let about = names.then(|| {
        let name = told.object_name.clone().unwrap_or_else(|| told.customer.clone());
        view! { <p class="secondary"><bdi>{(m.why.on)(&name, m.why.action(told.action))}</bdi></p> }
    });
    let reasons = told.reasons.iter().map(|reason| {
        let (class, symbol, word) =
            if reason.holds { ("met", "check", m.why.met) } else { ("unmet", "x", m.why.unmet) };
        let text = (m.why.reason)(reason, told);
        view! { <li class=class>{icon(symbol)}<span><span class="visually-hidden">{word}" "</span>{text}</span></li> }
    });
    view! {
        {about}
        <p class="verdict"><strong>{verdict}</strong></p>
        <ul class="reasons">{reasons.collect_view()}</ul>
    }
    .into_any()
}

/// What is asked about a user. Without wasm the customer is the one that is open.
fn choice(open: Open, question: &Question, back: String) -> AnyView {
    let m = &t().why;
    let nav = Nav::get();
    let home = open.me.with_value(|me| Crumb { id: me.customer_id, name: me.customer.clone() });
    let here = open.customer.with_untracked(|c| Crumb { id: c.id, name: c.name.clone() });
    let on = question.on.as_ref().and_then(|on| on.parse().ok());
    let named = untrack(|| open.explanation()).and_then(Result::ok).and_then(|told| told.object_name);
    let picked = on.zip(named).map_or(here, |(id, name)| Crumb { id, name });
    let picked = RwSignal::new(Some(picked));
    let actions = Action::all().filter(|action| matches!(action.subject(), Subject::Customer | Subject::Installation));
    let list = options(actions.map(|action| (action.as_str(), m.action(action))), &question.action);
    let who = question.who.clone().unwrap_or_default();
    let kept = Query::parse(&query::write_from_start(&nav.query.with_untracked(query::read))).pairs();
    let kept = kept.map(|(name, value)| hidden_owned(name, value)).collect_view();
    let path = back.split('?').next().unwrap_or_default().to_owned();
    let (asker, address) = (who.clone(), back);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(data) = data_of(&event) else { return };
        let mut goal = routes::with(&address, "dialog", "why");
        for (name, value) in
            [("action", entered(&data, "action")), ("who", asker.clone()), ("on", entered(&data, "on"))]
        {
            goal = routes::with(&goal, name, &value);
        }
        nav.replace(goal);
    };
    let picker = Picker { id: "why-on", label: m.object, home, without: None, in_dialog: true };
    view! {
        <form class="why-choice" method="get" action=path on:submit=submit>
            {kept}
            {hidden("dialog", "why")}
            {hidden("who", who)}
            <div class="field">
                <label for="why-action">{m.action}</label>
                <div class="select">
                    <select class="input" id="why-action" name="action" inner_html=list></select>
                    {icon("chevron-down")}
                </div>
            </div>
            <div class="field">
                <label for="why-on">{m.object}</label>
                {picker.view(picked)}
                <input type="hidden" name="on" value=move || picked.get().map(|crumb| crumb.id.to_string()) />
            </div>
            <div class="buttons"><button class="button primary">{m.explain}</button></div>
        </form>
    }
    .into_any()
}

fn hidden_owned(name: String, value: String) -> AnyView {
    view! { <input type="hidden" name=name value=value /> }.into_any()
}
