//! What a text becomes, and where its errors are.

use std::net::Ipv4Addr;

use adit_model::id::*;
use adit_model::listener::Action;
use adit_model::origin::OriginKind;

use super::*;

#[test]
fn design_b_is_whole() {
    let world = world(design_b());
    let origin = world
        .vpc_origins
        .get(&VpcOriginId::parse("vo_a").unwrap())
        .unwrap();
    let balancer = world.load_balancers.get(&origin.target).unwrap();
    assert!(balancer.dns_name.starts_with("internal-web-"));
    assert_eq!(balancer.zones.len(), 2);
    let listener = world.listeners.iter().next().unwrap();
    assert_eq!(listener.balancer, balancer.id);
    let Action::Forward { groups, .. } = &listener.default_actions[0] else {
        panic!("the listener forwards");
    };
    let group = world.target_groups.get(&groups[0].group).unwrap();
    let endpoint = world.vpc_endpoints.iter().next().unwrap();
    let addresses: Vec<Ipv4Addr> = endpoint
        .interfaces
        .iter()
        .map(|id| world.network_interfaces.get(id).unwrap().address)
        .collect();
    assert_eq!(
        group
            .targets
            .iter()
            .map(|t| t.address.to_string())
            .collect::<Vec<_>>(),
        addresses.iter().map(Ipv4Addr::to_string).collect::<Vec<_>>()
    );
    let distribution = world.distributions.iter().next().unwrap();
    assert_eq!(
        distribution.config.origins[0].kind,
        OriginKind::VpcOrigin(origin.id.clone())
    );
    assert_eq!(distribution.config.origins[0].custom_headers[0].1, "api0000001");
    let api = world.rest_apis.iter().next().unwrap();
    assert!(
        api.policy
            .as_ref()
            .unwrap()
            .contains("arn:aws:execute-api:eu-west-1:111122223333:api0000001/*")
    );
    assert!(
        world
            .security_groups
            .contains(&SecurityGroupId::parse("sg-service-a").unwrap())
    );
}

#[test]
fn design_a_is_whole() {
    let world = world(design_a());
    assert!(world.vpcs.is_empty());
    assert_eq!(world.stages.len(), 1);
    assert_eq!(world.distributions.len(), 1);
}

#[test]
fn a_deployment_is_frozen() {
    let world = world(
        "api a1 regional
  GET /a/{id} mock 200
  deploy v1
  GET /b mock 204
  deploy v2
  POST /c http-proxy https://x.example.com/{id}",
    );
    let paths = |deployment: &str| {
        let key = DeploymentKey::of(&RestApiId::parse("a1").unwrap(), deployment);
        let mut paths: Vec<String> = world
            .deployments
            .get(&key)
            .unwrap()
            .resources
            .values()
            .map(|r| r.path.clone())
            .collect();
        paths.sort();
        paths
    };
    assert_eq!(paths("dep001"), ["/", "/a", "/a/{id}"]);
    assert_eq!(paths("dep002"), ["/", "/a", "/a/{id}", "/b"]);
    assert_eq!(world.rest_apis.iter().next().unwrap().resources.len(), 5);
}

#[test]
fn default_objects_may_be_stated_again_and_others_not() {
    let world = world(
        "vpc vpc-a 10.0.0.0/16
acl acl-default-a
  in 50 deny tcp 22 from anywhere
rtb rtb-main-a
  10.9.0.0/16 blackhole",
    );
    let acl = world.network_acls.iter().next().unwrap();
    assert!(acl.is_default);
    assert_eq!(acl.entries.len(), 1);
    let table = world.route_tables.iter().next().unwrap();
    assert!(table.main_association.is_some());
    assert_eq!(table.routes.len(), 2);
    assert_eq!(
        parse("vpc vpc-a 10.0.0.0/16\nvpc vpc-a 10.1.0.0/16").unwrap_err(),
        "line 2, column 5: `vpc-a` is declared twice"
    );
}

#[test]
fn certificates_are_real_and_broken_as_asked() {
    let world = world(
        "certificate good a.example.com *.example.com until 2026-06-01
certificate alone a.example.com by self-signed
certificate stranger a.example.com by unknown-ca
certificate gap a.example.com by no-intermediate
certificate waiting a.example.com pending",
    );
    let of = |id: &str| {
        let mut all = world.certificates.iter();
        all.find(|c| c.id.as_str().ends_with(id))
            .unwrap()
            .material
            .clone()
    };
    let good = of("good").unwrap();
    assert_eq!(good.chain.as_deref(), Some(authority().chain_pem().as_str()));
    assert_eq!(good.not_after, time::macros::datetime!(2026-06-01 00:00 UTC));
    let facts = adit_tls::Material::read(&good.certificate, &good.private_key, good.chain.as_deref());
    assert!(facts.is_ok(), "{facts:?}");
    assert_eq!(of("alone").unwrap().chain, None);
    assert_eq!(of("gap").unwrap().chain, None);
    assert_ne!(of("stranger").unwrap().chain, good.chain);
    assert_eq!(of("waiting"), None);
}

#[test]
fn errors_say_where() {
    for (text, error) in [
        ("vcp vpc-a", "line 1, column 1: `vcp` is no statement"),
        (
            "vpc vpc-a 10.0.0.0",
            "line 1, column 11: expected a block such as 10.0.0.0/16, found `10.0.0.0`",
        ),
        (
            "vpc vpc-a 10.0.0.0/16\n\nsg sg-a\n  in tcp 443 from sg-b",
            "line 4, column 19: `sg-b` is declared nowhere",
        ),
        (
            "vpc vpc-a 10.0.0.0/16\nsg sg-a\n  in tcp 443 to anywhere",
            "line 3, column 14: expected `from`",
        ),
        (
            "vpc vpc-a 10.0.0.0/16\nsubnet subnet-a 10.0.1.0/24 zone a blue",
            "line 2, column 36: `blue` is not understood here",
        ),
        (
            "vpc vpc-a 10.0.0.0/16\nsubnet subnet-a 10.0.1.0/24\neni eni-a in subnet-a=10.0.2.1",
            "line 3, column 14: `10.0.2.1` is no address of `subnet-a`",
        ),
        ("alb web", "line 1, column 8: a subnet must stand above this line"),
    ] {
        assert_eq!(parse(text).unwrap_err(), error, "{text}");
    }
}
