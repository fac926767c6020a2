//! Pages of a list: `limit` and `position`, 25 to a page unless asked otherwise, 500 at most.
//!
//! A position names the last item that was given, so that a list may change between two pages. AWS's positions are
//! opaque; so are these.

use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const DEFAULT: usize = 25;
const MOST: usize = 500;

/// Which page is asked for.
pub(super) struct Wanted {
    after: Option<String>,
    limit: usize,
}

impl Wanted {
    pub(super) fn read(position: Option<&str>, limit: Option<i64>) -> Result<Self, ApiError> {
        let after = position.filter(|text| !text.is_empty()).map(decode).transpose()?;
        let limit = match limit {
            None => DEFAULT,
            Some(limit) => {
                let limit = usize::try_from(limit)
                    .ok()
                    .filter(|limit| (1..=MOST).contains(limit));
                limit.ok_or_else(errors::invalid_limit)?
            }
        };
        Ok(Self { after, limit })
    }

    /// The page of `items`, which stand in the order of their keys, as an answer.
    pub(super) fn of<'a, T: 'a>(
        &self,
        items: impl Iterator<Item = &'a T>,
        key: impl Fn(&'a T) -> &'a str,
        show: impl Fn(&'a T) -> Record,
    ) -> Record {
        let mut rest = items
            .filter(|item| self.after.as_deref().is_none_or(|after| key(item) > after))
            .peekable();
        let mut page = Vec::new();
        let mut last = "";
        while page.len() < self.limit {
            let Some(item) = rest.next() else { break };
            last = key(item);
            page.push(show(item));
        }
        let position = rest.peek().map(|_| URL_SAFE_NO_PAD.encode(last));
        record! { "position" => position, "items" => page.into_iter().collect::<Value>() }
    }
}

fn decode(position: &str) -> Result<String, ApiError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(position)
        .map_err(|_| errors::invalid_position())?;
    String::from_utf8(bytes).map_err(|_| errors::invalid_position())
}
