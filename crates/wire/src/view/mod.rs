//! Typed views: what a handler sees of a request.
//!
//! A view lists the members of one operation's input, or of one shape inside it, that a handler honours. Reading
//! one refuses, by name and at any depth, a member that the caller sent and the view does not list: an accepted
//! parameter is honoured, stored or refused, never dropped. The engine has checked the model's constraints before;
//! a view only adds types. `check` holds a view against the model, so that a misspelt member fails a test and not
//! a caller.
//!
//! ```
//! adit_wire::view! {
//!     /// A tag to set.
//!     pub struct Tag: "ec2"/"Tag" { key: String = "Key", value: Option<String> = "Value" }
//! }
//! adit_wire::view! {
//!     pub struct CreateTags: "ec2"."CreateTags" {
//!         resources: Vec<String> = "Resources",
//!         tags: Vec<Tag> = "Tags",
//!     }
//! }
//! use adit_wire::{View, record};
//! let input = record! {
//!     "Resources" => vec!["vpc-1"],
//!     "Tags" => vec![record! { "Key" => "Name", "Value" => "main" }],
//! };
//! let view = CreateTags::read(&input)?;
//! assert_eq!(view.tags[0].key, "Name");
//! # Ok::<(), adit_wire::ApiError>(())
//! ```

mod check;
mod from_value;

pub use check::{check_operation, check_shape, check_structure};
pub use from_value::FromValue;

use crate::{ApiError, Path, Record, Service, errors};

/// What [`view!`](crate::view) makes.
pub trait View: FromValue {
    const SERVICE: Service;
    /// The operation or the shape that the view is of.
    const NAME: &'static str;
    /// The members that it lists.
    const MEMBERS: &'static [&'static str];

    /// Reads the view of a record that stands at `path`.
    fn read_at(record: &Record, path: &Path<'_>) -> Result<Self, ApiError>;

    /// Holds the view against the service's model; an error says every difference.
    fn check() -> Result<(), String>;

    /// Reads the view of a whole input.
    fn read(record: &Record) -> Result<Self, ApiError> {
        Self::read_at(record, &Path::root(Self::SERVICE))
    }
}

/// A view of an operation's input.
pub trait Input: View {
    const OPERATION: &'static str;
}

/// Defines a view: of an operation with `"service"."Operation"`, of a shape within one with `"service"/"Shape"`.
/// A field is `name: Type = "Member"`. Types: `String`, `bool`, `i32`, `i64`, `u16`, `u32`, `f64`,
/// `OffsetDateTime`, `Vec<u8>` (a blob), `Vec<T>` and `BTreeMap<String, T>` (empty when absent), `Option<T>`, views,
/// and `Record` for what is stored whole.
#[macro_export]
macro_rules! view {
    (
        $(#[$meta:meta])* $vis:vis struct $name:ident : $service:tt . $operation:tt
        { $($(#[$field_meta:meta])* $field:ident : $type:ty = $member:literal),* $(,)? }
    ) => {
        $crate::view! { @define [$(#[$meta])*] [$vis] $name $service $operation check_operation
            { $($(#[$field_meta])* $field : $type = $member),* } }
        impl $crate::Input for $name {
            const OPERATION: &'static str = $operation;
        }
    };
    (
        $(#[$meta:meta])* $vis:vis struct $name:ident : $service:tt / $shape:tt
        { $($(#[$field_meta:meta])* $field:ident : $type:ty = $member:literal),* $(,)? }
    ) => {
        $crate::view! { @define [$(#[$meta])*] [$vis] $name $service $shape check_shape
            { $($(#[$field_meta])* $field : $type = $member),* } }
    };
    (
        @define [$(#[$meta:meta])*] [$vis:vis] $name:ident $service:tt $of:tt $check:ident
        { $($(#[$field_meta:meta])* $field:ident : $type:ty = $member:literal),* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            $($(#[$field_meta])* $vis $field: $type,)*
        }
        impl $crate::View for $name {
            const SERVICE: $crate::Service = $crate::service!($service);
            const NAME: &'static str = $of;
            const MEMBERS: &'static [&'static str] = &[$($member),*];
            fn read_at(record: &$crate::Record, path: &$crate::Path<'_>) -> Result<Self, $crate::ApiError> {
                $crate::view::refuse_unlisted(record, Self::MEMBERS, path)?;
                Ok(Self { $($field: $crate::view::member(record, $member, path)?,)* })
            }
            fn check() -> Result<(), String> {
                $crate::view::$check::<Self>()
            }
        }
        impl $crate::view::FromValue for $name {
            fn from_value(value: &$crate::Value, path: &$crate::Path<'_>) -> Result<Self, $crate::ApiError> {
                match value {
                    $crate::Value::Record(record) => <Self as $crate::View>::read_at(record, path),
                    other => Err($crate::errors::wrong_kind(path, "structure", other)),
                }
            }
            fn misfits(
                model: &$crate::model::Model,
                shape: &$crate::model::Shape,
                at: &str,
                found: &mut Vec<String>,
            ) {
                let Some(structure) = $crate::view::check_structure(shape, at, found) else { return };
                let _ = (model, &structure);
                $(<$type as $crate::view::FromValue>::member_misfits(
                    model, structure, shape.name, $member, at, found,
                );)*
            }
        }
    };
}

/// Runs `check` of each view named and fails with everything that was found: the body of a test.
#[macro_export]
macro_rules! check_views {
    ($($view:ty),+ $(,)?) => {{
        let checks: &[fn() -> Result<(), String>] = &[$(<$view as $crate::View>::check),+];
        let found: Vec<String> = checks.iter().filter_map(|check| check().err()).collect();
        if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
    }};
}

/// Refuses what the caller sent and the view does not list. EC2's `DryRun` is every operation's and is answered
/// before the handler.
pub fn refuse_unlisted(record: &Record, members: &[&str], path: &Path<'_>) -> Result<(), ApiError> {
    let generic = |name: &str| path.is_root() && path.service() == Service::Ec2 && name == "DryRun";
    match record
        .iter()
        .find(|(name, _)| !members.contains(name) && !generic(name))
    {
        Some((name, _)) => Err(errors::unsupported_member(&path.member(name))),
        None => Ok(()),
    }
}

/// Reads one member.
pub fn member<T: FromValue>(record: &Record, name: &str, path: &Path<'_>) -> Result<T, ApiError> {
    let path = path.member(name);
    match record.get(name) {
        Some(value) => T::from_value(value, &path),
        None => T::absent(&path),
    }
}

#[cfg(test)]
mod tests;
