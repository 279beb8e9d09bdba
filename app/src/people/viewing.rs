//! The bar over every page while an admin views it as someone else.

use crate::format;
use crate::messages::{lang, t};
use crate::people::api;
use crate::people::view_api::EndView;
use crate::ui::asked::ask;
use crate::ui::form::post_to;
use crate::ui::icon::icon;
use leptos::erase;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::people::Me;

/// The bar on a page that has no other use for who is signed in.
pub fn viewing_if_any() -> AnyView {
    let me = ask(|| (), |()| api::person_if_any());
    let bar = move || me.get().map(|me| me.ok().flatten().map(|me| viewing_bar(&me)));
    erase(view! { <Suspense>{bar}</Suspense> })
}

/// As whom, until when, and the way back.
pub fn viewing_bar(me: &Me) -> AnyView {
    let m = &t().why;
    let Some(viewed) = &me.viewed else { return ().into_any() };
    let note = (m.viewing_note)(&format::moment(lang(), viewed.until));
    view! {
        <section class="viewing" aria-labelledby="viewing-as">
            {icon("eye")}
            <p>
                <strong id="viewing-as"><bdi>{(m.viewing)(&me.name, &me.customer)}</bdi></strong>
                " "<span>{note}</span>
            </p>
            <form method="post">{post_to(EndView::PATH)}<button class="button">{m.end_view}</button></form>
        </section>
    }
    .into_any()
}
