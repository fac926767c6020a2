//! Drives one request's journey through the hops: does what they ask, writes its trace, and sends their answer.
//!
//! Hops decide and never wait; here is every wait. The trace is written when the head of the answer is known, or when
//! the client leaves before: the driver is dropped then, and what was decided until then is still kept.

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use adit_hops::edge::cache_key::CacheKey;
use adit_hops::head::{BodyLength, Head, ResponseHead, Tail};
use adit_hops::step::{Answer, Ask, CacheAnswer, Cx, Fault, Inbound, Send};
use adit_hops::{Act, Arrival, Facts, Journey, Plan, Trail};
use adit_model::Rev;
use bytes::Bytes;
use tokio::time::timeout;

use crate::door::Visit;
use crate::reply::{ReplyBody, Tee};
use crate::request_body::RequestBody;
use crate::response_cache::{Found, Lead};
use crate::trace_ring::Record;
use crate::upstream::ReceivedBody;
use crate::worker::Worker;

/// What the viewer gets; `None`: its connection is closed without a word.
pub(crate) type Reply = Option<(ResponseHead, ReplyBody)>;

/// Everything about one request but its journey.
pub(crate) struct Request<'a> {
    pub(crate) facts: Facts,
    pub(crate) from: Arc<str>,
    pub(crate) head: Head,
    pub(crate) body: Option<RequestBody<'a>>,
    pub(crate) started: Instant,
}

/// Stamps what is known of a request of this visit, once.
pub(crate) fn facts(worker: &Worker, visit: &Visit) -> Facts {
    Facts {
        now: worker.shared.clock.now(),
        viewer: visit.client.address,
        country: visit.client.country,
        draw: fastrand::u64(..),
        tls: visit.tls.clone(),
    }
}

pub(crate) fn request<'a>(
    visit: &Visit,
    facts: Facts,
    head: Head,
    body: Option<RequestBody<'a>>,
) -> Request<'a> {
    Request {
        facts,
        from: visit.client.from.clone(),
        head,
        body,
        started: Instant::now(),
    }
}

pub(crate) async fn drive(worker: &Worker, request: Request<'_>, arrival: Arrival) -> Reply {
    let Request {
        facts,
        from,
        head,
        body,
        started,
    } = request;
    let plan: Arc<Plan> = worker.shared.plan.load_full();
    let mut log = Log::open(worker, &facts, from, &head, started, plan.rev);
    let mut driver = Driver {
        worker,
        now: facts.now,
        body,
        received: None,
        lead: None,
    };
    let mut cx = Cx {
        plan: &plan,
        facts: &facts,
        trail: log.trail()?,
    };
    let (mut journey, mut act) = Journey::begin(&mut cx, arrival, head);
    loop {
        let ask = match act {
            Act::Ask(ask) => ask,
            Act::Answer(head, tail) => {
                let body = driver.body(tail);
                log.close(Some(head.status.as_u16()));
                driver.drain().await;
                return Some((head, body));
            }
            Act::Silence => {
                log.close(None);
                return None;
            }
        };
        let answer = driver.answer(ask, &plan).await;
        let mut cx = Cx {
            plan: &plan,
            facts: &facts,
            trail: log.trail()?,
        };
        cx.trail.tick();
        act = journey.resume(&mut cx, answer);
    }
}

struct Driver<'w, 'b> {
    worker: &'w Worker,
    now: SystemTime,
    /// The viewer's body, until it is sent on.
    body: Option<RequestBody<'b>>,
    /// The body that came with the last answer to a `Send`.
    received: Option<ReceivedBody>,
    lead: Option<Lead>,
}

impl Driver<'_, '_> {
    async fn answer(&mut self, ask: Ask, plan: &Plan) -> Answer {
        match ask {
            Ask::Cache(key) => Answer::Cache(self.look_up(key).await),
            Ask::Loads(group) => Answer::Loads(self.worker.shared.health.loads(plan, &group)),
            Ask::Send(send) => Answer::Sent(self.send(*send).await),
            Ask::Silence(wait) => {
                tokio::time::sleep(wait).await;
                Answer::Waited
            }
        }
    }

    async fn look_up(&mut self, key: CacheKey) -> CacheAnswer {
        let counters = &self.worker.counters;
        let cache = &self.worker.shared.cache;
        let mut patient = true;
        let answer = loop {
            match cache.find(&key, self.now, patient) {
                Found::Answer(answer) => break answer,
                Found::Lead { last, lead } => {
                    self.lead = lead;
                    break last;
                }
                Found::Follow(notified) => {
                    counters.cache_follows.add();
                    patient = false;
                    // Whether it came or not, the second look decides.
                    drop(timeout(self.worker.shared.bounds.follow, notified).await);
                }
            }
        };
        match &answer {
            CacheAnswer::Fresh { .. } => counters.cache_hits.add(),
            CacheAnswer::Stale { .. } => counters.cache_stale.add(),
            CacheAnswer::Missing => counters.cache_misses.add(),
        }
        answer
    }

    async fn send(&mut self, send: Send) -> Inbound {
        self.received = None;
        let counters = &self.worker.counters;
        let body = if send.head.body == BodyLength::None {
            None
        } else {
            self.body.take()
        };
        if body.is_none() && send.head.body != BodyLength::None {
            // The viewer's body went with an earlier attempt: it cannot be sent again.
            return Inbound::Fault(Fault::Reset);
        }
        match self.worker.upstream.send(send, body, counters).await {
            Ok(received) => {
                self.received = Some(received.body);
                Inbound::Answer(received.head, Tail::Stream)
            }
            Err(fault) => {
                counters.upstream_faults.add();
                Inbound::Fault(fault)
            }
        }
    }

    /// The bytes that a tail stands for.
    fn body(&mut self, tail: Tail) -> ReplyBody {
        let (source, keep) = match tail {
            Tail::Keep { source, keep } => (*source, Some(keep)),
            other => (other, None),
        };
        let lead = self.lead.take();
        let whole = match source {
            Tail::Stream => match self.received.take() {
                Some(ReceivedBody::Whole(bytes)) => bytes,
                Some(ReceivedBody::Flowing(body)) => {
                    let Some(keep) = keep else {
                        pass(lead, self.now);
                        return ReplyBody::Flowing(body);
                    };
                    let cache = self.worker.shared.cache.clone();
                    return ReplyBody::Kept(Box::new(Tee::new(body, *keep, cache, lead, self.now)));
                }
                None => Bytes::new(),
            },
            Tail::Bytes(bytes) => bytes,
            // A hop wraps a source once; what is kept twice is kept empty.
            Tail::Empty | Tail::Keep { .. } => Bytes::new(),
        };
        let wanted = keep.is_some();
        let kept = keep.is_some_and(|keep| self.worker.shared.cache.keep(*keep, &whole, self.now));
        match kept {
            true => drop(lead),
            false => pass(lead, self.now),
        }
        if wanted && !kept {
            self.worker.counters.cache_oversized.add();
        }
        ReplyBody::Bytes(Some(whole))
    }

    /// Reads away a body that no hop wanted, so that the connection stays usable, up to a bound.
    async fn drain(&mut self) {
        let Some(mut body) = self.body.take() else { return };
        if body.is_waiting() {
            return;
        }
        let bounds = &self.worker.shared.bounds;
        let read = async {
            let mut left = bounds.drained_bytes;
            while let Some(Ok(data)) = body.data().await {
                let Some(rest) = left.checked_sub(data.len() as u64) else {
                    return;
                };
                left = rest;
            }
        };
        drop(timeout(bounds.handshake, read).await);
    }
}

fn pass(lead: Option<Lead>, now: SystemTime) {
    if let Some(lead) = lead {
        lead.passed(now);
    }
}

/// The trace of a request in the making; dropped unfinished, it is of a client that left.
struct Log<'a> {
    worker: &'a Worker,
    unfinished: Option<Unfinished>,
}

struct Unfinished {
    started: Instant,
    record: Record,
}

impl<'a> Log<'a> {
    fn open(
        worker: &'a Worker,
        facts: &Facts,
        from: Arc<str>,
        head: &Head,
        started: Instant,
        rev: Rev,
    ) -> Self {
        let record = Record {
            seq: 0,
            draw: facts.draw,
            rev,
            at: facts.now,
            from,
            method: head.method.clone(),
            scheme: Some(head.scheme),
            host: head.host.clone(),
            port: head.port,
            path: head.target.as_str().into(),
            status: None,
            micros: 0,
            trail: worker.trail(started),
        };
        Self {
            worker,
            unfinished: Some(Unfinished { started, record }),
        }
    }

    /// `None` once it is closed.
    fn trail(&mut self) -> Option<&mut Trail> {
        self.unfinished
            .as_mut()
            .map(|unfinished| &mut *unfinished.record.trail)
    }

    fn close(&mut self, status: Option<u16>) {
        let Some(Unfinished { started, mut record }) = self.unfinished.take() else {
            return;
        };
        match status {
            Some(status) => self.worker.counters.status(status),
            None => self.worker.counters.silences.add(),
        }
        record.status = status;
        record.micros = u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX);
        self.worker.trace(record);
    }
}

impl Drop for Log<'_> {
    fn drop(&mut self) {
        if self.unfinished.is_some() {
            self.worker.counters.abandoned.add();
            self.close(None);
        }
    }
}
