//! Parts of the app that the browser loads when it first needs them. `frontend` cuts the wasm there and hands over how to
//! get at each; the server has them all.
//!
//! What a part needs goes through its page's address or through contexts: that keeps the cut to one function a part.

use crate::customers::{CreatePage, EditPage, TreeView, query};
use crate::people::{ActivatePage, SetupPage};
use crate::routes::Page;
use crate::trash::TrashPage;
use crate::ui::nav::{self, Query};
use leptos::erase;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The forms that add and edit.
    Forms,
    /// What links in mails and from the first start lead to.
    Links,
    /// The customers as a tree.
    Tree,
    /// The Trash.
    Trash,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::Forms, Self::Links, Self::Tree, Self::Trash];

    /// The part that an address, path and query, needs; none when what is loaded at first has it.
    #[must_use]
    pub fn at((path, query): &(String, String)) -> Option<Self> {
        match Page::at(path) {
            Page::Customers if query::is_tree(&Query::parse(query)) => Some(Self::Tree),
            Page::NewCustomer | Page::EditCustomer { .. } => Some(Self::Forms),
            Page::Activate { .. } | Page::SetUp { .. } => Some(Self::Links),
            Page::Trash => Some(Self::Trash),
            _ => None,
        }
    }

    /// Its name among the files of the site.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Forms => "forms",
            Self::Links => "links",
            Self::Tree => "tree",
            Self::Trash => "trash",
        }
    }
}

/// The forms.
pub fn forms(page: Page) -> AnyView {
    match page {
        Page::EditCustomer { id } => erase(view! { <EditPage id /> }),
        _ => erase(view! { <CreatePage /> }),
    }
}

/// Where links lead.
pub fn links(page: Page) -> AnyView {
    match page {
        Page::Activate { token } => erase(view! { <ActivatePage token /> }),
        Page::SetUp { token } => erase(view! { <SetupPage token /> }),
        _ => ().into_any(),
    }
}

/// The tree.
pub fn tree(_: Page) -> AnyView {
    erase(view! { <TreeView /> })
}

/// The Trash.
pub fn trash(_: Page) -> AnyView {
    erase(view! { <TrashPage /> })
}

/// Whether a part came.
pub type Loading = Pin<Box<dyn Future<Output = bool>>>;

/// How the browser gets at parts.
pub struct Loader {
    /// Loads one; at once when it is there already.
    pub load: fn(Part) -> Loading,
    /// What a part shows of a page, when it is there.
    pub view: fn(Part, Page) -> Option<AnyView>,
}

static LOADER: OnceLock<Loader> = OnceLock::new();

/// Hands over how to load, before anything is shown.
pub fn set_loader(loader: Loader) {
    let _ = LOADER.set(loader);
}

/// Loads what the page at the browser's address needs.
pub async fn load_first() -> bool {
    match (LOADER.get(), Part::at(&nav::here())) {
        (Some(loader), Some(part)) => (loader.load)(part).await,
        _ => true,
    }
}

/// What a part shows of a page.
#[cfg(feature = "ssr")]
pub fn show(part: Part, page: Page) -> AnyView {
    match part {
        Part::Forms => forms(page),
        Part::Links => links(page),
        Part::Tree => tree(page),
        Part::Trash => trash(page),
    }
}

/// The same in the browser: at once if the part is there, else as soon as it has come.
#[cfg(not(feature = "ssr"))]
pub fn show(part: Part, page: Page) -> AnyView {
    use crate::error::{AppError, Code};
    use crate::ui::state::failed;
    let Some(loader) = LOADER.get() else { return ().into_any() };
    if let Some(view) = (loader.view)(part, page.clone()) {
        return view;
    }
    let came = RwSignal::new(None);
    let load = move || {
        leptos::task::spawn_local(async move {
            let loaded = (loader.load)(part).await;
            came.try_set(Some(loaded));
        });
    };
    load();
    let view = move || match came.get() {
        None => ().into_any(),
        Some(true) => (loader.view)(part, page.clone()).into_any(),
        Some(false) => failed(&AppError::new(Code::Offline), true, Callback::new(move |()| load())),
    };
    view.into_any()
}
