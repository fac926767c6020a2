//! The two designs that Adit carries and compares, as worlds.

/// A: policy in front of a public endpoint. A regional API whose resource policy wants the secret that the distribution
/// sends; of the two secret headers only `Referer` can be seen by a policy (api B15).
pub fn design_a() -> &'static str {
    r#"
api api0000002 regional
  policy {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"StringNotEquals":{"aws:Referer":"secure-access"}}}]}
  GET /hello mock 200 {"message":"hello"}
  deploy v1
distribution EDESIGNA d222222abcdef8.cloudfront.net
  origin api api0000002.execute-api.eu-west-1.amazonaws.com https-only path /v1
  header X-Custom-Header secure-access
  header Referer secure-access
  default api https-only
  geo allow IE GB
  price-class PriceClass_100
"#
}

/// B: no public endpoint. Distribution, VPC origin, internal balancer, endpoint, private API; a request for `/v1/hello`
/// is answered `{"message":"hello"}`.
pub fn design_b() -> &'static str {
    r#"
vpc vpc-a 10.0.0.0/16
igw igw-a
subnet subnet-a 10.0.1.0/24
subnet subnet-b 10.0.2.0/24
sg sg-alb
  in tcp 443 from cloudfront
  out tcp 443 to sg-endpoint
sg sg-endpoint
  in tcp 443 from sg-alb
endpoint vpce-a with sg-endpoint
target-group tg-api https 443
  target endpoint vpce-a
  health matcher 200,403
certificate cert-origin origin.example.com
alb web internal with sg-alb
  listener https 443 certificate cert-origin forward tg-api
api api0000001 private endpoints vpce-a
  policy {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-a"}}}]}
  GET /hello mock 200 {"message":"hello"}
  deploy v1
vpc-origin vo_a to web https-only
distribution EDESIGNB d111111abcdef8.cloudfront.net
  origin api origin.example.com vpc-origin vo_a
  header x-apigw-api-id api0000001
  default api redirect-to-https no-cache origin-request all-viewer-except-host
"#
}
