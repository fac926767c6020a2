//! The table of operations, and the one way in.

use std::collections::HashMap;
use std::sync::LazyLock;

use adit_model::minter::Minter;
use adit_model::{AccountId, Region, World, credential};
use adit_wire::{ApiError, Input, Record, Service, errors};
use time::OffsetDateTime;

use crate::cx::{Cx, Outcome};
use crate::ports::Ports;
use crate::{acm, apigateway, cloudfront, ec2, elbv2, iam, logs, route53, sts};

/// An implemented operation.
#[derive(Clone, Copy)]
pub struct Operation {
    pub service: Service,
    pub name: &'static str,
    run: fn(&mut Cx<'_>, &Record) -> Result<Record, ApiError>,
    /// Holds the operation's view against the service model; the error says every difference.
    pub check: fn() -> Result<(), String>,
}

impl Operation {
    /// For [`op!`].
    pub const fn of<V: Input>(run: fn(&mut Cx<'_>, &Record) -> Result<Record, ApiError>) -> Self {
        Self {
            service: V::SERVICE,
            name: V::OPERATION,
            run,
            check: V::check,
        }
    }
}

/// An entry of a service's table: `op!(CreateVpc, vpc::create)` where `create` takes a [`Cx`] and the view.
macro_rules! op {
    ($view:ty, $handler:path) => {
        $crate::operation::Operation::of::<$view>(|cx, input| {
            $handler(cx, <$view as adit_wire::View>::read(input)?)
        })
    };
}
pub(crate) use op;

/// A call, as the wire read it.
pub struct Request<'a> {
    pub service: Service,
    pub operation: &'a str,
    pub account: AccountId,
    pub region: Region,
    pub access_key: &'a str,
    pub input: &'a Record,
}

/// Every implemented operation.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        sts::OPERATIONS,
        ec2::OPERATIONS,
        ec2::network::OPERATIONS,
        elbv2::OPERATIONS,
        acm::OPERATIONS,
        apigateway::OPERATIONS,
        cloudfront::OPERATIONS,
        route53::OPERATIONS,
        iam::OPERATIONS,
        logs::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

fn find(service: Service, name: &str) -> Option<&'static Operation> {
    static BY_NAME: LazyLock<HashMap<(Service, &'static str), &'static Operation>> =
        LazyLock::new(|| operations().map(|op| ((op.service, op.name), op)).collect());
    BY_NAME.get(&(service, name)).copied()
}

/// One call within another, held against the model like a caller's: an import makes what a client would make call by call.
pub(crate) fn within(
    cx: &mut Cx<'_>,
    service: Service,
    operation: &str,
    input: &Record,
) -> Result<Record, ApiError> {
    let found =
        find(service, operation).ok_or_else(|| errors::unimplemented_operation(service, operation))?;
    if let Some(facts) = adit_wire::model::model(service).operation(operation) {
        adit_wire::check_constraints(facts, input)?;
    }
    (found.run)(cx, input)
}

/// Runs one call against a snapshot of the World. Nothing is committed here.
pub fn execute(
    request: &Request<'_>,
    world: &World,
    now: OffsetDateTime,
    minter: &mut Minter,
    ports: Ports<'_>,
) -> Result<Outcome, ApiError> {
    let operation = find(request.service, request.operation)
        .ok_or_else(|| errors::unimplemented_operation(request.service, request.operation))?;
    let account = match credential::session(world, request.access_key) {
        Some(session) if session.has_expired(now) => return Err(errors::sts::expired(request.service)),
        Some(session) => session.account.clone(),
        None => request.account.clone(),
    };
    let caller = (account, request.region.clone(), request.access_key.to_owned());
    let mut cx = Cx::new(world.clone(), caller, now, minter, ports);
    let output = (operation.run)(&mut cx, request.input)?;
    if request.service == Service::Ec2 && request.input.dry_run() {
        return Err(errors::ec2::dry_run());
    }
    Ok(cx.finish(output))
}
