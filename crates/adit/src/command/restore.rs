//! `adit restore FILE`: a backup in the place of what is configured. Refused while Adit runs on the folder.

use std::path::PathBuf;
use std::process::ExitCode;

use adit_store::{InTheWay, Restored, Summary};
use anyhow::{Context, anyhow};
use clap::Args;
use serde::Serialize;

use crate::command::backup::patiently;
use crate::node::{self, DATA_FILE, DATA_FOLDER};

#[derive(Args)]
pub(crate) struct Restore {
    /// The backup; it is checked whole before anything is touched
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Data folder to restore into
    #[arg(long, value_name = "FOLDER", default_value = DATA_FOLDER)]
    data: PathBuf,
    /// Replace what the folder holds; it is kept beside
    #[arg(long)]
    force: bool,
    /// Print the result as one line of JSON
    #[arg(long)]
    json: bool,
}

/// The result, for scripts.
#[derive(Serialize)]
struct RestoreView {
    data: String,
    rev: u64,
    resources: usize,
    /// Where the replaced store is.
    kept: Option<String>,
}

impl Restore {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::ensure!(self.file.exists(), "there is no `{}`", self.file.display());
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("cannot create the data folder `{}`", self.data.display()))?;
        let store = self.data.join(DATA_FILE);
        let in_the_way = if self.force {
            InTheWay::Replace
        } else {
            InTheWay::Refuse
        };
        let Restored { summary, kept } = patiently(&format!("restoring {}", self.file.display()), || {
            adit_store::restore(&self.file, &store, in_the_way)
        })
        .map_err(|error| anyhow!("{error}"))?;
        let Summary { rev, resources, .. } = summary;
        if self.json {
            let view = RestoreView {
                data: node::shown(&self.data),
                rev: rev.0,
                resources,
                kept: kept.as_deref().map(node::shown),
            };
            println!("{}", serde_json::to_string(&view)?);
            return Ok(ExitCode::SUCCESS);
        }
        println!(
            "{} is at revision {rev}: {resources} resources",
            self.data.display()
        );
        if let Some(kept) = kept {
            println!("what it held before is kept as {}", kept.display());
        }
        Ok(ExitCode::SUCCESS)
    }
}
