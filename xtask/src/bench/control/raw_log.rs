//! The yardstick of durable writes: a server that appends what each client sends to one file, and answers when a sync
//! that began after the append has ended. Syncs are shared by whoever waits (group commit). It reads and answers the
//! same bytes over the same connections as Adit's API does, and knows nothing of AWS.
//!
//! Each write is as long as what SQLite's log gets for one small commit: a page and its frame header.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;

use crate::bench::servers::loopback;

/// A page of SQLite's and the header of its frame in the log.
const WRITE: usize = 4096 + 24;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 0\r\n\r\n";

#[derive(Clone)]
pub(super) struct RawLog(Arc<Shared>);

struct Shared {
    /// Appended and not yet synced, and the number of the batch that it belongs to.
    queue: Mutex<(Vec<u8>, u64)>,
    /// The file, and the newest batch that is synced.
    file: Mutex<(File, u64)>,
}

impl RawLog {
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        let file = OpenOptions::new()
            .create_new(true)
            .append(true)
            .open(path)
            .with_context(|| format!("`{}`", path.display()))?;
        Ok(Self(Arc::new(Shared {
            queue: Mutex::new((Vec::new(), 1)),
            file: Mutex::new((file, 0)),
        })))
    }

    /// Returns when `record` is on the disk.
    pub(super) fn append(&self, record: &[u8]) -> anyhow::Result<()> {
        let batch = {
            let mut queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
            let end = queue.0.len() + WRITE;
            queue.0.extend_from_slice(record.get(..WRITE).unwrap_or(record));
            queue.0.resize(end, 0);
            queue.1
        };
        let mut file = self.0.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.1 < batch {
            let (bytes, batch) = {
                let mut queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
                queue.1 += 1;
                (std::mem::take(&mut queue.0), queue.1 - 1)
            };
            file.0.write_all(&bytes)?;
            file.0.sync_data()?;
            file.1 = batch;
        }
        Ok(())
    }

    /// Serves `clients` connections until each ends; the port.
    pub(super) fn serve(&self, clients: usize) -> anyhow::Result<u16> {
        let listener = TcpListener::bind(loopback(0))?;
        let port = listener.local_addr()?.port();
        let log = self.clone();
        std::thread::spawn(move || {
            for _ in 0..clients {
                let Ok((stream, _)) = listener.accept() else {
                    return;
                };
                let log = log.clone();
                std::thread::spawn(move || log.answer(stream));
            }
        });
        Ok(port)
    }

    fn answer(&self, stream: TcpStream) -> anyhow::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        loop {
            let mut length = 0;
            loop {
                line.clear();
                if stream.read_line(&mut line)? == 0 {
                    return Ok(());
                }
                let text = line.trim_end();
                if text.is_empty() {
                    break;
                }
                if let Some(value) = text.strip_prefix("Content-Length: ") {
                    length = value.parse()?;
                }
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body)?;
            self.append(&body)?;
            stream.get_mut().write_all(ANSWER)?;
        }
    }
}
