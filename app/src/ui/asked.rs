//! What a page asks the server for. The server renders the answer and sends it along; the browser asks anew when the
//! question changes. Until the next answer comes the last one stands, and a question that has been overtaken is given up at
//! once, not waited for.
//!
//! All answers are of one type inside, and become what they are where they are read: a resource of Leptos' for each type of
//! answer weighed 9 KB of wasm.

use crate::wire::Packed;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Poll, Waker};

/// The answer to what is asked for now.
pub struct Asked<T> {
    answers: Resource<Answer, Untyped>,
    /// How many answers came. Who reads an answer follows this, not the resource: when an effect follows a resource and
    /// something else that the question depends on, it looks whether the resource has changed, and by that takes the
    /// change away from the resource itself, which then never asks.
    came: Memo<u32>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

impl<T: Clone + DeserializeOwned + Send + Sync + 'static> Asked<T> {
    /// The answer, once there is one; read it under a `Suspense` or `Transition`.
    pub fn get(self) -> Option<T> {
        // On the server nothing follows anything, and a memo that is read by two threads at once panics.
        if !cfg!(feature = "ssr") {
            self.came.get();
        }
        untrack(|| self.answers.get_untracked())?.read()
    }

    /// Asks the same again.
    pub fn refetch(self) {
        self.answers.refetch();
    }
}

/// Asks again whenever the question changes.
pub fn ask<Q, T, F>(
    question: impl Fn() -> Q + Send + Sync + 'static,
    answer: impl Fn(Q) -> F + Send + Sync + 'static,
) -> Asked<T>
where
    Q: PartialEq + Clone + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    // The questions are numbered, so that what follows need not know their type.
    let numbered = Arc::new(Mutex::new((0u32, None::<Q>)));
    let last = numbered.clone();
    let number = move || {
        let question = question();
        let mut numbered = numbered.lock().unwrap_or_else(PoisonError::into_inner);
        if numbered.1.as_ref() != Some(&question) {
            *numbered = (numbered.0 + 1, Some(question));
        }
        numbered.0
    };
    let answer = move || -> Option<Answering> {
        let question = last.lock().unwrap_or_else(PoisonError::into_inner).1.clone()?;
        let answer = answer(question);
        Some(Box::pin(async move { Answer::new(answer.await) }))
    };
    let answers = latest(Box::new(number), Box::new(answer));
    Asked { answers, came: came(answers), of: PhantomData }
}

type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

fn came(answers: Resource<Answer, Untyped>) -> Memo<u32> {
    memo(move |before: Option<&u32>| {
        answers.track();
        before.map_or(0, |before| before.wrapping_add(1))
    })
}

fn latest(
    number: Box<dyn Fn() -> u32 + Send + Sync>,
    ask: Box<dyn Fn() -> Option<Answering> + Send + Sync>,
) -> Resource<Answer, Untyped> {
    let number = memo(move |_| number());
    let waiting = Arc::new(Mutex::new(None::<Waker>));
    let last = StoredValue::new(None::<Answer>);
    let wake = waiting.clone();
    Effect::new(move |_| {
        number.track();
        if let Some(waker) = wake.lock().unwrap_or_else(PoisonError::into_inner).take() {
            waker.wake();
        }
    });
    let resource = Resource::new_with_options(
        move || number.get(),
        move |asked| {
            let (waiting, mut answer) = (waiting.clone(), ask());
            poll_fn(move |context| {
                if let Some(answer) = &mut answer
                    && let Poll::Ready(answer) = answer.as_mut().poll(context)
                {
                    return Poll::Ready(answer);
                }
                *waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
                let overtaken = number.try_get_untracked().is_some_and(|number| number != asked);
                match last.try_get_value().flatten() {
                    Some(last) if overtaken => Poll::Ready(last),
                    _ => Poll::Pending,
                }
            })
        },
        false,
    );
    // Also the answer that came with the page.
    Effect::new(move |_| last.set_value(resource.get()));
    resource
}

/// An answer of any type. The server keeps it packed for the page; the browser reads it from there when it is wanted.
#[derive(Clone)]
struct Answer(Arc<Known>);

struct Known {
    bytes: Vec<u8>,
    value: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl Answer {
    fn new<T: Serialize + Send + Sync + 'static>(value: T) -> Self {
        #[cfg(feature = "ssr")]
        let bytes = Packed::encode(&value).unwrap_or_default();
        #[cfg(not(feature = "ssr"))]
        let bytes = Vec::new();
        Self(Arc::new(Known { bytes, value: OnceLock::from(Box::new(value) as Box<dyn Any + Send + Sync>) }))
    }

    fn read<T: Clone + DeserializeOwned + Send + Sync + 'static>(&self) -> Option<T> {
        let Known { bytes, value } = &*self.0;
        if value.get().is_none() {
            let _ = value.set(Box::new(<Packed as Decoder<T>>::decode(bytes).ok()?));
        }
        value.get()?.downcast_ref().cloned()
    }
}

/// [`Answer`]s in the page.
struct Untyped;

impl Encoder<Answer> for Untyped {
    type Error = Infallible;
    type Encoded = Vec<u8>;

    fn encode(answer: &Answer) -> Result<Vec<u8>, Infallible> {
        Ok(answer.0.bytes.clone())
    }
}

impl Decoder<Answer> for Untyped {
    type Error = Infallible;
    type Encoded = [u8];

    fn decode(bytes: &[u8]) -> Result<Answer, Infallible> {
        Ok(Answer(Arc::new(Known { bytes: bytes.to_vec(), value: OnceLock::new() })))
    }
}
