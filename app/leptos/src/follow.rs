//! Effects and memos whose closures are boxed: each closure of its own would bring the whole machinery once more.

use leptos::prelude::Memo;
use std::any::Any;

/// [`leptos::prelude::Effect`], of one type.
pub struct Effect;

type Kept = Box<dyn Any>;

impl Effect {
    /// Runs `fun` once the page is there, and again whenever something it read has changed. It is given what it returned
    /// before.
    #[expect(clippy::new_ret_no_self, reason = "called as Leptos' own; nobody keeps an effect")]
    pub fn new<T: 'static>(mut fun: impl FnMut(Option<T>) -> T + 'static) {
        erased(Box::new(move |before| {
            Box::new(fun(before.and_then(|before| before.downcast().ok()).map(|before| *before)))
        }));
    }
}

fn erased(fun: Box<dyn FnMut(Option<Kept>) -> Kept>) {
    leptos::prelude::Effect::new(fun);
}

/// What follows from signals: asked anew when one of them has changed, told on only when it is another than before.
pub fn memo<T: PartialEq + Send + Sync + 'static>(fun: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
    boxed(Box::new(fun))
}

type Following<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

fn boxed<T: PartialEq + Send + Sync + 'static>(fun: Following<T>) -> Memo<T> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    Memo::new(fun)
}
