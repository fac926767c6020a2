//! A CloudFront function: code for viewer requests and responses, in development and as published (cf E1).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::EdgeFunctionKey;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeFunction {
    pub id: EdgeFunctionKey,
    pub account: AccountId,
    pub created: OffsetDateTime,
    pub development: FunctionVersion,
    /// What behaviors run: the development version as it was when it was last published.
    pub live: Option<FunctionVersion>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionVersion {
    pub etag: String,
    pub modified: OffsetDateTime,
    pub comment: String,
    /// `cloudfront-js-1.0`, `cloudfront-js-2.0`.
    pub runtime: String,
    /// ARNs of key value stores.
    pub stores: Vec<String>,
    pub code: Vec<u8>,
}

impl EdgeFunction {
    pub fn name(&self) -> &str {
        self.id.name()
    }

    /// Whether the last change of the development version was published.
    pub fn is_published(&self) -> bool {
        let content = |v: &FunctionVersion| {
            (
                v.comment.clone(),
                v.runtime.clone(),
                v.stores.clone(),
                v.code.clone(),
            )
        };
        self.live
            .as_ref()
            .is_some_and(|live| content(live) == content(&self.development))
    }
}
