//! How a verb's result goes out: JSON, its status, and the headers that belong to it.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use backend::customers::CreatedCustomer;
use backend::idempotency::Answer;
use backend::{Error, Result};
use model::contacts::Contact;
use model::customers::Customer;
use model::people::{CreatedUser, User};
use model::rankings::Ranking;
use model::tokens::CreatedToken;
use serde::Serialize;

/// Where the API is mounted, for `Location`.
const BASE: &str = "/api/v1";

/// JSON with a status.
pub fn json(status: StatusCode, value: &impl Serialize) -> Result<Answer> {
    let body = serde_json::to_string(value).map_err(|_| Error::internal("an answer as JSON"))?;
    let headers = vec![(header::CONTENT_TYPE.to_string(), "application/json".to_owned())];
    Ok(Answer { status: status.as_u16(), headers, body })
}

/// 200 with the value.
pub fn ok(value: &impl Serialize) -> Result<Answer> {
    json(StatusCode::OK, value)
}

/// 204.
pub fn gone(_: &()) -> Result<Answer> {
    Ok(Answer { status: StatusCode::NO_CONTENT.as_u16(), headers: Vec::new(), body: String::new() })
}

/// A customer with its version as `ETag`.
pub fn customer(customer: &Customer) -> Result<Answer> {
    ok(customer).map(|answer| versioned(answer, customer.version))
}

/// 201 with a new customer and its first user.
pub fn created_customer(created: &CreatedCustomer) -> Result<Answer> {
    let answer = json(StatusCode::CREATED, created)?;
    let answer = located(answer, format!("{BASE}/customers/{}", created.customer.id));
    Ok(versioned(answer, created.customer.version))
}

/// A user with its version as `ETag`.
pub fn user(user: &User) -> Result<Answer> {
    ok(user).map(|answer| versioned(answer, user.version))
}

/// 201 with a new user and, once, its link.
pub fn created_user(created: &CreatedUser) -> Result<Answer> {
    let answer = located(json(StatusCode::CREATED, created)?, format!("{BASE}/users/{}", created.user.id));
    Ok(versioned(answer, created.user.version))
}

/// A contact with its version as `ETag`.
pub fn contact(contact: &Contact) -> Result<Answer> {
    ok(contact).map(|answer| versioned(answer, contact.version))
}

/// 201 with a new contact.
pub fn created_contact(contact: &Contact) -> Result<Answer> {
    let answer = located(json(StatusCode::CREATED, contact)?, format!("{BASE}/contacts/{}", contact.id));
    Ok(versioned(answer, contact.version))
}

/// A user who was invited again, with the link if it is to be handed over.
pub fn invited_user(user: &CreatedUser) -> Result<Answer> {
    ok(user).map(|answer| versioned(answer, user.user.version))
}

/// A ranking with its version as `ETag`.
pub fn ranking(ranking: &Ranking) -> Result<Answer> {
    ok(ranking).map(|answer| versioned(answer, ranking.version))
}

/// 201 with a new ranking.
pub fn created_ranking(ranking: &Ranking) -> Result<Answer> {
    let answer = located(json(StatusCode::CREATED, ranking)?, format!("{BASE}/rankings/{}", ranking.id));
    Ok(versioned(answer, ranking.version))
}

/// 201 with a new token and, once, its secret.
pub fn created_token(created: &CreatedToken) -> Result<Answer> {
    json(StatusCode::CREATED, created)
}

fn versioned(mut answer: Answer, version: u32) -> Answer {
    answer.headers.push((header::ETAG.to_string(), format!("\"{version}\"")));
    answer
}

fn located(mut answer: Answer, path: String) -> Answer {
    answer.headers.push((header::LOCATION.to_string(), path));
    answer
}

/// The answer as it goes out.
pub fn response(answer: Answer) -> Result<Response> {
    let unsendable = |_| Error::internal("an answer could not be sent");
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).map_err(|_| Error::internal("an unknown status"))?;
    for (name, value) in answer.headers {
        let name = HeaderName::try_from(name).map_err(|_| Error::internal("an unknown header"))?;
        response.headers_mut().insert(name, HeaderValue::try_from(value).map_err(unsendable)?);
    }
    Ok(response)
}
