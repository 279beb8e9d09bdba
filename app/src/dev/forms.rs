//! What is typed into: fields, forms, the steps of a form, a line to copy.

use super::{Section, state, wide};
use crate::error::{AppError, Code};
use crate::messages::{lang, t};
use crate::ui::copy::copy_line;
use crate::ui::field::{Control, Field, country_options};
use crate::ui::form::{Problems, required_note};
use crate::ui::steps::steps;
use leptos::prelude::*;
use model::form::{FieldErrors, Problem};

const LONG: &str = "Società Cooperativa Agricola fra Produttori Ortofrutticoli della Bassa Valle del Serio";

/// Their sections.
pub fn sections() -> Vec<Section> {
    vec![
        Section {
            name: "copy",
            about: "Something to hand over, shown once: its words, the value, the button that copies it.",
            states: copies(),
        },
        Section {
            name: "field",
            about: "Label above, control, help under it; what is wrong stands in place of the help.",
            states: fields(),
        },
        Section {
            name: "form",
            about: "Sections of fields, what is wrong with all of them above, and the bar with the verb.",
            states: vec![
                wide("What is wrong: takes the focus, each line leads to its field", summary()),
                wide("Refused as a whole", refused(Code::Stale)),
                wide("The server can't be reached", refused(Code::Offline)),
                wide("A section, and the bar that stays in sight", whole()),
            ],
        },
        Section {
            name: "steps",
            about: "Where one is in a form of several pages: beside the form on a desktop, a bar above it elsewhere.",
            states: vec![state("The first step", at_step(0)), state("The second: the way back is a link", at_step(1))],
        },
    ]
}

fn wrong(problem: &Problem) -> Signal<Option<String>> {
    Signal::stored(Some(problem.sentence(lang()).into_owned()))
}

fn fields() -> Vec<AnyView> {
    let m = &t().fields;
    let vat = Problem::VatCheck { mended: Some("IT00743110157".to_owned()) };
    let off = view! {
        <div class="field"><label for="dev-off">{m.city}</label><input class="input" id="dev-off" value="Bergamo" disabled /></div>
    };
    let kept = view! {
        <div class="field"><label for="dev-kept">{m.ref_id}</label><input class="input mono" id="dev-kept" value="R-1002" readonly /></div>
    };
    let short = PASSWORD.sentence(lang()).into_owned();
    vec![
        state("Empty", Field::new("dev-empty", m.city).view()),
        state("Filled in", Field::new("dev-city", m.city).value("Bergamo").view()),
        state("Required, with help", Field::new("dev-name", m.name).required().help("As on invoices.").view()),
        state("Wrong", Field::new("dev-vat", m.vat_number).value("IT00743110158").mono().error(wrong(&vat)).view()),
        state("Required and empty", Field::new("dev-none", m.name).required().error(wrong(&Problem::Required)).view()),
        state("Disabled", off.into_any()),
        state("Read only", kept.into_any()),
        state(
            "One of a list",
            Field::new("dev-country", m.country).control(Control::Select(country_options("IT", ""))).required().view(),
        ),
        state(
            "A password, with the eye that shows it",
            Field::new("dev-password", t().people.password).control(Control::Password).help(short).view(),
        ),
        state(
            "Several lines",
            Field::new("dev-notes", t().customers.notes)
                .control(Control::Lines)
                .value("Pays by month.\nAsk for Ines.")
                .view(),
        ),
        state("Long text", Field::new("dev-long", m.name).value(LONG).help(LONG).view()),
        state("From right to left", Field::new("dev-arabic", m.name).value("شركة النور للاتصالات").view()),
    ]
}

const PASSWORD: Problem = Problem::PasswordShort { min: model::people::PASSWORD_MIN };

fn copies() -> Vec<AnyView> {
    let link = "https://crm.provider.example/activate/vS8kQ0w3mJ1yR7cT5bN2xLhD4pZ6aFgE";
    let code = view! {
        <button class="copy-code mono" type="button" aria-label="Copy R-1002">"R-1002"{crate::ui::icon::icon("copy")}</button>
    };
    vec![
        wide("A link", copy_line("Activation link for Ugo Ferri".to_owned(), t().users.link_note, link.to_owned())),
        state("A short code in running text: the icon comes with the pointer or the focus", code.into_any()),
    ]
}

fn label(field: &str) -> &'static str {
    if field == "name" { t().fields.name } else { t().fields.vat_number }
}

fn summary() -> AnyView {
    let mut errors = FieldErrors::one("name", Problem::Required);
    errors.add("vat_number", Problem::VatCheck { mended: None });
    Problems::new(Some(AppError::invalid(errors))).summary(label, |field| format!("form-{field}"))
}

fn refused(code: Code) -> AnyView {
    Problems::new(Some(AppError::new(code))).summary(label, str::to_owned)
}

fn whole() -> AnyView {
    let m = t();
    let fields = vec![
        Field::new("form-name", m.fields.name).required().whole().error(wrong(&Problem::Required)).view(),
        Field::new("form-vat_number", m.fields.vat_number).mono().view(),
        Field::new("form-fiscal", m.fields.fiscal_code).mono().view(),
    ];
    view! {
        <form class="form" method="post" novalidate>
            {required_note()}
            {crate::customers::specimens::section(m.customers.numbers, m.customers.numbers_text, fields.into_any())}
            <div class="form-bar">
                <button class="button primary">{m.next}</button>
                <a class="button quiet" href="#form">{m.cancel}</a>
                <span class="draft-kept">{m.customers.draft_kept}</span>
            </div>
        </form>
    }
    .into_any()
}

fn at_step(at: usize) -> AnyView {
    let m = &t().customers;
    steps(vec![("#steps", m.customer_section), ("#steps", m.first_user), ("#steps", m.summary)], Signal::stored(at))
}
