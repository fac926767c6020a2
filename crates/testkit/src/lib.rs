//! Worlds from text, for tests: one statement a line, details indented below it, `#` for comments.
//!
//! The smallest network. A VPC brings its default group `sg-default-a`, network ACL `acl-default-a` and main route table
//! `rtb-main-a`, as CreateVpc does; subnets take the zones a, b, c in turn.
//! ```
//! let world = adit_testkit::world("
//! vpc vpc-a 10.0.0.0/16
//! subnet subnet-a 10.0.1.0/24
//! ");
//! assert_eq!(world.security_groups.len(), 1);
//! ```
//!
//! Ids are written by hand. An object goes into the VPC above it (or `of vpc-b`), into all its subnets (or `in subnet-a
//! subnet-b=10.0.2.20`), with its default group (or `with sg-a sg-b`). Interfaces are named after what they serve:
//! `eni-vpce-a-1`, `eni-alb-web-2`, `eni-vo-a-1`. A group's rules are `sgr-web-1`, `sgr-web-2`, ...; a group without an
//! `out` line lets everything out, by `sgr-web-out`. References may stand before their object where AWS allows it.
//! ```
//! adit_testkit::world("
//! vpc vpc-a 10.0.0.0/16
//! igw igw-a                                 # attached; `detached` if not
//! rtb rtb-public
//!   0.0.0.0/0 igw-a                         # or eni-x, or `blackhole`
//! acl acl-tight
//!   in 100 allow tcp 443 from 10.0.0.0/16
//!   out 100 allow tcp 1024-65535 to vpc
//! subnet subnet-a 10.0.1.0/24 zone a acl acl-tight
//! subnet subnet-b 10.0.2.0/24 zone b rtb rtb-public public
//! sg sg-web
//!   in tcp 443 from cloudfront              # CloudFront's origin-facing prefix list
//!   in tcp 80-81 from sg-db                 # or a block, `vpc`, `anywhere`, a prefix list's id
//!   out tcp 443 to 10.0.0.0/16
//! sg sg-db
//!   out none
//! eni eni-x in subnet-b=10.0.2.50 with sg-web public
//! ");
//! ```
//!
//! The private architecture. `service` objects appear with the first VPC origin: the group `sg-service-a`.
//! ```
//! adit_testkit::world(r#"
//! vpc vpc-a 10.0.0.0/16
//! igw igw-a
//! subnet subnet-a 10.0.1.0/24
//! sg sg-alb
//!   in tcp 443 from sg-service-a
//! endpoint vpce-a with sg-alb no-private-dns
//!   policy {"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}
//! target-group tg https 443
//!   target endpoint vpce-a                  # the addresses of its interfaces; or `target 10.0.1.7 8443 draining`
//!   health matcher 200,403 path /v1/hello interval 10
//! certificate cert-a origin.example.com     # `by self-signed`, `by unknown-ca`, `by no-intermediate`; `until 2025-06-01`
//! alb web with sg-alb                       # `internet-facing` for a public one
//!   attribute idle_timeout.timeout_seconds 30
//!   listener https 443 certificate cert-a forward tg
//!   rule 10 host a.example.com path /x*,/y header X-Key secret fixed 403 no
//!   rule 20 method GET query v=1 source 10.0.0.0/8 redirect 302 host b.example.com
//! api api0000001 private endpoints vpce-a   # `regional`, `edge`
//!   policy {"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}
//!   GET /hello mock 200 {"message":"hello"}
//!   ANY /items/{proxy+} auth AWS_IAM key http-proxy https://backend.example.com/{proxy}
//!   deploy v1                               # what stands below waits for the next `deploy`
//! vpc-origin vo_a to web https-only
//! distribution E1 d111111abcdef8.cloudfront.net
//!   origin api origin.example.com vpc-origin vo_a path /v1
//!   header x-apigw-api-id api0000001        # of the origin above
//!   default api https-only methods read no-cache
//!   behavior /static/* api optimized compress origin-request all-viewer
//!   alias www.example.com
//!   certificate cert-a TLSv1.2_2021
//!   geo allow IE GB
//!   error 502 /sorry.html 200 ttl 5
//! cache-policy short ttl 0 5 60 queries all headers Accept
//! binding backend.example.com 127.0.0.1:3000
//! "#);
//! ```
//! Each statement's full form stands at the function that reads it. `region` and `account` change whose the objects
//! below are; at first they are account 111122223333's in eu-west-1.

mod api;
pub mod arn;
mod balancer;
mod binding;
mod builder;
mod cache_policy;
mod certificate;
pub mod clock;
mod design;
mod distribution;
mod endpoint;
mod firewall;
mod issuer;
mod line;
mod network;
mod target_group;
mod vpc_origin;

use adit_model::World;

pub use clock::{FakeClock, START};
pub use design::{design_a, design_b};
pub use issuer::authority;

use crate::builder::Builder;
use crate::line::{Result, Statement, Words};

/// The world that `text` describes.
#[expect(clippy::panic, reason = "a test's own text is wrong: the test cannot go on")]
#[track_caller]
pub fn world(text: &str) -> World {
    match parse(text) {
        Ok(world) => world,
        Err(error) => panic!("{error}"),
    }
}

/// The world that `text` describes, or where and why it cannot be read: `line 3, column 7: ...`.
pub fn parse(text: &str) -> std::result::Result<World, String> {
    let mut builder = Builder::new().ok_or("the default owner is not well formed")?;
    let read = line::statements(text).and_then(|statements| {
        for statement in statements {
            self::statement(&mut builder, statement)?;
        }
        builder.finish()
    });
    read.map_err(|error| error.to_string())
}

fn statement(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let at: Words<'_> = statement.words.clone();
    match statement.words.next("a statement")?.text {
        "region" => network::owner(world, statement, true),
        "account" => network::owner(world, statement, false),
        "vpc" => network::vpc(world, statement),
        "igw" => network::internet_gateway(world, statement),
        "rtb" => network::route_table(world, statement),
        "subnet" => network::subnet(world, statement),
        "eni" => network::interface(world, statement),
        "sg" => firewall::security_group(world, statement),
        "acl" => firewall::network_acl(world, statement),
        "endpoint" => endpoint::vpc_endpoint(world, statement),
        "certificate" => certificate::certificate(world, statement),
        "target-group" => target_group::target_group(world, statement),
        "alb" => balancer::load_balancer(world, statement),
        "api" => api::rest_api(world, statement),
        "vpc-origin" => vpc_origin::vpc_origin(world, statement),
        "cache-policy" => cache_policy::cache_policy(world, statement),
        "origin-request-policy" => cache_policy::origin_request_policy(world, statement),
        "distribution" => distribution::distribution(world, statement),
        "binding" => binding::binding(world, statement),
        other => Err(at.error(format!("`{other}` is no statement"))),
    }
}

#[cfg(test)]
mod tests;
