//! A field that is edited where it stands. A press, Enter or F2 opens it; Enter or leaving it saves; Esc reverts. Without
//! wasm the same button opens it by the address, and the form posts.

use crate::customers::api::EditCustomer;
use crate::customers::detail_page::Open;
use crate::customers::field_value::{display, is_code};
use crate::customers::inline_edit::{Inline, Site, State};
use crate::customers::work::Work;
use crate::messages::t;
use crate::ui::dom;
use crate::ui::field::{area_content, country_options, option, options};
use crate::ui::form::{hidden, post_to};
use crate::ui::icon::{icon, icon_with};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::{CustomerField, Kind};
use std::sync::Arc;

/// How a value stands where it is not being edited.
pub type Shown = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// The form that opens a field without wasm.
pub const OPENER: &str = "edit-open";

/// A row of label and value.
pub fn inline_field(open: Open, field: CustomerField) -> AnyView {
    let rights = open.detail.with_value(|detail| detail.rights);
    let allowed = if field.is_governed() { rights.govern } else { rights.edit };
    if !allowed || open.in_trash() {
        let locked = field.is_governed() && rights.edit && !open.in_trash();
        return read_only(open.site(), field, locked);
    }
    editable(Inline::on_page(open.site(), field))
}

/// The row of a field that one may edit.
pub fn editable(inline: Inline) -> AnyView {
    let field = inline.field;
    let busy = move || (inline.state.get() == State::Saving).to_string();
    let notes = field == CustomerField::Notes;
    let class = if notes { "edit bare" } else { "edit" };
    let label_class = if notes { "visually-hidden" } else { "" };
    view! {
        <div class=class data-state=move || inline.doing()>
            <dt id=format!("label-{}", field.as_str()) class=label_class>{t().field(field)}</dt>
            <dd aria-busy=busy>{control(inline, Arc::new(move || button(inline)))}</dd>
        </div>
    }
    .into_any()
}

/// The name, as the page's heading.
pub fn name_field(open: Open) -> AnyView {
    let rights = open.detail.with_value(|detail| detail.rights);
    if !rights.edit || open.in_trash() {
        let name = move || open.customer.with(|c| c.name.clone());
        return view! { <h1 id="d-name" tabindex="-1" class="edit-title"><span class="edit-text"><bdi class="value">{name}</bdi></span></h1> }
            .into_any();
    }
    let inline = Inline::on_page(open.site(), CustomerField::Name);
    // The label of the pane is the name itself, also while it is an input.
    view! {
        <h1 id="d-name" tabindex="-1" class="edit-title" data-state=move || inline.doing() aria-label=move || inline.value()>
            {control(inline, Arc::new(move || button(inline)))}
        </h1>
    }
    .into_any()
}

/// The row of a field that one only reads; `locked` says who else may edit it.
pub fn read_only(site: Site, field: CustomerField, locked: bool) -> AnyView {
    let m = t();
    let work = Work::get();
    let label = m.field(field);
    let tip = format!("tip-{}", field.as_str());
    let lock = locked.then(|| {
        view! {
            <span class="tip-host">
                <button class="edit-lock" type="button" aria-label=(m.customers.locked)(label) aria-describedby=tip.clone()>
                    {icon_with("lock", "small")}
                </button>
                <span class="tip" role="tooltip" id=tip>{m.customers.locked_why}</span>
            </span>
        }
    });
    let notes = field == CustomerField::Notes;
    let class = if notes { "edit bare" } else { "edit" };
    view! {
        <div class=class>
            <dt class=if notes { "visually-hidden" } else { "" }>{label}</dt>
            <dd><div class="edit-text">{move || shown(site, field, work)}{lock}</div></dd>
        </div>
    }
    .into_any()
}

fn shown(site: Site, field: CustomerField, work: Work) -> AnyView {
    let value = site.customer.with(|customer| customer.value(field));
    if value.is_empty() {
        return view! { <span class="unset">{t().customers.unset}</span> }.into_any();
    }
    let class = if is_code(field) { "value mono" } else { "value" };
    view! { <bdi class=class>{display(field, value, work)}</bdi> }.into_any()
}

/// The field: its value, its editor, or two values of which one is chosen.
pub fn control(inline: Inline, value: Shown) -> AnyView {
    // Typing must not build the input anew: only what kind of state it is counts.
    let stage = memo(move |_| match inline.state.get() {
        State::Showing | State::Saving | State::Saved => 0,
        State::Editing { .. } => 1,
        State::Conflict(_) => 2,
    });
    (move || match stage.get() {
        0 => value(),
        1 => editor(inline),
        _ => conflict(inline),
    })
    .into_any()
}

fn button(inline: Inline) -> AnyView {
    let Inline { site, field, work, .. } = inline;
    let m = &t().customers;
    let press = move |event: ev::MouseEvent| {
        event.prevent_default();
        inline.edit();
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "F2" {
            event.prevent_default();
            inline.edit();
        }
    };
    let class = if field == CustomerField::Notes { "edit-value long" } else { "edit-value" };
    let described = (field != CustomerField::Name).then(|| format!("label-{}", field.as_str()));
    let title = (m.edit_field)(t().field(field));
    view! {
        <button class=class form=OPENER name="edit" value=field.as_str() id=format!("show-{}", field.as_str())
            aria-describedby=described title=title on:click=press on:keydown=key>
            {move || shown(site, field, work)}
            {icon("pencil")}
        </button>
        {mark(inline)}
    }
    .into_any()
}

/// That it is being saved, or was.
pub fn mark(inline: Inline) -> AnyView {
    (move || match inline.state.get() {
        State::Saving => Some(
            view! { <span class="edit-mark"><span class="spinner" role="img" aria-label=t().saving></span></span> }
                .into_any(),
        ),
        State::Saved => {
            Some(view! { <span class="edit-mark" role="img" aria-label=t().saved>{icon("check")}</span> }.into_any())
        }
        _ => None,
    })
    .into_any()
}

fn editor(inline: Inline) -> AnyView {
    let Inline { site, field, state, .. } = inline;
    let (typed, _) = match state.get_untracked() {
        State::Editing { typed, problem } => (typed, problem),
        _ => Default::default(),
    };
    let problem = memo(move |_| match state.get() {
        State::Editing { problem, .. } => problem,
        _ => None,
    });
    let base = site.customer.with_untracked(|c| c.value(field));
    let input_value = move |event: &ev::Event| dom::value_of(&event_target::<web_sys::Element>(event));
    let input = move |event: ev::Event| {
        let typed = input_value(&event);
        let problem = inline.check(&typed);
        state.set(State::Editing { typed, problem });
    };
    let current = move || match state.try_get_untracked() {
        Some(State::Editing { typed, .. }) => Some(typed),
        _ => None,
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(value) = current() {
            inline.save(value, None, true);
        }
    };
    let blur = move |_: ev::FocusEvent| {
        dom::later(move || {
            // What is wrong stays open, with its message.
            if let Some(value) = current()
                && inline.check(&value).is_none()
            {
                inline.save(value, None, false);
            }
        });
    };
    let key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.prevent_default();
            inline.close(true);
        }
        "Enter" if field != CustomerField::Notes || event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            if let Some(value) = current() {
                inline.save(value, None, true);
            }
        }
        _ => {}
    };
    let about = format!("{}-d", inline.id());
    let message = {
        let about = about.clone();
        move || {
            let about = about.clone();
            problem
                .get()
                .map(|text| view! { <p class="edit-message" id=about>{icon("circle-alert")}<span>{text}</span></p> })
        }
    };
    let form_class = site.page.is_none().then_some("cell-form");
    // Only those without wasm need a button.
    let save = format!("<button class=\"button small\">{}</button>", t().save);
    view! {
        <form class=form_class method="post" novalidate on:submit=submit on:input=input on:focusout=blur on:keydown=key>
            {post_to(EditCustomer::PATH)}
            {hidden("id", site.customer.with_untracked(|c| c.id).to_string())}
            {hidden("field", field.as_str())}
            {hidden("base", base)}
            {entry(inline, typed, move || problem.with(Option::is_some), about)}
            {message}
            <noscript inner_html=save></noscript>
        </form>
    }
    .into_any()
}

fn entry(
    inline: Inline,
    typed: String,
    wrong: impl Fn() -> bool + Copy + Send + Sync + 'static,
    about: String,
) -> AnyView {
    let m = t();
    let Inline { field, work, .. } = inline;
    let id = inline.id();
    let label = m.field(field);
    let invalid = move || wrong().then_some("true");
    let described = move || wrong().then(|| about.clone());
    let list = match field {
        CustomerField::Kind => Some(options(Kind::ALL.map(|kind| (kind.as_str(), m.kind(kind))), &typed)),
        CustomerField::Country => Some(country_options(&typed, "")),
        CustomerField::RankingId => {
            let tiers: Vec<_> = work.rankings().into_iter().map(|tier| (tier.id.to_string(), tier.name)).collect();
            Some(
                option("", m.customers.no_ranking, &typed)
                    + &options(tiers.iter().map(|(id, name)| (id.as_str(), name.as_str())), &typed),
            )
        }
        _ => None,
    };
    if let Some(list) = list {
        return view! {
            <div class="select">
                <select class="input" id=id name="value" aria-label=label aria-invalid=invalid aria-describedby=described inner_html=list></select>
                {icon("chevron-down")}
            </div>
        }
        .into_any();
    }
    if field == CustomerField::Notes {
        return view! {
            <textarea class="input" id=id name="value" dir="auto" aria-label=label aria-invalid=invalid
                aria-describedby=described inner_html=area_content(&typed)></textarea>
        }
        .into_any();
    }
    let class = if is_code(field) { "input mono" } else { "input" };
    let kind = match field {
        CustomerField::Email => "email",
        CustomerField::Phone => "tel",
        CustomerField::Website => "url",
        _ => "text",
    };
    view! {
        <input class=class id=id name="value" type=kind dir="auto" value=typed aria-label=label aria-invalid=invalid
            aria-describedby=described autocomplete="off" />
    }
    .into_any()
}

fn conflict(inline: Inline) -> AnyView {
    let m = &t().customers;
    let State::Conflict(conflict) = inline.state.get_untracked() else { return ().into_any() };
    let Inline { site, field, work, .. } = inline;
    let (theirs, yours) = (display(field, conflict.theirs.clone(), work), display(field, conflict.yours.clone(), work));
    let either = |text: String| if text.is_empty() { m.unset.to_owned() } else { text };
    let keep = {
        let conflict = conflict.clone();
        move |event: ev::MouseEvent| {
            event.prevent_default();
            inline.keep_theirs(&conflict);
        }
    };
    let mine = {
        let conflict = conflict.clone();
        move |event: ev::SubmitEvent| {
            event.prevent_default();
            inline.save(conflict.yours.clone(), Some(conflict.theirs.clone()), true);
        }
    };
    view! {
        <div class="conflict" role="alertdialog" aria-label=(m.two_changes)(t().field(field))>
            <p>{m.conflict}</p>
            <dl>
                <dt>{m.theirs}</dt><dd><bdi>{either(theirs)}</bdi></dd>
                <dt>{m.yours}</dt><dd><bdi>{either(yours)}</bdi></dd>
            </dl>
            <form class="buttons" method="post" on:submit=mine>
                {post_to(EditCustomer::PATH)}
                {hidden("id", site.customer.with_untracked(|c| c.id).to_string())}
                {hidden("field", field.as_str())}
                {hidden("base", conflict.theirs)}
                {hidden("value", conflict.yours)}
                <a class="button small" href=move || site.here() on:click=keep>{m.keep_theirs}</a>
                <button class="button small">{m.use_mine}</button>
            </form>
        </div>
    }
    .into_any()
}
