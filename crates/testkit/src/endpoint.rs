//! `endpoint`: an interface VPC endpoint for `execute-api` (api D).

use adit_model::id::VpcEndpointId;
use adit_model::network_interface::InterfaceKind;
use adit_model::tag::Tags;
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};

use crate::builder::{Builder, Placement, hash, stem};
use crate::clock::START;
use crate::line::{Result, Statement};

/// `endpoint ID [in SUBNET[=ADDRESS] ...] [with GROUP ...] [no-private-dns] [pending]`; detail `policy JSON`.
///
/// The interfaces of `vpce-a` are `eni-vpce-a-1`, `eni-vpce-a-2`, ... in the order of the subnets.
pub(crate) fn vpc_endpoint(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let at = words.clone();
    let id = world.declare::<VpcEndpoint>(words, "an endpoint's id", VpcEndpointId::parse)?;
    let places = world.placements(words)?;
    let Some(vpc) = places.first().map(|(subnet, _)| subnet.vpc.clone()) else {
        return Err(words.error("an endpoint needs a subnet"));
    };
    let groups = world.groups(words, &vpc)?;
    let mut private_dns = true;
    let mut state = EndpointState::Available;
    loop {
        if words.eat("no-private-dns") {
            private_dns = false;
        } else if words.eat("pending") {
            state = EndpointState::Pending;
        } else {
            break;
        }
    }
    statement.words.end()?;
    let mut policy = None;
    for mut line in statement.details {
        if !line.eat("policy") {
            return Err(line.error("expected `policy`"));
        }
        policy = Some(line.rest().to_owned());
    }
    let mut interfaces = Vec::new();
    let subnets = places.iter().map(|(subnet, _)| subnet.id.clone()).collect();
    for (index, (subnet, address)) in places.into_iter().enumerate() {
        let placement = Placement {
            id: format!("eni-vpce-{}-{}", stem(id.as_str()), index + 1),
            subnet,
            address,
            groups: groups.clone(),
            kind: InterfaceKind::VpcEndpoint,
            public: false,
            description: format!("VPC Endpoint Interface {id}"),
            requester: Some("amazon-vpce"),
        };
        interfaces.push(world.interface(placement, &at)?);
    }
    let dns_suffix = format!("{:08x}", hash(id.as_str()) >> 32);
    world.put(VpcEndpoint {
        service: format!("com.amazonaws.{}.execute-api", world.owner.region),
        id,
        owner: world.owner.clone(),
        vpc,
        state,
        subnets,
        interfaces,
        groups,
        policy,
        private_dns,
        dns_suffix,
        created: START,
        more: Default::default(),
        client_token: None,
        tags: Tags::new(),
    });
    Ok(())
}
