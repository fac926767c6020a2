//! What is timed in the large world: descriptions as a client waits for them, and the Plan's update after one change as
//! Adit's status reports it.

use std::time::Instant;

use anyhow::Context as _;

use super::caller::{Call, Caller, REGION};
use super::world::{self, World};
use crate::bench::http;
use crate::bench::spread::Spread;

const REPEATS: usize = 21;

/// The slowest median, in milliseconds.
pub(super) fn descriptions(port: u16, world: &World) -> anyhow::Result<f64> {
    let mut caller = Caller::connect(port)?;
    let middle = world
        .objects
        .get(world.objects.len() / 2)
        .context("an empty world")?;
    let vpc = &middle.vpc;
    caller.become_account(&middle.account);
    let name = world.objects.len() / 2;
    let filter = |name: &str, value: &str| format!("Filter.1.Name={name}&Filter.1.Value.1={value}");
    let page = "MaxResults=1000";
    let calls = [
        (
            "DescribeSecurityGroups group-id",
            Call::ec2("DescribeSecurityGroups", &format!("GroupId.1={}", middle.group)),
        ),
        (
            "DescribeSecurityGroups filter group-name",
            Call::ec2(
                "DescribeSecurityGroups",
                &filter("group-name", &format!("group-{name}")),
            ),
        ),
        (
            "DescribeSecurityGroups filter vpc-id, a page",
            Call::ec2(
                "DescribeSecurityGroups",
                &format!("{}&{page}", filter("vpc-id", vpc)),
            ),
        ),
        (
            "DescribeSecurityGroupRules filter group-id",
            Call::ec2("DescribeSecurityGroupRules", &filter("group-id", &middle.group)),
        ),
        (
            "DescribeNetworkInterfaces filter group-id",
            Call::ec2("DescribeNetworkInterfaces", &filter("group-id", &middle.group)),
        ),
        (
            "DescribeNetworkInterfaces filter description",
            Call::ec2(
                "DescribeNetworkInterfaces",
                &filter("description", &format!("ELB app/alb-{name}/*")),
            ),
        ),
        (
            "DescribeSubnets filter vpc-id",
            Call::ec2("DescribeSubnets", &filter("vpc-id", vpc)),
        ),
        (
            "DescribeRouteTables filter vpc-id",
            Call::ec2("DescribeRouteTables", &filter("vpc-id", vpc)),
        ),
        (
            "DescribeTags filter resource-id",
            Call::ec2("DescribeTags", &filter("resource-id", &middle.group)),
        ),
        (
            "DescribeLoadBalancers by name",
            Call::elbv2("DescribeLoadBalancers", &format!("Names.member.1=alb-{name}")),
        ),
        (
            "DescribeLoadBalancers by ARN",
            Call::elbv2(
                "DescribeLoadBalancers",
                &format!("LoadBalancerArns.member.1={}", middle.balancer),
            ),
        ),
        (
            "DescribeLoadBalancers, a page",
            Call::elbv2("DescribeLoadBalancers", "PageSize=400"),
        ),
        (
            "DescribeTargetGroups of a balancer",
            Call::elbv2(
                "DescribeTargetGroups",
                &format!("LoadBalancerArn={}", middle.balancer),
            ),
        ),
        (
            "DescribeListeners of a balancer",
            Call::elbv2(
                "DescribeListeners",
                &format!("LoadBalancerArn={}", middle.balancer),
            ),
        ),
        (
            "DescribeRules of a listener",
            Call::elbv2("DescribeRules", &format!("ListenerArn={}", middle.listener)),
        ),
        (
            "GetRestApi",
            Call::apigateway("GET", &format!("/restapis/{}", middle.api), ""),
        ),
        (
            "GetRestApis, a page",
            Call::apigateway("GET", "/restapis?limit=500", ""),
        ),
        (
            "GetResources",
            Call::apigateway("GET", &format!("/restapis/{}/resources", middle.api), ""),
        ),
        (
            "GetDistribution",
            Call::cloudfront(
                "GET",
                &format!("/2020-05-31/distribution/{}", middle.distribution),
                "",
            ),
        ),
        (
            "ListDistributions, a page",
            Call::cloudfront("GET", "/2020-05-31/distribution?MaxItems=100", ""),
        ),
    ];
    let mut slowest: f64 = 0.0;
    for (what, call) in &calls {
        let mut times = Vec::new();
        for _ in 0..REPEATS {
            let started = Instant::now();
            caller.call(call).with_context(|| (*what).to_owned())?;
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
        let spread = Spread::of(&times);
        println!("  {what:<48} ms {spread}");
        slowest = slowest.max(spread.median);
    }
    Ok(slowest)
}

/// The slowest median of the Plan's updates, in milliseconds, by kind of change.
pub(super) fn plan_updates(port: u16, world: &World) -> anyhow::Result<f64> {
    let mut caller = Caller::connect(port)?;
    let mut slowest: f64 = 0.0;
    for (what, change) in CHANGES {
        let mut times = Vec::new();
        let mut stores = Vec::new();
        for (number, objects) in world
            .objects
            .iter()
            .step_by(world.objects.len() / REPEATS)
            .take(REPEATS)
            .enumerate()
        {
            caller.become_account(&objects.account);
            change(&mut caller, number, objects).with_context(|| (*what).to_owned())?;
            let (store, plan) = last_commit(port)?;
            stores.push(store);
            times.push(plan);
        }
        let spread = Spread::of(&times);
        println!(
            "  {what:<48} ms {spread}   (commit {:.2})",
            Spread::of(&stores).median
        );
        slowest = slowest.max(spread.median);
    }
    Ok(slowest)
}

type Change = fn(&mut Caller, usize, &world::Objects) -> anyhow::Result<()>;

const CHANGES: &[(&str, Change)] = &[
    ("a security group's rule", |caller, number, one| {
        caller.call(&world::ingress(&one.group, 8000 + number)).map(drop)
    }),
    ("a new security group", |caller, number, one| {
        let fields = format!("GroupName=new-{number}&GroupDescription=bench&VpcId={}", one.vpc);
        caller.call(&Call::ec2("CreateSecurityGroup", &fields)).map(drop)
    }),
    ("a target", |caller, number, one| {
        let fields = format!(
            "TargetGroupArn={}&Targets.member.1.Id=10.0.9.{}",
            one.target_group,
            number + 1
        );
        caller.call(&Call::elbv2("RegisterTargets", &fields)).map(drop)
    }),
    ("a listener rule", |caller, number, one| {
        let fields = format!(
            "ListenerArn={}&Priority={}&Conditions.member.1.Field=path-pattern\
             &Conditions.member.1.Values.member.1=/x{number}&Actions.member.1.Type=forward\
             &Actions.member.1.TargetGroupArn={}",
            one.listener,
            number + 1,
            one.target_group
        );
        caller.call(&Call::elbv2("CreateRule", &fields)).map(drop)
    }),
    ("a balancer's attribute", |caller, number, one| {
        let fields = format!(
            "LoadBalancerArn={}&Attributes.member.1.Key=idle_timeout.timeout_seconds&Attributes.member.1.Value={}",
            one.balancer,
            number + 61
        );
        caller
            .call(&Call::elbv2("ModifyLoadBalancerAttributes", &fields))
            .map(drop)
    }),
    ("a new API", |caller, number, _| {
        let body = format!(r#"{{"name":"new-{number}","endpointConfiguration":{{"types":["REGIONAL"]}}}}"#);
        caller
            .call(&Call::apigateway("POST", "/restapis", &body))
            .map(drop)
    }),
    ("an API's resource", |caller, _, one| {
        let path = format!("/restapis/{}/resources/{}", one.api, one.root);
        caller
            .call(&Call::apigateway("POST", &path, r#"{"pathPart":"items"}"#))
            .map(drop)
    }),
    ("a distribution disabled", |caller, _, one| {
        let path = format!("/2020-05-31/distribution/{}/config", one.distribution);
        let read = caller.call(&Call::cloudfront("GET", &path, ""))?;
        let header = format!("If-Match: {}\r\n", read.etag.context("no ETag")?);
        let config = world::distribution(one.number, &one.api, false);
        let call = Call::with_header("PUT", &path, "cloudfront", "application/xml", &config, &header);
        caller.call(&call).map(drop)
    }),
    ("a new distribution", |caller, number, one| {
        let config = world::distribution(1_000_000 + number, &one.api, true);
        caller
            .call(&Call::cloudfront("POST", "/2020-05-31/distribution", &config))
            .map(drop)
    }),
    ("a tag", |caller, number, one| {
        let fields = format!("ResourceId.1={}&Tag.1.Key=n&Tag.1.Value={number}", one.group);
        caller.call(&Call::ec2("CreateTags", &fields)).map(drop)
    }),
    ("a new VPC with its subnet", |caller, number, _| {
        let vpc = caller
            .call(&Call::ec2(
                "CreateVpc",
                &format!("CidrBlock=10.{}.0.0/16", number + 1),
            ))?
            .between("<vpcId>", "</vpcId>")?;
        let fields = format!(
            "VpcId={vpc}&CidrBlock=10.{}.1.0/24&AvailabilityZone={REGION}a",
            number + 1
        );
        caller.call(&Call::ec2("CreateSubnet", &fields)).map(drop)
    }),
];

/// Of the newest commit: the store's time and the Plan's, in milliseconds.
fn last_commit(port: u16) -> anyhow::Result<(f64, f64)> {
    let status: serde_json::Value = serde_json::from_str(&http::get(port, "/_adit/status")?.body)?;
    let micros = |name: &str| {
        let value = status.pointer(&format!("/last_commit/{name}"))?.as_f64()?;
        Some(value / 1e3)
    };
    micros("store_us")
        .zip(micros("plan_us"))
        .context("the status has no last_commit")
}
