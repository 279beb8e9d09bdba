//! What all forms share: the hidden name of their server function, the summary of what is wrong, checks while typing.

use crate::error::{AppError, Code};
use crate::forms::ACTION;
use crate::messages::{lang, t};
use crate::ui::dom;
use crate::ui::field::id_of;
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use crate::wire::{decode, submit_to};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use model::form::FieldErrors;
use serde::de::DeserializeOwned;

/// Names the server function that takes the form when there is no wasm.
pub fn post_to(path: &'static str) -> AnyView {
    view! { <input type="hidden" name=ACTION value=path /> }.into_any()
}

/// A value that the form carries along.
pub fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    view! { <input type="hidden" name=name value=value.into() /> }.into_any()
}

/// What is wrong with a form, as it is found out: by the server, and while typing in the fields that were left once.
#[derive(Clone, Copy)]
pub struct Problems {
    refused: RwSignal<Option<AppError>>,
    typed: RwSignal<FieldErrors>,
    touched: RwSignal<Vec<String>>,
}

impl Problems {
    /// Begins with what the server said to the form that was posted, if anything.
    pub fn new(refused: Option<AppError>) -> Self {
        Self {
            refused: RwSignal::new(refused),
            typed: RwSignal::new(FieldErrors::default()),
            touched: RwSignal::new(Vec::new()),
        }
    }

    /// All is well again.
    pub fn settle(self) {
        self.refused.try_set(None);
    }

    /// The server's answer.
    pub fn refuse(self, error: AppError) {
        self.refused.try_set(Some(error));
        dom::focus(".form-summary".to_owned());
    }

    /// What a check while typing found.
    pub fn check(self, errors: FieldErrors) {
        self.typed.try_set(errors);
    }

    /// A field was left: from now on its checks are shown.
    pub fn touch(self, field: &str) {
        self.touched.try_update(|touched| {
            if !touched.iter().any(|known| known == field) {
                touched.push(field.to_owned());
            }
        });
    }

    /// A field is being changed: what the server said about it is overtaken, and checks take its place.
    pub fn overtake(self, field: &str) {
        let refused = self.refused.try_with_untracked(|error| error.as_ref().is_some_and(|e| e.at(field).is_some()));
        if refused == Some(true) {
            self.refused.try_update(|refused| {
                if let Some(refused) = refused {
                    refused.fields.0.retain(|error| error.field != field);
                }
            });
            self.touch(field);
        }
    }

    /// What to say at a field.
    pub fn at(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let said = self.refused.with(|error| error.as_ref()?.at(field).map(|p| p.sentence(lang()).into_owned()));
            if said.is_some() {
                return said;
            }
            let touched = self.touched.with(|touched| touched.iter().any(|known| known == field));
            if touched { self.typed.with(|e| e.at(field).map(|p| p.sentence(lang()).into_owned())) } else { None }
        })
    }

    /// What is said above a form of one field, when the field is not what is wrong.
    pub fn general(self) -> Option<AnyView> {
        let error = self.refused.get().filter(|error| error.fields.is_empty())?;
        let words = t().sentence(&error);
        Some(
            view! { <div class="form-summary" role="alert" tabindex="-1"><p>{icon("circle-alert")}{words}</p></div> }
                .into_any(),
        )
    }

    /// The summary above the form, after the server has refused it. `label` names a field, `name` its input.
    pub fn summary(self, label: fn(&str) -> &'static str, name: fn(&str) -> String) -> AnyView {
        self.summary_of_steps(label, name, |_| "")
    }

    /// The same for a form in steps: `page` is the address of the step that a field stands in.
    pub fn summary_of_steps(
        self,
        label: fn(&str) -> &'static str,
        name: fn(&str) -> String,
        page: fn(&str) -> &'static str,
    ) -> AnyView {
        let nav = Nav::get();
        (move || {
            let error = self.refused.get()?;
            if error.code == Code::Invalid && error.fields.is_empty() {
                return None;
            }
            let content = if error.code == Code::Invalid {
                let count = u32::try_from(error.fields.0.len()).unwrap_or(u32::MAX);
                let lines = error.fields.0.iter().map(|wrong| {
                    let id = id_of(&name(&wrong.field));
                    let page = page(&wrong.field);
                    let href = format!("{page}#{id}");
                    let text = format!("{}: {}", label(&wrong.field), wrong.problem.sentence(lang()));
                    // Not by the address: it would go along with whatever the form leads to.
                    let go = move |event: leptos::ev::MouseEvent| {
                        event.prevent_default();
                        nav.lead(page, format!("[id=\"{id}\"]"));
                    };
                    view! { <li><a href=href rel="external" on:click=go>{text}</a></li> }
                });
                let lines = lines.collect_view();
                view! { <h2>{icon("circle-alert")}{(t().to_mend)(count)}</h2><ul>{lines}</ul> }.into_any()
            } else {
                view! { <p>{icon("circle-alert")}{t().sentence(&error)}</p> }.into_any()
            };
            Some(view! { <div class="form-summary" role="alert" tabindex="-1">{content}</div> })
        })
        .into_any()
    }
}

/// Reads a form's data and says what is wrong; `None` when it can't be read at all.
pub type Check = fn(&web_sys::FormData) -> Option<FieldErrors>;

/// For `on:input` and `on:focusout` of a form: checks it, and from leaving a field on shows what is wrong with it.
pub fn check_form<E: AsRef<web_sys::Event>>(problems: Problems, check: Check) -> impl Fn(E) + 'static {
    move |event| {
        check_now(event.as_ref(), problems, check);
    }
}

fn check_now(event: &web_sys::Event, problems: Problems, check: Check) {
    let Some(form) = form_of(event) else { return };
    let Some(errors) = web_sys::FormData::new_with_form(&form).ok().as_ref().and_then(check) else { return };
    let name = event.target().and_then(|at| at.dyn_into::<web_sys::HtmlElement>().ok()?.get_attribute("name"));
    // A field that was left empty may still be filled in; sending the form will tell.
    let name = name.filter(|name| !dom::value_of_named(&form, name).is_empty());
    let left = event.type_() == "focusout";
    dom::later(move || {
        problems.check(errors);
        if let Some(name) = name {
            let field = field_of(&name);
            if left { problems.touch(&field) } else { problems.overtake(&field) }
        }
    });
}

/// For `on:submit` of a form that goes out the plain way: keeps it here while something is wrong.
pub fn keep_if_wrong(problems: Problems, check: Check) -> impl Fn(web_sys::SubmitEvent) + 'static {
    move |event| {
        if let Some(errors) = data_of(&event).as_ref().and_then(check)
            && !errors.is_empty()
        {
            event.prevent_default();
            problems.refuse(AppError::invalid(errors));
        }
    }
}

/// What stands in the input of this name.
pub fn entered(data: &web_sys::FormData, name: &str) -> String {
    data.get(name).as_string().unwrap_or_default()
}

/// What stands in the form that is being sent.
pub fn data_of(event: &web_sys::SubmitEvent) -> Option<web_sys::FormData> {
    web_sys::FormData::new_with_form(&form_of(event)?).ok()
}

/// The data of a form that is being sent, which stays here; none while something is wrong with it, which is then shown.
pub fn checked(event: &web_sys::SubmitEvent, problems: Problems, check: Check) -> Option<web_sys::FormData> {
    event.prevent_default();
    let data = data_of(event)?;
    let errors = check(&data).filter(|errors| !errors.is_empty());
    if let Some(errors) = errors {
        problems.refuse(AppError::invalid(errors));
        return None;
    }
    Some(data)
}

/// Sends a form to the server function that takes it, unless it is under way already.
pub fn send<F>(
    data: &web_sys::FormData,
    busy: RwSignal<bool>,
    answered: impl FnOnce(Result<F::Output, AppError>) + 'static,
) where
    F: ServerFn<Error = AppError> + 'static,
    F::Output: DeserializeOwned,
{
    // The way there is one for all: one of its own for each function had 800 bytes of wasm.
    send_to(F::PATH, data, busy, Box::new(move |answer| answered(answer.and_then(|bytes| decode(&bytes)))));
}

fn send_to(
    path: &'static str,
    data: &web_sys::FormData,
    busy: RwSignal<bool>,
    answered: Box<dyn FnOnce(Result<Vec<u8>, AppError>)>,
) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    let sent = submit_to(path, data);
    leptos::task::spawn_local(async move {
        let answer = sent.await;
        busy.try_set(false);
        answered(answer);
    });
}

fn form_of(event: &web_sys::Event) -> Option<web_sys::HtmlFormElement> {
    event.current_target()?.dyn_into().ok()
}

/// The field that an input is for: `form[first_user][email]` is `first_user.email`, `form[customer][name]` is `name`.
fn field_of(name: &str) -> String {
    let path = name.strip_prefix("form").unwrap_or(name).replace("][", ".").replace(['[', ']'], "");
    path.strip_prefix("customer.").unwrap_or(&path).to_owned()
}

/// What the asterisk means.
pub fn required_note() -> AnyView {
    view! { <p class="form-note"><span class="required">"*"</span>" "{t().required_note}</p> }.into_any()
}
