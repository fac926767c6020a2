//! Volumes: those that instances are launched with, and DescribeVolumes.
//!
//! The image's root device comes first, as the caller's mapping of the same name changes it; other mappings are new,
//! empty volumes. Sizes, IOPS and throughput have EBS's limits by type. Nothing is encrypted unless asked for, which
//! is what GetEbsEncryptionByDefault says. Snapshots other than the image's do not exist, nor volumes without an
//! instance but those that outlive theirs.

use adit_model::ZoneName;
use adit_model::id::{InstanceId, VolumeId};
use adit_model::image::Image;
use adit_model::instance::{Instance, InstanceVolume};
use adit_model::tag::Tags;
use adit_model::volume::Volume;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::image::ROOT_DEVICE;
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, unsupported};
use crate::ec2::tag;

view! {
    pub struct BlockDeviceMapping: "ec2"/"BlockDeviceMapping" {
        device: Option<String> = "DeviceName",
        ebs: Option<EbsBlockDevice> = "Ebs",
        no_device: Option<String> = "NoDevice",
    }
}

view! {
    pub struct EbsBlockDevice: "ec2"/"EbsBlockDevice" {
        delete_on_termination: Option<bool> = "DeleteOnTermination",
        iops: Option<u32> = "Iops",
        snapshot: Option<String> = "SnapshotId",
        size: Option<u32> = "VolumeSize",
        kind: Option<String> = "VolumeType",
        key: Option<String> = "KmsKeyId",
        throughput: Option<u32> = "Throughput",
        encrypted: Option<bool> = "Encrypted",
    }
}

view! {
    pub struct DescribeVolumes: "ec2"."DescribeVolumes" {
        ids: Vec<String> = "VolumeIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
        managed_too: Option<bool> = "IncludeManagedResources",
    }
}

view! {
    pub struct GetEbsEncryptionByDefault: "ec2"."GetEbsEncryptionByDefault" {}
}

/// A volume that an instance is to have.
#[derive(Clone, Debug)]
pub struct NewVolume {
    device: String,
    delete_on_termination: bool,
    size: u32,
    kind: String,
    iops: Option<u32>,
    throughput: Option<u32>,
    encrypted: bool,
    key: Option<String>,
    snapshot: String,
}

/// What an instance of `image` gets, the root volume first.
pub fn plan(cx: &Cx<'_>, image: &Image, mappings: &[BlockDeviceMapping]) -> Result<Vec<NewVolume>, ApiError> {
    let mut devices: Vec<&str> = Vec::new();
    for mapping in mappings {
        let device = mapping.device.as_deref();
        let device = device.ok_or_else(|| errors::ec2::missing_parameter("deviceName"))?;
        if devices.contains(&device) {
            return Err(errors::ec2::block_device_mapping(format!(
                "The device '{device}' is used in more than one block-device mapping"
            )));
        }
        devices.push(device);
    }
    let given = |device: &str| {
        mappings
            .iter()
            .find(|mapping| mapping.device.as_deref() == Some(device))
    };
    let empty = EbsBlockDevice {
        delete_on_termination: None,
        iops: None,
        snapshot: None,
        size: None,
        kind: None,
        key: None,
        throughput: None,
        encrypted: None,
    };
    let root = given(ROOT_DEVICE);
    if root.is_some_and(|mapping| mapping.no_device.is_some()) {
        return Err(unsupported("BlockDeviceMapping.NoDevice", ROOT_DEVICE));
    }
    let root = root.and_then(|mapping| mapping.ebs.clone()).unwrap_or(empty);
    let mut volumes = vec![new(cx, ROOT_DEVICE, root, Some(image))?];
    for mapping in mappings {
        let device = mapping.device.as_deref().unwrap_or_default();
        match &mapping.ebs {
            Some(ebs) if device != ROOT_DEVICE => volumes.push(new(cx, device, ebs.clone(), None)?),
            _ => {}
        }
    }
    Ok(volumes)
}

/// Makes the volumes of an instance.
pub fn create(
    cx: &mut Cx<'_>,
    instance: &InstanceId,
    zone: &ZoneName,
    planned: &[NewVolume],
    tags: &Tags,
) -> Result<Vec<InstanceVolume>, ApiError> {
    let mut attached = Vec::new();
    for new in planned {
        let id = mint(cx, VolumeId::PREFIX, VolumeId::parse)?;
        cx.put(Volume {
            id: id.clone(),
            owner: cx.owner(),
            zone: zone.clone(),
            size: new.size,
            kind: new.kind.clone(),
            iops: new.iops,
            throughput: new.throughput,
            encrypted: new.encrypted,
            key: new.key.clone(),
            snapshot: new.snapshot.clone(),
            instance: Some(instance.clone()),
            created: cx.now,
            tags: tags.clone(),
        });
        attached.push(InstanceVolume {
            id,
            device: new.device.clone(),
            delete_on_termination: new.delete_on_termination,
            attached: cx.now,
        });
    }
    Ok(attached)
}

/// What becomes of the volumes of an instance that ends: deleted, or available.
pub fn release(cx: &mut Cx<'_>, instance: &Instance) {
    for attached in &instance.volumes {
        if attached.delete_on_termination {
            cx.delete::<Volume>(&attached.id);
        } else if let Some(mut volume) = cx.get::<Volume>(&attached.id) {
            volume.instance = None;
            cx.put(volume);
        }
    }
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVolumes) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<Volume>(cx, FACTS)?;
    Ok(record! {
        "Volumes" => page.shown(|volume| shown(cx, volume)),
        "NextToken" => page.next_token,
    })
}

pub fn encryption_by_default(_: &mut Cx<'_>, _: GetEbsEncryptionByDefault) -> Result<Record, ApiError> {
    Ok(record! { "EbsEncryptionByDefault" => false, "SseType" => "none" })
}

/// `image`: of which it is the root device.
fn new(cx: &Cx<'_>, device: &str, ebs: EbsBlockDevice, image: Option<&Image>) -> Result<NewVolume, ApiError> {
    let snapshot = image.map(|image| image.snapshot(&cx.region)).unwrap_or_default();
    if let Some(other) = ebs.snapshot.filter(|other| *other != snapshot) {
        return Err(errors::ec2::snapshot_not_found(other));
    }
    let (least, usual) = image.map_or((1, "gp2"), |image| image.root);
    let kind = ebs.kind.unwrap_or_else(|| usual.to_owned());
    let size = match (ebs.size, image) {
        (Some(size), Some(_)) if size < least => {
            return Err(errors::ec2::block_device_mapping(format!(
                "Volume of size {size}GB is smaller than snapshot '{snapshot}', expect size >= {least}GB"
            )));
        }
        (Some(size), _) => size,
        (None, Some(_)) => least,
        (None, None) => return Err(errors::ec2::missing_parameter("size/snapshot")),
    };
    if ebs.key.is_some() && ebs.encrypted != Some(true) {
        return Err(errors::ec2::block_device_mapping(
            "The parameter KmsKeyId requires the parameter Encrypted to be set.",
        ));
    }
    check_size(&kind, size)?;
    Ok(NewVolume {
        device: device.to_owned(),
        delete_on_termination: ebs.delete_on_termination.unwrap_or(true),
        size,
        iops: iops(&kind, size, ebs.iops)?,
        throughput: throughput(&kind, ebs.throughput)?,
        kind,
        encrypted: ebs.encrypted.unwrap_or(false),
        key: ebs.key,
        snapshot,
    })
}

fn check_size(kind: &str, size: u32) -> Result<(), ApiError> {
    let (least, most) = match kind {
        "io1" => (4, 16384),
        "io2" => (4, 65536),
        "gp3" => (1, 65536),
        "st1" | "sc1" => (125, 16384),
        "standard" => (1, 1024),
        _ => (1, 16384),
    };
    if (least..=most).contains(&size) {
        return Ok(());
    }
    let text = format!("Volume size must be between {least} and {most} GiB for {kind} volumes.");
    Err(errors::ec2::invalid_value(size, "volumeSize", text))
}

fn iops(kind: &str, size: u32, wanted: Option<u32>) -> Result<Option<u32>, ApiError> {
    let limits = match kind {
        "gp3" => 3000..=80_000,
        "io1" => 100..=64_000,
        "io2" => 100..=256_000,
        _ if wanted.is_some() => return Err(errors::ec2::volume_parameter("iops", kind)),
        "gp2" => return Ok(Some(size.saturating_mul(3).clamp(100, 16_000))),
        _ => return Ok(None),
    };
    match (wanted, kind) {
        (Some(wanted), _) if limits.contains(&wanted) => Ok(Some(wanted)),
        (Some(wanted), _) => Err(errors::ec2::invalid_value(
            wanted,
            "iops",
            format!(
                "Volume iops must be between {} and {} for {kind} volumes.",
                limits.start(),
                limits.end()
            ),
        )),
        (None, "gp3") => Ok(Some(3000)),
        (None, _) => Err(errors::ec2::missing_parameter(format!("iops for {kind} volumes"))),
    }
}

fn throughput(kind: &str, wanted: Option<u32>) -> Result<Option<u32>, ApiError> {
    match (kind, wanted) {
        ("gp3", wanted) => match wanted.unwrap_or(125) {
            fit @ 125..=2000 => Ok(Some(fit)),
            other => Err(errors::ec2::invalid_value(
                other,
                "throughput",
                "Throughput must be between 125 and 2000 MiB/s.",
            )),
        },
        (_, Some(_)) => Err(errors::ec2::volume_parameter("throughput", kind)),
        (_, None) => Ok(None),
    }
}

/// How the volume hangs on its instance.
fn attachment<'a>(
    world: &'a adit_model::World,
    volume: &Volume,
) -> Option<(&'a Instance, &'a InstanceVolume)> {
    let instance = world.instances.get(volume.instance.as_ref()?)?;
    let attached = instance
        .volumes
        .iter()
        .find(|attached| attached.id == volume.id)?;
    Some((instance, attached))
}

const FACTS: Facts<Volume> = &[
    ("attachment.attach-time", |world, volume| {
        attachment(world, volume)
            .iter()
            .map(|(_, to)| to.attached.to_string())
            .collect()
    }),
    ("attachment.delete-on-termination", |world, volume| {
        attachment(world, volume)
            .iter()
            .map(|(_, to)| to.delete_on_termination.to_string())
            .collect()
    }),
    ("attachment.device", |world, volume| {
        attachment(world, volume)
            .iter()
            .map(|(_, to)| to.device.clone())
            .collect()
    }),
    ("attachment.instance-id", |_, volume| {
        volume.instance.iter().map(ToString::to_string).collect()
    }),
    ("attachment.status", |_, volume| {
        volume.instance.iter().map(|_| "attached".to_owned()).collect()
    }),
    ("availability-zone", |_, volume| vec![volume.zone.to_string()]),
    ("availability-zone-id", |_, volume| vec![volume.zone.id()]),
    ("create-time", |_, volume| vec![volume.created.to_string()]),
    ("encrypted", |_, volume| vec![volume.encrypted.to_string()]),
    ("fast-restored", |_, _| vec!["false".to_owned()]),
    ("multi-attach-enabled", |_, _| vec!["false".to_owned()]),
    ("size", |_, volume| vec![volume.size.to_string()]),
    ("snapshot-id", |_, volume| vec![volume.snapshot.clone()]),
    ("status", |_, volume| vec![state(volume).to_owned()]),
    ("volume-id", |_, volume| vec![volume.id.to_string()]),
    ("volume-type", |_, volume| vec![volume.kind.clone()]),
];

fn state(volume: &Volume) -> &'static str {
    if volume.instance.is_some() {
        "in-use"
    } else {
        "available"
    }
}

fn shown(cx: &Cx<'_>, volume: &Volume) -> Record {
    let attachments = attachment(cx.world(), volume)
        .into_iter()
        .map(|(instance, attached)| {
            record! {
                "AttachTime" => attached.attached,
                "DeleteOnTermination" => attached.delete_on_termination,
                "Device" => &attached.device,
                "InstanceId" => instance.id.as_str(),
                "State" => "attached",
                "VolumeId" => volume.id.as_str(),
            }
        });
    record! {
        "VolumeId" => volume.id.as_str(),
        "State" => state(volume),
        "AvailabilityZone" => volume.zone.as_str(),
        "AvailabilityZoneId" => volume.zone.id(),
        "Size" => volume.size,
        "VolumeType" => &volume.kind,
        "Iops" => volume.iops,
        "Throughput" => volume.throughput,
        "Encrypted" => volume.encrypted,
        "KmsKeyId" => volume.key.as_deref(),
        "SnapshotId" => &volume.snapshot,
        "MultiAttachEnabled" => false,
        "CreateTime" => volume.created,
        "Attachments" => attachments.collect::<Vec<_>>(),
        "Operator" => record! { "Managed" => false },
        "Tags" => tag::shown(&volume.tags),
    }
}
