//! Flow logs: create, describe, delete. Stored and shown; no flow is recorded.
//!
//! One call makes a log for each resource, and says for which it could not. VPCs, subnets and interfaces have logs;
//! transit gateways and core networks are not here. Destinations are taken at their word: neither log group nor bucket
//! nor role is looked up, as AWS does not either until it delivers.

use adit_model::flow_log::{FlowLog, LogDestination};
use adit_model::id::FlowLogId;
use adit_model::network_interface::NetworkInterface;
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::client_token;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned, unsupported};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct DestinationOptions: "ec2"/"DestinationOptionsRequest" {
        file_format: Option<String> = "FileFormat",
        hive: Option<bool> = "HiveCompatiblePartitions",
        per_hour: Option<bool> = "PerHourPartition",
    }
}

view! {
    pub struct TagField: "ec2"/"TagFieldSpecificationRequest" {
        kind: Option<String> = "ResourceType",
        keys: Vec<String> = "TagKeys",
    }
}

view! {
    pub struct CreateFlowLogs: "ec2"."CreateFlowLogs" {
        resources: Vec<String> = "ResourceIds",
        kind: String = "ResourceType",
        traffic: Option<String> = "TrafficType",
        destination_type: Option<String> = "LogDestinationType",
        destination: Option<String> = "LogDestination",
        log_group: Option<String> = "LogGroupName",
        permission: Option<String> = "DeliverLogsPermissionArn",
        cross_account_role: Option<String> = "DeliverCrossAccountRole",
        format: Option<String> = "LogFormat",
        max_aggregation_interval: Option<u32> = "MaxAggregationInterval",
        options: Option<DestinationOptions> = "DestinationOptions",
        tag_fields: Vec<TagField> = "TagFieldSpecifications",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeFlowLogs: "ec2"."DescribeFlowLogs" {
        ids: Vec<String> = "FlowLogIds",
        filters: Vec<Filter> = "Filter",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteFlowLogs: "ec2"."DeleteFlowLogs" { ids: Vec<String> = "FlowLogIds" }
}

const CLOUD_WATCH: &str = "cloud-watch-logs";
const DEFAULT_FORMAT: &str = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} \
    ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

pub fn create(cx: &mut Cx<'_>, input: CreateFlowLogs) -> Result<Record, ApiError> {
    let tags = tag::on_create(&input.tag_specifications, "vpc-flow-log")?;
    let destination = destination(&input)?;
    match input.traffic.as_deref() {
        Some("ACCEPT" | "REJECT" | "ALL") => {}
        Some(other) => return Err(errors::ec2::invalid_value(other, "trafficType", "")),
        None => return Err(errors::ec2::missing_parameter("trafficType")),
    }
    let interval = input.max_aggregation_interval.unwrap_or(600);
    if ![60, 600].contains(&interval) {
        return Err(errors::ec2::flow_log_parameter(
            "Invalid Flow Log Max Aggregation Interval",
        ));
    }
    let token = client_token::of(input.client_token.as_deref(), &input);
    let (mut ids, mut unsuccessful) = (Vec::new(), Vec::new());
    if client_token::replay::<FlowLog>(cx, token.as_ref())?.is_some() {
        let made = owned::<FlowLog>(cx).filter(|log| log.client_token == token);
        ids.extend(made.map(|log| log.id.to_string()));
    } else {
        for resource in &input.resources {
            let made = FlowLog {
                id: mint(cx, FlowLogId::PREFIX, FlowLogId::parse)?,
                owner: cx.owner(),
                resource: resource.clone(),
                traffic: input.traffic.clone(),
                destination: destination.clone(),
                permission: input.permission.clone(),
                cross_account_role: input.cross_account_role.clone(),
                format: input.format.clone().unwrap_or_else(|| DEFAULT_FORMAT.to_owned()),
                max_aggregation_interval: interval,
                tag_fields: tag_fields(&input.tag_fields)?,
                created: cx.now,
                client_token: token.clone(),
                tags: tags.clone(),
            };
            match check(cx, &input.kind, &made) {
                Ok(()) => {
                    ids.push(made.id.to_string());
                    cx.put(made);
                }
                Err(error) => unsuccessful.push(failed(resource, &error)),
            }
        }
    }
    Ok(record! { "FlowLogIds" => ids, "Unsuccessful" => unsuccessful, "ClientToken" => input.client_token })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeFlowLogs) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<FlowLog>(cx, FACTS)?;
    Ok(record! { "FlowLogs" => page.shown(|log| shown(log)), "NextToken" => page.next_token })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteFlowLogs) -> Result<Record, ApiError> {
    let mut unsuccessful = Vec::new();
    for id in &input.ids {
        match named::<FlowLog>(cx, id) {
            Ok(log) => cx.delete::<FlowLog>(&log.id),
            Err(error) => unsuccessful.push(failed(id, &error)),
        }
    }
    Ok(record! { "Unsuccessful" => unsuccessful })
}

fn destination(input: &CreateFlowLogs) -> Result<LogDestination, ApiError> {
    let kind = input.destination_type.as_deref().unwrap_or(CLOUD_WATCH);
    let wrong = |text: &str| Err(errors::ec2::flow_log_parameter(text));
    match (kind, &input.destination, &input.log_group, &input.permission) {
        (CLOUD_WATCH, Some(_), Some(_), _) => {
            return wrong("Please only provide LogGroupName or only provide LogDestination.");
        }
        (CLOUD_WATCH, None, None, _) => {
            return wrong("LogDestination can't be empty if LogGroupName is not provided.");
        }
        (CLOUD_WATCH, _, _, None) => {
            return wrong(
                "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
            );
        }
        ("s3" | "kinesis-data-firehose", None, ..) => return wrong("LogDestination can't be empty."),
        ("s3" | "kinesis-data-firehose", _, Some(_), _) => {
            return wrong("LogGroupName is not applicable for this LogDestinationType.");
        }
        (CLOUD_WATCH | "s3" | "kinesis-data-firehose", ..) => {}
        (other, ..) => return Err(unsupported("LogDestinationType", other)),
    }
    let options = input.options.as_ref();
    if options.is_some() && kind != "s3" {
        return wrong("DestinationOptions is only applicable for the s3 LogDestinationType.");
    }
    let of_arn = |arn: &String| {
        arn.split(":log-group:")
            .nth(1)
            .map(|name| name.trim_end_matches(":*").to_owned())
    };
    let log_group = match &input.log_group {
        Some(name) => Some(name.clone()),
        None => input.destination.as_ref().and_then(of_arn),
    };
    Ok(LogDestination {
        kind: kind.to_owned(),
        arn: input.destination.clone(),
        log_group,
        options: options.map(|options| {
            let format = options
                .file_format
                .clone()
                .unwrap_or_else(|| "plain-text".to_owned());
            (
                format,
                options.hive.unwrap_or(false),
                options.per_hour.unwrap_or(false),
            )
        }),
    })
}

fn tag_fields(fields: &[TagField]) -> Result<Vec<(String, Vec<String>)>, ApiError> {
    let one = |field: &TagField| {
        let kind = field
            .kind
            .clone()
            .ok_or_else(|| errors::ec2::missing_parameter("resourceType"))?;
        Ok((kind, field.keys.clone()))
    };
    fields.iter().map(one).collect()
}

/// That the resource is there, and that it has no log that does the same.
fn check(cx: &Cx<'_>, kind: &str, log: &FlowLog) -> Result<(), ApiError> {
    match kind {
        "VPC" => named::<Vpc>(cx, &log.resource).map(|_| ())?,
        "Subnet" => named::<Subnet>(cx, &log.resource).map(|_| ())?,
        "NetworkInterface" => named::<NetworkInterface>(cx, &log.resource).map(|_| ())?,
        other => return Err(unsupported("ResourceType", other)),
    }
    let same = |known: &FlowLog| {
        known.resource == log.resource && known.destination == log.destination && known.traffic == log.traffic
    };
    match owned::<FlowLog>(cx).any(|known| same(known)) {
        true => Err(errors::ec2::flow_log_exists()),
        false => Ok(()),
    }
}

fn failed(resource: &str, error: &ApiError) -> Record {
    record! {
        "ResourceId" => resource,
        "Error" => record! { "Code" => error.code.as_ref(), "Message" => error.message.as_str() },
    }
}

const FACTS: Facts<FlowLog> = &[
    ("deliver-log-status", |_, _| vec!["SUCCESS".to_owned()]),
    ("flow-log-id", |_, log| vec![log.id.to_string()]),
    ("log-destination-type", |_, log| {
        vec![log.destination.kind.clone()]
    }),
    ("log-group-name", |_, log| {
        log.destination.log_group.iter().cloned().collect()
    }),
    ("resource-id", |_, log| vec![log.resource.clone()]),
    ("traffic-type", |_, log| log.traffic.iter().cloned().collect()),
];

fn shown(log: &FlowLog) -> Record {
    let options = log.destination.options.as_ref().map(|(format, hive, per_hour)| {
        record! {
            "FileFormat" => format,
            "HiveCompatiblePartitions" => *hive,
            "PerHourPartition" => *per_hour,
        }
    });
    let fields: Vec<Record> = log
        .tag_fields
        .iter()
        .map(|(kind, keys)| record! { "ResourceType" => kind, "TagKeys" => keys.clone() })
        .collect();
    let tags: &Tags = &log.tags;
    record! {
        "FlowLogId" => log.id.as_str(),
        "FlowLogStatus" => "ACTIVE",
        "ResourceId" => &log.resource,
        "TrafficType" => log.traffic.as_deref(),
        "CreationTime" => log.created,
        "DeliverLogsStatus" => "SUCCESS",
        "DeliverLogsPermissionArn" => log.permission.as_deref(),
        "DeliverCrossAccountRole" => log.cross_account_role.as_deref(),
        "LogDestinationType" => &log.destination.kind,
        "LogDestination" => log.destination.arn.as_deref(),
        "LogGroupName" => log.destination.log_group.as_deref(),
        "LogFormat" => &log.format,
        "MaxAggregationInterval" => log.max_aggregation_interval,
        "DestinationOptions" => options,
        "TagFieldSpecifications" => Some(fields).filter(|fields| !fields.is_empty()),
        "Tags" => tag::shown(tags),
    }
}
