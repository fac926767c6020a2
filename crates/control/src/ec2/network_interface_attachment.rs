//! AttachNetworkInterface and DetachNetworkInterface: interfaces of users on instances.
//!
//! An instance's primary interface (device index 0) stays with it, and a service's attachment (`ela-attach-...`) is that
//! service's. Interface and instance stand in one zone. The interface alone knows of the attachment.

use std::sync::Arc;

use adit_model::id::InstanceId;
use adit_model::instance::{Instance, Power};
use adit_model::network_interface::{Attachment, NetworkInterface};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface_shown::service;
use crate::ec2::resource::{named, owned};

view! {
    pub struct AttachNetworkInterface: "ec2"."AttachNetworkInterface" {
        interface: String = "NetworkInterfaceId",
        instance: String = "InstanceId",
        device_index: u32 = "DeviceIndex",
        network_card_index: Option<u32> = "NetworkCardIndex",
    }
}

view! {
    pub struct DetachNetworkInterface: "ec2"."DetachNetworkInterface" {
        attachment: String = "AttachmentId",
        force: Option<bool> = "Force",
    }
}

pub fn attach(cx: &mut Cx<'_>, input: AttachNetworkInterface) -> Result<Record, ApiError> {
    let mut eni = (*named::<NetworkInterface>(cx, &input.interface)?).clone();
    let instance = instance(cx, &input.instance)?;
    if service(&eni).is_some() || eni.more.attachment.is_some() {
        return Err(errors::ec2::network_interface_in_use(&eni.id));
    }
    if instance.power == Power::Terminated {
        return Err(errors::ec2::instance_state(&instance.id));
    }
    if instance.zone != eni.zone {
        return Err(errors::ec2::attachment_zone());
    }
    let taken = |known: &Attachment| known.device_index == input.device_index;
    if of_instance(cx, &instance.id)
        .iter()
        .any(|known| known.more.attachment.as_ref().is_some_and(taken))
    {
        return Err(errors::ec2::attachment_index(&instance.id, input.device_index));
    }
    let attachment = Attachment {
        id: cx.minter.ec2("eni-attach-"),
        instance: instance.id.clone(),
        device_index: input.device_index,
        network_card_index: input.network_card_index.unwrap_or(0),
        delete_on_termination: false,
        since: cx.now,
    };
    let answer = record! {
        "AttachmentId" => &attachment.id,
        "NetworkCardIndex" => attachment.network_card_index,
    };
    eni.more.attachment = Some(attachment);
    cx.put(eni);
    Ok(answer)
}

pub fn detach(cx: &mut Cx<'_>, input: DetachNetworkInterface) -> Result<Record, ApiError> {
    // There is no host that could be unwilling: forced or not, it is done at once.
    let _ = input.force;
    if input.attachment.starts_with("ela-attach-") {
        return Err(errors::ec2::network_interface_attachment_managed());
    }
    let is = |attachment: &Attachment| attachment.id == input.attachment;
    let found = owned::<NetworkInterface>(cx).find(|eni| eni.more.attachment.as_ref().is_some_and(is));
    let found = found.ok_or_else(|| errors::ec2::attachment_not_found(&input.attachment))?;
    let mut eni = (**found).clone();
    let Some(attachment) = eni.more.attachment.take() else {
        return Err(errors::ec2::attachment_not_found(&input.attachment));
    };
    if attachment.device_index == 0 {
        return Err(errors::ec2::attachment_primary());
    }
    cx.put(eni);
    Ok(record! {})
}

/// The interfaces of an instance, the primary one first.
pub fn of_instance(cx: &Cx<'_>, instance: &InstanceId) -> Vec<Arc<NetworkInterface>> {
    let attached = |eni: &NetworkInterface| {
        eni.more
            .attachment
            .as_ref()
            .is_some_and(|known| known.instance == *instance)
    };
    let mut found: Vec<_> = owned::<NetworkInterface>(cx)
        .filter(|eni| attached(eni))
        .cloned()
        .collect();
    found.sort_by_key(|eni| eni.more.attachment.as_ref().map(|known| known.device_index));
    found
}

/// The caller's instance of this id.
pub fn instance(cx: &Cx<'_>, text: &str) -> Result<Instance, ApiError> {
    let id = InstanceId::parse(text).ok_or_else(|| errors::ec2::malformed_id(text, "i"))?;
    let found = cx
        .get::<Instance>(&id)
        .filter(|instance| cx.owns(&instance.owner));
    found.ok_or_else(|| errors::ec2::instance_not_found(text))
}
