//! Where the wasm is cut: each function here and what only it needs is a file of its own. The macro loads the file, then
//! calls the function.

use app::messages::{self, Messages};
use app::parts::{self, Loader, Loading, LoadingWords, Part, Piece};
use leptos::prelude::AnyView;
#[cfg(feature = "split")]
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use model::lang::Lang;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[cfg(not(feature = "split"))]
type SplitLoaderError = std::convert::Infallible;

macro_rules! part {
    ($name:ident, $load:ident) => {
        #[cfg(feature = "split")]
        #[wasm_split($name, wasm_split_path = leptos::wasm_split, preload($load), fallible)]
        fn $name(piece: Piece) -> Result<AnyView, SplitLoaderError> {
            Ok(parts::$name(piece))
        }

        #[cfg(not(feature = "split"))]
        async fn $load() -> Result<(), SplitLoaderError> {
            Ok(())
        }

        #[cfg(not(feature = "split"))]
        async fn $name(piece: Piece) -> Result<AnyView, SplitLoaderError> {
            Ok(parts::$name(piece))
        }
    };
}

part!(account, load_account);
part!(customer, load_customer);
part!(home, load_home);
part!(contacts, load_contacts);
part!(detail, load_detail);
part!(door, load_door);
part!(new, load_new);
part!(pages, load_pages);
part!(tree, load_tree);
part!(users, load_users);
part!(directory, load_directory);

macro_rules! words {
    ($name:ident, $load:ident) => {
        #[cfg(feature = "split")]
        #[wasm_split($name, wasm_split_path = leptos::wasm_split, preload($load), fallible)]
        fn $name() -> Result<&'static Messages, SplitLoaderError> {
            Ok(messages::$name())
        }

        #[cfg(not(feature = "split"))]
        async fn $name() -> Result<&'static Messages, SplitLoaderError> {
            Ok(messages::$name())
        }
    };
}

words!(english, load_english);
words!(italian, load_italian);

/// What the app needs to know about it.
pub const LOADER: Loader = Loader { load, view, words };

fn load(part: Part) -> Loading {
    Box::pin(async move {
        let loaded = match part {
            Part::Account => load_account().await,
            Part::Customer => load_customer().await,
            Part::Home => load_home().await,
            Part::Contacts => load_contacts().await,
            Part::Detail => load_detail().await,
            Part::Door => load_door().await,
            Part::New => load_new().await,
            Part::Pages => load_pages().await,
            Part::Tree => load_tree().await,
            Part::Users => load_users().await,
            Part::Directory => load_directory().await,
        };
        loaded.is_ok()
    })
}

fn view(piece: Piece) -> Option<AnyView> {
    match piece.part() {
        Part::Account => now(account(piece)),
        Part::Customer => now(customer(piece)),
        Part::Home => now(home(piece)),
        Part::Contacts => now(contacts(piece)),
        Part::Detail => now(detail(piece)),
        Part::Door => now(door(piece)),
        Part::New => now(new(piece)),
        Part::Pages => now(pages(piece)),
        Part::Tree => now(tree(piece)),
        Part::Users => now(users(piece)),
        Part::Directory => now(directory(piece)),
    }
}

fn words(lang: Lang) -> LoadingWords {
    Box::pin(async move {
        let words = match lang {
            Lang::En => english().await,
            Lang::It => italian().await,
        };
        words.ok()
    })
}

/// The view, unless its part has to be loaded first.
fn now(view: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> Option<AnyView> {
    match pin!(view).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(view) => view.ok(),
        Poll::Pending => None,
    }
}
