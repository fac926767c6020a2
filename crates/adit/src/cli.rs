//! The command line: subcommands and flags in one place, from which help and completions come.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::command::{backup, bind, completions, demo, env, request, restore, status, trace, up};
use crate::signature::{AccessKey, Keyring};

/// CloudFront VPC origins, internal balancers and private APIs, on your own machine: configured by AWS's own tools,
/// carrying real HTTPS, letting a request pass only where AWS would, and saying why when it refuses.
#[derive(Parser)]
#[command(name = "adit", version, max_term_width = 110)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start Adit and serve until Ctrl-C
    Up(up::Up),
    /// Print the exports that point AWS tools and curl at a running Adit
    Env(env::Env),
    /// Show what a running Adit serves
    Status(status::Status),
    /// Send one request from a vantage and show answer and trace; exits 1 when the answer is 400 or above, or none
    Request(request::Request),
    /// Show why requests were answered as they were
    Trace(trace::Trace),
    /// Write everything that is configured into one file, secrets too, while Adit runs or not
    Backup(backup::Backup),
    /// Put a backup in the place of what is configured, while Adit does not run
    Restore(restore::Restore),
    /// Tie a public name to a local address, so that origins and integrations may reach it
    Bind(bind::Bind),
    /// Build both designs, attack them, break and cure one, and show the table
    Demo(demo::Demo),
    /// Print shell completions
    Completions(completions::Completions),
}

/// Where the running Adit's API is.
#[derive(Args, Clone, Debug)]
pub(crate) struct Target {
    /// Address of the running Adit's API
    #[arg(
        long,
        value_name = "HOST:PORT",
        env = "ADIT_API",
        default_value = "127.0.0.1:4566"
    )]
    pub(crate) api: SocketAddr,
}

/// The listeners' ports; 0 picks a free one.
#[derive(Args, Clone, Debug)]
pub(crate) struct Ports {
    /// Port of the AWS API
    #[arg(long, value_name = "PORT", default_value_t = 4566)]
    pub(crate) api_port: u16,
    /// Port of the edge, HTTPS
    #[arg(long, value_name = "PORT", default_value_t = 8443)]
    pub(crate) https_port: u16,
    /// Port of the edge, HTTP
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub(crate) http_port: u16,
    /// Port of the vantage proxy (SOCKS5 and HTTP CONNECT)
    #[arg(long, value_name = "PORT", default_value_t = 1080)]
    pub(crate) proxy_port: u16,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = Ipv4Addr::LOCALHOST)]
    pub(crate) listen: Ipv4Addr,
}

/// A length of time as people write it: `500ms`, `20s`, `15m`; a bare number is seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Delay(pub(crate) time::Duration);

impl std::str::FromStr for Delay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let number: u32 = number
            .parse()
            .map_err(|_| format!("`{text}` is no length of time, such as `500ms`, `20s` or `15m`"))?;
        let number = i64::from(number);
        match unit {
            "ms" => Ok(Self(time::Duration::milliseconds(number))),
            "" | "s" => Ok(Self(time::Duration::seconds(number))),
            "m" => Ok(Self(time::Duration::minutes(number))),
            _ => Err(format!("`{unit}` is no unit of time: ms, s or m")),
        }
    }
}

/// A public name and the local address that serves it.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) name: adit_model::id::DnsName,
    pub(crate) address: SocketAddr,
}

impl std::str::FromStr for Binding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, address) = text
            .split_once('=')
            .ok_or("expected NAME=ADDRESS:PORT, such as `api.example.com=127.0.0.1:3000`")?;
        let name = adit_model::id::DnsName::of(name).ok_or_else(|| format!("`{name}` is no DNS name"))?;
        let address = address
            .parse()
            .map_err(|_| format!("`{address}` is no ADDRESS:PORT, such as `127.0.0.1:3000`"))?;
        Ok(Self { name, address })
    }
}

/// Files of certificates to trust beside Mozilla's roots and Adit's own authority.
#[derive(Args, Clone, Debug)]
pub(crate) struct Trust {
    /// PEM file of an authority that origins' certificates may come from; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) trust: Vec<PathBuf>,
}

/// Who may call the AWS API.
#[derive(Args, Clone, Debug)]
pub(crate) struct Signing {
    /// Check the signature of every AWS call; else whoever a call says that it is from, it is from
    #[arg(long)]
    verify_signatures: bool,
    /// An access key to know, with the account that it belongs to; may be repeated. Without any, the pair of `adit env`
    #[arg(
        long,
        value_name = "ID:SECRET[:ACCOUNT]",
        env = "ADIT_ACCESS_KEYS",
        hide_env_values = true,
        value_delimiter = ','
    )]
    access_key: Vec<AccessKey>,
    /// File of access keys to know, in the form of ~/.aws/credentials: a secret in a flag is for everybody on the machine
    #[arg(long, value_name = "FILE", requires = "verify_signatures")]
    credentials: Option<PathBuf>,
}

impl Signing {
    /// The keys to know; `None` when signatures are not checked.
    pub(crate) fn keyring(self) -> anyhow::Result<Option<Keyring>> {
        if !self.verify_signatures {
            return Ok(None);
        }
        let mut keys = self.access_key;
        if let Some(file) = &self.credentials {
            keys.extend(AccessKey::of_file(file)?);
        }
        Ok(Some(Keyring::new(keys)))
    }
}

pub(crate) fn run() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Up(command) => command.run(),
        Command::Env(command) => command.run(),
        Command::Status(command) => command.run(),
        Command::Request(command) => command.run(),
        Command::Trace(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Bind(command) => command.run(),
        Command::Demo(command) => command.run(),
        Command::Completions(command) => command.run(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn bindings_are_parsed() {
        let binding: Binding = "API.example.com=127.0.0.1:3000".parse().unwrap();
        assert_eq!(binding.name.as_str(), "api.example.com");
        for bad in ["api.example.com", "=127.0.0.1:1", "a=b", "a..b=127.0.0.1:1"] {
            assert!(bad.parse::<Binding>().is_err(), "{bad}");
        }
    }
}
