//! `adit backup FILE`: everything that is configured, in one file, while Adit runs or not.
//!
//! Read from the data folder and not through the API: who may read the folder may have its private keys, and nobody else.
//! A running Adit is only asked where its folder is.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use adit_store::{InTheWay, Summary};
use anyhow::{Context, anyhow};
use clap::Args;
use serde::Serialize;

use crate::cli::Target;
use crate::client::admin::AdminClient;
use crate::node::{self, DATA_FILE};

/// From here on a silent command looks like a stuck one.
const LONG: Duration = Duration::from_secs(2);

#[derive(Args)]
pub(crate) struct Backup {
    /// The file to write; readable by you alone, since it holds private keys
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Data folder to read; that of the Adit that runs at --api by default, else `.adit`
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Replace FILE
    #[arg(long)]
    force: bool,
    /// Print the result as one line of JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: Target,
}

/// The result, for scripts.
#[derive(Serialize)]
struct BackupView {
    file: String,
    data: String,
    rev: u64,
    resources: usize,
    bytes: u64,
}

impl Backup {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let data = match &self.data {
            Some(data) => data.clone(),
            None => folder_of(&AdminClient::new(self.target.api))?,
        };
        let store = data.join(DATA_FILE);
        anyhow::ensure!(
            store.exists(),
            "there is nothing to back up: no `{}`; name the data folder with --data",
            store.display()
        );
        anyhow::ensure!(
            self.force || !self.file.exists(),
            "`{}` exists; replace it with --force",
            self.file.display()
        );
        let summary = patiently(&format!("backing up {}", store.display()), || {
            let in_the_way = if self.force {
                InTheWay::Replace
            } else {
                InTheWay::Refuse
            };
            adit_store::back_up(&store, &self.file, in_the_way)
        })
        .map_err(|error| anyhow!("{}", node::with_help(&error, &data)))?;
        let Summary {
            rev,
            resources,
            bytes,
        } = summary;
        if self.json {
            let view = BackupView {
                file: node::shown(&self.file),
                data: node::shown(&data),
                rev: rev.0,
                resources,
                bytes,
            };
            println!("{}", serde_json::to_string(&view)?);
        } else {
            println!(
                "{} holds revision {rev} of {}: {resources} resources, {bytes} bytes",
                self.file.display(),
                data.display()
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The data folder of the Adit that runs, else the one that `adit up` takes by default.
fn folder_of(admin: &AdminClient) -> anyhow::Result<PathBuf> {
    let Ok(status) = admin.status() else {
        return Ok(PathBuf::from(node::DATA_FOLDER));
    };
    anyhow::ensure!(
        status.data.is_some(),
        "the Adit at {} keeps nothing (--ephemeral); name another's data folder with --data",
        status.api
    );
    // The folder as it was named may be relative to where that Adit was started; the authority lies in it.
    Path::new(&status.ca_file)
        .parent()
        .map(Path::to_path_buf)
        .context("the running Adit does not say where its data folder is")
}

/// Runs it, and says that it goes on for as long as it does.
pub(crate) fn patiently<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (done, waits) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while waits.recv_timeout(LONG) == Err(RecvTimeoutError::Timeout) {
                eprintln!("{what} ...");
            }
        });
        let result = work();
        drop(done);
        result
    })
}
