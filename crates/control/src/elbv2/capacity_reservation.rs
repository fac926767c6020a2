//! Reserved capacity: stored and shown, as capacity has no meaning here. A reservation may be lowered twice a day.

use adit_model::load_balancer::{CapacityReservation, LoadBalancer};
use adit_wire::{ApiError, Record, Value, errors, record, view};
use time::Duration;

use crate::cx::Cx;
use crate::elbv2::load_balancer;

view! {
    pub struct DescribeCapacityReservation: "elbv2"."DescribeCapacityReservation" {
        load_balancer: String = "LoadBalancerArn",
    }
}
view! {
    pub struct ModifyCapacityReservation: "elbv2"."ModifyCapacityReservation" {
        load_balancer: String = "LoadBalancerArn",
        minimum: Option<MinimumCapacity> = "MinimumLoadBalancerCapacity",
        reset: Option<bool> = "ResetCapacityReservation",
    }
}
view! {
    pub struct MinimumCapacity: "elbv2"/"MinimumLoadBalancerCapacity" { units: Option<u32> = "CapacityUnits" }
}

/// The documented bounds of a request, by type of balancer.
const APPLICATION: std::ops::RangeInclusive<u32> = 100..=1_500;
const NETWORK: std::ops::RangeInclusive<u32> = 2_750..=45_000;
const DECREASES: usize = 2;

pub fn describe(cx: &mut Cx<'_>, asked: DescribeCapacityReservation) -> Result<Record, ApiError> {
    let balancer = load_balancer::find(cx, &asked.load_balancer)?;
    Ok(show(cx, &balancer))
}

pub fn modify(cx: &mut Cx<'_>, asked: ModifyCapacityReservation) -> Result<Record, ApiError> {
    let mut balancer = load_balancer::find(cx, &asked.load_balancer)?;
    let reset = asked.reset == Some(true);
    let units = asked.minimum.and_then(|minimum| minimum.units);
    if reset == units.is_some() {
        return Err(errors::elbv2::capacity_or_reset());
    }
    let bounds = if balancer.network.is_some() {
        NETWORK
    } else {
        APPLICATION
    };
    if let Some(units) = units.filter(|units| !bounds.contains(units)) {
        return Err(errors::elbv2::capacity_units(units, bounds.start(), bounds.end()));
    }
    let before = balancer.capacity.take();
    if before.as_ref().is_some_and(|before| !cx.settled(before.modified)) {
        return Err(errors::elbv2::capacity_pending());
    }
    let mut decreases = before
        .as_ref()
        .map_or_else(Vec::new, |before| before.decreases.clone());
    decreases.retain(|at| cx.now - *at < Duration::days(1));
    let was = before.as_ref().and_then(|before| before.units);
    if was.is_some_and(|was| units.is_none_or(|units| units < was)) {
        if decreases.len() >= DECREASES {
            return Err(errors::elbv2::capacity_decreases());
        }
        decreases.push(cx.now);
    }
    balancer.capacity = Some(CapacityReservation {
        units,
        modified: cx.now,
        decreases,
    });
    let answer = show(cx, &balancer);
    cx.put(balancer);
    Ok(answer)
}

fn show(cx: &Cx<'_>, balancer: &LoadBalancer) -> Record {
    let Some(capacity) = &balancer.capacity else {
        return record! {
            "DecreaseRequestsRemaining" => DECREASES,
            "CapacityReservationState" => Value::List(Vec::new()),
        };
    };
    let recent = capacity
        .decreases
        .iter()
        .filter(|at| cx.now - **at < Duration::days(1));
    let (code, done) = match cx.settled(capacity.modified) {
        true => ("provisioned", 1.0),
        false => ("pending", 0.0),
    };
    let zones = u32::try_from(balancer.zones.len().max(1)).unwrap_or(1);
    let state = |zone: &adit_model::load_balancer::BalancerZone| {
        let share = f64::from(capacity.units.unwrap_or(0)) / f64::from(zones);
        record! {
            "State" => record! { "Code" => code },
            "AvailabilityZone" => zone.zone.as_str(),
            "EffectiveCapacityUnits" => share * done,
        }
    };
    let minimum = capacity.units.map(|units| record! { "CapacityUnits" => units });
    let states: Vec<Record> = match capacity.units {
        Some(_) => balancer.zones.iter().map(state).collect(),
        None => Vec::new(),
    };
    record! {
        "LastModifiedTime" => capacity.modified,
        "DecreaseRequestsRemaining" => DECREASES.saturating_sub(recent.count()),
        "MinimumLoadBalancerCapacity" => minimum,
        "CapacityReservationState" => states,
    }
}
