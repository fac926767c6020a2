//! Routes of gateway endpoints: one in each of the endpoint's tables, to the prefix list of its service.
//!
//! EC2 makes and removes them with the endpoint; a table has room for one to each list. No traffic follows them here,
//! where neither S3 nor DynamoDB stands at the other end.

use adit_model::id::PrefixListId;
use adit_model::prefix_list::GatewayService;
use adit_model::route_table::{Route, RouteDestination, RouteOrigin, RouteTable, RouteTarget};
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_wire::{ApiError, errors};

use crate::cx::Cx;
use crate::ec2::resource::named;

/// Puts the endpoint's route into more tables.
pub fn add(cx: &mut Cx<'_>, endpoint: &mut VpcEndpoint, tables: &[String]) -> Result<(), ApiError> {
    let Some(list) = list(endpoint) else { return Ok(()) };
    for id in tables {
        let mut table = (*named::<RouteTable>(cx, id)?).clone();
        if table.vpc != endpoint.vpc {
            return Err(errors::ec2::vpc_endpoint_route_table_vpc(
                &table.id,
                &endpoint.vpc,
            ));
        }
        let destination = RouteDestination::PrefixList(list.clone());
        if table.routes.iter().any(|route| route.destination == destination) {
            return Err(errors::ec2::vpc_endpoint_route_exists(&table.id, &list));
        }
        endpoint.more.route_tables.push(table.id.clone());
        table.routes.push(Route {
            destination,
            target: RouteTarget::VpcEndpoint(endpoint.id.clone()),
            origin: RouteOrigin::CreateRoute,
        });
        cx.put(table);
    }
    Ok(())
}

/// Takes the endpoint's route out of tables.
pub fn remove(cx: &mut Cx<'_>, endpoint: &mut VpcEndpoint, tables: &[String]) -> Result<(), ApiError> {
    for id in tables {
        let table = named::<RouteTable>(cx, id)?;
        let at = endpoint
            .more
            .route_tables
            .iter()
            .position(|known| *known == table.id);
        let at = at.ok_or_else(|| errors::ec2::vpc_endpoint_route_table_absent(&table.id, &endpoint.id))?;
        endpoint.more.route_tables.remove(at);
        take_out(cx, (*table).clone(), endpoint);
    }
    Ok(())
}

/// Takes the endpoint's route out of all tables.
pub fn clear(cx: &mut Cx<'_>, endpoint: &VpcEndpoint) {
    for id in &endpoint.more.route_tables {
        if let Some(table) = cx.get::<RouteTable>(id) {
            take_out(cx, table, endpoint);
        }
    }
}

fn take_out(cx: &mut Cx<'_>, mut table: RouteTable, endpoint: &VpcEndpoint) {
    table
        .routes
        .retain(|route| route.target != RouteTarget::VpcEndpoint(endpoint.id.clone()));
    cx.put(table);
}

fn list(endpoint: &VpcEndpoint) -> Option<PrefixListId> {
    let region = &endpoint.owner.region;
    let service = GatewayService::ALL
        .into_iter()
        .find(|known| known.service(region) == endpoint.service);
    service?.list_id(region)
}
