//! Create, move, disable, delete, restore and purge by several actors at once, against a model in memory.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::customers::{self, TrashQuery};
use backend::people::contacts;
use backend::testing::{TestBackend, company};
use backend::{Backend, Engine, Error};
use model::contacts::ContactForm;
use model::customers::{CustomerQuery, NewCustomerForm, Status};
use model::deletions::{Children, NewDeletion};
use model::ids::CustomerId;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};

/// One step; numbers pick among the customers that exist at that moment.
#[derive(Clone, Debug)]
enum Step {
    Create(usize),
    Move(usize, usize),
    Disable(usize, bool),
    Delete(usize, bool),
    Restore(usize),
    Purge(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any::<usize>().prop_map(Step::Create),
        4 => any::<(usize, usize)>().prop_map(|(a, b)| Step::Move(a, b)),
        1 => any::<(usize, bool)>().prop_map(|(a, b)| Step::Disable(a, b)),
        2 => any::<(usize, bool)>().prop_map(|(a, b)| Step::Delete(a, b)),
        2 => any::<usize>().prop_map(Step::Restore),
        1 => any::<usize>().prop_map(Step::Purge),
    ]
}

/// What the tree should be.
#[derive(Default)]
struct Model {
    /// Parent of each customer; the provider is not in it.
    parents: BTreeMap<CustomerId, CustomerId>,
    /// Which deletion, named by its top, holds a customer.
    trash: BTreeMap<CustomerId, CustomerId>,
}

impl Model {
    fn lives(&self, id: CustomerId) -> bool {
        !self.trash.contains_key(&id)
    }

    fn is_below(&self, mut id: CustomerId, top: CustomerId) -> bool {
        loop {
            if id == top {
                return true;
            }
            match self.parents.get(&id) {
                Some(&parent) => id = parent,
                None => return false,
            }
        }
    }

    fn living(&self) -> Vec<CustomerId> {
        self.parents.keys().copied().filter(|&id| self.lives(id)).collect()
    }

    fn tops(&self) -> Vec<CustomerId> {
        self.trash.values().copied().collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn delete(&mut self, id: CustomerId, along: bool) {
        let parent = self.parents[&id];
        if along {
            for held in self.living().into_iter().filter(|&other| self.is_below(other, id)).collect::<Vec<_>>() {
                self.trash.insert(held, id);
            }
        } else {
            for child in self.living().into_iter().filter(|child| self.parents[child] == id).collect::<Vec<_>>() {
                self.parents.insert(child, parent);
            }
            self.trash.insert(id, id);
        }
    }

    fn restore(&mut self, top: CustomerId) {
        let mut parent = self.parents[&top];
        while !self.lives(parent) {
            parent = self.parents[&parent];
        }
        self.parents.insert(top, parent);
        self.trash.retain(|_, by| *by != top);
    }

    fn purge(&mut self, top: CustomerId) {
        let gone: BTreeSet<CustomerId> = self.trash.iter().filter(|&(_, by)| *by == top).map(|(&id, _)| id).collect();
        let above = self.parents[&top];
        for (id, parent) in &mut self.parents {
            if gone.contains(parent) && !gone.contains(id) {
                *parent = above;
            }
        }
        self.parents.retain(|id, _| !gone.contains(id));
        self.trash.retain(|id, _| !gone.contains(id));
    }
}

async fn create(backend: &Backend, parent: CustomerId) -> Result<CustomerId, Error> {
    let form =
        NewCustomerForm { customer: company("Node"), parent_id: parent.to_string(), ..NewCustomerForm::default() };
    let new = form.parse()?;
    let system = backend::Caller::system(backend::Via::Cli);
    let id = backend.write(&system, move |call| Box::pin(customers::create(call, new, None))).await?.customer.id;
    // It goes wherever its customer goes; the doctor sees where it is.
    let contact = ContactForm { name: "Contact".to_owned(), ..ContactForm::default() }.parse()?;
    backend.write(&system, move |call| Box::pin(contacts::create(call, id, contact))).await?;
    Ok(id)
}

async fn relocate(backend: &Backend, id: CustomerId, to: CustomerId) -> Result<(), Error> {
    let system = backend::Caller::system(backend::Via::Cli);
    backend.write(&system, move |call| Box::pin(customers::relocate(call, id, to, None))).await.map(drop)
}

async fn delete(backend: &Backend, id: CustomerId, along: bool) -> Result<(), Error> {
    let children = Some(if along { Children::Delete } else { Children::MoveUp });
    let new = NewDeletion { at: None, reason: "test".to_owned(), children };
    let system = backend::Caller::system(backend::Via::Cli);
    backend.write(&system, move |call| Box::pin(customers::delete(call, id, new, None))).await.map(drop)
}

async fn apply(test: &TestBackend, model: &mut Model, root: CustomerId, step: &Step) {
    let living = model.living();
    let pick = |list: &[CustomerId], at: usize| list.get(at % list.len().max(1)).copied();
    let system = test.system();
    match *step {
        Step::Create(at) => {
            let parent = pick(&living, at).unwrap_or(root);
            let id = create(&test.backend, parent).await.unwrap();
            model.parents.insert(id, parent);
        }
        Step::Move(at, to) => {
            let Some(id) = pick(&living, at) else { return };
            let to = if to % 7 == 0 { root } else { pick(&living, to).unwrap_or(root) };
            let moved = relocate(&test.backend, id, to).await;
            if model.is_below(to, id) {
                assert!(matches!(moved, Err(Error::Invalid(_))), "below itself: {moved:?}");
            } else {
                moved.unwrap();
                model.parents.insert(id, to);
            }
        }
        Step::Disable(at, off) => {
            let Some(id) = pick(&living, at) else { return };
            let status = if off { Status::Disabled } else { Status::Enabled };
            let set = test.backend.write(&system, move |call| Box::pin(customers::set_status(call, id, status, None)));
            assert_eq!(set.await.unwrap().status, status);
        }
        Step::Delete(at, along) => {
            let Some(id) = pick(&living, at) else { return };
            delete(&test.backend, id, along).await.unwrap();
            model.delete(id, along);
        }
        Step::Restore(at) => {
            let Some(id) = pick(&model.tops(), at) else { return };
            let back = test.backend.write(&system, move |call| Box::pin(customers::restore(call, id, None)));
            back.await.unwrap();
            model.restore(id);
        }
        Step::Purge(at) => {
            let Some(id) = pick(&model.tops(), at) else { return };
            let gone = test.backend.write(&system, move |call| Box::pin(customers::purge(call, id, None)));
            gone.await.unwrap();
            model.purge(id);
        }
    }
}

async fn compare(test: &TestBackend, model: &Model, root: CustomerId) {
    let view = test.backend.read(&test.system()).await.unwrap();
    let list = customers::list(&view, &CustomerQuery { limit: 200, ..CustomerQuery::default() }).await.unwrap();
    let stored: BTreeMap<_, _> = list.items.iter().map(|r| (r.customer.id, r.customer.parent_id.unwrap())).collect();
    let expected: BTreeMap<_, _> = model.living().into_iter().map(|id| (id, model.parents[&id])).collect();
    assert_eq!(stored, expected);
    for &id in expected.keys() {
        let mut above = Vec::new();
        let mut at = id;
        while let Some(&parent) = model.parents.get(&at).filter(|&&parent| parent != root) {
            above.insert(0, parent);
            at = parent;
        }
        let ancestors = customers::ancestors(&view, id).await.unwrap();
        assert_eq!(ancestors.iter().map(|c| c.id).collect::<Vec<_>>(), above, "the path equals the parents");
    }
    let trash = customers::trash(&view, &TrashQuery { limit: 200, ..TrashQuery::default() }).await.unwrap();
    let tops: BTreeSet<_> = trash.items.iter().map(|row| row.customer.id).collect();
    assert_eq!(tops, model.tops().into_iter().collect());
    sound(test).await;
}

/// What `canopy doctor` looks at.
async fn sound(test: &TestBackend) {
    let findings = backend::doctor::check(&test.backend).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

fn run(engine: Engine, cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let steps = proptest::collection::vec(step(), 1..40);
    let outcome = runner.run(&steps, |steps| {
        runtime.block_on(async {
            let test = TestBackend::new(engine).await;
            test.provider().await;
            let root = test.root().await;
            let mut model = Model::default();
            for step in &steps {
                apply(&test, &mut model, root, step).await;
            }
            compare(&test, &model, root).await;
        });
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn one_actor_on_sqlite() {
    run(Engine::Sqlite, 40);
}

#[test]
fn one_actor_on_postgres() {
    run(Engine::Postgres, 20);
}

/// Moves, deletes and restores in an order of its own.
async fn act(backend: Backend, ids: Vec<CustomerId>, actor: usize) {
    for round in 0..40usize {
        let (a, b) = (ids[(round * 7 + actor * 3) % ids.len()], ids[(round * 5 + actor * 11) % ids.len()]);
        let outcome = match round % 4 {
            0 | 1 => relocate(&backend, a, b).await,
            2 => delete(&backend, a, false).await,
            _ => {
                let system = backend::Caller::system(backend::Via::Cli);
                backend.write(&system, move |call| Box::pin(customers::restore(call, a, None))).await.map(drop)
            }
        };
        let fair = matches!(outcome, Ok(()) | Err(Error::Invalid(_) | Error::NotFound | Error::Blocked(_)));
        assert!(fair, "{outcome:?}");
    }
}

/// Several at once: the order is the database's, so only what must always hold is checked.
async fn crowd(engine: Engine, actors: usize) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let root = test.root().await;
    let mut ids = Vec::new();
    for at in 0..12usize {
        let parent = if at == 0 { root } else { ids[at / 2] };
        ids.push(create(&test.backend, parent).await.unwrap());
    }
    let mut servers = Vec::new();
    for _ in 0..actors {
        servers.push(test.another().await);
    }
    let tasks = servers.into_iter().enumerate().map(|(actor, backend)| tokio::spawn(act(backend, ids.clone(), actor)));
    for task in futures::future::join_all(tasks).await {
        task.unwrap();
    }
    sound(&test).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_servers_on_sqlite_build_no_cycle() {
    crowd(Engine::Sqlite, 8).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_servers_on_postgres_build_no_cycle() {
    crowd(Engine::Postgres, 8).await;
}
