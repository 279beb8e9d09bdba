//! One line a request. Queries, cookies and headers are not in it, nor what could be a secret in a path.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;

/// What follows one of these in a path is a one-time link's secret.
const BEFORE_SECRETS: [&str; 3] = ["activate", "reset", "setup"];
/// No name in our paths is that long; ids have 36 characters, secrets 43.
const LONGEST: usize = 40;

/// Writes the line when the answer's head is ready.
pub async fn write(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), redact(request.uri().path()));
    let start = Instant::now();
    let answer = next.run(request).await;
    let ms = start.elapsed().as_secs_f64() * 1_000.0;
    tracing::info!(target: "access", %method, path, status = answer.status().as_u16(), ms = format_args!("{ms:.1}"));
    answer
}

fn redact(path: &str) -> String {
    let mut secret = false;
    let segment = |segment: &str| {
        let hidden = secret && !segment.is_empty() || segment.len() > LONGEST || segment.contains("cnp_");
        // The rest of the path too: a link may have been pasted with something behind it.
        secret |= BEFORE_SECRETS.contains(&segment);
        if hidden { "…".to_owned() } else { segment.to_owned() }
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn secrets_are_left_out_and_names_stay() {
        for (path, logged) in [
            ("/", "/"),
            ("/customers/0198c0de-7a2b-7000-8000-000000000000", "/customers/0198c0de-7a2b-7000-8000-000000000000"),
            ("/activate/short", "/activate/…"),
            ("/setup//x/y", "/setup//…/…"),
            ("/reset/", "/reset/"),
            ("/%73etup/0123456789012345678901234567890123456789012", "/%73etup/…"),
            ("/x/cnp_abc", "/x/…"),
        ] {
            assert_eq!(redact(path), logged);
        }
    }
}
