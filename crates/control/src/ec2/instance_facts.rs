//! What DescribeInstances can be filtered by.

use adit_model::network_interface::NetworkInterface;
use time::format_description::well_known::Rfc3339;

use crate::ec2::filter::Facts;
use crate::ec2::image::ROOT_DEVICE;
use crate::ec2::instance::Seen;
use crate::ec2::instance_shown::{architecture, private_dns_name, public_dns_name};

/// By the name of each filter.
pub const FACTS: Facts<Seen> = &[
    ("architecture", |_, seen| {
        vec![architecture(&seen.instance).to_owned()]
    }),
    ("availability-zone", |_, seen| {
        vec![seen.instance.zone.to_string()]
    }),
    ("availability-zone-id", |_, seen| vec![seen.instance.zone.id()]),
    ("block-device-mapping.attach-time", |_, seen| {
        volumes(seen, |v| time(v.attached))
    }),
    ("block-device-mapping.delete-on-termination", |_, seen| {
        volumes(seen, |v| v.delete_on_termination.to_string())
    }),
    ("block-device-mapping.device-name", |_, seen| {
        volumes(seen, |v| v.device.clone())
    }),
    ("block-device-mapping.status", |_, seen| {
        volumes(seen, |_| "attached".to_owned())
    }),
    ("block-device-mapping.volume-id", |_, seen| {
        volumes(seen, |v| v.id.to_string())
    }),
    ("client-token", |_, seen| {
        seen.instance
            .client_token
            .iter()
            .map(|known| known.token.clone())
            .collect()
    }),
    ("dns-name", |world, seen| {
        public_dns_name(world, seen).into_iter().collect()
    }),
    ("ebs-optimized", |_, seen| {
        vec![seen.instance.settings.ebs_optimized.to_string()]
    }),
    ("hypervisor", |_, _| vec!["xen".to_owned()]),
    ("iam-instance-profile.arn", |_, seen| {
        seen.instance
            .settings
            .profile
            .iter()
            .map(|(arn, _)| arn.clone())
            .collect()
    }),
    ("iam-instance-profile.id", |_, seen| {
        seen.instance
            .settings
            .profile
            .iter()
            .map(|(_, id)| id.clone())
            .collect()
    }),
    ("iam-instance-profile.name", |_, seen| {
        let profile = seen.instance.settings.profile.iter();
        profile
            .filter_map(|(arn, _)| Some(arn.rsplit_once('/')?.1.to_owned()))
            .collect()
    }),
    ("image-id", |_, seen| vec![seen.instance.image.clone()]),
    ("instance-id", |_, seen| vec![seen.instance.id.to_string()]),
    ("instance-lifecycle", |_, _| Vec::new()),
    ("instance-state-code", |_, seen| vec![seen.state().0.to_string()]),
    ("instance-state-name", |_, seen| vec![seen.state().1.to_owned()]),
    ("instance-type", |_, seen| {
        vec![seen.instance.instance_type.clone()]
    }),
    ("instance.group-id", |_, seen| group_ids(seen)),
    ("instance.group-name", |world, seen| group_names(world, seen)),
    ("ip-address", |_, seen| {
        seen.primary()
            .and_then(|eni| eni.public_address)
            .iter()
            .map(ToString::to_string)
            .collect()
    }),
    ("kernel-id", |_, _| Vec::new()),
    ("key-name", |_, seen| {
        seen.instance.settings.key_name.iter().cloned().collect()
    }),
    ("launch-index", |_, seen| {
        vec![seen.instance.launch_index.to_string()]
    }),
    ("launch-time", |_, seen| vec![time(seen.instance.launched)]),
    ("metadata-options.http-endpoint", |_, seen| {
        vec![seen.instance.settings.metadata.endpoint.clone()]
    }),
    ("metadata-options.http-put-response-hop-limit", |_, seen| {
        vec![seen.instance.settings.metadata.hop_limit.to_string()]
    }),
    ("metadata-options.http-tokens", |_, seen| {
        vec![seen.instance.settings.metadata.tokens.clone()]
    }),
    ("metadata-options.instance-metadata-tags", |_, seen| {
        vec![seen.instance.settings.metadata.tags.clone()]
    }),
    ("monitoring-state", |_, seen| {
        vec![
            if seen.instance.settings.monitoring {
                "enabled"
            } else {
                "disabled"
            }
            .to_owned(),
        ]
    }),
    ("network-interface.addresses.association.public-ip", |_, seen| {
        of_interfaces(seen, |eni| {
            eni.public_address.iter().map(ToString::to_string).collect()
        })
    }),
    ("network-interface.addresses.private-ip-address", |_, seen| {
        of_interfaces(seen, private)
    }),
    ("network-interface.attachment.attachment-id", |_, seen| {
        of_interfaces(seen, |eni| {
            eni.more.attachment.iter().map(|to| to.id.clone()).collect()
        })
    }),
    ("network-interface.attachment.device-index", |_, seen| {
        of_interfaces(seen, |eni| {
            eni.more
                .attachment
                .iter()
                .map(|to| to.device_index.to_string())
                .collect()
        })
    }),
    ("network-interface.description", |_, seen| {
        of_interfaces(seen, |eni| vec![eni.description.clone()])
    }),
    ("network-interface.group-id", |_, seen| {
        of_interfaces(seen, |eni| eni.groups.iter().map(ToString::to_string).collect())
    }),
    ("network-interface.mac-address", |_, seen| {
        of_interfaces(seen, |eni| vec![eni.mac.clone()])
    }),
    ("network-interface.network-interface-id", |_, seen| {
        of_interfaces(seen, |eni| vec![eni.id.to_string()])
    }),
    ("network-interface.owner-id", |_, seen| {
        of_interfaces(seen, |eni| vec![eni.owner.account.to_string()])
    }),
    ("network-interface.source-dest-check", |_, seen| {
        of_interfaces(seen, |eni| vec![eni.source_dest_check.to_string()])
    }),
    ("network-interface.status", |_, seen| {
        of_interfaces(seen, |_| vec!["in-use".to_owned()])
    }),
    ("network-interface.subnet-id", |_, seen| {
        of_interfaces(seen, |eni| vec![eni.subnet.to_string()])
    }),
    ("network-interface.vpc-id", |_, seen| {
        of_interfaces(seen, |eni| vec![eni.vpc.to_string()])
    }),
    ("owner-id", |_, seen| {
        vec![seen.instance.owner.account.to_string()]
    }),
    ("placement-group-name", |_, seen| {
        seen.instance.settings.placement_group.iter().cloned().collect()
    }),
    ("platform", |_, _| Vec::new()),
    ("platform-details", |_, _| vec!["Linux/UNIX".to_owned()]),
    ("private-dns-name", |_, seen| {
        private_dns_name(seen).into_iter().collect()
    }),
    ("private-ip-address", |_, seen| {
        (!seen.ended())
            .then(|| seen.instance.address.to_string())
            .into_iter()
            .collect()
    }),
    ("product-code", |_, _| Vec::new()),
    ("product-code.type", |_, _| Vec::new()),
    ("ramdisk-id", |_, _| Vec::new()),
    ("reason", |_, seen| {
        seen.instance
            .reason
            .iter()
            .map(|(_, text)| text.clone())
            .collect()
    }),
    ("requester-id", |_, _| Vec::new()),
    ("reservation-id", |_, seen| {
        vec![seen.instance.reservation.clone()]
    }),
    ("root-device-name", |_, _| vec![ROOT_DEVICE.to_owned()]),
    ("root-device-type", |_, _| vec!["ebs".to_owned()]),
    ("source-dest-check", |_, seen| {
        seen.primary()
            .iter()
            .map(|eni| eni.source_dest_check.to_string())
            .collect()
    }),
    ("spot-instance-request-id", |_, _| Vec::new()),
    ("state-reason-code", |_, seen| {
        seen.instance
            .reason
            .iter()
            .map(|(code, _)| code.clone())
            .collect()
    }),
    ("state-reason-message", |_, seen| {
        seen.instance
            .reason
            .iter()
            .map(|(_, text)| text.clone())
            .collect()
    }),
    ("subnet-id", |_, seen| {
        (!seen.ended())
            .then(|| seen.instance.subnet.to_string())
            .into_iter()
            .collect()
    }),
    ("tenancy", |_, seen| vec![seen.instance.settings.tenancy.clone()]),
    ("usage-operation", |_, _| vec!["RunInstances".to_owned()]),
    ("virtualization-type", |_, _| vec!["hvm".to_owned()]),
    ("vpc-id", |_, seen| {
        (!seen.ended())
            .then(|| seen.instance.vpc.to_string())
            .into_iter()
            .collect()
    }),
];

fn volumes(seen: &Seen, of: fn(&adit_model::instance::InstanceVolume) -> String) -> Vec<String> {
    seen.instance.volumes.iter().map(of).collect()
}

fn of_interfaces(seen: &Seen, of: fn(&NetworkInterface) -> Vec<String>) -> Vec<String> {
    seen.interfaces.iter().flat_map(|eni| of(eni)).collect()
}

fn private(eni: &NetworkInterface) -> Vec<String> {
    [eni.address]
        .iter()
        .chain(&eni.more.secondary)
        .map(ToString::to_string)
        .collect()
}

fn group_ids(seen: &Seen) -> Vec<String> {
    let groups = seen
        .primary()
        .map(|eni| eni.groups.as_slice())
        .unwrap_or_default();
    groups.iter().map(ToString::to_string).collect()
}

fn group_names(world: &adit_model::World, seen: &Seen) -> Vec<String> {
    let groups = seen
        .primary()
        .map(|eni| eni.groups.as_slice())
        .unwrap_or_default();
    groups
        .iter()
        .filter_map(|id| Some(world.security_groups.get(id)?.name.clone()))
        .collect()
}

fn time(at: time::OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
