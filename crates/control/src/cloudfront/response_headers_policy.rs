//! Response headers policies: what CloudFront removes from and adds to its answers (cf C11, D).

use adit_model::distribution::Behavior;
use adit_model::id::ResponseHeadersPolicyId;
use adit_model::managed_response_headers;
use adit_model::response_headers_policy::{CustomHeader, ResponseHeadersPolicy, ServerTiming};
use adit_wire::{ApiError, Record, errors, record, view};

use super::quantity;
use super::response_cors::{self, CorsView};
use super::security_headers::{self, SecurityView};
use super::versioned::{self, Refusals, Versioned, Words, identity, operations};
use super::{etag, policy};
use crate::cx::Cx;

/// cf G.
const MAX_CUSTOM_HEADERS: usize = 10;
const MAX_REMOVE_HEADERS: usize = 10;
const MAX_VALUE: usize = 1783;

/// Headers that a policy neither removes nor sets (cf C11).
const UNTOUCHABLE: [&str; 31] = [
    "connection",
    "content-encoding",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "warning",
    "x-accel-buffering",
    "x-accel-charset",
    "x-accel-limit-rate",
    "x-accel-redirect",
    "x-amzn-auth",
    "x-amzn-cf-billing",
    "x-amzn-cf-id",
    "x-amzn-cf-xff",
    "x-amzn-errortype",
    "x-amzn-fle-profile",
    "x-amzn-header-count",
    "x-amzn-header-order",
    "x-amzn-lambda-integration-tag",
    "x-amzn-requestid",
    "x-cache",
    "x-forwarded-proto",
    "x-real-ip",
];
const UNTOUCHABLE_PREFIXES: [&str; 2] = ["x-amz-cf-", "x-edge-"];

view! {
    pub(super) struct Config: "cloudfront"/"ResponseHeadersPolicyConfig" {
        comment: Option<String> = "Comment",
        name: String = "Name",
        cors: Option<CorsView> = "CorsConfig",
        security: Option<SecurityView> = "SecurityHeadersConfig",
        server_timing: Option<ServerTimingView> = "ServerTimingHeadersConfig",
        custom: Option<CustomHeaders> = "CustomHeadersConfig",
        removed: Option<RemoveHeaders> = "RemoveHeadersConfig",
    }
}
view! {
    pub(super) struct ServerTimingView: "cloudfront"/"ResponseHeadersPolicyServerTimingHeadersConfig" {
        enabled: bool = "Enabled",
        sampling_rate: Option<f64> = "SamplingRate",
    }
}
view! {
    pub(super) struct CustomHeaders: "cloudfront"/"ResponseHeadersPolicyCustomHeadersConfig" {
        quantity: i64 = "Quantity",
        items: Vec<CustomHeaderView> = "Items",
    }
}
view! {
    pub(super) struct CustomHeaderView: "cloudfront"/"ResponseHeadersPolicyCustomHeader" {
        name: String = "Header",
        value: String = "Value",
        overrides: bool = "Override",
    }
}
view! {
    pub(super) struct RemoveHeaders: "cloudfront"/"ResponseHeadersPolicyRemoveHeadersConfig" {
        quantity: i64 = "Quantity",
        items: Vec<RemoveHeader> = "Items",
    }
}
view! {
    pub(super) struct RemoveHeader: "cloudfront"/"ResponseHeadersPolicyRemoveHeader" { name: String = "Header" }
}

operations! {
    ResponseHeadersPolicy, Config = "ResponseHeadersPolicyConfig";
    CreateResponseHeadersPolicy "CreateResponseHeadersPolicy",
    GetResponseHeadersPolicy "GetResponseHeadersPolicy",
    GetResponseHeadersPolicyConfig "GetResponseHeadersPolicyConfig",
    UpdateResponseHeadersPolicy "UpdateResponseHeadersPolicy",
    DeleteResponseHeadersPolicy "DeleteResponseHeadersPolicy",
    ListResponseHeadersPolicies "ListResponseHeadersPolicies" typed
}

impl Versioned for ResponseHeadersPolicy {
    type Config = Config;
    const WORDS: Words = Words {
        resource: "ResponseHeadersPolicy",
        config: "ResponseHeadersPolicyConfig",
        list: "ResponseHeadersPolicyList",
        path: "response-headers-policy",
        marked: false,
    };
    const REFUSALS: Refusals = Refusals {
        not_found: errors::cloudfront::no_such_response_headers_policy,
        exists: errors::cloudfront::response_headers_policy_exists,
        too_many: errors::cloudfront::too_many_response_headers_policies,
        in_use: errors::cloudfront::response_headers_policy_in_use,
        managed: Some([
            errors::cloudfront::response_headers_policy_managed,
            errors::cloudfront::response_headers_policy_managed_delete,
        ]),
    };
    const LIMIT: usize = policy::MAX_POLICIES;

    identity! {
        ResponseHeadersPolicyId, |minter| minter.uuid(), |policy| policy.account.as_ref(), |policy| Some(&policy.name)
    }

    fn read(
        cx: &mut Cx<'_>,
        config: Config,
        id: ResponseHeadersPolicyId,
        _: Option<&Self>,
    ) -> Result<Self, ApiError> {
        policy::check_name(&config.name)?;
        let comment = config.comment.unwrap_or_default();
        policy::check_comment(&comment)?;
        let policy = Self {
            id,
            account: Some(cx.account.clone()),
            etag: etag::fresh(cx.minter),
            modified: cx.now,
            name: config.name,
            comment,
            cors: config.cors.map(response_cors::read).transpose()?,
            security: config.security.map(security_headers::read).transpose()?,
            server_timing: config.server_timing.map(server_timing).transpose()?,
            custom: config.custom.map(custom).transpose()?,
            removed: config.removed.map(removed).transpose()?,
        };
        let empty = |list: Option<usize>| list.unwrap_or(0) == 0;
        if policy.cors.is_none()
            && policy.security.is_none()
            && policy.server_timing.is_none()
            && empty(policy.custom.as_ref().map(Vec::len))
            && empty(policy.removed.as_ref().map(Vec::len))
        {
            return Err(errors::cloudfront::response_headers_policy_empty());
        }
        Ok(policy)
    }

    fn is_used(&self, cx: &Cx<'_>) -> bool {
        policy::users(cx, uses(&self.id)).next().is_some()
    }

    fn show(&self) -> Record {
        record! {
            "Id" => self.id.as_str(),
            "LastModifiedTime" => self.modified,
            "ResponseHeadersPolicyConfig" => self.show_config(),
        }
    }

    fn show_config(&self) -> Record {
        let custom = |header: &CustomHeader| record! { "Header" => &header.name, "Value" => &header.value, "Override" => header.overrides };
        let timing = |timing: &ServerTiming| record! { "Enabled" => timing.enabled, "SamplingRate" => timing.sampling_rate };
        let custom = |list: &Vec<CustomHeader>| quantity::list(list.iter().map(custom).collect::<Vec<_>>());
        let removed = |list: &Vec<String>| {
            quantity::list(
                list.iter()
                    .map(|name| record! { "Header" => name })
                    .collect::<Vec<_>>(),
            )
        };
        record! {
            "Comment" => &self.comment,
            "Name" => &self.name,
            "CorsConfig" => self.cors.as_ref().map(response_cors::show),
            "SecurityHeadersConfig" => self.security.as_ref().map(security_headers::show),
            "ServerTimingHeadersConfig" => self.server_timing.as_ref().map(timing),
            "CustomHeadersConfig" => self.custom.as_ref().map(custom),
            "RemoveHeadersConfig" => self.removed.as_ref().map(removed),
        }
    }

    fn summary(&self) -> Record {
        record! { "Type" => versioned::kind(self.account()), "ResponseHeadersPolicy" => self.show() }
    }

    fn managed() -> &'static [Self] {
        managed_response_headers::policies()
    }
}

/// Whether a behavior uses the policy.
pub(super) fn uses(id: &ResponseHeadersPolicyId) -> impl Fn(&Behavior) -> bool {
    let id = id.clone();
    move |behavior| behavior.response_headers_policy.as_ref() == Some(&id)
}

fn server_timing(view: ServerTimingView) -> Result<ServerTiming, ApiError> {
    if view.enabled && view.sampling_rate.is_none() {
        return Err(errors::cloudfront::parameter_required("SamplingRate"));
    }
    Ok(ServerTiming {
        enabled: view.enabled,
        sampling_rate: view.sampling_rate,
    })
}

fn custom(headers: CustomHeaders) -> Result<Vec<CustomHeader>, ApiError> {
    let items = quantity::items(headers.quantity, headers.items)?;
    if items.len() > MAX_CUSTOM_HEADERS {
        return Err(errors::cloudfront::too_many_response_custom_headers());
    }
    let mut read: Vec<CustomHeader> = Vec::new();
    for CustomHeaderView {
        name,
        value,
        overrides,
    } in items
    {
        check_name(
            "CustomHeaders",
            &name,
            read.iter().map(|header| header.name.as_str()),
        )?;
        if security_headers::NAMES
            .iter()
            .any(|own| own.eq_ignore_ascii_case(&name))
        {
            return Err(errors::cloudfront::security_header_as_custom_header(name));
        }
        if name.to_ascii_lowercase().starts_with("access-control-") {
            return Err(errors::cloudfront::response_header_not_allowed(
                "CustomHeaders",
                name,
            ));
        }
        if value.len() > MAX_VALUE || !value.bytes().all(|b| b == b'\t' || (b' '..=b'~').contains(&b)) {
            let reason = format!("for {name} must have at most {MAX_VALUE} printable characters");
            return Err(errors::cloudfront::parameter_invalid("Value", reason));
        }
        read.push(CustomHeader {
            name,
            value,
            overrides,
        });
    }
    Ok(read)
}

fn removed(headers: RemoveHeaders) -> Result<Vec<String>, ApiError> {
    let items = quantity::items(headers.quantity, headers.items)?;
    if items.len() > MAX_REMOVE_HEADERS {
        return Err(errors::cloudfront::too_many_response_remove_headers());
    }
    let mut read: Vec<String> = Vec::new();
    for RemoveHeader { name } in items {
        check_name("RemoveHeaders", &name, read.iter().map(String::as_str))?;
        read.push(name);
    }
    Ok(read)
}

fn check_name<'a>(
    parameter: &str,
    name: &str,
    mut before: impl Iterator<Item = &'a str>,
) -> Result<(), ApiError> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let lower = name.to_ascii_lowercase();
    let refused = UNTOUCHABLE.contains(&lower.as_str())
        || UNTOUCHABLE_PREFIXES
            .iter()
            .any(|prefix| lower.starts_with(prefix));
    if refused || name.is_empty() || !name.bytes().all(token) {
        return Err(errors::cloudfront::response_header_not_allowed(parameter, name));
    }
    match before.any(|other| other.eq_ignore_ascii_case(name)) {
        true => Err(errors::cloudfront::parameter_invalid(
            parameter,
            format!("contains {name} twice"),
        )),
        false => Ok(()),
    }
}
