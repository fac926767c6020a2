//! The one way in which the World moves: a call runs on a snapshot, its changes are committed, then everybody sees them.
//!
//! Reads take no lock. Writes run one at a time, each on the World that the one before left behind, and queue what
//! they changed. Whoever holds the store commits all that is queued at once: one transaction, one sync, one update of the
//! Plan (group commit). An answer is given only after the commit that it rests on is durable and applied: so the
//! outcome is that of the calls in the order in which they ran. When a commit fails, so do all calls that were
//! queued behind it, since they ran on changes that never came to be.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use adit_control::{Effect, Outcome, Request};
use adit_hops::tls::Rehearse;
use adit_hops::{Compiler, Plan};
use adit_model::clock::Clock;
use adit_model::minter::Minter;
use adit_model::store::{Store, StoreError};
use adit_model::world::Entity;
use adit_model::{AccountId, Change, Key, Region, Rev, World};
use adit_wire::{ApiError, Call, Record};
use arc_swap::ArcSwap;

use crate::ports::Outside;

pub(crate) struct Ledger {
    /// What is durable and applied.
    world: ArcSwap<World>,
    plan: Arc<ArcSwap<Plan>>,
    head: Mutex<Head>,
    committer: Mutex<Committer>,
    clock: Arc<dyn Clock>,
    rehearse: Arc<dyn Rehearse>,
    outside: Outside,
    published: Published,
    last: LastCommit,
}

/// Hears of every commit, before its call is answered.
pub(crate) type Published = Box<dyn Fn(&World, &[Change]) + Send + Sync>;

/// Where the next write begins.
struct Head {
    /// With everything that is queued.
    world: World,
    minter: Minter,
    queue: Vec<Change>,
    /// That `queue` will be committed in.
    batch: Arc<Batch>,
    /// Whose changes `world` has, and which is being committed.
    in_flight: Option<Arc<Batch>>,
}

/// Changes that are committed together, and what came of it.
type Batch = OnceLock<Result<Rev, StoreError>>;

struct Committer {
    store: Box<dyn Store>,
    compiler: Compiler,
    rev: Rev,
}

/// What the newest commit cost, in microseconds.
#[derive(Debug, Default)]
struct LastCommit {
    store: AtomicU64,
    plan: AtomicU64,
}

/// What a ledger is made of.
pub(crate) struct Parts {
    pub(crate) world: World,
    pub(crate) store: Box<dyn Store>,
    pub(crate) seed: u64,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rehearse: Arc<dyn Rehearse>,
    pub(crate) outside: Outside,
    /// Of `world`.
    pub(crate) compiler: Compiler,
    pub(crate) plan: Arc<ArcSwap<Plan>>,
    /// Called after a commit, before its call is answered.
    pub(crate) published: Published,
}

impl Ledger {
    pub(crate) fn new(parts: Parts) -> Self {
        let rev = parts.world.rev;
        Self {
            head: Mutex::new(Head {
                world: parts.world.clone(),
                minter: Minter::seeded(parts.seed),
                queue: Vec::new(),
                batch: Arc::default(),
                in_flight: None,
            }),
            committer: Mutex::new(Committer {
                store: parts.store,
                compiler: parts.compiler,
                rev,
            }),
            world: ArcSwap::from_pointee(parts.world),
            plan: parts.plan,
            clock: parts.clock,
            rehearse: parts.rehearse,
            outside: parts.outside,
            published: parts.published,
            last: LastCommit::default(),
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
        let mut head = lock(&self.head);
        let Head { world, minter, .. } = &mut *head;
        let outcome = self.execute(&request, world, minter);
        let waits_for = match &outcome {
            Ok(outcome) if !outcome.changes.is_empty() => {
                head.world = outcome.world.clone();
                head.queue.extend(outcome.changes.iter().cloned());
                Some(head.batch.clone())
            }
            // What it answers may rest on what is not durable yet.
            _ if !head.queue.is_empty() => Some(head.batch.clone()),
            _ => head.in_flight.clone(),
        };
        drop(head);
        if let Some(batch) = waits_for {
            self.wait(&batch)
                .map_err(|error| ApiError::internal("InternalFailure", error.to_string()))?;
        }
        outcome.map(|outcome| (outcome.output, outcome.effects))
    }

    /// Puts a resource that no AWS operation makes.
    pub(crate) fn put<T: Entity>(&self, resource: T) -> Result<Rev, StoreError> {
        self.change(Change::Put(resource.wrap()))
    }

    pub(crate) fn delete(&self, key: Key) -> Result<Rev, StoreError> {
        self.change(Change::Delete(key))
    }

    /// What the newest commit cost: the store, and the Plan's update.
    pub(crate) fn last_commit(&self) -> (Duration, Duration) {
        let of = |micros: &AtomicU64| Duration::from_micros(micros.load(Ordering::Relaxed));
        (of(&self.last.store), of(&self.last.plan))
    }

    fn change(&self, change: Change) -> Result<Rev, StoreError> {
        let mut head = lock(&self.head);
        head.world.apply(&change);
        head.queue.push(change);
        let batch = head.batch.clone();
        drop(head);
        self.wait(&batch)
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

    /// Returns when `batch` is settled: by somebody else meanwhile, or by this caller with all that is queued by then.
    fn wait(&self, batch: &Batch) -> Result<Rev, StoreError> {
        let mut committer = lock(&self.committer);
        if batch.get().is_none() {
            self.commit(&mut committer);
        }
        let unsettled = || Err(StoreError::Io("the commit did not come to its end".to_owned()));
        batch.get().cloned().unwrap_or_else(unsettled)
    }

    fn commit(&self, committer: &mut Committer) {
        let (changes, mut world, batch) = {
            let mut head = lock(&self.head);
            let batch = mem::take(&mut head.batch);
            head.in_flight = Some(batch.clone());
            (mem::take(&mut head.queue), head.world.clone(), batch)
        };
        let begun = Instant::now();
        match committer.store.commit(committer.rev, &changes) {
            Ok(rev) => {
                let stored = Instant::now();
                // Durable: whatever happens from here on, the next commit follows this one.
                committer.rev = rev;
                world.rev = rev;
                let before = self.world();
                let world = Arc::new(world);
                self.world.store(world.clone());
                self.follow(committer, &before, &world, &changes);
                (self.published)(&world, &changes);
                self.plan.store(Arc::new(committer.compiler.plan().clone()));
                self.last.note(stored - begun, stored.elapsed());
                lock(&self.head)
                    .in_flight
                    .take_if(|other| Arc::ptr_eq(other, &batch));
                let _ = batch.set(Ok(rev));
            }
            Err(error) => {
                let mut head = lock(&self.head);
                // What ran since ran on changes that did not come to be.
                let since = mem::take(&mut head.batch);
                head.in_flight = None;
                head.queue.clear();
                head.world = (*self.world()).clone();
                let _ = batch.set(Err(error.clone()));
                let _ = since.set(Err(error));
            }
        }
    }

    /// Updates the Plan; one that was left half way by a bug of ours is compiled from nothing.
    fn follow(&self, committer: &mut Committer, before: &World, world: &World, changes: &[Change]) {
        let mut keys: Vec<Key> = changes.iter().map(Change::key).collect();
        keys.sort_unstable();
        keys.dedup();
        let compiler = &mut committer.compiler;
        let updated = catch_unwind(AssertUnwindSafe(|| {
            compiler.update(before, world, &keys, &*self.rehearse);
        }));
        if updated.is_err() {
            let settings = compiler.plan().settings;
            *compiler = Compiler::new(world, settings, &*self.rehearse);
        }
    }
}

impl LastCommit {
    fn note(&self, store: Duration, plan: Duration) {
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.store.store(micros(store), Ordering::Relaxed);
        self.plan.store(micros(plan), Ordering::Relaxed);
    }
}

/// A caller that panicked left nothing half done: every change to what is guarded is the last step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether an operation only looks, by AWS's verbs.
fn reads(operation: &str) -> bool {
    ["Describe", "Get", "List"]
        .iter()
        .any(|verb| operation.starts_with(verb))
}
