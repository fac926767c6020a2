//! How EC2 shows an instance.
//!
//! Names follow the subnet's hostname type; the public one needs DNS host names in the VPC. Boot modes are those that
//! image and type agree on.

use adit_model::World;
use adit_model::image::Image;
use adit_model::instance::{Instance, Power};
use adit_model::network_interface::NetworkInterface;
use adit_model::subnet::HostnameType;
use adit_wire::{Record, record};

use crate::ec2::image::ROOT_DEVICE;
use crate::ec2::instance::Seen;
use crate::ec2::instance_type::InstanceType;
use crate::ec2::tag;

pub fn shown(world: &World, seen: &Seen) -> Record {
    let instance = &seen.instance;
    let settings = &instance.settings;
    let (code, name) = seen.state();
    let live = !seen.ended();
    let primary = seen.primary();
    let image = Image::named(&instance.image, &instance.owner.region);
    let boot = boot_mode(instance);
    let interfaces: Vec<Record> = seen
        .interfaces
        .iter()
        .map(|eni| interface(world, seen, eni))
        .collect();
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
    let waiting = instance.power == Power::Running && !seen.settled;
    let pending = ("pending".to_owned(), "pending".to_owned());
    let reason = instance
        .reason
        .as_ref()
        .or(waiting.then_some(&pending))
        .map(|(code, text)| {
            record! { "Code" => code, "Message" => text }
        });
    let transition = instance.reason.as_ref().map(|_| {
        let date = instance.changed;
        format!(
            "User initiated ({:04}-{:02}-{:02} {:02}:{:02}:{:02} GMT)",
            date.year(),
            u8::from(date.month()),
            date.day(),
            date.hour(),
            date.minute(),
            date.second()
        )
    });
    let (cores, threads) = settings.cpu;
    let record = record! {
        "InstanceId" => instance.id.as_str(),
        "ImageId" => &instance.image,
        "InstanceType" => &instance.instance_type,
        "State" => record! { "Code" => code, "Name" => name },
        "StateReason" => reason,
        "StateTransitionReason" => transition.unwrap_or_default(),
        "LaunchTime" => instance.launched,
        "AmiLaunchIndex" => instance.launch_index,
        "KeyName" => settings.key_name.as_deref(),
        "ClientToken" => instance.client_token.as_ref().map(|token| token.token.as_str()).unwrap_or_default(),
        "Architecture" => architecture(instance),
        "Hypervisor" => "xen",
        "VirtualizationType" => "hvm",
        "PlatformDetails" => "Linux/UNIX",
        "UsageOperation" => "RunInstances",
        "UsageOperationUpdateTime" => instance.launched,
        "BootMode" => image.and_then(|image| image.boot_mode),
        "CurrentInstanceBootMode" => boot,
        "EnaSupport" => true,
        "EbsOptimized" => settings.ebs_optimized,
        "RootDeviceName" => ROOT_DEVICE,
        "RootDeviceType" => "ebs",
        "Monitoring" => record! { "State" => if settings.monitoring { "enabled" } else { "disabled" } },
        "Placement" => record! {
            "AvailabilityZone" => instance.zone.as_str(),
            "AvailabilityZoneId" => instance.zone.id(),
            "GroupName" => settings.placement_group.as_deref().unwrap_or_default(),
            "Tenancy" => &settings.tenancy,
        },
        "ProductCodes" => Vec::<Record>::new(),
        "PublicDnsName" => public_dns_name(world, seen).unwrap_or_default(),
        "PrivateDnsName" => private_dns_name(seen).unwrap_or_default(),
    };
    let network = record! {
        "SubnetId" => live.then_some(instance.subnet.as_str()),
        "VpcId" => live.then_some(instance.vpc.as_str()),
        "PrivateIpAddress" => live.then(|| instance.address.to_string()),
        "PublicIpAddress" => primary.and_then(|eni| eni.public_address).map(|address| address.to_string()),
        "SecurityGroups" => primary.map(|eni| groups(world, eni)).unwrap_or_default(),
        "SourceDestCheck" => primary.map(|eni| eni.source_dest_check),
        "NetworkInterfaces" => interfaces,
        "BlockDeviceMappings" => volumes.collect::<Vec<_>>(),
        "IamInstanceProfile" => settings.profile.as_ref().map(|(arn, id)| record! { "Arn" => arn, "Id" => id }),
        "CpuOptions" => record! { "CoreCount" => cores, "ThreadsPerCore" => threads },
        "CapacityReservationSpecification" => record! { "CapacityReservationPreference" => "open" },
        "HibernationOptions" => record! { "Configured" => settings.hibernation },
        "EnclaveOptions" => record! { "Enabled" => settings.enclave },
        "MetadataOptions" => record! {
            "State" => if waiting { "pending" } else { "applied" },
            "HttpTokens" => &settings.metadata.tokens,
            "HttpPutResponseHopLimit" => settings.metadata.hop_limit,
            "HttpEndpoint" => &settings.metadata.endpoint,
            "HttpProtocolIpv6" => &settings.metadata.ipv6,
            "InstanceMetadataTags" => &settings.metadata.tags,
        },
        "PrivateDnsNameOptions" => live.then(|| record! {
            "HostnameType" => settings.hostname_type.name(),
            "EnableResourceNameDnsARecord" => settings.resource_name_a_record,
            "EnableResourceNameDnsAAAARecord" => settings.resource_name_aaaa_record,
        }),
        "MaintenanceOptions" => record! { "AutoRecovery" => &settings.auto_recovery, "RebootMigration" => "default" },
        "NetworkPerformanceOptions" => record! { "BandwidthWeighting" => "default" },
        "Operator" => record! { "Managed" => false },
        "Tags" => tag::shown(&instance.tags),
    };
    network
        .iter()
        .fold(record, |all, (name, value)| all.with(name, value.clone()))
}

pub fn architecture(instance: &Instance) -> &'static str {
    InstanceType::named(&instance.instance_type).map_or("x86_64", |known| known.architecture)
}

/// How the instance starts: UEFI where image and type both can.
pub fn boot_mode(instance: &Instance) -> &'static str {
    let wanted = Image::named(&instance.image, &instance.owner.region).and_then(|image| image.boot_mode);
    let known = InstanceType::named(&instance.instance_type)
        .map(InstanceType::boot_modes)
        .unwrap_or_default();
    match wanted {
        Some(_) if known.contains(&"uefi") => "uefi",
        _ => "legacy-bios",
    }
}

pub fn private_dns_name(seen: &Seen) -> Option<String> {
    let instance = &seen.instance;
    let region = instance.owner.region.as_str();
    if seen.ended() {
        return None;
    }
    let host = match instance.settings.hostname_type {
        HostnameType::IpName => format!("ip-{}", instance.address.to_string().replace('.', "-")),
        HostnameType::ResourceName => instance.id.to_string(),
    };
    Some(match (region, instance.settings.hostname_type) {
        ("us-east-1", HostnameType::IpName) => format!("{host}.ec2.internal"),
        _ => format!("{host}.{region}.compute.internal"),
    })
}

pub fn public_dns_name(world: &World, seen: &Seen) -> Option<String> {
    name_of(world, seen, seen.primary()?)
}

fn name_of(world: &World, seen: &Seen, eni: &NetworkInterface) -> Option<String> {
    let named = world
        .vpcs
        .get(&eni.vpc)
        .is_some_and(|vpc| vpc.dns_hostnames && vpc.dns_support);
    let address = eni
        .public_address
        .filter(|_| named)?
        .to_string()
        .replace('.', "-");
    Some(match seen.instance.owner.region.as_str() {
        "us-east-1" => format!("ec2-{address}.compute-1.amazonaws.com"),
        region => format!("ec2-{address}.{region}.compute.amazonaws.com"),
    })
}

fn groups(world: &World, eni: &NetworkInterface) -> Vec<Record> {
    let groups = eni.groups.iter().map(|id| {
        let name = world.security_groups.get(id).map(|group| group.name.as_str());
        record! { "GroupId" => id.as_str(), "GroupName" => name }
    });
    groups.collect()
}

fn interface(world: &World, seen: &Seen, eni: &NetworkInterface) -> Record {
    let association = eni.public_address.map(|address| {
        let elastic = eni.more.elastic.iter().any(|known| known.public == address);
        record! {
            "IpOwnerId" => if elastic { eni.owner.account.as_str() } else { "amazon" },
            "PublicDnsName" => name_of(world, seen, eni).unwrap_or_default(),
            "PublicIp" => address.to_string(),
        }
    });
    let attachment = eni.more.attachment.as_ref().map(|to| {
        record! {
            "AttachTime" => to.since,
            "AttachmentId" => &to.id,
            "DeleteOnTermination" => to.delete_on_termination,
            "DeviceIndex" => to.device_index,
            "NetworkCardIndex" => to.network_card_index,
            "Status" => "attached",
        }
    });
    let host = |address: &std::net::Ipv4Addr| {
        let dashed = address.to_string().replace('.', "-");
        match eni.owner.region.as_str() {
            "us-east-1" => format!("ip-{dashed}.ec2.internal"),
            region => format!("ip-{dashed}.{region}.compute.internal"),
        }
    };
    let first = record! {
        "Primary" => true,
        "PrivateIpAddress" => eni.address.to_string(),
        "PrivateDnsName" => host(&eni.address),
        "Association" => association.clone(),
    };
    let more = eni.more.secondary.iter().map(|address| {
        record! {
            "Primary" => false,
            "PrivateIpAddress" => address.to_string(),
            "PrivateDnsName" => host(address),
        }
    });
    let ipv6 = eni
        .more
        .ipv6
        .iter()
        .map(|address| record! { "Ipv6Address" => address.to_string() });
    record! {
        "NetworkInterfaceId" => eni.id.as_str(),
        "InterfaceType" => eni.kind.name(),
        "Description" => &eni.description,
        "OwnerId" => eni.owner.account.as_str(),
        "MacAddress" => &eni.mac,
        "Status" => "in-use",
        "SubnetId" => eni.subnet.as_str(),
        "VpcId" => eni.vpc.as_str(),
        "Association" => association,
        "Attachment" => attachment,
        "Groups" => groups(world, eni),
        "PrivateIpAddress" => eni.address.to_string(),
        "PrivateDnsName" => host(&eni.address),
        "PrivateIpAddresses" => [first].into_iter().chain(more).collect::<Vec<_>>(),
        "Ipv6Addresses" => ipv6.collect::<Vec<_>>(),
        "SourceDestCheck" => eni.source_dest_check,
        "Operator" => record! { "Managed" => false },
    }
}
