//! Origin request policies: what the origin sees of the viewer's request beyond the cache key (cf C1, C3, D).

use adit_model::cache_policy::Selection;
use adit_model::distribution::Behavior;
use adit_model::id::OriginRequestPolicyId;
use adit_model::managed_policy;
use adit_model::origin_request_policy::OriginRequestPolicy;
use adit_wire::{ApiError, Record, errors, record, view};

use super::selection::{self, CookiesView, HeadersView, MAX_NAMES, QueryStringsView, Selections};
use super::versioned::{self, Refusals, Versioned, Words, identity, operations};
use super::{etag, policy};
use crate::cx::Cx;

view! {
    pub(super) struct Config: "cloudfront"/"OriginRequestPolicyConfig" {
        comment: Option<String> = "Comment",
        name: String = "Name",
        headers: HeadersView = "HeadersConfig",
        cookies: CookiesView = "CookiesConfig",
        query_strings: QueryStringsView = "QueryStringsConfig",
    }
}
operations! {
    OriginRequestPolicy, Config = "OriginRequestPolicyConfig";
    CreateOriginRequestPolicy "CreateOriginRequestPolicy", GetOriginRequestPolicy "GetOriginRequestPolicy",
    GetOriginRequestPolicyConfig "GetOriginRequestPolicyConfig",
    UpdateOriginRequestPolicy "UpdateOriginRequestPolicy", DeleteOriginRequestPolicy "DeleteOriginRequestPolicy",
    ListOriginRequestPolicies "ListOriginRequestPolicies" typed
}

impl Versioned for OriginRequestPolicy {
    type Config = Config;
    const WORDS: Words = Words {
        resource: "OriginRequestPolicy",
        config: "OriginRequestPolicyConfig",
        list: "OriginRequestPolicyList",
        path: "origin-request-policy",
        marked: false,
    };
    const REFUSALS: Refusals = Refusals {
        not_found: errors::cloudfront::no_such_origin_request_policy,
        exists: errors::cloudfront::origin_request_policy_exists,
        too_many: errors::cloudfront::too_many_origin_request_policies,
        in_use: errors::cloudfront::origin_request_policy_in_use,
        managed: Some([
            errors::cloudfront::origin_request_policy_managed,
            errors::cloudfront::origin_request_policy_managed_delete,
        ]),
    };
    const LIMIT: usize = policy::MAX_POLICIES;

    identity! { OriginRequestPolicyId, |minter| minter.uuid(), |policy| policy.account.as_ref(), |policy| Some(&policy.name) }

    fn read(
        cx: &mut Cx<'_>,
        config: Config,
        id: OriginRequestPolicyId,
        _: Option<&Self>,
    ) -> Result<Self, ApiError> {
        read(cx, config, id)
    }

    fn is_used(&self, cx: &Cx<'_>) -> bool {
        policy::users(cx, uses(&self.id)).next().is_some()
    }

    fn show(&self) -> Record {
        record! {
            "Id" => self.id.as_str(),
            "LastModifiedTime" => self.modified,
            "OriginRequestPolicyConfig" => self.show_config(),
        }
    }

    fn show_config(&self) -> Record {
        record! {
            "Comment" => &self.comment,
            "Name" => &self.name,
            "HeadersConfig" => selection::headers(&self.headers),
            "CookiesConfig" => selection::cookies(&self.cookies),
            "QueryStringsConfig" => selection::query_strings(&self.query_strings),
        }
    }

    fn summary(&self) -> Record {
        record! { "Type" => versioned::kind(self.account()), "OriginRequestPolicy" => self.show() }
    }

    fn managed() -> &'static [Self] {
        managed_policy::origin_request_policies()
    }
}

/// Whether a behavior uses the policy.
pub(super) fn uses(id: &OriginRequestPolicyId) -> impl Fn(&Behavior) -> bool {
    let id = id.clone();
    move |behavior| behavior.origin_request_policy.as_ref() == Some(&id)
}

fn read(cx: &mut Cx<'_>, config: Config, id: OriginRequestPolicyId) -> Result<OriginRequestPolicy, ApiError> {
    policy::check_name(&config.name)?;
    let comment = config.comment.unwrap_or_default();
    policy::check_comment(&comment)?;
    let Selections {
        headers,
        cookies,
        query_strings,
    } = Selections::read(config.headers, config.cookies, config.query_strings)?;
    check_headers(&headers)?;
    if selection::named(&cookies).len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_origin_request_policy_cookies());
    }
    if selection::named(&query_strings).len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_origin_request_policy_query_strings());
    }
    Ok(OriginRequestPolicy {
        id,
        account: Some(cx.account.clone()),
        etag: etag::fresh(cx.minter),
        modified: cx.now,
        name: config.name,
        comment,
        headers,
        cookies,
        query_strings,
    })
}

/// `Authorization` and `Accept-Encoding` cannot be listed one by one (cf C8).
fn check_headers(headers: &Selection) -> Result<(), ApiError> {
    let names = selection::named(headers);
    if names.len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_origin_request_policy_headers());
    }
    let own = |name: &str| name.to_ascii_lowercase().starts_with("cloudfront-");
    let refused = |name: &&String| match headers {
        Selection::Listed(_) => ["Authorization", "Accept-Encoding"]
            .iter()
            .any(|n| n.eq_ignore_ascii_case(name)),
        Selection::AllAnd(_) => !own(name),
        _ => false,
    };
    names
        .iter()
        .find(refused)
        .map_or(Ok(()), |name| Err(errors::cloudfront::header_not_allowed(name)))
}
