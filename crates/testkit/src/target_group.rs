//! `target-group`: addresses behind a balancer and how they are checked (api E.5, E.6).

use std::collections::BTreeMap;
use std::net::IpAddr;

use adit_model::id::VpcEndpointId;
use adit_model::listener::ListenerProtocol;
use adit_model::tag::Tags;
use adit_model::target_group::{HealthCheck, Target, TargetGroup};
use adit_model::vpc_endpoint::VpcEndpoint;

use crate::arn;
use crate::builder::Builder;
use crate::clock::START;
use crate::line::{Result, Statement, Words};

/// `target-group NAME [https|http] [PORT] [of VPC]`; details `target endpoint VPCE`, `target ADDRESS [PORT] [draining]`,
/// `health ...`, `attribute KEY VALUE`. Without protocol and port: https 443.
pub(crate) fn target_group(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let at = words.clone();
    let name = words.next("a target group's name")?.text;
    let Some(id) = arn::target_group(&world.owner, name) else {
        return Err(at.error(format!("`{name}` cannot be a target group's name")));
    };
    if world.world.target_groups.contains(&id) {
        return Err(at.error(format!("`{name}` is declared twice")));
    }
    let protocol = words.maybe(protocol).unwrap_or(ListenerProtocol::Https);
    let port = words.maybe(|t| t.parse().ok()).unwrap_or(match protocol {
        ListenerProtocol::Https => 443,
        ListenerProtocol::Http => 80,
    });
    let vpc = world.vpc(words)?.id.clone();
    statement.words.end()?;
    let mut group = TargetGroup {
        id,
        owner: world.owner.clone(),
        name: name.to_owned(),
        vpc,
        protocol,
        port,
        protocol_version: "HTTP1".to_owned(),
        health_check: HealthCheck {
            enabled: true,
            protocol,
            port: None,
            path: "/".to_owned(),
            interval_seconds: 30,
            timeout_seconds: 5,
            healthy_threshold: 5,
            unhealthy_threshold: 2,
            matcher: "200".to_owned(),
        },
        targets: Vec::new(),
        attributes: BTreeMap::new(),
        unserved: None,
        tags: Tags::new(),
    };
    for mut line in statement.details {
        if line.eat("target") {
            targets(world, &mut line, &mut group)?;
        } else if line.eat("health") {
            health(&mut line, &mut group.health_check)?;
        } else if line.eat("attribute") {
            let key = line.next("an attribute's key")?.text.to_owned();
            let value = line.next("the attribute's value")?.text.to_owned();
            group.attributes.insert(key, value);
        } else {
            return Err(line.error("expected `target`, `health` or `attribute`"));
        }
        line.end()?;
    }
    world.put(group);
    Ok(())
}

pub(crate) fn protocol(text: &str) -> Option<ListenerProtocol> {
    match text {
        "http" => Some(ListenerProtocol::Http),
        "https" => Some(ListenerProtocol::Https),
        _ => None,
    }
}

fn targets(world: &Builder, line: &mut Words<'_>, group: &mut TargetGroup) -> Result<()> {
    let addresses: Vec<IpAddr> = if line.eat("endpoint") {
        let endpoint = world.find::<VpcEndpoint>(line, "an endpoint's id", VpcEndpointId::parse)?;
        endpoint
            .interfaces
            .iter()
            .filter_map(|id| world.world.network_interfaces.get(id))
            .map(|interface| interface.address.into())
            .collect()
    } else {
        vec![line.read("an address or `endpoint`", |t| t.parse().ok())?]
    };
    let port = line.maybe(|t| t.parse().ok()).unwrap_or(group.port);
    let draining_until = line.eat("draining").then(|| START + time::Duration::seconds(300));
    group.targets.extend(addresses.into_iter().map(|address| Target {
        address,
        port,
        zone: None,
        draining_until,
    }));
    Ok(())
}

/// `health [off] [http|https] [port N] [path P] [matcher M] [interval S] [timeout S] [healthy N] [unhealthy N]`
fn health(line: &mut Words<'_>, check: &mut HealthCheck) -> Result<()> {
    loop {
        if line.eat("off") {
            check.enabled = false;
        } else if let Some(found) = line.maybe(protocol) {
            check.protocol = found;
        } else if line.eat("port") {
            check.port = Some(line.read("a port", |t| t.parse().ok())?);
        } else if line.eat("path") {
            check.path = line.next("a path")?.text.to_owned();
        } else if line.eat("matcher") {
            check.matcher = line.next("codes such as 200,403")?.text.to_owned();
        } else if line.eat("interval") {
            check.interval_seconds = line.read("seconds", |t| t.parse().ok())?;
        } else if line.eat("timeout") {
            check.timeout_seconds = line.read("seconds", |t| t.parse().ok())?;
        } else if line.eat("healthy") {
            check.healthy_threshold = line.read("a count", |t| t.parse().ok())?;
        } else if line.eat("unhealthy") {
            check.unhealthy_threshold = line.read("a count", |t| t.parse().ok())?;
        } else {
            return Ok(());
        }
    }
}
