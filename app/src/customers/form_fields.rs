//! The fields of a customer as a form: what adding and editing have in common.

use crate::customers::row::kind_symbol;
use crate::customers::similar::Known;
use crate::forms::Posted;
use crate::messages::t;
use crate::ui::field::{Control, Field, asterisk, country_options, error_line, option, options};
use crate::ui::form::{Problems, entered};
use crate::ui::icon::icon;
use leptos::prelude::*;
use model::customers::{CustomerField as F, CustomerForm, Kind};
use model::rankings::Ranking;

/// The input of a customer's field.
pub fn input_name(field: &str) -> String {
    format!("form[customer][{field}]")
}

/// What a field of a customer is called.
pub fn label(field: &str) -> &'static str {
    F::from_name(field).map_or("", |field| t().field(field))
}

/// What stands in the inputs.
pub fn typed_customer(data: &web_sys::FormData) -> CustomerForm {
    filled(|name| entered(data, name))
}

/// What stood in the inputs of a form that was posted.
pub fn posted_customer(answer: &Posted) -> CustomerForm {
    filled(|name| answer.value(name).unwrap_or_default().to_owned())
}

fn filled(value: impl Fn(&str) -> String) -> CustomerForm {
    let mut form = CustomerForm::default();
    for field in F::ALL {
        *form.get_mut(field) = value(&input_name(field.as_str()));
    }
    form
}

/// A part of a form, under a heading of its own.
pub fn section(title: &'static str, text: &'static str, fields: AnyView) -> AnyView {
    let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
    view! {
        <section class="form-section"><header><h2>{title}</h2>{text}</header><div class="form-grid">{fields}</div></section>
    }
    .into_any()
}

/// The fields, with what stands in them at first.
pub struct Fields {
    /// Says what is wrong at each.
    pub problems: Problems,
    /// What stands in them.
    pub values: CustomerForm,
    /// The tiers to choose from.
    pub rankings: Vec<Ranking>,
    /// Tells under a field what is there already; none for a customer that is.
    pub known: Option<Known>,
}

impl Fields {
    /// Some of them, one after the other.
    pub fn view(&self, fields: &[F]) -> AnyView {
        fields.iter().map(|&field| self.one(field)).collect_view().into_any()
    }

    fn one(&self, which: F) -> AnyView {
        let field = Field::new(input_name(which.as_str()), t().field(which))
            .value(self.values.get(which))
            .error(self.problems.at(which.as_str()));
        let m = &t().customers;
        let field = match which {
            F::Kind => return self.kind(),
            F::Name => field.required().whole(),
            F::Country => {
                let countries = country_options(self.values.get(which), "");
                field.control(Control::Select(countries)).required()
            }
            F::RankingId => field.control(Control::Select(self.tiers())),
            F::RefId => field.mono().help(m.ref_help),
            F::VatNumber | F::FiscalCode => field.mono(),
            F::Email => field.control(Control::Line("email")),
            F::Phone => field.control(Control::Line("tel")).help(m.phone_help),
            F::Website => field.control(Control::Line("url")),
            F::Notes => field.control(Control::Lines).whole(),
            F::Street => field.whole(),
            _ => field,
        };
        match self.known {
            Some(known) if matches!(which, F::Name | F::RefId | F::VatNumber | F::Email) => {
                field.view_with(known.note(Some(which)))
            }
            _ => field.view(),
        }
    }

    fn kind(&self) -> AnyView {
        let m = t();
        let now = self.values.get(F::Kind);
        let error = self.problems.at(F::Kind.as_str());
        let kinds = Kind::ALL.map(|choice| {
            let checked = choice.as_str() == now || (now.is_empty() && choice == Kind::Company);
            view! {
                <label>
                    <input type="radio" name="form[customer][kind]" value=choice.as_str() checked=checked />
                    {icon(kind_symbol(choice))}{m.kind(choice)}
                </label>
            }
        });
        view! {
            <fieldset class="field" id="form-customer--kind">
                <legend class="label">{m.fields.kind}{asterisk()}</legend>
                <div class="segments">{kinds.collect_view()}</div>
                {move || error.get().map(|text| error_line("kind-d".to_owned(), text))}
            </fieldset>
        }
        .into_any()
    }

    fn tiers(&self) -> String {
        let now = self.values.get(F::RankingId);
        let tiers: Vec<_> = self.rankings.iter().map(|tier| (tier.id.to_string(), tier.name.as_str())).collect();
        option("", t().customers.no_ranking, now) + &options(tiers.iter().map(|(id, name)| (id.as_str(), *name)), now)
    }
}
