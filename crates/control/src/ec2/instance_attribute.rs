//! DescribeInstanceAttribute and ModifyInstanceAttribute: one attribute a call.
//!
//! Type, user data, EBS optimisation, ENA and SR-IOV want a stopped instance, the others any but a terminated one.
//! Groups and the source/destination check are the primary interface's; with several interfaces EC2 wants them changed
//! there. Kernel and RAM disk belong to paravirtual images, of which there are none.

use adit_model::image::Image;
use adit_model::instance::{Instance, Power};
use adit_model::network_interface::NetworkInterface;
use adit_model::security_group::SecurityGroup;
use adit_wire::{ApiError, Record, errors, record, view};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cx::Cx;
use crate::ec2::image::ROOT_DEVICE;
use crate::ec2::instance::{self, interfaces};
use crate::ec2::instance_launch;
use crate::ec2::instance_option::Enclave;
use crate::ec2::network_interface::MAX_GROUPS;
use crate::ec2::resource::{named, unsupported};
use crate::ec2::vpc_attribute::AttributeBooleanValue;

view! {
    pub struct DescribeInstanceAttribute: "ec2"."DescribeInstanceAttribute" {
        instance: String = "InstanceId",
        attribute: String = "Attribute",
    }
}

view! {
    pub struct ModifyInstanceAttribute: "ec2"."ModifyInstanceAttribute" {
        instance: String = "InstanceId",
        attribute: Option<String> = "Attribute",
        value: Option<String> = "Value",
        source_dest_check: Option<AttributeBooleanValue> = "SourceDestCheck",
        disable_api_stop: Option<AttributeBooleanValue> = "DisableApiStop",
        disable_api_termination: Option<AttributeBooleanValue> = "DisableApiTermination",
        enclave: Option<Enclave> = "EnclaveOptions",
        instance_type: Option<AttributeValue> = "InstanceType",
        user_data: Option<BlobAttributeValue> = "UserData",
        shutdown_behavior: Option<AttributeValue> = "InstanceInitiatedShutdownBehavior",
        groups: Vec<String> = "Groups",
        ebs_optimized: Option<AttributeBooleanValue> = "EbsOptimized",
        ena: Option<AttributeBooleanValue> = "EnaSupport",
        sriov: Option<AttributeValue> = "SriovNetSupport",
        devices: Vec<DeviceMapping> = "BlockDeviceMappings",
    }
}

view! {
    pub struct AttributeValue: "ec2"/"AttributeValue" { value: Option<String> = "Value" }
}

view! {
    pub struct BlobAttributeValue: "ec2"/"BlobAttributeValue" { value: Option<Vec<u8>> = "Value" }
}

view! {
    pub struct DeviceMapping: "ec2"/"InstanceBlockDeviceMappingSpecification" {
        device: Option<String> = "DeviceName",
        ebs: Option<EbsSpecification> = "Ebs",
    }
}

view! {
    pub struct EbsSpecification: "ec2"/"EbsInstanceBlockDeviceSpecification" {
        delete_on_termination: Option<bool> = "DeleteOnTermination",
        volume: Option<String> = "VolumeId",
    }
}

/// What a call changes.
enum Change {
    SourceDestCheck(bool),
    DisableApiStop(bool),
    DisableApiTermination(bool),
    Enclave(bool),
    Type(String),
    /// Base64.
    UserData(String),
    ShutdownBehavior(String),
    Groups(Vec<String>),
    EbsOptimized(bool),
    /// ENA and SR-IOV are on and stay on.
    Ena(bool),
    Sriov(String),
    Devices(Vec<DeviceMapping>),
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeInstanceAttribute) -> Result<Record, ApiError> {
    let instance = instance::one(cx, &input.instance)?;
    let settings = &instance.settings;
    let primary = interfaces(cx, &instance.id).into_iter().next();
    let text = |value: &str| record! { "Value" => value };
    let is = |value: bool| record! { "Value" => value };
    let (member, value) = match input.attribute.as_str() {
        "instanceType" => ("InstanceType", text(&instance.instance_type)),
        "userData" => ("UserData", record! { "Value" => settings.user_data.as_deref() }),
        "disableApiTermination" => ("DisableApiTermination", is(settings.disable_api_termination)),
        "disableApiStop" => ("DisableApiStop", is(settings.disable_api_stop)),
        "instanceInitiatedShutdownBehavior" => (
            "InstanceInitiatedShutdownBehavior",
            text(&settings.shutdown_behavior),
        ),
        "rootDeviceName" => ("RootDeviceName", text(ROOT_DEVICE)),
        "sourceDestCheck" => (
            "SourceDestCheck",
            is(primary.as_ref().is_none_or(|eni| eni.source_dest_check)),
        ),
        "ebsOptimized" => ("EbsOptimized", is(settings.ebs_optimized)),
        "enaSupport" => ("EnaSupport", is(true)),
        "sriovNetSupport" => ("SriovNetSupport", text("simple")),
        "enclaveOptions" => ("EnclaveOptions", record! { "Enabled" => settings.enclave }),
        "kernel" => ("KernelId", record! {}),
        "ramdisk" => ("RamdiskId", record! {}),
        other => return Ok(list(cx, &instance, primary.as_deref(), other)),
    };
    Ok(record! { "InstanceId" => instance.id.as_str() }.with(member, value))
}

pub fn modify(cx: &mut Cx<'_>, input: ModifyInstanceAttribute) -> Result<Record, ApiError> {
    let mut instance = (*instance::one(cx, &input.instance)?).clone();
    let change = change(input)?;
    if instance.power == Power::Terminated {
        return Err(errors::ec2::instance_cannot(&instance.id, "modified"));
    }
    let stopped = matches!(
        change,
        Change::Type(_) | Change::UserData(_) | Change::EbsOptimized(_) | Change::Ena(_) | Change::Sriov(_)
    );
    if stopped && (instance.power != Power::Stopped || !cx.settled(instance.changed)) {
        return Err(errors::ec2::instance_not_stopped(&instance.id));
    }
    match change {
        Change::SourceDestCheck(check) => edit_primary(cx, &instance, |eni| eni.source_dest_check = check)?,
        Change::Groups(groups) => {
            let groups = groups
                .iter()
                .map(|id| named::<SecurityGroup>(cx, id))
                .collect::<Result<Vec<_>, _>>()?;
            if groups.len() > MAX_GROUPS {
                return Err(errors::ec2::security_groups_per_interface());
            }
            if let Some(other) = groups.iter().find(|group| group.vpc != instance.vpc) {
                return Err(errors::ec2::group_network(&other.id, &instance.subnet));
            }
            let ids = groups.iter().map(|group| group.id.clone()).collect();
            edit_primary(cx, &instance, |eni| eni.groups = ids)?;
        }
        Change::DisableApiStop(is) => instance.settings.disable_api_stop = is,
        Change::DisableApiTermination(is) => instance.settings.disable_api_termination = is,
        Change::Enclave(is) => instance.settings.enclave = is,
        Change::EbsOptimized(is) => instance.settings.ebs_optimized = is,
        Change::UserData(text) => instance.settings.user_data = Some(text).filter(|text| !text.is_empty()),
        Change::ShutdownBehavior(text) if matches!(text.as_str(), "stop" | "terminate") => {
            instance.settings.shutdown_behavior = text;
        }
        Change::ShutdownBehavior(text) => {
            return Err(errors::ec2::invalid_value(
                text,
                "instanceInitiatedShutdownBehavior",
                "",
            ));
        }
        Change::Type(name) => {
            let image = Image::named(&instance.image, &instance.owner.region);
            let image = image.ok_or_else(|| errors::ec2::image_not_found(&instance.image))?;
            let known = instance_launch::instance_type(cx, &name, image)?;
            let fits = |credits: &String| known.credits().map(|_| credits.clone());
            let usual = || known.credits().map(str::to_owned);
            instance.settings.credits = instance.settings.credits.as_ref().and_then(fits).or_else(usual);
            instance.settings.cpu = (known.cores(), known.threads);
            instance.instance_type = known.name.to_owned();
        }
        Change::Ena(true) => {}
        Change::Ena(false) => return Err(unsupported("EnaSupport", "false")),
        Change::Sriov(text) if text == "simple" => {}
        Change::Sriov(text) => return Err(unsupported("SriovNetSupport", &text)),
        Change::Devices(devices) => edit_devices(&mut instance, &devices)?,
    }
    cx.put(instance);
    Ok(record! {})
}

/// The attributes that are lists.
fn list(cx: &Cx<'_>, instance: &Instance, primary: Option<&NetworkInterface>, attribute: &str) -> Record {
    let record = record! { "InstanceId" => instance.id.as_str() };
    match attribute {
        "groupSet" => {
            let groups = primary.map(|eni| eni.groups.as_slice()).unwrap_or_default();
            let groups = groups.iter().map(|id| {
                let name = cx
                    .table::<SecurityGroup>()
                    .get(id)
                    .map(|group| group.name.clone());
                record! { "GroupId" => id.as_str(), "GroupName" => name }
            });
            record.with("Groups", groups.collect::<Vec<_>>())
        }
        "blockDeviceMapping" => {
            let volumes = instance.volumes.iter().map(|volume| {
                record! {
                    "DeviceName" => &volume.device,
                    "Ebs" => record! {
                        "AttachTime" => volume.attached,
                        "DeleteOnTermination" => volume.delete_on_termination,
                        "Status" => "attached",
                        "VolumeId" => volume.id.as_str(),
                    },
                }
            });
            record.with("BlockDeviceMappings", volumes.collect::<Vec<_>>())
        }
        _ => record.with("ProductCodes", Vec::<Record>::new()),
    }
}

/// The one change of a call, in whichever of its two forms.
fn change(input: ModifyInstanceAttribute) -> Result<Change, ApiError> {
    let is =
        |value: AttributeBooleanValue| value.value.ok_or_else(|| errors::ec2::missing_parameter("value"));
    let text = |value: AttributeValue| value.value.ok_or_else(|| errors::ec2::missing_parameter("value"));
    let mut changes: Vec<(&'static str, Change)> = Vec::new();
    let mut add = |name, change: Option<Change>| changes.extend(change.map(|change| (name, change)));
    add(
        "sourceDestCheck",
        input
            .source_dest_check
            .map(is)
            .transpose()?
            .map(Change::SourceDestCheck),
    );
    add(
        "disableApiStop",
        input
            .disable_api_stop
            .map(is)
            .transpose()?
            .map(Change::DisableApiStop),
    );
    add(
        "disableApiTermination",
        input
            .disable_api_termination
            .map(is)
            .transpose()?
            .map(Change::DisableApiTermination),
    );
    add(
        "enclaveOptions",
        input
            .enclave
            .map(|enclave| Change::Enclave(enclave.enabled.unwrap_or(false))),
    );
    add(
        "instanceType",
        input.instance_type.map(text).transpose()?.map(Change::Type),
    );
    add(
        "userData",
        input
            .user_data
            .map(|data| Change::UserData(STANDARD.encode(data.value.unwrap_or_default()))),
    );
    add(
        "instanceInitiatedShutdownBehavior",
        input
            .shutdown_behavior
            .map(text)
            .transpose()?
            .map(Change::ShutdownBehavior),
    );
    add(
        "groups",
        Some(input.groups)
            .filter(|groups| !groups.is_empty())
            .map(Change::Groups),
    );
    add(
        "ebsOptimized",
        input.ebs_optimized.map(is).transpose()?.map(Change::EbsOptimized),
    );
    add("enaSupport", input.ena.map(is).transpose()?.map(Change::Ena));
    add(
        "sriovNetSupport",
        input.sriov.map(text).transpose()?.map(Change::Sriov),
    );
    add(
        "blockDeviceMapping",
        Some(input.devices)
            .filter(|devices| !devices.is_empty())
            .map(Change::Devices),
    );
    if let Some(name) = input.attribute {
        changes.push(("attribute", by_name(&name, input.value.unwrap_or_default())?));
    }
    let mut changes = changes.into_iter();
    match (changes.next(), changes.next()) {
        (Some((_, change)), None) => Ok(change),
        (Some((one, _)), Some((other, _))) => Err(errors::ec2::several_attributes(one, other)),
        (None, _) => Err(errors::ec2::no_attribute()),
    }
}

fn by_name(name: &str, value: String) -> Result<Change, ApiError> {
    let is = || match value.as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(errors::ec2::invalid_value(&value, "value", "")),
    };
    Ok(match name {
        "sourceDestCheck" => Change::SourceDestCheck(is()?),
        "disableApiStop" => Change::DisableApiStop(is()?),
        "disableApiTermination" => Change::DisableApiTermination(is()?),
        "ebsOptimized" => Change::EbsOptimized(is()?),
        "enaSupport" => Change::Ena(is()?),
        "instanceType" => Change::Type(value),
        "instanceInitiatedShutdownBehavior" => Change::ShutdownBehavior(value),
        "sriovNetSupport" => Change::Sriov(value),
        "userData" => {
            instance_launch::check_user_data(&value)?;
            Change::UserData(value)
        }
        other => return Err(unsupported("Attribute", other)),
    })
}

fn edit_primary(
    cx: &mut Cx<'_>,
    instance: &Instance,
    edit: impl FnOnce(&mut NetworkInterface),
) -> Result<(), ApiError> {
    match interfaces(cx, &instance.id).as_slice() {
        [only] => {
            let mut eni = (**only).clone();
            edit(&mut eni);
            cx.put(eni);
            Ok(())
        }
        _ => Err(errors::ec2::instance_interfaces(&instance.id)),
    }
}

fn edit_devices(instance: &mut Instance, devices: &[DeviceMapping]) -> Result<(), ApiError> {
    for mapping in devices {
        let device = mapping.device.as_deref().unwrap_or_default();
        let volume = instance.volumes.iter_mut().find(|volume| volume.device == device);
        let volume = volume.ok_or_else(|| errors::ec2::instance_device(device))?;
        if let Some(ebs) = &mapping.ebs {
            if ebs.volume.as_ref().is_some_and(|id| *id != volume.id.as_str()) {
                return Err(unsupported(
                    "BlockDeviceMapping.Ebs.VolumeId",
                    "of another volume",
                ));
            }
            volume.delete_on_termination = ebs.delete_on_termination.unwrap_or(volume.delete_on_termination);
        }
    }
    Ok(())
}
