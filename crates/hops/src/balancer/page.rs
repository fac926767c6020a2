//! The answers that a balancer makes itself, byte for byte (api E35).

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE, LOCATION, SERVER};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::date;
use crate::facts::Facts;
use crate::head::{ResponseHead, Tail};
use crate::step::Step;

/// Reason phrases as the pages spell them; 463 and 464 have neither phrase nor page.
const PHRASES: &[(u16, &str)] = &[
    (301, "Moved Permanently"),
    (302, "Found"),
    (400, "Bad Request"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Not Allowed"),
    (408, "Request Time-out"),
    (413, "Request Entity Too Large"),
    (414, "Request-URI Too Large"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Temporarily Unavailable"),
    (504, "Gateway Time-out"),
    (505, "HTTP Version Not Supported"),
];

/// An answer of the balancer's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    status: u16,
    /// `None`: no body, and no type for it.
    content_type: Option<HeaderValue>,
    body: Bytes,
    location: Option<HeaderValue>,
}

impl Page {
    /// The page of an error, or an empty answer where a status has none.
    pub fn of(status: u16) -> Self {
        let body = PHRASES
            .iter()
            .find(|(known, _)| *known == status)
            .map(|(_, phrase)| html(status, phrase));
        Self {
            status,
            content_type: body.is_some().then_some(HeaderValue::from_static("text/html")),
            body: body.map(Bytes::from).unwrap_or_default(),
            location: None,
        }
    }

    pub fn redirect(status: u16, location: HeaderValue) -> Self {
        Self {
            location: Some(location),
            ..Self::of(status)
        }
    }

    pub fn fixed(status: u16, content_type: Option<HeaderValue>, body: Bytes) -> Self {
        Self {
            status,
            content_type,
            body,
            location: None,
        }
    }

    pub fn respond<S>(self, facts: &Facts) -> Step<S> {
        let mut headers = HeaderMap::with_capacity(6);
        headers.insert(SERVER, HeaderValue::from_static("awselb/2.0"));
        headers.insert(DATE, date::header(facts.now));
        if let Some(content_type) = self.content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        headers.insert(CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        headers.insert(CONNECTION, HeaderValue::from_static("keep-alive"));
        if let Some(location) = self.location {
            headers.insert(LOCATION, location);
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY);
        Step::Respond(ResponseHead { status, headers }, Tail::Bytes(self.body))
    }
}

fn html(status: u16, phrase: &str) -> String {
    format!(
        "<html>\r\n<head><title>{status} {phrase}</title></head>\r\n<body>\r\n\
         <center><h1>{status} {phrase}</h1></center>\r\n</body>\r\n</html>\r\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_the_recorded_lengths() {
        let lengths = [
            (301, 134),
            (302, 110),
            (400, 122),
            (403, 118),
            (404, 118),
            (405, 122),
            (408, 132),
            (413, 148),
            (414, 142),
            (500, 142),
            (501, 130),
            (502, 122),
            (503, 162),
            (504, 132),
            (505, 152),
            (463, 0),
            (464, 0),
        ];
        for (status, length) in lengths {
            assert_eq!(Page::of(status).body.len(), length, "{status}");
        }
        assert_eq!(
            Page::of(502).body,
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
        );
    }
}
