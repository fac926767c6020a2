//! Route tables: the longest prefix decides, at equal length a block before a prefix list (api F10).
//!
//! A table is a rule list over the destination's address, its routes sorted by length.

use std::cmp::Reverse;
use std::net::IpAddr;
use std::sync::Arc;

use adit_model::id::{InternetGatewayId, RouteTableId};
use adit_model::route_table::{RouteDestination, RouteTable as Model, RouteTarget};
use adit_rules::Rule;
use ipnet::IpNet;

use crate::flow::{Flow, FlowDim, FlowRules, block};
use crate::prefix_list;

/// Where a packet goes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextHop {
    /// To its address in the VPC.
    Local,
    /// Through an internet gateway that is attached to the table's VPC.
    InternetGateway(InternetGatewayId),
    /// To an interface that forwards, a NAT gateway, a peering connection, a VPN: nothing of the World carries it on.
    Interface,
    /// To something that is gone or not attached.
    Blackhole,
    /// No route matches.
    Nowhere,
}

/// One table.
#[derive(Clone, Debug)]
pub struct RouteTable {
    pub id: RouteTableId,
    pub routes: FlowRules<NextHop>,
    /// The destinations of `routes`.
    destinations: Vec<IpNet>,
}

/// A lookup's result: the route that decided.
#[derive(Debug)]
pub(crate) struct Routed<'a> {
    pub(crate) hop: &'a NextHop,
    pub(crate) by: &'a Arc<str>,
    /// The route's destination; `None` when no route matched.
    pub(crate) destination: Option<&'a IpNet>,
}

impl RouteTable {
    /// `attached`: the gateway of the table's VPC.
    pub(crate) fn compile(model: &Model, attached: Option<&InternetGatewayId>) -> Self {
        let mut routes: Vec<(Reverse<u8>, bool, IpNet, NextHop)> = Vec::new();
        for route in &model.routes {
            let hop = match &route.target {
                RouteTarget::Local => NextHop::Local,
                RouteTarget::InternetGateway(id) if Some(id) == attached => {
                    NextHop::InternetGateway(id.clone())
                }
                RouteTarget::NetworkInterface(_)
                | RouteTarget::NatGateway(_)
                | RouteTarget::VpcPeeringConnection(_)
                | RouteTarget::VpnGateway(_)
                | RouteTarget::VpcEndpoint(_)
                | RouteTarget::EgressOnlyInternetGateway(_) => NextHop::Interface,
                RouteTarget::InternetGateway(_) | RouteTarget::Blackhole(_) => NextHop::Blackhole,
            };
            match &route.destination {
                RouteDestination::Cidr(net) => {
                    routes.push((Reverse(net.prefix_len()), false, *net, hop));
                }
                RouteDestination::PrefixList(list) => {
                    let entries = prefix_list::entries(list, &model.owner.region);
                    let nets = entries.into_iter().map(IpNet::V4);
                    routes.extend(nets.map(|net| (Reverse(net.prefix_len()), true, net, hop.clone())));
                }
            }
        }
        routes.sort_by_key(|(length, from_list, ..)| (*length, *from_list));
        let destinations = routes.iter().map(|(.., net, _)| *net).collect();
        let rules = routes.into_iter().map(|(.., net, hop)| {
            let by: Arc<str> = format!("{net} of {}", model.id).into();
            Rule::new(adit_rules::Guard::any().with(FlowDim::Peer, block(&net)), hop, by)
        });
        Self {
            id: model.id.clone(),
            routes: FlowRules::new(rules, NextHop::Nowhere, model.id.text()),
            destinations,
        }
    }

    pub(crate) fn lookup(&self, to: IpAddr) -> Routed<'_> {
        let decision = self.routes.eval(&Flow {
            peer: to,
            peer_group: None,
            port: 0,
        });
        Routed {
            hop: decision.outcome,
            by: decision.by,
            destination: decision.rule.and_then(|at| self.destinations.get(at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use adit_model::account::{AccountId, Owner, Region};
    use adit_model::id::{NatGatewayId, VpcId, VpcPeeringConnectionId, VpnGatewayId};
    use adit_model::route_table::{Route, RouteOrigin};

    use super::*;

    #[test]
    fn what_carries_nothing_leads_nowhere() {
        let target = |n: u8| match n {
            1 => RouteTarget::NatGateway(NatGatewayId::parse("nat-1").unwrap()),
            2 => RouteTarget::VpcPeeringConnection(VpcPeeringConnectionId::parse("pcx-1").unwrap()),
            _ => RouteTarget::VpnGateway(VpnGatewayId::parse("vgw-1").unwrap()),
        };
        let routes = (1..=3).map(|n| Route {
            destination: RouteDestination::Cidr(format!("10.{n}.0.0/16").parse().unwrap()),
            target: target(n),
            origin: RouteOrigin::CreateRoute,
        });
        let model = Model {
            id: RouteTableId::parse("rtb-1").unwrap(),
            owner: Owner {
                account: AccountId::parse("111122223333").unwrap(),
                region: Region::parse("eu-west-1").unwrap(),
            },
            vpc: VpcId::parse("vpc-1").unwrap(),
            main_association: None,
            routes: routes.collect(),
            client_token: None,
            tags: Default::default(),
        };
        let table = RouteTable::compile(&model, None);
        for n in 1..=3 {
            assert_eq!(*table.lookup([10, n, 0, 1].into()).hop, NextHop::Interface);
        }
    }
}
