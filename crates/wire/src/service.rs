//! The services whose models are carried, and the protocol each speaks.
//!
//! A service is known by three names: the one in a credential scope (`elasticloadbalancing`), the first label of
//! its host (`elasticloadbalancing.eu-west-1.amazonaws.com`) and the short one of the service models and of our
//! files (`elbv2`). Versions of one service under one signing name (`apigatewayv2`, classic load balancers) are
//! not told apart here but by the router, which sees the path or the `Version`.

/// A service with a model in `models/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    Acm,
    ApiGateway,
    CloudFront,
    Ec2,
    Elbv2,
    Iam,
    Logs,
    Route53,
    Sts,
}

/// How a service puts requests and answers into HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// Form fields in, XML with a result wrapper out.
    Query,
    /// The dialect of `Query` that only EC2 speaks.
    Ec2,
    /// Method and path pick the operation; XML bodies.
    RestXml,
    /// Method and path pick the operation; JSON bodies.
    RestJson,
    /// `X-Amz-Target` picks the operation; JSON bodies, `application/x-amz-json-1.0`.
    Json10,
    /// As `Json10`, `application/x-amz-json-1.1`.
    Json11,
}

impl Service {
    /// All of them, in the order of their names.
    pub const ALL: [Service; 9] = [
        Service::Acm,
        Service::ApiGateway,
        Service::CloudFront,
        Service::Ec2,
        Service::Elbv2,
        Service::Iam,
        Service::Logs,
        Service::Route53,
        Service::Sts,
    ];

    /// The short name, as in `models/ec2.json` and `unimplemented.txt`.
    pub const fn name(self) -> &'static str {
        match self {
            Service::Acm => "acm",
            Service::ApiGateway => "apigateway",
            Service::CloudFront => "cloudfront",
            Service::Ec2 => "ec2",
            Service::Elbv2 => "elbv2",
            Service::Iam => "iam",
            Service::Logs => "logs",
            Service::Route53 => "route53",
            Service::Sts => "sts",
        }
    }

    /// The name in a credential scope, which is also the first label of the service's host.
    pub const fn signing_name(self) -> &'static str {
        match self {
            Service::Elbv2 => "elasticloadbalancing",
            other => other.name(),
        }
    }

    /// The service of a short name.
    pub fn named(name: &str) -> Option<Service> {
        Service::ALL.into_iter().find(|service| service.name() == name)
    }

    /// The service of a credential scope or of a host's first label.
    pub fn signed_as(name: &str) -> Option<Service> {
        Service::ALL
            .into_iter()
            .find(|service| service.signing_name() == name)
    }

    /// The protocol that the service speaks.
    pub const fn protocol(self) -> Protocol {
        match self {
            Service::Acm | Service::Logs => Protocol::Json11,
            Service::ApiGateway => Protocol::RestJson,
            Service::CloudFront | Service::Route53 => Protocol::RestXml,
            Service::Ec2 => Protocol::Ec2,
            Service::Elbv2 | Service::Iam | Service::Sts => Protocol::Query,
        }
    }
}

/// Names a service where a macro has only its short name.
#[doc(hidden)]
#[macro_export]
macro_rules! service {
    ("acm") => {
        $crate::Service::Acm
    };
    ("apigateway") => {
        $crate::Service::ApiGateway
    };
    ("cloudfront") => {
        $crate::Service::CloudFront
    };
    ("ec2") => {
        $crate::Service::Ec2
    };
    ("elbv2") => {
        $crate::Service::Elbv2
    };
    ("iam") => {
        $crate::Service::Iam
    };
    ("logs") => {
        $crate::Service::Logs
    };
    ("route53") => {
        $crate::Service::Route53
    };
    ("sts") => {
        $crate::Service::Sts
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_service_is_found_by_each_of_its_names() {
        for service in Service::ALL {
            assert_eq!(Service::named(service.name()), Some(service));
            assert_eq!(Service::signed_as(service.signing_name()), Some(service));
        }
        assert_eq!(Service::signed_as("elbv2"), None);
        assert_eq!(Service::named("s3"), None);
    }
}
