//! Services that an endpoint can lead to: `execute-api` of the caller's region (api D1).

use adit_model::{Region, ZoneName};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;

view! {
    pub struct DescribeVpcEndpointServices: "ec2"."DescribeVpcEndpointServices" {
        names: Vec<String> = "ServiceNames",
        regions: Vec<String> = "ServiceRegions",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcEndpointServices) -> Result<Record, ApiError> {
    let facts: Facts<Region> = &[
        ("owner", |_, _| vec!["amazon".to_owned()]),
        ("service-name", |_, region| vec![execute_api(region)]),
        ("service-region", |_, region| vec![region.to_string()]),
        ("service-type", |_, _| vec!["Interface".to_owned()]),
        ("supported-ip-address-types", |_, _| vec!["ipv4".to_owned()]),
    ];
    if let Some(unknown) = input.names.iter().find(|name| **name != execute_api(&cx.region)) {
        return Err(errors::ec2::vpc_endpoint_service_not_found(unknown));
    }
    let here = input.regions.is_empty() || input.regions.iter().any(|region| region == cx.region.as_str());
    let services = if here { vec![cx.region.clone()] } else { Vec::new() };
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(cx, services, facts, execute_api, Some(|_| &NO_TAGS))?;
    Ok(record! {
        "ServiceNames" => page.shown(execute_api),
        "ServiceDetails" => page.shown(shown),
        "NextToken" => page.next_token,
    })
}

/// The name of API Gateway's service for private APIs in a region.
pub fn execute_api(region: &Region) -> String {
    format!("com.amazonaws.{region}.execute-api")
}

/// The names by which a VPC with private DNS reaches the service (api D14, A20).
pub fn private_names(region: &Region) -> [String; 2] {
    [
        format!("execute-api.{region}.amazonaws.com"),
        format!("*.execute-api.{region}.amazonaws.com"),
    ]
}

static NO_TAGS: adit_model::tag::Tags = adit_model::tag::Tags::new();

fn shown(region: &Region) -> Record {
    let zones = region.zones();
    let names = private_names(region);
    let [_, wildcard] = &names;
    // The id is the same at every call, as a service's is.
    let hash = region
        .as_str()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    record! {
        "ServiceName" => execute_api(region),
        "ServiceId" => format!("vpce-svc-0{hash:016x}"),
        "ServiceType" => vec![record! { "ServiceType" => "Interface" }],
        "ServiceRegion" => region.as_str(),
        "AvailabilityZoneIds" => zones.iter().map(ZoneName::id).collect::<Vec<_>>(),
        "AvailabilityZones" => zones.iter().map(ZoneName::as_str).collect::<Vec<_>>(),
        "Owner" => "amazon",
        "BaseEndpointDnsNames" => vec![format!("execute-api.{region}.vpce.amazonaws.com")],
        "PrivateDnsName" => wildcard,
        "PrivateDnsNames" => names.iter().map(|name| record! { "PrivateDnsName" => name }).collect::<Vec<_>>(),
        "VpcEndpointPolicySupported" => true,
        "AcceptanceRequired" => false,
        "ManagesVpcEndpoints" => false,
        "PrivateDnsNameVerificationState" => "verified",
        "SupportedIpAddressTypes" => vec!["ipv4"],
        "Tags" => Vec::<Record>::new(),
    }
}
