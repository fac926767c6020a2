//! The edge's kept answers, by the key that the edge computed, bounded in bytes; and one request at a time for each
//! missing one.
//!
//! What may be kept, for how long and under which key is decided by hops; this holds bytes and ages. While one request
//! leads for a key, others wait for what it brings, up to a bound. An answer that turned out not to be kept leaves a
//! mark for a while, so that uncacheable pages do not queue their readers.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use adit_hops::edge::cache_key::CacheKey;
use adit_hops::head::{Keep, ResponseHead};
use adit_hops::step::CacheAnswer;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// How long requests under a key whose answer was not kept go on unhindered.
const PASS: Duration = Duration::from_secs(10);

/// Objects that the index has room for at first; it grows.
const ESTIMATE: usize = 1024;

pub(crate) struct ResponseCache {
    slots: Cache<CacheKey, Slot, Weight>,
    leaders: Mutex<HashMap<CacheKey, Arc<Notify>>>,
    object_bytes: usize,
}

#[derive(Clone)]
enum Slot {
    Object(Arc<Object>),
    /// Not kept, as of then.
    Pass(SystemTime),
}

struct Object {
    head: ResponseHead,
    body: Bytes,
    stored: SystemTime,
    fresh_for: Duration,
    stale_for: Duration,
}

/// What to do about a key.
pub(crate) enum Found {
    Answer(CacheAnswer),
    /// Nothing fresh: `last` is the answer to give, and whoever holds the lead is waited for.
    Lead {
        last: CacheAnswer,
        lead: Option<Lead>,
    },
    Follow(Pin<Box<OwnedNotified>>),
}

/// Held by the request that fetches what others wait for; dropping it lets them go.
pub(crate) struct Lead {
    cache: Arc<ResponseCache>,
    key: CacheKey,
}

impl ResponseCache {
    pub(crate) fn new(bytes: u64, object_bytes: usize) -> Self {
        Self {
            slots: Cache::with_weighter(ESTIMATE, bytes, Weight),
            leaders: Mutex::default(),
            object_bytes,
        }
    }

    /// Looks once. `patient`: whether the request would still wait for another one.
    pub(crate) fn find(self: &Arc<Self>, key: &CacheKey, now: SystemTime, patient: bool) -> Found {
        let last = match self.slots.get(key) {
            None => CacheAnswer::Missing,
            Some(Slot::Pass(since)) if age(since, now) < PASS => {
                return Found::Lead {
                    last: CacheAnswer::Missing,
                    lead: None,
                };
            }
            Some(Slot::Pass(_)) => CacheAnswer::Missing,
            Some(Slot::Object(object)) => match object.answer(now) {
                fresh @ CacheAnswer::Fresh { .. } => return Found::Answer(fresh),
                other => other,
            },
        };
        let mut leaders = self.leaders.lock().unwrap_or_else(PoisonError::into_inner);
        match leaders.get(key) {
            // Made while the lock is held, so that the leader cannot finish unheard.
            Some(notify) if patient => Found::Follow(Box::pin(notify.clone().notified_owned())),
            Some(_) => Found::Lead { last, lead: None },
            None => {
                leaders.insert(key.clone(), Arc::new(Notify::new()));
                let lead = Lead {
                    cache: self.clone(),
                    key: key.clone(),
                };
                Found::Lead {
                    last,
                    lead: Some(lead),
                }
            }
        }
    }

    /// Whether the body was short enough.
    pub(crate) fn keep(&self, keep: Keep, body: &Bytes, now: SystemTime) -> bool {
        if body.len() > self.object_bytes {
            return false;
        }
        let object = Object {
            head: ResponseHead {
                status: keep.head.status,
                headers: compact(&keep.head.headers),
            },
            // Slices of read buffers would pin more than they weigh.
            body: Bytes::copy_from_slice(body),
            stored: now,
            fresh_for: keep.fresh_for,
            stale_for: keep.stale_for,
        };
        self.slots.insert(keep.key, Slot::Object(Arc::new(object)));
        true
    }

    pub(crate) fn object_bytes(&self) -> usize {
        self.object_bytes
    }

    /// Forgets every object.
    pub(crate) fn clear(&self) {
        self.slots.clear();
    }

    pub(crate) fn weight(&self) -> u64 {
        self.slots.weight()
    }
}

impl Object {
    fn answer(&self, now: SystemTime) -> CacheAnswer {
        let age = age(self.stored, now);
        let (head, body) = (self.head.clone(), self.body.clone());
        if age < self.fresh_for {
            CacheAnswer::Fresh { head, body, age }
        } else if age < self.fresh_for.saturating_add(self.stale_for) {
            CacheAnswer::Stale { head, body, age }
        } else {
            CacheAnswer::Missing
        }
    }
}

impl Lead {
    /// The answer is not to be kept, as of `now`. An older one stays: it may still serve when the origin fails.
    pub(crate) fn passed(self, now: SystemTime) {
        if !matches!(self.cache.slots.peek(&self.key), Some(Slot::Object(_))) {
            self.cache.slots.insert(self.key.clone(), Slot::Pass(now));
        }
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        let mut leaders = self.cache.leaders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(notify) = leaders.remove(&self.key) {
            notify.notify_waiters();
        }
    }
}

#[derive(Clone)]
struct Weight;

impl Weighter<CacheKey, Slot> for Weight {
    fn weight(&self, _: &CacheKey, slot: &Slot) -> u64 {
        // Key, index entry and head, roughly.
        const OVERHEAD: u64 = 512;
        match slot {
            Slot::Object(object) => OVERHEAD + object.body.len() as u64,
            Slot::Pass(_) => OVERHEAD,
        }
    }
}

fn age(since: SystemTime, now: SystemTime) -> Duration {
    now.duration_since(since).unwrap_or_default()
}

/// The same headers with values of their own.
fn compact(headers: &HeaderMap) -> HeaderMap {
    let mut out = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            out.append(name.clone(), value);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    fn keep(key: &CacheKey) -> Keep {
        let head = ResponseHead {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
        };
        let (fresh_for, stale_for) = (Duration::from_secs(10), Duration::from_secs(10));
        Keep {
            key: key.clone(),
            head,
            fresh_for,
            stale_for,
        }
    }

    #[test]
    fn fresh_then_stale_then_gone() {
        let cache = Arc::new(ResponseCache::new(1 << 20, 1 << 10));
        let key = CacheKey(Bytes::from_static(b"key"));
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert!(cache.keep(keep(&key), &Bytes::from_static(b"body"), at(0)));
        assert!(!cache.keep(keep(&key), &Bytes::from(vec![0; 2000]), at(0)));
        assert!(matches!(
            cache.find(&key, at(9), true),
            Found::Answer(CacheAnswer::Fresh { .. })
        ));
        // The origin fails: what is stale stays for the next one.
        for _ in 0..2 {
            let Found::Lead {
                last: CacheAnswer::Stale { age, .. },
                lead: Some(lead),
            } = cache.find(&key, at(15), true)
            else {
                panic!("stale and leading")
            };
            assert_eq!(age, Duration::from_secs(15));
            lead.passed(at(15));
        }
        assert!(matches!(
            cache.find(&key, at(20), true),
            Found::Lead {
                last: CacheAnswer::Missing,
                ..
            }
        ));
    }

    #[test]
    fn one_leads_and_others_follow_until_it_is_known_to_be_no_use() {
        let cache = Arc::new(ResponseCache::new(1 << 20, 1 << 10));
        let (key, now) = (CacheKey(Bytes::from_static(b"key")), SystemTime::UNIX_EPOCH);
        let Found::Lead { lead: Some(lead), .. } = cache.find(&key, now, true) else {
            panic!("the first leads")
        };
        assert!(matches!(cache.find(&key, now, true), Found::Follow(_)));
        assert!(matches!(
            cache.find(&key, now, false),
            Found::Lead { lead: None, .. }
        ));
        lead.passed(now);
        assert!(matches!(
            cache.find(&key, now, true),
            Found::Lead { lead: None, .. }
        ));
        assert!(matches!(
            cache.find(&key, now + PASS, true),
            Found::Lead { lead: Some(_), .. }
        ));
    }
}
