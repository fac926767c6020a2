//! Servers that the bench starts: pinned to the bench's two cores, on free loopback ports, gone when the bench is.
//!
//! A server ends three ways: dropped here (TERM by its pid, then KILL), by the terminal's Ctrl-C (same process
//! group), or with this process however it dies (`setpriv --pdeathsig`).

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::equipment;

const PATIENCE: Duration = Duration::from_secs(10);

/// The two cores that load and servers share, as `taskset` reads them.
pub(super) struct Cores(pub(super) String);

pub(super) struct Server {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

/// A temporary folder that goes away with the bench.
pub(super) struct Scratch {
    pub(super) path: PathBuf,
}

impl Cores {
    pub(super) fn first_two() -> anyhow::Result<Self> {
        let status = std::fs::read_to_string("/proc/self/status").context("the bench needs Linux's /proc")?;
        let list = status
            .lines()
            .find_map(|line| line.strip_prefix("Cpus_allowed_list:"))
            .unwrap_or("0")
            .trim();
        let mut cores = Vec::new();
        for range in list.split(',') {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            cores.extend(first.parse::<u32>()?..=last.parse::<u32>()?);
        }
        cores.truncate(2);
        Ok(Self(
            cores.iter().map(u32::to_string).collect::<Vec<_>>().join(","),
        ))
    }

    /// A command on these cores that ends when this process ends.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("taskset");
        command
            .args(["-c", &self.0, "setpriv", "--pdeathsig", "TERM"])
            .arg(program);
        command.stdin(Stdio::null());
        command
    }

    pub(super) fn system(&self, program: &str) -> anyhow::Result<Command> {
        let found = equipment::program(program).with_context(|| format!("`{program}` is not installed"))?;
        Ok(self.command(&found))
    }
}

impl Server {
    pub(super) fn start(name: &'static str, command: &mut Command, log: PathBuf) -> anyhow::Result<Self> {
        let file = File::create(&log).with_context(|| format!("`{}`", log.display()))?;
        command.stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().with_context(|| format!("{name} cannot start"))?;
        Ok(Self { name, child, log })
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the port accepts; a server that ends before that is an error with its last words.
    pub(super) fn ready(&mut self, port: u16) -> anyhow::Result<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            self.must_live()?;
            if TcpStream::connect_timeout(&loopback(port), Duration::from_secs(1)).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!(
            "{} does not listen on {port} after {} s: {}",
            self.name,
            PATIENCE.as_secs(),
            self.last_words()
        )
    }

    pub(super) fn must_live(&mut self) -> anyhow::Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("{} ended ({status}): {}", self.name, self.last_words()),
        }
    }

    /// VmRSS in megabytes of 1 000 000 bytes.
    pub(super) fn resident_mb(&self) -> anyhow::Result<f64> {
        resident_mb(self.pid())
    }

    fn last_words(&self) -> String {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().rev().take(12).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n  ")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // TERM first: a master that is killed outright leaves its workers behind.
        let pid = self.child.id().to_string();
        drop(
            Command::new("kill")
                .args(["-TERM", &pid])
                .stderr(Stdio::null())
                .status(),
        );
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(3) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Scratch {
    pub(super) fn new() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("adit-bench-{}", std::process::id()));
        std::fs::create_dir(&path).with_context(|| format!("`{}`", path.display()))?;
        Ok(Self { path })
    }

    /// A file made from a template of bench/: each `{{name}}` replaced, none left over.
    pub(super) fn fill(
        &self,
        template: &Path,
        name: &str,
        values: &[(&str, &str)],
    ) -> anyhow::Result<PathBuf> {
        let text = std::fs::read_to_string(template).with_context(|| format!("`{}`", template.display()))?;
        let comment = |line: &&str| !line.trim_start().starts_with('#');
        let mut filled = text.lines().filter(comment).collect::<Vec<_>>().join("\n");
        for (key, value) in values {
            filled = filled.replace(&format!("{{{{{key}}}}}"), value);
        }
        if let Some((_, rest)) = filled.split_once("{{") {
            bail!(
                "`{}` has a placeholder that nothing fills: {}",
                template.display(),
                rest.lines().next().unwrap_or("")
            );
        }
        let path = self.path.join(name);
        std::fs::write(&path, filled + "\n")?;
        Ok(path)
    }

    pub(super) fn folder(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.path.join(name);
        std::fs::create_dir(&folder)?;
        Ok(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.path));
    }
}

/// Free at this moment; all ports of a bench are asked for together, so that no two are the same.
pub(super) fn free_ports<const N: usize>() -> anyhow::Result<[u16; N]> {
    let mut held = Vec::with_capacity(N);
    let mut ports = [0; N];
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        *port = listener.local_addr()?.port();
        held.push(listener);
    }
    Ok(ports)
}

pub(super) fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

pub(super) fn resident_mb(pid: u32) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .context("no VmRSS")?;
    let kibibytes: f64 = line
        .split_whitespace()
        .next()
        .context("VmRSS is empty")?
        .parse()?;
    Ok(kibibytes * 1024.0 / 1_000_000.0)
}
