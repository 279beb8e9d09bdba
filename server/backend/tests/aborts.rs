//! Callers that go away half-way: no poisoned connection, no lock, nothing half-written.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::customers;
use backend::testing::{TestBackend, company};
use backend::{Caller, Engine, Error};
use futures::FutureExt;
use model::customers::{CustomerQuery, NewCustomerForm};
use rstest::rstest;

const ABORTED: usize = 10_000;

/// Polls a call some times, lets others run in between, and drops it.
async fn abandon(call: impl Future, polls: usize) {
    let mut call = Box::pin(call);
    for _ in 0..polls {
        if call.as_mut().now_or_never().is_some() {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn create(test: &TestBackend, caller: &Caller, name: &str) {
    let form = NewCustomerForm { customer: company(name), ..NewCustomerForm::default() };
    let new = form.parse().unwrap();
    test.backend.write(caller, move |call| Box::pin(customers::create(call, new, None))).await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_abandoned_calls_leave_nothing_behind(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    for number in 0..ABORTED {
        let polls = number / 2 % 40;
        // A caller who waits: it gets through between those who do not.
        if number % 100 == 0 {
            create(&test, &admin, "Patient").await;
        }
        if number % 2 == 0 {
            let form = NewCustomerForm { customer: company(&format!("Node {number}")), ..NewCustomerForm::default() };
            let new = form.parse().unwrap();
            abandon(test.backend.write(&admin, move |call| Box::pin(customers::create(call, new, None))), polls).await;
        } else {
            let list = async {
                let view = test.backend.read(&admin).await?;
                customers::list(&view, &CustomerQuery { q: "node".to_owned(), ..CustomerQuery::default() }).await
            };
            abandon(list, polls).await;
        }
    }
    // The abandoned writes went on by themselves: this one queues behind them and must get through.
    create(&test, &admin, "The last").await;
    if engine == Engine::Postgres {
        test.settled().await;
    }
    // Every connection of the pool answers, side by side.
    let reads = (0..40).map(|_| async { test.backend.read(&admin).await.map(drop) });
    let outcomes: Vec<Result<(), Error>> = futures::future::join_all(reads).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!(backend::doctor::check(&test.backend).await.unwrap().is_empty());
}
