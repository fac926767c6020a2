//! Functions of a behavior: CloudFront's own and Lambda@Edge, at most one an event, and not both for viewers (cf E1).

use adit_model::arn;
use adit_model::distribution::{Behavior, FunctionAssociation, LambdaAssociation};
use adit_model::edge_function::EdgeFunction;
use adit_model::id::EdgeFunctionKey;
use adit_wire::{ApiError, Record, errors, record, view};

use super::quantity;
use crate::cx::Cx;

/// An event has at most one function.
const MAX_FUNCTIONS: usize = 2;
const MAX_LAMBDAS: usize = 4;

view! {
    pub(super) struct Functions: "cloudfront"/"FunctionAssociations" {
        quantity: i64 = "Quantity",
        items: Vec<FunctionView> = "Items",
    }
}
view! {
    pub(super) struct FunctionView: "cloudfront"/"FunctionAssociation" {
        arn: String = "FunctionARN",
        event: String = "EventType",
    }
}
view! {
    pub(super) struct Lambdas: "cloudfront"/"LambdaFunctionAssociations" {
        quantity: i64 = "Quantity",
        items: Vec<LambdaView> = "Items",
    }
}
view! {
    pub(super) struct LambdaView: "cloudfront"/"LambdaFunctionAssociation" {
        arn: String = "LambdaFunctionARN",
        event: String = "EventType",
        include_body: Option<bool> = "IncludeBody",
    }
}

/// The functions, and `FunctionAssociations` as it is kept.
pub(super) fn functions(
    cx: &Cx<'_>,
    list: Option<Functions>,
) -> Result<(Vec<FunctionAssociation>, Record), ApiError> {
    let items = list.map_or_else(|| Ok(Vec::new()), |l| quantity::items(l.quantity, l.items))?;
    if items.len() > MAX_FUNCTIONS {
        return Err(errors::cloudfront::too_many_function_associations());
    }
    let refused = |reason: String| Err(errors::cloudfront::invalid_function_association(reason));
    let prefix = arn::global("cloudfront", &cx.account, "function/");
    let mut read: Vec<FunctionAssociation> = Vec::new();
    let mut kept: Vec<Record> = Vec::new();
    for FunctionView { arn, event } in items {
        if !event.starts_with("viewer-") {
            return refused(format!(
                "A CloudFront function cannot be associated with the event type {event}."
            ));
        }
        if read.iter().any(|other| other.event == event) {
            return refused(format!(
                "Only one function can be associated with the event type {event}."
            ));
        }
        let id = arn
            .strip_prefix(&prefix)
            .map(|name| EdgeFunctionKey::of(&cx.account, name));
        let found = id.and_then(|id| cx.get::<EdgeFunction>(&id));
        let Some(function) = found.filter(|function| function.live.is_some()) else {
            return refused(format!("The function {arn} does not exist or is not published."));
        };
        kept.push(record! { "FunctionARN" => &arn, "EventType" => &event });
        read.push(FunctionAssociation {
            function: function.id,
            event,
        });
    }
    Ok((read, quantity::list(kept)))
}

/// The functions, and `LambdaFunctionAssociations` as it is kept.
pub(super) fn lambdas(list: Option<Lambdas>) -> Result<(Vec<LambdaAssociation>, Record), ApiError> {
    let items = list.map_or_else(|| Ok(Vec::new()), |l| quantity::items(l.quantity, l.items))?;
    if items.len() > MAX_LAMBDAS {
        return Err(errors::cloudfront::too_many_lambda_associations());
    }
    let mut read: Vec<LambdaAssociation> = Vec::new();
    let mut kept: Vec<Record> = Vec::new();
    for view in items {
        check_lambda(&view.arn)?;
        let include_body = view.include_body.unwrap_or(false);
        if include_body && view.event.ends_with("-response") {
            let reason = format!("IncludeBody cannot be true for the event type {}.", view.event);
            return Err(errors::cloudfront::invalid_lambda_association(reason));
        }
        if read.iter().any(|other| other.event == view.event) {
            let reason = format!(
                "Only one function can be associated with the event type {}.",
                view.event
            );
            return Err(errors::cloudfront::invalid_lambda_association(reason));
        }
        kept.push(record! { "LambdaFunctionARN" => &view.arn, "EventType" => &view.event, "IncludeBody" => include_body });
        read.push(LambdaAssociation {
            arn: view.arn,
            event: view.event,
            include_body,
        });
    }
    Ok((read, quantity::list(kept)))
}

/// Viewer events are either kind's.
pub(super) fn check_together(behavior: &Behavior) -> Result<(), ApiError> {
    let lambda = behavior.lambdas.iter().any(|l| l.event.starts_with("viewer-"));
    match lambda && !behavior.functions.is_empty() {
        true => Err(errors::cloudfront::invalid_function_association(
            "CloudFront functions and Lambda@Edge functions cannot both be associated with viewer events of one cache \
             behavior.",
        )),
        false => Ok(()),
    }
}

/// A numbered version in us-east-1. Whether it exists is Lambda's to know, and there is none here yet.
fn check_lambda(arn: &str) -> Result<(), ApiError> {
    let parts: Vec<&str> = arn.split(':').collect();
    let refused = |reason: String| Err(errors::cloudfront::invalid_lambda_association(reason));
    match parts.as_slice() {
        ["arn", "aws", "lambda", region, _, "function", _, ..] if *region != "us-east-1" => {
            refused(format!("The function must be in region 'us-east-1'. ARN: {arn}"))
        }
        ["arn", "aws", "lambda", _, _, "function", _, version]
            if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) =>
        {
            Ok(())
        }
        ["arn", "aws", "lambda", _, _, "function", ..] => refused(format!(
            "The function ARN must reference a specific function version. (The ARN must end with the version number.) \
             ARN: {arn}"
        )),
        _ => refused(format!("The function ARN is not valid. ARN: {arn}")),
    }
}
