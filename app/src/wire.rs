//! How the browser calls a server function: one request for all of them, so that each adds only its own types to the wasm.
//! Leptos' own client brings all of it along with every function.

use crate::error::{AppError, Code};
#[cfg(not(feature = "ssr"))]
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::{PostUrl, Postcard};
use leptos::server_fn::server::Server;
use leptos::server_fn::{Http, Protocol, ServerFn};
#[cfg(not(feature = "ssr"))]
use send_wrapper::SendWrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;

/// The protocol of every server function: `#[server(protocol = Wire)]`. Arguments go out as a form does, the answer comes
/// back in postcard, which has no names of fields: reading JSON took four times the code.
pub struct Wire;

/// An answer as it comes.
pub type Bytes = Pin<Box<dyn Future<Output = Result<Vec<u8>, AppError>> + Send>>;

impl<Input, Output, C, S> Protocol<Input, Output, C, S, AppError> for Wire
where
    Input: Serialize,
    Output: DeserializeOwned,
    C: Client<AppError>,
    S: Server<AppError>,
    Http<PostUrl, Postcard>: Protocol<Input, Output, C, S, AppError>,
{
    const METHOD: http::Method = http::Method::POST;

    fn run_server<F, Answer>(
        request: S::Request,
        function: F,
    ) -> impl Future<Output = Result<S::Response, AppError>> + Send
    where
        F: Fn(Input) -> Answer + Send,
        Answer: Future<Output = Result<Output, AppError>> + Send,
    {
        <Http<PostUrl, Postcard> as Protocol<Input, Output, C, S, AppError>>::run_server(request, function)
    }

    fn run_client(path: &str, input: Input) -> impl Future<Output = Result<Output, AppError>> + Send {
        let answer = post(path.to_owned(), serde_qs::to_string(&input).unwrap_or_default());
        async move { decode(&answer.await?) }
    }
}

/// Sends a form as it stands to the server function that takes it.
pub fn submit<F>(form: &web_sys::FormData) -> impl Future<Output = Result<F::Output, AppError>> + Send + use<F>
where
    F: ServerFn<Error = AppError>,
    F::Output: DeserializeOwned,
{
    let answer = submit_to(F::PATH, form);
    async move { decode(&answer.await?) }
}

/// Sends a form as it stands to a path; [`decode`] reads the answer.
pub fn submit_to(path: &str, form: &web_sys::FormData) -> Bytes {
    let entries = web_sys::UrlSearchParams::new_with_str_sequence_sequence(form);
    let body = entries.map(|entries| String::from(entries.to_string())).unwrap_or_default();
    post(path.to_owned(), body)
}

/// Sends a form whose answer nobody waits for: the browser carries it on after the page is gone.
pub fn submit_on_leaving(path: &str, form: &web_sys::FormData) {
    if let Ok(entries) = web_sys::UrlSearchParams::new_with_str_sequence_sequence(form) {
        let _ = web_sys::window()
            .map(|window| window.navigator().send_beacon_with_opt_url_search_params(path, Some(&entries)));
    }
}

/// An answer as what it is; [`Code::Internal`] if it is something else.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, AppError> {
    postcard::from_bytes(bytes).map_err(|_| AppError::new(Code::Internal))
}

/// How values travel in the page.
pub struct Packed;

impl<T: Serialize> Encoder<T> for Packed {
    type Error = postcard::Error;
    type Encoded = Vec<u8>;

    fn encode(value: &T) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Packed {
    type Error = postcard::Error;
    type Encoded = [u8];

    fn decode(bytes: &[u8]) -> Result<T, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

/// The server calls its functions without a request.
#[cfg(feature = "ssr")]
fn post(_: String, _: String) -> Bytes {
    Box::pin(async { Err(AppError::new(Code::Internal)) })
}

#[cfg(not(feature = "ssr"))]
fn post(path: String, body: String) -> Bytes {
    // The browser has one thread.
    Box::pin(SendWrapper::new(browser::post(path, body)))
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::*;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{AbortController, Headers, RequestInit, Response};

    /// An answer that nobody waits for any longer need not come.
    struct Abort(AbortController);

    impl Drop for Abort {
        fn drop(&mut self) {
            self.0.abort();
        }
    }

    pub async fn post(path: String, body: String) -> Result<Vec<u8>, AppError> {
        let offline = |_| AppError::new(Code::Offline);
        let abort = Abort(AbortController::new().map_err(offline)?);
        let headers = Headers::new().map_err(offline)?;
        let _ = headers.set("Accept", "application/x-postcard");
        let _ = headers.set("Content-Type", "application/x-www-form-urlencoded");
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_headers(&headers);
        init.set_body(&JsValue::from_str(&body));
        init.set_signal(Some(&abort.0.signal()));
        let answer = JsFuture::from(window().fetch_with_str_and_init(&path, &init)).await.map_err(offline)?;
        let answer: Response = answer.unchecked_into();
        let bytes = JsFuture::from(answer.array_buffer().map_err(offline)?).await.map_err(offline)?;
        let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
        if !answer.ok() {
            return Err(decode(&bytes).unwrap_or_else(|error| error));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::page::Page;
    use model::people::{CreatedUser, Role, User, UserStatus};

    fn travels<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
        let bytes = <Packed as Encoder<T>>::encode(value).unwrap();
        assert_eq!(&decode::<T>(&bytes).unwrap(), value);
    }

    /// What JSON leaves out has its place here.
    #[test]
    fn what_may_be_left_out_travels() {
        let user = User {
            id: model::ids::UserId(1),
            customer_id: model::ids::CustomerId(2),
            name: "Anna".to_owned(),
            email: "anna@example.com".to_owned(),
            role: Role::Admin,
            status: UserStatus::Invited,
            last_sign_in_at: None,
            invited_until: None,
            created_at: model::time::Timestamp(0),
            version: 1,
        };
        for more in [false, true] {
            travels(&Page { items: vec![user.clone()], next_cursor: None, total: 1, more });
        }
        for activation_link in [None, Some("/activate/x".to_owned())] {
            travels(&CreatedUser { user: user.clone(), activation_link });
        }
        travels(&AppError::new(Code::Busy));
    }
}
