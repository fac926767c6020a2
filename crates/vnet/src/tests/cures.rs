//! A cure lets the flow pass once it is applied to the World, and nothing else of the kind.

use adit_model::network_acl::NetworkAclEntry;
use adit_model::route_table::{Route, RouteDestination, RouteOrigin, RouteTarget};
use adit_model::security_group::{Direction, IpProtocol, PortRange, RulePeer, SecurityGroupRule};
use adit_model::tag::Tags;
use adit_model::world::Entity;
use adit_model::{Change, World};

use super::*;

/// Refused, then cured until admitted; the commands that it took.
#[track_caller]
fn cured(text: &str, flow: &str) -> Vec<String> {
    let mut world = adit_testkit::world(text);
    let mut cures = Vec::new();
    for _ in 0..8 {
        match admit(&world, flow) {
            Ok(_) => return cures,
            Err(refusal) => {
                let cure = refusal
                    .cure
                    .unwrap_or_else(|| panic!("{} has no cure", refusal.cause));
                apply(&mut world, &cure);
                cures.push(cure);
            }
        }
    }
    panic!("`{flow}` is not cured by {cures:#?}");
}

const BALANCER: &str = "vpc vpc-a 10.0.0.0/16
igw igw-a
acl acl-a
  in 100 allow all from anywhere
  out 100 deny all to 130.176.0.0/16
subnet subnet-a 10.0.1.0/24
sg sg-alb
alb web in subnet-a=10.0.1.10 with sg-alb
vpc-origin vo_a to web";

#[test]
fn a_balancer_is_opened_to_the_service_group() {
    assert_eq!(
        cured(BALANCER, "vo_a -> 10.0.1.10:443"),
        [
            "aws ec2 authorize-security-group-ingress --group-id sg-alb --ip-permissions \
             'IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{GroupId=sg-service-a}]' --region eu-west-1"
        ]
    );
}

#[test]
fn without_a_service_group_the_prefix_list_is_named() {
    let mut world = adit_testkit::world(BALANCER);
    let group = SecurityGroupId::parse("sg-service-a").unwrap();
    world.apply(&Change::Delete(adit_model::Key::SecurityGroup(group)));
    let refusal = admit(&world, "vo_a -> 10.0.1.10:443").unwrap_err();
    let list =
        adit_model::prefix_list::origin_facing_id(&adit_model::Region::parse("eu-west-1").unwrap()).unwrap();
    let cure = refusal.cure.unwrap();
    assert_eq!(
        cure,
        format!(
            "aws ec2 authorize-security-group-ingress --group-id sg-alb --ip-permissions \
             'IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{{PrefixListId={list}}}]' --region eu-west-1"
        )
    );
    apply(&mut world, &cure);
    assert!(admit(&world, "vo_a -> 10.0.1.10:443").is_ok());
}

#[test]
fn an_acl_gets_an_entry_before_the_one_that_denied() {
    let text = BALANCER
        .replace("10.0.1.0/24", "10.0.1.0/24 acl acl-a")
        .replace("sg sg-alb", "sg sg-alb\n  in tcp 443 from cloudfront");
    assert_eq!(
        cured(&text, "vo_a -> 10.0.1.10:443"),
        [
            "aws ec2 create-network-acl-entry --network-acl-id acl-a --egress --rule-number 99 --protocol tcp \
             --port-range From=1024,To=65535 --cidr-block 0.0.0.0/0 --rule-action allow --region eu-west-1"
        ]
    );
}

#[test]
fn hosts_are_cured_step_by_step() {
    let text = "vpc vpc-a 10.0.0.0/16
acl acl-a
subnet subnet-a 10.0.1.0/24 acl acl-a
subnet subnet-b 10.0.2.0/24
sg sg-a
  out none
sg sg-b
eni eni-a in subnet-a=10.0.1.10 with sg-a
eni eni-b in subnet-b=10.0.2.10 with sg-b";
    assert_eq!(
        cured(text, "eni-a -> 10.0.2.10:8080"),
        [
            "aws ec2 authorize-security-group-egress --group-id sg-a --ip-permissions \
             'IpProtocol=tcp,FromPort=8080,ToPort=8080,UserIdGroupPairs=[{GroupId=sg-b}]' --region eu-west-1",
            "aws ec2 create-network-acl-entry --network-acl-id acl-a --egress --rule-number 100 --protocol tcp \
             --port-range From=8080,To=8080 --cidr-block 10.0.2.10/32 --rule-action allow --region eu-west-1",
            "aws ec2 authorize-security-group-ingress --group-id sg-b --ip-permissions \
             'IpProtocol=tcp,FromPort=8080,ToPort=8080,UserIdGroupPairs=[{GroupId=sg-a}]' --region eu-west-1",
            "aws ec2 create-network-acl-entry --network-acl-id acl-a --ingress --rule-number 100 --protocol tcp \
             --port-range From=1024,To=65535 --cidr-block 10.0.2.10/32 --rule-action allow --region eu-west-1",
        ]
    );
}

#[test]
fn a_public_host_is_cured_to_one_address() {
    let text = "vpc vpc-a 10.0.0.0/16
igw igw-a detached
subnet subnet-a 10.0.1.0/24
sg sg-a
eni eni-a in subnet-a=10.0.1.10 with sg-a public";
    assert_eq!(
        cured(text, "internet 203.0.113.7 -> 198.51.100.10:443"),
        [
            "aws ec2 attach-internet-gateway --internet-gateway-id igw-a --vpc-id vpc-a --region eu-west-1",
            "aws ec2 create-route --route-table-id rtb-main-a --destination-cidr-block 203.0.113.7/32 --gateway-id igw-a --region eu-west-1",
            "aws ec2 authorize-security-group-ingress --group-id sg-a --ip-permissions \
             'IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=203.0.113.7/32}]' --region eu-west-1",
        ]
    );
}

#[test]
fn blackholes_are_replaced_or_removed() {
    let text = "vpc vpc-a 10.0.0.0/16
igw igw-a
rtb rtb-a
  0.0.0.0/0 blackhole
  10.0.2.0/24 blackhole
subnet subnet-a 10.0.1.0/24 rtb rtb-a
subnet subnet-b 10.0.2.0/24
eni eni-a in subnet-a=10.0.1.10 public
eni eni-b in subnet-b=10.0.2.10";
    assert_eq!(
        cured(text, "eni-a -> 192.0.2.1:443"),
        [
            "aws ec2 replace-route --route-table-id rtb-a --destination-cidr-block 0.0.0.0/0 --gateway-id igw-a --region eu-west-1"
        ]
    );
    assert_eq!(
        cured(text, "eni-b -> 10.0.1.10:443"),
        [
            "aws ec2 delete-route --route-table-id rtb-a --destination-cidr-block 10.0.2.0/24 --region eu-west-1"
        ]
    );
}

/// Does to the World what the command would do.
fn apply(world: &mut World, command: &str) {
    let words: Vec<&str> = command.split_whitespace().collect();
    let option = |name: &str| {
        let at = words.iter().position(|w| *w == name);
        at.and_then(|at| words.get(at + 1))
            .copied()
            .unwrap_or_else(|| panic!("{name} in {command}"))
    };
    match words[2] {
        "authorize-security-group-ingress" => {
            authorize(
                world,
                Direction::Ingress,
                option("--group-id"),
                option("--ip-permissions"),
            );
        }
        "authorize-security-group-egress" => {
            authorize(
                world,
                Direction::Egress,
                option("--group-id"),
                option("--ip-permissions"),
            );
        }
        "create-network-acl-entry" => {
            let id = NetworkAclId::parse(option("--network-acl-id")).unwrap();
            let mut acl = (**world.network_acls.get(&id).unwrap()).clone();
            let direction = match words.contains(&"--egress") {
                true => Direction::Egress,
                false => Direction::Ingress,
            };
            let (from, to) = option("--port-range").split_once(",To=").unwrap();
            let number = option("--rule-number").parse().unwrap();
            assert!(
                acl.entries
                    .iter()
                    .all(|e| (e.direction, e.number) != (direction, number)),
                "the number is free"
            );
            acl.entries.push(NetworkAclEntry {
                number,
                direction,
                protocol: IpProtocol::TCP,
                ports: Some(PortRange {
                    from: from.trim_start_matches("From=").parse().unwrap(),
                    to: to.parse().unwrap(),
                }),
                icmp: None,
                cidr: option("--cidr-block").parse().unwrap(),
                allow: true,
            });
            acl.entries.sort_by_key(|e| (e.direction, e.number));
            world.apply(&Change::Put(acl.wrap()));
        }
        "attach-internet-gateway" => {
            let id = InternetGatewayId::parse(option("--internet-gateway-id")).unwrap();
            let mut gateway = (**world.internet_gateways.get(&id).unwrap()).clone();
            gateway.vpc = VpcId::parse(option("--vpc-id"));
            world.apply(&Change::Put(gateway.wrap()));
        }
        verb @ ("create-route" | "replace-route" | "delete-route") => {
            let id = RouteTableId::parse(option("--route-table-id")).unwrap();
            let mut table = (**world.route_tables.get(&id).unwrap()).clone();
            let destination = RouteDestination::Cidr(option("--destination-cidr-block").parse().unwrap());
            table.routes.retain(|route| route.destination != destination);
            if verb != "delete-route" {
                table.routes.push(Route {
                    destination,
                    target: RouteTarget::InternetGateway(
                        InternetGatewayId::parse(option("--gateway-id")).unwrap(),
                    ),
                    origin: RouteOrigin::CreateRoute,
                });
            }
            world.apply(&Change::Put(table.wrap()));
        }
        other => panic!("`{other}` is no cure"),
    }
}

fn authorize(world: &mut World, direction: Direction, group: &str, permissions: &str) {
    let id = SecurityGroupId::parse(group).unwrap();
    let mut group = (**world.security_groups.get(&id).unwrap()).clone();
    let permissions = permissions.trim_matches('\'');
    let value = |key: &str| {
        let (_, rest) = permissions.split_once(key)?;
        rest.split([',', '}']).next()
    };
    let peer = if let Some(id) = value("{GroupId=") {
        RulePeer::Group {
            id: SecurityGroupId::parse(id).unwrap(),
            account: group.owner.account.clone(),
        }
    } else if let Some(id) = value("{PrefixListId=") {
        RulePeer::PrefixList(PrefixListId::parse(id).unwrap())
    } else {
        RulePeer::Cidr(value("{CidrIp=").unwrap().parse().unwrap())
    };
    group.rules.push(SecurityGroupRule {
        id: SecurityGroupRuleId::parse(&format!("sgr-cure-{}", group.rules.len())).unwrap(),
        direction,
        protocol: IpProtocol::TCP,
        ports: Some(PortRange {
            from: value("FromPort=").unwrap().parse().unwrap(),
            to: value("ToPort=").unwrap().parse().unwrap(),
        }),
        peer,
        description: None,
        tags: Tags::new(),
    });
    world.apply(&Change::Put(group.wrap()));
}
