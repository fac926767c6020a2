//! What a handler works with: a copy of the World, the caller, the clock, ids, and the ports.

use adit_model::minter::Minter;
use adit_model::world::{Entity, Table};
use adit_model::{AccountId, Change, Owner, Region, World};
use adit_wire::Record;
use time::OffsetDateTime;

use crate::ports::Ports;

/// One call's working state. What it changes is seen by its own later reads, and by nobody else until it is committed.
pub struct Cx<'a> {
    world: World,
    changes: Vec<Change>,
    effects: Vec<Effect>,
    pub account: AccountId,
    pub region: Region,
    /// The caller's access key id, for sts.
    pub access_key: String,
    pub now: OffsetDateTime,
    pub minter: &'a mut Minter,
    pub ports: Ports<'a>,
}

/// Something beyond the World that a call brings about once it is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Bytes held by the edge's cache under these paths of a distribution are stale.
    Invalidate {
        distribution: String,
        paths: Vec<String>,
    },
}

/// What came of a call.
pub struct Outcome {
    pub output: Record,
    /// In order; empty for reads.
    pub changes: Vec<Change>,
    pub effects: Vec<Effect>,
    /// The World with `changes` applied.
    pub world: World,
}

impl<'a> Cx<'a> {
    pub fn new(
        world: World,
        caller: (AccountId, Region, String),
        now: OffsetDateTime,
        minter: &'a mut Minter,
        ports: Ports<'a>,
    ) -> Self {
        let (account, region, access_key) = caller;
        Self {
            world,
            changes: Vec::new(),
            effects: Vec::new(),
            account,
            region,
            access_key,
            now,
            minter,
            ports,
        }
    }

    /// The World as this call sees it.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The caller's account and region: the owner of what it creates.
    pub fn owner(&self) -> Owner {
        Owner {
            account: self.account.clone(),
            region: self.region.clone(),
        }
    }

    /// Whether `owner` is the caller's account in the caller's region.
    pub fn owns(&self, owner: &Owner) -> bool {
        owner.account == self.account && owner.region == self.region
    }

    /// Whether what was created or changed at `since` has reached its last state: at once, but for `--deploy-delay`.
    pub fn settled(&self, since: OffsetDateTime) -> bool {
        self.now >= since + self.ports.deploy_delay
    }

    /// Creates or replaces a resource.
    pub fn put<T: Entity>(&mut self, resource: T) {
        self.change(Change::Put(resource.wrap()));
    }

    pub fn delete<T: Entity>(&mut self, id: &T::Id) {
        self.change(Change::Delete(T::key_of(id.clone())));
    }

    /// A copy of a resource to change and put back.
    pub fn get<T: Entity + Clone>(&self, id: &T::Id) -> Option<T> {
        T::table(&self.world).get(id).map(|r| (**r).clone())
    }

    /// A table of the World.
    pub fn table<T: Entity>(&self) -> &Table<T::Id, T> {
        T::table(&self.world)
    }

    pub fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn finish(self, output: Record) -> Outcome {
        Outcome {
            output,
            changes: self.changes,
            effects: self.effects,
            world: self.world,
        }
    }

    fn change(&mut self, change: Change) {
        self.world.apply(&change);
        // What is changed again at once need not be written twice: an import changes one API a thousand times.
        if self.changes.last().is_some_and(|last| last.key() == change.key()) {
            self.changes.pop();
        }
        self.changes.push(change);
    }
}
