//! Parts of the app that the browser loads when it first needs them. `frontend` cuts the wasm there and hands over how to
//! get at each; the server has them all.
//!
//! What a piece needs goes through the address or through contexts: that keeps the cut to one function a part.

use crate::customers::{self, CreatePage, DetailPage, EditPage, TreeView, query};
use crate::home::HomePage;
use crate::messages::Messages;
use crate::outbox::OutboxPage;
use crate::palette;
use crate::people::{
    AccountPage, ActivatePage, AskResetPage, CodePage, ResetPage, SetUpFactorPage, SetupPage, SignInPage,
};
use crate::routes::{self, Page};
use crate::trash::TrashPage;
use crate::ui::nav::{self, Query};
use crate::users::UsersPage;
use leptos::erase;
use leptos::prelude::*;
use model::lang::Lang;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The page of one's own account.
    Account,
    /// The contacts of a customer.
    Contacts,
    /// A customer, beside the list or alone.
    Detail,
    /// The dialogs of the customers.
    Customer,
    /// What one sees first, and what the keyboard opens on every page.
    Home,
    /// The users of a customer.
    Users,
    /// The list of all users, and one of them beside it.
    Directory,
    /// The smaller pages behind the sign-in. Each part more cuts what several need into more and smaller files, which costs more than it saves.
    Pages,
    /// Signing in, and the pages that links in mail lead to: the first that anybody sees.
    Door,
    /// The form that adds a customer.
    New,
    /// The customers as a tree.
    Tree,
}

/// Something that is shown out of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the pages, tabs and dialogs")]
pub enum Piece {
    Account,
    CustomerContacts,
    CustomerDetail,
    CustomerUsers,
    DeleteDialog,
    Home,
    MoveDialog,
    WhyDialog,
    NewCustomer,
    Outbox,
    EditCustomer { id: String },
    Palette,
    KeyList,
    SavedViewsDialog,
    Activate { token: String },
    AskReset,
    Reset { token: String },
    SetUp { token: String },
    SignIn,
    SignInCode,
    SetUpFactor,
    Trash,
    Tree,
    TwoFactorDialog,
    Users,
}

impl Piece {
    /// What a page is, if it is in a part.
    #[must_use]
    pub fn of(page: Page) -> Option<Self> {
        Some(match page {
            Page::Home => Self::Home,
            Page::NewCustomer => Self::NewCustomer,
            Page::EditCustomer { id } => Self::EditCustomer { id },
            Page::Activate { token } => Self::Activate { token },
            Page::AskReset => Self::AskReset,
            Page::Reset { token } => Self::Reset { token },
            Page::SetUp { token } => Self::SetUp { token },
            Page::SignIn => Self::SignIn,
            Page::SignInCode => Self::SignInCode,
            Page::SetUpFactor => Self::SetUpFactor,
            Page::Trash => Self::Trash,
            Page::Users => Self::Users,
            Page::Account => Self::Account,
            Page::Outbox => Self::Outbox,
            _ => return None,
        })
    }

    /// Where it is.
    #[must_use]
    pub const fn part(&self) -> Part {
        match self {
            Self::DeleteDialog
            | Self::MoveDialog
            | Self::SavedViewsDialog
            | Self::TwoFactorDialog
            | Self::WhyDialog => Part::Customer,
            Self::Home | Self::Palette | Self::KeyList => Part::Home,
            Self::CustomerContacts => Part::Contacts,
            Self::CustomerDetail => Part::Detail,
            Self::CustomerUsers => Part::Users,
            Self::Users => Part::Directory,
            Self::Account | Self::SetUpFactor => Part::Account,
            Self::NewCustomer => Part::New,
            Self::Tree => Part::Tree,
            Self::EditCustomer { .. } | Self::Outbox | Self::Trash => Part::Pages,
            Self::Activate { .. }
            | Self::AskReset
            | Self::Reset { .. }
            | Self::SetUp { .. }
            | Self::SignIn
            | Self::SignInCode => Part::Door,
        }
    }
}

impl Part {
    /// What an address, path and query, needs of them.
    #[must_use]
    pub fn at((path, query): &(String, String)) -> Vec<Self> {
        let page = Page::at(path);
        let map = Query::parse(query);
        let dialog = map.get("dialog").is_some().then_some(Self::Customer);
        if page != Page::Customers {
            let dialog = dialog.filter(|_| page == Page::Users);
            let own = Piece::of(page).map(|piece| piece.part());
            return [own, dialog].into_iter().flatten().collect();
        }
        let users = path.ends_with("/users").then_some(Self::Users);
        let contacts = path.ends_with("/contacts").then_some(Self::Contacts);
        let tree = query::is_tree(&map).then_some(Self::Tree);
        let detail = routes::id_in(path).is_some().then_some(Self::Detail);
        [detail, dialog, users, contacts, tree].into_iter().flatten().collect()
    }

    /// Its name among the files of the site.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Customer => "customer",
            Self::Contacts => "contacts",
            Self::Door => "door",
            Self::Detail => "detail",
            Self::Home => "home",
            Self::New => "new",
            Self::Pages => "pages",
            Self::Users => "users",
            Self::Directory => "directory",
            Self::Tree => "tree",
        }
    }
}

/// [`Part::Account`].
pub fn account(piece: Piece) -> AnyView {
    if piece == Piece::SetUpFactor { erase(view! { <SetUpFactorPage /> }) } else { erase(view! { <AccountPage /> }) }
}

/// [`Part::Customer`].
pub fn customer(piece: Piece) -> AnyView {
    match piece {
        Piece::DeleteDialog => customers::delete_dialog(),
        Piece::SavedViewsDialog => customers::saved_views_dialog(),
        Piece::WhyDialog => customers::why_dialog(),
        Piece::TwoFactorDialog => customers::two_factor_dialog(),
        _ => customers::move_dialog(),
    }
}

/// [`Part::Detail`].
pub fn detail(_: Piece) -> AnyView {
    erase(view! { <DetailPage /> })
}

/// [`Part::Users`].
pub fn users(_: Piece) -> AnyView {
    customers::users_tab()
}

/// [`Part::Directory`].
pub fn directory(_: Piece) -> AnyView {
    erase(view! { <UsersPage /> })
}

/// [`Part::Contacts`].
pub fn contacts(_: Piece) -> AnyView {
    customers::contacts_tab()
}

/// [`Part::Home`].
pub fn home(piece: Piece) -> AnyView {
    match piece {
        Piece::Palette => palette::finder(),
        Piece::KeyList => palette::key_list(),
        _ => erase(view! { <HomePage /> }),
    }
}

/// [`Part::New`].
pub fn new(_: Piece) -> AnyView {
    erase(view! { <CreatePage /> })
}

/// [`Part::Pages`].
pub fn pages(piece: Piece) -> AnyView {
    match piece {
        Piece::EditCustomer { id } => erase(view! { <EditPage id /> }),
        Piece::Outbox => erase(view! { <OutboxPage /> }),
        _ => erase(view! { <TrashPage /> }),
    }
}

/// [`Part::Door`].
pub fn door(piece: Piece) -> AnyView {
    match piece {
        Piece::Activate { token } => erase(view! { <ActivatePage token /> }),
        Piece::AskReset => erase(view! { <AskResetPage /> }),
        Piece::Reset { token } => erase(view! { <ResetPage token /> }),
        Piece::SetUp { token } => erase(view! { <SetupPage token /> }),
        Piece::SignInCode => erase(view! { <CodePage /> }),
        _ => erase(view! { <SignInPage /> }),
    }
}

/// [`Part::Tree`].
pub fn tree(_: Piece) -> AnyView {
    erase(view! { <TreeView /> })
}

/// Whether a part came.
pub type Loading = Pin<Box<dyn Future<Output = bool>>>;
/// Words, if they came.
pub type LoadingWords = Pin<Box<dyn Future<Output = Option<&'static Messages>>>>;

/// How the browser gets at parts.
pub struct Loader {
    /// Loads one; at once when it is there already.
    pub load: fn(Part) -> Loading,
    /// A piece, when its part is there.
    pub view: fn(Piece) -> Option<AnyView>,
    /// The words of a language, which are parts too.
    pub words: fn(Lang) -> LoadingWords,
}

static LOADER: OnceLock<Loader> = OnceLock::new();

/// Hands over how to load, before anything is shown.
pub fn set_loader(loader: Loader) {
    let _ = LOADER.set(loader);
}

/// Loads what the page at the browser's address needs; whether all of it came.
pub async fn load_first() -> bool {
    let Some(loader) = LOADER.get() else { return true };
    for part in Part::at(&nav::here()) {
        if !(loader.load)(part).await {
            return false;
        }
    }
    true
}

/// Loads what will probably be needed soon.
pub fn expect(parts: Vec<Part>) {
    if let Some(loader) = LOADER.get() {
        for part in parts {
            // Also before Leptos has started.
            wasm_bindgen_futures::spawn_local(async move {
                // Where it is needed and isn't there, that is told.
                let _ = (loader.load)(part).await;
            });
        }
    }
}

/// A piece.
#[cfg(feature = "ssr")]
pub fn show(piece: Piece) -> AnyView {
    match piece.part() {
        Part::Account => account(piece),
        Part::Customer => customer(piece),
        Part::Contacts => contacts(piece),
        Part::Detail => detail(piece),
        Part::Door => door(piece),
        Part::Home => home(piece),
        Part::New => new(piece),
        Part::Pages => pages(piece),
        Part::Users => users(piece),
        Part::Directory => directory(piece),
        Part::Tree => tree(piece),
    }
}

/// The same in the browser: at once if its part is there, else as soon as it has come.
#[cfg(not(feature = "ssr"))]
pub fn show(piece: Piece) -> AnyView {
    use crate::error::{AppError, Code};
    use crate::ui::state::failed;
    let Some(loader) = LOADER.get() else { return ().into_any() };
    if let Some(view) = (loader.view)(piece.clone()) {
        return view;
    }
    let came = RwSignal::new(None);
    let part = piece.part();
    let load = move || {
        leptos::task::spawn_local(async move {
            let loaded = (loader.load)(part).await;
            came.try_set(Some(loaded));
        });
    };
    load();
    let view = move || match came.get() {
        None => ().into_any(),
        Some(true) => (loader.view)(piece.clone()).into_any(),
        Some(false) => failed(&AppError::new(Code::Offline), true, Callback::new(move |()| load())),
    };
    view.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_which_parts_it_needs() {
        let at = |path: &str, query: &str| Part::at(&(path.to_owned(), query.to_owned()));
        assert_eq!(at("/customers", "q=tree"), []);
        assert_eq!(at("/customers", "view=tree"), [Part::Tree]);
        assert_eq!(at("/customers/1", "view=tree&dialog=move"), [Part::Detail, Part::Customer, Part::Tree]);
        assert_eq!(at("/customers/1/users", ""), [Part::Detail, Part::Users]);
        assert_eq!(at("/customers/1/contacts", "dialog=delete"), [Part::Detail, Part::Customer, Part::Contacts]);
        assert_eq!(at("/customers/new", "view=tree"), [Part::New]);
        assert_eq!(at("/trash", ""), [Part::Pages]);
        assert_eq!(at("/users", "q=a"), [Part::Directory]);
        assert_eq!(at("/users/1", "q=a&dialog=why"), [Part::Directory, Part::Customer]);
        assert_eq!(at("/", "q=a"), [Part::Home]);
        assert_eq!(at("/nowhere", ""), []);
    }
}
