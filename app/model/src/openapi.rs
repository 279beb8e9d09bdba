//! How ids, times and countries read in the OpenAPI document: strings of one shape each.

use crate::codes::Country;
use crate::ids::{ActivityId, ContactId, CustomerId, RankingId, TokenId, UserId};
use crate::time::Timestamp;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

fn text(description: &str, format: Option<&str>, example: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .format(format.map(|format| SchemaFormat::Custom(format.to_owned())))
        .examples([example])
}

macro_rules! text_schema {
    ($type:ty, $schema:expr) => {
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                $schema.build().into()
            }
        }
        impl ToSchema for $type {}
    };
}

macro_rules! id_schema {
    ($type:ty, $description:literal) => {
        text_schema!($type, text($description, Some("uuid"), "0198c0de-7a2b-7c3d-8e4f-5a6b7c8d9e0f"));
    };
}

id_schema!(CustomerId, "The id of a customer, a UUIDv7.");
id_schema!(UserId, "The id of a user, a UUIDv7.");
id_schema!(ContactId, "The id of a contact, a UUIDv7.");
id_schema!(RankingId, "The id of a ranking, a UUIDv7.");
id_schema!(TokenId, "The id of an API token, a UUIDv7.");
id_schema!(ActivityId, "The id of an entry of the audit log, a UUIDv7.");
text_schema!(Timestamp, text("A moment, RFC 3339 in UTC.", Some("date-time"), "2026-03-29T23:00:00Z"));
text_schema!(Country, text("A country, ISO 3166-1 alpha-2.", None, "IT").pattern(Some("^[A-Z]{2}$")));
