//! Interface endpoints, from creation to the addresses that a target group takes from them.

use super::{NOW, Scene, column, expect, text};

const SERVICE: &str = "VpcEndpointType=Interface&ServiceName=com.amazonaws.eu-west-1.execute-api";

/// A VPC with DNS names on, and subnets in two zones.
fn network(scene: &mut Scene) -> (String, String, String) {
    let vpc = scene.vpc();
    scene.ok(
        "ModifyVpcAttribute",
        &format!("VpcId={vpc}&EnableDnsHostnames.Value=true"),
    );
    let one = scene.subnet(&vpc, "10.0.1.0/24", "eu-west-1a");
    let two = scene.subnet(&vpc, "10.0.2.0/24", "eu-west-1b");
    (vpc, one, two)
}

fn addresses(scene: &mut Scene, endpoint: &str) -> Vec<String> {
    let shown = scene.ok(
        "DescribeNetworkInterfaces",
        &format!("Filter.1.Name=description&Filter.1.Value.1=VPC Endpoint Interface {endpoint}"),
    );
    let mut all = column(&shown, "NetworkInterfaces", "PrivateIpAddress");
    all.sort();
    all
}

#[test]
fn an_endpoint_has_an_interface_in_each_subnet() {
    let mut scene = Scene::new();
    let (vpc, one, two) = network(&mut scene);
    let group = scene.group(&vpc, "endpoint");
    let policy =
        r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}"#;
    let create = format!(
        "{SERVICE}&VpcId={vpc}&SubnetId.1={one}&SubnetId.2={two}&SecurityGroupId.1={group}&PolicyDocument={policy}\
         &ClientToken=once&SubnetConfiguration.1.SubnetId={two}&SubnetConfiguration.1.Ipv4=10.0.2.77\
         &TagSpecification.1.ResourceType=vpc-endpoint&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=e"
    );
    let made = scene.ok("CreateVpcEndpoint", &create);
    expect(
        &made,
        &[("VpcEndpoint.State", "pending"), ("ClientToken", "once")],
    );
    let endpoint = text(&made, "VpcEndpoint.VpcEndpointId");
    assert!(endpoint.starts_with("vpce-0") && endpoint.len() == 22);
    let again = scene.ok("CreateVpcEndpoint", &create);
    expect(&again, &[("VpcEndpoint.VpcEndpointId", &endpoint)]);
    assert_eq!(scene.world.vpc_endpoints.len(), 1);

    let shown = scene.ok("DescribeVpcEndpoints", &format!("VpcEndpointId.1={endpoint}"));
    expect(
        &shown,
        &[
            ("VpcEndpoints.0.VpcEndpointType", "Interface"),
            ("VpcEndpoints.0.VpcId", &vpc),
            (
                "VpcEndpoints.0.ServiceName",
                "com.amazonaws.eu-west-1.execute-api",
            ),
            ("VpcEndpoints.0.ServiceRegion", "eu-west-1"),
            ("VpcEndpoints.0.State", "available"),
            ("VpcEndpoints.0.PolicyDocument", policy),
            ("VpcEndpoints.0.RouteTableIds", "0 items"),
            ("VpcEndpoints.0.SubnetIds.0", &one),
            ("VpcEndpoints.0.SubnetIds.1", &two),
            ("VpcEndpoints.0.Groups.0.GroupId", &group),
            ("VpcEndpoints.0.Groups.0.GroupName", "endpoint"),
            ("VpcEndpoints.0.IpAddressType", "ipv4"),
            ("VpcEndpoints.0.DnsOptions.DnsRecordIpType", "ipv4"),
            ("VpcEndpoints.0.PrivateDnsEnabled", "true"),
            ("VpcEndpoints.0.RequesterManaged", "false"),
            ("VpcEndpoints.0.CreationTimestamp", &NOW.to_string()),
            ("VpcEndpoints.0.OwnerId", "111122223333"),
            ("VpcEndpoints.0.Tags.0.Value", "e"),
            ("VpcEndpoints.0.NetworkInterfaceIds", "2 items"),
        ],
    );
    let names = column(&shown, "VpcEndpoints.0.DnsEntries", "DnsName");
    let suffix = names[0]
        .strip_prefix(&format!("{endpoint}-"))
        .unwrap()
        .split('.')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        names,
        [
            format!("{endpoint}-{suffix}.execute-api.eu-west-1.vpce.amazonaws.com"),
            format!("{endpoint}-{suffix}-eu-west-1a.execute-api.eu-west-1.vpce.amazonaws.com"),
            format!("{endpoint}-{suffix}-eu-west-1b.execute-api.eu-west-1.vpce.amazonaws.com"),
            "execute-api.eu-west-1.amazonaws.com".to_owned(),
            "*.execute-api.eu-west-1.amazonaws.com".to_owned(),
        ]
    );
    let zones = column(&shown, "VpcEndpoints.0.DnsEntries", "HostedZoneId");
    assert_eq!(zones[0], "Z38GZ743OKFT7T");
    assert_ne!(zones[4], zones[0]);

    let interface = text(&shown, "VpcEndpoints.0.NetworkInterfaceIds.1");
    expect(
        &scene.ok(
            "DescribeNetworkInterfaces",
            &format!("NetworkInterfaceId.1={interface}"),
        ),
        &[
            ("NetworkInterfaces.0.PrivateIpAddress", "10.0.2.77"),
            ("NetworkInterfaces.0.SubnetId", &two),
            ("NetworkInterfaces.0.AvailabilityZone", "eu-west-1b"),
            ("NetworkInterfaces.0.InterfaceType", "vpc_endpoint"),
            ("NetworkInterfaces.0.RequesterManaged", "true"),
            (
                "NetworkInterfaces.0.Description",
                &format!("VPC Endpoint Interface {endpoint}"),
            ),
            ("NetworkInterfaces.0.Groups.0.GroupId", &group),
            (
                "NetworkInterfaces.0.PrivateDnsName",
                "ip-10-0-2-77.eu-west-1.compute.internal",
            ),
            ("NetworkInterfaces.0.PrivateIpAddresses.0.Primary", "true"),
            ("NetworkInterfaces.0.Status", "in-use"),
            ("NetworkInterfaces.0.Association", "absent"),
        ],
    );
    assert_eq!(addresses(&mut scene, &endpoint), ["10.0.1.4", "10.0.2.77"]);

    scene.refused(
        "DeleteSubnet",
        &format!("SubnetId={one}"),
        "DependencyViolation",
        &one,
    );
    scene.refused(
        "DeleteSecurityGroup",
        &format!("GroupId={group}"),
        "DependencyViolation",
        &group,
    );
    scene.refused("DeleteVpc", &format!("VpcId={vpc}"), "DependencyViolation", &vpc);
    let both = scene.ok(
        "DeleteVpcEndpoints",
        &format!("VpcEndpointId.1={endpoint}&VpcEndpointId.2=vpce-1"),
    );
    expect(
        &both,
        &[
            ("Unsuccessful", "1 items"),
            ("Unsuccessful.0.ResourceId", "vpce-1"),
            ("Unsuccessful.0.Error.Code", "InvalidVpcEndpointId.NotFound"),
        ],
    );
    assert!(scene.world.network_interfaces.is_empty());
    scene.refused(
        "DescribeVpcEndpoints",
        &format!("VpcEndpointId.1={endpoint}"),
        "InvalidVpcEndpointId.NotFound",
        &endpoint,
    );
    scene.ok("DeleteSubnet", &format!("SubnetId={one}"));
    scene.ok("DeleteSecurityGroup", &format!("GroupId={group}"));
}

#[test]
fn defaults_of_an_endpoint() {
    let mut scene = Scene::new();
    let (vpc, one, _) = network(&mut scene);
    let made = scene.ok(
        "CreateVpcEndpoint",
        &format!("{SERVICE}&VpcId={vpc}&SubnetId.1={one}&PrivateDnsEnabled=false"),
    );
    expect(
        &made,
        &[
            ("VpcEndpoint.Groups.0.GroupName", "default"),
            (
                "VpcEndpoint.PolicyDocument",
                r#"{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#,
            ),
            ("VpcEndpoint.PrivateDnsEnabled", "false"),
            ("VpcEndpoint.DnsEntries", "2 items"),
            ("ClientToken", "absent"),
        ],
    );
}

#[test]
fn what_an_endpoint_may_not_be() {
    let mut scene = Scene::new();
    let (vpc, one, two) = network(&mut scene);
    let same_zone = scene.subnet(&vpc, "10.0.3.0/24", "eu-west-1a");
    let other = text(&scene.ok("CreateVpc", "CidrBlock=10.9.0.0/16"), "Vpc.VpcId");
    let outside = scene.subnet(&other, "10.9.0.0/24", "eu-west-1a");
    let foreign = scene.group(&other, "foreign");
    for (fields, code, words) in [
        (
            format!("VpcId={vpc}&ServiceName=com.amazonaws.eu-west-1.execute-api"),
            "InvalidParameter",
            "Endpoint type (Gateway) does not match available service types ([Interface])",
        ),
        (
            format!("VpcId={vpc}&VpcEndpointType=Interface&ServiceName=com.amazonaws.eu-west-1.s4"),
            "InvalidServiceName",
            "s4",
        ),
        (format!("{SERVICE}&VpcId=vpc-1"), "InvalidVpcID.NotFound", "vpc-1"),
        (
            format!("{SERVICE}&VpcId={vpc}&SubnetId.1={one}&SubnetId.2={same_zone}"),
            "DuplicateSubnetsInSameZone",
            &same_zone,
        ),
        (
            format!("{SERVICE}&VpcId={vpc}&SubnetId.1={outside}"),
            "InvalidParameter",
            "not in the VPC",
        ),
        (
            format!("{SERVICE}&VpcId={vpc}&SecurityGroupId.1={foreign}"),
            "InvalidGroup.NotFound",
            "does not exist in VPC",
        ),
        (
            format!("{SERVICE}&VpcId={vpc}&PolicyDocument=x"),
            "InvalidPolicyDocument",
            "not JSON",
        ),
        (
            format!("{SERVICE}&VpcId={vpc}&IpAddressType=ipv6"),
            "InvalidParameter",
            "does not support the IP address type ipv6",
        ),
        (
            format!("{SERVICE}&VpcId={vpc}&RouteTableId.1=rtb-1"),
            "InvalidParameter",
            "Route table IDs are not supported",
        ),
        (
            format!("{SERVICE}&VpcId={other}"),
            "InvalidParameter",
            "enableDnsSupport and enableDnsHostnames",
        ),
        (
            format!(
                "{SERVICE}&VpcId={vpc}&SubnetId.1={two}&SubnetConfiguration.1.SubnetId={two}&SubnetConfiguration.1.Ipv4=10.0.2.3"
            ),
            "InvalidParameterValue",
            "reserved",
        ),
        (
            format!(
                "{SERVICE}&VpcId={vpc}&SubnetId.1={two}&SubnetConfiguration.1.SubnetId={two}&SubnetConfiguration.1.Ipv4=10.0.1.9"
            ),
            "InvalidParameterValue",
            "does not fall within the subnet",
        ),
    ] {
        scene.refused("CreateVpcEndpoint", &fields, code, words);
    }
    assert!(scene.world.vpc_endpoints.is_empty() && scene.world.network_interfaces.is_empty());
    scene.ok("CreateVpcEndpoint", &format!("{SERVICE}&VpcId={vpc}"));
    let words = "conflicting DNS domain for execute-api.eu-west-1.amazonaws.com";
    scene.refused(
        "CreateVpcEndpoint",
        &format!("{SERVICE}&VpcId={vpc}"),
        "InvalidParameter",
        words,
    );
}

#[test]
fn an_endpoint_is_changed() {
    let mut scene = Scene::new();
    let (vpc, one, two) = network(&mut scene);
    let group = scene.group(&vpc, "endpoint");
    let made = scene.ok(
        "CreateVpcEndpoint",
        &format!("{SERVICE}&VpcId={vpc}&SubnetId.1={one}&PrivateDnsEnabled=false"),
    );
    let (endpoint, default) = (
        text(&made, "VpcEndpoint.VpcEndpointId"),
        text(&made, "VpcEndpoint.Groups.0.GroupId"),
    );
    let modify = |rest: &str| format!("VpcEndpointId={endpoint}&{rest}");
    expect(
        &scene.ok("ModifyVpcEndpoint", &modify(&format!("AddSubnetId.1={two}"))),
        &[("Return", "true")],
    );
    assert_eq!(addresses(&mut scene, &endpoint), ["10.0.1.4", "10.0.2.4"]);
    scene.ok(
        "ModifyVpcEndpoint",
        &modify(&format!(
            "SubnetConfiguration.1.SubnetId={one}&SubnetConfiguration.1.Ipv4=10.0.1.50"
        )),
    );
    assert_eq!(addresses(&mut scene, &endpoint), ["10.0.1.50", "10.0.2.4"]);
    let taken = modify(&format!(
        "SubnetConfiguration.1.SubnetId={one}&SubnetConfiguration.1.Ipv4=10.0.1.50"
    ));
    scene.refused("ModifyVpcEndpoint", &taken, "InvalidIPAddress.InUse", "10.0.1.50");
    let sibling = scene.subnet(&vpc, "10.0.5.0/24", "eu-west-1b");
    scene.ok(
        "ModifyVpcEndpoint",
        &modify(&format!("RemoveSubnetId.1={two}&AddSubnetId.1={sibling}")),
    );
    assert_eq!(addresses(&mut scene, &endpoint), ["10.0.1.50", "10.0.5.4"]);
    scene.refused(
        "ModifyVpcEndpoint",
        &modify(&format!("RemoveSubnetId.1={two}")),
        "InvalidParameter",
        "not a subnet of",
    );

    let groups = format!("AddSecurityGroupId.1={group}&RemoveSecurityGroupId.1={default}");
    scene.ok("ModifyVpcEndpoint", &modify(&groups));
    let interfaces = scene.ok(
        "DescribeNetworkInterfaces",
        &format!("Filter.1.Name=group-id&Filter.1.Value.1={group}"),
    );
    expect(&interfaces, &[("NetworkInterfaces", "2 items")]);
    scene.refused(
        "ModifyVpcEndpoint",
        &modify(&format!("RemoveSecurityGroupId.1={group}")),
        "InvalidParameter",
        "at least one",
    );

    let policy = r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}"#;
    scene.ok(
        "ModifyVpcEndpoint",
        &modify(&format!("PolicyDocument={policy}&PrivateDnsEnabled=true")),
    );
    let shown = scene.ok("DescribeVpcEndpoints", "");
    expect(
        &shown,
        &[
            ("VpcEndpoints.0.PolicyDocument", policy),
            ("VpcEndpoints.0.PrivateDnsEnabled", "true"),
        ],
    );
    expect(&shown, &[("VpcEndpoints.0.DnsEntries", "5 items")]);
    scene.ok("ModifyVpcEndpoint", &modify("ResetPolicy=true"));
    let states = scene.ok(
        "DescribeVpcEndpoints",
        "Filter.1.Name=vpc-endpoint-state&Filter.1.Value.1=available",
    );
    assert!(text(&states, "VpcEndpoints.0.PolicyDocument").contains("\"Action\":\"*\",\"Effect\":\"Allow\""));
}

#[test]
fn the_service_is_described() {
    let mut scene = Scene::new();
    let shown = scene.ok(
        "DescribeVpcEndpointServices",
        "ServiceName.1=com.amazonaws.eu-west-1.execute-api&Filter.1.Name=service-type&Filter.1.Value.1=Interface",
    );
    expect(
        &shown,
        &[
            ("ServiceNames.0", "com.amazonaws.eu-west-1.execute-api"),
            ("ServiceDetails.0.ServiceType.0.ServiceType", "Interface"),
            ("ServiceDetails.0.AvailabilityZones.2", "eu-west-1c"),
            ("ServiceDetails.0.Owner", "amazon"),
            (
                "ServiceDetails.0.BaseEndpointDnsNames.0",
                "execute-api.eu-west-1.vpce.amazonaws.com",
            ),
            ("ServiceDetails.0.VpcEndpointPolicySupported", "true"),
            ("ServiceDetails.0.AcceptanceRequired", "false"),
        ],
    );
    let gateway = scene.ok(
        "DescribeVpcEndpointServices",
        "Filter.1.Name=service-type&Filter.1.Value.1=Gateway",
    );
    expect(
        &gateway,
        &[
            ("ServiceNames", "2 items"),
            ("ServiceNames.0", "com.amazonaws.eu-west-1.dynamodb"),
            ("ServiceNames.1", "com.amazonaws.eu-west-1.s3"),
        ],
    );
    scene.refused(
        "DescribeVpcEndpointServices",
        "ServiceName.1=com.amazonaws.eu-west-1.s4",
        "InvalidServiceName",
        "s4",
    );
}
