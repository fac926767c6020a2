//! Constraint errors, in each service's words.

use crate::model::model;
use crate::{Record, Service, record};

fn broken(service: Service, operation: &str, input: &Record) -> String {
    let operation = model(service).operation(operation).unwrap();
    super::check(operation, input).map_or_else(|error| error.to_string(), |()| "sound".to_owned())
}

#[test]
fn the_common_framework_lists_every_violation() {
    let input = record! { "DomainName" => "-", "ValidationMethod" => "FAX" };
    assert_eq!(
        broken(Service::Acm, "RequestCertificate", &input),
        "ValidationException: 2 validation errors detected: Value '-' at 'domainName' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: \
         (\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9]); \
         Value 'FAX' at 'validationMethod' failed to satisfy constraint: \
         Member must satisfy enum value set: [EMAIL, DNS, HTTP]"
    );
    assert_eq!(
        broken(
            Service::Sts,
            "AssumeRole",
            &record! { "RoleArn" => "arn:aws:iam::1:role/x", "RoleSessionName" => "x" }
        ),
        "ValidationError: 1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: \
         Member must have length greater than or equal to 2"
    );
}

#[test]
fn a_list_of_scalars_is_judged_as_a_whole() {
    let types = record! { "types" => vec!["EDGE", "WRONG"] };
    let input = record! { "name" => "x", "endpointConfiguration" => types };
    assert_eq!(
        broken(Service::ApiGateway, "CreateRestApi", &input),
        "ValidationException: 1 validation error detected: Value '[EDGE, WRONG]' at \
         'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: \
         Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]"
    );
    let ip = record! { "types" => vec!["PRIVATE"], "ipAddressType" => "ipv5" };
    assert_eq!(
        broken(
            Service::ApiGateway,
            "CreateRestApi",
            &record! { "name" => "x", "endpointConfiguration" => ip }
        ),
        "ValidationException: 1 validation error detected: Value 'ipv5' at \
         'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: \
         Member must satisfy enum value set: [ipv4, dualstack]"
    );
}

#[test]
fn cloudfront_calls_a_bad_document_malformed() {
    let config =
        record! { "Name" => "x", "Arn" => "a", "HTTPPort" => 80, "OriginProtocolPolicy" => "https-only" };
    assert_eq!(
        broken(
            Service::CloudFront,
            "CreateVpcOrigin",
            &record! { "VpcOriginEndpointConfig" => config }
        ),
        "MalformedXML: 1 validation error detected: Value null at 'vpcOriginEndpointConfig.hTTPSPort' failed to \
         satisfy constraint: Member must not be null"
    );
    assert!(
        broken(
            Service::CloudFront,
            "ListConflictingAliases",
            &record! { "DistributionId" => "E", "Alias" => "a", "MaxItems" => 101 }
        )
        .starts_with("InvalidArgument: 1 validation error detected: Value '101' at 'maxItems'")
    );
}

#[test]
fn ec2_answers_the_first_in_its_own_words() {
    let cases = [
        (
            "CreateSubnet",
            record! {},
            "MissingParameter: The request must contain the parameter VpcId",
        ),
        (
            "DescribeVpcs",
            record! { "MaxResults" => 4 },
            "InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.",
        ),
        (
            "CreateVpc",
            record! { "InstanceTenancy" => "shared" },
            "InvalidParameterValue: Value (shared) for parameter instanceTenancy is invalid. \
             Valid values are: default, dedicated, host.",
        ),
        ("CreateVpc", record! { "CidrBlock" => "10.0.0.0/16" }, "sound"),
    ];
    for (operation, input, expected) in cases {
        assert_eq!(broken(Service::Ec2, operation, &input), expected);
    }
}

#[test]
fn a_message_stays_small_whatever_was_sent() {
    let long = "x".repeat(1_000_000);
    let message = broken(
        Service::Acm,
        "RequestCertificate",
        &record! { "DomainName" => long },
    );
    assert!(message.len() < 2_000, "{}", message.len());
}
