//! The isolation matrix of the pages: every server function, asked by everyone, about everything.
//! An endpoint that is not in the table fails the test.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod support;

use axum::http::StatusCode;
use backend::customers;
use backend::people::contacts;
use model::contacts::ContactForm;
use model::deletions::NewDeletion;
use model::ids::CustomerId;
use model::people::Role;
use std::collections::BTreeSet;
use support::{ADMIN, PUBLIC, Server};

const NOWHERE: &str = "01990000-0000-7000-8000-000000000000";

/// What a server function asks of who calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Anyone may call it; it tells nothing about customers.
    Nobody,
    /// A session; the answer is about the caller.
    Session,
    /// A session, and reach over the customer in `{id}`.
    Reach,
    /// A session, and reach over the user in `{user}`.
    ReachUser,
    /// A session, and reach over the contact in `{contact}`.
    ReachContact,
}

/// Each server function with a form that would do.
const TABLE: &[(&str, Needs, &str)] = &[
    ("customers/api/list_customers", Needs::Session, "query[q]=target"),
    ("customers/api/arrange_list", Needs::Nobody, "columns[]=ref&density=compact"),
    ("customers/api/open_customer", Needs::Reach, "id={id}"),
    ("customers/api/find_customer", Needs::Reach, "id={id}"),
    ("customers/api/list_rankings", Needs::Session, ""),
    (
        "customers/api/create_customer",
        Needs::Reach,
        "form[customer][name]=N&form[customer][kind]=company&form[customer][country]=IT&form[parent_id]={id}",
    ),
    ("customers/draft_api/open_customer_draft", Needs::Reach, "parent={id}"),
    (
        "customers/draft_api/check_customer_draft",
        Needs::Reach,
        "form[customer][name]=N&form[customer][kind]=company&form[customer][country]=IT&form[parent_id]={id}",
    ),
    ("customers/draft_api/keep_customer_draft", Needs::Session, "form[customer][name]=N"),
    ("customers/draft_api/similar_customers", Needs::Session, "form[customer][name]=Target"),
    ("customers/draft_api/discard_customer_draft", Needs::Session, ""),
    ("customers/api/edit_customer", Needs::Reach, "id={id}&field=city&base=&value=Roma"),
    ("customers/api/update_customer", Needs::Reach, "id={id}&form[base][city]=&form[customer][city]=Roma"),
    ("customers/api/set_customer_status", Needs::Reach, "id={id}&status=disabled"),
    ("customers/api/customer_move_plan", Needs::Reach, "id={id}&parent={own}"),
    ("customers/api/move_customer", Needs::Reach, "id={id}&parent={own}"),
    ("customers/api/customer_deletion_plan", Needs::Reach, "id={id}"),
    ("customers/api/delete_customer", Needs::Reach, "id={id}&form[reason]=x&form[children]=delete&when=now"),
    ("customers/api/cancel_customer_deletion", Needs::Reach, "id={id}"),
    ("customers/api/restore_customer", Needs::Reach, "id={id}"),
    ("customers/tree_api/customer_children", Needs::Reach, "parent={id}"),
    ("customers/tree_api/find_in_tree", Needs::Session, "query[q]=target"),
    ("customers/users_api/list_users", Needs::Reach, "customer={id}"),
    (
        "customers/users_api/add_user",
        Needs::Reach,
        "customer={id}&form[name]=N&form[email]=n@example.com&form[role]=viewer&form[activation]=link",
    ),
    ("customers/users_api/invite_again", Needs::ReachUser, "user={user}"),
    ("customers/users_api/mail_reset", Needs::ReachUser, "user={user}"),
    ("customers/users_api/new_activation_link", Needs::ReachUser, "user={user}"),
    ("customers/contacts/api/list_contacts", Needs::Reach, "customer={id}"),
    ("customers/contacts/api/add_contact", Needs::Reach, "customer={id}&form[name]=N"),
    ("customers/contacts/api/edit_contact", Needs::ReachContact, "contact={contact}&field=name&base=&value=N"),
    ("customers/contacts/api/set_contact_status", Needs::ReachContact, "contact={contact}&status=disabled"),
    ("customers/contacts/api/set_default_contact", Needs::ReachContact, "contact={contact}"),
    ("customers/contacts/api/delete_contact", Needs::ReachContact, "contact={contact}"),
    (
        "customers/contacts/api/give_contact_sign_in",
        Needs::ReachContact,
        "contact={contact}&form[name]=N&form[email]=n@example.com&form[role]=viewer&form[activation]=link",
    ),
    ("customers/contacts/api/take_contact_sign_in", Needs::ReachContact, "contact={contact}"),
    ("users/api/list_all_users", Needs::Session, "query[q]=target"),
    ("users/api/find_user", Needs::ReachUser, "user={user}"),
    ("users/api/open_user", Needs::ReachUser, "user={user}"),
    ("users/api/revoke_invitation", Needs::ReachUser, "user={user}"),
    ("users/api/edit_user", Needs::ReachUser, "user={user}&field=name&base=&value=N"),
    ("users/api/set_user_status", Needs::ReachUser, "user={user}&status=disabled"),
    ("users/api/end_user_sessions", Needs::ReachUser, "user={user}"),
    ("users/api/delete_user", Needs::ReachUser, "user={user}"),
    ("customers/saved_views_api/list_saved_views", Needs::Session, ""),
    ("customers/saved_views_api/save_view", Needs::Session, "form[name]=N&form[address]=%3Fq%3Dtarget"),
    ("customers/saved_views_api/delete_saved_view", Needs::Session, "id=01990000-0000-7000-8000-000000000000"),
    ("customers/two_factor_api/customer_two_factor_plan", Needs::Reach, "id={id}"),
    ("customers/two_factor_api/require_two_factor", Needs::Reach, "id={id}&on=true"),
    ("customers/why_api/explain_permission", Needs::Reach, "action=customer.read&object={id}"),
    ("people/view_api/view_as", Needs::ReachUser, "user={user}"),
    ("people/view_api/end_view", Needs::Nobody, ""),
    // Whether one is an admin of the provider is asked first: all others get the same answer, whatever the id.
    ("outbox/api/list_outbox", Needs::Session, "status="),
    ("outbox/api/read_mail", Needs::Session, "mail=01990000-0000-7000-8000-000000000000"),
    ("outbox/api/retry_mail", Needs::Session, "mail=01990000-0000-7000-8000-000000000000"),
    ("outbox/api/discard_mail", Needs::Session, "mail=01990000-0000-7000-8000-000000000000"),
    ("trash/api/list_trash", Needs::Session, "q="),
    ("trash/api/restore_deleted", Needs::Reach, "id={id}"),
    ("trash/api/purge_deleted", Needs::Reach, "id={id}&typed=Target"),
    ("home/api/open_home", Needs::Session, ""),
    ("people/api/signed_in_person", Needs::Session, ""),
    ("people/api/person_if_any", Needs::Nobody, ""),
    ("people/api/sign_in", Needs::Nobody, "form[email]=a@example.com&form[password]=x"),
    ("people/api/awaits_setup", Needs::Nobody, ""),
    ("people/api/sign_out", Needs::Nobody, ""),
    ("people/api/activation", Needs::Nobody, "token=x"),
    (
        "people/api/activate",
        Needs::Nobody,
        "token=x&form[password]=long enough words&form[password_confirmation]=long enough words",
    ),
    ("people/api/ask_reset", Needs::Nobody, "form[email]=a@example.com"),
    ("people/api/reset_link", Needs::Nobody, "token=x"),
    (
        "people/api/reset",
        Needs::Nobody,
        "token=x&form[password]=long enough words&form[password_confirmation]=long enough words",
    ),
    ("people/api/setup_open", Needs::Nobody, "token=x"),
    ("people/api/set_up", Needs::Nobody, "token=x"),
    ("people/api/prefer", Needs::Nobody, ""),
    ("people/account_api/list_my_sessions", Needs::Session, ""),
    ("people/account_api/rename_myself", Needs::Session, "form[name]=N"),
    (
        "people/account_api/change_my_password",
        Needs::Session,
        "form[current_password]=x&form[password]=long enough words&form[password_confirmation]=long enough words",
    ),
    ("people/account_api/end_my_session", Needs::Session, "id=x"),
    ("people/account_api/sign_out_everywhere", Needs::Session, "which=else"),
    ("people/account_api/weigh_password", Needs::Nobody, "password=x"),
    ("people/passkey_api/my_passkeys", Needs::Session, ""),
    ("people/passkey_api/begin_passkey", Needs::Session, "proof[password]=x"),
    ("people/passkey_api/add_passkey", Needs::Session, "passkey[name]=N&answer={}"),
    ("people/passkey_api/rename_passkey", Needs::Session, "id=01990000-0000-7000-8000-000000000000&passkey[name]=N"),
    ("people/passkey_api/remove_passkey", Needs::Session, "id=01990000-0000-7000-8000-000000000000"),
    ("people/passkey_api/offers_passkeys", Needs::Nobody, ""),
    ("people/passkey_api/begin_passkey_sign_in", Needs::Nobody, ""),
    ("people/passkey_api/sign_in_by_passkey", Needs::Nobody, "answer={}"),
    ("people/second_factor_api/my_second_factor", Needs::Session, ""),
    ("people/second_factor_api/my_factor_duty", Needs::Session, ""),
    ("people/second_factor_api/begin_second_factor", Needs::Session, "begin[password]=x"),
    ("people/second_factor_api/confirm_second_factor", Needs::Session, "form[code]=123456"),
    ("people/second_factor_api/new_recovery_codes", Needs::Session, "fresh[password]=x"),
    ("people/second_factor_api/turn_off_second_factor", Needs::Session, "off[password]=x"),
    ("people/second_factor_api/reset_second_factor", Needs::ReachUser, "user={user}"),
    ("people/second_factor_api/awaits_code", Needs::Nobody, ""),
    ("people/second_factor_api/enter_code", Needs::Nobody, "form[code]=123456"),
];

#[test]
fn every_server_function_is_in_the_table() {
    let known: BTreeSet<String> = TABLE.iter().map(|(path, ..)| format!("/api/app/{path}")).collect();
    let found: BTreeSet<String> = server::pages::server_fns().map(|(path, _)| path.to_string()).collect();
    assert_eq!(found, known);
    assert!(server::pages::server_fns().all(|(_, method)| method == "POST"), "nothing is read or changed by GET");
}

struct World {
    server: Server,
    home: CustomerId,
    beside: CustomerId,
    deleted: CustomerId,
    user_beside: String,
    contact_beside: String,
}

async fn world() -> World {
    let server = Server::new().await;
    let test = &server.test;
    let home = test.customer("Home", None).await.id;
    let beside = test.customer("Target", None).await.id;
    let deleted = test.customer("Target", Some(beside)).await.id;
    let user_beside = test.user(beside, "u@beside.example", Role::Viewer).await.user.id.to_string();
    let data = ContactForm { name: "C".to_owned(), ..ContactForm::default() }.parse().unwrap();
    let system = test.system();
    let added = test.backend.write(&system, move |call| Box::pin(contacts::create(call, beside, data)));
    let contact_beside = added.await.unwrap().id.to_string();
    let new = NewDeletion { at: None, reason: "test".to_owned(), children: None };
    let system = test.system();
    test.backend.write(&system, move |call| Box::pin(customers::delete(call, deleted, new, None))).await.unwrap();
    World { server, home, beside, deleted, user_beside, contact_beside }
}

impl World {
    async fn ask(&self, cookie: &str, path: &str, form: &str, id: &str) -> support::Answer {
        let theirs = |own: &'_ str| if id == self.beside.to_string() { own.to_owned() } else { NOWHERE.to_owned() };
        let (user, contact) = (theirs(&self.user_beside), theirs(&self.contact_beside));
        let form = form
            .replace("{id}", id)
            .replace("{user}", &user)
            .replace("{contact}", &contact)
            .replace("{own}", &self.home.to_string());
        let headers = [
            ("cookie", cookie),
            ("origin", PUBLIC),
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.server.post(&format!("/api/app/{path}"), &headers, form).await
    }
}

#[tokio::test]
async fn strangers_get_nothing() {
    let world = world().await;
    let expired = format!("__Host-canopy={}", world.server.test.session(ADMIN).await);
    world.server.test.pass(12 * model::time::HOUR);
    for cookie in ["", "__Host-canopy=guess", expired.as_str()] {
        for (path, needs, form) in TABLE.iter().filter(|(_, needs, _)| *needs != Needs::Nobody) {
            let answer = world.ask(cookie, path, form, &world.beside.to_string()).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} {needs:?}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn foreign_deleted_and_nonexistent_are_the_same() {
    let world = world().await;
    let root = world.server.test.root().await;
    for role in Role::ALL {
        let email = format!("{}@home.example", role.as_str());
        world.server.test.user(world.home, &email, role).await;
        let cookie = format!("__Host-canopy={}", world.server.test.session(&email).await);
        for (path, _, form) in
            TABLE.iter().filter(|(_, needs, _)| matches!(needs, Needs::Reach | Needs::ReachUser | Needs::ReachContact))
        {
            let nowhere = world.ask(&cookie, path, form, NOWHERE).await;
            let refused = matches!(nowhere.status.as_u16(), 404 | 422);
            assert!(refused, "{role:?} {path}: {} {}", nowhere.status, nowhere.text());
            for id in [world.beside, world.deleted, root] {
                let foreign = world.ask(&cookie, path, form, &id.to_string()).await;
                assert_eq!(foreign.status, nowhere.status, "{role:?} {path}");
                assert_eq!(foreign.text(), nowhere.text(), "{role:?} {path}");
            }
        }
    }
}

#[tokio::test]
async fn lists_hold_only_what_is_in_reach() {
    let world = world().await;
    world.server.test.user(world.home, "admin@home.example", Role::Admin).await;
    let cookie = format!("__Host-canopy={}", world.server.test.session("admin@home.example").await);
    for path in [
        "customers/api/list_customers",
        "customers/draft_api/similar_customers",
        "customers/tree_api/find_in_tree",
        "trash/api/list_trash",
        "users/api/list_all_users",
    ] {
        let (_, _, form) = TABLE.iter().find(|(known, ..)| *known == path).unwrap();
        let answer = world.ask(&cookie, path, form, NOWHERE).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert!(!answer.text().contains("Target"), "{}", answer.text());
    }
}

#[tokio::test]
async fn an_invited_and_a_disabled_person_do_not_act() {
    let world = world().await;
    let test = &world.server.test;
    test.user(world.home, "off@home.example", Role::Admin).await;
    let cookie = format!("__Host-canopy={}", test.session("off@home.example").await);
    let (home, system) = (world.home, test.system());
    let off = test.backend.write(&system, move |call| {
        Box::pin(customers::set_status(call, home, model::customers::Status::Disabled, None))
    });
    off.await.unwrap();
    for (path, _, form) in TABLE.iter().filter(|(_, needs, _)| *needs != Needs::Nobody) {
        let answer = world.ask(&cookie, path, form, &home.to_string()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}
