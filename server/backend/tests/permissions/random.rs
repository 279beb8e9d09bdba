//! A hundred thousand random questions: the pure decision over facts that the operator sees agrees with what each person's
//! own view finds and allows.

use backend::people::contacts;
use backend::policy::{self, Found, Person};
use backend::testing::{TestBackend, prepared};
use backend::{Caller, Engine, View, customers, people};
use model::contacts::ContactForm;
use model::customers::Status;
use model::deletions::{Children, NewDeletion};
use model::ids::{CustomerId, UserId};
use model::people::{LinkBy, Role};
use model::permissions::{Action, Subject};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

const QUESTIONS: usize = 100_000;

/// A small generator; the same tree and questions each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

#[derive(Default)]
struct Things {
    customers: Vec<String>,
    users: Vec<String>,
    contacts: Vec<String>,
    emails: Vec<String>,
}

async fn people_of(test: &TestBackend, dice: &mut Dice, things: &mut Things, customer: CustomerId) {
    let (backend, system) = (&test.backend, test.system());
    for _ in 0..dice.roll(3) {
        let email = format!("u{}@random.example", things.users.len());
        let mut new = prepared(&email, &email, Role::ALL[dice.roll(3)]);
        if dice.roll(5) == 0 {
            new.secret = people::PreparedSecret::Link(LinkBy::Link);
        }
        let made = backend.write(&system, move |call| Box::pin(people::create(call, customer, new))).await.unwrap();
        let (id, off): (UserId, _) = (made.user.id, dice.roll(5) == 0);
        if off {
            let off = Status::Disabled;
            backend.write(&system, move |call| Box::pin(people::set_status(call, id, off, None))).await.unwrap();
        }
        things.users.push(id.to_string());
        things.emails.push(email);
    }
    for _ in 0..dice.roll(3) {
        let form = ContactForm { name: format!("Contact {}", things.contacts.len()), ..ContactForm::default() };
        let data = form.parse().unwrap();
        let made = backend.write(&system, move |call| Box::pin(contacts::create(call, customer, data))).await.unwrap();
        let id = made.id;
        if dice.roll(3) == 0 {
            let email = format!("u{}@random.example", things.users.len());
            let new = prepared(&email, &email, Role::ALL[dice.roll(3)]);
            let given = backend.write(&system, move |call| Box::pin(contacts::give_sign_in(call, id, new, None)));
            things.users.push(given.await.unwrap().user.id.to_string());
            things.emails.push(email);
        }
        things.contacts.push(id.to_string());
    }
}

async fn tree(test: &TestBackend, dice: &mut Dice) -> Things {
    let (backend, system) = (&test.backend, test.system());
    let (mut things, mut all) = (Things::default(), vec![test.root().await]);
    for index in 0..30 {
        let parent = all[dice.roll(all.len())];
        all.push(test.customer(&format!("Customer {index}"), Some(parent)).await.id);
    }
    for &customer in &all {
        people_of(test, dice, &mut things, customer).await;
    }
    for &customer in &all[1..] {
        if dice.roll(8) == 0 {
            let off = Status::Disabled;
            backend
                .write(&system, move |call| Box::pin(customers::set_status(call, customer, off, None)))
                .await
                .unwrap();
        }
        if dice.roll(6) == 0 {
            let set =
                backend.write(&system, move |call| Box::pin(customers::require_two_factor(call, customer, true, None)));
            set.await.unwrap();
        }
    }
    for user in things.users.iter().step_by(2) {
        test.second_factor(user.parse().unwrap()).await;
    }
    for &customer in [all[7], all[19]].iter() {
        let new = NewDeletion { at: None, reason: "test".to_owned(), children: Some(Children::Delete) };
        // Deleting one may have taken the other along.
        let _ = backend.write(&system, move |call| Box::pin(customers::delete(call, customer, new, None))).await;
    }
    things.customers = all.iter().map(ToString::to_string).collect();
    things
}

/// What a person may do, by their own view of the database: whether they act, what they find, what the checks allow.
async fn enforced(view: Option<&View>, action: Action, object: Option<&str>) -> bool {
    let Some(view) = view else { return false };
    let Ok(found) = policy::found(view, action, object).await else { return false };
    let actor = view.actor().unwrap();
    let Some((found, object)) = found.zip(object) else { return policy::may_here(actor, action).is_ok() };
    let oneself = actor.user.as_ref().is_some_and(|user| user.id.to_string() == object);
    // The same thing as the pages' verbs find it: a second way to the same rights.
    if action.subject() == Subject::Customer && !found.target.trashed {
        let rights = customers::detail(view, object.parse().unwrap()).await.unwrap().rights;
        let right = match action {
            Action::CustomerEdit => Some(rights.edit),
            Action::CustomerEditGoverned => Some(rights.set_governed),
            Action::CustomerDelete | Action::CustomerMove | Action::CustomerSetStatus => Some(rights.govern),
            Action::CustomerCreateBelow => Some(rights.add_below),
            Action::UserCreate => Some(rights.manage_users),
            _ => None,
        };
        if let Some(right) = right {
            return right;
        }
    }
    if action == Action::UserEdit {
        return people::find(view, object.parse().unwrap()).await.unwrap().manage;
    }
    let me = policy::person(view, None).await.unwrap();
    let found = Found { target: policy::Target { oneself, ..found.target }, ..found };
    let object = oneself.then_some(object);
    let decision = policy::decide(action, &policy::facts_of(&me, object, Some(&found)));
    decision.permitted().is_ok() && decision.obstacle().is_none()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_decisions_agree_with_the_checks() {
    let test = TestBackend::new(Engine::Sqlite).await;
    test.provider().await;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let things = tree(&test, &mut dice).await;
    let operator = test.backend.read(&test.system()).await.unwrap();
    let actions: Vec<Action> = Action::all().collect();

    let mut who: Vec<(Option<Person>, Option<View>)> = Vec::new();
    for (id, email) in things.users.iter().zip(&things.emails) {
        let person = policy::person(&operator, Some(id.parse().unwrap())).await.ok();
        let caller = match test.sign_in_if_any(email).await {
            Some(secret) => Caller::session(&secret),
            None => Caller::Anonymous,
        };
        let view = test.backend.read(&caller).await.ok().filter(|view| view.actor().is_ok());
        who.push((person, view));
    }
    let mut seen: HashMap<(usize, usize, String), bool> = HashMap::new();
    let mut facts: HashMap<(usize, String), Option<Option<Found>>> = HashMap::new();
    let (mut yes, mut unknown) = (0, 0);
    for _ in 0..QUESTIONS {
        let (user, index) = (dice.roll(who.len()), dice.roll(actions.len()));
        let action = actions[index];
        let object = match action.subject() {
            Subject::Customer => Some(&things.customers[dice.roll(things.customers.len())]),
            Subject::User => Some(&things.users[dice.roll(things.users.len())]),
            Subject::Contact => Some(&things.contacts[dice.roll(things.contacts.len())]),
            Subject::Installation => None,
        };
        let key = object.cloned().unwrap_or_default();
        if let Entry::Vacant(unknown) = facts.entry((index, key.clone())) {
            unknown.insert(policy::found(&operator, action, object.map(String::as_str)).await.ok());
        }
        let (person, view) = &who[user];
        let decided = match (person, &facts[&(index, key.clone())]) {
            (Some(person), Some(found)) => {
                policy::decide(action, &policy::facts_of(person, object.map(String::as_str), found.as_ref())).allowed()
            }
            // In the Trash: for nobody there.
            _ => {
                unknown += 1;
                false
            }
        };
        let enforced = match seen.get(&(user, index, key.clone())) {
            Some(&enforced) => enforced,
            None => {
                let enforced = enforced(view.as_ref(), action, object.map(String::as_str)).await;
                seen.insert((user, index, key.clone()), enforced);
                enforced
            }
        };
        assert_eq!(decided, enforced, "{} {} {key}: {person:?}", things.emails[user], action.as_str());
        yes += usize::from(decided);
    }
    assert!(yes > QUESTIONS / 50 && unknown < QUESTIONS / 2, "{yes} yes, {unknown} unknown");
}
