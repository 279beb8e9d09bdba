//! `/customers/new`: a customer and, if wanted, its first user, in two steps with a draft that is kept.

mod form;
mod keeper;
pub mod summary;

pub use keeper::without_secrets;

use crate::answer;
use crate::customers::api::{self, CreateCustomer, Created};
use crate::customers::draft_api::{self, CheckCustomerDraft, DiscardCustomerDraft, KeepCustomerDraft};
use crate::customers::list_page::back_link;
use crate::customers::user_verbs::link_line;
use crate::error::{AppError, Code};
use crate::format;
use crate::forms::posted;
use crate::frame::Myself;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::dom;
use crate::ui::form::{post_to, send};
use crate::ui::icon::icon;
use crate::ui::nav::{self, Nav};
use crate::ui::state::failed;
use crate::ui::steps::steps;
use crate::ui::toast::Toasts;
use form::{Wizard, form};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::drafts::OpenedDraft;
use model::people::{Me, Role};
use model::rankings::Ranking;
use model::time::Timestamp;

/// The page; both steps are in it, so that going back and forth keeps what is typed.
#[component]
pub fn CreatePage() -> impl IntoView {
    let nav = Nav::get();
    let parent = nav.query.with_untracked(|map| map.get("parent").and_then(|id| id.parse().ok()));
    // Grows when the form is to begin anew.
    let again = RwSignal::new(0u32);
    let rankings = ask(|| (), |()| api::list_rankings());
    let opened = ask(move || again.get(), move |_| draft_api::open_customer_draft(parent));
    let created = RwSignal::new(posted(CreateCustomer::PATH).and_then(|answer| answer.answer_as::<Created>()));
    let second = memo(move |_| nav.pathname.with(|path| path == routes::NEW_CUSTOMER_USER));
    let myself = Myself::get();
    Effect::new(move |before: Option<()>| {
        second.track();
        if before.is_some() {
            dom::focus("#main h1".to_owned());
        }
    });
    let content = move || {
        let (rankings, opened, me) = (rankings.get()?, opened.get()?, myself.read()?);
        nav::focus_heading("#main h1");
        if again.get_untracked() > 0 {
            dom::focus("#main h1".to_owned());
        }
        let retry = Callback::new(move |()| ());
        Some(match (rankings, opened) {
            (Err(error), _) | (_, Err(error)) => failed(&error, true, retry),
            _ if me.role < Role::Editor => failed(&AppError::new(Code::Forbidden), true, retry),
            (Ok(rankings), Ok(opened)) => page(rankings, opened, me, Stage { second, created, again }),
        })
    };
    view! {
        <Title text=t().customers.add />
        <div class="page"><div class="page-inner"><Suspense>{content}</Suspense></div></div>
    }
}

/// Where one is.
#[derive(Clone, Copy)]
struct Stage {
    second: Memo<bool>,
    created: RwSignal<Option<Created>>,
    again: RwSignal<u32>,
}

fn page(rankings: Vec<Ranking>, opened: OpenedDraft, me: Me, stage: Stage) -> AnyView {
    let Stage { second, created, again } = stage;
    let is_done = memo(move |_| second.get() && created.with(Option::is_some));
    let refused = [CheckCustomerDraft::PATH, KeepCustomerDraft::PATH, CreateCustomer::PATH];
    let refused = refused.into_iter().find_map(posted);
    let unready = refused.is_none() && opened.draft.first_step().parse().is_err();
    if unready && !is_done.get_untracked() && second.get_untracked() {
        first_step_first();
    }
    let wizard = Wizard::new(second, created, again);
    (move || {
        if is_done.get() {
            return created.with_untracked(|created| created.as_ref().map(done));
        }
        let content = form(wizard, rankings.clone(), &opened, &me, refused.clone().unwrap_or_default());
        Some(around(wizard, content, opened.saved_at, me.role))
    })
    .into_any()
}

/// There is nothing to go on with yet.
fn first_step_first() {
    answer::moved(routes::NEW_CUSTOMER);
    Nav::get().lead_on(routes::NEW_CUSTOMER_USER, routes::NEW_CUSTOMER);
}

/// The form, with its heading and steps.
fn around(wizard: Wizard, form: AnyView, saved_at: Option<Timestamp>, role: Role) -> AnyView {
    let m = t();
    let second = wizard.second;
    let title = move || if second.get() { wizard.title() } else { m.customers.add.to_owned() };
    let last = if role == Role::Admin { m.customers.first_user } else { m.customers.summary };
    let all = vec![(routes::NEW_CUSTOMER, m.customers.customer_section), (routes::NEW_CUSTOMER_USER, last)];
    view! {
        {back_link(routes::CUSTOMERS.to_owned())}
        <header class="head"><h1 tabindex="-1" class="title">{title}</h1></header>
        <div class="stepped">
            {steps(all, Signal::derive(move || usize::from(second.get())))}
            <div class="stepped-main">
                {move || saved_at.filter(|_| !second.get()).map(|at| draft_note(wizard, at))}
                {form}
            </div>
        </div>
    }
    .into_any()
}

/// Tells that a draft is filled in, and begins anew.
fn draft_note(wizard: Wizard, saved_at: Timestamp) -> AnyView {
    let m = &t().customers;
    let toasts = Toasts::get();
    let busy = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        wizard.keeper.settle(Callback::new(move |()| {
            let Ok(nothing) = web_sys::FormData::new() else { return };
            send::<DiscardCustomerDraft>(&nothing, busy, move |answer| match answer {
                Ok(()) => wizard.again.update(|again| *again += 1),
                Err(error) => toasts.failed(t().sentence(&error)),
            });
        }));
    };
    view! {
        <form class="draft-note" method="post" on:submit=submit>
            {post_to(DiscardCustomerDraft::PATH)}
            {icon("pencil")}
            <p>{(m.draft_from)(&format::moment(lang(), saved_at))}</p>
            <button class="button quiet small">{m.start_anew}</button>
        </form>
    }
    .into_any()
}

/// Saved, with a link that is shown once.
fn done(created: &Created) -> AnyView {
    let m = t();
    nav::focus_heading("#main h1");
    let line = created.first_user.as_ref().and_then(link_line);
    view! {
        <header class="head"><h1 tabindex="-1" class="title">{(m.customers.was_created)(&created.customer.name)}</h1></header>
        {line}
        <div class="form-bar">
            <a class="button primary" href=routes::customer(created.customer.id)>{m.customers.open_it}</a>
            <a class="button quiet" href=routes::NEW_CUSTOMER rel="external">{m.customers.add_another}</a>
        </div>
    }
    .into_any()
}
