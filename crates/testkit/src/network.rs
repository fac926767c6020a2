//! `vpc`, `igw`, `rtb`, `subnet`, `eni`: the network's frame.

use adit_model::id::*;
use adit_model::internet_gateway::InternetGateway;
use adit_model::network_acl::{NetworkAcl, NetworkAclEntry};
use adit_model::network_interface::{InterfaceKind, NetworkInterface};
use adit_model::prefix_list;
use adit_model::route_table::{Route, RouteDestination, RouteOrigin, RouteTable, RouteTarget};
use adit_model::security_group::{Direction, IpProtocol, RulePeer, SecurityGroup, SecurityGroupRule};
use adit_model::subnet::{HostnameType, Subnet};
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;
use ipnet::{IpNet, Ipv4Net};

use crate::builder::{Builder, Placement, stem};
use crate::line::{Result, Statement, Words};

/// `vpc ID CIDR [no-dns-hostnames] [no-dns-support]`, with the objects that CreateVpc makes.
pub(crate) fn vpc(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<Vpc>(words, "a VPC's id", VpcId::parse)?;
    let cidr: Ipv4Net = words.read("a block such as 10.0.0.0/16", |t| t.parse().ok())?;
    let no_hostnames = words.eat("no-dns-hostnames");
    let no_support = words.eat("no-dns-support");
    let name = stem(id.as_str());
    let named = |prefix: &str| format!("{prefix}{name}");
    let made = (
        SecurityGroupId::parse(&named("sg-default-")),
        NetworkAclId::parse(&named("acl-default-")),
        RouteTableId::parse(&named("rtb-main-")),
        RouteTableAssociationId::parse(&named("rtbassoc-main-")),
        SecurityGroupRuleId::parse(&named("sgr-default-in-")),
        SecurityGroupRuleId::parse(&named("sgr-default-out-")),
    );
    let (Some(group), Some(acl), Some(table), Some(association), Some(inward), Some(outward)) = made else {
        return Err(words.error("the id is too long"));
    };
    let rule = |id, direction, peer| SecurityGroupRule {
        id,
        direction,
        protocol: IpProtocol::All,
        ports: None,
        peer,
        description: None,
        tags: Tags::new(),
    };
    let itself = RulePeer::Group {
        id: group.clone(),
        account: world.owner.account.clone(),
    };
    world.put_implicit(SecurityGroup {
        id: group.clone(),
        owner: world.owner.clone(),
        vpc: id.clone(),
        name: "default".to_owned(),
        description: "default VPC security group".to_owned(),
        rules: vec![
            rule(inward, Direction::Ingress, itself),
            rule(outward, Direction::Egress, RulePeer::Cidr(anywhere())),
        ],
        tags: Tags::new(),
    });
    let entry = |direction| NetworkAclEntry {
        number: 100,
        direction,
        protocol: IpProtocol::All,
        ports: None,
        icmp: None,
        cidr: anywhere(),
        allow: true,
    };
    world.put_implicit(NetworkAcl {
        id: acl.clone(),
        owner: world.owner.clone(),
        vpc: id.clone(),
        is_default: true,
        entries: vec![entry(Direction::Ingress), entry(Direction::Egress)],
        client_token: None,
        tags: Tags::new(),
    });
    world.put_implicit(RouteTable {
        id: table.clone(),
        owner: world.owner.clone(),
        vpc: id.clone(),
        main_association: Some(association),
        routes: vec![local(cidr)],
        client_token: None,
        tags: Tags::new(),
    });
    world.put(Vpc {
        id: id.clone(),
        owner: world.owner.clone(),
        cidr,
        cidr_association: format!("vpc-cidr-assoc-{name}"),
        instance_tenancy: "default".to_owned(),
        dhcp_options: "dopt-default".to_owned(),
        dns_support: !no_support,
        dns_hostnames: !no_hostnames,
        network_address_usage_metrics: false,
        more_blocks: Vec::new(),
        is_default: false,
        default_group: group,
        default_acl: acl,
        main_route_table: table,
        tags: Tags::new(),
    });
    world.vpc = Some(id);
    finish(statement)
}

/// `igw ID [of VPC | detached]`
pub(crate) fn internet_gateway(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<InternetGateway>(words, "an internet gateway's id", InternetGatewayId::parse)?;
    let vpc = match words.eat("detached") {
        true => None,
        false => Some(world.vpc(words)?.id.clone()),
    };
    world.put(InternetGateway {
        id,
        owner: world.owner.clone(),
        vpc,
        tags: Tags::new(),
    });
    finish(statement)
}

/// `rtb ID [of VPC]`; details `DESTINATION TARGET`, target an `igw-`, `eni-` or `blackhole`.
pub(crate) fn route_table(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<RouteTable>(words, "a route table's id", RouteTableId::parse)?;
    let vpc = world.vpc(words)?;
    let main = world
        .world
        .route_tables
        .get(&id)
        .and_then(|t| t.main_association.clone());
    let mut routes = vec![local(vpc.cidr)];
    for mut line in statement.details.drain(..) {
        let destination = line.read("a block, `cloudfront` or a prefix list", |text| match text {
            "cloudfront" => {
                prefix_list::origin_facing_id(&world.owner.region).map(RouteDestination::PrefixList)
            }
            _ => cidr(text)
                .map(RouteDestination::Cidr)
                .or_else(|| PrefixListId::parse(text).map(RouteDestination::PrefixList)),
        })?;
        let at = line.error("");
        let target = line.read("an internet gateway, an interface or `blackhole`", |text| {
            if text == "blackhole" {
                return Some(RouteTarget::Blackhole("igw-deleted".to_owned()));
            }
            InternetGatewayId::parse(text)
                .map(RouteTarget::InternetGateway)
                .or_else(|| NetworkInterfaceId::parse(text).map(RouteTarget::NetworkInterface))
        })?;
        match &target {
            RouteTarget::InternetGateway(gateway) => {
                world.mention::<InternetGateway>(gateway.clone(), at);
            }
            RouteTarget::NetworkInterface(interface) => {
                world.mention::<NetworkInterface>(interface.clone(), at);
            }
            _ => {}
        }
        line.end()?;
        routes.push(Route {
            destination,
            target,
            origin: RouteOrigin::CreateRoute,
        });
    }
    world.put(RouteTable {
        id,
        owner: world.owner.clone(),
        vpc: vpc.id.clone(),
        main_association: main,
        routes,
        client_token: None,
        tags: Tags::new(),
    });
    finish(statement)
}

/// `subnet ID CIDR [of VPC] [zone a|b|c] [acl ID] [rtb ID] [public]`; `public` gives new hosts a public address.
pub(crate) fn subnet(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<Subnet>(words, "a subnet's id", SubnetId::parse)?;
    let at = words.clone();
    let cidr: Ipv4Net = words.read("a block such as 10.0.1.0/24", |t| t.parse().ok())?;
    let vpc = world.vpc(words)?;
    if !vpc.cidr.contains(&cidr) {
        return Err(at.error(format!("`{cidr}` is not in the block of `{}`", vpc.id)));
    }
    let zones = world.owner.region.zones();
    let siblings = world.world.subnets.iter().filter(|s| s.vpc == vpc.id).count();
    let zone = match words.eat("zone") {
        true => words.read("a zone's letter, a to c", |letter| {
            zones.iter().find(|z| z.as_str().ends_with(letter)).cloned()
        })?,
        false => zones
            .iter()
            .cycle()
            .nth(siblings)
            .cloned()
            .ok_or_else(|| words.error("the region has no zones"))?,
    };
    let name = stem(id.as_str()).to_owned();
    let mut acl = vpc.default_acl.clone();
    let mut route_table = None;
    let mut map_public_ip_on_launch = false;
    loop {
        if words.eat("acl") {
            acl = world
                .find::<NetworkAcl>(words, "a network ACL's id", NetworkAclId::parse)?
                .id
                .clone();
        } else if words.eat("rtb") {
            let table = world.find::<RouteTable>(words, "a route table's id", RouteTableId::parse)?;
            route_table = RouteTableAssociationId::parse(&format!("rtbassoc-{name}"))
                .map(|association| (association, table.id.clone()));
        } else if words.eat("public") {
            map_public_ip_on_launch = true;
        } else {
            break;
        }
    }
    let association = NetworkAclAssociationId::parse(&format!("aclassoc-{name}"))
        .ok_or_else(|| words.error("the id is too long"))?;
    world.put(Subnet {
        id,
        owner: world.owner.clone(),
        vpc: vpc.id.clone(),
        cidr,
        zone,
        map_public_ip_on_launch,
        hostname_type: HostnameType::IpName,
        resource_name_a_record: false,
        more: Default::default(),
        acl: (association, acl),
        route_table,
        tags: Tags::new(),
    });
    finish(statement)
}

/// `eni ID in SUBNET[=ADDRESS] [with GROUP ...] [public]`
pub(crate) fn interface(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<NetworkInterface>(words, "an interface's id", NetworkInterfaceId::parse)?;
    let at = words.clone();
    let places = world.placements(words)?;
    let [(subnet, address)] = places.as_slice() else {
        return Err(at.error("an interface stands in one subnet"));
    };
    let groups = world.groups(words, &subnet.vpc)?;
    let public = words.eat("public");
    let placement = Placement {
        id: id.as_str().to_owned(),
        subnet: subnet.clone(),
        address: *address,
        groups,
        kind: InterfaceKind::Interface,
        public,
        description: String::new(),
        requester: None,
    };
    world.interface(placement, &at)?;
    finish(statement)
}

/// `region CODE`, `account DIGITS`: whose the objects below are.
pub(crate) fn owner(world: &mut Builder, mut statement: Statement<'_>, region: bool) -> Result<()> {
    let words = &mut statement.words;
    if region {
        world.owner.region = words.read("a region's code", adit_model::Region::parse)?;
    } else {
        world.owner.account = words.read("twelve digits", adit_model::AccountId::parse)?;
    }
    finish(statement)
}

pub(crate) fn anywhere() -> IpNet {
    IpNet::V4(Ipv4Net::default())
}

/// A block as AWS keeps it: host bits cleared (api F7). A bare address is a block of one.
pub(crate) fn cidr(text: &str) -> Option<IpNet> {
    let net: Option<IpNet> = text.parse().ok();
    net.map(|n| n.trunc())
        .or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from))
}

/// That the statement is read to its end.
pub(crate) fn finish(statement: Statement<'_>) -> Result<()> {
    statement.words.end()?;
    statement
        .details
        .into_iter()
        .next()
        .map_or(Ok(()), |line: Words<'_>| {
            Err(line.error("no details are understood here"))
        })
}

fn local(cidr: Ipv4Net) -> Route {
    Route {
        destination: RouteDestination::Cidr(cidr.into()),
        target: RouteTarget::Local,
        origin: RouteOrigin::CreateRouteTable,
    }
}
