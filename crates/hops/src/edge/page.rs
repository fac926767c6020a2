//! The answers that CloudFront makes itself, byte for byte where they are recorded (cf F).

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE, LOCATION, SERVER, VIA};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::date;
use crate::edge::plan::Distribution;
use crate::edge::response::{POP, X_AMZ_CF_ID, X_AMZ_CF_POP, X_CACHE};
use crate::facts::Facts;
use crate::head::{ResponseHead, Tail};
use crate::request_id;
use crate::step::Fault;

/// An answer of CloudFront's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    status: u16,
    form: Form,
    close: bool,
    /// What X-Cache says, where it is not what the form says.
    mark: Option<&'static str>,
    /// No custom error response stands in for it.
    last: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// cf F1 around a sentence.
    Html(&'static str),
    /// cf E2.
    Xml {
        code: &'static str,
        message: &'static str,
    },
    /// cf F2.
    Short(&'static str),
    Redirect {
        phrase: &'static str,
        location: String,
    },
}

impl Page {
    pub fn html(status: u16, sentence: &'static str) -> Self {
        Self::of(status, Form::Html(sentence))
    }

    pub fn xml(status: u16, code: &'static str, message: &'static str) -> Self {
        Self::of(status, Form::Xml { code, message })
    }

    pub fn short(status: u16, phrase: &'static str) -> Self {
        Self::of(status, Form::Short(phrase))
    }

    pub fn redirect(status: u16, phrase: &'static str, location: String) -> Self {
        Self::of(status, Form::Redirect { phrase, location })
    }

    fn of(status: u16, form: Form) -> Self {
        Self {
            status,
            form,
            close: false,
            mark: None,
            last: false,
        }
    }

    /// `cache` is what X-Cache says (cf C10).
    #[must_use]
    pub fn marked(mut self, cache: &'static str) -> Self {
        self.mark = Some(cache);
        self
    }

    /// The viewer gets this page, whatever custom error responses there are.
    #[must_use]
    pub fn final_word(mut self) -> Self {
        self.last = true;
        self
    }

    pub fn is_final(&self) -> bool {
        self.last
    }

    /// The connection ends with this answer.
    #[must_use]
    pub fn closing(mut self) -> Self {
        self.close = true;
        self
    }

    pub fn render(
        &self,
        facts: &Facts,
        distribution: &Distribution,
        id: &HeaderValue,
    ) -> (ResponseHead, Tail) {
        self.render_as(facts, &distribution.via, id)
    }

    /// For requests that reached no distribution.
    pub fn render_anonymous(&self, facts: &Facts) -> (ResponseHead, Tail) {
        let via =
            HeaderValue::from_static("1.1 00000000000000000000000000000000.cloudfront.net (CloudFront)");
        self.render_as(
            facts,
            &via,
            &request_id::header(&request_id::cloudfront(facts.draw)),
        )
    }

    fn render_as(&self, facts: &Facts, via: &HeaderValue, id: &HeaderValue) -> (ResponseHead, Tail) {
        let text = id.to_str().unwrap_or_default();
        let (body, cache) = match &self.form {
            Form::Html(sentence) => (html(self.status, sentence, text), "Error from cloudfront"),
            Form::Xml { code, message } => (xml(code, message), "Error from cloudfront"),
            Form::Short(phrase) => (short(self.status, phrase), "Error from cloudfront"),
            Form::Redirect { phrase, .. } => (short(self.status, phrase), "Redirect from cloudfront"),
        };
        let cache = self.mark.unwrap_or(cache);
        let body = Bytes::from(body);
        let mut headers = HeaderMap::with_capacity(10);
        headers.insert(SERVER, HeaderValue::from_static("CloudFront"));
        headers.insert(DATE, date::header(facts.now));
        let kind = match &self.form {
            Form::Xml { .. } => "text/xml",
            _ => "text/html",
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        headers.insert(
            CONNECTION,
            HeaderValue::from_static(if self.close { "close" } else { "keep-alive" }),
        );
        if let Form::Redirect { location, .. } = &self.form
            && let Ok(location) = HeaderValue::from_str(location)
        {
            headers.insert(LOCATION, location);
        }
        headers.insert(X_CACHE, HeaderValue::from_static(cache));
        headers.insert(VIA, via.clone());
        headers.insert(
            HeaderName::from_static(X_AMZ_CF_POP),
            HeaderValue::from_static(POP),
        );
        headers.insert(X_AMZ_CF_ID, id.clone());
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY);
        (ResponseHead { status, headers }, Tail::Bytes(body))
    }
}

/// cf F3: which page a failed origin connection shows.
pub fn of_fault(fault: Fault) -> Page {
    const ATTEMPTED: &str = "CloudFront attempted to establish a connection with the origin, but either the attempt failed or the origin closed the connection.";
    match fault {
        Fault::TimedOut | Fault::ReadTimedOut => Page::html(504, ATTEMPTED),
        Fault::Reset => Page::html(502, ATTEMPTED),
        Fault::Refused | Fault::Tls => Page::html(502, "CloudFront wasn't able to connect to the origin."),
        Fault::Unresolved => Page::html(502, "CloudFront wasn't able to resolve the origin domain name."),
    }
}

/// cf F1: LF line ends, nothing behind `</HTML>`.
fn html(status: u16, sentence: &str, id: &str) -> String {
    format!(
        r#"<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">
<TITLE>ERROR: The request could not be satisfied</TITLE>
</HEAD><BODY>
<H1>{status} ERROR</H1>
<H2>The request could not be satisfied.</H2>
<HR noshade size="1px">
{sentence}
We can't connect to the server for this app or website at this time. There might be too much traffic or a configuration error. Try again later, or contact the app or website owner.
<BR clear="all">
If you provide content to customers through CloudFront, you can find steps to troubleshoot and help prevent this error by reviewing the CloudFront documentation.
<BR clear="all">
<HR noshade size="1px">
<PRE>
Generated by cloudfront (CloudFront)
Request ID: {id}
</PRE>
<ADDRESS>
</ADDRESS>
</BODY></HTML>"#
    )
}

/// cf E2.
fn xml(code: &str, message: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>"#
    )
}

/// cf F2: CRLF line ends.
fn short(status: u16, phrase: &str) -> String {
    format!(
        "<html>\r\n<head><title>{status} {phrase}</title></head>\r\n<body>\r\n<center><h1>{status} {phrase}</h1></center>\r\n\
         <hr><center>CloudFront</center>\r\n</body>\r\n</html>\r\n"
    )
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn lengths_are_the_observed_ones() {
        let id = request_id::cloudfront(1);
        for (status, sentence, bytes) in [
            (403, "Request blocked.", 919),
            (
                403,
                "The Amazon CloudFront distribution is configured to block access from your country.",
                986,
            ),
            (403, "Bad request.", 915),
            (502, "CloudFront wasn't able to connect to the origin.", 951),
        ] {
            assert_eq!(html(status, sentence, &id).len(), bytes, "{sentence}");
        }
        assert_eq!(short(301, "Moved Permanently").len(), 167);
        assert_eq!(short(307, "Temporary Redirect").len(), 169);
    }
}
