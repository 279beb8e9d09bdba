//! A customer whose fields are edited where they stand: on its own page or in its row of the list.

use crate::customers::api::{self, EditCustomer};
use crate::customers::field_value::{display, is_code, optimistic};
use crate::customers::work::Work;
use crate::messages::t;
use crate::routes;
use crate::ui::field::{country_options, option, options};
use crate::ui::inline::{Entry, Saving, Seat, Subject};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::{Customer, CustomerField as F, Kind};
use model::form::Problem;

/// Whose field it is, and where.
#[derive(Clone, Copy)]
pub struct Site {
    /// The customer as it is known by now.
    pub customer: RwSignal<Customer>,
    /// The list's query, to stay in the address.
    pub search: Memo<String>,
    /// Asks for the page again; a row has none.
    pub page: Option<Callback<()>>,
    /// Who else is told of what is saved.
    pub work: Work,
}

impl Site {
    /// The address of the customer, with the list beside it as it is.
    pub fn here(self) -> String {
        // On the way out the customer may be gone before what leads to it.
        let id = self.customer.try_with(|c| c.id);
        id.map(|id| format!("{}{}", routes::customer(id), self.search.try_get().unwrap_or_default()))
            .unwrap_or_default()
    }
}

impl Subject for Site {
    fn id(&self) -> String {
        self.customer.with_untracked(|c| c.id).to_string()
    }

    fn target(&self) -> (&'static str, &'static str) {
        (EditCustomer::PATH, "id")
    }

    fn seat(&self) -> Seat {
        if self.page.is_some() { Seat::Page } else { Seat::Cell }
    }

    fn here(&self) -> String {
        Self::here(*self)
    }

    fn value(&self, field: &str) -> String {
        F::from_name(field).map(|field| self.customer.with(|customer| customer.value(field))).unwrap_or_default()
    }

    fn label(&self, field: &str) -> &'static str {
        t().field_named(field)
    }

    fn in_words(&self, field: &str, value: String) -> String {
        match F::from_name(field) {
            Some(field) => display(field, value, self.work),
            None => value,
        }
    }

    fn shown(&self, field: &str) -> AnyView {
        let value = self.value(field);
        if value.is_empty() {
            return view! { <span class="unset">{t().customers.unset}</span> }.into_any();
        }
        let class = if F::from_name(field).is_some_and(is_code) { "value mono" } else { "value" };
        view! { <bdi class=class>{self.in_words(field, value)}</bdi> }.into_any()
    }

    fn entry(&self, field: &str, typed: &str) -> Entry {
        let m = t();
        match F::from_name(field) {
            Some(F::Kind) => Entry::OneOf(options(Kind::ALL.map(|kind| (kind.as_str(), m.kind(kind))), typed)),
            Some(F::Country) => Entry::OneOf(country_options(typed, "")),
            Some(F::RankingId) => {
                let tiers: Vec<_> =
                    self.work.rankings().into_iter().map(|tier| (tier.id.to_string(), tier.name)).collect();
                let tiers = options(tiers.iter().map(|(id, name)| (id.as_str(), name.as_str())), typed);
                Entry::OneOf(option("", m.customers.no_ranking, typed) + &tiers)
            }
            Some(F::Notes) => Entry::Lines,
            Some(F::Email) => Entry::Line("email", false),
            Some(F::Phone) => Entry::Line("tel", false),
            Some(F::Website) => Entry::Line("url", false),
            field => Entry::Line("text", field.is_some_and(is_code)),
        }
    }

    fn check(&self, field: &str, value: &str) -> Option<Problem> {
        let field = F::from_name(field)?;
        let mut form = self.customer.with_untracked(Customer::form);
        value.clone_into(form.get_mut(field));
        form.check(field)
    }

    fn guess(&self, field: &str, value: &str) {
        if let Some(field) = F::from_name(field) {
            self.customer.try_update(|customer| *customer = optimistic(customer, field, value));
        }
    }

    fn save(&self, field: &'static str, base: String, value: String) -> Saving {
        let (shown, work) = (self.customer, self.work);
        let id = shown.with_untracked(|c| c.id);
        Box::pin(async move {
            let Some(field) = F::from_name(field) else { return Ok(()) };
            let customer = api::edit_customer(id, field, base, value).await?;
            // Two fields may be saved at a time: the answer to the first may come last.
            shown.try_update(|now| {
                if customer.version >= now.version {
                    now.clone_from(&customer);
                }
            });
            work.change(customer);
            Ok(())
        })
    }

    fn reload(&self) {
        let (id, work) = (self.customer.with_untracked(|c| c.id), self.work);
        match self.page {
            Some(refresh) => refresh.run(()),
            None => leptos::task::spawn_local(async move {
                if let Ok(customer) = api::find_customer(id).await {
                    work.change(customer);
                }
            }),
        }
    }
}
