//! What a request says of its signature: key, scope, date, which headers, and the signature itself.

use http::request::Parts;
use time::format_description::well_known::Rfc2822;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use super::BASIC;
use super::canonical::{header, parameter};

/// The longest that a presigned request may last: a week.
const LONGEST: i64 = 604_800;

pub(super) struct Presented {
    pub(super) access_key: String,
    /// `DATE/REGION/SERVICE/aws4_request`.
    pub(super) scope: String,
    pub(super) signed: OffsetDateTime,
    /// In lower case, in the order in which they were signed.
    pub(super) headers: Vec<String>,
    pub(super) signature: Vec<u8>,
    pub(super) token: Option<String>,
    pub(super) place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Header,
    /// A presigned request, good for a while after its date.
    Query {
        lasts: Duration,
    },
}

impl Presented {
    /// `None` for a request that is not signed; an error, a sentence, for one whose signature lacks something.
    pub(super) fn of(parts: &Parts) -> Result<Option<Self>, String> {
        if let Some(value) = parts.headers.get(http::header::AUTHORIZATION) {
            return Self::of_header(parts, value.to_str().unwrap_or_default()).map(Some);
        }
        match parameter(parts, "X-Amz-Signature").or_else(|| parameter(parts, "X-Amz-Algorithm")) {
            Some(_) => Self::of_query(parts).map(Some),
            None => Ok(None),
        }
    }

    fn of_header(parts: &Parts, value: &str) -> Result<Self, String> {
        let (algorithm, fields) = value.split_once(' ').unwrap_or((value, ""));
        check_algorithm(algorithm)?;
        let field = |name: &str| {
            let mut fields = fields.split(',').filter_map(|field| field.trim().split_once('='));
            fields
                .find(|(n, _)| *n == name)
                .map(|(_, value)| value.to_owned())
        };
        let date = header(parts, "x-amz-date").or_else(|| header(parts, "date"));
        let (credential, headers, signature) =
            (field("Credential"), field("SignedHeaders"), field("Signature"));
        let (Some(credential), Some(headers), Some(signature), Some(date)) =
            (&credential, &headers, &signature, &date)
        else {
            return Err(lacks(
                credential.is_some(),
                headers.is_some(),
                signature.is_some(),
                date.is_some(),
            ));
        };
        let token = header(parts, "x-amz-security-token");
        Self::read(credential, headers, signature, date, token, Place::Header)
    }

    fn of_query(parts: &Parts) -> Result<Self, String> {
        let need = |name: &str| {
            parameter(parts, name)
                .filter(|value| !value.is_empty())
                .ok_or_else(|| format!("AWS query-string parameters must include '{name}'."))
        };
        check_algorithm(&need("X-Amz-Algorithm")?)?;
        let (credential, headers) = (need("X-Amz-Credential")?, need("X-Amz-SignedHeaders")?);
        let (signature, date) = (need("X-Amz-Signature")?, need("X-Amz-Date")?);
        let lasts = need("X-Amz-Expires")?
            .parse()
            .ok()
            .filter(|seconds| (1..=LONGEST).contains(seconds))
            .ok_or("X-Amz-Expires must be between 1 and 604800 seconds.")?;
        let place = Place::Query {
            lasts: Duration::seconds(lasts),
        };
        let token = parameter(parts, "X-Amz-Security-Token");
        Self::read(&credential, &headers, &signature, &date, token, place)
    }

    fn read(
        credential: &str,
        headers: &str,
        signature: &str,
        date: &str,
        token: Option<String>,
        place: Place,
    ) -> Result<Self, String> {
        let scoped = credential.split_once('/').filter(|(key, scope)| {
            !key.is_empty() && scope.split('/').count() == 4 && scope.ends_with("/aws4_request")
        });
        let Some((access_key, scope)) = scoped else {
            return Err(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'."
            ));
        };
        let headers: Vec<String> = headers.split(';').map(str::to_ascii_lowercase).collect();
        if !headers.iter().any(|name| name == "host" || name == ":authority") {
            return Err(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".to_owned(),
            );
        }
        let Some(signed) = moment(date) else {
            return Err(format!("Date must be in ISO-8601 'basic format'. Got '{date}'."));
        };
        Ok(Self {
            access_key: access_key.to_owned(),
            scope: scope.to_owned(),
            signed,
            headers,
            // What is no hexadecimal number is nobody's signature.
            signature: unhex(signature).unwrap_or_default(),
            token,
            place,
        })
    }
}

fn check_algorithm(name: &str) -> Result<(), String> {
    match name {
        "AWS4-HMAC-SHA256" => Ok(()),
        name if name.starts_with("AWS4-") => Err(format!("Unsupported AWS 'algorithm': '{name}'.")),
        _ => Err(lacks(false, false, false, false)),
    }
}

/// All that is missing, in AWS's order and words.
fn lacks(credential: bool, headers: bool, signature: bool, date: bool) -> String {
    let parameters = [
        (credential, "Credential"),
        (signature, "Signature"),
        (headers, "SignedHeaders"),
    ];
    let mut text: Vec<String> = parameters
        .iter()
        .filter(|(there, _)| !there)
        .map(|(_, name)| format!("Authorization header requires '{name}' parameter."))
        .collect();
    if !date {
        let either = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
        text.push(either.to_owned());
    }
    text.join(" ")
}

fn moment(text: &str) -> Option<OffsetDateTime> {
    match PrimitiveDateTime::parse(text, BASIC) {
        Ok(time) => Some(time.assume_utc()),
        Err(_) => OffsetDateTime::parse(text, &Rfc2822).ok(),
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        })
        .collect()
}
