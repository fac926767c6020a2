//! `Marker`, `MaxItems`, `IsTruncated`: a page begins after the item that the marker names, so that changes between two
//! calls neither repeat nor skip what stays. What AWS puts into a marker is not published.

use adit_wire::{ApiError, Record, Value, errors};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Items of an answer where none are asked for.
const USUAL: u32 = 100;

/// What of a list is asked for.
#[derive(Clone, Copy)]
pub struct Paging<'a> {
    pub marker: Option<&'a str>,
    pub max_items: Option<u32>,
}

impl Paging<'_> {
    /// An answer with a page of `items` as its member `name`; items are sorted by their keys here.
    pub fn answer<T: Into<Value>>(
        self,
        name: &'static str,
        mut items: Vec<(String, T)>,
    ) -> Result<Record, ApiError> {
        let after = self.marker.map(read).transpose()?;
        items.sort_by(|a, b| a.0.cmp(&b.0));
        let most = usize::try_from(self.max_items.unwrap_or(USUAL)).unwrap_or(usize::MAX);
        let mut rest = items
            .into_iter()
            .filter(|(key, _)| after.as_ref().is_none_or(|after| key > after))
            .peekable();
        let mut shown: Vec<Value> = Vec::new();
        let mut last = String::new();
        while shown.len() < most
            && let Some((key, item)) = rest.next()
        {
            shown.push(item.into());
            last = key;
        }
        let truncated = rest.peek().is_some();
        Ok(Record::new()
            .with(name, Value::List(shown))
            .with("IsTruncated", truncated)
            .with("Marker", truncated.then(|| URL_SAFE_NO_PAD.encode(last))))
    }
}

fn read(marker: &str) -> Result<String, ApiError> {
    let bytes = URL_SAFE_NO_PAD.decode(marker).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.ok_or_else(errors::iam::invalid_marker)
}
