//! `sg` and `acl`: who may speak with whom.

use adit_model::id::{NetworkAclId, PrefixListId, SecurityGroupId, SecurityGroupRuleId};
use adit_model::network_acl::{NetworkAcl, NetworkAclEntry};
use adit_model::prefix_list;
use adit_model::security_group::{
    Direction, IpProtocol, PortRange, RulePeer, SecurityGroup, SecurityGroupRule,
};
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;

use crate::builder::{Builder, stem};
use crate::line::{Result, Statement, Words};
use crate::network::{anywhere, cidr, finish};

/// `sg ID [NAME] [of VPC]`; details `in PROTOCOL [PORTS] from PEER`, `out PROTOCOL [PORTS] to PEER`, `out none`.
///
/// Rules are named after the group: `sgr-alb-1` is the first one written in `sg-alb`. A group without an `out` line has
/// the one that AWS gives a new group, `sgr-alb-out`: everything to anywhere (api F1).
pub(crate) fn security_group(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<SecurityGroup>(words, "a security group's id", SecurityGroupId::parse)?;
    let name = words.maybe(|text| (text != "of").then(|| text.to_owned()));
    let vpc = world.vpc(words)?;
    let mut rules: Vec<SecurityGroupRule> = Vec::new();
    let mut silent = false;
    for mut line in statement.details.drain(..) {
        let direction = direction(&mut line)?;
        if direction == Direction::Egress && line.eat("none") {
            silent = true;
            line.end()?;
            continue;
        }
        let (protocol, ports) = protocol_and_ports(&mut line)?;
        preposition(&mut line, direction)?;
        let peer = peer(world, &mut line, &vpc)?;
        line.clone().end()?;
        rules.push(SecurityGroupRule {
            id: rule_id(&id, &(rules.len() + 1).to_string(), &line)?,
            direction,
            protocol,
            ports,
            peer,
            description: None,
            tags: Tags::new(),
        });
    }
    if !silent && rules.iter().all(|r| r.direction == Direction::Ingress) {
        rules.push(SecurityGroupRule {
            id: rule_id(&id, "out", &statement.words)?,
            direction: Direction::Egress,
            protocol: IpProtocol::All,
            ports: None,
            peer: RulePeer::Cidr(anywhere()),
            description: None,
            tags: Tags::new(),
        });
    }
    world.put(SecurityGroup {
        name: name.unwrap_or_else(|| stem(id.as_str()).to_owned()),
        id,
        owner: world.owner.clone(),
        vpc: vpc.id.clone(),
        description: "made by a test".to_owned(),
        rules,
        tags: Tags::new(),
    });
    finish(statement)
}

/// `acl ID [of VPC]`; details `in|out NUMBER allow|deny PROTOCOL [PORTS] from|to PEER`, a peer being a block.
pub(crate) fn network_acl(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<NetworkAcl>(words, "a network ACL's id", NetworkAclId::parse)?;
    let vpc = world.vpc(words)?;
    let mut entries = Vec::new();
    for mut line in statement.details.drain(..) {
        let direction = direction(&mut line)?;
        let number = line.read("a number from 1 to 32766", |t| {
            t.parse().ok().filter(|n| (1..=32766).contains(n))
        })?;
        let allow = line.read("`allow` or `deny`", |t| match t {
            "allow" => Some(true),
            "deny" => Some(false),
            _ => None,
        })?;
        let (protocol, ports) = protocol_and_ports(&mut line)?;
        preposition(&mut line, direction)?;
        let cidr = line.read("a block, `anywhere` or `vpc`", |text| match text {
            "anywhere" => Some(anywhere()),
            "vpc" => Some(vpc.cidr.into()),
            _ => cidr(text),
        })?;
        line.end()?;
        entries.push(NetworkAclEntry {
            number,
            direction,
            protocol,
            ports,
            icmp: None,
            cidr,
            allow,
        });
    }
    entries.sort_by_key(|e| (e.direction, e.number));
    world.put(NetworkAcl {
        is_default: vpc.default_acl == id,
        id,
        owner: world.owner.clone(),
        vpc: vpc.id.clone(),
        entries,
        client_token: None,
        tags: Tags::new(),
    });
    finish(statement)
}

fn direction(line: &mut Words<'_>) -> Result<Direction> {
    line.read("`in` or `out`", |text| match text {
        "in" => Some(Direction::Ingress),
        "out" => Some(Direction::Egress),
        _ => None,
    })
}

fn preposition(line: &mut Words<'_>, direction: Direction) -> Result<()> {
    let word = match direction {
        Direction::Ingress => "from",
        Direction::Egress => "to",
    };
    match line.eat(word) {
        true => Ok(()),
        false => Err(line.error(format!("expected `{word}`"))),
    }
}

fn protocol_and_ports(line: &mut Words<'_>) -> Result<(IpProtocol, Option<PortRange>)> {
    let protocol = line.read("a protocol: tcp, udp, icmp, all or a number", IpProtocol::parse)?;
    let ports = line.maybe(|text| {
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        Some(PortRange {
            from: from.parse().ok()?,
            to: to.parse().ok()?,
        })
    });
    Ok((protocol, ports))
}

fn peer(world: &mut Builder, line: &mut Words<'_>, vpc: &Vpc) -> Result<RulePeer> {
    let region = world.owner.region.clone();
    let account = world.owner.account.clone();
    let at = line.error("");
    let peer = line.read(
        "a block, a group, a prefix list, `cloudfront`, `anywhere` or `vpc`",
        |text| match text {
            "cloudfront" => prefix_list::origin_facing_id(&region).map(RulePeer::PrefixList),
            "anywhere" => Some(RulePeer::Cidr(anywhere())),
            "vpc" => Some(RulePeer::Cidr(vpc.cidr.into())),
            _ => cidr(text)
                .map(RulePeer::Cidr)
                .or_else(|| SecurityGroupId::parse(text).map(|id| RulePeer::Group { id, account }))
                .or_else(|| PrefixListId::parse(text).map(RulePeer::PrefixList)),
        },
    )?;
    if let RulePeer::Group { id, .. } = &peer {
        world.mention::<SecurityGroup>(id.clone(), at);
    }
    Ok(peer)
}

fn rule_id(group: &SecurityGroupId, name: &str, line: &Words<'_>) -> Result<SecurityGroupRuleId> {
    SecurityGroupRuleId::parse(&format!("sgr-{}-{name}", stem(group.as_str())))
        .ok_or_else(|| line.error("the id is too long"))
}
