//! The peers: nginx -> haproxy -> nginx, tuned, and the counts that prove it. Their settings are the templates of
//! bench/; this file fills them in, starts the servers and reads their status pages.

use std::path::Path;

use anyhow::{Context, bail};

use super::certificates::{Certificates, ORIGIN};
use super::http;
use super::servers::{Cores, Scratch, Server};

/// One worker a core in each server: what a tuned chain uses on two cores, and it measured best.
const WORKERS: &str = "2";

/// The ports of the peers, all free when the bench began.
#[derive(Clone, Copy)]
pub(super) struct Ports {
    pub(super) back: u16,
    pub(super) back_status: u16,
    pub(super) haproxy: u16,
    pub(super) haproxy_status: u16,
    pub(super) chain: u16,
    pub(super) hop: u16,
}

/// What the last nginx answers: as much as Adit's chain does.
pub(super) struct FixedAnswer {
    pub(super) media_type: String,
    pub(super) body: String,
}

pub(super) struct Peers {
    ports: Ports,
    servers: Vec<Server>,
}

/// Connections opened so far between the peers' servers.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    pub(super) to_haproxy: u64,
    pub(super) to_back: u64,
}

impl Default for FixedAnswer {
    fn default() -> Self {
        Self {
            media_type: "application/json".into(),
            body: r#"{"message":"from behind the endpoint"}"#.into(),
        }
    }
}

impl Peers {
    pub(super) fn start(
        templates: &Path,
        scratch: &Scratch,
        cores: &Cores,
        certificates: &Certificates,
        ports: Ports,
        answer: &FixedAnswer,
    ) -> anyhow::Result<Self> {
        let Ports {
            back,
            back_status,
            haproxy,
            haproxy_status,
            chain,
            hop,
        } = ports;
        let folder = certificates.folder.to_string_lossy().into_owned();
        let [back, back_status, haproxy, haproxy_status, chain, hop] =
            [back, back_status, haproxy, haproxy_status, chain, hop].map(|port| port.to_string());
        let (media_type, body) = (quoted(&answer.media_type)?, quoted(&answer.body)?);
        let values: [(&str, &str); 4] = [
            ("workers", WORKERS),
            ("certs", &folder),
            ("name", ORIGIN),
            ("back", &back),
        ];
        let fill = |template: &str, own: &[(&str, &str)]| {
            scratch.fill(&templates.join(template), template, &[&values, own].concat())
        };

        let mut servers = Vec::new();
        let mut nginx = |name: &'static str, settings: &Path, port: u16| -> anyhow::Result<()> {
            let prefix = scratch.folder(name)?;
            let mut command = cores.system("nginx")?;
            command
                .arg("-p")
                .arg(&prefix)
                .arg("-e")
                .arg(prefix.join("error.log"))
                .arg("-c")
                .arg(settings);
            let mut server = Server::start(name, &mut command, prefix.join("output.log"))?;
            server.ready(port)?;
            servers.push(server);
            Ok(())
        };
        let settings = fill(
            "nginx_back.conf",
            &[
                ("port", &back),
                ("status", &back_status),
                ("type", &media_type),
                ("body", &body),
            ],
        )?;
        nginx("nginx-back", &settings, ports.back)?;
        let settings = fill(
            "nginx_front.conf",
            &[("chain", &chain), ("hop", &hop), ("haproxy", &haproxy)],
        )?;
        nginx("nginx-front", &settings, ports.chain)?;

        let settings = fill("haproxy.cfg", &[("port", &haproxy), ("status", &haproxy_status)])?;
        let mut command = cores.system("haproxy")?;
        command.args(["-db", "-f"]).arg(settings);
        let mut server = Server::start("haproxy", &mut command, scratch.path.join("haproxy.log"))?;
        server.ready(ports.haproxy)?;
        servers.push(server);
        Ok(Self { ports, servers })
    }

    pub(super) fn opened(&mut self) -> anyhow::Result<Opened> {
        for server in &mut self.servers {
            server.must_live()?;
        }
        let nginx = http::get(self.ports.back_status, "/")?;
        let haproxy = http::get(self.ports.haproxy_status, "/;csv")?;
        Ok(Opened {
            to_haproxy: frontend_connections(&haproxy.body)?,
            to_back: accepted(&nginx.body)?,
        })
    }
}

/// A value inside single quotes of an nginx setting.
fn quoted(value: &str) -> anyhow::Result<String> {
    if value.contains('$') {
        bail!("nginx cannot answer with a literal `$`; give the fixed answer another text");
    }
    Ok(value.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// stub_status: the line under `server accepts handled requests`.
fn accepted(page: &str) -> anyhow::Result<u64> {
    let line = page.lines().skip_while(|line| !line.contains("accepts")).nth(1);
    let count = line
        .and_then(|line| line.split_whitespace().next())
        .and_then(|count| count.parse().ok());
    count.context("the status page of nginx has no count of accepted connections")
}

/// The column `conn_tot` of the row of the frontend `chain`.
fn frontend_connections(table: &str) -> anyhow::Result<u64> {
    let mut rows = table.lines();
    let header = rows.next().context("the status page of haproxy is empty")?;
    let column = header
        .split(',')
        .position(|name| name == "conn_tot")
        .context("haproxy counts no connections")?;
    let row = rows
        .find(|row| row.starts_with("chain,FRONTEND,"))
        .context("haproxy has no frontend `chain`")?;
    let count = row.split(',').nth(column).and_then(|count| count.parse().ok());
    count.context("haproxy's count of connections is no number")
}

#[cfg(test)]
mod tests {
    use super::{accepted, frontend_connections, quoted};

    #[test]
    fn status_pages_are_read() {
        let page = "Active connections: 1 \nserver accepts handled requests\n 66 66 201896 \nReading: 0\n";
        assert_eq!(accepted(page).unwrap(), 66);
        let table = "# pxname,svname,stot,conn_tot,\nstatus,FRONTEND,1,2,\nchain,FRONTEND,900,64,\n";
        assert_eq!(frontend_connections(table).unwrap(), 64);
        assert!(accepted("").is_err() && frontend_connections("").is_err());
    }

    #[test]
    fn bodies_are_quoted_for_nginx() {
        assert_eq!(quoted(r#"{"it's":"\n"}"#).unwrap(), r#"{"it\'s":"\\n"}"#);
        assert!(quoted("$host").is_err());
    }
}
