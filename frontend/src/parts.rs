//! Where the wasm is cut: each function here and what only it needs is a file of its own. The macro loads the file, then
//! calls the function.

use app::parts::{self, Loader, Loading, Part, Piece};
use leptos::prelude::AnyView;
#[cfg(feature = "split")]
use leptos::wasm_split::{SplitLoaderError, wasm_split};
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

part!(customer, load_customer);
part!(edit, load_edit);
part!(keys, load_keys);
part!(links, load_links);
part!(new, load_new);
part!(trash, load_trash);
part!(tree, load_tree);

/// What the app needs to know about it.
pub const LOADER: Loader = Loader { load, view };

fn load(part: Part) -> Loading {
    Box::pin(async move {
        let loaded = match part {
            Part::Customer => load_customer().await,
            Part::Edit => load_edit().await,
            Part::Keys => load_keys().await,
            Part::Links => load_links().await,
            Part::New => load_new().await,
            Part::Trash => load_trash().await,
            Part::Tree => load_tree().await,
        };
        loaded.is_ok()
    })
}

fn view(piece: Piece) -> Option<AnyView> {
    match piece.part() {
        Part::Customer => now(customer(piece)),
        Part::Edit => now(edit(piece)),
        Part::Keys => now(keys(piece)),
        Part::Links => now(links(piece)),
        Part::New => now(new(piece)),
        Part::Trash => now(trash(piece)),
        Part::Tree => now(tree(piece)),
    }
}

/// The view, unless its part has to be loaded first.
fn now(view: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> Option<AnyView> {
    match pin!(view).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(view) => view.ok(),
        Poll::Pending => None,
    }
}
