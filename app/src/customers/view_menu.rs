//! How the list looks: its columns and the height of its rows. A form that loads the page anew; the browser remembers it.

use crate::customers::api::ArrangeList;
use crate::customers::columns::Column;
use crate::messages::t;
use crate::prefs::{Density, Prefs};
use crate::routes;
use crate::ui::form::post_to;
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

const ID: &str = "list-view";

/// The button that opens it.
pub fn view_button() -> AnyView {
    let m = &t().filters;
    view! {
        <button class="button view-button" type="button" popovertarget=ID aria-label=m.view title=m.view>
            {icon("columns-3-cog")}<span class="word">{m.view}</span>
        </button>
    }
    .into_any()
}

/// The menu. It stands outside of the form of the search.
pub fn view_menu() -> AnyView {
    let (m, prefs) = (t(), Prefs::current());
    let nav = Nav::get();
    let views = move || routes::with(&nav.closed(), "dialog", routes::VIEWS);
    let columns = Column::ALL.map(|column| {
        let on = prefs.columns.has(column);
        view! {
            <label class="check">
                <input type="checkbox" name="columns[]" value=column.as_str() checked=on aria-label=(m.filters.show_column)(column.label()) />
                <span>{column.label()}</span>
            </label>
        }
    });
    let rows = Density::ALL.map(|density| {
        let on = prefs.density == density;
        view! {
            <label>
                <input type="radio" name="density" value=density.as_str() checked=on />
                {m.density(density)}
            </label>
        }
    });
    view! {
        <form class="menu view-menu" id=ID method="post" popover="auto" aria-label=m.filters.view>
            {post_to(ArrangeList::PATH)}
            <div class="menu-group"><a class="menu-item" href=views data-noscroll>{icon("bookmark")}{m.saved_views.title}</a></div>
            <fieldset class="menu-group">
                <legend class="label">{m.filters.columns}</legend>
                {columns.into_iter().collect_view()}
            </fieldset>
            <fieldset class="menu-group">
                <legend class="label">{m.frame.density}</legend>
                <div class="segments">{rows.into_iter().collect_view()}</div>
            </fieldset>
            <div class="menu-group"><button class="button primary">{m.filters.apply}</button></div>
        </form>
    }
    .into_any()
}
