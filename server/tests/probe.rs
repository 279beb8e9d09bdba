mod support;
use support::Server;
use std::time::Duration;
async fn go(seed: usize) {
    for round in 0..25 {
        let server = Server::new().await;
        let bearer = server.bearer().await;
        let customer = server.test.customer("Rossi", None).await;
        let path = format!("/api/v1/customers/{}/users", customer.id);
        let body = r#"{"name": "Anna", "email": "anna@rossi.example", "role": "admin", "activation": "link"}"#;
        let h = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        if tokio::time::timeout(Duration::from_secs(5), server.post(&path, &h, body)).await.is_err() { println!("HANG post {seed} {round}"); }
        for p in ["/", "/customers", "/sign-in", "/llms.txt", "/customers/"] {
            if tokio::time::timeout(Duration::from_secs(5), server.get(p, &[])).await.is_err() { println!("HANG {p} {seed} {round}"); }
        }
    }
}
#[tokio::test] async fn a() { go(1).await }
#[tokio::test] async fn b() { go(2).await }
#[tokio::test] async fn c() { go(3).await }
#[tokio::test] async fn d() { go(4).await }
