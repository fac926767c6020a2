//! A world of thousands, made through the API: security groups, target groups, balancers with a listener, public
//! APIs, and a distribution in front of each API, all by the clients at once. They are spread over as many accounts as
//! AWS's quotas ask for, with a VPC each.

use std::time::Instant;

use anyhow::Context as _;

use super::caller::{Call, Caller, REGION};
use super::crowd::each;

pub(super) struct World {
    pub(super) objects: Vec<Objects>,
}

/// AWS's quota of balancers in a region of an account: the tightest of those that bear on this world.
const AN_ACCOUNT: usize = 50;

/// One of each kind, and where they are.
pub(super) struct Objects {
    pub(super) number: usize,
    pub(super) account: String,
    pub(super) vpc: String,
    pub(super) group: String,
    pub(super) target_group: String,
    pub(super) balancer: String,
    pub(super) listener: String,
    pub(super) api: String,
    pub(super) root: String,
    pub(super) distribution: String,
}

pub(super) fn make(port: u16, count: usize) -> anyhow::Result<World> {
    let started = Instant::now();
    let accounts = count.div_ceil(AN_ACCOUNT);
    let networks = each(port, accounts, network)?;
    let objects = each(port, count, |caller, number| {
        let network = networks.get(number / AN_ACCOUNT).context("no network")?;
        one(caller, number, network)
    })?;
    let seconds = started.elapsed().as_secs_f64();
    println!("{count} of each kind in {accounts} accounts made by the API in {seconds:.1} s");
    Ok(World { objects })
}

struct Network {
    account: String,
    vpc: String,
    subnets: Vec<String>,
}

fn network(caller: &mut Caller, number: usize) -> anyhow::Result<Network> {
    let account = format!("{:012}", 100_000_000_000 + number);
    caller.become_account(&account);
    let vpc = caller
        .call(&Call::ec2("CreateVpc", "CidrBlock=10.0.0.0/16"))?
        .between("<vpcId>", "</vpcId>")?;
    let mut subnets = Vec::new();
    for (block, zone) in [("10.0.0.0/17", "a"), ("10.0.128.0/17", "b")] {
        let fields = format!("VpcId={vpc}&CidrBlock={block}&AvailabilityZone={REGION}{zone}");
        let made = caller.call(&Call::ec2("CreateSubnet", &fields))?;
        subnets.push(made.between("<subnetId>", "</subnetId>")?);
    }
    Ok(Network {
        account,
        vpc,
        subnets,
    })
}

fn one(caller: &mut Caller, number: usize, network: &Network) -> anyhow::Result<Objects> {
    let Network {
        account,
        vpc,
        subnets,
    } = network;
    caller.become_account(account);
    let fields = format!("GroupName=group-{number}&GroupDescription=bench&VpcId={vpc}");
    let group = caller
        .call(&Call::ec2("CreateSecurityGroup", &fields))?
        .between("<groupId>", "</groupId>")?;
    caller.call(&ingress(&group, 443))?;

    let fields = format!("Name=tg-{number}&Protocol=HTTP&Port=80&VpcId={vpc}&TargetType=ip");
    let target_group = caller
        .call(&Call::elbv2("CreateTargetGroup", &fields))?
        .between("<TargetGroupArn>", "</TargetGroupArn>")?;
    let subnets: String = subnets
        .iter()
        .enumerate()
        .map(|(at, id)| format!("&Subnets.member.{}={id}", at + 1))
        .collect();
    let fields = format!("Name=alb-{number}&Scheme=internal&SecurityGroups.member.1={group}{subnets}");
    let balancer = caller
        .call(&Call::elbv2("CreateLoadBalancer", &fields))?
        .between("<LoadBalancerArn>", "</LoadBalancerArn>")?;
    let fields = format!(
        "LoadBalancerArn={balancer}&Protocol=HTTP&Port=80&DefaultActions.member.1.Type=forward\
         &DefaultActions.member.1.TargetGroupArn={target_group}"
    );
    let listener = caller
        .call(&Call::elbv2("CreateListener", &fields))?
        .between("<ListenerArn>", "</ListenerArn>")?;

    let body = format!(r#"{{"name":"api-{number}","endpointConfiguration":{{"types":["REGIONAL"]}}}}"#);
    let made = caller.call(&Call::apigateway("POST", "/restapis", &body))?;
    let api = made.between("\"id\":\"", "\"")?;
    let root = made.between("\"rootResourceId\":\"", "\"")?;
    let config = distribution(number, &api, true);
    let distribution = caller
        .call(&Call::cloudfront("POST", "/2020-05-31/distribution", &config))?
        .between("<Id>", "</Id>")?;
    Ok(Objects {
        number,
        account: account.clone(),
        vpc: vpc.clone(),
        group,
        target_group,
        balancer,
        listener,
        api,
        root,
        distribution,
    })
}

pub(super) fn ingress(group: &str, port: usize) -> Call {
    let fields = format!(
        "GroupId={group}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort={port}\
         &IpPermissions.1.ToPort={port}&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/16"
    );
    Call::ec2("AuthorizeSecurityGroupIngress", &fields)
}

pub(super) fn distribution(number: usize, api: &str, enabled: bool) -> String {
    format!(
        r#"<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><CallerReference>{number}</CallerReference><Origins><Quantity>1</Quantity><Items><Origin><Id>api</Id><DomainName>{api}.execute-api.{REGION}.amazonaws.com</DomainName><OriginPath>/v1</OriginPath><CustomOriginConfig><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort><OriginProtocolPolicy>https-only</OriginProtocolPolicy><OriginSslProtocols><Quantity>1</Quantity><Items><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols></CustomOriginConfig></Origin></Items></Origins><DefaultCacheBehavior><TargetOriginId>api</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy><CachePolicyId>4135ea2d-6df8-44a3-9df3-4b5a84be39ad</CachePolicyId></DefaultCacheBehavior><Comment>bench {number}</Comment><Enabled>{enabled}</Enabled></DistributionConfig>"#
    )
}
