//! Answers to what never becomes a request, at each door in the shape that AWS's box there uses (cf F2, api E35).

use adit_hops::ResponseHead;
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, SERVER};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::door::Door;

/// The page, after which the connection is closed.
pub(crate) fn page(door: &Door, status: StatusCode) -> (ResponseHead, Bytes) {
    let mut headers = HeaderMap::new();
    let title = format!(
        "{} {}",
        status.as_u16(),
        status.canonical_reason().unwrap_or("Bad Request")
    );
    let (server, kind, body) = match door {
        Door::Public => (
            Some("CloudFront"),
            "text/html",
            html(&title, "<hr><center>CloudFront</center>\r\n"),
        ),
        Door::Balancer { .. } => (Some("awselb/2.0"), "text/html", html(&title, "")),
        Door::Endpoint { .. } => (
            None,
            "application/json",
            "{\"message\":\"Bad Request\"}".to_owned(),
        ),
    };
    if let Some(server) = server {
        headers.insert(SERVER, HeaderValue::from_static(server));
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    (ResponseHead { status, headers }, body.into())
}

fn html(title: &str, foot: &str) -> String {
    format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n{foot}</body>\r\n</html>\r\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_page_has_its_length() {
        // cf F2 gives 167 bytes for `301 Moved Permanently`; this title is six characters shorter, twice.
        let (head, body) = page(&Door::Public, StatusCode::BAD_REQUEST);
        assert_eq!(
            body.len(),
            167 - 2 * ("301 Moved Permanently".len() - "400 Bad Request".len())
        );
        assert_eq!(head.headers.get(SERVER).unwrap(), "CloudFront");
    }
}
