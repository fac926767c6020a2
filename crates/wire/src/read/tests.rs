//! Requests as clients send them, and as an attacker would.

use http::Request;
use http::request::Parts;

use super::{MAX_BODY, read};
use crate::{Call, Record, Rejection, Value, record};

mod route53;

/// A request: method, path, headers as `name: value` lines, body.
fn request(method: &str, uri: &str, headers: &[&str]) -> Parts {
    let mut request = Request::builder().method(method).uri(uri);
    for header in headers {
        let (name, value) = header.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    request.body(()).unwrap().into_parts().0
}

fn signed(service: &str) -> String {
    format!(
        "authorization: AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-west-1/{service}/aws4_request, \
         SignedHeaders=host, Signature=0"
    )
}

fn send(service: &str, method: &str, uri: &str, body: &str) -> Result<Call, Rejection> {
    read(
        &request(method, uri, &[&signed(service)]),
        body.as_bytes(),
        "id".to_owned(),
    )
}

fn input(service: &str, method: &str, uri: &str, body: &str) -> (String, Record) {
    let call = send(service, method, uri, body).unwrap_or_else(|rejection| panic!("{}", rejection.error));
    (call.operation.name.to_owned(), call.input)
}

fn refused(service: &str, method: &str, uri: &str, body: &str) -> String {
    send(service, method, uri, body)
        .expect_err("it should be refused")
        .error
        .to_string()
}

fn ec2(body: &str) -> String {
    let body = format!("Version=2016-11-15&{body}");
    send("ec2", "POST", "/", &body).map_or_else(
        |refusal| refusal.error.to_string(),
        |call| call.operation.name.to_owned(),
    )
}

#[test]
fn ec2_fields_are_read_by_their_query_names() {
    let body = "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0%2F16&DryRun=true&\
                TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.2.Key=b&TagSpecification.1.Tag.1.Key=a";
    let (operation, found) = input("ec2", "POST", "/", body);
    assert_eq!(operation, "CreateVpc");
    assert!(found.dry_run());
    let tags = vec![record! { "Key" => "a" }, record! { "Key" => "b" }];
    let specification = record! { "ResourceType" => "vpc", "Tags" => tags };
    let expected = record! { "CidrBlock" => "10.0.0.0/16", "TagSpecifications" => vec![specification], "DryRun" => true };
    assert!(
        expected
            .iter()
            .all(|(name, value)| found.get(name) == Some(value)),
        "{found:?}"
    );

    let get = "/?Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1&X-Amz-Date=20260101T000000Z";
    assert_eq!(
        input("ec2", "GET", get, "").1,
        record! { "VpcIds" => vec!["vpc-1"] }
    );
}

#[test]
fn query_lists_have_members() {
    let body = "Action=CreateListener&Version=2015-12-01&LoadBalancerArn=arn&Port=443&Protocol=HTTPS&\
                DefaultActions.member.1.Type=forward&DefaultActions.member.1.TargetGroupArn=tg&Certificates=";
    let (operation, found) = input("elasticloadbalancing", "POST", "/", body);
    assert_eq!(operation, "CreateListener");
    assert_eq!(found.get("Port"), Some(&Value::Int(443)));
    assert_eq!(found.get("Certificates"), Some(&Value::List(Vec::new())));
    let action = record! { "Type" => "forward", "TargetGroupArn" => "tg" };
    assert_eq!(found.get("DefaultActions"), Some(&Value::from(vec![action])));
}

#[test]
fn json_is_read_by_the_target() {
    let parts = request(
        "POST",
        "/",
        &["x-amz-target: CertificateManager.RequestCertificate"],
    );
    let body = br#"{"DomainName":"a.example.com","SubjectAlternativeNames":["b.example.com"],"Options":null,"New":1}"#;
    let call = read(&parts, body, "id".to_owned()).unwrap();
    assert_eq!(
        (
            call.account.as_str(),
            call.region.as_str(),
            call.access_key.as_str()
        ),
        ("123456789012", "us-east-1", "")
    );
    let expected =
        record! { "DomainName" => "a.example.com", "SubjectAlternativeNames" => vec!["b.example.com"] };
    assert_eq!(call.input, expected);
}

#[test]
fn rest_json_takes_labels_queries_and_a_body() {
    let body = r#"{"stageName":"prod","description":"d","variables":{"a":"b"}}"#;
    let (operation, found) = input("apigateway", "POST", "/restapis/abc/deployments", body);
    assert_eq!(operation, "CreateDeployment");
    assert_eq!(found.text("restApiId"), Some("abc"));
    assert_eq!(
        found.get("variables"),
        Some(&Value::Map(vec![("a".to_owned(), "b".into())]))
    );

    let arn = "/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fabc?tagKeys=a&tagKeys=b";
    let (operation, found) = input("apigateway", "DELETE", arn, "");
    assert_eq!(operation, "UntagResource");
    assert_eq!(
        found.text("resourceArn"),
        Some("arn:aws:apigateway:eu-west-1::/restapis/abc")
    );
    assert_eq!(found.get("tagKeys"), Some(&Value::from(vec!["a", "b"])));

    let (operation, found) = input(
        "apigateway",
        "POST",
        "/restapis?mode=import&basepath=split",
        "{\"openapi\":1}",
    );
    assert_eq!(operation, "ImportRestApi");
    assert_eq!(
        found.get("parameters"),
        Some(&Value::Map(vec![("basepath".to_owned(), "split".into())]))
    );
    assert_eq!(found.get("body"), Some(&Value::Blob(b"{\"openapi\":1}".to_vec())));
}

#[test]
fn rest_xml_reads_the_document_and_the_headers() {
    let body = "<?xml version=\"1.0\"?><VpcOriginEndpointConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
                <Name>a &amp; &#98;</Name><Arn>arn</Arn><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort>\
                <OriginProtocolPolicy>https-only</OriginProtocolPolicy><OriginSslProtocols><Quantity>1</Quantity>\
                <Items><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols></VpcOriginEndpointConfig>";
    let parts = request(
        "PUT",
        "/2020-05-31/vpc-origin/vo_1",
        &["if-match: E1", &signed("cloudfront")],
    );
    let call = read(&parts, body.as_bytes(), "id".to_owned()).unwrap();
    assert_eq!(call.operation.name, "UpdateVpcOrigin");
    assert_eq!(
        (call.input.text("Id"), call.input.text("IfMatch")),
        (Some("vo_1"), Some("E1"))
    );
    let config = record! {
        "Name" => "a & b", "Arn" => "arn", "HTTPPort" => 80, "HTTPSPort" => 443,
        "OriginProtocolPolicy" => "https-only",
        "OriginSslProtocols" => record! { "Quantity" => 1, "Items" => vec!["TLSv1.2"] },
    };
    assert_eq!(
        call.input.get("VpcOriginEndpointConfig"),
        Some(&Value::Record(config))
    );

    let tags = "<TagKeys><Items><Key>a</Key></Items></TagKeys>";
    let uri = "/2020-05-31/tagging?Operation=Untag&Resource=arn:aws:cloudfront::1:distribution/E";
    assert_eq!(input("cloudfront", "POST", uri, tags).0, "UntagResource");
    assert_eq!(
        input("cloudfront", "GET", "/2020-05-31/distribution?MaxItems=5", "").0,
        "ListDistributions"
    );
}

#[test]
fn an_unsigned_request_is_routed_by_what_it_has() {
    let form = "content-type: application/x-www-form-urlencoded";
    let cases: [(&str, &str, &[&str], &str, &str); 5] = [
        (
            "POST",
            "/",
            &[form],
            "Action=DescribeVpcs&Version=2016-11-15",
            "DescribeVpcs",
        ),
        (
            "POST",
            "/",
            &[form, "host: sts.eu-west-1.amazonaws.com"],
            "Action=GetCallerIdentity",
            "GetCallerIdentity",
        ),
        ("GET", "/restapis/a", &["host: 127.0.0.1:4000"], "", "GetRestApi"),
        ("GET", "/2020-05-31/distribution", &[], "", "ListDistributions"),
        (
            "GET",
            "/?Action=GetCallerIdentity&Version=2011-06-15",
            &[],
            "",
            "GetCallerIdentity",
        ),
    ];
    for (method, uri, headers, body, operation) in cases {
        let call = read(&request(method, uri, headers), body.as_bytes(), "id".to_owned()).unwrap();
        assert_eq!(call.operation.name, operation);
    }
}

#[test]
fn what_the_model_lacks_is_named() {
    let classic = "Action=DescribeLoadBalancers&Version=2012-06-01";
    let cases = [
        (
            ("ec2", "POST", "/", "Action=Dance"),
            "InvalidAction: The action Dance is not valid for this web service.",
        ),
        (
            ("ec2", "POST", "/", "Version=2016-11-15"),
            "MissingAction: The request must contain the parameter Action",
        ),
        (
            ("elasticloadbalancing", "POST", "/", classic),
            "InvalidAction: Could not find operation DescribeLoadBalancers for version 2012-06-01",
        ),
        (
            ("apigateway", "GET", "/v2/apis", ""),
            "MissingAuthenticationTokenException: Missing Authentication Token",
        ),
        (
            ("cloudfront", "GET", "/2020-05-31/nothing", ""),
            "UnknownOperationException: The requested operation does not exist.",
        ),
        (
            ("s3", "GET", "/bucket", ""),
            "UnknownOperationException: The service s3 is not supported.",
        ),
        (
            ("ec2", "POST", "/", "Action=CreateFleet&Version=2016-11-15"),
            "UnsupportedOperation: The operation CreateFleet of ec2 is not supported.",
        ),
    ];
    for ((service, method, uri, body), expected) in cases {
        assert_eq!(refused(service, method, uri, body), expected);
    }
}

#[test]
fn ec2_refuses_what_it_does_not_know_or_cannot_convert() {
    let cases = [
        (
            "Action=CreateVpc&CidrBlok=x",
            "UnknownParameter: The parameter CidrBlok is not recognized",
        ),
        (
            "Action=CreateVpc&CidrBlock.1=x",
            "UnknownParameter: The parameter CidrBlock.1 is not recognized",
        ),
        (
            "Action=DescribeVpcs&Filter.1.Nam=x",
            "UnknownParameter: The parameter Filters.1.Nam is not recognized",
        ),
        (
            "Action=DescribeVpcs&MaxResults=many",
            "InvalidParameterValue: Value (many) for parameter maxResults is invalid. It cannot be converted to an Integer.",
        ),
        (
            "Action=DescribeVpcs&VpcId=vpc-1",
            "InvalidParameterValue: Value (vpc-1) for parameter vpcIds is invalid. It cannot be converted to a list.",
        ),
        (
            "Action=CreateVpc&CidrBlock=a&CidrBlock=b",
            "MalformedQueryString: The parameter CidrBlock is given twice.",
        ),
        (
            "Action=CreateVpc&CidrBlock=%zz",
            "MalformedQueryString: The query string contains a syntax error.",
        ),
        (
            "Action=CreateVpc&CidrBlock=%ff",
            "MalformedQueryString: The query string contains a syntax error.",
        ),
        (
            "Action=DescribeVpcs&Filter.1000000.Name=a&Filter.18446744073709551616.Name=b",
            "UnknownParameter: The parameter Filter.18446744073709551616.Name is not recognized",
        ),
        ("Action=DescribeVpcs&Filter.1000000.Name=vpc-id", "DescribeVpcs"),
    ];
    for (body, expected) in cases {
        assert_eq!(ec2(body), expected);
    }
    let deep = format!("Action=DescribeVpcs&Filter{}=x", ".1".repeat(100));
    assert_eq!(
        ec2(&deep),
        "MalformedQueryString: A parameter's name has more than 64 parts."
    );
    assert_eq!(
        ec2(&"a=1&".repeat(30_000)),
        "MalformedQueryString: The request has more than 20000 parameters."
    );
}

#[test]
fn json_that_is_wrong_is_refused_as_serialization() {
    let cases = [
        ("{", "SerializationException: The request body is not valid JSON."),
        (
            "[]",
            "SerializationException: Start of list found where not expected",
        ),
        (
            "{\"name\":1}",
            "SerializationException: NUMBER_VALUE can not be converted to a String",
        ),
        (
            "{\"binaryMediaTypes\":\"a\"}",
            "SerializationException: STRING_VALUE can not be converted to a list",
        ),
        (
            "{\"name\":{}}",
            "SerializationException: Start of structure or map found where not expected.",
        ),
        (
            "{\"minimumCompressionSize\":1.5}",
            "SerializationException: DECIMAL_VALUE can not be converted to an Integer",
        ),
        (
            "{\"name\":\"\u{0}\"}",
            "SerializationException: The request body is not valid JSON.",
        ),
        (
            "{}",
            "ValidationException: 1 validation error detected: Value null at 'createRestApiInput.name' failed to \
             satisfy constraint: Member must not be null",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(refused("apigateway", "POST", "/restapis", body), expected);
    }
    let deep = "[".repeat(100_000);
    assert!(refused("apigateway", "POST", "/restapis", &deep).contains("nested deeper than 64"));
    let wide = format!("[{}0]", "0,".repeat(300_000));
    assert!(refused("apigateway", "POST", "/restapis", &wide).contains("more than 200000 values"));
    let parts = request("POST", "/restapis", &[&signed("apigateway")]);
    let bad = read(&parts, b"{\"name\":\"\xff\"}", "id".to_owned()).unwrap_err();
    assert_eq!(bad.error.code, "SerializationException");
}

#[test]
fn xml_that_is_wrong_is_malformed() {
    let origin = |body: &str| refused("cloudfront", "POST", "/2020-05-31/vpc-origin", body);
    let root = |inner: &str| format!("<CreateVpcOriginRequest>{inner}</CreateVpcOriginRequest>");
    let cases = [
        (String::new(), "MissingBody: This operation requires a body."),
        (
            "<CreateVpcOriginRequest>".to_owned(),
            "MalformedXML: The XML document ends early.",
        ),
        (
            "<CreateVpcOriginRequest><a></b>".to_owned(),
            "MalformedXML: The XML document is not well-formed.",
        ),
        (
            "<Other/>".to_owned(),
            "MalformedXML: The root element must be CreateVpcOriginRequest.",
        ),
        (
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".to_owned(),
            "MalformedXML: A document type is not allowed.",
        ),
        (
            root("&boom;"),
            "MalformedXML: The XML document refers to an unknown entity.",
        ),
        (
            root("&#0;"),
            "MalformedXML: The XML document refers to an unknown entity.",
        ),
        (
            root("\u{1}"),
            "MalformedXML: The XML document has a character that XML does not allow.",
        ),
        ("text".to_owned(), "MalformedXML: Text stands outside the root."),
        (
            "<a/><a/>".to_owned(),
            "MalformedXML: The XML document has more than one root",
        ),
        (
            "<a>".repeat(100_000),
            "MalformedXML: The XML document has more than one root, or is too deep or too large.",
        ),
        (
            root("<VpcOriginEndpointConfig><HTTPPort>x</HTTPPort></VpcOriginEndpointConfig>"),
            "MalformedInput: STRING_VALUE can not be converted to an Integer",
        ),
        (
            root("<VpcOriginEndpointConfig/><VpcOriginEndpointConfig/>"),
            "MalformedXML: The element VpcOriginEndpointConfig is given twice.",
        ),
        (
            root("<Tags><Items><Wrong/></Items></Tags>"),
            "MalformedInput: Unexpected list element Wrong, expected Tag",
        ),
    ];
    for (body, expected) in cases {
        let found = origin(&body);
        assert!(found.starts_with(expected), "{found} for {expected}");
    }
}

#[test]
fn a_body_past_the_limit_is_not_read() {
    let parts = request("POST", "/", &[&signed("ec2")]);
    let refusal = read(&parts, &vec![b'a'; MAX_BODY + 1], "id".to_owned()).unwrap_err();
    assert_eq!(
        (refusal.error.code.as_ref(), refusal.answer().status().as_u16()),
        ("RequestEntityTooLarge", 413)
    );
}
