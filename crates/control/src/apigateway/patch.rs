//! JSON patches as API Gateway takes them (iac-operations 3d): `op`, `path`, `value`.
//!
//! AWS words its refusals by the resource: resources and deployments name the paths that they take, APIs and methods only
//! say that a path is none of theirs, stages list everything; each resource's file says which. Here is what they share: reading
//! the operations, the parts of a path (`~1` is a slash, `~0` a tilde), settings and entries of maps. No document is
//! patched: each resource matches the parts that it knows. The operations of one call are all done or none.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

use adit_wire::errors::apigateway as errors;
use adit_wire::model::{Kind, model};
use adit_wire::{ApiError, Service, view};

view! {
    pub(super) struct PatchOperation: "apigateway"/"PatchOperation" {
        op: Option<String> = "op",
        path: Option<String> = "path",
        value: Option<String> = "value",
        from: Option<String> = "from",
    }
}

/// One operation, read.
#[derive(Debug)]
pub(super) struct Patch {
    pub op: Op,
    pub path: String,
    parts: Vec<String>,
    value: Option<String>,
    from: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Add,
    Remove,
    Replace,
    Move,
    Copy,
    Test,
}

pub(super) fn read(operations: Vec<PatchOperation>) -> Result<Vec<Patch>, ApiError> {
    operations.into_iter().map(Patch::read).collect()
}

impl Patch {
    fn read(operation: PatchOperation) -> Result<Self, ApiError> {
        let op = operation.op.as_deref().and_then(Op::parse);
        let op = op.ok_or_else(|| errors::patch_operation(Op::NAMES.map(|(_, name)| name).join(", ")))?;
        if operation.from.is_some() && !matches!(op, Op::Move | Op::Copy) {
            return Err(errors::patch_operation("move, copy"));
        }
        let path = operation.path.unwrap_or_else(|| "null".to_owned());
        let Some(below) = path.strip_prefix('/') else {
            return Err(errors::patch_path(path));
        };
        let parts = below
            .split('/')
            .map(|part| part.replace("~1", "/").replace("~0", "~"));
        Ok(Self {
            op,
            parts: parts.collect(),
            value: operation.value,
            from: operation.from,
            path,
        })
    }

    /// The parts of the path, to be matched.
    pub(super) fn parts(&self) -> Vec<&str> {
        self.parts.iter().map(String::as_str).collect()
    }

    /// The path is none that this resource takes.
    pub(super) fn unknown(&self) -> ApiError {
        errors::patch_path(&self.path)
    }

    /// The value, where one is needed.
    pub(super) fn value(&self) -> Result<&str, ApiError> {
        self.value
            .as_deref()
            .ok_or_else(|| errors::patch_value(&self.path))
    }

    /// Where `copy` takes its value from.
    pub(super) fn source(&self) -> &str {
        self.from.as_deref().unwrap_or_default()
    }

    /// The value, one of an enumeration of the service's model.
    pub(super) fn one_of(&self, enumeration: &str) -> Result<&str, ApiError> {
        let shape = model(Service::ApiGateway).shape(enumeration);
        let values = match shape.map(|shape| &shape.kind) {
            Some(Kind::Text(text)) => text.values.as_slice(),
            _ => &[],
        };
        let value = self.value()?;
        if values.iter().any(|known| &**known == value) {
            Ok(value)
        } else {
            Err(errors::patch_enumeration(&self.path, values.join(",")))
        }
    }

    /// The value as a number within bounds.
    pub(super) fn number<T: FromStr + PartialOrd>(&self, bounds: RangeInclusive<T>) -> Result<T, ApiError> {
        let number = self.value()?.parse().ok();
        number
            .filter(|number| bounds.contains(number))
            .ok_or_else(|| errors::patch_number(&self.path))
    }

    /// The value, where an empty one says none.
    pub(super) fn optional(&self) -> Option<String> {
        self.value.clone().filter(|value| !value.is_empty())
    }

    /// A value as AWS reads one of two: what is not `true` is false.
    pub(super) fn boolean(&self) -> bool {
        self.value
            .as_deref()
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The path takes `replace` alone.
    pub(super) fn replaces(&self) -> Result<(), ApiError> {
        match self.op {
            Op::Replace => Ok(()),
            _ => Err(errors::patch_operation("replace")),
        }
    }

    /// A text that may be absent: replaced, or removed.
    pub(super) fn text(&self) -> Result<Option<String>, ApiError> {
        match self.op {
            Op::Replace => Ok(self.optional()),
            Op::Remove => Ok(None),
            _ => Err(errors::patch_operation("replace, remove")),
        }
    }

    /// Adds, replaces or removes an entry; `missing` is what an entry that is not there answers to the last two.
    pub(super) fn entry<T>(
        &self,
        entries: &mut BTreeMap<String, T>,
        key: &str,
        missing: fn() -> ApiError,
        value: impl FnOnce() -> Result<T, ApiError>,
    ) -> Result<(), ApiError> {
        let known = entries.contains_key(key);
        match self.op {
            Op::Add => entries.insert(key.to_owned(), value()?),
            Op::Replace if known => entries.insert(key.to_owned(), value()?),
            Op::Remove if known => entries.remove(key),
            Op::Replace | Op::Remove => return Err(missing()),
            _ => return Err(errors::patch_entry_operation()),
        };
        Ok(())
    }

    /// As [`entry`](Self::entry), for a list without repetitions, where `replace` puts the value in the place of `item`.
    pub(super) fn item(&self, items: &mut Vec<String>, item: &str) -> Result<(), ApiError> {
        let known = items.iter().any(|one| one == item);
        let added = match self.op {
            Op::Add => Some(item),
            Op::Replace if known => Some(self.value()?),
            Op::Remove if known => None,
            Op::Replace | Op::Remove => return Err(errors::content_type_not_found()),
            _ => return Err(errors::patch_entry_operation()),
        };
        items.retain(|one| one != item && Some(one.as_str()) != added);
        items.extend(added.map(str::to_owned));
        Ok(())
    }
}

impl Op {
    const NAMES: [(Self, &'static str); 6] = [
        (Self::Add, "add"),
        (Self::Remove, "remove"),
        (Self::Move, "move"),
        (Self::Test, "test"),
        (Self::Replace, "replace"),
        (Self::Copy, "copy"),
    ];

    fn parse(text: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(op, _)| *op)
    }

    pub(super) fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(op, _)| *op == self)
            .map_or("", |(_, name)| name)
    }
}
