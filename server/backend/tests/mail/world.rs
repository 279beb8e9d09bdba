//! A provider, a customer, and people who are invited by mail.

use backend::mail;
use backend::people::{self, SignInFrom};
use backend::testing::TestBackend;
use backend::{Backend, Caller, Engine, Error, LinkEnd};
use model::customers::Customer;
use model::ids::{CustomerId, UserId};
use model::mail::{Mail, MailStatus};
use model::people::{CreatedUser, LinkBy, NewUserForm, Password};
use sea_orm::{ConnectionTrait, Statement};
use std::net::IpAddr;

pub const PASSWORD: &str = "walnut crate sings low";

pub struct World {
    pub test: TestBackend,
    /// The provider's admin.
    pub admin: Caller,
    pub acme: Customer,
}

pub fn from() -> SignInFrom {
    SignInFrom { address: IpAddr::from([192, 0, 2, 1]), user_agent: "test".to_owned(), lang: None }
}

pub fn password() -> Password {
    Password::parse(PASSWORD).unwrap()
}

/// The secret at the end of a link.
pub fn token(link: &str) -> String {
    link.rsplit('/').next().unwrap().to_owned()
}

/// How a link ended.
#[track_caller]
pub fn end_of<T>(outcome: Result<T, Error>) -> LinkEnd {
    match outcome {
        Err(Error::LinkInvalid(end)) => end,
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("the link works"),
    }
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let test = TestBackend::new(engine).await;
        let admin = test.provider().await;
        let acme = test.customer("Acme", None).await;
        Self { test, admin, acme }
    }

    pub fn backend(&self) -> &Backend {
        &self.test.backend
    }

    /// Adds a user of Acme who is invited.
    pub async fn add(&self, email: &str, by: LinkBy) -> CreatedUser {
        self.add_to(self.acme.id, "Eve", email, by).await
    }

    pub async fn add_to(&self, customer: CustomerId, name: &str, email: &str, by: LinkBy) -> CreatedUser {
        let form = NewUserForm {
            name: name.to_owned(),
            email: email.to_owned(),
            role: "viewer".to_owned(),
            activation: by.as_str().to_owned(),
            ..NewUserForm::default()
        };
        let user = people::prepare(self.backend(), form.parse().unwrap()).await.unwrap();
        let created = self.backend().write(&self.admin, move |call| Box::pin(people::create(call, customer, user)));
        created.await.unwrap()
    }

    /// Invites again.
    pub async fn invite(&self, user: UserId, by: LinkBy) -> Result<CreatedUser, Error> {
        self.backend().write(&self.admin, move |call| Box::pin(people::invite(call, user, by, None))).await
    }

    /// A user with a password, who can ask for another one.
    pub async fn active(&self, email: &str) -> UserId {
        let created = self.add(email, LinkBy::Link).await;
        let token = token(&created.activation_link.unwrap());
        people::activate(self.backend(), &token, password(), from()).await.unwrap();
        created.user.id
    }

    /// The outbox, the newest first.
    pub async fn outbox(&self) -> Vec<Mail> {
        let view = self.backend().read(&self.test.system()).await.unwrap();
        mail::list(&view, None, None, 200).await.unwrap().items
    }

    /// The newest mail to an address.
    pub async fn newest(&self, recipient: &str) -> Mail {
        self.outbox().await.into_iter().find(|mail| mail.recipient == recipient).expect("a mail")
    }

    /// The states of the mails to an address, the newest first.
    pub async fn states(&self, recipient: &str) -> Vec<MailStatus> {
        let to = |mail: &Mail| (mail.recipient == recipient).then_some(mail.status);
        self.outbox().await.iter().filter_map(to).collect()
    }

    /// The link in the newest mail to an address, as the provider's admin reads it.
    pub async fn link_to(&self, recipient: &str) -> String {
        let id = self.newest(recipient).await.id;
        let read = self.backend().write(&self.admin, move |call| Box::pin(mail::read(call, id)));
        let text = read.await.unwrap().1.expect("a text").text;
        text.lines().find(|line| line.starts_with("https://")).unwrap().to_owned()
    }

    /// A number straight from the database.
    pub async fn number(&self, query: &str) -> i64 {
        let db = self.backend().connection();
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    /// A column of bytes straight from the database.
    pub async fn bytes(&self, query: &str) -> Vec<Option<Vec<u8>>> {
        let db = self.backend().connection();
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// A column of text straight from the database.
    pub async fn texts(&self, query: &str) -> Vec<Option<String>> {
        let db = self.backend().connection();
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
}
