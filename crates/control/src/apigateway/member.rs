//! What a resource's methods, their integrations and the responses of both have in common: they stand at a place and
//! not under an id, and are put, read, patched and deleted there.
//!
//! What is put or patched is checked as it would stand, against its API and its method, and nothing is kept of what
//! fails. Where the API or the resource is not there, AWS names the resource.

use adit_model::rest_api::{ApiResource, RestApi};
use adit_wire::{ApiError, Record};

use super::patch::{self, Patch, PatchOperation};
use super::{resource, rest_api};
use crate::cx::Cx;

/// Where a member stands, as the caller wrote it.
#[derive(Clone, Debug, Default)]
pub(super) struct At {
    pub api: String,
    pub resource: String,
    pub method: String,
    /// Empty for methods and integrations.
    pub status: String,
}

impl At {
    pub(super) fn new(api: String, resource: String, method: String) -> Self {
        Self {
            api,
            resource,
            method,
            status: String::new(),
        }
    }

    pub(super) fn status(self, status: String) -> Self {
        Self { status, ..self }
    }
}

pub(super) trait Member: Clone {
    fn find<'r>(resource: &'r ApiResource, at: &At) -> Result<&'r Self, ApiError>;

    /// Whether a new one may be put there.
    fn room(resource: &ApiResource, at: &At) -> Result<(), ApiError>;

    fn apply(&mut self, at: &At, patch: &Patch) -> Result<(), ApiError>;

    /// Whether it may stand there; drops what has no meaning there.
    fn check(&mut self, api: &RestApi, resource: &ApiResource, at: &At) -> Result<(), ApiError>;

    fn place(self, resource: &mut ApiResource, at: &At);

    fn remove(resource: &mut ApiResource, at: &At);

    fn show(&self, at: &At) -> Record;

    /// What AWS says where there is nothing to delete.
    fn nothing_to_delete(missing: ApiError) -> ApiError {
        missing
    }
}

pub(super) fn put<M: Member>(
    cx: &mut Cx<'_>,
    at: &At,
    make: impl FnOnce() -> Result<M, ApiError>,
) -> Result<Record, ApiError> {
    M::room(resource::find(cx, &at.api, &at.resource)?, at)?;
    settle(cx, at, make()?)
}

pub(super) fn get<M: Member>(cx: &Cx<'_>, at: &At) -> Result<Record, ApiError> {
    Ok(M::find(resource::find(cx, &at.api, &at.resource)?, at)?.show(at))
}

pub(super) fn update<M: Member>(
    cx: &mut Cx<'_>,
    at: &At,
    operations: Vec<PatchOperation>,
) -> Result<Record, ApiError> {
    let mut member = M::find(resource::find(cx, &at.api, &at.resource)?, at)?.clone();
    for patch in patch::read(operations)? {
        member.apply(at, &patch)?;
    }
    settle(cx, at, member)
}

pub(super) fn delete<M: Member>(cx: &mut Cx<'_>, at: &At) -> Result<Record, ApiError> {
    let resource = resource::find(cx, &at.api, &at.resource)?;
    M::find(resource, at).map_err(M::nothing_to_delete)?;
    resource::edit(cx, &at.api, &at.resource, |resource| M::remove(resource, at))?;
    Ok(Record::new())
}

fn settle<M: Member>(cx: &mut Cx<'_>, at: &At, mut member: M) -> Result<Record, ApiError> {
    let resource = resource::find(cx, &at.api, &at.resource)?;
    member.check(rest_api::named(cx, &at.api)?, resource, at)?;
    let output = member.show(at);
    resource::edit(cx, &at.api, &at.resource, |resource| member.place(resource, at))?;
    Ok(output)
}

/// The views and the handlers of a member's operations but for Put; `status` where it stands under one.
macro_rules! member_operations {
    ($member:ty $(, $status:ident)?:
        $get:ident = $get_name:literal, $update:ident = $update_name:literal, $delete:ident = $delete_name:literal) => {
        adit_wire::view! {
            pub(super) struct $get: "apigateway".$get_name {
                rest_api_id: String = "restApiId",
                resource_id: String = "resourceId",
                http_method: String = "httpMethod"
                $(, $status: String = "statusCode")?
            }
        }

        adit_wire::view! {
            pub(super) struct $update: "apigateway".$update_name {
                rest_api_id: String = "restApiId",
                resource_id: String = "resourceId",
                http_method: String = "httpMethod",
                patch_operations: Vec<PatchOperation> = "patchOperations"
                $(, $status: String = "statusCode")?
            }
        }

        adit_wire::view! {
            pub(super) struct $delete: "apigateway".$delete_name {
                rest_api_id: String = "restApiId",
                resource_id: String = "resourceId",
                http_method: String = "httpMethod"
                $(, $status: String = "statusCode")?
            }
        }

        pub(super) fn get(cx: &mut Cx<'_>, input: $get) -> Result<Record, ApiError> {
            let at = At::new(input.rest_api_id, input.resource_id, input.http_method)$(.status(input.$status))?;
            member::get::<$member>(cx, &at)
        }

        pub(super) fn update(cx: &mut Cx<'_>, input: $update) -> Result<Record, ApiError> {
            let at = At::new(input.rest_api_id, input.resource_id, input.http_method)$(.status(input.$status))?;
            member::update::<$member>(cx, &at, input.patch_operations)
        }

        pub(super) fn delete(cx: &mut Cx<'_>, input: $delete) -> Result<Record, ApiError> {
            let at = At::new(input.rest_api_id, input.resource_id, input.http_method)$(.status(input.$status))?;
            member::delete::<$member>(cx, &at)
        }
    };
}
pub(super) use member_operations;
