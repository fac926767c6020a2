//! The security policies of HTTPS listeners (api E14): names, protocols, ciphers in order of preference.
//!
//! What a handshake makes of a policy is decided elsewhere; this is what DescribeSSLPolicies tells, and which names a
//! listener may have. From the user guide's tables; the `RFC9151` policies are left out.

use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::page;

view! {
    pub struct DescribeSslPolicies: "elbv2"."DescribeSSLPolicies" {
        names: Vec<String> = "Names",
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
        /// All policies serve every type of balancer that has them.
        balancer_type: Option<String> = "LoadBalancerType",
    }
}

/// What a listener gets that names none.
pub const DEFAULT: &str = "ELBSecurityPolicy-2016-08";

pub fn exists(name: &str) -> bool {
    find(name).is_some()
}

pub fn describe(_: &mut Cx<'_>, asked: DescribeSslPolicies) -> Result<Record, ApiError> {
    if let Some(name) = asked.names.iter().find(|name| !exists(name)) {
        return Err(errors::elbv2::ssl_policy_not_found(name));
    }
    let none = asked.balancer_type.as_deref() == Some("gateway");
    let wanted = |policy: &&Policy| {
        !none && (asked.names.is_empty() || asked.names.iter().any(|name| policy.is(name)))
    };
    // Keys are the places in the table, which keep AWS's order.
    let items = POLICIES.iter().enumerate().filter(|(_, policy)| wanted(policy));
    let items = items.map(|(at, policy)| (format!("{at:04}"), show(policy)));
    let page = page::cut(items.collect(), asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "SslPolicies" => page.items, "NextMarker" => page.next })
}

/// Versions and two lists of ciphers, those of TLS 1.3 first.
struct Policy {
    /// Behind [`PREFIX`].
    name: &'static str,
    versions: &'static [&'static str],
    modern: &'static [&'static str],
    classic: &'static [&'static [&'static str]],
}

const PREFIX: &str = "ELBSecurityPolicy-";

impl Policy {
    fn is(&self, name: &str) -> bool {
        name.strip_prefix(PREFIX) == Some(self.name)
    }
}

fn find(name: &str) -> Option<&'static Policy> {
    POLICIES.iter().find(|policy| policy.is(name))
}

fn show(policy: &Policy) -> Record {
    let ciphers = policy
        .modern
        .iter()
        .chain(policy.classic.iter().copied().flatten());
    let ciphers = ciphers
        .zip(1_u32..)
        .map(|(name, priority)| record! { "Name" => *name, "Priority" => priority });
    record! {
        "SslProtocols" => policy.versions.to_vec(),
        "Ciphers" => ciphers.collect::<Vec<_>>(),
        "Name" => format!("{PREFIX}{}", policy.name),
        "SupportedLoadBalancerTypes" => vec!["application", "network"],
    }
}

type List = &'static [&'static str];

const MODERN: List = &[
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
];
const MODERN_FIPS: List = &["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"];
const NONE: List = &[];

const RESTRICTED: List = &[
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
];
/// Forward secrecy without SHA-1.
const FORWARD: List = &[
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-RSA-AES128-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES256-SHA384",
];
const FORWARD_SHA: List = &[
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-RSA-AES128-SHA256",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-RSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES256-SHA384",
    "ECDHE-RSA-AES256-SHA",
    "ECDHE-ECDSA-AES256-SHA",
];
/// Plain RSA key exchange without SHA-1.
const PLAIN: List = &[
    "AES128-GCM-SHA256",
    "AES128-SHA256",
    "AES256-GCM-SHA384",
    "AES256-SHA256",
];
const PLAIN_SHA: List = &[
    "AES128-GCM-SHA256",
    "AES128-SHA256",
    "AES128-SHA",
    "AES256-GCM-SHA384",
    "AES256-SHA256",
    "AES256-SHA",
];
const TRIPLE_DES: List = &["DES-CBC3-SHA"];

const FROM_1_0: List = &["TLSv1", "TLSv1.1", "TLSv1.2"];
const FROM_1_1: List = &["TLSv1.1", "TLSv1.2"];
const ONLY_1_2: List = &["TLSv1.2"];
const ONLY_1_3: List = &["TLSv1.3"];
const FROM_1_2_MODERN: List = &["TLSv1.2", "TLSv1.3"];
const FROM_1_1_MODERN: List = &["TLSv1.1", "TLSv1.2", "TLSv1.3"];
const FROM_1_0_MODERN: List = &["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

macro_rules! policies {
    ($($name:literal $versions:ident $modern:ident $($classic:ident)*;)*) => {
        const POLICIES: &[Policy] = &[$(Policy {
            name: $name,
            versions: $versions,
            modern: $modern,
            classic: &[$($classic),*],
        }),*];
    };
}

policies! {
    "2016-08" FROM_1_0 NONE FORWARD_SHA PLAIN_SHA;
    "TLS-1-2-2017-01" ONLY_1_2 NONE FORWARD PLAIN;
    "TLS-1-1-2017-01" FROM_1_1 NONE FORWARD_SHA PLAIN_SHA;
    "TLS-1-2-Ext-2018-06" ONLY_1_2 NONE FORWARD_SHA PLAIN_SHA;
    "FS-2018-06" FROM_1_0 NONE FORWARD_SHA;
    "2015-05" FROM_1_0 NONE FORWARD_SHA PLAIN_SHA;
    "TLS-1-0-2015-04" FROM_1_0 NONE FORWARD_SHA PLAIN_SHA TRIPLE_DES;
    "FS-1-2-Res-2019-08" ONLY_1_2 NONE FORWARD;
    "FS-1-1-2019-08" FROM_1_1 NONE FORWARD_SHA;
    "FS-1-2-2019-08" ONLY_1_2 NONE FORWARD_SHA;
    "FS-1-2-Res-2020-10" ONLY_1_2 NONE RESTRICTED;
    "TLS13-1-2-2021-06" FROM_1_2_MODERN MODERN FORWARD;
    "TLS13-1-2-Res-2021-06" FROM_1_2_MODERN MODERN RESTRICTED;
    "TLS13-1-2-Ext1-2021-06" FROM_1_2_MODERN MODERN FORWARD PLAIN;
    "TLS13-1-2-Ext2-2021-06" FROM_1_2_MODERN MODERN FORWARD_SHA PLAIN_SHA;
    "TLS13-1-1-2021-06" FROM_1_1_MODERN MODERN FORWARD_SHA PLAIN_SHA;
    "TLS13-1-0-2021-06" FROM_1_0_MODERN MODERN FORWARD_SHA PLAIN_SHA;
    "TLS13-1-3-2021-06" ONLY_1_3 MODERN;
    "TLS13-1-3-FIPS-2023-04" ONLY_1_3 MODERN_FIPS;
    "TLS13-1-2-Res-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS RESTRICTED;
    "TLS13-1-2-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS FORWARD;
    "TLS13-1-2-Ext0-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS FORWARD_SHA;
    "TLS13-1-2-Ext1-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS FORWARD PLAIN;
    "TLS13-1-2-Ext2-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS FORWARD_SHA PLAIN_SHA;
    "TLS13-1-1-FIPS-2023-04" FROM_1_1_MODERN MODERN_FIPS FORWARD_SHA PLAIN_SHA;
    "TLS13-1-0-FIPS-2023-04" FROM_1_0_MODERN MODERN_FIPS FORWARD_SHA PLAIN_SHA;
    "TLS13-1-3-PQ-2025-09" ONLY_1_3 MODERN;
    "TLS13-1-2-PQ-2025-09" FROM_1_2_MODERN MODERN FORWARD;
    "TLS13-1-2-Res-PQ-2025-09" FROM_1_2_MODERN MODERN RESTRICTED;
    "TLS13-1-2-Ext1-PQ-2025-09" FROM_1_2_MODERN MODERN FORWARD PLAIN;
    "TLS13-1-2-Ext2-PQ-2025-09" FROM_1_2_MODERN MODERN FORWARD_SHA PLAIN_SHA;
    "TLS13-1-0-PQ-2025-09" FROM_1_0_MODERN MODERN FORWARD_SHA PLAIN_SHA;
    "TLS13-1-3-FIPS-PQ-2025-09" ONLY_1_3 MODERN_FIPS;
    "TLS13-1-2-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS FORWARD;
    "TLS13-1-2-Res-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS RESTRICTED;
    "TLS13-1-2-Ext0-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS FORWARD_SHA;
    "TLS13-1-2-Ext1-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS FORWARD PLAIN;
    "TLS13-1-2-Ext2-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS FORWARD_SHA PLAIN_SHA;
    "TLS13-1-0-FIPS-PQ-2025-09" FROM_1_0_MODERN MODERN_FIPS FORWARD_SHA PLAIN_SHA;
}
