//! AWS's published vectors (the SigV4 test suite's signatures, by the suite's names), and what is refused.

use std::time::{Duration as StdDuration, SystemTime};

use adit_model::clock::Clock;

use super::*;

const SECRET: &str = "AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
/// 2015-08-30, 12:36:00, when the suite was signed.
const SIGNED: u64 = 1_440_938_160;
const HOST: (&str, &str) = ("host", "example.amazonaws.com");
const DATE: (&str, &str) = ("x-amz-date", "20150830T123600Z");

struct Stopped(u64);

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + StdDuration::from_secs(self.0)
    }
}

struct Asked<'a> {
    method: &'a str,
    target: &'a str,
    headers: Vec<(&'a str, String)>,
    body: &'a [u8],
    now: u64,
}

impl<'a> Asked<'a> {
    fn get(target: &'a str, headers: &[(&'a str, &str)]) -> Self {
        Self {
            method: "GET",
            target,
            headers: headers.iter().map(|(n, v)| (*n, (*v).to_owned())).collect(),
            body: b"",
            now: SIGNED,
        }
    }

    fn signed(mut self, names: &str, signature: &str) -> Self {
        let scope = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";
        let value =
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders={names}, Signature={signature}");
        self.headers.push(("authorization", value));
        self
    }

    fn at(mut self, now: u64) -> Self {
        self.now = now;
        self
    }

    fn check(&self) -> Result<Option<AccountId>, ApiError> {
        let mut request = http::Request::builder().method(self.method).uri(self.target);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let parts = request.body(()).unwrap().into_parts().0;
        let signatures = Signatures {
            keyring: Keyring::new([SECRET.parse().unwrap()]),
            clock: Arc::new(Stopped(self.now)),
        };
        signatures
            .check(&parts, self.body, &World::default(), Protocol::Query)
            .map(|verified| verified.account)
    }

    #[track_caller]
    fn passes(&self) {
        assert_eq!(self.check(), Ok(None));
    }

    #[track_caller]
    fn refused(&self, code: &str, part: &str) {
        let error = self.check().unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(part), "{error}");
    }
}

fn vanilla() -> Asked<'static> {
    let signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    Asked::get("/", &[HOST, DATE]).signed("host;x-amz-date", signature)
}

#[test]
fn awss_vectors_pass() {
    vanilla().passes();
    for (target, signature) in [
        // get-vanilla-query-order-encoded
        (
            "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        ),
        // get-slash-dot-slash-normalized
        (
            "/./",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        // get-slashes-unnormalized
        (
            "//example//",
            "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5",
        ),
    ] {
        Asked::get(target, &[HOST, DATE])
            .signed("host;x-amz-date", signature)
            .passes();
    }
}

#[test]
fn awss_vectors_of_headers_pass() {
    // get-header-value-trim
    let headers = [
        HOST,
        DATE,
        ("my-header1", " value1"),
        ("my-header2", " \"a   b   c\""),
    ];
    Asked::get("/", &headers)
        .signed(
            "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        )
        .passes();
    // get-header-value-order
    let values = ["value4", "value1", "value3", "value2"].map(|value| ("my-header1", value));
    let headers = [&[HOST, DATE][..], &values].concat();
    Asked::get("/", &headers)
        .signed(
            "host;my-header1;x-amz-date",
            "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
        )
        .passes();
}

fn form() -> Asked<'static> {
    // post-x-www-form-urlencoded
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        HOST,
        DATE,
        ("content-length", "13"),
        (
            "x-amz-content-sha256",
            "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
        ),
    ];
    Asked {
        method: "POST",
        body: b"Param1=value1",
        ..Asked::get("/", &headers)
    }
    .signed(
        "content-length;content-type;host;x-amz-content-sha256;x-amz-date",
        "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
    )
}

#[test]
fn a_body_is_covered() {
    form().passes();
    let mut changed = form();
    changed.body = b"Param1=value2";
    changed.refused("SignatureDoesNotMatch", "Check your AWS Secret Access Key");
}

#[test]
fn a_presigned_request_lasts_as_long_as_it_says() {
    // get-vanilla-query-unreserved
    let target = "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Expires=3600&X-Amz-Signature=8e76a88a7433637b12778d5592799b29ad21ecd6cf6325051c21d86f0acda2bf";
    let asked = |now| Asked::get(target, &[HOST, DATE]).at(now);
    asked(SIGNED).passes();
    asked(SIGNED + 3600).passes();
    asked(SIGNED + 3601).refused("SignatureDoesNotMatch", "Signature expired: 20150830T133600Z");
    let longer = target.replace("Expires=3600", "Expires=7200");
    Asked::get(&longer, &[HOST]).refused("SignatureDoesNotMatch", "does not match");
    let unsigned = target.replace("&X-Amz-Signature=", "&X=");
    Asked::get(&unsigned, &[HOST]).refused("IncompleteSignature", "'X-Amz-Signature'");
}

#[test]
fn a_clock_may_be_a_quarter_of_an_hour_off() {
    for now in [SIGNED - 900, SIGNED + 900] {
        vanilla().at(now).passes();
    }
    vanilla().at(SIGNED + 901).refused(
        "SignatureDoesNotMatch",
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)",
    );
    vanilla().at(SIGNED - 901).refused(
        "SignatureDoesNotMatch",
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T122059Z + 15 min.)",
    );
}

#[test]
fn whatever_was_changed_is_refused() {
    let good = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    let names = "host;x-amz-date";
    let other_host = ("host", "example.amazonaws.org");
    Asked::get("/", &[other_host, DATE])
        .signed(names, good)
        .refused("SignatureDoesNotMatch", "");
    Asked::get("/?a=b", &[HOST, DATE])
        .signed(names, good)
        .refused("SignatureDoesNotMatch", "");
    Asked::get("/a", &[HOST, DATE])
        .signed(names, good)
        .refused("SignatureDoesNotMatch", "");
    let mut posted = vanilla();
    posted.method = "POST";
    posted.refused("SignatureDoesNotMatch", "");
    for signature in ["", "5f", "zz", &good.replace('5', "6")] {
        Asked::get("/", &[HOST, DATE])
            .signed(names, signature)
            .refused("SignatureDoesNotMatch", "");
    }
    let later = ("x-amz-date", "20150831T000000Z");
    Asked::get("/", &[HOST, later])
        .signed(names, good)
        .at(SIGNED + 41_040)
        .refused("SignatureDoesNotMatch", "'20150830' != '20150831'");
}

#[test]
fn what_lacks_something_is_told_what() {
    Asked::get("/", &[HOST]).refused("MissingAuthenticationToken", "");
    for (value, part) in [
        (
            "Basic Zm9v",
            "requires 'Credential' parameter. Authorization header requires 'Signature'",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host",
            "requires 'Signature'",
        ),
        (
            "AWS4-ECDSA-P256-SHA256 Credential=a",
            "Unsupported AWS 'algorithm'",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/aws4_request, SignedHeaders=host, Signature=0",
            "exactly 5 slash-delimited elements",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=date, Signature=0",
            "must be a 'SignedHeader'",
        ),
    ] {
        Asked::get("/", &[HOST, DATE, ("authorization", value)]).refused("IncompleteSignature", part);
    }
    let stranger = "AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0";
    Asked::get("/", &[HOST, DATE, ("authorization", stranger)]).refused("InvalidClientTokenId", "");
    Asked::get("/", &[HOST, ("authorization", stranger)]).refused("IncompleteSignature", "'X-Amz-Date'");
    let mut tokened = vanilla();
    tokened.headers.push(("x-amz-security-token", "x".to_owned()));
    tokened.refused("InvalidClientTokenId", "");
}
