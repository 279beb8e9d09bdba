//! Who asks, by the session cookie: for pages and their server functions alone. The REST API takes tokens only.

use crate::middleware::public::Public;
use app::request::Incoming;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use backend::Backend;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// What is the same for every request.
#[derive(Clone, Debug)]
pub struct Sessions {
    backend: Backend,
    https: bool,
}

impl Sessions {
    /// Of a server that is reached as `public` says.
    #[must_use]
    pub fn new(backend: &Backend, public: &Public) -> Self {
        Self { backend: backend.clone(), https: public.https }
    }
}

/// Puts an [`Incoming`] into the request's extensions. Nothing is looked up yet: each read and write does that anew.
/// The address is the connection's own; a forwarded one could be made up to get round the limits on signing in.
pub async fn attach(State(sessions): State<Sessions>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    let incoming = Incoming::new(sessions.backend, request.headers(), address, sessions.https);
    request.extensions_mut().insert(incoming);
    next.run(request).await
}
