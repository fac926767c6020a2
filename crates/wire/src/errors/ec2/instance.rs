//! EC2's errors: instances, their images, volumes and keys, and what follows them.

use super::super::errors;

errors! {
    // Instances, their images, volumes and keys.
    instances_not_found(ids) => "InvalidInstanceID.NotFound", "The instance IDs '{ids}' do not exist";
    image_not_found(id) => "InvalidAMIID.NotFound", "The image id '[{id}]' does not exist";
    snapshot_not_found(id) => "InvalidSnapshot.NotFound", "The snapshot '{id}' does not exist.";
    volume_not_found(id) => "InvalidVolume.NotFound", "The volume '{id}' does not exist.";
    volume_parameter(name, kind) => "InvalidParameterCombination",
        "The parameter {name} is not supported for {kind} volumes.";
    block_device_mapping(text) => "InvalidBlockDeviceMapping", "{text}";
    instance_type_unknown(name) => "InvalidInstanceType",
        "The following supplied instance types do not exist: [{name}]";
    instance_type_not_offered(name, zone) => "Unsupported",
        "Your requested instance type ({name}) is not supported in your requested Availability Zone ({zone}).";
    instance_architecture(of_type, of_image) => "InvalidParameterValue",
        "The architecture '{of_type}' of the specified instance type does not match the architecture '{of_image}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.";
    instance_limit(wanted, most) => "InstanceLimitExceeded",
        "You have requested more instances ({wanted}) than your current instance limit of {most} allows for the specified instance type.";
    instance_level(what) => "InvalidParameterCombination",
        "Network interfaces and {what} may not be specified on the same request";
    instance_profile(value, member) => "InvalidParameterValue",
        "Value ({value}) for parameter iamInstanceProfile.{member} is invalid. Invalid IAM Instance Profile {member}";
    instance_credits(name) => "InvalidParameterCombination",
        "The CPU credit specification is not supported for the instance type '{name}'.";
    instance_cpu(name) => "InvalidParameterCombination",
        "The CPU options are not valid for the instance type '{name}'.";
    instance_cannot(id, verb) => "IncorrectInstanceState",
        "The instance '{id}' is not in a state from which it can be {verb}.";
    instance_not_stopped(id) => "IncorrectInstanceState", "The instance '{id}' is not in the 'stopped' state.";
    instance_protected(id, verb, attribute) => "OperationNotPermitted",
        "The instance '{id}' may not be {verb}. Modify its '{attribute}' instance attribute and try again.";
    instance_hibernation() => "UnsupportedHibernationConfiguration",
        "The instance is not configured for hibernation.";
    instance_not_burstable(id) => "InvalidInstanceID.NotBurstable",
        "The instance '{id}' is not a burstable performance instance.";
    instance_device(device) => "InvalidInstanceAttributeValue", "No device is currently mapped at {device}";
    instance_uefi(id) => "UnsupportedOperation", "The instance '{id}' does not use the UEFI boot mode.";
    attachment_limit(most, name) => "AttachmentLimitExceeded",
        "Interface count exceeds the limit of {most} for {name}.";
    network_interface_taken(id) => "InvalidNetworkInterface.InUse", "Network interface '{id}' is already in use.";
    group_network(group, subnet) => "InvalidParameter",
        "Security group {group} and subnet {subnet} belong to different networks.";
    no_default_subnet(vpc) => "MissingInput",
        "No subnets found for the default VPC '{vpc}'. Please specify a subnet.";
    default_vpc_missing() => "DefaultVpcDoesNotExist", "No default VPC for this user";
    default_subnet_exists(zone, id) => "DefaultSubnetAlreadyExistsInAvailabilityZone",
        "'{id}' is already the default subnet in {zone}.";
    default_subnet_room(vpc) => "InsufficientCidrBlocks",
        "There is no free /20 CIDR block in the default VPC '{vpc}'.";
    key_pair_not_found(name) => "InvalidKeyPair.NotFound", "The key pair '{name}' does not exist";
    key_pair_duplicate(name) => "InvalidKeyPair.Duplicate", "The keypair '{name}' already exists.";
    key_format() => "InvalidKey.Format", "Key is not in valid OpenSSH public key format";

    // Managed prefix lists.
    prefix_list_not_found(id) => "InvalidPrefixListID.NotFound", "The prefix list ID '{id}' does not exist.";
    prefix_list_version(id) => "PrefixListVersionMismatch",
        "The prefix list has the incorrect version number: {id}.";
    prefix_list_full() => "PrefixListMaxEntriesExceeded",
        "You've reached the maximum number of entries for the prefix list.";
    prefix_list_aws_managed(id) => @ 403 "UnauthorizedOperation",
        "You are not authorized to modify the AWS-managed prefix list '{id}'.";
    prefix_list_in_use(id) => "DependencyViolation", "The prefix list '{id}' is in use and cannot be deleted.";
    prefix_list_entry_not_found(cidr) => "InvalidPrefixListModification",
        "The prefix list does not have an entry for {cidr}.";
    prefix_list_entry_duplicate(cidr) => "InvalidPrefixListModification",
        "The prefix list already has an entry for {cidr}.";
    prefix_list_state(id, state) => "IncorrectState",
        "The prefix list '{id}' is in the state {state} and cannot be changed.";
}
