//! `distribution`: the public side.

use std::collections::BTreeSet;

use adit_model::cache_policy::CachePolicy;
use adit_model::certificate::Certificate;
use adit_model::distribution::*;
use adit_model::id::{
    CachePolicyId, DistributionId, DnsName, EdgeFunctionKey, KeyGroupId, OriginRequestPolicyId,
    ResponseHeadersPolicyId, VpcOriginId,
};
use adit_model::managed_response_headers;
use adit_model::origin::{Origin, OriginKind, OriginProtocolPolicy};
use adit_model::origin_request_policy::OriginRequestPolicy;
use adit_model::tag::Tags;
use adit_model::vpc_origin::VpcOrigin;

use crate::arn;
use crate::builder::{Builder, hash};
use crate::cache_policy::{self, managed_cache_policy, managed_origin_request_policy};
use crate::clock::START;
use crate::line::{Result, Statement, Words};

/// `distribution ID DOMAIN [disabled] [deploying]`; details:
///
/// ```text
/// origin NAME DOMAIN [vpc-origin VO | s3 | https-only|http-only|match-viewer] [path /P] [attempts N] [connect S] [read S]
/// header NAME VALUE                             (of the origin above)
/// default ORIGIN BEHAVIOR...
/// behavior PATTERN ORIGIN BEHAVIOR...
/// alias NAME ...
/// certificate ID [MINIMUM-PROTOCOL]
/// geo allow|block COUNTRY ...
/// error CODE [PATH STATUS] [ttl SECONDS]
/// root FILE
/// price-class PriceClass_100
/// web-acl ARN
/// origin-group NAME PRIMARY SECONDARY CODE ...      (above the behaviors that use it)
/// ```
/// BEHAVIOR: `allow-all|https-only|redirect-to-https`, `methods read|options|all`, `no-cache`, `cache POLICY`, `optimized`,
/// `legacy MIN DEFAULT MAX`, `origin-request POLICY|all-viewer|all-viewer-except-host`, `compress`, `response-headers
/// MANAGED`, `function EVENT NAME`, `lambda EVENT ARN`, `key-group ID`, `signer ACCOUNT`. Without them:
/// redirect-to-https, all methods, no cache, no origin request policy.
pub(crate) fn distribution(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let at = words.clone();
    let id = world.declare::<Distribution>(words, "a distribution's id", DistributionId::parse)?;
    let domain = words.read("a name such as d111111abcdef8.cloudfront.net", DnsName::of)?;
    let enabled = !words.eat("disabled");
    let status = match words.eat("deploying") {
        true => DeployStatus::Deploying,
        false => DeployStatus::Deployed,
    };
    statement.words.end()?;
    let mut aliases = Vec::new();
    let mut default_root_object = None;
    let mut origins: Vec<Origin> = Vec::new();
    let mut default_behavior = None;
    let mut behaviors = Vec::new();
    let mut error_responses = Vec::new();
    let mut geo = GeoRestriction::None;
    let mut certificate = ViewerCertificate::Default;
    let mut price_class = "PriceClass_All".to_owned();
    let mut web_acl = None;
    let mut origin_groups = Vec::new();
    for mut line in statement.details {
        if line.eat("origin") {
            origins.push(origin(world, &mut line)?);
        } else if line.eat("header") {
            let name = line.next("a header's name")?.text.to_owned();
            let value = line.rest().to_owned();
            match origins.last_mut() {
                Some(origin) => origin.custom_headers.push((name, value)),
                None => return Err(line.error("an `origin` must stand above this line")),
            }
        } else if line.eat("default") {
            default_behavior = Some(behavior(world, &mut line, &origins, &origin_groups)?);
        } else if line.eat("behavior") {
            let pattern = line.next("a path pattern")?.text.to_owned();
            behaviors.push((pattern, behavior(world, &mut line, &origins, &origin_groups)?));
        } else if line.eat("alias") {
            while let Some(name) = line.maybe(DnsName::of) {
                aliases.push(name);
            }
        } else if line.eat("certificate") {
            certificate = viewer_certificate(world, &mut line)?;
        } else if line.eat("geo") {
            geo = geo_restriction(&mut line)?;
        } else if line.eat("error") {
            error_responses.push(error_response(&mut line)?);
        } else if line.eat("root") {
            default_root_object = Some(line.next("a file's name")?.text.to_owned());
        } else if line.eat("price-class") {
            price_class = line.next("a price class")?.text.to_owned();
        } else if line.eat("web-acl") {
            web_acl = Some(line.next("a web ACL's ARN")?.text.to_owned());
        } else if line.eat("origin-group") {
            origin_groups.push(origin_group(&mut line)?);
        } else {
            return Err(line.error("this detail of a distribution is not known"));
        }
        line.end()?;
    }
    let Some(default_behavior) = default_behavior else {
        return Err(at.error("a distribution needs a `default` behavior"));
    };
    world.put(Distribution {
        etag: format!("E{:013X}", hash(id.as_str()) >> 12),
        caller_reference: format!("world {id}"),
        id,
        account: world.owner.account.clone(),
        domain,
        status,
        modified: START,
        config: DistributionConfig {
            enabled,
            aliases,
            default_root_object,
            origins,
            default_behavior,
            behaviors,
            error_responses,
            geo,
            certificate,
            price_class,
            http2: true,
            ipv6: true,
            comment: String::new(),
            origin_groups,
            web_acl,
        },
        document: Default::default(),
        invalidations: Vec::new(),
        realtime_metrics: None,
        tags: Tags::new(),
    });
    Ok(())
}

fn origin(world: &mut Builder, line: &mut Words<'_>) -> Result<Origin> {
    let id = line.next("an origin's name")?.text.to_owned();
    let domain = line.read("a domain name", DnsName::of)?;
    let mut origin = Origin {
        id,
        domain,
        path: String::new(),
        custom_headers: Vec::new(),
        kind: OriginKind::Custom {
            protocol: OriginProtocolPolicy::HttpsOnly,
            http_port: 80,
            https_port: 443,
            ssl_protocols: vec!["TLSv1.2".to_owned()],
        },
        connection_attempts: 3,
        connection_timeout: 10,
        read_timeout: 30,
        keepalive_timeout: 5,
        completion_timeout: None,
        access_control: None,
    };
    let seconds = |line: &mut Words<'_>| line.read("a number", |t| t.parse().ok());
    loop {
        if line.eat("vpc-origin") {
            let at = line.error("");
            let target = line.read("a VPC origin's id", VpcOriginId::parse)?;
            world.mention::<VpcOrigin>(target.clone(), at);
            origin.kind = OriginKind::VpcOrigin(target);
        } else if line.eat("s3") {
            origin.kind = OriginKind::S3 { identity: None };
        } else if let Some(wanted) = line.maybe(OriginProtocolPolicy::parse) {
            if let OriginKind::Custom { protocol, .. } = &mut origin.kind {
                *protocol = wanted;
            }
        } else if line.eat("https") {
            let wanted = line.read("a port", |t| t.parse().ok())?;
            if let OriginKind::Custom { https_port, .. } = &mut origin.kind {
                *https_port = wanted;
            }
        } else if line.eat("http") {
            let wanted = line.read("a port", |t| t.parse().ok())?;
            if let OriginKind::Custom { http_port, .. } = &mut origin.kind {
                *http_port = wanted;
            }
        } else if line.eat("path") {
            origin.path = line.next("a path")?.text.to_owned();
        } else if line.eat("attempts") {
            origin.connection_attempts = seconds(line)?;
        } else if line.eat("connect") {
            origin.connection_timeout = seconds(line)?;
        } else if line.eat("read") {
            origin.read_timeout = seconds(line)?;
        } else {
            return Ok(origin);
        }
    }
}

fn behavior(
    world: &mut Builder,
    line: &mut Words<'_>,
    origins: &[Origin],
    groups: &[OriginGroup],
) -> Result<Behavior> {
    let account = world.owner.account.clone();
    let origin = line.read("an origin or group that stands above", |t| {
        let known = origins.iter().any(|o| o.id == t) || groups.iter().any(|g| g.id == t);
        known.then(|| t.to_owned())
    })?;
    let mut behavior = Behavior {
        origin,
        viewer_protocol: ViewerProtocolPolicy::RedirectToHttps,
        allowed_methods: methods(&["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]),
        cached_methods: methods(&["GET", "HEAD"]),
        compress: false,
        cache: BehaviorCache::Policy(
            CachePolicyId::parse(cache_policy::CACHING_DISABLED)
                .ok_or_else(|| line.error("no cache policy"))?,
        ),
        origin_request_policy: None,
        response_headers_policy: None,
        functions: Vec::new(),
        lambdas: Vec::new(),
        key_groups: Vec::new(),
        signers: Vec::new(),
    };
    loop {
        if let Some(policy) = line.maybe(viewer_protocol) {
            behavior.viewer_protocol = policy;
        } else if line.eat("methods") {
            behavior.allowed_methods = line.read("`read`, `options` or `all`", |t| match t {
                "read" => Some(methods(&["GET", "HEAD"])),
                "options" => Some(methods(&["GET", "HEAD", "OPTIONS"])),
                "all" => Some(behavior.allowed_methods.clone()),
                _ => None,
            })?;
        } else if line.eat("compress") {
            behavior.compress = true;
        } else if line.eat("no-cache") {
            behavior.cache = named_cache(line, cache_policy::CACHING_DISABLED)?;
        } else if line.eat("optimized") {
            behavior.cache = named_cache(line, cache_policy::CACHING_OPTIMIZED)?;
        } else if line.eat("cache") {
            let policy = line.next("a cache policy's id")?.text;
            behavior.cache = named_cache(line, policy)?;
        } else if line.eat("legacy") {
            let seconds = |line: &mut Words<'_>| line.read("seconds", |t| t.parse().ok());
            behavior.cache = BehaviorCache::Legacy(LegacyCache {
                query_string: true,
                query_string_keys: Vec::new(),
                headers: Vec::new(),
                cookies: LegacyCookies::None,
                min_ttl: seconds(line)?,
                default_ttl: seconds(line)?,
                max_ttl: seconds(line)?,
            });
        } else if line.eat("origin-request") {
            behavior.origin_request_policy = Some(origin_request(world, line)?);
        } else if line.eat("response-headers") {
            behavior.response_headers_policy = Some(line.read("a managed policy's name", response_headers)?);
        } else if line.eat("function") {
            behavior.functions.push(FunctionAssociation {
                event: line.next("an event")?.text.to_owned(),
                function: line.read("a function's name", |t| Some(EdgeFunctionKey::of(&account, t)))?,
            });
        } else if line.eat("lambda") {
            behavior.lambdas.push(LambdaAssociation {
                event: line.next("an event")?.text.to_owned(),
                arn: line.next("a version's ARN")?.text.to_owned(),
                include_body: false,
            });
        } else if line.eat("key-group") {
            behavior
                .key_groups
                .push(line.read("a key group's id", KeyGroupId::parse)?);
        } else if line.eat("signer") {
            behavior
                .signers
                .push(line.next("an account, or `self`")?.text.to_owned());
        } else {
            break;
        }
    }
    if let BehaviorCache::Policy(id) = &behavior.cache {
        managed_cache_policy(world, id);
        world.mention::<CachePolicy>(id.clone(), line.error(""));
    }
    Ok(behavior)
}

fn named_cache(line: &Words<'_>, id: &str) -> Result<BehaviorCache> {
    CachePolicyId::parse(id)
        .map(BehaviorCache::Policy)
        .ok_or_else(|| line.error(format!("`{id}` cannot be a cache policy's id")))
}

fn origin_request(world: &mut Builder, line: &mut Words<'_>) -> Result<OriginRequestPolicyId> {
    let at = line.error("");
    let id = line.read("an origin request policy's id", |text| {
        OriginRequestPolicyId::parse(match text {
            "all-viewer" => cache_policy::ALL_VIEWER,
            "all-viewer-except-host" => cache_policy::ALL_VIEWER_EXCEPT_HOST,
            id => id,
        })
    })?;
    managed_origin_request_policy(world, &id);
    world.mention::<OriginRequestPolicy>(id.clone(), at);
    Ok(id)
}

/// `NAME PRIMARY SECONDARY CODE...`
fn origin_group(line: &mut Words<'_>) -> Result<OriginGroup> {
    let id = line.next("a group's name")?.text.to_owned();
    let primary = line.next("an origin")?.text.to_owned();
    let secondary = line.next("an origin")?.text.to_owned();
    let mut codes = BTreeSet::new();
    while let Some(code) = line.maybe(|t| t.parse().ok()) {
        codes.insert(code);
    }
    Ok(OriginGroup {
        id,
        codes,
        primary,
        secondary,
        selection: None,
    })
}

/// A managed policy by its name, with or without `Managed-`.
fn response_headers(text: &str) -> Option<ResponseHeadersPolicyId> {
    let name = text.strip_prefix("Managed-").unwrap_or(text);
    let mut all = managed_response_headers::policies().iter();
    let found = all.find(|policy| policy.name.strip_prefix("Managed-") == Some(name))?;
    Some(found.id.clone())
}

fn viewer_protocol(text: &str) -> Option<ViewerProtocolPolicy> {
    match text {
        "allow-all" => Some(ViewerProtocolPolicy::AllowAll),
        "https-only" => Some(ViewerProtocolPolicy::HttpsOnly),
        "redirect-to-https" => Some(ViewerProtocolPolicy::RedirectToHttps),
        _ => None,
    }
}

/// A certificate in whatever region it was declared; AWS wants us-east-1.
fn viewer_certificate(world: &Builder, line: &mut Words<'_>) -> Result<ViewerCertificate> {
    let owner = world.owner.clone();
    let certificate =
        world.find::<Certificate>(line, "a certificate's id", |id| arn::certificate(&owner, id))?;
    let minimum = line.take().map_or("TLSv1.2_2021", |w| w.text);
    Ok(ViewerCertificate::Acm {
        arn: certificate.id.clone(),
        minimum_protocol: minimum.to_owned(),
        ssl_support: "sni-only".to_owned(),
    })
}

fn geo_restriction(line: &mut Words<'_>) -> Result<GeoRestriction> {
    let allow = line.read("`allow` or `block`", |t| match t {
        "allow" => Some(true),
        "block" => Some(false),
        _ => None,
    })?;
    let mut countries = BTreeSet::new();
    while let Some(country) = line.take() {
        countries.insert(country.text.to_owned());
    }
    Ok(match allow {
        true => GeoRestriction::Whitelist(countries),
        false => GeoRestriction::Blacklist(countries),
    })
}

fn error_response(line: &mut Words<'_>) -> Result<CustomErrorResponse> {
    let code = line.read("a status", |t| t.parse().ok())?;
    let page = line.maybe(|t| t.starts_with('/').then(|| t.to_owned()));
    let response = match page {
        Some(page) => Some((page, line.read("the status to answer with", |t| t.parse().ok())?)),
        None => None,
    };
    let caching_min_ttl = match line.eat("ttl") {
        true => Some(line.read("seconds", |t| t.parse().ok())?),
        false => None,
    };
    Ok(CustomErrorResponse {
        code,
        caching_min_ttl,
        response,
    })
}

fn methods(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}
