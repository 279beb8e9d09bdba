//! The OpenAPI document: what every operation has in common is added here, to the operations that are there.

use super::problem::MEDIA_TYPE;
use super::schema::Problem;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::info::InfoBuilder;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Components, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder, ServerBuilder};
use utoipa::{PartialSchema, ToSchema};

/// The name of the way to authenticate.
const TOKEN: &str = "token";

/// Members that an answer may lack; all others are always there, be it as null.
const OPTIONAL: [&str; 3] = ["more", "activation_link", "first_user"];

const ABOUT: &str = "Customers, their people and what hangs on them. JSON, snake_case; times are RFC 3339 in UTC, ids \
    UUIDv7. Everything that goes wrong is application/problem+json.";

const TAGS: [(&str, &str); 8] = [
    (
        "Customers",
        "The nodes of the tree. A token reaches its own customer and all below; what lies outside is 404, like what does not exist.",
    ),
    ("Deletion", "Deleted customers are kept in the Trash, from where they can be restored, until they are purged."),
    ("Users", "People who can sign in. Each belongs to one customer."),
    ("Contacts", "The people at a company. One of them is its default; one who can sign in has a user."),
    ("Rankings", "Tiers that the provider gives its customers. Its admins define them."),
    ("Permissions", "Who may do what, and why."),
    ("Tokens", "What programs sign in with: a role in a subtree."),
    ("About", "This document."),
];

/// The statuses that problems have, with what they mean.
const PROBLEMS: [(u16, &str); 12] = [
    (400, "The request can't be understood: no JSON, or a header that can't be read."),
    (401, "No valid token."),
    (403, "The token's role does not include this, or it is governed from above."),
    (404, "It doesn't exist, or lies outside the token's reach."),
    (409, "The version is stale (`current`), something stands in the way (`blockers`), or the key is in flight."),
    (413, "The body is too large."),
    (415, "The body is not declared as JSON."),
    (422, "Members or parameters are wrong (`errors`), or the idempotency key was used for another request."),
    (428, "`If-Match` is missing."),
    (429, "Too many requests; `Retry-After` says how long to wait."),
    (500, "Our fault; `request_id` finds it in the log."),
    (503, "Too busy; `Retry-After` says how long to wait."),
];

/// Adds to the routes' own document what they have in common.
#[must_use]
pub fn complete(mut api: OpenApi) -> OpenApi {
    api.info = InfoBuilder::new()
        .title("Canopy")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(None)
        .build();
    api.servers = Some(vec![ServerBuilder::new().url("/api/v1").build()]);
    api.tags = Some(TAGS.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build()).to_vec());
    let components = api.components.get_or_insert_default();
    add_problems(components);
    components.schemas.iter_mut().filter(|(name, _)| is_answer(name)).for_each(|(_, schema)| require_all(schema));
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("cnp_…")
        .description(Some("An API token, made by `canopy token create` or POST /tokens."))
        .build();
    components.add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            complete_operation(path, &method, operation);
        }
    }
    api
}

fn add_problems(components: &mut Components) {
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    for (status, meaning) in PROBLEMS {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new().description(meaning).content(MEDIA_TYPE, content);
        let response = match status {
            429 | 503 => response.header("Retry-After", header(Type::Integer, "Seconds to wait.")),
            401 => response.header("WWW-Authenticate", header(Type::String, "Bearer.")),
            _ => response,
        };
        components.responses.insert(format!("Problem{status}"), response.build().into());
    }
}

fn header(kind: Type, description: &str) -> utoipa::openapi::Header {
    HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(kind))).description(Some(description)).build()
}

/// Bodies that come in and problems have members that may be absent; answers don't.
fn is_answer(schema: &str) -> bool {
    !schema.ends_with("Body") && !schema.ends_with("Patch") && !schema.starts_with("Problem")
}

fn require_all(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            let names = object.properties.keys().filter(|name| !OPTIONAL.contains(&name.as_str()));
            object.required = names.cloned().collect();
        }
        RefOr::T(Schema::AllOf(parts)) => parts.items.iter_mut().for_each(require_all),
        _ => {}
    }
}

/// A path's operations.
pub fn operations(item: &mut PathItem) -> Vec<(HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Patch, &mut item.patch),
        (HttpMethod::Delete, &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?))).collect()
}

fn complete_operation(path: &str, method: &HttpMethod, operation: &mut Operation) {
    operation.operation_id = Some(operation_id(path, method));
    let open = operation.tags.as_ref().is_some_and(|tags| tags.iter().any(|tag| tag == "About"));
    if open {
        operation.security = Some(vec![]);
        return;
    }
    operation.security = Some(vec![SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
    let one = path.contains("{id}");
    let (post, patch, writes) = (*method == HttpMethod::Post, *method == HttpMethod::Patch, *method != HttpMethod::Get);
    let creates = post && !one || path.ends_with("/users") || path.ends_with("/contacts");
    let parameters = operation.parameters.get_or_insert_default();
    if one {
        let id = ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::Custom("uuid".to_owned())));
        parameters.insert(0, parameter("id", ParameterIn::Path, true, "The id.", id));
    }
    if writes && one && !creates && !path.starts_with("/tokens") {
        let about = "The version that is meant, from `ETag`, such as `\"3\"`; `*` for whichever there is.";
        parameters.push(parameter("If-Match", ParameterIn::Header, patch, about, text()));
    }
    if post {
        let about = "1 to 255 visible ASCII characters. Sent again within 24 hours by the same token to the same path, \
            it gets the same answer again and nothing is done twice. A request that was refused leaves its key free.";
        parameters.push(parameter("Idempotency-Key", ParameterIn::Header, false, about, text().max_length(Some(255))));
    }
    for (status, _) in PROBLEMS {
        let applies = match status {
            400 | 413 | 415 => writes,
            403 => writes || path.ends_with("/deletion-plan") || matches!(path, "/customers" | "/permissions"),
            404 => one || path == "/permissions",
            409 => writes,
            428 => patch,
            _ => true,
        };
        if applies {
            let reference = Ref::from_response_name(format!("Problem{status}"));
            operation.responses.responses.insert(status.to_string(), RefOr::<Response>::Ref(reference));
        }
    }
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn parameter(name: &str, place: ParameterIn, required: bool, about: &str, schema: ObjectBuilder) -> RefOr<Parameter> {
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(if required { Required::True } else { Required::False })
        .description(Some(about))
        .schema(Some(schema));
    RefOr::T(parameter.build())
}

/// A name from method and path, unique by construction: `get_customers_id_children`.
fn operation_id(path: &str, method: &HttpMethod) -> String {
    let method = match method {
        HttpMethod::Get => "get",
        HttpMethod::Post => "post",
        HttpMethod::Patch => "patch",
        _ => "delete",
    };
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}
