//! What the list of customers and their tree share: what is asked for, what is open, what has changed.

use crate::customers::api;
use crate::customers::columns::Columns;
use crate::customers::query;
use crate::customers::row::{RowContext, RowMenu};
use crate::customers::tree_api;
use crate::customers::work::Work;
use crate::error::AppError;
use crate::frame::Myself;
use crate::ui::asked::Asked;
use crate::ui::nav::Nav;
use crate::ui::pause::Pause;
use leptos::prelude::*;
use model::customers::{CustomerQuery, TreeNode};
use model::ids::CustomerId;
use model::page::Page;

/// The handles of both.
#[derive(Clone, Copy)]
pub struct Listing {
    /// What is asked for.
    pub query: Memo<CustomerQuery>,
    /// The same as the end of an address.
    pub search: Memo<String>,
    /// The answer as a tree; `None` inside while the list is shown.
    pub nodes: Asked<Option<Result<Page<TreeNode>, AppError>>>,
    /// What the customer is called whose branch is asked for.
    pub top: Asked<String>,
    /// The customer that is open beside it.
    pub selected: Memo<Option<CustomerId>>,
    /// Changes made since.
    pub work: Work,
    /// Grows when the pane or the document scrolls.
    pub scrolled: RwSignal<u32>,
    /// What the menu that all rows share has in it.
    pub menu: RwSignal<Option<RowMenu>>,
    /// Who is looking.
    pub myself: Myself,
    /// The columns beside the name.
    pub columns: Columns,
    /// The address.
    pub nav: Nav,
    /// What a press that may become a double one waits for.
    pub second: Pause,
    /// Brings the row that is open, or was, back into view, once the detail beside the list has come or gone.
    pub keep: Callback<()>,
}

impl Listing {
    /// What the rows of the present answer share; read it under a `Suspense`.
    pub fn row_context(self) -> RowContext {
        let Self { selected, search, work, menu, myself, columns, nav, second, .. } = self;
        let writer_of = myself.read().filter(|_| myself.may_write()).map(|me| me.customer_id);
        RowContext { selected, search, work, writer_of, menu, columns, nav, second }
    }
}

/// What the customer is called whose branch is asked for; nothing where there is none.
pub async fn top_of(branch: Option<CustomerId>) -> String {
    match branch {
        Some(id) => api::find_customer(id).await.map_or_else(|_| String::new(), |customer| customer.name),
        None => String::new(),
    }
}

/// What the tree shows at first: the hits of a search with the way to them, else a branch.
pub async fn tree_nodes(query: CustomerQuery, as_tree: bool) -> Option<Result<Page<TreeNode>, AppError>> {
    if !as_tree {
        None
    } else if query::narrows(&query) {
        Some(tree_api::find_in_tree(query).await)
    } else {
        Some(tree_api::customer_children(query.under, query.cursor).await)
    }
}
