//! CloudFront's lists: `Items` with their number beside them (cf B1: a wrong number is InconsistentQuantities).

use adit_wire::{ApiError, Record, Value, errors, record, view};

view! {
    /// Any list of names: aliases, headers, cookies, methods, protocols.
    pub(super) struct Names: "cloudfront"/"Headers" { quantity: i64 = "Quantity", items: Vec<String> = "Items" }
}

impl Names {
    pub(super) fn checked(self) -> Result<Vec<String>, ApiError> {
        items(self.quantity, self.items)
    }
}

/// The items, when there are as many as was said.
pub(super) fn items<T>(quantity: i64, items: Vec<T>) -> Result<Vec<T>, ApiError> {
    match usize::try_from(quantity) {
        Ok(quantity) if quantity == items.len() => Ok(items),
        _ => Err(errors::cloudfront::inconsistent_quantities()),
    }
}

/// The names of a list that may be absent.
pub(super) fn names(list: Option<Names>) -> Result<Vec<String>, ApiError> {
    list.map_or_else(|| Ok(Vec::new()), Names::checked)
}

/// A list as CloudFront answers it: without `Items` when it is empty.
pub(super) fn list<T: Into<Value>>(items: Vec<T>) -> Record {
    record! { "Quantity" => items.len(), "Items" => (!items.is_empty()).then_some(items) }
}
