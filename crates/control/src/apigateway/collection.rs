//! What the simple nouns have in common: they are created, read by key, listed by pages, patched and deleted unless in use.
//!
//! Most are parts of an API and kept in it ([`Part`]); API keys and usage plans are the account's and have tables of
//! their own. A part of an API that is not there is itself not there; lists and creations name the API.

use std::collections::BTreeMap;

use adit_model::rest_api::RestApi;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record};

use super::page::Wanted;
use super::patch::{self, Op, Patch, PatchOperation};
use super::rest_api;
use crate::cx::Cx;

/// A noun of a collection. `api` is empty for those that are the account's.
pub(super) trait Item: Clone {
    fn key(&self) -> &str;

    fn find<'a>(cx: &'a Cx<'_>, api: &str, key: &str) -> Result<&'a Self, ApiError>;

    /// In order of their keys.
    fn all<'a>(cx: &'a Cx<'_>, api: &str) -> Result<Vec<&'a Self>, ApiError>;

    fn apply(&mut self, cx: &Cx<'_>, patch: &Patch) -> Result<(), ApiError>;

    /// Whether it may stand as it is now.
    fn check(&self, cx: &Cx<'_>, api: &str) -> Result<(), ApiError>;

    /// Whether it may go.
    fn deletable(&self, cx: &Cx<'_>, api: &str) -> Result<(), ApiError>;

    fn put(self, cx: &mut Cx<'_>, api: &str);

    fn remove(self, cx: &mut Cx<'_>, api: &str);

    fn show(&self) -> Record;
}

/// An [`Item`] that an API keeps.
pub(super) trait Part: Clone {
    fn key(&self) -> &str;

    fn kept(api: &RestApi) -> &BTreeMap<String, Self>;

    fn kept_in(api: &mut RestApi) -> &mut BTreeMap<String, Self>;

    fn missing(key: &str) -> ApiError;

    fn apply(&mut self, patch: &Patch) -> Result<(), ApiError>;

    fn check(&self, api: &RestApi) -> Result<(), ApiError>;

    fn deletable(&self, api: &RestApi) -> Result<(), ApiError>;

    fn show(&self) -> Record;
}

pub(super) fn create<T: Item>(cx: &mut Cx<'_>, api: &str, item: T) -> Result<Record, ApiError> {
    item.check(cx, api)?;
    let output = item.show();
    item.put(cx, api);
    Ok(output)
}

pub(super) fn get<T: Item>(cx: &Cx<'_>, api: &str, key: &str) -> Result<Record, ApiError> {
    T::find(cx, api, key).map(T::show)
}

pub(super) fn list<T: Item>(
    cx: &Cx<'_>,
    api: &str,
    position: Option<&str>,
    limit: Option<i64>,
) -> Result<Record, ApiError> {
    let page = Wanted::read(position, limit)?;
    Ok(page.of(T::all(cx, api)?.into_iter(), T::key, T::show))
}

pub(super) fn update<T: Item>(
    cx: &mut Cx<'_>,
    api: &str,
    key: &str,
    operations: Vec<PatchOperation>,
) -> Result<Record, ApiError> {
    let mut item = T::find(cx, api, key)?.clone();
    for patch in patch::read(operations)? {
        item.apply(cx, &patch)?;
    }
    create(cx, api, item)
}

pub(super) fn delete<T: Item>(cx: &mut Cx<'_>, api: &str, key: &str) -> Result<Record, ApiError> {
    let item = T::find(cx, api, key)?.clone();
    item.deletable(cx, api)?;
    item.remove(cx, api);
    Ok(Record::new())
}

/// A patch whose operation the path does not take: AWS lists the paths that it would.
pub(super) fn outside(patch: &Patch, paths: &[(Op, &str)]) -> ApiError {
    let known = paths.iter().filter(|(op, _)| *op == patch.op);
    let known: Vec<&str> = known.map(|(_, path)| *path).collect();
    if known.is_empty() {
        errors::patch_path_operation(&patch.path, patch.op.name())
    } else {
        errors::patch_path_among(&patch.path, patch.op.name(), known.join(", "))
    }
}

impl<T: Part> Item for T {
    fn key(&self) -> &str {
        Part::key(self)
    }

    fn find<'a>(cx: &'a Cx<'_>, api: &str, key: &str) -> Result<&'a Self, ApiError> {
        rest_api::find(cx, api)
            .and_then(|api| T::kept(api).get(key))
            .ok_or_else(|| T::missing(key))
    }

    fn all<'a>(cx: &'a Cx<'_>, api: &str) -> Result<Vec<&'a Self>, ApiError> {
        Ok(T::kept(rest_api::named(cx, api)?).values().collect())
    }

    fn apply(&mut self, _: &Cx<'_>, patch: &Patch) -> Result<(), ApiError> {
        Part::apply(self, patch)
    }

    fn check(&self, cx: &Cx<'_>, api: &str) -> Result<(), ApiError> {
        Part::check(self, rest_api::named(cx, api)?)
    }

    fn deletable(&self, cx: &Cx<'_>, api: &str) -> Result<(), ApiError> {
        Part::deletable(self, rest_api::named(cx, api)?)
    }

    fn put(self, cx: &mut Cx<'_>, api: &str) {
        edit(cx, api, |api| {
            T::kept_in(api).insert(Part::key(&self).to_owned(), self);
        });
    }

    fn remove(self, cx: &mut Cx<'_>, api: &str) {
        edit(cx, api, |api| {
            T::kept_in(api).remove(Part::key(&self));
        });
    }

    fn show(&self) -> Record {
        Part::show(self)
    }
}

fn edit(cx: &mut Cx<'_>, api: &str, change: impl FnOnce(&mut RestApi)) {
    if let Some(mut api) = rest_api::find(cx, api).map(|api| RestApi::clone(api)) {
        change(&mut api);
        cx.put(api);
    }
}

/// The views and the handlers of a part's operations but for Create.
macro_rules! part_operations {
    ($part:ty, $key:ident = $key_member:literal:
        $get:ident = $get_name:literal, $list:ident = $list_name:literal,
        $update:ident = $update_name:literal, $delete:ident = $delete_name:literal) => {
        adit_wire::view! {
            pub(super) struct $get: "apigateway".$get_name {
                rest_api_id: String = "restApiId",
                $key: String = $key_member,
            }
        }

        adit_wire::view! {
            pub(super) struct $list: "apigateway".$list_name {
                rest_api_id: String = "restApiId",
                position: Option<String> = "position",
                limit: Option<i64> = "limit",
            }
        }

        adit_wire::view! {
            pub(super) struct $update: "apigateway".$update_name {
                rest_api_id: String = "restApiId",
                $key: String = $key_member,
                patch_operations: Vec<PatchOperation> = "patchOperations",
            }
        }

        adit_wire::view! {
            pub(super) struct $delete: "apigateway".$delete_name {
                rest_api_id: String = "restApiId",
                $key: String = $key_member,
            }
        }

        pub(super) fn get(cx: &mut Cx<'_>, input: $get) -> Result<Record, ApiError> {
            collection::get::<$part>(cx, &input.rest_api_id, &input.$key)
        }

        pub(super) fn list(cx: &mut Cx<'_>, input: $list) -> Result<Record, ApiError> {
            collection::list::<$part>(
                cx,
                &input.rest_api_id,
                input.position.as_deref(),
                input.limit,
            )
        }

        pub(super) fn update(cx: &mut Cx<'_>, input: $update) -> Result<Record, ApiError> {
            collection::update::<$part>(cx, &input.rest_api_id, &input.$key, input.patch_operations)
        }

        pub(super) fn delete(cx: &mut Cx<'_>, input: $delete) -> Result<Record, ApiError> {
            collection::delete::<$part>(cx, &input.rest_api_id, &input.$key)
        }
    };
}
pub(super) use part_operations;
