//! `adit up`: start, say where, serve until Ctrl-C.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::{Binding, Delay, Ports, Signing, Trust};
use crate::node::{Config, DATA_FOLDER, Node};

#[derive(Args)]
pub(crate) struct Up {
    /// Folder in which everything that is configured is kept
    #[arg(long, value_name = "FOLDER", default_value = DATA_FOLDER)]
    data: PathBuf,
    /// Keep nothing
    #[arg(long, conflicts_with = "data")]
    ephemeral: bool,
    #[command(flatten)]
    ports: Ports,
    /// Tie a public name to a local address; may be repeated
    #[arg(long, value_name = "NAME=ADDRESS:PORT")]
    bind: Vec<Binding>,
    #[command(flatten)]
    trust: Trust,
    #[command(flatten)]
    signing: Signing,
    /// Divide every wait that AWS's timeouts would cost by 100
    #[arg(long)]
    fast_timeouts: bool,
    /// How long Deploying, InProgress, provisioning and pending last, as `20s` or `15m`; AWS takes minutes
    #[arg(long, value_name = "TIME", default_value = "0s")]
    deploy_delay: Delay,
    /// Folder that stands for S3: FOLDER/BUCKET/KEY is the object that a request names, such as a trust store's bundle
    #[arg(long, value_name = "FOLDER")]
    objects: Option<PathBuf>,
    /// Threads of the data plane; as many as cores by default
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Print the addresses as one line of JSON
    #[arg(long)]
    json: bool,
}

impl Up {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let node = Node::start(&Config {
            data: (!self.ephemeral).then_some(self.data),
            ports: self.ports,
            trust: self.trust.trust,
            keyring: self.signing.keyring()?,
            bindings: self.bind,
            fast_timeouts: self.fast_timeouts,
            deploy_delay: self.deploy_delay.0,
            objects: self.objects,
            threads: self.threads,
        })?;
        if self.json {
            println!("{}", serde_json::to_string(&node.admin.status())?);
        } else {
            announce(&node);
        }
        node.wait_for_interrupt()?;
        eprintln!("ending");
        node.shutdown();
        Ok(ExitCode::SUCCESS)
    }
}

/// What a newcomer needs next.
pub(crate) fn announce(node: &Node) {
    let status = node.admin.status();
    println!(
        "adit {} is up, {}",
        status.version,
        status
            .data
            .as_deref()
            .map_or("ephemeral".to_owned(), |d| format!("data in {d}"))
    );
    println!("  AWS API        http://{}", status.api);
    println!(
        "  edge           https://{}  http://{}",
        status.edge_https, status.edge_http
    );
    println!("  vantage proxy  socks5h://internet@{}", status.vantage);
    println!("  authority      {}", status.ca_file);
    if status.fast_timeouts {
        println!("  timeouts are divided by 100: waits are not AWS's");
    }
    println!("next: eval \"$(adit env)\", then use the AWS CLI, an SDK or OpenTofu; Ctrl-C ends");
}
