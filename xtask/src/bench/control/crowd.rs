//! Clients at once, each a thread with its own connection.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::anyhow;

use super::caller::{Call, Caller};

pub(super) const CLIENTS: usize = 32;

/// Does `work` for each number below `count`, and returns what came of each, in order.
pub(super) fn each<T: Send>(
    port: u16,
    count: usize,
    work: impl Fn(&mut Caller, usize) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let (next, work) = (&next, &work);
    let mut found: Vec<(usize, T)> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(move || -> anyhow::Result<Vec<(usize, T)>> {
                    let mut caller = Caller::connect(port)?;
                    let mut done = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count {
                            return Ok(done);
                        }
                        done.push((number, work(&mut caller, number)?));
                    }
                })
            })
            .collect();
        let mut all = Vec::with_capacity(count);
        for client in clients {
            all.extend(client.join().map_err(|_| anyhow!("a client panicked"))??);
        }
        anyhow::Ok(all)
    })?;
    found.sort_by_key(|(number, _)| *number);
    Ok(found.into_iter().map(|(_, value)| value).collect())
}

/// Answered calls a second while all clients call `make` as fast as they are answered.
pub(super) fn rate(
    port: u16,
    time: Duration,
    make: impl Fn(usize, usize) -> Call + Sync,
) -> anyhow::Result<f64> {
    let make = &make;
    let start = Instant::now();
    let counts: anyhow::Result<Vec<usize>> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                scope.spawn(move || -> anyhow::Result<usize> {
                    let mut caller = Caller::connect(port)?;
                    let mut count = 0;
                    while start.elapsed() < time {
                        caller.call(&make(client, count))?;
                        count += 1;
                    }
                    Ok(count)
                })
            })
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().map_err(|_| anyhow!("a client panicked"))?)
            .collect()
    });
    let answered: usize = counts?.iter().sum();
    Ok(answered as f64 / start.elapsed().as_secs_f64())
}
