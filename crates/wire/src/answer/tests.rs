//! Answers and refusals, byte for byte.

use http::Response;
use time::macros::datetime;

use super::{answer, refuse};
use crate::model::model;
use crate::{ApiError, Call, Record, Service, Value, conformance, errors, record};

fn call(service: Service, operation: &str) -> Call {
    Call {
        service,
        operation: model(service).operation(operation).unwrap(),
        account: "123456789012".to_owned(),
        region: "eu-west-1".to_owned(),
        access_key: String::new(),
        request_id: "req".to_owned(),
        input: Record::new(),
    }
}

/// Status, headers but the request id, body.
fn shown(response: &Response<bytes::Bytes>) -> String {
    let mut out = response.status().as_u16().to_string();
    assert_eq!(response.headers()["x-amzn-requestid"], "req");
    for (name, value) in response
        .headers()
        .iter()
        .filter(|(name, _)| *name != "x-amzn-requestid")
    {
        out.push_str(&format!("\n{name}: {}", value.to_str().unwrap()));
    }
    let body = std::str::from_utf8(response.body()).unwrap();
    out.push_str(&format!(
        "\n{}",
        body.trim_start_matches("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    ));
    out
}

fn answered(service: Service, operation: &str, output: &Record) -> String {
    let call = call(service, operation);
    assert_eq!(conformance(call.operation, output), Ok(()));
    shown(&answer(&call, output))
}

fn refused(service: Service, operation: &str, error: &ApiError) -> String {
    shown(&refuse(&call(service, operation), error))
}

#[test]
fn ec2_answers_with_items() {
    let vpc = record! { "VpcId" => "vpc-1", "IsDefault" => false, "Tags" => vec![record! { "Key" => "<", "Value" => "&" }] };
    assert_eq!(
        answered(Service::Ec2, "DescribeVpcs", &record! { "Vpcs" => vec![vpc] }),
        "200\ncontent-type: text/xml;charset=UTF-8\n\
         <DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>req</requestId>\
         <vpcSet><item><isDefault>false</isDefault><tagSet><item><key>&lt;</key><value>&amp;</value></item></tagSet>\
         <vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>"
    );
    assert_eq!(
        answered(Service::Ec2, "DeleteVpc", &record! {}),
        "200\ncontent-type: text/xml;charset=UTF-8\n\
         <DeleteVpcResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>req</requestId>\
         <return>true</return></DeleteVpcResponse>"
    );
}

#[test]
fn query_answers_with_a_result() {
    let group = record! { "TargetGroupArn" => "arn", "LoadBalancerArns" => Vec::<String>::new() };
    assert_eq!(
        answered(
            Service::Elbv2,
            "DescribeTargetGroups",
            &record! { "TargetGroups" => vec![group] }
        ),
        "200\ncontent-type: text/xml\n\
         <DescribeTargetGroupsResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\">\
         <DescribeTargetGroupsResult><TargetGroups><member><TargetGroupArn>arn</TargetGroupArn><LoadBalancerArns>\
         </LoadBalancerArns></member></TargetGroups></DescribeTargetGroupsResult>\
         <ResponseMetadata><RequestId>req</RequestId></ResponseMetadata></DescribeTargetGroupsResponse>"
    );
}

#[test]
fn json_answers_in_the_models_order() {
    let certificate = record! { "Status" => "ISSUED", "CertificateArn" => "arn", "CreatedAt" => datetime!(2025-01-01 0:00 UTC) };
    assert_eq!(
        answered(
            Service::Acm,
            "DescribeCertificate",
            &record! { "Certificate" => certificate }
        ),
        "200\ncontent-type: application/x-amz-json-1.1\n\
         {\"Certificate\":{\"CertificateArn\":\"arn\",\"CreatedAt\":1735689600,\"Status\":\"ISSUED\"}}"
    );
    let api = record! { "id" => "abc", "policy" => "{\\\"Version\\\"}", "disableExecuteApiEndpoint" => true };
    assert_eq!(
        answered(Service::ApiGateway, "CreateRestApi", &api),
        "201\ncontent-type: application/json\n\
         {\"id\":\"abc\",\"policy\":\"{\\\\\\\"Version\\\\\\\"}\",\"disableExecuteApiEndpoint\":true}"
    );
    assert_eq!(
        answered(Service::ApiGateway, "DeleteRestApi", &record! {}),
        "202\n"
    );
}

#[test]
fn rest_xml_answers_with_headers_and_a_document() {
    let origin = record! { "Id" => "vo_1", "CreatedTime" => datetime!(2025-01-01 0:00 UTC) };
    let output = record! { "VpcOrigin" => origin, "ETag" => "E1", "Location" => "https://x/vo_1" };
    assert_eq!(
        answered(Service::CloudFront, "CreateVpcOrigin", &output),
        "202\ncontent-type: text/xml\nlocation: https://x/vo_1\netag: E1\n\
         <VpcOrigin xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Id>vo_1</Id>\
         <CreatedTime>2025-01-01T00:00:00.000Z</CreatedTime></VpcOrigin>"
    );
    assert_eq!(
        answered(Service::CloudFront, "DeleteDistribution", &record! {}),
        "204\n"
    );
    let function =
        record! { "FunctionCode" => b"code".to_vec(), "ContentType" => "application/octet-stream" };
    assert_eq!(
        answered(Service::CloudFront, "GetFunction", &function),
        "200\ncontent-type: application/octet-stream\ncode"
    );
}

#[test]
fn each_protocol_refuses_in_its_own_shape() {
    assert_eq!(
        refused(Service::Ec2, "DeleteVpc", &errors::ec2::vpc_not_found("vpc-1")),
        "400\ncontent-type: text/xml;charset=UTF-8\n<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code>\
         <Message>The vpc ID 'vpc-1' does not exist</Message></Error></Errors><RequestID>req</RequestID></Response>"
    );
    assert_eq!(
        refused(Service::Elbv2, "DeleteRule", &errors::elbv2::prior_request()),
        "429\ncontent-type: text/xml\n\
         <ErrorResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\"><Error>\
         <Type>Sender</Type><Code>PriorRequestNotComplete</Code><Message>A prior request on this resource has not been \
         completed. Try again later</Message></Error><RequestId>req</RequestId></ErrorResponse>"
    );
    assert_eq!(
        refused(
            Service::CloudFront,
            "GetDistribution",
            &errors::cloudfront::no_such_distribution()
        ),
        "404\ncontent-type: text/xml\n\
         <ErrorResponse xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Error><Type>Sender</Type>\
         <Code>NoSuchDistribution</Code><Message>The specified distribution does not exist.</Message></Error>\
         <RequestId>req</RequestId></ErrorResponse>"
    );
    assert_eq!(
        refused(
            Service::ApiGateway,
            "CreateStage",
            &errors::apigateway::stage_exists()
        ),
        "409\nx-amzn-errortype: ConflictException\ncontent-type: application/json\n{\"message\":\"Stage already exists\"}"
    );
    assert_eq!(
        refused(
            Service::Acm,
            "DescribeCertificate",
            &errors::internal_failure(Service::Acm)
        ),
        "500\nx-amzn-errortype: InternalServerException\ncontent-type: application/x-amz-json-1.1\n\
         {\"__type\":\"InternalServerException\",\"message\":\"The request processing has failed because of an unknown \
         error, exception or failure.\"}"
    );
}

#[test]
fn an_output_that_the_model_lacks_is_found() {
    let operation = call(Service::Ec2, "DescribeVpcs").operation;
    let cases = [
        (
            record! { "Vpc" => "x" },
            "DescribeVpcs.Vpc: shape `DescribeVpcsResult` has no such member",
        ),
        (
            record! { "Vpcs" => vec![record! { "VpcId" => 1 }] },
            "DescribeVpcs.Vpcs[].VpcId: a integer is given where the shape is `String`",
        ),
        (
            record! { "Vpcs" => vec![record! { "State" => "gone" }] },
            "DescribeVpcs.Vpcs[].State: `gone` is no value of the enum `VpcState`",
        ),
    ];
    for (output, expected) in cases {
        assert_eq!(conformance(operation, &output), Err(expected.to_owned()));
    }
}

#[test]
fn no_text_breaks_a_document_or_a_header() {
    let hostile = "]]>\u{0}\u{b}\r\n\"<&>\u{ffff}";
    let vpc = record! { "VpcId" => hostile };
    let body = answered(Service::Ec2, "DescribeVpcs", &record! { "Vpcs" => vec![vpc] });
    assert!(
        body.contains("]]&gt;\u{fffd}\u{fffd}&#xD;\n&quot;&lt;&amp;&gt;\u{fffd}"),
        "{body}"
    );
    let call = call(Service::CloudFront, "GetVpcOrigin");
    let response = answer(&call, &record! { "ETag" => "a\r\nb: c" });
    assert!(!response.headers().contains_key("etag"));
    assert_eq!(Value::from("x").kind(), "string");
}
