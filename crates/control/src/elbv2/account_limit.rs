//! DescribeAccountLimits: the quotas of what is here.

use adit_wire::{ApiError, Record, record, view};

use crate::cx::Cx;
use crate::elbv2::{limit, page};

view! {
    pub struct DescribeAccountLimits: "elbv2"."DescribeAccountLimits" {
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
    }
}

const LIMITS: [(&str, usize); 15] = [
    ("application-load-balancers", limit::LOAD_BALANCERS),
    ("condition-values-per-alb-rule", limit::CONDITION_VALUES),
    ("condition-wildcards-per-alb-rule", limit::CONDITION_WILDCARDS),
    ("ca-certificates-per-trust-store", limit::BUNDLE_CERTIFICATES),
    ("listeners-per-application-load-balancer", limit::LISTENERS),
    ("listeners-per-network-load-balancer", limit::LISTENERS),
    ("network-load-balancers", limit::LOAD_BALANCERS),
    ("rules-per-application-load-balancer", limit::RULES),
    ("target-groups", limit::TARGET_GROUPS),
    (
        "target-groups-per-action-on-application-load-balancer",
        limit::ACTION_GROUPS,
    ),
    (
        "target-groups-per-application-load-balancer",
        limit::BALANCER_GROUPS,
    ),
    ("targets-per-application-load-balancer", limit::GROUP_TARGETS),
    ("targets-per-network-load-balancer", limit::NETWORK_TARGETS),
    ("targets-per-target-group", limit::GROUP_TARGETS),
    ("trust-stores-per-account", limit::TRUST_STORES),
];

pub fn describe(_: &mut Cx<'_>, asked: DescribeAccountLimits) -> Result<Record, ApiError> {
    let limits = LIMITS.iter().map(|(name, max)| {
        (
            (*name).to_owned(),
            record! { "Name" => *name, "Max" => max.to_string() },
        )
    });
    let page = page::cut(limits.collect(), asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "Limits" => page.items, "NextMarker" => page.next })
}
