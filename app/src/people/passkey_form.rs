//! The form of a new passkey: its name and the password, then the browser's own question. Only where there is a script.

use crate::messages::t;
use crate::people::account_passkeys::{MyPasskeys, errors};
use crate::people::passkey_api::{AddPasskey, BeginPasskey};
use crate::people::passkey_browser::make;
use crate::routes;
use crate::ui::dom;
use crate::ui::field::{Control, Field};
use crate::ui::form::{Problems, check_form, checked, entered, send};
use crate::ui::icon::icon;
use leptos::ev;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Adding {
    mine: MyPasskeys,
    problems: Problems,
    busy: RwSignal<bool>,
    /// What the browser has said.
    said: RwSignal<Option<&'static str>>,
}

/// The form; `name` is proposed.
pub fn passkey_form(name: String, mine: MyPasskeys) -> AnyView {
    let m = t();
    let problems = Problems::new(None);
    let adding = Adding { mine, problems, busy: RwSignal::new(false), said: RwSignal::new(None) };
    let submit = move |event: ev::SubmitEvent| {
        adding.said.set(None);
        let Some(data) = checked(&event, problems, errors) else { return };
        let name = entered(&data, "passkey[name]");
        send::<BeginPasskey>(&data, adding.busy, move |begun| match begun {
            Ok(options) => leptos::task::spawn_local(adding.go_on(options, name)),
            Err(error) => problems.refuse(error),
        });
    };
    let said = move || {
        let words = adding.said.get()?;
        Some(view! { <div class="form-summary" role="alert"><p>{icon("circle-alert")}{words}</p></div> })
    };
    Effect::new(|_| dom::focus("#passkey-name".to_owned()));
    view! {
        <form class="form" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors)>
            {move || problems.general()}
            {said}
            {Field::new("passkey[name]", m.passkeys.name).value(name).required().help(m.passkeys.name_help)
                .error(problems.at("name")).view_bare()}
            {Field::new("proof[password]", m.account.current_password).control(Control::Password).required()
                .autocomplete("current-password").help(m.passkeys.add_text).error(problems.at("password")).view_bare()}
            <div class="buttons">
                <button class="button primary" disabled=adding.busy>{m.passkeys.add}</button>
                <a class="button quiet" href=routes::ACCOUNT data-noscroll on:click=move |_| mine.close("#add-passkey")>
                    {m.cancel}
                </a>
            </div>
        </form>
    }
    .into_any()
}

impl Adding {
    async fn go_on(self, options: String, name: String) {
        // Until the person has chosen; the browser shows it.
        self.busy.try_set(true);
        let made = make(options).await;
        // Whoever has left the form meanwhile adds nothing.
        if self.busy.try_set(false).is_some() {
            return;
        }
        let answer = match made {
            Ok(answer) => answer,
            Err(trouble) => {
                self.said.try_set(Some(trouble.words()));
                return;
            }
        };
        let Ok(data) = web_sys::FormData::new() else { return };
        let _ = data.append_with_str("passkey[name]", &name);
        let _ = data.append_with_str("answer", &answer);
        send::<AddPasskey>(&data, self.busy, move |added| match added {
            Ok(()) => self.mine.changed((t().passkeys.was_added)(name.trim()), "#add-passkey"),
            Err(error) => self.problems.refuse(error),
        });
    }
}
