//! The one way in which the World moves: a call runs on a snapshot, its changes are committed, then everybody sees them.
//!
//! Reads take no lock. Writes run one at a time, each on the World that the one before left behind, and queue what
//! they changed. Whoever holds the store commits all that is queued at once: one transaction, one sync, one update of the
//! Plan (group commit). An answer is given only after the commit that it rests on is durable and applied: so the
//! outcome is that of the calls in the order in which they ran. When a commit fails, so do all calls that were
//! queued behind it, since they ran on changes that never came to be.

use std::collections::VecDeque;
use std::mem;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
    /// The batch that `queue` will be committed in.
    batch: Batch,
}

/// Batches are committed in the order of their numbers.
type Batch = u64;

struct Committer {
    store: Box<dyn Store>,
    compiler: Compiler,
    rev: Rev,
    /// The newest batch that was committed, or failed.
    done: Batch,
    /// The newest failures.
    failed: VecDeque<(RangeInclusive<Batch>, StoreError)>,
}

/// Failures remembered for callers that have not yet looked.
const FAILURES: usize = 256;

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
                batch: 1,
            }),
            committer: Mutex::new(Committer {
                store: parts.store,
                compiler: parts.compiler,
                rev,
                done: 0,
                failed: VecDeque::new(),
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
        let ran_on = match head.queue.is_empty() {
            true => None,
            false => Some(head.batch),
        };
        let waits_for = match &outcome {
            Ok(outcome) if !outcome.changes.is_empty() => {
                head.world = outcome.world.clone();
                head.queue.extend(outcome.changes.iter().cloned());
                Some(head.batch)
            }
            // What it answers may rest on what is queued.
            _ => ran_on,
        };
        drop(head);
        if let Some(batch) = waits_for {
            self.wait(batch)
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
        let batch = head.batch;
        drop(head);
        self.wait(batch)
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

    /// Returns when `batch` is committed: by somebody else meanwhile, or by this caller with all that is queued by then.
    fn wait(&self, batch: Batch) -> Result<Rev, StoreError> {
        let mut committer = lock(&self.committer);
        if committer.done < batch {
            self.commit(&mut committer);
        }
        let failed = committer.failed.iter().find(|(range, _)| range.contains(&batch));
        failed.map_or(Ok(committer.rev), |(_, error)| Err(error.clone()))
    }

    fn commit(&self, committer: &mut Committer) {
        let (changes, mut world, batch) = {
            let mut head = lock(&self.head);
            let batch = head.batch;
            head.batch += 1;
            (mem::take(&mut head.queue), head.world.clone(), batch)
        };
        let begun = Instant::now();
        match committer.store.commit(committer.rev, &changes) {
            Ok(rev) => {
                let stored = Instant::now();
                world.rev = rev;
                let mut keys: Vec<Key> = changes.iter().map(Change::key).collect();
                keys.sort_unstable();
                keys.dedup();
                let before = self.world();
                committer.compiler.update(&before, &world, &keys, &*self.rehearse);
                (self.published)(&world, &changes);
                self.world.store(Arc::new(world));
                self.plan.store(Arc::new(committer.compiler.plan().clone()));
                committer.rev = rev;
                committer.done = batch;
                self.last.note(stored - begun, stored.elapsed());
            }
            Err(error) => {
                let mut head = lock(&self.head);
                // What ran since ran on changes that did not come to be.
                let last = head.batch;
                head.batch += 1;
                head.queue.clear();
                head.world = (*self.world()).clone();
                committer.done = last;
                committer.failed.push_back((batch..=last, error));
                if committer.failed.len() > FAILURES {
                    committer.failed.pop_front();
                }
            }
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
