//! The heads of the list's columns, and its shape while it is being asked for.

use crate::customers::columns::{Column, Columns};
use crate::customers::query;
use crate::messages::t;
use crate::routes;
use crate::ui::filter::sort_head;
use leptos::prelude::*;
use model::customers::{CustomerQuery, CustomerSort};

/// The heads. Name and time of creation sort.
pub fn head(query: &CustomerQuery, columns: Columns) -> AnyView {
    use CustomerSort::{CreatedAt, CreatedAtDescending, Name, NameDescending};
    let column = |column: Column| match column {
        Column::Created => {
            sorted(query, "created end", column.label(), [CreatedAt, CreatedAtDescending], CreatedAtDescending)
        }
        _ => view! { <th class=column.class() role="columnheader" scope="col">{column.label()}</th> }.into_any(),
    };
    view! {
        <tr role="row">
            {sorted(query, "name", t().fields.name, [Name, NameDescending], Name)}
            {columns.shown().map(column).collect_view()}
        </tr>
    }
    .into_any()
}

fn sorted(
    query: &CustomerQuery,
    class: &'static str,
    label: &'static str,
    [up, down]: [CustomerSort; 2],
    first: CustomerSort,
) -> AnyView {
    let now = if query.sort == up { Some("ascending") } else { (query.sort == down).then_some("descending") };
    let other = if query.sort == up { down } else { up };
    let sort = if now.is_some() { other } else { first };
    let search = query::write_from_start(&CustomerQuery { sort, ..query.clone() });
    let href = format!("{}{search}", routes::CUSTOMERS);
    sort_head(class, label, now, href)
}

/// Rows of nothing yet.
pub fn skeleton(columns: Columns) -> AnyView {
    let row = |class: &'static str| {
        let cell = |column: Column| {
            let bar = match column {
                Column::Status => None,
                Column::Place => Some("skeleton short"),
                Column::Parent => Some("skeleton"),
                _ => Some("skeleton long"),
            };
            view! { <td class=column.class()>{bar.map(|bar| view! { <span class=bar></span> })}</td> }
        };
        view! {
            <tr class="row" role="row" aria-hidden="true">
                <td class="name"><div class="customer-name"><span class="skeleton square"></span><span class=class></span></div></td>
                {columns.shown().map(cell).collect_view()}
            </tr>
        }
    };
    let widths = ["skeleton", "skeleton long", "skeleton short", "skeleton long"];
    let rows = widths.into_iter().cycle().take(12).map(row).collect_view();
    view! { <table class=columns.class() role="presentation"><tbody>{rows}</tbody></table> }.into_any()
}
