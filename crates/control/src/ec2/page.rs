//! Describe calls: by ids, by filters, page by page.
//!
//! A page's token names the last item that was given, so a page neither repeats nor skips what was there when its
//! predecessor was made. Answers are in order of id; AWS promises none.

use std::sync::Arc;

use adit_model::tag::Tags;
use adit_wire::{ApiError, errors};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter, Filters};
use crate::ec2::resource::{self, Ec2Resource};

/// What a describe call asks for.
pub struct Query<'a> {
    /// All when empty; each must exist.
    pub ids: &'a [String],
    pub filters: &'a [Filter],
    pub max_results: Option<u32>,
    pub next_token: Option<&'a str>,
}

/// Items of an answer, and the token for those that did not fit.
pub struct Page<T> {
    pub items: Vec<T>,
    pub next_token: Option<String>,
}

impl Query<'_> {
    /// The caller's resources that were asked for.
    pub fn resources<T: Ec2Resource>(&self, cx: &Cx<'_>, facts: Facts<T>) -> Result<Page<Arc<T>>, ApiError> {
        let mut items = self.chosen::<T>(cx)?;
        let filters = Filters::parse(self.filters, facts, true)?;
        items.retain(|item| filters.admit(cx.world(), item, item.tags()));
        self.page(items, |item| item.id_text().to_owned())
    }

    /// The caller's resources of these ids, or all, in order of id.
    pub fn chosen<T: Ec2Resource>(&self, cx: &Cx<'_>) -> Result<Vec<Arc<T>>, ApiError> {
        let mut items = match self.ids {
            [] => resource::owned::<T>(cx).cloned().collect(),
            ids => ids
                .iter()
                .map(|id| resource::named::<T>(cx, id))
                .collect::<Result<Vec<_>, _>>()?,
        };
        items.sort_by(|a, b| a.id_text().cmp(b.id_text()));
        items.dedup_by(|a, b| a.id_text() == b.id_text());
        Ok(items)
    }

    /// Items of another kind, which the caller has chosen by `ids`; sorted by `key` here.
    pub fn items<T: 'static>(
        &self,
        cx: &Cx<'_>,
        mut items: Vec<T>,
        facts: Facts<T>,
        key: fn(&T) -> String,
        tags: Option<fn(&T) -> &Tags>,
    ) -> Result<Page<T>, ApiError> {
        let (none, filters) = (Tags::new(), Filters::parse(self.filters, facts, tags.is_some())?);
        items.retain(|item| filters.admit(cx.world(), item, tags.map_or(&none, |tags| tags(item))));
        items.sort_by_cached_key(key);
        self.page(items, key)
    }

    fn page<T>(&self, items: Vec<T>, key: impl Fn(&T) -> String) -> Result<Page<T>, ApiError> {
        let after = self.next_token.map(read_token).transpose()?;
        let mut rest = items
            .into_iter()
            .filter(|item| after.as_ref().is_none_or(|after| key(item) > *after));
        let Some(most) = self.max_results.and_then(|most| usize::try_from(most).ok()) else {
            return Ok(Page {
                items: rest.collect(),
                next_token: None,
            });
        };
        let items: Vec<T> = rest.by_ref().take(most.max(1)).collect();
        let more = rest.next().is_some();
        let next_token = items
            .last()
            .filter(|_| more)
            .map(|last| URL_SAFE_NO_PAD.encode(key(last)));
        Ok(Page { items, next_token })
    }
}

impl<T> Page<T> {
    /// The items as the answer shows them.
    pub fn shown<R>(&self, show: impl Fn(&T) -> R) -> Vec<R> {
        self.items.iter().map(show).collect()
    }
}

fn read_token(token: &str) -> Result<String, ApiError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(token)
        .map_err(|_| errors::ec2::invalid_next_token(token))?;
    String::from_utf8(bytes).map_err(|_| errors::ec2::invalid_next_token(token))
}
