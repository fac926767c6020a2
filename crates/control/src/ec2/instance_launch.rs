//! RunInstances: what may be asked for, in AWS's order of complaints, and the instances that come of it.
//!
//! Image, type and their architecture must fit; where the instances stand is `instance_network`'s, their disks are
//! `volume`'s. The launch makes as many as `MaxCount` says, since nothing here runs out. Launch templates, spot and
//! other market options, IPv6 addresses, Elastic Inference and the like are refused by name. What only a running
//! machine would feel (user data, monitoring, credits, metadata options) is kept and read back.

use std::collections::BTreeSet;

use adit_model::client_token::ClientToken;
use adit_model::id::{IamName, InstanceId};
use adit_model::image::Image;
use adit_model::instance::{Instance, InstanceSettings, MetadataOptions, Power};
use adit_model::instance_profile::InstanceProfile;
use adit_model::subnet::HostnameType;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, view};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cx::Cx;
use crate::ec2::instance::{Seen, forgotten, interfaces, reservation};
use crate::ec2::instance_network::{self, InterfaceSpecification};
use crate::ec2::instance_option::*;
use crate::ec2::instance_shown::shown;
use crate::ec2::instance_type::InstanceType;
use crate::ec2::resource::{mint, owned};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::volume::{self, BlockDeviceMapping};
use crate::ec2::{client_token, image, key_pair};

view! {
    pub struct RunInstances: "ec2"."RunInstances" {
        image: Option<String> = "ImageId",
        instance_type: Option<String> = "InstanceType",
        min_count: u32 = "MinCount",
        max_count: u32 = "MaxCount",
        key_name: Option<String> = "KeyName",
        subnet: Option<String> = "SubnetId",
        groups: Vec<String> = "SecurityGroupIds",
        group_names: Vec<String> = "SecurityGroups",
        address: Option<String> = "PrivateIpAddress",
        interfaces: Vec<InterfaceSpecification> = "NetworkInterfaces",
        devices: Vec<BlockDeviceMapping> = "BlockDeviceMappings",
        user_data: Option<String> = "UserData",
        profile: Option<IamInstanceProfileSpecification> = "IamInstanceProfile",
        placement: Option<Placement> = "Placement",
        monitoring: Option<Monitoring> = "Monitoring",
        ebs_optimized: Option<bool> = "EbsOptimized",
        disable_api_termination: Option<bool> = "DisableApiTermination",
        disable_api_stop: Option<bool> = "DisableApiStop",
        shutdown_behavior: Option<String> = "InstanceInitiatedShutdownBehavior",
        credits: Option<CreditSpecification> = "CreditSpecification",
        cpu: Option<CpuOptions> = "CpuOptions",
        capacity: Option<CapacityReservation> = "CapacityReservationSpecification",
        hibernation: Option<Hibernation> = "HibernationOptions",
        enclave: Option<Enclave> = "EnclaveOptions",
        metadata: Option<MetadataRequest> = "MetadataOptions",
        private_dns: Option<PrivateDnsNameOptions> = "PrivateDnsNameOptions",
        maintenance: Option<Maintenance> = "MaintenanceOptions",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

/// Instances that one call may launch here; AWS's limit is the account's vCPUs.
const MAX_LAUNCH: u32 = 100;
const MAX_USER_DATA: usize = 16_384;

pub fn run(cx: &mut Cx<'_>, input: RunInstances) -> Result<Record, ApiError> {
    let token = client_token::of(input.client_token.as_deref(), &input);
    if let Some(made) = client_token::replay::<Instance>(cx, token.as_ref())? {
        return Ok(again(cx, &made));
    }
    check_count(&input)?;
    let id = input
        .image
        .as_deref()
        .ok_or_else(|| errors::ec2::missing_parameter("ImageId"))?;
    let image = image::named(&cx.region, id)?;
    let wanted = input.instance_type.as_deref().unwrap_or("m1.small");
    let known = instance_type(cx, wanted, image)?;
    let settings = settings(cx, &input, image, known)?;
    let volumes = volume::plan(cx, image, &input.devices)?;
    let tags = |kind: &str| of_kind(&input.tag_specifications, kind);
    let (own, on_volumes, on_interfaces) = (tags("instance")?, tags("volume")?, tags("network-interface")?);
    check_kinds(&input.tag_specifications)?;
    let place = instance_network::place(cx, &input)?;
    if u32::try_from(place.interfaces.len()).is_ok_and(|count| count > known.max_interfaces) {
        return Err(errors::ec2::attachment_limit(known.max_interfaces, known.name));
    }
    forget(cx);

    let reservation_id = cx.minter.ec2("r-");
    let mut launched = Vec::new();
    for index in 0..input.max_count {
        let id = mint(cx, InstanceId::PREFIX, InstanceId::parse)?;
        let attached = instance_network::attach(cx, &id, &place, &on_interfaces)?;
        let primary = attached
            .first()
            .ok_or_else(|| errors::ec2::missing_parameter("SubnetId"))?;
        let instance = Instance {
            volumes: volume::create(cx, &id, &primary.zone, &volumes, &on_volumes)?,
            id,
            owner: cx.owner(),
            reservation: reservation_id.clone(),
            launch_index: index,
            image: image.id(&cx.region),
            instance_type: known.name.to_owned(),
            power: Power::Running,
            changed: cx.now,
            reason: None,
            public_on_start: BTreeSet::new(),
            launched: cx.now,
            zone: primary.zone.clone(),
            vpc: primary.vpc.clone(),
            subnet: primary.subnet.clone(),
            address: primary.address,
            settings: hostname(&settings, &input, &place),
            client_token: token.clone(),
            tags: own.clone(),
        };
        cx.put(instance.clone());
        let seen = Seen {
            instance: instance.into(),
            interfaces: attached.into_iter().map(Into::into).collect(),
            settled: false,
        };
        launched.push(shown(cx.world(), &seen));
    }
    Ok(reservation(cx, &reservation_id, launched))
}

/// What the first call with a token launched.
fn again(cx: &Cx<'_>, made: &Instance) -> Record {
    let token: Option<&ClientToken> = made.client_token.as_ref();
    let mut all: Vec<_> = owned::<Instance>(cx)
        .filter(|instance| {
            instance.reservation == made.reservation && instance.client_token.as_ref() == token
        })
        .cloned()
        .collect();
    all.sort_by_key(|instance| instance.launch_index);
    let shown = all.into_iter().map(|instance| {
        let seen = Seen {
            interfaces: interfaces(cx, &instance.id),
            settled: cx.settled(instance.changed),
            instance,
        };
        shown(cx.world(), &seen)
    });
    reservation(cx, &made.reservation, shown.collect())
}

/// Instances that ended so long ago that nobody sees them.
fn forget(cx: &mut Cx<'_>) {
    let gone: Vec<InstanceId> = owned::<Instance>(cx)
        .filter(|instance| forgotten(cx, instance))
        .map(|instance| instance.id.clone())
        .collect();
    for id in gone {
        cx.delete::<Instance>(&id);
    }
}

fn check_count(input: &RunInstances) -> Result<(), ApiError> {
    let invalid = |value: u32, name: &str, text: &str| Err(errors::ec2::invalid_value(value, name, text));
    match (input.min_count, input.max_count) {
        (0, _) => invalid(0, "minCount", "Minimum instance count must be greater than zero."),
        (_, 0) => invalid(0, "maxCount", "Maximum instance count must be greater than zero."),
        (min, max) if max < min => invalid(
            max,
            "maxCount",
            "Maximum instance count must not be smaller than minimum instance count.",
        ),
        (_, max) if max > MAX_LAUNCH => Err(errors::ec2::instance_limit(max, MAX_LAUNCH)),
        _ => Ok(()),
    }
}

/// A type that is offered, of the image's architecture.
pub fn instance_type(cx: &Cx<'_>, name: &str, image: &Image) -> Result<&'static InstanceType, ApiError> {
    let zones = cx.region.zones();
    let zone = zones.first().map(ToString::to_string).unwrap_or_default();
    let known =
        InstanceType::named(name).ok_or_else(|| errors::ec2::instance_type_not_offered(name, zone))?;
    if known.architecture == image.architecture {
        Ok(known)
    } else {
        Err(errors::ec2::instance_architecture(
            known.architecture,
            image.architecture,
        ))
    }
}

fn settings(
    cx: &Cx<'_>,
    input: &RunInstances,
    image: &Image,
    known: &InstanceType,
) -> Result<InstanceSettings, ApiError> {
    if let Some(name) = &input.key_name
        && key_pair::by_name(cx, name).is_none()
    {
        return Err(errors::ec2::key_pair_not_found(name));
    }
    if let Some(text) = &input.user_data {
        check_user_data(text)?;
    }
    let placement = input.placement.as_ref();
    let tenancy = placement.and_then(|placement| placement.tenancy.clone());
    Ok(InstanceSettings {
        key_name: input.key_name.clone(),
        user_data: input.user_data.clone(),
        profile: input
            .profile
            .as_ref()
            .map(|profile| self::profile(cx, profile))
            .transpose()?,
        tenancy: tenancy.unwrap_or_else(|| "default".to_owned()),
        placement_group: placement
            .and_then(|placement| placement.group.clone())
            .filter(|name| !name.is_empty()),
        monitoring: input
            .monitoring
            .as_ref()
            .is_some_and(|monitoring| monitoring.enabled),
        ebs_optimized: input.ebs_optimized.unwrap_or(false),
        disable_api_termination: input.disable_api_termination.unwrap_or(false),
        disable_api_stop: input.disable_api_stop.unwrap_or(false),
        shutdown_behavior: input
            .shutdown_behavior
            .clone()
            .unwrap_or_else(|| "stop".to_owned()),
        credits: credits(known, input.credits.as_ref())?,
        metadata: metadata(image, input.metadata.as_ref())?,
        hostname_type: HostnameType::default(),
        resource_name_a_record: false,
        resource_name_aaaa_record: false,
        auto_recovery: input
            .maintenance
            .as_ref()
            .and_then(|m| m.auto_recovery.clone())
            .unwrap_or_else(|| "default".to_owned()),
        hibernation: input
            .hibernation
            .as_ref()
            .and_then(|h| h.configured)
            .unwrap_or(false),
        enclave: input.enclave.as_ref().and_then(|e| e.enabled).unwrap_or(false),
        cpu: cpu(known, input.cpu.as_ref())?,
    })
}

/// User data in base64, of a size that EC2 takes.
pub fn check_user_data(text: &str) -> Result<(), ApiError> {
    match STANDARD.decode(text.trim()) {
        Ok(bytes) if bytes.len() > MAX_USER_DATA => Err(errors::ec2::invalid_parameter_value(format!(
            "User data is limited to {MAX_USER_DATA} bytes"
        ))),
        Ok(_) => Ok(()),
        Err(_) => Err(errors::ec2::invalid_parameter_value(
            "Invalid BASE64 encoding of user data.",
        )),
    }
}

/// ARN and id of a profile that exists.
fn profile(cx: &Cx<'_>, wanted: &IamInstanceProfileSpecification) -> Result<(String, String), ApiError> {
    let (name, member, value) = match (&wanted.name, &wanted.arn) {
        (Some(_), Some(_)) => {
            return Err(errors::ec2::exclusive_parameters(
                "iamInstanceProfile.name",
                "iamInstanceProfile.arn",
            ));
        }
        (Some(name), None) => (name.as_str(), "name", name),
        (None, Some(arn)) => (arn.rsplit_once('/').map_or("", |(_, name)| name), "arn", arn),
        (None, None) => return Err(errors::ec2::missing_parameter("iamInstanceProfile.name")),
    };
    let found = cx.get::<InstanceProfile>(&IamName::of(&cx.account, name));
    let found = found.filter(|found| wanted.arn.as_ref().is_none_or(|arn| found.arn() == *arn));
    match found {
        Some(found) => Ok((found.arn(), found.profile_id)),
        None => Err(errors::ec2::instance_profile(value, member)),
    }
}

fn credits(known: &InstanceType, wanted: Option<&CreditSpecification>) -> Result<Option<String>, ApiError> {
    match (known.credits(), wanted) {
        (Some(_), Some(wanted)) if matches!(wanted.credits.as_str(), "standard" | "unlimited") => {
            Ok(Some(wanted.credits.clone()))
        }
        (Some(_), Some(wanted)) => Err(errors::ec2::invalid_value(&wanted.credits, "cpuCredits", "")),
        (usual, None) => Ok(usual.map(str::to_owned)),
        (None, Some(_)) => Err(errors::ec2::instance_credits(known.name)),
    }
}

fn cpu(known: &InstanceType, wanted: Option<&CpuOptions>) -> Result<(u32, u32), ApiError> {
    let cores = wanted.and_then(|cpu| cpu.cores).unwrap_or_else(|| known.cores());
    let threads = wanted.and_then(|cpu| cpu.threads).unwrap_or(known.threads);
    if cores == 0 || cores > known.cores() || threads == 0 || threads > known.threads {
        return Err(errors::ec2::instance_cpu(known.name));
    }
    Ok((cores, threads))
}

/// An image with `ImdsSupport` sets what the caller leaves open.
fn metadata(image: &Image, wanted: Option<&MetadataRequest>) -> Result<MetadataOptions, ApiError> {
    let (tokens, hops) = if image.imds_v2 {
        ("required", 2)
    } else {
        ("optional", 1)
    };
    let text = |given: Option<&String>, usual: &str| given.cloned().unwrap_or_else(|| usual.to_owned());
    let hop_limit = wanted.and_then(|wanted| wanted.hop_limit).unwrap_or(hops);
    if !(1..=64).contains(&hop_limit) {
        return Err(errors::ec2::invalid_value(
            hop_limit,
            "httpPutResponseHopLimit",
            "The value must be between 1 and 64.",
        ));
    }
    Ok(MetadataOptions {
        tokens: text(wanted.and_then(|w| w.tokens.as_ref()), tokens),
        hop_limit,
        endpoint: text(wanted.and_then(|w| w.endpoint.as_ref()), "enabled"),
        ipv6: text(wanted.and_then(|w| w.ipv6.as_ref()), "disabled"),
        tags: text(wanted.and_then(|w| w.tags.as_ref()), "disabled"),
    })
}

/// The subnet's way of naming hosts, unless the caller has another.
fn hostname(
    settings: &InstanceSettings,
    input: &RunInstances,
    place: &instance_network::Place,
) -> InstanceSettings {
    let wanted = input.private_dns.as_ref();
    let kind = wanted.and_then(|wanted| HostnameType::parse(wanted.hostname_type.as_deref()?));
    InstanceSettings {
        hostname_type: kind.unwrap_or(place.hostname_type),
        resource_name_a_record: wanted
            .and_then(|w| w.a_record)
            .unwrap_or(place.resource_name_a_record),
        resource_name_aaaa_record: wanted.and_then(|w| w.aaaa_record).unwrap_or(false),
        ..settings.clone()
    }
}

fn of_kind(specifications: &[TagSpecification], kind: &str) -> Result<Tags, ApiError> {
    let of = |specification: &&TagSpecification| specification.resource_type.as_deref() == Some(kind);
    let chosen: Vec<TagSpecification> = specifications.iter().filter(of).cloned().collect();
    tag::on_create(&chosen, kind)
}

fn check_kinds(specifications: &[TagSpecification]) -> Result<(), ApiError> {
    for specification in specifications {
        match specification.resource_type.as_deref() {
            Some("instance" | "volume" | "network-interface") => {}
            None => return Err(errors::ec2::tag_specification_type()),
            Some(other) => return Err(errors::ec2::tag_resource_type(other, "instance")),
        }
    }
    Ok(())
}
