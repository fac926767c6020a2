//! Internet gateways and their attachments.

use super::{Scene, expect};

#[test]
fn a_gateway_is_attached_to_one_vpc() {
    let mut scene = Scene::new();
    let (vpc, gateway) = (scene.vpc(), scene.gateway());
    let both = format!("InternetGatewayId={gateway}&VpcId={vpc}");
    expect(
        &scene.ok("DescribeInternetGateways", ""),
        &[("InternetGateways.0.Attachments", "0 items")],
    );
    scene.refused(
        "DetachInternetGateway",
        &both,
        "Gateway.NotAttached",
        "is not attached to network",
    );
    scene.ok("AttachInternetGateway", &both);
    scene.refused(
        "AttachInternetGateway",
        &both,
        "Resource.AlreadyAssociated",
        "already attached to network",
    );
    let other = scene.gateway();
    let second = format!("InternetGatewayId={other}&VpcId={vpc}");
    scene.refused(
        "AttachInternetGateway",
        &second,
        "InvalidParameterValue",
        "already has an internet gateway attached",
    );
    let attached = format!("Filter.1.Name=attachment.vpc-id&Filter.1.Value.1={vpc}");
    expect(
        &scene.ok("DescribeInternetGateways", &attached),
        &[
            ("InternetGateways", "1 items"),
            ("InternetGateways.0.InternetGatewayId", &gateway),
            ("InternetGateways.0.OwnerId", "111122223333"),
            ("InternetGateways.0.Attachments.0.State", "available"),
            ("InternetGateways.0.Attachments.0.VpcId", &vpc),
        ],
    );
    let delete = format!("InternetGatewayId={gateway}");
    scene.refused(
        "DeleteInternetGateway",
        &delete,
        "DependencyViolation",
        "cannot be deleted",
    );
    scene.ok("DetachInternetGateway", &both);
    scene.ok("DeleteInternetGateway", &delete);
    scene.refused(
        "DeleteInternetGateway",
        &delete,
        "InvalidInternetGatewayID.NotFound",
        "does not exist",
    );
}
