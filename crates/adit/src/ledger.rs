//! The one way in which the World moves: a call runs on a snapshot, its changes are committed, then everybody sees them.
//!
//! Reads take no lock. Writes go one at a time: run, commit durably, publish World and Plan, answer. So an answer to a
//! call is given only after the revision that it acknowledges is applied.

use std::sync::{Arc, Mutex, PoisonError};

use adit_control::{Effect, Outcome, Request};
use adit_hops::Plan;
use adit_hops::plan::Settings;
use adit_hops::tls::Rehearse;
use adit_model::clock::Clock;
use adit_model::minter::Minter;
use adit_model::store::{Store, StoreError};
use adit_model::world::Entity;
use adit_model::{AccountId, Change, Key, Region, Rev, World};
use adit_wire::{ApiError, Call, Record};
use arc_swap::ArcSwap;

use crate::ports::Outside;

pub(crate) struct Ledger {
    world: ArcSwap<World>,
    plan: Arc<ArcSwap<Plan>>,
    writer: Mutex<Writer>,
    clock: Arc<dyn Clock>,
    rehearse: Arc<dyn Rehearse>,
    outside: Outside,
    settings: Settings,
    published: Published,
}

/// Hears of every commit, before its call is answered.
pub(crate) type Published = Box<dyn Fn(&World, &[Change]) + Send + Sync>;

struct Writer {
    store: Box<dyn Store>,
    minter: Minter,
}

/// What a ledger is made of.
pub(crate) struct Parts {
    pub(crate) world: World,
    pub(crate) store: Box<dyn Store>,
    pub(crate) seed: u64,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rehearse: Arc<dyn Rehearse>,
    pub(crate) outside: Outside,
    pub(crate) settings: Settings,
    pub(crate) plan: Arc<ArcSwap<Plan>>,
    /// Called after a commit, before its call is answered.
    pub(crate) published: Published,
}

impl Ledger {
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            world: ArcSwap::from_pointee(parts.world),
            plan: parts.plan,
            writer: Mutex::new(Writer {
                store: parts.store,
                minter: Minter::seeded(parts.seed),
            }),
            clock: parts.clock,
            rehearse: parts.rehearse,
            outside: parts.outside,
            settings: parts.settings,
            published: parts.published,
        }
    }

    /// The World as it is now.
    pub(crate) fn world(&self) -> Arc<World> {
        self.world.load_full()
    }

    /// Runs an AWS call to its end.
    pub(crate) fn call(&self, call: &Call) -> Result<(Record, Vec<Effect>), ApiError> {
        let account = AccountId::parse(&call.account).ok_or_else(|| {
            ApiError::new(
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
            )
        })?;
        let region = Region::parse(&call.region).ok_or_else(|| {
            ApiError::new(
                "InvalidSignatureException",
                format!(
                    "Credential should be scoped to a valid region, not `{}`.",
                    call.region
                ),
            )
        })?;
        let request = Request {
            service: call.service,
            operation: call.operation.name,
            account,
            region,
            access_key: &call.access_key,
            input: &call.input,
        };
        if reads(call.operation.name) {
            let mut minter = Minter::seeded(0);
            let outcome = self.execute(&request, &self.world(), &mut minter)?;
            if outcome.changes.is_empty() {
                return Ok((outcome.output, outcome.effects));
            }
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = &mut *writer;
        let outcome = self.execute(&request, &self.world(), &mut writer.minter)?;
        if !outcome.changes.is_empty() {
            self.commit(writer, &outcome.changes)
                .map_err(|error| ApiError::internal("InternalFailure", error.to_string()))?;
        }
        Ok((outcome.output, outcome.effects))
    }

    /// Puts a resource that no AWS operation makes.
    pub(crate) fn put<T: Entity>(&self, resource: T) -> Result<Rev, StoreError> {
        self.change(&Change::Put(resource.wrap()))
    }

    pub(crate) fn delete(&self, key: Key) -> Result<Rev, StoreError> {
        self.change(&Change::Delete(key))
    }

    fn change(&self, change: &Change) -> Result<Rev, StoreError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.commit(&mut writer, std::slice::from_ref(change))
    }

    fn execute(
        &self,
        request: &Request<'_>,
        world: &World,
        minter: &mut Minter,
    ) -> Result<Outcome, ApiError> {
        adit_control::execute(
            request,
            world,
            self.clock.date_time(),
            minter,
            self.outside.ports(),
        )
    }

    fn commit(&self, writer: &mut Writer, changes: &[Change]) -> Result<Rev, StoreError> {
        let mut world = (*self.world()).clone();
        let rev = writer.store.commit(world.rev, changes)?;
        for change in changes {
            world.apply(change);
        }
        world.rev = rev;
        let plan = Plan::compile(&world, self.settings, &*self.rehearse);
        (self.published)(&world, changes);
        self.world.store(Arc::new(world));
        self.plan.store(Arc::new(plan));
        Ok(rev)
    }
}

/// Whether an operation only looks, by AWS's verbs.
fn reads(operation: &str) -> bool {
    ["Describe", "Get", "List"]
        .iter()
        .any(|verb| operation.starts_with(verb))
}
