//! Temporary credentials: made, shown, and forgotten some time after they expired.

use adit_model::id::AccessKeyId;
use adit_model::session::Session;
use adit_model::{AccountId, credential};
use adit_wire::{ApiError, Record, Service, errors, record};
use time::Duration;

use crate::cx::Cx;
use crate::secret;

/// How long an expired key is known to be one, so that its user hears so.
const REMEMBERED: Duration = Duration::days(1);

/// What a session is made of beside its keys.
pub struct Grant {
    pub account: AccountId,
    pub principal: adit_model::session::SessionPrincipal,
    pub seconds: u32,
    pub policies: Vec<String>,
    pub source_identity: Option<String>,
    pub tags: std::collections::BTreeMap<String, String>,
    pub transitive: Vec<String>,
}

/// Puts the session and shows its credentials.
pub fn give(cx: &mut Cx<'_>, grant: Grant) -> Result<Record, ApiError> {
    forget(cx);
    let key = format!("{}{}", credential::TEMPORARY, cx.minter.upper(16));
    let session = Session {
        id: AccessKeyId::parse(&key).ok_or_else(|| errors::internal_failure(Service::Sts))?,
        account: grant.account,
        secret: secret::mixed(40)?,
        // AWS's tokens begin like this; what follows is opaque.
        token: format!("IQoJb3JpZ2luX2Vj{}", secret::mixed(240)?),
        created: cx.now,
        expires: cx.now + Duration::seconds(grant.seconds.into()),
        principal: grant.principal,
        policies: grant.policies,
        source_identity: grant.source_identity,
        tags: grant.tags,
        transitive: grant.transitive,
    };
    let shown = record! {
        "AccessKeyId" => session.id.as_str(),
        "SecretAccessKey" => &session.secret,
        "SessionToken" => &session.token,
        "Expiration" => session.expires,
    };
    cx.put(session);
    Ok(shown)
}

/// A look at all sessions is shared by as many new ones.
const SELDOM: usize = 64;

fn forget(cx: &mut Cx<'_>) {
    let sessions = cx.table::<Session>().len();
    if !sessions.is_multiple_of(SELDOM) {
        return;
    }
    let long_over = |session: &Session| session.has_expired(cx.now - REMEMBERED);
    let over: Vec<AccessKeyId> = cx
        .table::<Session>()
        .iter()
        .filter(|session| long_over(session))
        .map(|session| session.id.clone())
        .collect();
    for id in &over {
        cx.delete::<Session>(id);
    }
}
