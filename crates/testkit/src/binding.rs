//! `binding`: names tied to local addresses.

use adit_model::binding::Binding;
use adit_model::id::DnsName;

use crate::builder::Builder;
use crate::line::{Result, Statement};
use crate::network::finish;

/// `binding NAME ADDRESS:PORT`
pub(crate) fn binding(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let id = world.declare::<Binding>(words, "a public name", DnsName::of)?;
    let address = words.read("an address and port", |t| t.parse().ok())?;
    world.put(Binding { id, address });
    finish(statement)
}
