//! Custom domain names, their mappings and their associations.

use adit_model::certificate::{Certificate, CertificateKind, CertificateStatus};
use adit_model::id::CertificateArn;
use adit_model::world::Entity;
use adit_model::{Change, Owner, Region};
use serde_json::{Value, json};

use super::{Caller, patched, text, with};

const POLICY: &str = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}"#;

/// A certificate of the caller's for `*.example.com`.
fn certificate(caller: &mut Caller, region: &str) -> String {
    let arn = format!("arn:aws:acm:{region}:111122223333:certificate/{region}");
    let certificate = Certificate {
        id: CertificateArn::parse(&arn).unwrap(),
        owner: Owner {
            account: caller.account.clone(),
            region: Region::parse(region).unwrap(),
        },
        domain: "*.example.com".to_owned(),
        names: vec!["*.example.com".to_owned()],
        kind: CertificateKind::AmazonIssued,
        status: CertificateStatus::Issued,
        validation_method: None,
        validations: Vec::new(),
        material: None,
        created: caller.now,
        imported: None,
        issued: Some(caller.now),
        key_algorithm: "RSA_2048".to_owned(),
        token: None,
        transparency_logging: true,
        terms: Default::default(),
        tags: Default::default(),
    };
    caller.world.apply(&Change::Put(certificate.wrap()));
    arn
}

fn regional(caller: &mut Caller) -> Value {
    let arn = certificate(caller, "eu-west-1");
    json!({ "domainName": "api.example.com", "regionalCertificateArn": arn, "endpointConfiguration": { "types": ["REGIONAL"] } })
}

fn private(caller: &mut Caller) -> Value {
    let arn = certificate(caller, "eu-west-1");
    let asked = json!({ "domainName": "in.example.com", "certificateArn": arn, "policy": POLICY,
        "endpointConfiguration": { "types": ["PRIVATE"] } });
    let made = caller.call("CreateDomainName", asked);
    with(
        &json!({ "domainName": "in.example.com" }),
        json!({ "domainNameId": made["domainNameId"] }),
    )
}

#[test]
fn a_regional_name_is_made_and_read_back() {
    let mut caller = Caller::new();
    let asked = regional(&mut caller);
    let more = json!({ "regionalCertificateName": "mine", "securityPolicy": "TLS_1_2", "tags": { "a": "b" },
        "mutualTlsAuthentication": { "truststoreUri": "s3://bucket/key", "truststoreVersion": "1" } });
    let made = caller.call("CreateDomainName", with(&asked, more));
    let target = text(&made, "regionalDomainName");
    assert!(target.starts_with("d-") && target.ends_with(".execute-api.eu-west-1.amazonaws.com"));
    let shown = json!({
        "domainName": "api.example.com",
        "regionalDomainName": target,
        "regionalHostedZoneId": "ZLY8HYME6SFDD",
        "regionalCertificateName": "mine",
        "regionalCertificateArn": asked["regionalCertificateArn"],
        "endpointConfiguration": { "types": ["REGIONAL"], "ipAddressType": "ipv4" },
        "domainNameStatus": "AVAILABLE",
        "securityPolicy": "TLS_1_2",
        "tags": { "a": "b" },
        "mutualTlsAuthentication": { "truststoreUri": "s3://bucket/key", "truststoreVersion": "1" },
        "routingMode": "BASE_PATH_MAPPING_ONLY",
    });
    assert_eq!(made, shown);
    let name = json!({ "domainName": "api.example.com" });
    assert_eq!(caller.call("GetDomainName", name.clone()), shown);
    assert_eq!(
        caller.call("GetDomainNames", json!({})),
        json!({ "items": [shown] })
    );
    assert_eq!(
        caller.refused("CreateDomainName", asked),
        "BadRequestException: The domain name you provided already exists."
    );
    let arn = "arn:aws:apigateway:eu-west-1::/domainnames/api.example.com";
    caller.call("TagResource", json!({ "resourceArn": arn, "tags": { "c": "d" } }));
    assert_eq!(
        caller.call("GetTags", json!({ "resourceArn": arn }))["tags"],
        json!({ "a": "b", "c": "d" })
    );
    caller.call("DeleteDomainName", name.clone());
    let missing = "NotFoundException: Invalid domain name identifier specified";
    assert_eq!(caller.refused("GetDomainName", name), missing);
}

#[test]
fn what_a_name_cannot_be() {
    let mut caller = Caller::new();
    let asked = regional(&mut caller);
    certificate(&mut caller, "us-east-1");
    let mut check = |more, expected: &str| {
        let refused = caller.refused("CreateDomainName", with(&asked, more));
        assert!(refused.starts_with(expected), "{refused}");
    };
    let none = "arn:aws:acm:eu-west-1:111122223333:certificate/none";
    check(
        json!({ "domainName": "api" }),
        "BadRequestException: Invalid domain name specified: api",
    );
    check(
        json!({ "domainName": "a.b.example.com" }),
        "BadRequestException: The certificate arn:aws:acm:",
    );
    check(
        json!({ "regionalCertificateArn": none }),
        "BadRequestException: The provided certificate does not exist.",
    );
    check(
        json!({ "regionalCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/us-east-1" }),
        "BadRequestException: Invalid certificate ARN: arn:aws:acm:us-east-1:111122223333:certificate/us-east-1. Certificate must be in 'eu-west-1'.",
    );
    check(
        json!({ "endpointConfiguration": { "types": ["EDGE"] } }),
        "BadRequestException: A certificate was not provided for the endpoint type EDGE.",
    );
    check(
        json!({ "policy": POLICY }),
        "BadRequestException: policy can only be specified for private",
    );
    check(
        json!({ "mutualTlsAuthentication": { "truststoreUri": "https://x" } }),
        "BadRequestException: Invalid truststoreUri",
    );
    check(
        json!({ "certificateBody": "x" }),
        "BadRequestException: The parameter certificateBody is not supported.",
    );
}

#[test]
fn a_name_migrates_from_the_edge() {
    let mut caller = Caller::new();
    let (edge, region) = (
        certificate(&mut caller, "us-east-1"),
        certificate(&mut caller, "eu-west-1"),
    );
    let made = caller.call(
        "CreateDomainName",
        json!({ "domainName": "api.example.com", "certificateArn": edge }),
    );
    assert!(text(&made, "distributionDomainName").ends_with(".cloudfront.net"));
    assert_eq!(made["distributionHostedZoneId"], "Z2FDTNDATAQYW2");
    let name = json!({ "domainName": "api.example.com" });
    let both = json!({ "patchOperations": [
        { "op": "add", "path": "/endpointConfiguration/types", "value": "REGIONAL" },
        { "op": "add", "path": "/regionalCertificateArn", "value": region },
    ] });
    let moved = caller.call("UpdateDomainName", with(&name, both));
    assert_eq!(
        moved["endpointConfiguration"]["types"],
        json!(["EDGE", "REGIONAL"])
    );
    assert!(moved["regionalDomainName"].is_string());
    let alone = caller.call(
        "UpdateDomainName",
        patched(&name, "remove", "/endpointConfiguration/types/EDGE", ""),
    );
    assert_eq!(alone["endpointConfiguration"]["types"], json!(["REGIONAL"]));
    assert!(alone.get("distributionDomainName").is_none() && alone.get("certificateArn").is_none());
    let private = patched(
        &name,
        "replace",
        "/endpointConfiguration/types/REGIONAL",
        "PRIVATE",
    );
    let refused = caller.refused("UpdateDomainName", private);
    assert!(
        refused.contains("private custom domain name cannot be changed"),
        "{refused}"
    );
}

#[test]
fn a_private_name_has_an_id_and_policies() {
    let mut caller = Caller::new();
    let name = private(&mut caller);
    let shown = caller.call("GetDomainName", name.clone());
    let id = text(&shown, "domainNameId");
    let arn = format!("arn:aws:apigateway:eu-west-1:111122223333:/domainnames/in.example.com+{id}");
    assert_eq!(shown["domainNameArn"], json!(arn));
    assert_eq!(
        shown["endpointConfiguration"],
        json!({ "types": ["PRIVATE"], "ipAddressType": "dualstack" })
    );
    assert!(text(&shown, "policy").contains("\"execute-api:Invoke\""));
    let missing = "NotFoundException: Invalid domain name identifier specified";
    assert_eq!(
        caller.refused("GetDomainName", json!({ "domainName": "in.example.com" })),
        missing
    );

    caller.endpoint("vpce-1", "111122223333", "com.amazonaws.eu-west-1.execute-api");
    caller.endpoint("vpce-2", "444455556666", "com.amazonaws.eu-west-1.execute-api");
    let associate = |source: &str| json!({ "domainNameArn": arn, "accessAssociationSourceType": "VPCE", "accessAssociationSource": source });
    let made = caller.call("CreateDomainNameAccessAssociation", associate("vpce-1"));
    let association = text(&made, "domainNameAccessAssociationArn");
    assert!(association.ends_with(&format!("/domainname/in.example.com+{id}/vpcesource/vpce-1")));
    let listed = caller.call(
        "GetDomainNameAccessAssociations",
        json!({ "resourceOwner": "SELF" }),
    );
    assert_eq!(listed, json!({ "items": [made] }));
    let refused = caller.refused("CreateDomainNameAccessAssociation", associate("vpce-2"));
    assert!(refused.contains("Invalid VPC endpoint identifier"), "{refused}");

    let other = adit_model::AccountId::parse("444455556666").unwrap();
    let mine = std::mem::replace(&mut caller.account, other.clone());
    let refused = caller.refused("CreateDomainNameAccessAssociation", associate("vpce-2"));
    assert!(refused.contains("Invalid domain name ARN"), "{refused}");
    caller.account = mine.clone();
    let share = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"apigateway:CreateAccessAssociation","Resource":"*"}]}"#;
    let updated = caller.call(
        "UpdateDomainName",
        patched(&name, "replace", "/managementPolicy", share),
    );
    assert!(text(&updated, "managementPolicy").contains("CreateAccessAssociation"));
    caller.account = other;
    let theirs = caller.call("CreateDomainNameAccessAssociation", associate("vpce-2"));
    assert_eq!(
        caller.call("GetDomainNames", json!({ "resourceOwner": "OTHER_ACCOUNTS" }))["items"][0]["domainNameArn"],
        json!(arn)
    );
    caller.account = mine;
    let listed = caller.call(
        "GetDomainNameAccessAssociations",
        json!({ "resourceOwner": "OTHER_ACCOUNTS" }),
    );
    assert_eq!(listed, json!({ "items": [theirs] }));
    let refused = caller.refused("DeleteDomainName", name.clone());
    assert!(refused.contains("access associations"), "{refused}");
    let theirs = text(&theirs, "domainNameAccessAssociationArn");
    caller.call(
        "RejectDomainNameAccessAssociation",
        json!({ "domainNameAccessAssociationArn": theirs, "domainNameArn": arn }),
    );
    caller.call(
        "DeleteDomainNameAccessAssociation",
        json!({ "domainNameAccessAssociationArn": association }),
    );
    caller.call("DeleteDomainName", name);
}

#[test]
fn paths_are_mapped_to_stages() {
    let mut caller = Caller::new();
    let asked = regional(&mut caller);
    caller.call("CreateDomainName", asked);
    let (api, _) = caller.mock("REGIONAL");
    caller.call("CreateDeployment", json!({ "restApiId": api, "stageName": "v1" }));
    let name = json!({ "domainName": "api.example.com" });
    let root = with(&name, json!({ "restApiId": api, "stage": "v1" }));
    let made = caller.call("CreateBasePathMapping", root.clone());
    assert_eq!(
        made,
        json!({ "basePath": "(none)", "restApiId": api, "stage": "v1" })
    );
    assert_eq!(
        caller.refused("CreateBasePathMapping", root),
        "ConflictException: Base path already exists for this domain name"
    );
    let pets = caller.call(
        "CreateBasePathMapping",
        with(&name, json!({ "basePath": "pets", "restApiId": api })),
    );
    assert_eq!(pets, json!({ "basePath": "pets", "restApiId": api }));
    assert_eq!(
        caller.call("GetBasePathMappings", name.clone()),
        json!({ "items": [made, pets] })
    );
    let mut check = |more, expected: &str| {
        let refused = caller.refused("CreateBasePathMapping", with(&name, more));
        assert!(refused.starts_with(expected), "{refused}");
    };
    check(
        json!({ "basePath": "a/b", "restApiId": api }),
        "BadRequestException: API Gateway V1 doesn't support the slash",
    );
    check(
        json!({ "basePath": "a", "restApiId": "none" }),
        "BadRequestException: Invalid REST API identifier specified",
    );
    check(
        json!({ "basePath": "a", "restApiId": api, "stage": "none" }),
        "BadRequestException: Invalid stage identifier specified",
    );
    let one = with(&name, json!({ "basePath": "pets" }));
    let moved = caller.call(
        "UpdateBasePathMapping",
        patched(&one, "replace", "/basePath", "cats"),
    );
    assert_eq!(moved["basePath"], "cats");
    let one = with(&name, json!({ "basePath": "cats" }));
    assert_eq!(
        caller.call("UpdateBasePathMapping", patched(&one, "replace", "/stage", "v1"))["stage"],
        "v1"
    );
    assert_eq!(caller.call("GetBasePathMapping", one.clone())["stage"], "v1");
    let refused = caller.refused("DeleteRestApi", json!({ "restApiId": api }));
    assert!(refused.contains("remove all base path mappings"), "{refused}");
    caller.call("DeleteBasePathMapping", one.clone());
    assert_eq!(
        caller.refused("GetBasePathMapping", one),
        "NotFoundException: Invalid base path mapping identifier specified"
    );
    caller.call(
        "DeleteBasePathMapping",
        with(&name, json!({ "basePath": "(none)" })),
    );
    caller.call("DeleteRestApi", json!({ "restApiId": api }));
}

#[test]
fn private_names_map_private_apis() {
    let mut caller = Caller::new();
    let name = private(&mut caller);
    let (public, _) = caller.api("REGIONAL");
    let (api, _) = caller.api("PRIVATE");
    let refused = caller.refused(
        "CreateBasePathMapping",
        with(&name, json!({ "restApiId": public })),
    );
    assert!(
        refused.contains("A REGIONAL API cannot be mapped to a PRIVATE domain name"),
        "{refused}"
    );
    caller.call("CreateBasePathMapping", with(&name, json!({ "restApiId": api })));
    let convert = patched(
        &json!({ "restApiId": api }),
        "replace",
        "/endpointConfiguration/types/PRIVATE",
        "REGIONAL",
    );
    let refused = caller.refused("UpdateRestApi", convert);
    assert!(
        refused.contains("endpoint type of an API that is mapped"),
        "{refused}"
    );
}
