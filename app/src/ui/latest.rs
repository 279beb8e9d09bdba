//! Answers to what is asked for now: a question that has been overtaken is given up at once, not waited for.

use leptos::prelude::*;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

/// A resource whose next question doesn't wait for the answer to the last. Until that comes, the last answer stands.
pub fn latest<K, T, F>(
    key: impl Fn() -> K + Send + Sync + 'static,
    ask: impl Fn(K) -> F + Send + Sync + 'static,
) -> Resource<T>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: Clone + serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let key = Memo::new(move |_| key());
    let waiting = Arc::new(Mutex::new(None::<Waker>));
    let last = StoredValue::new(None::<T>);
    let wake = waiting.clone();
    Effect::new(move |_| {
        key.track();
        if let Some(waker) = wake.lock().unwrap_or_else(PoisonError::into_inner).take() {
            waker.wake();
        }
    });
    let resource = Resource::new(
        move || key.get(),
        move |asked| {
            let (waiting, answer) = (waiting.clone(), ask(asked.clone()));
            async move {
                let mut answer = pin!(answer);
                poll_fn(|context| {
                    if let Poll::Ready(answer) = answer.as_mut().poll(context) {
                        return Poll::Ready(answer);
                    }
                    *waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
                    let overtaken = key.try_get_untracked().is_some_and(|key| key != asked);
                    match last.try_get_value().flatten() {
                        Some(last) if overtaken => Poll::Ready(last),
                        _ => Poll::Pending,
                    }
                })
                .await
            }
        },
    );
    // Also the answer that came with the page.
    Effect::new(move |_| last.set_value(resource.get()));
    resource
}
