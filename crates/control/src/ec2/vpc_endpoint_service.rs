//! Services that an endpoint can lead to, and DescribeVpcEndpointServices: AWS's own, and those that accounts offer.
//!
//! Of AWS's the common ones are known, each with the names that private DNS gives it; S3 and DynamoDB are reached by
//! gateway endpoints and by interfaces, and stand here once for each. Only `execute-api` (api D1) is served; endpoints
//! for the others are configuration. An account sees its own services and those whose permissions name it.

use std::sync::Arc;

use adit_model::endpoint_service::EndpointService;
use adit_model::tag::Tags;
use adit_model::vpc_endpoint::EndpointKind;
use adit_model::{Region, ZoneName};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::endpoint_service::{base_name, permits, zones};
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::tag;

view! {
    pub struct DescribeVpcEndpointServices: "ec2"."DescribeVpcEndpointServices" {
        names: Vec<String> = "ServiceNames",
        regions: Vec<String> = "ServiceRegions",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

/// A service as one region has it.
pub enum Offered {
    Aws(Region, AwsService),
    Account(Arc<EndpointService>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwsService {
    /// As in `com.amazonaws.{region}.{label}`.
    label: &'static str,
    kind: EndpointKind,
    /// What stands before `{region}.amazonaws.com` in private DNS.
    hosts: &'static [&'static str],
}

const fn interface(label: &'static str, hosts: &'static [&'static str]) -> AwsService {
    AwsService {
        label,
        kind: EndpointKind::Interface,
        hosts,
    }
}

const fn gateway(label: &'static str) -> AwsService {
    AwsService {
        label,
        kind: EndpointKind::Gateway,
        hosts: &[],
    }
}

const EXECUTE_API: AwsService = interface("execute-api", &["execute-api", "*.execute-api"]);

const SERVICES: [AwsService; 28] = [
    EXECUTE_API,
    gateway("dynamodb"),
    gateway("s3"),
    interface("cloudformation", &["cloudformation"]),
    interface("dynamodb", &["dynamodb"]),
    interface("ec2", &["ec2"]),
    interface("ec2messages", &["ec2messages"]),
    interface("ecr.api", &["api.ecr"]),
    interface("ecr.dkr", &["dkr.ecr", "*.dkr.ecr"]),
    interface("ecs", &["ecs"]),
    interface("ecs-agent", &["ecs-a", "*.ecs-a"]),
    interface("ecs-telemetry", &["ecs-t", "*.ecs-t"]),
    interface("elasticfilesystem", &["elasticfilesystem"]),
    interface("elasticloadbalancing", &["elasticloadbalancing"]),
    interface("events", &["events"]),
    interface("kinesis-streams", &["kinesis"]),
    interface("kms", &["kms"]),
    interface("lambda", &["lambda"]),
    interface("logs", &["logs"]),
    interface("monitoring", &["monitoring"]),
    interface("s3", &["s3", "*.s3"]),
    interface("secretsmanager", &["secretsmanager"]),
    interface("sns", &["sns"]),
    interface("sqs", &["sqs"]),
    interface("ssm", &["ssm"]),
    interface("ssmmessages", &["ssmmessages"]),
    interface("states", &["states"]),
    interface("sts", &["sts"]),
];

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcEndpointServices) -> Result<Record, ApiError> {
    let here = input.regions.is_empty() || input.regions.iter().any(|region| region == cx.region.as_str());
    let mut services = if here { all(cx) } else { Vec::new() };
    if let Some(unknown) = input
        .names
        .iter()
        .find(|name| !services.iter().any(|known| known.name() == **name))
    {
        return Err(errors::ec2::vpc_endpoint_service_not_found(unknown));
    }
    services.retain(|known| input.names.is_empty() || input.names.contains(&known.name()));
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(cx, services, FACTS, Offered::key, Some(Offered::tags))?;
    let mut names = page.shown(Offered::name);
    names.dedup();
    Ok(record! {
        "ServiceNames" => names,
        "ServiceDetails" => page.shown(|known| known.shown(cx)),
        "NextToken" => page.next_token,
    })
}

/// The service of this name for endpoints of this kind, as the caller may use it.
pub fn find(cx: &Cx<'_>, name: &str, kind: &str) -> Result<Offered, ApiError> {
    let known: Vec<Offered> = match name.strip_prefix(&format!("com.amazonaws.vpce.{}.", cx.region)) {
        Some(id) => account(cx, id).map(Offered::Account).into_iter().collect(),
        None => aws(&cx.region).filter(|known| known.name() == name).collect(),
    };
    let kinds: Vec<&str> = known.iter().map(|known| known.kind().name()).collect();
    if kinds.is_empty() {
        return Err(errors::ec2::vpc_endpoint_service_not_found(name));
    }
    let kinds = kinds.join(", ");
    let fit = known.into_iter().find(|known| known.kind().name() == kind);
    fit.ok_or_else(|| errors::ec2::vpc_endpoint_type(kind, kinds))
}

/// The name of API Gateway's service for private APIs in a region.
pub fn execute_api(region: &Region) -> String {
    format!("com.amazonaws.{region}.{}", EXECUTE_API.label)
}

/// The names by which a VPC with private DNS reaches a service of AWS's (api D14, A20).
pub fn private_names(service: &str, region: &Region) -> Vec<String> {
    let known = SERVICES
        .iter()
        .find(|known| known.kind == EndpointKind::Interface && known.name(region) == service);
    known.map(|known| known.private_names(region)).unwrap_or_default()
}

impl Offered {
    pub fn name(&self) -> String {
        match self {
            Self::Aws(region, service) => service.name(region),
            Self::Account(service) => service.name(),
        }
    }

    pub fn kind(&self) -> EndpointKind {
        match self {
            Self::Aws(_, service) => service.kind,
            Self::Account(_) => EndpointKind::Interface,
        }
    }

    fn key(&self) -> String {
        format!("{} {}", self.name(), self.kind().name())
    }

    fn tags(&self) -> &Tags {
        match self {
            Self::Aws(..) => &NO_TAGS,
            Self::Account(service) => &service.tags,
        }
    }

    fn owner(&self) -> String {
        match self {
            Self::Aws(..) => "amazon".to_owned(),
            Self::Account(service) => service.owner.account.to_string(),
        }
    }

    fn region(&self) -> String {
        match self {
            Self::Aws(region, _) => region.to_string(),
            Self::Account(service) => service.owner.region.to_string(),
        }
    }

    fn shown(&self, cx: &Cx<'_>) -> Record {
        match self {
            Self::Aws(region, service) => service.shown(region),
            Self::Account(service) => shown(cx, service),
        }
    }
}

impl AwsService {
    fn name(&self, region: &Region) -> String {
        format!("com.amazonaws.{region}.{}", self.label)
    }

    fn private_names(&self, region: &Region) -> Vec<String> {
        let names = self
            .hosts
            .iter()
            .map(|host| format!("{host}.{region}.amazonaws.com"));
        names.collect()
    }

    fn shown(&self, region: &Region) -> Record {
        let zones = region.zones();
        let names = self.private_names(region);
        // The id is the same at every call, as a service's is.
        let of = [region.as_str(), self.label, self.kind.name()].join("/");
        let hash = of.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mut label: Vec<&str> = self.label.split('.').collect();
        label.reverse();
        let label = label.join(".");
        let base = match self.kind {
            EndpointKind::Interface => format!("{label}.{region}.vpce.amazonaws.com"),
            EndpointKind::Gateway => format!("{label}.{region}.amazonaws.com"),
        };
        let verified = (!names.is_empty()).then_some("verified");
        record! {
            "ServiceName" => self.name(region),
            "ServiceId" => format!("vpce-svc-0{hash:016x}"),
            "ServiceType" => vec![record! { "ServiceType" => self.kind.name() }],
            "ServiceRegion" => region.as_str(),
            "AvailabilityZoneIds" => zones.iter().map(ZoneName::id).collect::<Vec<_>>(),
            "AvailabilityZones" => zones.iter().map(ZoneName::as_str).collect::<Vec<_>>(),
            "Owner" => "amazon",
            "BaseEndpointDnsNames" => vec![base],
            "PrivateDnsName" => names.last().map(String::as_str),
            "PrivateDnsNames" => names.iter().map(|name| record! { "PrivateDnsName" => name }).collect::<Vec<_>>(),
            "VpcEndpointPolicySupported" => true,
            "AcceptanceRequired" => false,
            "ManagesVpcEndpoints" => false,
            "PrivateDnsNameVerificationState" => verified,
            "SupportedIpAddressTypes" => vec!["ipv4"],
            "Tags" => Vec::<Record>::new(),
        }
    }
}

static NO_TAGS: Tags = Tags::new();

const FACTS: Facts<Offered> = &[
    ("owner", |_, known| vec![known.owner()]),
    ("service-name", |_, known| vec![known.name()]),
    ("service-region", |_, known| vec![known.region()]),
    ("service-type", |_, known| vec![known.kind().name().to_owned()]),
    ("supported-ip-address-types", |_, _| vec!["ipv4".to_owned()]),
];

fn all(cx: &Cx<'_>) -> Vec<Offered> {
    let visible =
        |service: &&Arc<EndpointService>| service.owner.region == cx.region && permits(service, &cx.account);
    let accounts = cx.table::<EndpointService>().iter().filter(visible);
    aws(&cx.region)
        .chain(accounts.cloned().map(Offered::Account))
        .collect()
}

fn aws(region: &Region) -> impl Iterator<Item = Offered> + use<'_> {
    SERVICES
        .into_iter()
        .map(|service| Offered::Aws(region.clone(), service))
}

fn account(cx: &Cx<'_>, id: &str) -> Option<Arc<EndpointService>> {
    let found = cx
        .table::<EndpointService>()
        .get(&adit_model::id::EndpointServiceId::parse(id)?)?;
    (found.owner.region == cx.region && permits(found, &cx.account)).then(|| found.clone())
}

fn shown(cx: &Cx<'_>, service: &EndpointService) -> Record {
    let zones = zones(cx, service);
    let domain = service.private_dns.as_ref();
    let names = domain
        .iter()
        .map(|domain| record! { "PrivateDnsName" => &domain.name });
    record! {
        "ServiceName" => service.name(),
        "ServiceId" => service.id.as_str(),
        "ServiceType" => vec![record! { "ServiceType" => "Interface" }],
        "ServiceRegion" => service.owner.region.as_str(),
        "AvailabilityZoneIds" => zones.iter().map(ZoneName::id).collect::<Vec<_>>(),
        "AvailabilityZones" => zones.iter().map(ZoneName::as_str).collect::<Vec<_>>(),
        "Owner" => service.owner.account.as_str(),
        "BaseEndpointDnsNames" => vec![base_name(service)],
        "PrivateDnsName" => domain.map(|domain| domain.name.as_str()),
        "PrivateDnsNames" => names.collect::<Vec<_>>(),
        "VpcEndpointPolicySupported" => false,
        "AcceptanceRequired" => service.acceptance_required,
        "ManagesVpcEndpoints" => false,
        "PrivateDnsNameVerificationState" => domain.map(|_| "pendingVerification"),
        "SupportedIpAddressTypes" => vec!["ipv4"],
        "Tags" => tag::shown(&service.tags),
    }
}
