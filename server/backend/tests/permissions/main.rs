//! Who may what, as a table: role × verb × own / below / beside / above × states, and that every explanation says so.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod asking;
mod random;
mod table;
mod verbs;

use backend::testing::TestBackend;
use backend::{Caller, Engine, Error, people, policy};
use model::customers::Status;
use model::ids::{CustomerId, UserId};
use model::people::Role;
use model::permissions::{Explanation, Rule};
use rstest::rstest;
use table::Answer::{self, Absent, Governed, Role as No, State, Yes};
use table::{TABLE, Verb};
use verbs::{World, action, object, read, run};

/// What is disabled while the verb is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Off {
    Nothing,
    /// The customer that is the target, or whose user or contact is.
    Customer,
    /// The user or contact itself.
    Object,
    /// Who calls.
    Caller,
}

async fn world(engine: Engine) -> World {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let above = test.customer("Above", None).await.id;
    let home = test.customer("Home", Some(above)).await.id;
    let beside = test.customer("Beside", Some(above)).await.id;
    let other_below = test.customer("Other below", Some(home)).await.id;
    World { test, home, other_below, beside, above }
}

/// The first rule that doesn't hold, as what a verb says of it.
fn said(explanation: &Result<Explanation, Error>) -> Answer {
    let explanation = match explanation {
        Ok(explanation) => explanation,
        // Someone whose customer is in the Trash doesn't exist for anybody.
        Err(Error::NotFound) => return Absent,
        Err(error) => panic!("{error:?}"),
    };
    let broken = explanation.reasons.iter().find(|reason| !reason.holds).map(|reason| reason.rule);
    assert_eq!(explanation.allowed, broken.is_none());
    match broken {
        None => Yes,
        Some(Rule::Role) => No,
        Some(Rule::Ancestor | Rule::NotSetFromAbove) => Governed,
        Some(Rule::Activated | Rule::Enabled | Rule::CustomerOpen | Rule::Scope | Rule::NotDeleted) => Absent,
        Some(_) => State,
    }
}

async fn disable(world: &World, customer: CustomerId) {
    let system = world.test.system();
    let set = world
        .test
        .backend
        .write(&system, move |call| Box::pin(backend::customers::set_status(call, customer, Status::Disabled, None)));
    set.await.unwrap();
}

/// Tries one cell, and asks for its explanation before.
async fn cell(
    world: &World,
    (verb, role, off): (Verb, Role, Off),
    (home, id): (CustomerId, CustomerId),
    place: &str,
) -> Answer {
    let email = format!("{:x}@home.example", u64::from_be_bytes(backend::random::bytes()));
    let user: UserId = world.test.user(home, &email, role).await.user.id;
    let caller: Caller = world.test.sign_in(&email).await;
    if off == Off::Caller {
        let (system, off) = (world.test.system(), Status::Disabled);
        let set = world.test.backend.write(&system, move |call| Box::pin(people::set_status(call, user, off, None)));
        set.await.unwrap();
    }
    if verb == Verb::ReleaseTwoFactor {
        // Where it is required nobody acts without.
        world.test.second_factor(user).await;
    }
    let object = object(world, verb, id, off == Off::Object).await;
    if off == Off::Customer {
        disable(world, id).await;
    }
    let system = world.test.backend.read(&world.test.system()).await.unwrap();
    let (asked, object_id) = (user.to_string(), object.id());
    let explanation = policy::explain(&system, Some(&asked), Ok(action(verb)), Some(&object_id)).await;
    let outcome = run(world, &caller, verb, object).await;
    let answer = read(&outcome);
    let told = said(&explanation);
    assert_eq!(told, answer, "{role:?} {verb:?} {place} {off:?}: {outcome:?} {explanation:?}");
    answer
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn the_table_holds_for_every_role_verb_and_place(#[case] engine: Engine) {
    let world = world(engine).await;
    let mut cells = 0;
    for (verb, own, below) in TABLE {
        for (index, role) in Role::ALL.into_iter().enumerate() {
            let mut check = async |place: &str, home: CustomerId, id: CustomerId, expected: Answer| {
                let answer = cell(&world, (verb, role, Off::Nothing), (home, id), place).await;
                assert_eq!(answer, expected, "{role:?} {verb:?} {place}");
                cells += 1;
            };
            let fresh = || world.test.customer("Target", Some(world.home));
            let own_target = fresh().await.id;
            check("own", own_target, own_target, own[index]).await;
            let below_target = fresh().await.id;
            check("below", world.home, below_target, below[index]).await;
            // What is beside or above does not exist, whatever the verb. Those that need it deleted get one to delete, and
            // what is required above would be required of all that follow.
            let beside_target = world.test.customer("Target", Some(world.beside)).await.id;
            check("beside", world.home, beside_target, Absent).await;
            if !matches!(verb, Verb::Restore | Verb::Purge | Verb::ReleaseTwoFactor) {
                check("above", world.home, world.above, Absent).await;
            }
        }
    }
    assert_eq!(cells, TABLE.len() * 3 * 4 - 9);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_disabled_is_explained_as_it_is_enforced(#[case] engine: Engine) {
    use model::permissions::Subject;
    let world = world(engine).await;
    let mut seen = Vec::new();
    for (verb, ..) in TABLE {
        let of_people = matches!(action(verb).subject(), Subject::User | Subject::Contact);
        // What is deleted can't be disabled any more.
        let lives = !matches!(verb, Verb::Restore | Verb::Purge);
        let states = [(Off::Customer, lives), (Off::Object, of_people), (Off::Caller, true)];
        for off in states.into_iter().filter_map(|(off, applies)| applies.then_some(off)) {
            for role in Role::ALL {
                let own = world.test.customer("Target", Some(world.home)).await.id;
                seen.push(cell(&world, (verb, role, off), (own, own), "own").await);
                let below = world.test.customer("Target", Some(world.home)).await.id;
                seen.push(cell(&world, (verb, role, off), (world.home, below), "below").await);
                let beside = world.test.customer("Target", Some(world.beside)).await.id;
                seen.push(cell(&world, (verb, role, off), (world.home, beside), "beside").await);
                // What is above takes its own people down with it.
                if off == Off::Object {
                    seen.push(cell(&world, (verb, role, off), (world.home, world.above), "above").await);
                }
            }
        }
    }
    // Nobody is governed here: of a customer that is disabled nobody acts.
    for answer in [Yes, No, Absent, State] {
        assert!(seen.contains(&answer), "{answer:?} of {}", seen.len());
    }
}
