//! An authorizer of a REST API: who is asked whether a caller may pass (api C43-C50).

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorizer {
    pub id: String,
    /// Unique in its API.
    pub name: String,
    pub kind: AuthorizerKind,
    /// User pools.
    pub provider_arns: Vec<String>,
    /// What the caller wants imported and exported definitions to call it; nothing reads it.
    pub auth_type: Option<String>,
    /// The function's invocation.
    pub uri: Option<String>,
    pub credentials: Option<String>,
    pub identity_source: Option<String>,
    pub identity_validation: Option<String>,
    /// Seconds; 0 caches nothing.
    pub result_ttl: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthorizerKind {
    Token,
    Request,
    CognitoUserPools,
}

impl AuthorizerKind {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "TOKEN" => Some(Self::Token),
            "REQUEST" => Some(Self::Request),
            "COGNITO_USER_POOLS" => Some(Self::CognitoUserPools),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "TOKEN",
            Self::Request => "REQUEST",
            Self::CognitoUserPools => "COGNITO_USER_POOLS",
        }
    }

    /// The authorization of the methods that may name such an authorizer.
    pub fn authorization(self) -> &'static str {
        match self {
            Self::Token | Self::Request => "CUSTOM",
            Self::CognitoUserPools => "COGNITO_USER_POOLS",
        }
    }
}
