//! Pages of a list: `Marker`, `MaxItems`, `NextMarker`. A page begins after the item that the marker names.

use adit_wire::{ApiError, Record, Value, errors, record};

const DEFAULT_ITEMS: usize = 100;

/// Which page is asked for.
pub(super) struct Pages {
    marker: String,
    max: usize,
}

/// A page, and the marker of the next one.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    next: Option<String>,
}

impl Pages {
    pub(super) fn read(marker: Option<String>, max_items: Option<&str>) -> Result<Self, ApiError> {
        let max = match max_items {
            None | Some("") => DEFAULT_ITEMS,
            Some(text) => {
                let parsed = text.parse().ok().filter(|max| *max > 0);
                parsed.ok_or_else(|| errors::cloudfront::parameter_not_valid("MaxItems"))?
            }
        };
        Ok(Self {
            marker: marker.unwrap_or_default(),
            max,
        })
    }

    /// Cuts the page out of `all`, which is in order of `key` or newest first.
    pub(super) fn cut<T>(&self, all: Vec<T>, key: impl Fn(&T) -> &str) -> Page<T> {
        let begin = match self.marker.as_str() {
            "" => 0,
            marker => match all.iter().position(|item| key(item) == marker) {
                Some(at) => at.saturating_add(1),
                // The item went away between two pages.
                None => all
                    .iter()
                    .position(|item| key(item) > marker)
                    .unwrap_or(all.len()),
            },
        };
        let more = all.len().saturating_sub(begin) > self.max;
        let items: Vec<T> = all.into_iter().skip(begin).take(self.max).collect();
        let next = items.last().filter(|_| more).map(|item| key(item).to_owned());
        Page { items, next }
    }

    /// The list as answered, where it says whether there is more.
    pub(super) fn list<T>(&self, page: Page<T>, show: impl Fn(T) -> Value) -> Record {
        let more = page.next.is_some();
        let rest = self.short_list(page, show);
        let mut list = record! { "Marker" => &self.marker, "IsTruncated" => more };
        for (name, value) in rest.iter() {
            list.put(name, value.clone());
        }
        list
    }

    /// The list as answered for policies.
    pub(super) fn short_list<T>(&self, page: Page<T>, show: impl Fn(T) -> Value) -> Record {
        let items: Vec<Value> = page.items.into_iter().map(show).collect();
        record! {
            "NextMarker" => page.next,
            "MaxItems" => self.max,
            "Quantity" => items.len(),
            "Items" => (!items.is_empty()).then_some(Value::List(items)),
        }
    }
}
