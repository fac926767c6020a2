//! `Marker` and `PageSize`: a page begins after the item that the marker names, so that changes between two calls
//! neither repeat nor skip what stays. What AWS puts into a marker is not published.

use adit_wire::{ApiError, Record, errors};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// AWS's largest page, and ours where none is asked for.
const LARGEST: u32 = 400;

pub struct Page {
    pub items: Vec<Record>,
    /// The marker of the next page.
    pub next: Option<String>,
}

/// Cuts a page out of `items`, which stand in the order of their keys.
pub fn cut(items: Vec<(String, Record)>, marker: Option<&str>, size: Option<u32>) -> Result<Page, ApiError> {
    let after = marker.map(read).transpose()?;
    let size = usize::try_from(size.unwrap_or(LARGEST)).unwrap_or(usize::MAX);
    let mut rest = items
        .into_iter()
        .filter(|(key, _)| after.as_ref().is_none_or(|after| key > after))
        .peekable();
    let mut page = Page {
        items: Vec::new(),
        next: None,
    };
    while let Some((key, item)) = rest.next() {
        page.items.push(item);
        if page.items.len() >= size {
            page.next = rest.peek().is_some().then(|| URL_SAFE_NO_PAD.encode(key));
            break;
        }
    }
    Ok(page)
}

fn read(marker: &str) -> Result<String, ApiError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(marker)
        .map_err(|_| errors::elbv2::invalid_marker())?;
    String::from_utf8(bytes).map_err(|_| errors::elbv2::invalid_marker())
}
