//! Path templates of REST operations: `/restapis/{restapi_id}/stages`, `/distribution?WithTags`.

use super::decode::percent;
use crate::Service;

/// A parsed `requestUri`.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Segment>,
    /// Parts of the query that tell operations apart: a name, and a value where the template has one.
    query: Vec<(String, Option<String>)>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    /// Takes all that is left, slashes too.
    Greedy(String),
    Label(String),
    Literal(String),
}

/// How well a template fits; the greater fits better.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    query: usize,
    /// Per segment: greedy 0, label 1, literal 2.
    segments: Vec<u8>,
}

impl Template {
    /// API Gateway's `/tags/{resource_arn}` is greedy: an ARN has slashes, and not every client escapes them. Route 53's
    /// `/hostedzone/{Id}/rrset/` ends with a slash that not every client sends.
    pub(super) fn parse(uri: &str, service: Service) -> Template {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let path = path.strip_suffix('/').unwrap_or(path);
        let segment = |text: &str| match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            Some("resource_arn") if service == Service::ApiGateway => {
                Segment::Greedy("resource_arn".to_owned())
            }
            Some(label) => match label.strip_suffix('+') {
                Some(label) => Segment::Greedy(label.to_owned()),
                None => Segment::Label(label.to_owned()),
            },
            None => Segment::Literal(text.to_owned()),
        };
        let part = |text: &str| match text.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (text.to_owned(), None),
        };
        Template {
            segments: split(path).map(segment).collect(),
            query: query
                .split('&')
                .filter(|text| !text.is_empty())
                .map(part)
                .collect(),
        }
    }

    /// Whether this request is for the template, and how closely. `path` is as it came.
    pub(super) fn fits(&self, path: &str, query: &[(String, String)]) -> Option<Fit> {
        let has = |(name, value): &(String, Option<String>)| {
            query
                .iter()
                .any(|(found, with)| found == name && value.as_ref().is_none_or(|value| value == with))
        };
        if !self.query.iter().all(has) {
            return None;
        }
        let mut rest = split(path);
        let mut segments = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            let found = rest.next()?;
            segments.push(match segment {
                Segment::Literal(text) if text == found => 2,
                Segment::Literal(_) => return None,
                Segment::Label(_) if found.is_empty() => return None,
                Segment::Label(_) => 1,
                Segment::Greedy(_) => {
                    rest.by_ref().for_each(drop);
                    0
                }
            });
        }
        match rest.next() {
            None => Some(Fit {
                query: self.query.len(),
                segments,
            }),
            // One slash at the end is forgiven.
            Some("") if rest.next().is_none() => Some(Fit {
                query: self.query.len(),
                segments,
            }),
            Some(_) => None,
        }
    }

    /// The decoded labels of a path that fits; `None` where an escape is bad.
    pub(super) fn labels(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let mut labels = Vec::new();
        let mut rest = path.strip_prefix('/').unwrap_or(path);
        for segment in &self.segments {
            let (found, after) = rest.split_once('/').unwrap_or((rest, ""));
            match segment {
                Segment::Literal(_) => {}
                Segment::Label(name) => labels.push((name.as_str(), percent(found, false)?)),
                Segment::Greedy(name) => labels.push((name.as_str(), percent(rest, false)?)),
            }
            rest = after;
        }
        Some(labels)
    }

    /// Whether a query parameter belongs to the template and not to the input.
    pub(super) fn owns(&self, name: &str) -> bool {
        self.query.iter().any(|(owned, _)| owned == name)
    }
}

fn split(path: &str) -> std::str::Split<'_, char> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_beat_labels_and_queries_beat_both() {
        let service = Service::CloudFront;
        let plain = Template::parse("/v/distribution", service);
        let tagged = Template::parse("/v/distribution?WithTags", service);
        let label = Template::parse("/v/{Id}", service);
        let query = [("WithTags".to_owned(), String::new())];
        assert!(tagged.fits("/v/distribution", &[]).is_none());
        let best = tagged.fits("/v/distribution", &query);
        assert!(best > plain.fits("/v/distribution", &query));
        assert!(plain.fits("/v/distribution", &[]) > label.fits("/v/distribution", &[]));
        assert!(label.fits("/v/", &[]).is_none());
        assert!(label.fits("/v/x/", &[]).is_some());
        assert!(label.fits("/v/x/y", &[]).is_none());
    }

    #[test]
    fn labels_are_decoded_and_an_arn_may_come_bare() {
        let service = Service::ApiGateway;
        let tags = Template::parse("/tags/{resource_arn}", service);
        let arn = "arn:aws:apigateway:eu-west-1::/restapis/abc";
        for path in [
            format!("/tags/{arn}"),
            "/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fabc".into(),
        ] {
            assert!(tags.fits(&path, &[]).is_some());
            assert_eq!(tags.labels(&path).unwrap(), [("resource_arn", arn.to_owned())]);
        }
        let stage = Template::parse("/restapis/{restapi_id}/stages/{stage_name}", service);
        assert_eq!(
            stage.labels("/restapis/a/stages/b%20c").unwrap(),
            [("restapi_id", "a".to_owned()), ("stage_name", "b c".to_owned())]
        );
        assert_eq!(stage.labels("/restapis/%zz/stages/b"), None);
    }
}
