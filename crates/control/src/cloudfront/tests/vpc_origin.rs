//! VPC origins: what they make in EC2, and every refusal of cf A1 to A5.

use adit_model::load_balancer::{BalancerState, LoadBalancer};
use adit_model::network_interface::InterfaceKind;
use adit_model::security_group::{RulePeer, SecurityGroup, VPC_ORIGIN_SERVICE_GROUP};
use adit_wire::{Value, record};

use super::*;

fn create(stand: &mut Stand, name: &str) -> (String, String) {
    let made = stand.ok(
        "CreateVpcOrigin",
        record! { "VpcOriginEndpointConfig" => endpoint(name) },
    );
    (text(&made, "VpcOrigin.Id"), text(&made, "ETag"))
}

fn through(id: &str, reference: &str) -> Record {
    let origin = record! {
        "Id" => "vpc", "DomainName" => "origin.example.com",
        "VpcOriginConfig" => record! { "VpcOriginId" => id, "OriginReadTimeout" => 20 },
    };
    config(reference)
        .with("Origins", list(vec![origin]))
        .with("DefaultCacheBehavior", behavior("vpc"))
}

fn service_groups(stand: &Stand) -> Vec<SecurityGroup> {
    let groups = stand.world.security_groups.iter().map(|g| (**g).clone());
    groups
        .filter(|group| group.name == VPC_ORIGIN_SERVICE_GROUP)
        .collect()
}

fn change_balancer(stand: &mut Stand, change: impl Fn(&mut LoadBalancer)) {
    let mut balancer = (**stand.world.load_balancers.iter().next().unwrap()).clone();
    change(&mut balancer);
    stand.put(balancer);
}

#[test]
fn a_vpc_origin_is_made_read_listed_and_removed() {
    let mut stand = Stand::new();
    let tags = record! { "Items" => vec![record! { "Key" => "team", "Value" => "edge" }] };
    let made = stand.ok(
        "CreateVpcOrigin",
        record! { "VpcOriginEndpointConfig" => endpoint("one"), "Tags" => tags },
    );
    let id = text(&made, "VpcOrigin.Id");
    assert!(id.len() == 25 && id.starts_with("vo_"), "{id}");
    assert_eq!(
        text(&made, "VpcOrigin.Arn"),
        format!("arn:aws:cloudfront::{ACCOUNT}:vpcorigin/{id}")
    );
    assert_eq!(text(&made, "VpcOrigin.Status"), "Deploying");
    assert_eq!(text(&made, "VpcOrigin.AccountId"), ACCOUNT);
    assert_eq!(
        text(&made, "Location"),
        format!("https://cloudfront.amazonaws.com/2020-05-31/vpc-origin/{id}")
    );

    let read = stand.ok("GetVpcOrigin", record! { "Id" => &id });
    assert_eq!(text(&read, "VpcOrigin.Status"), "Deployed");
    let kept = endpoint("one").with("IpAddressType", "ipv4");
    assert_eq!(
        at(&read, "VpcOrigin.VpcOriginEndpointConfig"),
        &Value::Record(kept)
    );
    let all = stand.ok("ListVpcOrigins", record! {});
    assert_eq!(text(&all, "VpcOriginList.Items.0.OriginEndpointArn"), BALANCER);
    assert_eq!(text(&all, "VpcOriginList.Items.0.Name"), "one");

    // One interface in each subnet of the balancer, in one managed group.
    let groups = service_groups(&stand);
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].owner, owner());
    assert_eq!(
        groups[0].tags.get("aws.cloudfront.vpcorigin").map(String::as_str),
        Some("enabled")
    );
    let interfaces: Vec<_> = stand.world.network_interfaces.iter().cloned().collect();
    assert_eq!(interfaces.len(), 2);
    for interface in &interfaces {
        assert_eq!(interface.kind, InterfaceKind::CloudFrontManaged);
        assert_eq!(interface.groups, [groups[0].id.clone()]);
        assert_eq!(
            interface.tags.get("aws.cloudfront.vpcorigin").map(String::as_str),
            Some("enabled")
        );
    }
    let addresses: std::collections::BTreeSet<String> =
        interfaces.iter().map(|i| i.address.to_string()).collect();
    assert_eq!(
        addresses.into_iter().collect::<Vec<_>>(),
        ["10.0.0.4", "10.0.1.4"]
    );

    let deleted = stand.ok(
        "DeleteVpcOrigin",
        record! { "Id" => &id, "IfMatch" => text(&made, "ETag") },
    );
    assert_eq!(text(&deleted, "VpcOrigin.Status"), "Deploying");
    assert_ne!(text(&deleted, "ETag"), text(&made, "ETag"));
    assert_eq!(
        stand.refused("GetVpcOrigin", record! { "Id" => &id }),
        "EntityNotFound: The specified vpc origin does not exist"
    );
    assert!(stand.world.network_interfaces.is_empty() && stand.world.security_groups.is_empty());
}

#[test]
fn the_service_group_goes_with_the_last_vpc_origin_unless_a_rule_names_it() {
    let mut stand = Stand::new();
    let (first, first_tag) = create(&mut stand, "one");
    let (second, second_tag) = create(&mut stand, "two");
    assert_eq!(service_groups(&stand).len(), 1);
    stand.ok(
        "DeleteVpcOrigin",
        record! { "Id" => first, "IfMatch" => first_tag },
    );
    assert_eq!(service_groups(&stand).len(), 1);
    assert_eq!(stand.world.network_interfaces.len(), 2);

    let service = service_groups(&stand).remove(0);
    let mut rule = service.rules[0].clone();
    rule.peer = RulePeer::Group {
        id: service.id.clone(),
        account: owner().account,
    };
    let balancers = SecurityGroupId::parse("sg-lb").unwrap();
    stand.put(SecurityGroup {
        id: balancers,
        name: "lb".to_owned(),
        rules: vec![rule],
        ..service.clone()
    });
    stand.ok(
        "DeleteVpcOrigin",
        record! { "Id" => second, "IfMatch" => second_tag },
    );
    assert_eq!(service_groups(&stand).len(), 1);
    create(&mut stand, "three");
    assert_eq!(service_groups(&stand), [service]);
}

#[test]
fn targets_that_cloudfront_cannot_reach_are_refused() {
    let refused = |change: &dyn Fn(&mut Stand), arn: &str| {
        let mut stand = Stand::new();
        change(&mut stand);
        let input = endpoint("one").with("Arn", arn);
        stand.refused("CreateVpcOrigin", record! { "VpcOriginEndpointConfig" => input })
    };
    let nothing = |_: &mut Stand| {};
    let no_gateway =
        |stand: &mut Stand| stand.remove(Key::InternetGateway(InternetGatewayId::parse("igw-1").unwrap()));
    assert_eq!(
        refused(&no_gateway, BALANCER),
        format!("InvalidArgument: {BALANCER} does not have an internet gateway in its VPC vpc-1.")
    );
    let provisioning = |stand: &mut Stand| change_balancer(stand, |b| b.state = BalancerState::Provisioning);
    assert!(refused(&provisioning, BALANCER).ends_with("is not active."));
    let bare = |stand: &mut Stand| change_balancer(stand, |b| b.groups.clear());
    assert!(refused(&bare, BALANCER).ends_with("has no security group."));
    let full = |stand: &mut Stand| {
        for name in 0..11 {
            create(stand, &format!("filler-{name}"));
        }
    };
    assert!(refused(&full, BALANCER).ends_with("has no free IPv4 address in its subnet subnet-a."));

    let arn = |account: &str, kind: &str| {
        format!("arn:aws:elasticloadbalancing:eu-west-1:{account}:loadbalancer/{kind}/n/1")
    };
    let instance = "arn:aws:ec2:eu-west-1:123456789012:instance/i-1";
    for (arn, expected) in [
        (
            arn(ACCOUNT, "net"),
            "UnsupportedOperation: A Network Load Balancer is not supported",
        ),
        (
            instance.to_owned(),
            "UnsupportedOperation: An EC2 instance is not supported",
        ),
        (arn(ACCOUNT, "gwy"), "InvalidArgument: The origin endpoint"),
        (
            arn(ACCOUNT, "app"),
            "InvalidArgument: The specified origin endpoint",
        ),
        (arn("210987654321", "app"), "InvalidArgument: The origin endpoint"),
        (
            "balancer".to_owned(),
            "InvalidArgument: The parameter Arn is not an ARN",
        ),
    ] {
        let error = refused(&nothing, &arn);
        assert!(error.starts_with(expected), "{arn}: {error}");
    }
}

#[test]
fn the_configuration_is_checked() {
    let mut stand = Stand::new();
    for (member, value, expected) in [
        (
            "HTTPPort",
            Value::Int(81),
            "InvalidArgument: The parameter HTTPPort must be 80, 443 or from 1024 to 65535.",
        ),
        (
            "HTTPSPort",
            Value::Int(70_000),
            "InvalidArgument: The parameter HTTPSPort ",
        ),
        (
            "IpAddressType",
            Value::from("dualstack"),
            "UnsupportedOperation: The value dualstack for parameter vpcOriginEndpointConfig.ipAddressType is not supported.",
        ),
        (
            "OriginSslProtocols",
            record! { "Quantity" => 2, "Items" => vec!["TLSv1.2"] }.into(),
            "InconsistentQuantities: ",
        ),
        ("Name", Value::from(""), "InvalidArgument: The parameter Name "),
    ] {
        let input = record! { "VpcOriginEndpointConfig" => endpoint("one").with(member, value) };
        let error = stand.refused("CreateVpcOrigin", input);
        assert!(error.starts_with(expected), "{member}: {error}");
    }
}

#[test]
fn names_are_unique_and_there_are_at_most_25() {
    let mut stand = Stand::new();
    change_balancer(&mut stand, |b| b.zones.truncate(1));
    let subnet = SubnetId::parse("subnet-a").unwrap();
    let wide = (**stand.world.subnets.get(&subnet).unwrap()).clone();
    stand.put(Subnet {
        cidr: "10.0.0.0/24".parse().unwrap(),
        ..wide
    });
    create(&mut stand, "one");
    let again = record! { "VpcOriginEndpointConfig" => endpoint("one") };
    assert!(
        stand
            .refused("CreateVpcOrigin", again)
            .starts_with("EntityAlreadyExists: ")
    );
    for n in 2..=25 {
        create(&mut stand, &format!("n{n}"));
    }
    let excess = record! { "VpcOriginEndpointConfig" => endpoint("n26") };
    assert!(
        stand
            .refused("CreateVpcOrigin", excess)
            .starts_with("EntityLimitExceeded: ")
    );
}

#[test]
fn a_vpc_origin_in_use_is_neither_updated_nor_deleted() {
    let mut stand = Stand::new();
    let (id, etag) = create(&mut stand, "one");
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => through(&id, "c") },
    );
    let distribution = text(&made, "Distribution.Id");
    let origin = "Distribution.DistributionConfig.Origins.Items.0.VpcOriginConfig";
    let expected = record! { "VpcOriginId" => &id, "OriginReadTimeout" => 20, "OriginKeepaliveTimeout" => 5 };
    assert_eq!(at(&made, origin), &Value::Record(expected));
    let users = stand.ok("ListDistributionsByVpcOriginId", record! { "VpcOriginId" => &id });
    assert_eq!(text(&users, "DistributionIdList.Items.0"), distribution);

    let in_use = "The specified VPC origin is currently associated with one or more distributions. Please \
                  disassociate the VPC origin from all distributions before updating or deleting";
    let update =
        record! { "VpcOriginEndpointConfig" => endpoint("renamed"), "Id" => &id, "IfMatch" => &etag };
    let delete = record! { "Id" => &id, "IfMatch" => &etag };
    assert_eq!(
        stand.refused("UpdateVpcOrigin", update.clone()),
        format!("CannotUpdateEntityWhileInUse: {in_use}")
    );
    assert_eq!(
        stand.refused("DeleteVpcOrigin", delete),
        format!("CannotDeleteEntityWhileInUse: {in_use}")
    );

    let detached = record! { "DistributionConfig" => config("c"), "Id" => &distribution, "IfMatch" => text(&made, "ETag") };
    stand.ok("UpdateDistribution", detached);
    let updated = stand.ok("UpdateVpcOrigin", update.clone());
    assert_eq!(
        text(&updated, "VpcOrigin.VpcOriginEndpointConfig.Name"),
        "renamed"
    );
    assert_eq!(text(&updated, "VpcOrigin.Status"), "Deploying");
    assert_eq!(stand.world.network_interfaces.len(), 2);
    assert!(
        stand
            .refused("UpdateVpcOrigin", update)
            .starts_with("PreconditionFailed: ")
    );
    let missing = record! { "Id" => &id };
    assert!(
        stand
            .refused("DeleteVpcOrigin", missing)
            .starts_with("InvalidIfMatchVersion: ")
    );
    let none = stand.ok("ListDistributionsByVpcOriginId", record! { "VpcOriginId" => &id });
    assert_eq!(at(&none, "DistributionIdList.Quantity"), &Value::Int(0));
}

#[test]
fn another_account_neither_sees_nor_uses_it() {
    let mut stand = Stand::new();
    let (id, etag) = create(&mut stand, "one");
    stand.account = "210987654321";
    for (operation, input) in [
        ("GetVpcOrigin", record! { "Id" => &id }),
        ("DeleteVpcOrigin", record! { "Id" => &id, "IfMatch" => &etag }),
        ("ListDistributionsByVpcOriginId", record! { "VpcOriginId" => &id }),
        (
            "CreateDistribution",
            record! { "DistributionConfig" => through(&id, "c") },
        ),
    ] {
        assert!(
            stand.refused(operation, input).starts_with("EntityNotFound: "),
            "{operation}"
        );
    }
    let listed = stand.ok("ListVpcOrigins", record! {});
    assert_eq!(at(&listed, "VpcOriginList.Quantity"), &Value::Int(0));
}
