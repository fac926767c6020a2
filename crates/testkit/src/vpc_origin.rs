//! `vpc-origin`: CloudFront's way to a balancer in private subnets, with what CloudFront makes for it (cf A5).

use adit_model::distribution::DeployStatus;
use adit_model::id::{SecurityGroupId, SecurityGroupRuleId, VpcOriginId};
use adit_model::load_balancer::LoadBalancer;
use adit_model::network_interface::InterfaceKind;
use adit_model::origin::OriginProtocolPolicy;
use adit_model::security_group::{
    Direction, IpProtocol, RulePeer, SecurityGroup, SecurityGroupRule, VPC_ORIGIN_SERVICE_GROUP,
};
use adit_model::tag::Tags;
use adit_model::vpc_origin::VpcOrigin;

use crate::arn;
use crate::builder::{Builder, Placement, hash, stem};
use crate::clock::START;
use crate::line::{Result, Statement, Words};
use crate::network::{anywhere, finish};

/// `vpc-origin ID to BALANCER [https-only|http-only|match-viewer] [http PORT] [https PORT] [deploying]`
///
/// `vo_a` gets the interfaces `eni-vo-a-1`, ... in the balancer's subnets, and the first one in `vpc-a` makes the
/// service group `sg-service-a`.
pub(crate) fn vpc_origin(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let at = words.clone();
    let id = world.declare::<VpcOrigin>(words, "a VPC origin's id", VpcOriginId::parse)?;
    words.eat("to");
    let owner = world.owner.clone();
    let balancer =
        world.find::<LoadBalancer>(words, "a balancer's name", |name| arn::balancer(&owner, name))?;
    let protocol = words
        .maybe(OriginProtocolPolicy::parse)
        .unwrap_or(OriginProtocolPolicy::HttpsOnly);
    let mut http_port = 80;
    let mut https_port = 443;
    let mut status = DeployStatus::Deployed;
    loop {
        if words.eat("http") {
            http_port = words.read("a port", |t| t.parse().ok())?;
        } else if words.eat("https") {
            https_port = words.read("a port", |t| t.parse().ok())?;
        } else if words.eat("deploying") {
            status = DeployStatus::Deploying;
        } else {
            break;
        }
    }
    let group = service_group(world, &balancer, &at)?;
    let mut interfaces = Vec::new();
    for (index, zone) in balancer.zones.iter().enumerate() {
        let Some(subnet) = world.world.subnets.get(&zone.subnet).cloned() else {
            continue;
        };
        let placement = Placement {
            id: format!("eni-vo-{}-{}", stem(id.as_str()), index + 1),
            subnet,
            address: None,
            groups: vec![group.clone()],
            kind: InterfaceKind::CloudFrontManaged,
            public: false,
            description: format!("CloudFront VPC origin {id}"),
            requester: Some("amazon-cloudfront"),
        };
        interfaces.push(world.interface(placement, &at)?);
    }
    world.put(VpcOrigin {
        etag: format!("E{:013X}", hash(id.as_str()) >> 12),
        name: format!("to {}", balancer.name),
        id,
        account: world.owner.account.clone(),
        status,
        target: balancer.id.clone(),
        http_port,
        https_port,
        protocol,
        ssl_protocols: vec!["TLSv1.2".to_owned()],
        ip_address_type: None,
        interfaces,
        created: START,
        modified: START,
        tags: Tags::new(),
    });
    finish(statement)
}

fn service_group(world: &mut Builder, balancer: &LoadBalancer, at: &Words<'_>) -> Result<SecurityGroupId> {
    let name = stem(balancer.vpc.as_str());
    let (Some(id), Some(rule)) = (
        SecurityGroupId::parse(&format!("sg-service-{name}")),
        SecurityGroupRuleId::parse(&format!("sgr-service-{name}-out")),
    ) else {
        return Err(at.error("the VPC's id is too long"));
    };
    if !world.world.security_groups.contains(&id) {
        world.put(SecurityGroup {
            id: id.clone(),
            owner: world.owner.clone(),
            vpc: balancer.vpc.clone(),
            name: VPC_ORIGIN_SERVICE_GROUP.to_owned(),
            description: "made by CloudFront for its VPC origins".to_owned(),
            rules: vec![SecurityGroupRule {
                id: rule,
                direction: Direction::Egress,
                protocol: IpProtocol::All,
                ports: None,
                peer: RulePeer::Cidr(anywhere()),
                description: None,
                tags: Tags::new(),
            }],
            tags: Tags::from([("aws.cloudfront.vpcorigin".to_owned(), "enabled".to_owned())]),
        });
    }
    Ok(id)
}
