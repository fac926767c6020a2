//! Monitoring subscriptions: additional metrics of a distribution, on or off. There are no metrics yet.
//!
//! Creating one again replaces it: clients have no other way to change it.

use adit_model::distribution::Distribution;
use adit_wire::{ApiError, Record, errors, record, view};

use super::distribution;
use crate::cx::Cx;

view! {
    pub(super) struct Subscription: "cloudfront"/"MonitoringSubscription" {
        metrics: Option<Metrics> = "RealtimeMetricsSubscriptionConfig",
    }
}
view! {
    pub(super) struct Metrics: "cloudfront"/"RealtimeMetricsSubscriptionConfig" {
        status: String = "RealtimeMetricsSubscriptionStatus",
    }
}
view! {
    pub struct CreateMonitoringSubscription: "cloudfront"."CreateMonitoringSubscription" {
        id: String = "DistributionId",
        subscription: Subscription = "MonitoringSubscription",
    }
}
view! {
    pub struct GetMonitoringSubscription: "cloudfront"."GetMonitoringSubscription" { id: String = "DistributionId" }
}
view! {
    pub struct DeleteMonitoringSubscription: "cloudfront"."DeleteMonitoringSubscription" { id: String = "DistributionId" }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateMonitoringSubscription) -> Result<Record, ApiError> {
    let distribution = distribution::find(cx, &input.id)?;
    let metrics = input.subscription.metrics;
    let metrics =
        metrics.ok_or_else(|| errors::cloudfront::parameter_required("RealtimeMetricsSubscriptionConfig"))?;
    let on = metrics.status == "Enabled";
    cx.put(Distribution {
        realtime_metrics: Some(on),
        ..distribution
    });
    Ok(show(on))
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetMonitoringSubscription) -> Result<Record, ApiError> {
    let subscription = distribution::find(cx, &input.id)?.realtime_metrics;
    subscription
        .map(show)
        .ok_or_else(errors::cloudfront::no_such_monitoring_subscription)
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteMonitoringSubscription) -> Result<Record, ApiError> {
    let distribution = distribution::find(cx, &input.id)?;
    if distribution.realtime_metrics.is_none() {
        return Err(errors::cloudfront::no_such_monitoring_subscription());
    }
    cx.put(Distribution {
        realtime_metrics: None,
        ..distribution
    });
    Ok(Record::new())
}

fn show(on: bool) -> Record {
    let status = if on { "Enabled" } else { "Disabled" };
    record! {
        "MonitoringSubscription" => record! {
            "RealtimeMetricsSubscriptionConfig" => record! { "RealtimeMetricsSubscriptionStatus" => status },
        },
    }
}
