//! Who calls and where: the credential scope of a signed request.
//!
//! The signature itself is not verified here. A scope is `KEY/DATE/REGION/SERVICE/aws4_request`; the asymmetric
//! variant has no region.

use http::request::Parts;

use super::decode::percent;

/// What a credential scope says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) access_key: String,
    pub(super) region: Option<String>,
    pub(super) service: String,
}

/// Signed, but not as a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

impl Scope {
    /// The scope of the `Authorization` header, else of `X-Amz-Credential` in the query; `None` for an unsigned request.
    /// One that means to be signed and is not well formed is nobody's: never the default account's.
    pub(super) fn of(parts: &Parts) -> Result<Option<Scope>, Malformed> {
        if let Some(header) = parts.headers.get(http::header::AUTHORIZATION) {
            if parts.headers.get_all(http::header::AUTHORIZATION).iter().count() > 1 {
                return Err(Malformed);
            }
            let credential = header.to_str().ok().and_then(credential);
            return credential.and_then(Scope::parse).map(Some).ok_or(Malformed);
        }
        let query = parts.uri.query().unwrap_or_default();
        match query
            .split('&')
            .find_map(|pair| pair.strip_prefix("X-Amz-Credential="))
        {
            Some(raw) => percent(raw, true)
                .and_then(|text| Scope::parse(&text))
                .map(Some)
                .ok_or(Malformed),
            None => Ok(None),
        }
    }

    /// The account: an access key id of twelve digits is that account.
    pub(super) fn account(&self) -> Option<&str> {
        let digits = self.access_key.len() == 12 && self.access_key.bytes().all(|byte| byte.is_ascii_digit());
        digits.then_some(self.access_key.as_str())
    }

    fn parse(credential: &str) -> Option<Scope> {
        let mut parts = credential.rsplitn(5, '/');
        if parts.next()? != "aws4_request" {
            return None;
        }
        let service = parts.next()?.to_owned();
        let middle = parts.next()?;
        let rest = (parts.next()?, parts.next());
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        let (access_key, region) = match rest {
            (_, Some(key)) => (key, Some(middle.to_owned())),
            (key, None) => (key, None),
        };
        (plain(access_key) && plain(&service)).then(|| Scope {
            access_key: access_key.to_owned(),
            region,
            service,
        })
    }
}

/// The credential of an `Authorization` header. Its fields are `NAME=VALUE`, each once, between commas: who acts must not
/// depend on how a header that says two things is read.
fn credential(header: &str) -> Option<&str> {
    let (algorithm, fields) = header.split_once(' ')?;
    if !algorithm.starts_with("AWS4-") {
        return None;
    }
    let mut found = None;
    let mut names = Vec::new();
    for field in fields.split(',') {
        let (name, value) = field.trim().split_once('=')?;
        if !["Credential", "SignedHeaders", "Signature"].contains(&name) || names.contains(&name) {
            return None;
        }
        names.push(name);
        if name == "Credential" {
            found = Some(value);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(uri: &str, authorization: Option<&str>) -> Option<Scope> {
        let mut request = http::Request::builder().uri(uri);
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        Scope::of(&request.body(()).unwrap().into_parts().0)
            .ok()
            .flatten()
    }

    #[test]
    fn a_header_that_says_two_things_is_nobodys() {
        let one = "Credential=222222222222/20260101/us-east-1/ec2/aws4_request";
        let other = "Credential=333333333333/20260101/us-east-1/ec2/aws4_request";
        for header in [
            format!("AWS4-HMAC-SHA256 x {one}, {other}, SignedHeaders=host, Signature=0"),
            format!("AWS4-HMAC-SHA256 {one}, {other}, SignedHeaders=host, Signature=0"),
            format!("AWS4-HMAC-SHA256 {one}, SignedHeaders=host, Signature=0, Other=1"),
        ] {
            assert_eq!(scope("/", Some(&header)), None, "{header}");
        }
    }

    #[test]
    fn a_scope_is_read_from_header_or_query() {
        let header = "AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-west-1/ec2/aws4_request, \
                      SignedHeaders=host, Signature=0";
        let found = scope("/", Some(header)).unwrap();
        assert_eq!(found.account(), Some("111122223333"));
        assert_eq!(
            (found.region.as_deref(), found.service.as_str()),
            (Some("eu-west-1"), "ec2")
        );

        let presigned = "/?X-Amz-Credential=AKIA%2F20260101%2Fus-west-2%2Fsts%2Faws4_request";
        let found = scope(presigned, None).unwrap();
        assert_eq!(found.account(), None);
        assert_eq!(found.region.as_deref(), Some("us-west-2"));

        let asymmetric = "AWS4-ECDSA-P256-SHA256 Credential=AKIA/20260101/acm/aws4_request, Signature=0";
        assert_eq!(scope("/", Some(asymmetric)).unwrap().region, None);
    }

    #[test]
    fn what_is_no_scope_is_none() {
        for header in [
            "Basic Zm9v",
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 Credential=a/b/c",
            "AWS4-x Credential=////aws4_request",
        ] {
            assert_eq!(scope("/?X-Amz-Credential=%zz", Some(header)), None, "{header}");
        }
    }
}
