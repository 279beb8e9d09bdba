//! What may stand between an element's tags.

use crate::element::Element;
use leptos::prelude::{AnyView, IntoAny as Erase, Suspend, View};
use leptos::tachys::view::iterators::StaticVec;
use std::borrow::Cow;

/// Makes a child of an element. Leptos' own keeps the child's type; this one forgets it.
pub trait IntoRender {
    /// The child as a view.
    fn into_render(self) -> AnyView;
}

impl IntoRender for AnyView {
    fn into_render(self) -> AnyView {
        self
    }
}

impl IntoRender for &'static str {
    fn into_render(self) -> AnyView {
        Erase::into_any(Cow::Borrowed(self))
    }
}

impl IntoRender for String {
    fn into_render(self) -> AnyView {
        Erase::into_any(Cow::<'static, str>::Owned(self))
    }
}

impl<V: IntoRender> IntoRender for Option<V> {
    fn into_render(self) -> AnyView {
        Erase::into_any(self.map(V::into_render))
    }
}

impl<V: IntoRender> IntoRender for Vec<V> {
    fn into_render(self) -> AnyView {
        Erase::into_any(self.into_iter().map(V::into_render).collect::<Vec<_>>())
    }
}

/// Is evaluated again, and the view made anew, whenever a signal that it reads changes.
impl<F, V> IntoRender for F
where
    F: FnMut() -> V + Send + 'static,
    V: IntoRender,
{
    fn into_render(mut self) -> AnyView {
        let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || self().into_render());
        Erase::into_any(view)
    }
}

macro_rules! as_it_is {
    ($($view:ty),*) => {$(
        impl IntoRender for $view {
            fn into_render(self) -> AnyView {
                Erase::into_any(self)
            }
        }
    )*};
}

as_it_is!((), StaticVec<AnyView>, Suspend<AnyView>, u32, u64, usize);

impl IntoRender for Element {
    #[inline(never)]
    fn into_render(self) -> AnyView {
        Erase::into_any(self)
    }
}

impl<V: IntoRender> IntoRender for View<V> {
    fn into_render(self) -> AnyView {
        self.into_inner().into_render()
    }
}

/// What `.into_any()` does: the same.
pub trait IntoAny {
    /// The view without its type.
    fn into_any(self) -> AnyView;
}

impl<V: IntoRender> IntoAny for V {
    fn into_any(self) -> AnyView {
        self.into_render()
    }
}
