//! A custom domain name of API Gateway, with the APIs that stand under its base paths (api A.6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::{DomainNameAccessAssociationArn, DomainNameKey, RestApiId, VpcEndpointId};
use crate::rest_api::EndpointType;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainName {
    pub id: DomainNameKey,
    pub owner: Owner,
    /// As asked for, such as `api.example.com`.
    pub name: String,
    /// What tells private names apart, which need not be unique; public ones have none.
    pub domain_name_id: Option<String>,
    /// One, or EDGE and REGIONAL while a name migrates.
    pub endpoint_types: Vec<EndpointType>,
    pub ip_address_type: String,
    /// Of the edge or private endpoint.
    pub certificate: Option<DomainCertificate>,
    pub regional_certificate: Option<DomainCertificate>,
    /// `d-....execute-api.{region}.amazonaws.com`
    pub regional_domain_name: Option<String>,
    /// `d....cloudfront.net`
    pub distribution_domain_name: Option<String>,
    pub security_policy: String,
    pub endpoint_access_mode: Option<String>,
    pub mutual_tls: Option<MutualTls>,
    pub ownership_verification_certificate: Option<String>,
    /// Who may invoke a private name, as JSON.
    pub policy: Option<String>,
    /// Who may make access associations with a private name, as JSON.
    pub management_policy: Option<String>,
    pub routing_mode: String,
    /// By base path; `(none)` is the empty one.
    pub mappings: BTreeMap<String, BasePathMapping>,
    pub created: OffsetDateTime,
    pub updated: OffsetDateTime,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainCertificate {
    pub name: Option<String>,
    pub arn: Option<String>,
    pub uploaded: OffsetDateTime,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutualTls {
    pub truststore_uri: String,
    pub truststore_version: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasePathMapping {
    pub api: RestApiId,
    /// Without one, the caller's path names the stage.
    pub stage: Option<String>,
}

/// A VPC endpoint through which a private name may be invoked (api A36).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainNameAccessAssociation {
    pub id: DomainNameAccessAssociationArn,
    pub owner: Owner,
    pub domain_name: DomainNameKey,
    pub domain_name_arn: String,
    pub endpoint: VpcEndpointId,
    pub created: OffsetDateTime,
    pub tags: Tags,
}

impl DomainName {
    /// The management ARN: a private one has its account and its id.
    pub fn arn(&self) -> String {
        let (region, name) = (&self.owner.region, &self.name);
        match &self.domain_name_id {
            Some(id) => format!(
                "arn:aws:apigateway:{region}:{}:/domainnames/{name}+{id}",
                self.owner.account
            ),
            None => format!("arn:aws:apigateway:{region}::/domainnames/{name}"),
        }
    }

    pub fn is_private(&self) -> bool {
        self.domain_name_id.is_some()
    }
}
