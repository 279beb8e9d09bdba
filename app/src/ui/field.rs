//! One field of a form: label, control, then help or, in its place, the error.

use crate::messages::t;
use crate::ui::dom::escape_html;
use crate::ui::icon::icon;
use leptos::prelude::*;
use model::codes::Country;
use std::collections::BTreeMap;

/// What the control is.
#[derive(Clone)]
pub enum Control {
    /// One line; the type of the input.
    Line(&'static str),
    /// Several lines.
    Lines,
    /// One of a list, whose options are HTML that [`options`] or [`option`] wrote.
    Select(String),
    /// A password, with a button that shows it.
    Password,
}

/// A field to be shown.
#[derive(Clone)]
pub struct Field {
    name: String,
    label: &'static str,
    control: Control,
    value: String,
    help: Option<String>,
    error: Signal<Option<String>>,
    required: bool,
    classes: &'static str,
    mono: bool,
    bare: bool,
    autocomplete: &'static str,
}

/// The id of the input of this name.
pub fn id_of(name: &str) -> String {
    name.replace(['[', ']', '.', '_'], "-").trim_end_matches('-').to_owned()
}

impl Field {
    /// A line of text.
    pub fn new(name: impl Into<String>, label: &'static str) -> Self {
        Self {
            name: name.into(),
            label,
            control: Control::Line("text"),
            value: String::new(),
            help: None,
            error: Signal::stored(None),
            required: false,
            classes: "field",
            mono: false,
            bare: false,
            autocomplete: "off",
        }
    }

    /// Another control.
    pub fn control(mut self, control: Control) -> Self {
        self.control = control;
        self
    }

    /// What stands in it at first.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// A line under it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is wrong with it.
    pub fn error(mut self, error: Signal<Option<String>>) -> Self {
        self.error = error;
        self
    }

    /// It must be filled in.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It takes a whole line of the grid.
    pub fn whole(mut self) -> Self {
        self.classes = "field whole";
        self
    }

    /// Codes are easier to read in a fixed width.
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    /// What the browser may fill in.
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// Without an asterisk: where everything must be filled in.
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// The field, without an asterisk.
    pub fn view_bare(self) -> AnyView {
        self.bare().view()
    }

    /// The field.
    pub fn view(self) -> AnyView {
        self.view_with(().into_any())
    }

    /// The field, with something more under it.
    pub fn view_with(self, more: AnyView) -> AnyView {
        let id = id_of(&self.name);
        let about = format!("{id}-d");
        let (error, has_help) = (self.error, self.help.is_some());
        let described = {
            let about = about.clone();
            move || (has_help || error.with(Option::is_some)).then(|| about.clone())
        };
        let note = {
            let help = self.help.clone();
            move || match error.get() {
                Some(text) => error_line(about.clone(), text),
                None => match &help {
                    Some(help) => view! { <p class="help" id=about.clone()>{help.clone()}</p> }.into_any(),
                    None => ().into_any(),
                },
            }
        };
        view! {
            <div class=self.classes>
                <label for=id.clone()>{self.label}{(self.required && !self.bare).then(asterisk)}</label>
                {self.input(id, described)}
                {note}
                {more}
            </div>
        }
        .into_any()
    }

    fn input(&self, id: String, described: impl Fn() -> Option<String> + Send + Sync + 'static) -> AnyView {
        let Self { name, value, error, required, autocomplete, .. } = self.clone();
        let class = if self.mono { "input mono" } else { "input" };
        let invalid = move || error.with(Option::is_some).then_some("true");
        match &self.control {
            Control::Line(kind) => view! {
                <input class=class id=id name=name type=*kind dir="auto" value=value required=required
                    autocomplete=autocomplete aria-invalid=invalid aria-describedby=described />
            }
            .into_any(),
            Control::Lines => view! {
                <textarea class=class id=id name=name dir="auto" aria-invalid=invalid aria-describedby=described
                    inner_html=area_content(&value)></textarea>
            }
            .into_any(),
            Control::Select(options) => view! {
                <div class="select">
                    <select class=class id=id name=name required=required aria-invalid=invalid
                        aria-describedby=described inner_html=options.clone()></select>
                    {icon("chevron-down")}
                </div>
            }
            .into_any(),
            Control::Password => password(id, name, required, autocomplete, invalid, described),
        }
    }
}

fn password(
    id: String,
    name: String,
    required: bool,
    autocomplete: &'static str,
    invalid: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
    described: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> AnyView {
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    view! {
        <div class="input-group">
            <input class="input" id=id name=name type=kind required=required autocomplete=autocomplete
                autocapitalize="off" spellcheck="false" aria-invalid=invalid aria-describedby=described />
            <button class="button quiet square" type="button" aria-label=t().show_password
                aria-pressed=move || shown.get().to_string() on:click=move |_| shown.update(|shown| *shown = !*shown)>
                {move || icon(if shown.get() { "eye-off" } else { "eye" })}
            </button>
        </div>
    }
    .into_any()
}

/// The asterisk of a field that must be filled in.
pub fn asterisk() -> AnyView {
    view! { " " <span class="required" aria-hidden="true">"*"</span> }.into_any()
}

/// What is wrong, with its icon.
pub fn error_line(id: String, text: String) -> AnyView {
    view! { <p class="error" id=id>{icon("circle-alert")}<span>{text}</span></p> }.into_any()
}

/// The content of a text area as HTML; the server would write children unescaped. Browsers drop a line break at the
/// beginning of what they parse as a page, so one is put there to be dropped.
pub fn area_content(text: &str) -> String {
    let first = if cfg!(feature = "ssr") { "\n" } else { "" };
    first.to_owned() + &escape_html(text)
}

/// One option of a select.
pub fn option(value: &str, label: &str, selected: &str) -> String {
    let mark = if value == selected { " selected" } else { "" };
    format!("<option value=\"{}\"{mark}>{}</option>", escape_html(value), escape_html(label))
}

/// The options of a select.
pub fn options<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, selected: &str) -> String {
    pairs.into_iter().map(|(value, label)| option(value, label, selected)).collect()
}

/// All countries by name, for a select; first the choice of none with the words for it.
pub fn country_options(selected: &str, none: &str) -> String {
    let mut countries = BTreeMap::new();
    for country in Country::ALL {
        let name = country.name(t().countries);
        // Few names begin with a letter beyond ASCII; they stand where they are looked for.
        countries.insert(name.replace('Å', "A").replace('É', "E"), (country.as_str(), name));
    }
    option("", none, selected) + &options(countries.into_values(), selected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_fit_into_selectors() {
        assert_eq!(id_of("form[first_user][e_mail]"), "form-first-user--e-mail");
        assert_eq!(id_of("password"), "password");
    }

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(area_content("</textarea><script>").trim_start(), "&lt;/textarea&gt;&lt;script&gt;");
        assert_eq!(option("\"a", "<b>", ""), "<option value=\"&quot;a\">&lt;b&gt;</option>");
    }
}
