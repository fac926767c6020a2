//! Route 53's errors. The statuses are the model's where none is given.

use super::errors;
use crate::ApiError;

errors! {
    invalid_input(text) => "InvalidInput", "{text}";
    hosted_zone_not_found(id) => "NoSuchHostedZone", "No hosted zone found with ID: {id}";
    hosted_zone_exists() => "HostedZoneAlreadyExists",
        "A hosted zone has already been created with the specified caller reference.";
    hosted_zone_not_empty() => "HostedZoneNotEmpty",
        "The specified hosted zone contains non-required resource record sets and so cannot be deleted.";
    too_many_hosted_zones() => "TooManyHostedZones", "Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more hosted zones.";
    invalid_domain_name(problem) => "InvalidDomainName", "{problem}";
    top_level_domain(name) => "InvalidDomainName",
        "{name} is a top-level domain, for which no public hosted zone can be created.";
    delegation_set_not_found(id) => "NoSuchDelegationSet", "No delegation set found with ID: {id}";

    // VPCs.
    private_zone_without_vpc() => "InvalidInput",
        "When you're creating a private hosted zone (when you specify true for PrivateZone), you must also specify values for VPCId and VPCRegion.";
    vpc_incomplete() => "InvalidInput", "The VPC must be given by VPCId and VPCRegion.";
    vpc_not_found(vpc) => "InvalidVPCId", "The VPC: {vpc} that you provided is not authorized to make the association.";
    vpc_not_authorized(vpc) => "NotAuthorizedException",
        "The VPC: {vpc} has not authorized to associate with your hosted zone.";
    conflicting_domain(vpc, region, zone) => "ConflictingDomainExists",
        "The VPC {vpc} in region {region} has already been associated with the hosted zone {zone} with the same domain name.";
    public_zone_vpc(zone) => "PublicZoneVPCAssociation",
        "The hosted zone {zone} is public, and a VPC can be associated with private hosted zones only.";
    vpc_association_not_found(vpc, zone) => "VPCAssociationNotFound",
        "The VPC: {vpc} is not associated with the hosted zone {zone}.";
    last_vpc_association() => "LastVPCAssociation", "Cannot remove last VPC association for the private zone";

    // Record sets.
    change_not_found(id) => "NoSuchChange", "Could not find resource with ID: {id}";
    health_check_not_found(id) => "NoSuchHealthCheck", "No health check exists with the specified ID {id}.";
    cidr_collection_not_found(id) => @ 404 "NoSuchCidrCollectionException",
        "The CIDR collection {id} doesn't exist.";
    traffic_policy_instance_not_found(id) => @ 404 "NoSuchTrafficPolicyInstance",
        "No traffic policy instance exists with the specified ID {id}.";
    start_type_without_name() => "InvalidInput", "A record type can be given only together with a record name.";
    start_identifier_without_type() => "InvalidInput",
        "A record identifier can be given only together with a record name and type.";
    invalid_max_items() => "InvalidInput", "The value of maxitems must be a number from 1 on.";
    invalid_marker() => "InvalidInput", "The marker names no hosted zone of this account.";
    invalid_pagination_token() => "InvalidPaginationToken", "The value for nexttoken is not valid.";
    zone_id_without_name() => "InvalidInput", "A hosted zone ID can be given only together with a DNS name.";

    // Tags.
    no_tag_change() => "InvalidInput", "At least one of AddTags and RemoveTagKeys must be given.";
    reserved_tag_key(key) => "InvalidInput", "The tag key {key} is not valid: keys that begin with aws: are reserved.";
    too_many_tags() => "InvalidInput", "A resource can have at most 50 tags.";
    tag_without_key() => "InvalidInput", "Every tag needs a key.";
}

/// What is wrong with a batch, each a sentence; AWS lists them in brackets.
pub fn invalid_change_batch(messages: &[String]) -> ApiError {
    ApiError::new("InvalidChangeBatch", format!("[{}]", messages.join(", "))).with_status(400)
}
