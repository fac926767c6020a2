//! Design A: a public regional API behind a distribution, guarded by a secret that the distribution sends.
//!
//! The secret stands in Referer, since a resource policy can see no header of one's own choice (api B15).

use serde_json::{Value, json};

use crate::demo::REGION;
use crate::demo::attempt::Attempt;
use crate::demo::aws::{Aws, member};
use crate::demo::omit::Omit;

const SECRET: &str = "secure-access";

pub(crate) struct DesignA {
    open_domain: String,
    open_api: String,
    domain: String,
    api: String,
}

pub(crate) fn build(aws: &Aws, global: &Aws, omit: Option<Omit>) -> anyhow::Result<DesignA> {
    let regional = json!({ "types": ["REGIONAL"] });
    let hello = r#"{"message":"hello from a regional API"}"#;
    // Step 1: nothing but the distribution in front.
    let open_api = mock_api(aws, "demo-a-step-1", &regional, None, hello)?;
    let open_domain = distribution(global, "demo-a-step-1", &custom_origin(&open_api, &[]), omit)?;
    // Step 2: the secret header and a policy that asks for it.
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" },
        { "Sid": "OnlyWithTheSecret", "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
          "Condition": { "StringNotEquals": { "aws:Referer": SECRET } } },
    ]});
    let policy = (omit != Some(Omit::RefererPolicy)).then_some(&policy);
    let api = mock_api(aws, "demo-a-step-2", &regional, policy, hello)?;
    let secret: &[(&str, &str)] = if omit == Some(Omit::RefererHeader) {
        &[]
    } else {
        &[("Referer", SECRET)]
    };
    let domain = distribution(global, "demo-a-step-2", &custom_origin(&api, secret), omit)?;
    Ok(DesignA {
        open_domain,
        open_api,
        domain,
        api,
    })
}

fn custom_origin(api: &str, headers: &[(&str, &str)]) -> String {
    format!(
        "<DomainName>{api}.execute-api.{REGION}.amazonaws.com</DomainName><OriginPath/>{}<CustomOriginConfig>\
         <HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort><OriginProtocolPolicy>https-only</OriginProtocolPolicy>\
         <OriginSslProtocols><Quantity>1</Quantity><Items><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols>\
         <OriginReadTimeout>30</OriginReadTimeout><OriginKeepaliveTimeout>5</OriginKeepaliveTimeout></CustomOriginConfig>",
        custom_headers(headers)
    )
}

/// The origin's custom headers, in CloudFront's XML.
pub(crate) fn custom_headers(headers: &[(&str, &str)]) -> String {
    if headers.is_empty() {
        return "<CustomHeaders><Quantity>0</Quantity></CustomHeaders>".to_owned();
    }
    let item = |(name, value): &(&str, &str)| {
        format!(
            "<OriginCustomHeader><HeaderName>{name}</HeaderName><HeaderValue>{value}</HeaderValue></OriginCustomHeader>"
        )
    };
    let items: String = headers.iter().map(item).collect();
    format!(
        "<CustomHeaders><Quantity>{}</Quantity><Items>{items}</Items></CustomHeaders>",
        headers.len()
    )
}

/// A distribution over one origin: HTTPS only, viewers in Ireland and the United Kingdom, nothing cached, every header
/// but Host forwarded. Returns its domain name.
pub(crate) fn distribution(
    global: &Aws,
    reference: &str,
    origin: &str,
    omit: Option<Omit>,
) -> anyhow::Result<String> {
    let geo = if omit == Some(Omit::GeoRestriction) {
        "<RestrictionType>none</RestrictionType><Quantity>0</Quantity>"
    } else {
        "<RestrictionType>whitelist</RestrictionType><Quantity>2</Quantity><Items><Location>IE</Location><Location>GB</Location></Items>"
    };
    let protocol = if omit == Some(Omit::ViewerProtocol) {
        "allow-all"
    } else {
        "https-only"
    };
    let body = format!(
        "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><CallerReference>{reference}</CallerReference>\
         <Origins><Quantity>1</Quantity><Items><Origin><Id>origin</Id>{origin}</Origin></Items></Origins>\
         <DefaultCacheBehavior><TargetOriginId>origin</TargetOriginId><ViewerProtocolPolicy>{protocol}</ViewerProtocolPolicy>\
         <AllowedMethods><Quantity>2</Quantity><Items><Method>GET</Method><Method>HEAD</Method></Items></AllowedMethods>\
         <CachePolicyId>4135ea2d-6df8-44a3-9df3-4b5a84be39ad</CachePolicyId>\
         <OriginRequestPolicyId>b689b0a8-53d0-40ab-baf2-68738e2966ac</OriginRequestPolicyId></DefaultCacheBehavior>\
         <Comment>{reference}</Comment><PriceClass>PriceClass_100</PriceClass><Enabled>true</Enabled>\
         <Restrictions><GeoRestriction>{geo}</GeoRestriction></Restrictions></DistributionConfig>"
    );
    global
        .cloudfront("POST", "/distribution", &body)?
        .tag("DomainName")
}

/// A REST API with a MOCK `GET /hello`, deployed to stage `v1`. Returns its id.
pub(crate) fn mock_api(
    aws: &Aws,
    name: &str,
    endpoint: &Value,
    policy: Option<&Value>,
    answer: &str,
) -> anyhow::Result<String> {
    let policy = policy.map(ToString::to_string);
    let request = match policy {
        Some(policy) => json!({ "name": name, "endpointConfiguration": endpoint, "policy": policy }),
        None => json!({ "name": name, "endpointConfiguration": endpoint }),
    };
    let created = aws.apigateway("POST", "/restapis", &request)?;
    let (api, root) = (member(&created, "id")?, member(&created, "rootResourceId")?);
    let resource = aws.apigateway(
        "POST",
        &format!("/restapis/{api}/resources/{root}"),
        &json!({ "pathPart": "hello" }),
    )?;
    let resource = member(&resource, "id")?;
    let method = format!("/restapis/{api}/resources/{resource}/methods/GET");
    aws.apigateway("PUT", &method, &json!({ "authorizationType": "NONE" }))?;
    aws.apigateway("PUT", &format!("{method}/responses/200"), &json!({}))?;
    let templates = json!({ "application/json": r#"{"statusCode": 200}"# });
    aws.apigateway(
        "PUT",
        &format!("{method}/integration"),
        &json!({ "type": "MOCK", "requestTemplates": templates }),
    )?;
    let templates = json!({ "application/json": answer });
    aws.apigateway(
        "PUT",
        &format!("{method}/integration/responses/200"),
        &json!({ "responseTemplates": templates }),
    )?;
    aws.apigateway(
        "POST",
        &format!("/restapis/{api}/deployments"),
        &json!({ "stageName": "v1" }),
    )?;
    Ok(api)
}

impl DesignA {
    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        let host = |api: &str| format!("https://{api}.execute-api.{REGION}.amazonaws.com/v1/hello");
        let base = Attempt {
            design: 'A',
            what: String::new(),
            from: "internet-IE".to_owned(),
            url: String::new(),
            headers: Vec::new(),
            verify: true,
            expected: Some(200),
            decision: "integration",
        };
        let referer = vec![("Referer".to_owned(), SECRET.to_owned())];
        let row = |what: &str, url: String| Attempt {
            what: what.to_owned(),
            url,
            ..base.clone()
        };
        let edge = format!("https://{}/v1/hello", self.domain);
        vec![
            row(
                "step 1: edge from internet-IE",
                format!("https://{}/v1/hello", self.open_domain),
            ),
            row("step 1: straight at the API (the hole)", host(&self.open_api)),
            row("step 2: edge from internet-IE", edge.clone()),
            Attempt {
                from: "internet-US".to_owned(),
                expected: Some(403),
                decision: "geo-restriction",
                ..row("step 2: edge from internet-US", edge)
            },
            Attempt {
                expected: Some(403),
                decision: "viewer-protocol",
                ..row(
                    "step 2: edge over HTTP",
                    format!("http://{}/v1/hello", self.domain),
                )
            },
            Attempt {
                expected: Some(403),
                decision: "resource-policy",
                ..row("step 2: straight at the API", host(&self.api))
            },
            Attempt {
                headers: referer,
                ..row("step 2: straight, who knows the secret", host(&self.api))
            },
        ]
    }
}
