//! Chooses a customer by typing: the one that is to manage another.

use crate::customers::row::kind_icon;
use crate::customers::suggest::Suggest;
use crate::format::lower;
use crate::messages::t;
use crate::ui::dom;
use crate::ui::icon::icon;
use crate::ui::marks::marked;
use leptos::ev;
use leptos::prelude::*;
use model::customers::{Crumb, CustomerRow, Mark};
use model::ids::CustomerId;

const LIST: &str = "parent-list";

/// What the picker is for.
#[derive(Clone)]
pub struct Picker {
    /// The id of the input.
    pub id: &'static str,
    /// Its label, where none stands beside it.
    pub label: &'static str,
    /// The top of one's reach: what it means to be directly under it.
    pub home: Crumb,
    /// A customer that can't be chosen.
    pub without: Option<CustomerId>,
    /// The list is part of the page instead of floating over it.
    pub in_dialog: bool,
}

#[derive(Clone)]
struct Choice {
    crumb: Crumb,
    row: Option<CustomerRow>,
}

impl Picker {
    /// The input with its list; `picked` is what was chosen.
    pub fn view(self, picked: RwSignal<Option<Crumb>>) -> AnyView {
        let Self { id, label, home, without, in_dialog } = self;
        let choices = RwSignal::new(Vec::<Choice>::new());
        let active = RwSignal::new(0usize);
        let is_open = RwSignal::new(false);
        let typed = RwSignal::new(picked.with_untracked(|p| p.as_ref().map(|p| p.name.clone()).unwrap_or_default()));
        let suggest = Suggest::idle();
        let ask_later = move |event: ev::Event| {
            let q = event_target_value(&event);
            typed.set(q.clone());
            picked.set(None);
            let home = home.clone();
            suggest.ask(q.trim().to_owned(), move |rows| {
                let at_home = lower(&home.name).contains(&lower(q.trim()));
                let found =
                    rows.into_iter().filter(|row| Some(row.customer.id) != without && row.customer.id != home.id);
                let found = found.map(|row| Choice { crumb: crumb_of(&row), row: Some(row) });
                let top = at_home.then(|| Choice { crumb: home.clone(), row: None });
                choices.try_set(top.into_iter().chain(found).collect());
                active.try_set(0);
                is_open.try_set(true);
            });
        };
        let choose = move |index: usize| {
            if let Some(choice) = choices.with_untracked(|choices| choices.get(index).cloned()) {
                typed.set(choice.crumb.name.clone());
                picked.set(Some(choice.crumb));
                is_open.set(false);
            }
        };
        let key = move |event: ev::KeyboardEvent| {
            if !is_open.get_untracked() {
                return;
            }
            let step = dom::step(&event.key(), active.get_untracked(), choices.with_untracked(Vec::len));
            match event.key().as_str() {
                "Enter" => choose(active.get_untracked()),
                "Escape" => {
                    event.stop_propagation();
                    is_open.set(false);
                }
                _ => match step {
                    Some(at) => active.set(at),
                    None => return,
                },
            }
            event.prevent_default();
        };
        let close = move |_| {
            dom::later(move || {
                is_open.try_set(false);
            });
        };
        let option_id = move |index: usize| format!("{id}-{index}");
        let list_class = if in_dialog { "combo-list static" } else { "combo-list" };
        let list = move || {
            let all = choices.get();
            if all.is_empty() {
                return view! { <div class=list_class><p class="combo-empty">{t().customers.no_match}</p></div> }
                    .into_any();
            }
            let options = all.into_iter().enumerate().map(|(index, choice)| {
                let selected = move || (active.get() == index).to_string();
                // Before the input loses the focus.
                let press = move |event: ev::PointerEvent| {
                    event.prevent_default();
                    choose(index);
                };
                view! {
                    <div role="option" id=option_id(index) aria-selected=selected on:pointerdown=press>{option(&choice)}</div>
                }
            });
            view! { <div class=list_class id=LIST role="listbox" aria-label=label>{options.collect_view()}</div> }
                .into_any()
        };
        let any = move || is_open.get() && choices.with(|choices| !choices.is_empty());
        view! {
            <div class="combo">
                <input class="input" id=id role="combobox" aria-label=label aria-expanded=move || any().to_string()
                    aria-controls=LIST aria-autocomplete="list" autocomplete="off" placeholder=t().customers.type_to_find
                    aria-activedescendant=move || any().then(|| option_id(active.get()))
                    prop:value=typed on:input=ask_later on:keydown=key on:blur=close />
                {move || is_open.get().then(list)}
            </div>
        }
        .into_any()
    }
}

/// The list as it stands open, for the page of components.
#[cfg(all(feature = "ssr", debug_assertions))]
pub fn specimen(home: Crumb, rows: Vec<CustomerRow>) -> AnyView {
    let m = &t().customers;
    if rows.is_empty() {
        return view! { <div class="combo-list static"><p class="combo-empty">{m.no_match}</p></div> }.into_any();
    }
    let top = Choice { crumb: home, row: None };
    let found = rows.into_iter().map(|row| Choice { crumb: crumb_of(&row), row: Some(row) });
    let options = std::iter::once(top).chain(found).enumerate().map(|(at, choice)| {
        view! { <div role="option" aria-selected=(at == 0).to_string()>{option(&choice)}</div> }
    });
    view! { <div class="combo-list static" role="listbox" aria-label=m.new_parent>{options.collect_view()}</div> }
        .into_any()
}

fn crumb_of(row: &CustomerRow) -> Crumb {
    Crumb { id: row.customer.id, name: row.customer.name.clone() }
}

fn option(choice: &Choice) -> AnyView {
    let m = &t().customers;
    let Some(row) = &choice.row else {
        return view! { {icon("building-2")}<span class="truncate"><bdi>{choice.crumb.name.clone()}</bdi></span><small>{m.at_the_top}</small> }
            .into_any();
    };
    let marks: &[Mark] = &row.name_marks;
    let under = row.parent.as_ref().map(|parent| (m.under)(&parent.name));
    view! {
        {kind_icon(row.customer.kind)}
        <span class="truncate"><bdi>{marked(&row.customer.name, marks)}</bdi></span>
        <span class="mono tertiary">{row.customer.ref_id.clone()}</span>
        <small>{under.unwrap_or_else(|| m.at_the_top.to_owned())}</small>
    }
    .into_any()
}
