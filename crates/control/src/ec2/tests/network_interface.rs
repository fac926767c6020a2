//! Addresses of subnets, and interfaces as other services make them.

use std::net::Ipv4Addr;

use adit_model::network_interface::InterfaceKind;
use adit_model::tag::Tags;

use super::{Scene, column, expect};
use crate::ec2::network_interface::NewInterface;

fn node(address: Option<[u8; 4]>, public: Option<[u8; 4]>) -> NewInterface {
    NewInterface {
        kind: InterfaceKind::Interface,
        address: address.map(Ipv4Addr::from),
        public_address: public.map(Ipv4Addr::from),
        groups: Vec::new(),
        description: "ELB app/edge/0123456789abcdef".to_owned(),
        requester: Some("amazon-elb".to_owned()),
        tags: Tags::new(),
    }
}

#[test]
fn the_lowest_free_address_is_given() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let subnet = scene.subnet(&vpc, "10.0.0.0/28", "eu-west-1a");
    let mut given = |address| {
        scene
            .interface(&subnet, node(address, None))
            .map(|made| made.address.to_string())
    };
    assert_eq!(given(None).unwrap(), "10.0.0.4");
    assert_eq!(given(Some([10, 0, 0, 6])).unwrap(), "10.0.0.6");
    assert_eq!(given(None).unwrap(), "10.0.0.5");
    assert_eq!(given(None).unwrap(), "10.0.0.7");
    assert_eq!(
        given(Some([10, 0, 0, 6])).unwrap_err().code,
        "InvalidIPAddress.InUse"
    );
    for reserved in [[10, 0, 0, 0], [10, 0, 0, 3], [10, 0, 0, 15]] {
        assert_eq!(given(Some(reserved)).unwrap_err().code, "InvalidParameterValue");
    }
    let rest: Vec<_> = (0..7).map(|_| given(None).unwrap()).collect();
    assert_eq!(rest.last().unwrap(), "10.0.0.14");
    assert_eq!(given(None).unwrap_err().code, "InsufficientFreeAddressesInSubnet");
    let shown = scene.ok(
        "DescribeSubnets",
        "Filter.1.Name=available-ip-address-count&Filter.1.Value.1=0",
    );
    assert_eq!(column(&shown, "Subnets", "AvailableIpAddressCount"), ["0"]);
}

#[test]
fn a_balancer_node_is_found_by_who_attached_it() {
    let mut scene = Scene::new();
    let (vpc, gateway) = (scene.vpc(), scene.gateway());
    let subnet = scene.subnet(&vpc, "10.0.0.0/28", "eu-west-1a");
    let both = format!("InternetGatewayId={gateway}&VpcId={vpc}");
    scene.ok("AttachInternetGateway", &both);
    scene.ok(
        "ModifyVpcAttribute",
        &format!("VpcId={vpc}&EnableDnsHostnames.Value=true"),
    );
    scene.interface(&subnet, node(None, Some([52, 1, 2, 3]))).unwrap();
    let filters = "Filter.1.Name=attachment.instance-owner-id&Filter.1.Value.1=amazon-elb\
                   &Filter.2.Name=description&Filter.2.Value.1=ELB app/edge/*";
    expect(
        &scene.ok("DescribeNetworkInterfaces", filters),
        &[
            ("NetworkInterfaces", "1 items"),
            ("NetworkInterfaces.0.VpcId", &vpc),
            ("NetworkInterfaces.0.OwnerId", "111122223333"),
            ("NetworkInterfaces.0.InterfaceType", "interface"),
            ("NetworkInterfaces.0.RequesterId", "amazon-elb"),
            ("NetworkInterfaces.0.SourceDestCheck", "true"),
            ("NetworkInterfaces.0.Attachment.Status", "attached"),
            ("NetworkInterfaces.0.Association.PublicIp", "52.1.2.3"),
            ("NetworkInterfaces.0.Association.IpOwnerId", "amazon-elb"),
            (
                "NetworkInterfaces.0.PrivateIpAddresses.0.Association.PublicIp",
                "52.1.2.3",
            ),
            (
                "NetworkInterfaces.0.Association.PublicDnsName",
                "ec2-52-1-2-3.eu-west-1.compute.amazonaws.com",
            ),
        ],
    );
    let words = "mapped public address(es)";
    scene.refused("DetachInternetGateway", &both, "DependencyViolation", words);
    for name in [
        "vpc-id",
        "subnet-id",
        "group-id",
        "interface-type",
        "requester-managed",
        "status",
        "mac-address",
    ] {
        scene.ok(
            "DescribeNetworkInterfaces",
            &format!("Filter.1.Name={name}&Filter.1.Value.1=*"),
        );
    }
    scene.refused(
        "DescribeNetworkInterfaces",
        "NetworkInterfaceId.1=eni-1",
        "InvalidNetworkInterfaceID.NotFound",
        "eni-1",
    );
}
