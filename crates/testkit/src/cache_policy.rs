//! `cache-policy` and `origin-request-policy`, and those of AWS's managed ones that worlds name (cf D).

use adit_model::cache_policy::{CachePolicy, Selection};
use adit_model::id::{CachePolicyId, OriginRequestPolicyId};
use adit_model::origin_request_policy::OriginRequestPolicy;

use crate::builder::Builder;
use crate::clock::START;
use crate::line::{Result, Statement, Words};
use crate::network::finish;

pub(crate) const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
pub(crate) const CACHING_OPTIMIZED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";
pub(crate) const ALL_VIEWER: &str = "216adef6-5c7f-47e4-b989-5492eafa07d3";
pub(crate) const ALL_VIEWER_EXCEPT_HOST: &str = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/// `cache-policy ID [ttl MIN DEFAULT MAX] [headers S] [cookies S] [queries S] [no-compression]`, S being `none`, `all`,
/// names joined by commas, or `-` and names for all but these.
pub(crate) fn cache_policy(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<CachePolicy>(words, "a cache policy's id", CachePolicyId::parse)?;
    let mut policy = plain(id, (0, 86_400, 31_536_000), true);
    policy.account = Some(world.owner.account.clone());
    loop {
        if words.eat("ttl") {
            let seconds = |words: &mut Words<'_>| words.read("seconds", |t| t.parse().ok());
            policy.min_ttl = seconds(words)?;
            policy.default_ttl = seconds(words)?;
            policy.max_ttl = seconds(words)?;
        } else if words.eat("headers") {
            policy.headers = selection(words)?;
        } else if words.eat("cookies") {
            policy.cookies = selection(words)?;
        } else if words.eat("queries") {
            policy.query_strings = selection(words)?;
        } else if words.eat("no-compression") {
            policy.gzip = false;
            policy.brotli = false;
        } else {
            break;
        }
    }
    world.put(policy);
    finish(statement)
}

/// `origin-request-policy ID [headers S] [cookies S] [queries S]`
pub(crate) fn origin_request_policy(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<OriginRequestPolicy>(
        words,
        "an origin request policy's id",
        OriginRequestPolicyId::parse,
    )?;
    let mut policy = OriginRequestPolicy {
        name: id.as_str().to_owned(),
        id,
        account: Some(world.owner.account.clone()),
        etag: "E1".to_owned(),
        modified: START,
        comment: String::new(),
        headers: Selection::None,
        cookies: Selection::None,
        query_strings: Selection::None,
    };
    loop {
        if words.eat("headers") {
            policy.headers = selection(words)?;
        } else if words.eat("cookies") {
            policy.cookies = selection(words)?;
        } else if words.eat("queries") {
            policy.query_strings = selection(words)?;
        } else {
            break;
        }
    }
    world.put(policy);
    finish(statement)
}

/// Files a managed policy that a behavior names.
pub(crate) fn managed_cache_policy(world: &mut Builder, id: &CachePolicyId) {
    let policy = match id.as_str() {
        CACHING_DISABLED => plain(id.clone(), (0, 0, 0), false),
        CACHING_OPTIMIZED => plain(id.clone(), (1, 86_400, 31_536_000), true),
        _ => return,
    };
    let name = match policy.gzip {
        true => "Managed-CachingOptimized",
        false => "Managed-CachingDisabled",
    };
    world.put(CachePolicy {
        name: name.to_owned(),
        ..policy
    });
}

/// Files a managed policy that a behavior names.
pub(crate) fn managed_origin_request_policy(world: &mut Builder, id: &OriginRequestPolicyId) {
    let (name, headers) = match id.as_str() {
        ALL_VIEWER => ("Managed-AllViewer", Selection::All),
        ALL_VIEWER_EXCEPT_HOST => (
            "Managed-AllViewerExceptHostHeader",
            Selection::AllExcept(vec!["host".to_owned()]),
        ),
        _ => return,
    };
    world.put(OriginRequestPolicy {
        id: id.clone(),
        account: None,
        etag: "E1".to_owned(),
        modified: START,
        name: name.to_owned(),
        comment: String::new(),
        headers,
        cookies: Selection::All,
        query_strings: Selection::All,
    });
}

fn plain(id: CachePolicyId, ttl: (u64, u64, u64), compression: bool) -> CachePolicy {
    CachePolicy {
        name: id.as_str().to_owned(),
        id,
        account: None,
        etag: "E1".to_owned(),
        modified: START,
        comment: String::new(),
        min_ttl: ttl.0,
        default_ttl: ttl.1,
        max_ttl: ttl.2,
        gzip: compression,
        brotli: compression,
        headers: Selection::None,
        cookies: Selection::None,
        query_strings: Selection::None,
    }
}

fn selection(words: &mut Words<'_>) -> Result<Selection> {
    let names = |list: &str| list.split(',').map(str::to_owned).collect();
    Ok(
        match words.next("`none`, `all` or names joined by commas")?.text {
            "none" => Selection::None,
            "all" => Selection::All,
            list => match list.strip_prefix('-') {
                Some(list) => Selection::AllExcept(names(list)),
                None => Selection::Listed(names(list)),
            },
        },
    )
}
