//! Server functions: the draft of a new customer. Checked by "Next", unchecked while one types.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::customers::Similar;
use model::drafts::{CustomerDraft, OpenedDraft};
use model::ids::CustomerId;

#[cfg(feature = "ssr")]
use crate::{request, routes};
#[cfg(feature = "ssr")]
use backend::{Error, customers, drafts};
#[cfg(feature = "ssr")]
use model::customers::{Crumb, Customer};
#[cfg(feature = "ssr")]
use model::deletions::DeletionStatus;

/// What the form of a new customer begins with: the caller's draft, below the customer that the address names.
#[server(protocol = Wire)]
pub async fn open_customer_draft(parent: Option<CustomerId>) -> Result<OpenedDraft, AppError> {
    let view = request::view().await?;
    let kept = drafts::find::<CustomerDraft>(&view, drafts::Kind::Customer).await.map_err(request::refuse)?;
    let (mut draft, saved_at) = kept.map_or_else(Default::default, |(draft, at)| (draft, Some(at)));
    let below = parent.map(|id| id.to_string()).unwrap_or_default();
    if parent.is_some() && draft.below != below {
        draft.parent_id.clone_from(&below);
        draft.below = below;
    }
    let crumb = match draft.parent_id.parse::<CustomerId>() {
        Ok(id) => match customers::find(&view, id).await {
            // One that was chosen may be gone meanwhile, which the check tells; an address that names none is wrong.
            Ok(customer) if in_trash(&customer) => Some(Crumb { id, name: String::new() }),
            Ok(customer) => Some(Crumb { id, name: customer.name }),
            Err(Error::NotFound) if parent != Some(id) => Some(Crumb { id, name: String::new() }),
            Err(error) => return Err(request::refuse(error)),
        },
        Err(_) => None,
    };
    let similar = match saved_at {
        Some(_) => customers::similar(&view, &draft.customer).await.map_err(request::refuse)?,
        None => Vec::new(),
    };
    Ok(OpenedDraft { draft, saved_at, parent: crumb, similar })
}

#[cfg(feature = "ssr")]
fn in_trash(customer: &Customer) -> bool {
    customer.deletion.as_ref().is_some_and(|deletion| deletion.status == DeletionStatus::Trashed)
}

/// Checks the first step, and goes on to the second. What is wrong is kept all the same.
#[server(protocol = Wire)]
pub async fn check_customer_draft(form: CustomerDraft) -> Result<(), AppError> {
    let view = request::view().await?;
    let checked = match form.first_step().parse() {
        Ok(new) => customers::check_new(&view, &new).await.map_err(request::refuse),
        Err(errors) => Err(request::invalid(errors)),
    };
    let kept = keep(form).await;
    checked?;
    kept.map_err(request::refuse)?;
    request::then(routes::NEW_CUSTOMER_USER);
    Ok(())
}

/// Keeps what is typed as it is, and goes back to the first step; false when it is too large to be kept.
#[server(protocol = Wire)]
pub async fn keep_customer_draft(form: CustomerDraft) -> Result<bool, AppError> {
    match keep(form).await {
        Ok(()) => {
            request::then(routes::NEW_CUSTOMER);
            Ok(true)
        }
        Err(Error::Invalid(_)) => Ok(false),
        Err(error) => Err(request::refuse(error)),
    }
}

/// Customers that are like what is typed.
#[server(protocol = Wire)]
pub async fn similar_customers(form: CustomerDraft) -> Result<Vec<Similar>, AppError> {
    let view = request::view().await?;
    customers::similar(&view, &form.customer).await.map_err(request::refuse)
}

/// Throws the draft away.
#[server(protocol = Wire)]
pub async fn discard_customer_draft() -> Result<(), AppError> {
    request::write(|call| Box::pin(drafts::discard(call, drafts::Kind::Customer))).await?;
    request::then(routes::NEW_CUSTOMER);
    Ok(())
}

/// Keeps a draft; nothing typed is none.
#[cfg(feature = "ssr")]
pub(super) async fn keep(draft: CustomerDraft) -> backend::Result<()> {
    let request::Incoming { backend, caller, .. } =
        request::incoming().map_err(|_| Error::internal("a draft outside of a request"))?;
    let kept = backend.write(&caller, move |call| {
        Box::pin(async move {
            if draft.is_blank() {
                drafts::discard(call, drafts::Kind::Customer).await
            } else {
                drafts::save(call, drafts::Kind::Customer, &draft).await
            }
        })
    });
    kept.await
}
