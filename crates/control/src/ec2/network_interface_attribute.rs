//! An interface's attributes, one a call: description, groups, source/destination check, what happens at termination.
//!
//! Those of a service's interfaces cannot be changed. Idle timeouts and the primary IPv6 flag are stored. Changing
//! groups changes at once what traffic the interface admits.

use adit_model::network_interface::NetworkInterface;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface_create::{ConnectionTrackingRequest, tracking};
use crate::ec2::network_interface_shown::{attachment, groups};
use crate::ec2::resource::named;
use crate::ec2::vpc_attribute::AttributeBooleanValue;
use crate::ec2::{private_address, vpc_endpoint_rule};

view! {
    pub struct AttributeValue: "ec2"/"AttributeValue" { value: Option<String> = "Value" }
}

view! {
    pub struct AttachmentChanges: "ec2"/"NetworkInterfaceAttachmentChanges" {
        attachment: Option<String> = "AttachmentId",
        delete_on_termination: Option<bool> = "DeleteOnTermination",
    }
}

view! {
    pub struct ModifyNetworkInterfaceAttribute: "ec2"."ModifyNetworkInterfaceAttribute" {
        interface: String = "NetworkInterfaceId",
        description: Option<AttributeValue> = "Description",
        source_dest_check: Option<AttributeBooleanValue> = "SourceDestCheck",
        groups: Vec<String> = "Groups",
        attachment: Option<AttachmentChanges> = "Attachment",
        tracking: Option<ConnectionTrackingRequest> = "ConnectionTrackingSpecification",
        primary_ipv6: Option<bool> = "EnablePrimaryIpv6",
    }
}

view! {
    pub struct DescribeNetworkInterfaceAttribute: "ec2"."DescribeNetworkInterfaceAttribute" {
        interface: String = "NetworkInterfaceId",
        attribute: Option<String> = "Attribute",
    }
}

view! {
    pub struct ResetNetworkInterfaceAttribute: "ec2"."ResetNetworkInterfaceAttribute" {
        interface: String = "NetworkInterfaceId",
        source_dest_check: Option<String> = "SourceDestCheck",
    }
}

pub fn modify(cx: &mut Cx<'_>, input: ModifyNetworkInterfaceAttribute) -> Result<Record, ApiError> {
    let (mut eni, _) = private_address::users(cx, &input.interface)?;
    let given = [
        ("description", input.description.is_some()),
        ("sourceDestCheck", input.source_dest_check.is_some()),
        ("groupSet", !input.groups.is_empty()),
        ("attachment", input.attachment.is_some()),
        ("connectionTrackingSpecification", input.tracking.is_some()),
        ("enablePrimaryIpv6", input.primary_ipv6.is_some()),
    ];
    let mut given = given.iter().filter(|(_, is)| *is).map(|(name, _)| *name);
    match (given.next(), given.next()) {
        (None, _) => return Err(errors::ec2::no_attribute()),
        (Some(one), Some(other)) => return Err(errors::ec2::several_attributes(one, other)),
        _ => {}
    }
    if let Some(description) = input.description {
        eni.description = description.value.unwrap_or_default();
    }
    if let Some(check) = input.source_dest_check {
        eni.source_dest_check = check
            .value
            .ok_or_else(|| errors::ec2::missing_parameter("value"))?;
    }
    if !input.groups.is_empty() {
        let vpc = named::<Vpc>(cx, eni.vpc.as_str())?;
        eni.groups = vpc_endpoint_rule::groups(cx, &vpc, &input.groups)?;
    }
    if let Some(request) = &input.tracking {
        eni.more.tracking = Some(tracking(request)?);
    }
    if let Some(primary) = input.primary_ipv6 {
        if primary && eni.more.ipv6.is_empty() {
            return Err(errors::ec2::subnet_ipv6_missing(&eni.subnet));
        }
        eni.more.primary_ipv6 = primary;
    }
    if let Some(changes) = input.attachment {
        let id = changes
            .attachment
            .ok_or_else(|| errors::ec2::missing_parameter("attachmentId"))?;
        let known = eni.more.attachment.as_mut().filter(|known| known.id == id);
        let known = known.ok_or_else(|| errors::ec2::attachment_not_found(&id))?;
        let value = changes.delete_on_termination;
        known.delete_on_termination =
            value.ok_or_else(|| errors::ec2::missing_parameter("deleteOnTermination"))?;
    }
    cx.put(eni);
    Ok(record! {})
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeNetworkInterfaceAttribute) -> Result<Record, ApiError> {
    let eni = named::<NetworkInterface>(cx, &input.interface)?;
    let answer = record! { "NetworkInterfaceId" => eni.id.as_str() };
    let attribute = input
        .attribute
        .ok_or_else(|| errors::ec2::missing_parameter("attribute"))?;
    Ok(match attribute.as_str() {
        "description" => answer.with("Description", record! { "Value" => &eni.description }),
        "groupSet" => answer.with("Groups", groups(cx.world(), &eni)),
        "sourceDestCheck" => answer.with("SourceDestCheck", record! { "Value" => eni.source_dest_check }),
        "attachment" => answer.with("Attachment", attachment(&eni)),
        "associatePublicIpAddress" => {
            let automatic = eni.public_address.is_some() && eni.more.elastic.is_empty();
            answer.with("AssociatePublicIpAddress", automatic)
        }
        other => {
            return Err(errors::ec2::invalid_value(
                other,
                "attribute",
                "Unknown attribute.",
            ));
        }
    })
}

pub fn reset(cx: &mut Cx<'_>, input: ResetNetworkInterfaceAttribute) -> Result<Record, ApiError> {
    let (mut eni, _) = private_address::users(cx, &input.interface)?;
    if input.source_dest_check.is_none() {
        return Err(errors::ec2::no_attribute());
    }
    eni.source_dest_check = true;
    cx.put(eni);
    Ok(record! {})
}
