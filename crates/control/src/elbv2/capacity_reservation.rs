//! DescribeCapacityReservation: there are none, as reserved capacity has no meaning here.

use adit_wire::{ApiError, Record, Value, record, view};

use crate::cx::Cx;
use crate::elbv2::load_balancer;

view! {
    pub struct DescribeCapacityReservation: "elbv2"."DescribeCapacityReservation" {
        load_balancer: String = "LoadBalancerArn",
    }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeCapacityReservation) -> Result<Record, ApiError> {
    load_balancer::find(cx, &asked.load_balancer)?;
    Ok(record! { "CapacityReservationState" => Value::List(Vec::new()) })
}
