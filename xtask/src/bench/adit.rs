//! Adit as the bench sees it: a binary with ports, configured by boto3 scripts through its AWS API, measured from
//! outside. Everything that the bench asks of Adit's command line and of the scripts stands here.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::http;
use super::peers::FixedAnswer;
use super::servers::{Cores, Scratch, Server, free_ports};
use super::spread::Spread;
use super::wrk::Target;
use crate::house::{self, House};

const STARTS: usize = 5;
const IDLE_AFTER: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(30);

/// Unsigned in substance, signed in shape: enough to route, account 123456789012.
const GET_CALLER_IDENTITY: &str = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
    Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nX-Amz-Date: 20260101T000000Z\r\n\
    Authorization: AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/sts/aws4_request, \
    SignedHeaders=host;x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000\r\n\
    Content-Length: 43\r\n\r\nAction=GetCallerIdentity&Version=2011-06-15";

pub(super) struct Adit {
    server: Server,
    pub(super) ports: Ports,
}

#[derive(Clone, Copy)]
pub(super) struct Ports {
    pub(super) api: u16,
    https: u16,
    http: u16,
    proxy: u16,
}

/// The origin of the proxied hop: a public name bound on purpose to a local address, its authority trusted.
pub(super) struct Origin<'a> {
    pub(super) name: &'a str,
    pub(super) port: u16,
    pub(super) authority: PathBuf,
}

/// What a start without traffic costs.
pub(super) struct Cold {
    pub(super) start_ms: Spread,
    pub(super) idle_mb: f64,
}

impl Cold {
    pub(super) fn measure(binary: &Path, scratch: &Scratch) -> anyhow::Result<Self> {
        let mut starts = Vec::new();
        let mut idle_mb = 0.0;
        for run in 1..=STARTS {
            let ports = Ports::free()?;
            let mut command = Command::new(binary);
            command.args(ports.flags()).stdin(Stdio::null());
            let start = Instant::now();
            let mut server = Server::start("adit", &mut command, scratch.path.join("adit-cold.log"))?;
            ports.first_answer(&mut server, start)?;
            starts.push(start.elapsed().as_secs_f64() * 1e3);
            if run == STARTS {
                std::thread::sleep(IDLE_AFTER.saturating_sub(start.elapsed()));
                idle_mb = server.resident_mb()?;
            }
        }
        Ok(Self {
            start_ms: Spread::of(&starts),
            idle_mb,
        })
    }
}

impl Adit {
    pub(super) fn start(
        binary: &Path,
        cores: &Cores,
        scratch: &Scratch,
        origin: &Origin<'_>,
    ) -> anyhow::Result<Self> {
        let ports = Ports::free()?;
        let mut command = cores.command(binary);
        command.args(ports.flags()).arg("--trust").arg(&origin.authority);
        command
            .arg("--bind")
            .arg(format!("{}=127.0.0.1:{}", origin.name, origin.port));
        let mut server = Server::start("adit", &mut command, scratch.path.join("adit.log"))?;
        ports.first_answer(&mut server, Instant::now())?;
        Ok(Self { server, ports })
    }

    /// Runs a script that builds an architecture through the AWS API, and returns where viewers find it.
    pub(super) fn build(
        &self,
        house: &House,
        python: &Path,
        script: &str,
        extra: &[&str],
    ) -> anyhow::Result<Target> {
        let path = house.root.join("tests").join(script);
        if !path.exists() {
            bail!(
                "`tests/{script}` is missing: it builds what this arm measures (bench/README.md has its contract)"
            );
        }
        let mut command = Command::new(python);
        command
            .arg(&path)
            .args([
                "--endpoint",
                &format!("http://127.0.0.1:{}", self.ports.api),
                "--json",
            ])
            .args(extra);
        command
            .env("AWS_ACCESS_KEY_ID", "123456789012")
            .env("AWS_SECRET_ACCESS_KEY", "bench");
        command
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("AWS_EC2_METADATA_DISABLED", "true");
        let printed = house::answer(&mut command)?;
        let last = printed.lines().last().unwrap_or_default();
        let facts: serde_json::Value = serde_json::from_str(last)
            .with_context(|| format!("the last line of `{script}` is not JSON: `{last}`"))?;
        let text = |name: &str| {
            facts
                .get(name)
                .and_then(|value| value.as_str())
                .map(str::to_owned)
        };
        let host = text("domain").with_context(|| format!("`{script}` printed no `domain`"))?;
        let path = text("path").with_context(|| format!("`{script}` printed no `path`"))?;
        if !path.contains('{') {
            bail!(
                "`{script}` printed the path `{path}`, which cannot vary: put `{{n}}` where a number may stand"
            );
        }
        Ok(Target {
            port: self.ports.https,
            host,
            path,
        })
    }

    /// The first success through the chain; what comes before it (deploying, a health check outstanding) is waited out.
    pub(super) fn answer(&self, target: &Target, scratch: &Scratch) -> anyhow::Result<FixedAnswer> {
        let Target { port, host, path } = target;
        let path = path
            .split(['{', '}'])
            .enumerate()
            .map(|(part, text)| if part == 1 { "1" } else { text });
        let url = format!("https://{host}:{port}{}", path.collect::<String>());
        let file = scratch.path.join("answer");
        let start = Instant::now();
        loop {
            let mut curl = Command::new("curl");
            curl.args([
                "-sk",
                "--max-time",
                "10",
                "-H",
                &format!("Host: {host}"),
                "--noproxy",
                "*",
            ]);
            curl.args([
                "--resolve",
                &format!("{host}:{port}:127.0.0.1"),
                "-w",
                "%{http_code} %{content_type}",
                "-o",
            ]);
            let outcome = house::answer(curl.arg(&file).arg(&url));
            let seen = match &outcome {
                Ok(printed) => printed.clone(),
                Err(error) => error.to_string(),
            };
            if let Some(media_type) = seen.strip_prefix("200 ") {
                let body = std::fs::read_to_string(&file)?;
                return Ok(FixedAnswer {
                    media_type: media_type.to_owned(),
                    body,
                });
            }
            if start.elapsed() > PATIENCE {
                bail!("`{url}` still answers `{seen}` after {} s", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    pub(super) fn pid(&self) -> u32 {
        self.server.pid()
    }

    pub(super) fn must_live(&mut self) -> anyhow::Result<()> {
        self.server.must_live()
    }
}

impl Ports {
    fn free() -> anyhow::Result<Self> {
        let [api, https, http, proxy] = free_ports()?;
        Ok(Self {
            api,
            https,
            http,
            proxy,
        })
    }

    fn flags(self) -> Vec<String> {
        let Self {
            api,
            https,
            http,
            proxy,
        } = self;
        let ports = [
            ("--api-port", api),
            ("--https-port", https),
            ("--http-port", http),
            ("--proxy-port", proxy),
        ];
        let ports = ports
            .iter()
            .flat_map(|(flag, port)| [(*flag).to_owned(), port.to_string()]);
        ["up".to_owned(), "--ephemeral".to_owned()]
            .into_iter()
            .chain(ports)
            .collect()
    }

    fn first_answer(self, server: &mut Server, start: Instant) -> anyhow::Result<()> {
        loop {
            let outcome = http::exchange(self.api, GET_CALLER_IDENTITY);
            let seen = match outcome {
                Ok(answer) if answer.status == 200 && answer.body.contains("123456789012") => return Ok(()),
                Ok(answer) => format!("status {}: {}", answer.status, answer.body),
                Err(error) => error.to_string(),
            };
            server.must_live()?;
            if start.elapsed() > PATIENCE {
                bail!(
                    "adit gives no GetCallerIdentity after {} s: {seen}",
                    PATIENCE.as_secs()
                );
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}
