//! The accept loop: it bounds how many connections there are, how long one may take to say what it wants, and how long
//! the last answers may take when the server stops. (`axum::serve` knows none of these limits.)

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// How much a client may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From connecting, or from the last answer, to the end of a request's headers.
    pub headers: Duration,
    /// Connections at a time; more wait in the operating system's queue.
    pub connections: usize,
    /// For requests in flight when the server stops.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { headers: Duration::from_secs(10), connections: 1_024, grace: Duration::from_secs(10) }
    }
}

/// Streams that one HTTP/2 connection may have open.
const STREAMS: u32 = 100;
/// After this silence an HTTP/2 client is asked whether it is still there.
const PING: Duration = Duration::from_secs(20);
/// Before accepting again when the system is out of file descriptors.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `stop` is ready, then finishes what is in flight.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let server = Arc::new(builder(limits));
    let slots = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let accepted = async {
            let slot = slots.clone().acquire_owned().await.expect("nothing closes the semaphore");
            (listener.accept().await, slot)
        };
        let (accepted, slot) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "no connection accepted");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let (server, router, watcher) = (server.clone(), router.clone(), graceful.watcher());
        tokio::spawn(async move {
            connection(&server, stream, peer, router, limits.headers, watcher).await;
            drop(slot);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still in flight");
    }
}

fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.headers);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(STREAMS).keep_alive_interval(PING);
    builder
}

async fn connection(
    server: &Builder<TokioExecutor>,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    headers: Duration,
    watcher: hyper_util::server::graceful::Watcher,
) {
    // Answers are written whole; waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let heard = Arc::new(AtomicBool::new(false));
    let service = {
        let heard = heard.clone();
        service_fn(move |request: Request<Incoming>| {
            heard.store(true, Ordering::Relaxed);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        })
    };
    let connection = watcher.watch(server.serve_connection(TokioIo::new(stream), service).into_owned());
    // hyper's own limit begins once the protocol is known; a client that sends nothing would never get there.
    let silent = async {
        tokio::time::sleep(headers).await;
        if heard.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        ended = connection => if let Err(error) = ended {
            tracing::debug!(%peer, error, "connection ended");
        },
        () = silent => tracing::debug!(%peer, "connection closed: no request came"),
    }
}
