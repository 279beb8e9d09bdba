//! Where the wasm is cut: each function here and what only it needs is a file of its own. The macro loads the file, then
//! calls the function.

use app::parts::{self, Loader, Loading, Part};
use app::routes::Page;
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
        fn $name(page: Page) -> Result<AnyView, SplitLoaderError> {
            Ok(parts::$name(page))
        }

        #[cfg(not(feature = "split"))]
        async fn $load() -> Result<(), SplitLoaderError> {
            Ok(())
        }

        #[cfg(not(feature = "split"))]
        async fn $name(page: Page) -> Result<AnyView, SplitLoaderError> {
            Ok(parts::$name(page))
        }
    };
}

part!(forms, load_forms);
part!(links, load_links);
part!(tree, load_tree);
part!(trash, load_trash);

/// What the app needs to know about it.
pub const LOADER: Loader = Loader { load, view };

fn load(part: Part) -> Loading {
    Box::pin(async move {
        let loaded = match part {
            Part::Forms => load_forms().await,
            Part::Links => load_links().await,
            Part::Tree => load_tree().await,
            Part::Trash => load_trash().await,
        };
        loaded.is_ok()
    })
}

fn view(part: Part, page: Page) -> Option<AnyView> {
    match part {
        Part::Forms => now(forms(page)),
        Part::Links => now(links(page)),
        Part::Tree => now(tree(page)),
        Part::Trash => now(trash(page)),
    }
}

/// The view, unless its part has to be loaded first.
fn now(view: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> Option<AnyView> {
    match pin!(view).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(view) => view.ok(),
        Poll::Pending => None,
    }
}
