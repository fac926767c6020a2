//! Pages of lists in order of name: a token names the last that was shown.

use adit_wire::{ApiError, errors};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How many a page has at most, and unless the caller says.
const MOST: usize = 50;

/// Where a page begins and how many it has.
pub struct Page {
    after: Option<String>,
    size: usize,
}

impl Page {
    pub fn read(token: Option<&str>, limit: Option<i32>) -> Result<Self, ApiError> {
        let after = match token {
            Some(token) => Some(decode(token).ok_or_else(errors::logs::next_token)?),
            None => None,
        };
        let size = limit
            .and_then(|limit| usize::try_from(limit).ok())
            .unwrap_or(MOST);
        Ok(Self { after, size })
    }

    /// What the page shows of `all`, which come in order of their names, and the next page's token.
    pub fn cut<T>(
        &self,
        all: impl Iterator<Item = T>,
        name: impl Fn(&T) -> &str,
    ) -> (Vec<T>, Option<String>) {
        self.after(all, &name, |name, last| name <= last)
    }

    /// The same of what comes in the opposite order.
    pub fn cut_descending<T>(
        &self,
        all: impl Iterator<Item = T>,
        name: impl Fn(&T) -> &str,
    ) -> (Vec<T>, Option<String>) {
        self.after(all, &name, |name, last| name >= last)
    }

    fn after<T>(
        &self,
        all: impl Iterator<Item = T>,
        name: &impl Fn(&T) -> &str,
        shown: fn(&str, &str) -> bool,
    ) -> (Vec<T>, Option<String>) {
        let was_shown = |one: &T| self.after.as_deref().is_some_and(|last| shown(name(one), last));
        let mut rest = all.skip_while(was_shown);
        let page: Vec<T> = rest.by_ref().take(self.size).collect();
        let more = rest.next().is_some();
        let token = page
            .last()
            .filter(|_| more)
            .map(|last| URL_SAFE_NO_PAD.encode(name(last)));
        (page, token)
    }
}

fn decode(token: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()
}
