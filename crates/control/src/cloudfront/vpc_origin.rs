//! VPC origins: CloudFront's way to a balancer in private subnets, with every rule of cf A1 to A5.
//!
//! Application Load Balancers only; Network Load Balancers and instances, which AWS takes too, are refused by name.
//! A VPC origin works at once, and reads say `Deployed` once `--deploy-delay` is over; the answers to create, update and
//! delete say `Deploying`.

use adit_model::arn;
use adit_model::distribution::{DeployStatus, Distribution};
use adit_model::id::{LoadBalancerArn, VpcOriginId};
use adit_model::internet_gateway::InternetGateway;
use adit_model::load_balancer::{BalancerState, LoadBalancer};
use adit_model::origin::OriginProtocolPolicy;
use adit_model::vpc_origin::VpcOrigin;
use adit_wire::{ApiError, Path, Record, Service, Value, errors, record, view};

use super::page::Pages;
use super::quantity::{self, Names};
use super::tag::{self, TagsView};
use super::{LOCATION, etag, neutral, origin, origin_protocol, service_interface};
use crate::cx::Cx;

/// VPC origins of an account (cf A1).
const MAX_VPC_ORIGINS: usize = 25;

view! {
    pub(super) struct EndpointConfig: "cloudfront"/"VpcOriginEndpointConfig" {
        name: String = "Name",
        arn: String = "Arn",
        http_port: i64 = "HTTPPort",
        https_port: i64 = "HTTPSPort",
        protocol: String = "OriginProtocolPolicy",
        ssl_protocols: Option<Names> = "OriginSslProtocols",
        ip_address_type: Option<String> = "IpAddressType",
    }
}
view! {
    pub struct CreateVpcOrigin: "cloudfront"."CreateVpcOrigin" {
        config: EndpointConfig = "VpcOriginEndpointConfig",
        tags: Option<TagsView> = "Tags",
    }
}
view! {
    pub struct GetVpcOrigin: "cloudfront"."GetVpcOrigin" { id: String = "Id" }
}
view! {
    pub struct ListVpcOrigins: "cloudfront"."ListVpcOrigins" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
    }
}
view! {
    pub struct UpdateVpcOrigin: "cloudfront"."UpdateVpcOrigin" {
        config: EndpointConfig = "VpcOriginEndpointConfig",
        id: String = "Id",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct DeleteVpcOrigin: "cloudfront"."DeleteVpcOrigin" { id: String = "Id", if_match: Option<String> = "IfMatch" }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateVpcOrigin) -> Result<Record, ApiError> {
    let tags = tag::read(input.tags)?;
    let endpoint = Endpoint::read(cx, input.config)?;
    if own(cx).any(|o| o.name == endpoint.name) {
        return Err(errors::cloudfront::vpc_origin_exists());
    }
    if own(cx).count() >= MAX_VPC_ORIGINS {
        return Err(errors::cloudfront::vpc_origin_limit());
    }
    let id = VpcOriginId::parse(&format!("{}{}", VpcOriginId::PREFIX, cx.minter.mixed(22)));
    let id = id.ok_or_else(|| errors::internal_failure(Service::CloudFront))?;
    let interfaces = service_interface::place(cx, &endpoint.target, &id)?;
    let origin = VpcOrigin {
        id,
        account: cx.account.clone(),
        etag: etag::fresh(cx.minter),
        status: DeployStatus::Deployed,
        name: endpoint.name,
        target: endpoint.target.id,
        http_port: endpoint.http_port,
        https_port: endpoint.https_port,
        protocol: endpoint.protocol,
        ssl_protocols: endpoint.ssl_protocols,
        ip_address_type: endpoint.ip_address_type,
        interfaces,
        created: cx.now,
        modified: cx.now,
        tags,
    };
    cx.put(origin.clone());
    let location = format!("{LOCATION}/vpc-origin/{}", origin.id);
    let shown = show(&origin, DeployStatus::Deploying);
    Ok(record! { "VpcOrigin" => shown, "Location" => location, "ETag" => origin.etag })
}

pub(super) fn get(cx: &mut Cx<'_>, GetVpcOrigin { id }: GetVpcOrigin) -> Result<Record, ApiError> {
    let origin = find(cx, &id)?;
    Ok(record! { "VpcOrigin" => show(&origin, said(cx, &origin)), "ETag" => origin.etag })
}

pub(super) fn list(cx: &mut Cx<'_>, input: ListVpcOrigins) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let page = pages.cut(own(cx).collect(), |o| o.id.as_str());
    let summary = |o: &VpcOrigin| -> Value {
        record! {
            "Id" => o.id.as_str(),
            "Name" => &o.name,
            "Status" => status(said(cx, o)),
            "CreatedTime" => o.created,
            "LastModifiedTime" => o.modified,
            "Arn" => arn::vpc_origin(&o.account, &o.id),
            "AccountId" => o.account.as_str(),
            "OriginEndpointArn" => o.target.as_str(),
            "IpAddressType" => o.ip_address_type.clone(),
        }
        .into()
    };
    Ok(record! { "VpcOriginList" => pages.list(page, summary) })
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateVpcOrigin) -> Result<Record, ApiError> {
    let old = find(cx, &input.id)?;
    etag::check(input.if_match.as_deref(), &old.etag)?;
    if in_use(cx, &old.id) {
        return Err(errors::cloudfront::vpc_origin_update_in_use());
    }
    let endpoint = Endpoint::read(cx, input.config)?;
    if own(cx).any(|o| o.name == endpoint.name && o.id != old.id) {
        return Err(errors::cloudfront::vpc_origin_exists());
    }
    let mut interfaces = old.interfaces.clone();
    if endpoint.target.id != old.target {
        interfaces = service_interface::place(cx, &endpoint.target, &old.id)?;
        service_interface::remove(cx, &old.interfaces);
    }
    let origin = VpcOrigin {
        etag: etag::fresh(cx.minter),
        name: endpoint.name,
        target: endpoint.target.id,
        http_port: endpoint.http_port,
        https_port: endpoint.https_port,
        protocol: endpoint.protocol,
        ssl_protocols: endpoint.ssl_protocols,
        ip_address_type: endpoint.ip_address_type,
        interfaces,
        modified: cx.now,
        ..old
    };
    cx.put(origin.clone());
    Ok(record! { "VpcOrigin" => show(&origin, DeployStatus::Deploying), "ETag" => origin.etag })
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    DeleteVpcOrigin { id, if_match }: DeleteVpcOrigin,
) -> Result<Record, ApiError> {
    let origin = find(cx, &id)?;
    etag::check(if_match.as_deref(), &origin.etag)?;
    if in_use(cx, &origin.id) {
        return Err(errors::cloudfront::vpc_origin_delete_in_use());
    }
    cx.delete::<VpcOrigin>(&origin.id);
    service_interface::remove(cx, &origin.interfaces);
    let shown = show(&origin, DeployStatus::Deploying);
    Ok(record! { "VpcOrigin" => shown, "ETag" => etag::fresh(cx.minter) })
}

/// One of the caller's VPC origins.
pub(super) fn find(cx: &Cx<'_>, id: &str) -> Result<VpcOrigin, ApiError> {
    let found = VpcOriginId::parse(id).and_then(|id| cx.get::<VpcOrigin>(&id));
    found
        .filter(|o| o.account == cx.account)
        .ok_or_else(errors::cloudfront::vpc_origin_not_found)
}

fn own<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a VpcOrigin> {
    cx.table::<VpcOrigin>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|o: &&VpcOrigin| o.account == cx.account)
}

/// A disabled distribution uses its origins too.
fn in_use(cx: &Cx<'_>, id: &VpcOriginId) -> bool {
    cx.table::<Distribution>()
        .iter()
        .any(|distribution| origin::uses(distribution, id))
}

/// A checked endpoint configuration.
struct Endpoint {
    name: String,
    target: LoadBalancer,
    http_port: u16,
    https_port: u16,
    protocol: OriginProtocolPolicy,
    ssl_protocols: Vec<String>,
    ip_address_type: Option<String>,
}

impl Endpoint {
    fn read(cx: &Cx<'_>, config: EndpointConfig) -> Result<Self, ApiError> {
        if !(1..=128).contains(&config.name.chars().count()) {
            return Err(errors::cloudfront::parameter_invalid(
                "Name",
                "must have 1 to 128 characters",
            ));
        }
        let root = Path::root(Service::CloudFront);
        let ip_address_type = config.ip_address_type.unwrap_or_else(|| "ipv4".to_owned());
        let path = root.member("VpcOriginEndpointConfig");
        neutral::off(
            ip_address_type == "ipv4",
            &path,
            "IpAddressType",
            &ip_address_type,
        )?;
        Ok(Self {
            name: config.name,
            http_port: origin_protocol::port("HTTPPort", config.http_port)?,
            https_port: origin_protocol::port("HTTPSPort", config.https_port)?,
            protocol: origin_protocol::policy(&config.protocol)?,
            ssl_protocols: origin_protocol::ssl_protocols(config.ssl_protocols)?,
            ip_address_type: Some(ip_address_type),
            target: target(cx, &config.arn)?,
        })
    }
}

/// The balancer that `arn` names, if CloudFront may reach it.
fn target(cx: &Cx<'_>, arn: &str) -> Result<LoadBalancer, ApiError> {
    let not_found = || errors::cloudfront::vpc_origin_target_not_found(arn);
    let refused = |reason: &str| errors::cloudfront::vpc_origin_target_refused(arn, reason);
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", "aws", service, _, account, resource] = parts.as_slice() else {
        return Err(errors::cloudfront::parameter_invalid(
            "Arn",
            format!("is not an ARN: {arn}"),
        ));
    };
    match (*service, *resource) {
        ("elasticloadbalancing", name) if name.starts_with("loadbalancer/app/") => {}
        ("elasticloadbalancing", name) if name.starts_with("loadbalancer/net/") => {
            return Err(errors::cloudfront::vpc_origin_target_unsupported(
                "A Network Load Balancer",
                arn,
            ));
        }
        ("ec2", name) if name.starts_with("instance/") => {
            return Err(errors::cloudfront::vpc_origin_target_unsupported(
                "An EC2 instance",
                arn,
            ));
        }
        ("elasticloadbalancing", name) if name.starts_with("loadbalancer/gwy/") => {
            return Err(refused(
                "is a Gateway Load Balancer, which cannot be the endpoint of a VPC origin",
            ));
        }
        _ => {
            return Err(refused(
                "is not an Application Load Balancer, Network Load Balancer or EC2 instance",
            ));
        }
    }
    if *account != cx.account.as_str() {
        return Err(refused("is in another account"));
    }
    let balancer = LoadBalancerArn::parse(arn)
        .and_then(|id| cx.get::<LoadBalancer>(&id))
        .ok_or_else(not_found)?;
    if balancer.state != BalancerState::Active {
        return Err(refused("is not active"));
    }
    if balancer.groups.is_empty() {
        return Err(refused("has no security group"));
    }
    let attached = |gateway: &InternetGateway| gateway.vpc.as_ref() == Some(&balancer.vpc);
    if !cx
        .table::<InternetGateway>()
        .iter()
        .any(|gateway| attached(gateway))
    {
        return Err(errors::cloudfront::vpc_origin_no_internet_gateway(
            arn,
            &balancer.vpc,
        ));
    }
    Ok(balancer)
}

/// What reads say of a VPC origin.
fn said(cx: &Cx<'_>, origin: &VpcOrigin) -> DeployStatus {
    match cx.settled(origin.modified) {
        true => origin.status,
        false => DeployStatus::Deploying,
    }
}

fn status(status: DeployStatus) -> &'static str {
    match status {
        DeployStatus::Deploying => "Deploying",
        DeployStatus::Deployed => "Deployed",
    }
}

fn show(origin: &VpcOrigin, said: DeployStatus) -> Record {
    record! {
        "Id" => origin.id.as_str(),
        "Arn" => arn::vpc_origin(&origin.account, &origin.id),
        "AccountId" => origin.account.as_str(),
        "Status" => status(said),
        "CreatedTime" => origin.created,
        "LastModifiedTime" => origin.modified,
        "VpcOriginEndpointConfig" => record! {
            "Name" => &origin.name,
            "Arn" => origin.target.as_str(),
            "HTTPPort" => origin.http_port,
            "HTTPSPort" => origin.https_port,
            "OriginProtocolPolicy" => origin.protocol.name(),
            "OriginSslProtocols" => quantity::list(origin.ssl_protocols.clone()),
            "IpAddressType" => origin.ip_address_type.clone(),
        },
    }
}
