//! What CloudFront's policies, access controls and keys have in common: a configuration with an id and an ETag, read
//! whole or alone, replaced whole, deleted when nothing uses it, listed by pages (cf B1, G).
//!
//! A kind says how its configuration is read and shown and which of AWS's errors are its own; `operations!` makes its
//! views and handlers. Some kinds have members that AWS manages: everybody reads them and nobody changes them.

use adit_model::AccountId;
use adit_model::minter::Minter;
use adit_model::world::Entity;
use adit_wire::{ApiError, Record, Service, Value, errors};

use super::page::Pages;
use super::{LOCATION, etag};
use crate::cx::Cx;

/// A kind of such configurations.
pub(super) trait Versioned: Entity<Id: 'static> + Clone + 'static {
    /// The view of the configuration.
    type Config;
    const WORDS: Words;
    const REFUSALS: Refusals;
    /// How many an account may make.
    const LIMIT: usize;

    fn parse(id: &str) -> Option<Self::Id>;
    fn mint(minter: &mut Minter) -> String;
    fn id(&self) -> &str;
    /// `None`: managed by AWS.
    fn account(&self) -> Option<&AccountId>;
    fn etag(&self) -> &str;
    /// What no other one of the account may have: a name.
    fn unique(&self) -> Option<&str>;

    /// Checks a configuration, which replaces that of `old`.
    fn read(
        cx: &mut Cx<'_>,
        config: Self::Config,
        id: Self::Id,
        old: Option<&Self>,
    ) -> Result<Self, ApiError>;

    /// The one that an earlier call with the same caller reference made.
    fn made_before(cx: &Cx<'_>, config: &Self::Config) -> Result<Option<Self>, ApiError> {
        let _ = (cx, config);
        Ok(None)
    }

    fn is_used(&self, cx: &Cx<'_>) -> bool;
    fn show(&self) -> Record;
    fn show_config(&self) -> Record;
    /// As in a list.
    fn summary(&self) -> Record;

    /// Those that AWS manages.
    fn managed() -> &'static [Self] {
        &[]
    }
}

/// AWS's names of a kind.
pub(super) struct Words {
    /// `CachePolicy`.
    pub(super) resource: &'static str,
    /// `CachePolicyConfig`.
    pub(super) config: &'static str,
    /// `CachePolicyList`.
    pub(super) list: &'static str,
    /// `cache-policy`, in `Location`.
    pub(super) path: &'static str,
    /// Whether its list says `Marker` and `IsTruncated`.
    pub(super) marked: bool,
}

/// AWS's errors of a kind.
pub(super) struct Refusals {
    pub(super) not_found: fn() -> ApiError,
    pub(super) exists: fn() -> ApiError,
    pub(super) too_many: fn() -> ApiError,
    pub(super) in_use: fn() -> ApiError,
    /// For updates and for deletions of what AWS manages.
    pub(super) managed: Option<[fn() -> ApiError; 2]>,
}

pub(super) fn create<T: Versioned>(cx: &mut Cx<'_>, config: T::Config) -> Result<Record, ApiError> {
    if let Some(earlier) = T::made_before(cx, &config)? {
        return Ok(made(&earlier));
    }
    let id = T::parse(&T::mint(cx.minter)).ok_or_else(|| errors::internal_failure(Service::CloudFront))?;
    let new = T::read(cx, config, id, None)?;
    check_unique(cx, &new)?;
    if own::<T>(cx).count() >= T::LIMIT {
        return Err((T::REFUSALS.too_many)());
    }
    cx.put(new.clone());
    Ok(made(&new))
}

pub(super) fn get<T: Versioned>(cx: &Cx<'_>, id: &str) -> Result<Record, ApiError> {
    Ok(shown(&find::<T>(cx, id)?))
}

pub(super) fn get_config<T: Versioned>(cx: &Cx<'_>, id: &str) -> Result<Record, ApiError> {
    let found = find::<T>(cx, id)?;
    let mut answer = Record::new();
    answer.put(T::WORDS.config, found.show_config());
    Ok(answer.with("ETag", found.etag()))
}

pub(super) fn update<T: Versioned>(
    cx: &mut Cx<'_>,
    config: T::Config,
    id: &str,
    if_match: Option<&str>,
) -> Result<Record, ApiError> {
    let old = find::<T>(cx, id)?;
    if let (None, Some([managed, _])) = (old.account(), T::REFUSALS.managed) {
        return Err(managed());
    }
    etag::check(if_match, old.etag())?;
    let id = T::parse(id).ok_or_else(T::REFUSALS.not_found)?;
    let new = T::read(cx, config, id, Some(&old))?;
    check_unique(cx, &new)?;
    cx.put(new.clone());
    Ok(shown(&new))
}

pub(super) fn delete<T: Versioned>(
    cx: &mut Cx<'_>,
    id: &str,
    if_match: Option<&str>,
) -> Result<Record, ApiError> {
    let old = find::<T>(cx, id)?;
    if let (None, Some([_, managed])) = (old.account(), T::REFUSALS.managed) {
        return Err(managed());
    }
    etag::check(if_match, old.etag())?;
    if old.is_used(cx) {
        return Err((T::REFUSALS.in_use)());
    }
    let id = T::parse(id).ok_or_else(T::REFUSALS.not_found)?;
    cx.delete::<T>(&id);
    Ok(Record::new())
}

pub(super) fn list<T: Versioned>(
    cx: &Cx<'_>,
    kind: Option<&str>,
    marker: Option<String>,
    max_items: Option<&str>,
) -> Result<Record, ApiError> {
    let listed = Listed::read(kind)?;
    let pages = Pages::read(marker, max_items)?;
    let mut all: Vec<&T> = T::managed()
        .iter()
        .chain(own::<T>(cx))
        .filter(|one| listed.takes(one.account()))
        .collect();
    all.sort_by(|a, b| a.id().cmp(b.id()));
    let page = pages.cut(all, |one| one.id());
    let summary = |one: &T| -> Value { one.summary().into() };
    let list = match T::WORDS.marked {
        true => pages.list(page, summary),
        false => pages.short_list(page, summary),
    };
    let mut answer = Record::new();
    answer.put(T::WORDS.list, list);
    Ok(answer)
}

/// What a behavior, an origin or a caller names: AWS's or the caller's own.
pub(super) fn find<T: Versioned>(cx: &Cx<'_>, id: &str) -> Result<T, ApiError> {
    let managed = T::managed().iter().find(|one| one.id() == id).cloned();
    let found = managed.or_else(|| T::parse(id).and_then(|id| cx.get::<T>(&id)));
    found
        .filter(|one| one.account().is_none_or(|account| *account == cx.account))
        .ok_or_else(T::REFUSALS.not_found)
}

/// The caller's own.
pub(super) fn own<'a, T: Versioned>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a T> {
    let all = cx.table::<T>().iter().map(AsRef::as_ref);
    all.filter(|one: &&T| one.account() == Some(&cx.account))
}

/// `managed` or `custom`, as summaries of policies say.
pub(super) fn kind(owner: Option<&AccountId>) -> &'static str {
    if owner.is_some() { "custom" } else { "managed" }
}

fn check_unique<T: Versioned>(cx: &Cx<'_>, new: &T) -> Result<(), ApiError> {
    let same = |other: &T| new.unique().is_some() && other.unique() == new.unique() && other.id() != new.id();
    match own::<T>(cx).any(same) {
        true => Err((T::REFUSALS.exists)()),
        false => Ok(()),
    }
}

fn made<T: Versioned>(new: &T) -> Record {
    let location = format!("{LOCATION}/{}/{}", T::WORDS.path, new.id());
    shown(new).with("Location", location)
}

fn shown<T: Versioned>(found: &T) -> Record {
    let mut answer = Record::new();
    answer.put(T::WORDS.resource, found.show());
    answer.with("ETag", found.etag())
}

/// Which policies a list is to have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    All,
    Managed,
    Custom,
}

impl Listed {
    fn read(kind: Option<&str>) -> Result<Self, ApiError> {
        match kind {
            None | Some("") => Ok(Self::All),
            Some("managed") => Ok(Self::Managed),
            Some("custom") => Ok(Self::Custom),
            Some(_) => Err(errors::cloudfront::parameter_not_valid("Type")),
        }
    }

    fn takes(self, owner: Option<&AccountId>) -> bool {
        match self {
            Self::All => true,
            Self::Managed => owner.is_none(),
            Self::Custom => owner.is_some(),
        }
    }
}

/// The views and handlers of a kind's six operations:
/// `operations! { Kind, Config = "Member"; CreateKind "CreateKind", GetKind "GetKind", ..., ListKinds "ListKinds" typed }`.
/// `typed` lists are asked for by `Type`.
macro_rules! operations {
    (
        $kind:ty, $config:ident = $member:literal;
        $create:ident $create_name:tt, $get:ident $get_name:tt, $get_config:ident $get_config_name:tt,
        $update:ident $update_name:tt, $delete:ident $delete_name:tt, $list:ident $list_name:tt $($typed:ident)?
    ) => {
        adit_wire::view! { pub struct $create: "cloudfront".$create_name { config: $config = $member } }
        adit_wire::view! { pub struct $get: "cloudfront".$get_name { id: String = "Id" } }
        adit_wire::view! { pub struct $get_config: "cloudfront".$get_config_name { id: String = "Id" } }
        adit_wire::view! {
            pub struct $update: "cloudfront".$update_name {
                config: $config = $member,
                id: String = "Id",
                if_match: Option<String> = "IfMatch",
            }
        }
        adit_wire::view! {
            pub struct $delete: "cloudfront".$delete_name {
                id: String = "Id",
                if_match: Option<String> = "IfMatch",
            }
        }
        $crate::cloudfront::versioned::operations! { @list $kind, $list $list_name $($typed)? }

        pub(super) fn create(cx: &mut Cx<'_>, input: $create) -> Result<Record, ApiError> {
            versioned::create::<$kind>(cx, input.config)
        }

        pub(super) fn get(cx: &mut Cx<'_>, input: $get) -> Result<Record, ApiError> {
            versioned::get::<$kind>(cx, &input.id)
        }

        pub(super) fn get_config(cx: &mut Cx<'_>, input: $get_config) -> Result<Record, ApiError> {
            versioned::get_config::<$kind>(cx, &input.id)
        }

        pub(super) fn update(cx: &mut Cx<'_>, input: $update) -> Result<Record, ApiError> {
            versioned::update::<$kind>(cx, input.config, &input.id, input.if_match.as_deref())
        }

        pub(super) fn delete(cx: &mut Cx<'_>, input: $delete) -> Result<Record, ApiError> {
            versioned::delete::<$kind>(cx, &input.id, input.if_match.as_deref())
        }
    };
    (@list $kind:ty, $list:ident $list_name:tt typed) => {
        adit_wire::view! {
            pub struct $list: "cloudfront".$list_name {
                kind: Option<String> = "Type",
                marker: Option<String> = "Marker",
                max_items: Option<String> = "MaxItems",
            }
        }

        pub(super) fn list(cx: &mut Cx<'_>, input: $list) -> Result<Record, ApiError> {
            versioned::list::<$kind>(cx, input.kind.as_deref(), input.marker, input.max_items.as_deref())
        }
    };
    (@list $kind:ty, $list:ident $list_name:tt) => {
        adit_wire::view! {
            pub struct $list: "cloudfront".$list_name {
                marker: Option<String> = "Marker",
                max_items: Option<String> = "MaxItems",
            }
        }

        pub(super) fn list(cx: &mut Cx<'_>, input: $list) -> Result<Record, ApiError> {
            versioned::list::<$kind>(cx, None, input.marker, input.max_items.as_deref())
        }
    };
}
pub(super) use operations;

/// The members of [`Versioned`] that only name fields: how ids are made, whose one is, what must be unique.
macro_rules! identity {
    ($id:ident, $mint:expr, $account:expr, $unique:expr) => {
        fn parse(id: &str) -> Option<$id> {
            $id::parse(id)
        }

        fn mint(minter: &mut adit_model::minter::Minter) -> String {
            let mint: fn(&mut adit_model::minter::Minter) -> String = $mint;
            mint(minter)
        }

        fn id(&self) -> &str {
            self.id.as_str()
        }

        fn account(&self) -> Option<&adit_model::AccountId> {
            let account: fn(&Self) -> Option<&adit_model::AccountId> = $account;
            account(self)
        }

        fn etag(&self) -> &str {
            &self.etag
        }

        fn unique(&self) -> Option<&str> {
            let unique: fn(&Self) -> Option<&str> = $unique;
            unique(self)
        }
    };
}
pub(super) use identity;
