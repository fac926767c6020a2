//! `alb`: a load balancer with its listeners and their rules.

use std::collections::BTreeMap;

use adit_model::id::{CertificateArn, TargetGroupArn};
use adit_model::listener::{Action, Listener, ListenerProtocol, Redirect, WeightedGroup};
use adit_model::listener_rule::{Condition, ListenerRule};
use adit_model::load_balancer::{BalancerState, BalancerZone, LoadBalancer, Scheme};
use adit_model::network_interface::InterfaceKind;
use adit_model::tag::Tags;
use adit_model::target_group::TargetGroup;

use crate::arn;
use crate::builder::{Builder, Placement, hash};
use crate::clock::START;
use crate::line::{Result, Statement, Words};
use crate::network::cidr;
use crate::target_group::protocol;

/// `alb NAME [internal|internet-facing] [in SUBNET[=ADDRESS] ...] [with GROUP ...] [provisioning]`; details:
///
/// ```text
/// attribute KEY VALUE
/// listener https|http PORT [certificate ID ...] [policy NAME] ACTION
/// rule PRIORITY CONDITION ... ACTION            (of the listener above)
/// ```
/// CONDITION: `host A,B`, `path /a*,/b`, `header NAME A,B`, `method GET,HEAD`, `query [KEY=]VALUE`, `source BLOCK,...`.
/// ACTION: `forward GROUP[=WEIGHT] ...`, `redirect [301|302] [protocol P] [host H] [port P] [path P] [query Q]`,
/// `fixed STATUS [BODY to the line's end]`.
///
/// The interfaces of `alb web` are `eni-alb-web-1`, `eni-alb-web-2`, ...
pub(crate) fn load_balancer(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let at = words.clone();
    let name = words.next("a balancer's name")?.text;
    let Some(id) = arn::balancer(&world.owner, name) else {
        return Err(at.error(format!("`{name}` cannot be a balancer's name")));
    };
    if world.world.load_balancers.contains(&id) {
        return Err(at.error(format!("`{name}` is declared twice")));
    }
    let scheme = match words.eat("internet-facing") {
        true => Scheme::InternetFacing,
        false => {
            words.eat("internal");
            Scheme::Internal
        }
    };
    let places = world.placements(words)?;
    let Some(vpc) = places.first().map(|(subnet, _)| subnet.vpc.clone()) else {
        return Err(words.error("a balancer needs a subnet"));
    };
    let groups = world.groups(words, &vpc)?;
    let state = match words.eat("provisioning") {
        true => BalancerState::Provisioning,
        false => BalancerState::Active,
    };
    statement.words.end()?;
    let mut zones = Vec::new();
    for (index, (subnet, address)) in places.into_iter().enumerate() {
        let placement = Placement {
            id: format!("eni-alb-{name}-{}", index + 1),
            subnet: subnet.clone(),
            address,
            groups: groups.clone(),
            kind: InterfaceKind::Interface,
            public: scheme == Scheme::InternetFacing,
            description: format!("ELB app/{name}/{:016x}", hash(name)),
            requester: Some("amazon-elb"),
        };
        zones.push(BalancerZone {
            zone: subnet.zone.clone(),
            subnet: subnet.id.clone(),
            interface: world.interface(placement, &at)?,
        });
    }
    let mut attributes = BTreeMap::new();
    let mut listener: Option<Listener> = None;
    for mut line in statement.details {
        if line.eat("attribute") {
            let key = line.next("an attribute's key")?.text.to_owned();
            attributes.insert(key, line.next("the attribute's value")?.text.to_owned());
        } else if line.eat("listener") {
            let next = self::listener(world, &mut line, name)?;
            world.put(next.clone());
            listener = Some(next);
        } else if line.eat("rule") {
            let Some(listener) = &listener else {
                return Err(line.error("a `listener` must stand above this line"));
            };
            let rule = rule(world, &mut line, name, listener)?;
            world.put(rule);
        } else {
            return Err(line.error("expected `listener`, `rule` or `attribute`"));
        }
        line.end()?;
    }
    let prefix = match scheme {
        Scheme::Internal => "internal-",
        Scheme::InternetFacing => "",
    };
    let number = hash(name) % 1_000_000_000 + 1_000_000_000;
    let dns_name = format!("{prefix}{name}-{number}.{}.elb.amazonaws.com", world.owner.region);
    world.put(LoadBalancer {
        id,
        owner: world.owner.clone(),
        name: name.to_owned(),
        scheme,
        vpc,
        zones,
        groups,
        dns_name: dns_name.to_ascii_lowercase(),
        hosted_zone: "Z32O12XQLNTSW2".to_owned(),
        ip_address_type: "ipv4".to_owned(),
        state,
        attributes,
        created: START,
        network: None,
        capacity: None,
        tags: Tags::new(),
    });
    Ok(())
}

fn listener(world: &mut Builder, line: &mut Words<'_>, balancer: &str) -> Result<Listener> {
    let at = line.clone();
    let protocol = line.read("`https` or `http`", protocol)?;
    let port = line.read("a port", |t| t.parse().ok())?;
    let mut certificates = Vec::new();
    if line.eat("certificate") {
        while let Some(id) = known_certificate(world, line) {
            certificates.push(id);
        }
        if certificates.is_empty() {
            return Err(line.error("expected a certificate that is declared above this line"));
        }
    }
    if certificates.is_empty() && protocol == ListenerProtocol::Https {
        return Err(line.error("an https listener needs a `certificate`"));
    }
    let ssl_policy = match line.eat("policy") {
        true => Some(line.next("a security policy's name")?.text.to_owned()),
        false => {
            (protocol == ListenerProtocol::Https).then(|| "ELBSecurityPolicy-TLS13-1-2-2021-06".to_owned())
        }
    };
    let default_actions = vec![action(world, line)?];
    let (Some(id), Some(balancer)) = (
        arn::listener(&world.owner, balancer, port),
        arn::balancer(&world.owner, balancer),
    ) else {
        return Err(at.error("the name is too long"));
    };
    if world.world.listeners.contains(&id) {
        return Err(at.error(format!("port {port} has a listener already")));
    }
    Ok(Listener {
        id,
        owner: world.owner.clone(),
        balancer,
        port,
        protocol,
        ssl_policy,
        certificates,
        default_actions,
        action_order: None,
        attributes: BTreeMap::new(),
        mutual: None,
        tags: Tags::new(),
    })
}

fn known_certificate(world: &Builder, line: &mut Words<'_>) -> Option<CertificateArn> {
    line.maybe(|text| arn::certificate(&world.owner, text).filter(|id| world.world.certificates.contains(id)))
}

fn rule(
    world: &mut Builder,
    line: &mut Words<'_>,
    balancer: &str,
    listener: &Listener,
) -> Result<ListenerRule> {
    let at = line.clone();
    let priority = line.read("a priority", |t| t.parse().ok())?;
    let mut conditions = Vec::new();
    while let Some(condition) = condition(line)? {
        conditions.push(condition);
    }
    let actions = vec![action(world, line)?];
    let id = arn::listener_rule(&world.owner, balancer, listener.port, priority)
        .ok_or_else(|| at.error("the name is too long"))?;
    Ok(ListenerRule {
        id,
        owner: world.owner.clone(),
        listener: listener.id.clone(),
        priority,
        conditions,
        actions,
        action_order: None,
        tags: Tags::new(),
    })
}

fn condition(line: &mut Words<'_>) -> Result<Option<Condition>> {
    let list = |line: &mut Words<'_>| -> Result<Vec<String>> {
        let word = line.next("values joined by commas")?;
        Ok(word.text.split(',').map(str::to_owned).collect())
    };
    Ok(Some(if line.eat("host") {
        Condition::HostHeader(list(line)?)
    } else if line.eat("path") {
        Condition::PathPattern(list(line)?)
    } else if line.eat("header") {
        Condition::HttpHeader {
            name: line.next("a header's name")?.text.to_owned(),
            values: list(line)?,
        }
    } else if line.eat("method") {
        Condition::HttpRequestMethod(list(line)?)
    } else if line.eat("query") {
        let pairs = list(line)?.into_iter().map(|pair| match pair.split_once('=') {
            Some((key, value)) => (Some(key.to_owned()), value.to_owned()),
            None => (None, pair),
        });
        Condition::QueryString(pairs.collect())
    } else if line.eat("source") {
        Condition::SourceIp(line.read("blocks joined by commas", |t| t.split(',').map(cidr).collect())?)
    } else {
        return Ok(None);
    }))
}

fn action(world: &mut Builder, line: &mut Words<'_>) -> Result<Action> {
    if line.eat("forward") {
        return forward(world, line);
    }
    if line.eat("redirect") {
        return redirect(line);
    }
    if line.eat("fixed") {
        let status = line.read("a status", |t| t.parse().ok())?;
        let body = Some(line.rest().to_owned()).filter(|b| !b.is_empty());
        return Ok(Action::FixedResponse {
            status,
            content_type: body.as_ref().map(|_| "text/plain".to_owned()),
            body,
        });
    }
    Err(line.error("expected an action: `forward`, `redirect` or `fixed`"))
}

fn forward(world: &mut Builder, line: &mut Words<'_>) -> Result<Action> {
    let mut groups: Vec<WeightedGroup> = Vec::new();
    loop {
        let at = line.error("");
        let Some(word) = line.take() else { break };
        let (name, weight) = word.text.split_once('=').unwrap_or((word.text, "1"));
        let group: TargetGroupArn = arn::target_group(&world.owner, name)
            .ok_or_else(|| word.error(format!("`{name}` cannot be a target group's name")))?;
        world.mention::<TargetGroup>(group.clone(), at);
        groups.push(WeightedGroup {
            group,
            weight: weight
                .parse()
                .map_err(|_| word.error(format!("`{weight}` is no weight")))?,
        });
    }
    if groups.is_empty() {
        return Err(line.error("expected a target group"));
    }
    Ok(Action::Forward {
        groups,
        stickiness: None,
    })
}

fn redirect(line: &mut Words<'_>) -> Result<Action> {
    let status = line.maybe(|t| t.parse().ok()).unwrap_or(301);
    let mut redirect = Redirect {
        protocol: "#{protocol}".to_owned(),
        host: "#{host}".to_owned(),
        port: "#{port}".to_owned(),
        path: "/#{path}".to_owned(),
        query: "#{query}".to_owned(),
        status,
    };
    loop {
        let part = if line.eat("protocol") {
            &mut redirect.protocol
        } else if line.eat("host") {
            &mut redirect.host
        } else if line.eat("port") {
            &mut redirect.port
        } else if line.eat("path") {
            &mut redirect.path
        } else if line.eat("query") {
            &mut redirect.query
        } else {
            return Ok(Action::Redirect(redirect));
        };
        line.next("the part's value")?.text.clone_into(part);
    }
}
