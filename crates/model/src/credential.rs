//! Access keys: whose they are, and the secrets of those that sts gave out.
//!
//! A long-term key is nobody's in the World: its account is read off the key itself, by the wire, and its secret is the
//! configuration's to know. A temporary key is a [`Session`] and has both.

use std::sync::Arc;

use crate::account::AccountId;
use crate::id::AccessKeyId;
use crate::session::Session;
use crate::world::World;

/// What every temporary key begins with.
pub const TEMPORARY: &str = "ASIA";

/// The session of a temporary key; `None` for a long-term key, and for one that sts did not give out or that is long over.
pub fn session<'w>(world: &'w World, access_key: &str) -> Option<&'w Arc<Session>> {
    let id = AccessKeyId::parse(access_key)?;
    world.sessions.get(&id)
}

/// The account of a temporary key.
pub fn session_account<'w>(world: &'w World, access_key: &str) -> Option<&'w AccountId> {
    session(world, access_key).map(|session| &session.account)
}

/// The secret of a temporary key.
pub fn secret_access_key<'w>(world: &'w World, access_key: &str) -> Option<&'w str> {
    session(world, access_key).map(|session| session.secret.as_str())
}
