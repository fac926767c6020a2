//! The cache and origin request policies that AWS manages, by their ids (cf D).

use std::sync::OnceLock;

use time::OffsetDateTime;

use crate::cache_policy::{CachePolicy, Selection};
use crate::id::{CachePolicyId, OriginRequestPolicyId};
use crate::origin_request_policy::OriginRequestPolicy;

/// Every managed cache policy.
pub fn cache_policies() -> &'static [CachePolicy] {
    static ALL: OnceLock<Vec<CachePolicy>> = OnceLock::new();
    ALL.get_or_init(|| {
        let override_headers = [
            "Host",
            "Origin",
            "X-HTTP-Method-Override",
            "X-HTTP-Method",
            "X-Method-Override",
        ];
        let listed = |names: &[&str]| Selection::Listed(names.iter().map(|n| (*n).to_owned()).collect());
        [
            cache(
                "CachingOptimized",
                "658327ea-f89d-4fab-a63d-7e88639e58f6",
                [1, 86_400, 31_536_000],
                true,
                true,
                [none(), none(), none()],
            ),
            cache(
                "CachingOptimizedForUncompressedObjects",
                "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
                [1, 86_400, 31_536_000],
                false,
                false,
                [none(), none(), none()],
            ),
            cache(
                "CachingDisabled",
                DISABLED,
                [0, 0, 0],
                false,
                false,
                [none(), none(), none()],
            ),
            cache(
                "Elemental-MediaPackage",
                "08627262-05a9-4f76-9ded-b50ca2e3a84f",
                [0, 86_400, 31_536_000],
                true,
                false,
                [
                    listed(&["Origin"]),
                    none(),
                    listed(&["aws.manifestfilter", "start", "end", "m"]),
                ],
            ),
            cache(
                "Amplify",
                "2e54312d-136d-493c-8eb9-b001f22f67d2",
                [2, 2, 600],
                true,
                true,
                [
                    listed(&["Authorization", "CloudFront-Viewer-Country", "Host"]),
                    Selection::All,
                    Selection::All,
                ],
            ),
            cache(
                "UseOriginCacheControlHeaders",
                "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
                [0, 0, 31_536_000],
                true,
                true,
                [listed(&override_headers), Selection::All, none()],
            ),
            cache(
                "UseOriginCacheControlHeaders-QueryStrings",
                "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
                [0, 0, 31_536_000],
                true,
                true,
                [listed(&override_headers), Selection::All, Selection::All],
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    })
}

/// Every managed origin request policy.
pub fn origin_request_policies() -> &'static [OriginRequestPolicy] {
    static ALL: OnceLock<Vec<OriginRequestPolicy>> = OnceLock::new();
    ALL.get_or_init(|| {
        let listed = |names: &[&str]| Selection::Listed(names.iter().map(|n| (*n).to_owned()).collect());
        let all = || [Selection::All, Selection::All];
        let nothing = || [none(), none()];
        [
            forward(
                "AllViewer",
                "216adef6-5c7f-47e4-b989-5492eafa07d3",
                Selection::All,
                all(),
            ),
            forward(
                "AllViewerExceptHostHeader",
                "b689b0a8-53d0-40ab-baf2-68738e2966ac",
                Selection::AllExcept(vec!["Host".to_owned()]),
                all(),
            ),
            forward(
                "AllViewerAndCloudFrontHeaders-2022-06",
                "33f36d7e-f396-46d9-90e0-52428a34d9dc",
                Selection::AllAnd(CLOUDFRONT_HEADERS.iter().map(|n| (*n).to_owned()).collect()),
                all(),
            ),
            forward(
                "CORS-CustomOrigin",
                "59781a5b-3903-41f3-afcb-af62929ccde1",
                listed(&["Origin"]),
                nothing(),
            ),
            forward(
                "CORS-S3Origin",
                "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
                listed(&[
                    "Origin",
                    "Access-Control-Request-Headers",
                    "Access-Control-Request-Method",
                ]),
                nothing(),
            ),
            forward(
                "Elemental-MediaTailor-PersonalizedManifests",
                "775133bc-15f2-49f9-abea-afb2e0bf67d2",
                listed(&[
                    "Origin",
                    "Access-Control-Request-Headers",
                    "Access-Control-Request-Method",
                    "User-Agent",
                    "X-Forwarded-For",
                ]),
                [none(), Selection::All],
            ),
            forward(
                "HostHeaderOnly",
                "bf0718e1-ba1e-49d1-88b1-f726733018ae",
                listed(&["Host"]),
                nothing(),
            ),
            forward(
                "UserAgentRefererHeaders",
                "acba4595-bd28-49b8-b9fe-13317c0390fa",
                listed(&["User-Agent", "Referer"]),
                nothing(),
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    })
}

pub fn cache_policy(id: &CachePolicyId) -> Option<CachePolicy> {
    cache_policies().iter().find(|p| p.id == *id).cloned()
}

pub fn origin_request_policy(id: &OriginRequestPolicyId) -> Option<OriginRequestPolicy> {
    origin_request_policies().iter().find(|p| p.id == *id).cloned()
}

const DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/// The headers that CloudFront made up to June 2022 (cf C3, D).
const CLOUDFRONT_HEADERS: [&str; 21] = [
    "CloudFront-Forwarded-Proto",
    "CloudFront-Is-Android-Viewer",
    "CloudFront-Is-Desktop-Viewer",
    "CloudFront-Is-IOS-Viewer",
    "CloudFront-Is-Mobile-Viewer",
    "CloudFront-Is-SmartTV-Viewer",
    "CloudFront-Is-Tablet-Viewer",
    "CloudFront-Viewer-ASN",
    "CloudFront-Viewer-Address",
    "CloudFront-Viewer-City",
    "CloudFront-Viewer-Country",
    "CloudFront-Viewer-Country-Name",
    "CloudFront-Viewer-Country-Region",
    "CloudFront-Viewer-Country-Region-Name",
    "CloudFront-Viewer-Http-Version",
    "CloudFront-Viewer-Latitude",
    "CloudFront-Viewer-Longitude",
    "CloudFront-Viewer-Metro-Code",
    "CloudFront-Viewer-Postal-Code",
    "CloudFront-Viewer-TLS",
    "CloudFront-Viewer-Time-Zone",
];

fn none() -> Selection {
    Selection::None
}

fn cache(
    name: &str,
    id: &str,
    ttls: [u64; 3],
    gzip: bool,
    brotli: bool,
    selections: [Selection; 3],
) -> Option<CachePolicy> {
    let [min_ttl, default_ttl, max_ttl] = ttls;
    let [headers, cookies, query_strings] = selections;
    Some(CachePolicy {
        id: CachePolicyId::parse(id)?,
        account: None,
        etag: "E23ZP02F085DFQ".to_owned(),
        modified: OffsetDateTime::UNIX_EPOCH,
        name: managed_name(name),
        comment: String::new(),
        min_ttl,
        default_ttl,
        max_ttl,
        gzip,
        brotli,
        headers,
        cookies,
        query_strings,
    })
}

fn forward(name: &str, id: &str, headers: Selection, others: [Selection; 2]) -> Option<OriginRequestPolicy> {
    let [cookies, query_strings] = others;
    Some(OriginRequestPolicy {
        id: OriginRequestPolicyId::parse(id)?,
        account: None,
        etag: "E23ZP02F085DFQ".to_owned(),
        modified: OffsetDateTime::UNIX_EPOCH,
        name: managed_name(name),
        comment: String::new(),
        headers,
        cookies,
        query_strings,
    })
}

/// API names carry a prefix, but for the two that came with VPC origins (cf D, iac-operations 3e).
fn managed_name(name: &str) -> String {
    if name.starts_with("UseOrigin") {
        name.to_owned()
    } else {
        format!("Managed-{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_managed_policy_is_there() {
        assert_eq!((cache_policies().len(), origin_request_policies().len()), (7, 8));
        let id = CachePolicyId::parse(DISABLED).unwrap();
        assert_eq!(cache_policy(&id).unwrap().max_ttl, 0);
    }
}
