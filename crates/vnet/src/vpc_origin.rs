//! The way from a VPC origin to its balancer. The balancer's groups see an origin-facing address of the edge (api A47b) and
//! the VPC's service group, so a rule for either admits and one for the VPC's block does not (cf A5). Inbound ACL entries
//! are not evaluated, outbound ones are, for the answers (cf A4). No route is needed, but an internet gateway must be
//! attached (api F14). The service interface's own group is CloudFront's business and always lets it out.

use adit_model::id::VpcOriginId;
use adit_model::prefix_list::EDGE_SOURCE;

use crate::admit::{gone, nothing_at};
use crate::interface::{Peer, Who};
use crate::internet::attached;
use crate::net::Net;
use crate::source::Destination;
use crate::verdict::{Check, Permit, Reason, Refusal};

impl Net {
    pub(crate) fn through_vpc_origin(
        &self,
        origin: &VpcOriginId,
        to: &Destination,
        port: u16,
    ) -> Result<Permit, Refusal> {
        let Some(vpc) = self.vpc_of_origin(origin) else {
            return Err(gone(origin.text(), format!("there is no VPC origin {origin}")));
        };
        if let Some(other) = to.vpc.as_ref().filter(|id| **id != vpc.id) {
            return Err(Refusal {
                check: Check::Route,
                reason: Reason::NoRouteToDestination,
                by: origin.text(),
                cause: format!("VPC origin {origin} leads into {}, not into {other}", vpc.id),
                cure: None,
            });
        }
        attached(self, vpc)?;
        let Some(target) = self.interface_at(&vpc.id, to.address) else {
            return Err(nothing_at(vpc.id.text(), to.address));
        };
        let service = vpc.service_group.as_ref();
        let peer = Peer {
            address: EDGE_SOURCE.into(),
            who: Who::VpcOrigin(origin),
            carried: service.into_iter().collect(),
            reference: service,
        };
        let mut permit = Permit::new(to.address, port);
        target.ingress(&peer, port, &mut permit)?;
        target.answers(&peer, &mut permit)?;
        Ok(permit)
    }
}
