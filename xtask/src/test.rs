//! `cargo xtask test`: every test there is, in the order in which a failure is cheapest to learn of.
//!
//! All steps run even when one fails, since a build machine's second round costs more than the rest of the first.
//! The last line, `N passed, N failed`, counts steps and is meant for scripts; a step that needs a program which nobody
//! can be asked to install says that it was not run, and counts as neither.

use std::time::Instant;

use anyhow::{Context, bail};

use crate::equipment;
use crate::house::{self, House, Outcome};

pub(crate) fn run(args: &[String]) -> anyhow::Result<Outcome> {
    let all = match args {
        [] => false,
        [flag] if flag == "--all" => true,
        _ => bail!("usage: cargo xtask test [--all]"),
    };
    let house = House::find()?;
    let mut steps = Steps {
        passed: 0,
        failed: Vec::new(),
        not_run: Vec::new(),
    };

    steps.step("equip", || equip(&house));
    steps.step("fmt", || {
        house::must(house.cargo().args(["fmt", "--all", "--check"]))?;
        house::must(
            house
                .cargo()
                .args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]),
        )
    });
    steps.step("tidy", || crate::tidy::run(&[]));
    steps.step("clippy", || {
        let scope = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            "xtask/pace",
            "--quiet",
        ];
        house::must(house.cargo().args(scope).args(["--", "-D", "warnings"]))
    });
    steps.step("cargo test", || {
        house::must(house.cargo().args(["test", "--workspace", "--quiet"]))
    });
    steps.step("build", || {
        house::must(house.cargo().args(["build", "--package", "adit", "--quiet"]))
    });
    steps.step("black box", || black_box(&house));
    steps.step("fuzz", || match crate::fuzz::run(&[])? {
        Outcome::Passed => Ok(()),
        Outcome::Failed => bail!("a target has a finding, see above"),
    });
    steps.step("models", || crate::models::run(&["--check".to_owned()]));
    if all {
        steps.step_if_equipped("tofu", || tofu(&house));
        steps.step("bench chain", || {
            match crate::bench::run(&["chain".to_owned()])? {
                Outcome::Passed => Ok(()),
                Outcome::Failed => bail!("a bar is missed, see above"),
            }
        });
    }
    Ok(steps.finish())
}

/// The exit code of record.py where a program or the provider is missing.
const TOFU_NOT_RUN: i32 = 3;

struct Steps {
    passed: usize,
    failed: Vec<(&'static str, String)>,
    not_run: Vec<&'static str>,
}

/// Whether a step had what it needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Equipped {
    Yes,
    No,
}

impl Steps {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> anyhow::Result<()>) {
        self.step_if_equipped(name, || work().map(|()| Equipped::Yes));
    }

    /// `work` says itself what it lacks.
    fn step_if_equipped(&mut self, name: &'static str, work: impl FnOnce() -> anyhow::Result<Equipped>) {
        println!("=== {name}");
        let start = Instant::now();
        let result = work();
        let seconds = start.elapsed().as_secs_f64();
        match result {
            Ok(Equipped::Yes) => {
                self.passed += 1;
                println!("=== {name}: passed in {seconds:.1} s");
            }
            Ok(Equipped::No) => {
                println!("=== {name}: NOT RUN, see above");
                self.not_run.push(name);
            }
            Err(error) => {
                println!("=== {name}: FAILED in {seconds:.1} s: {error:#}");
                self.failed.push((name, format!("{error:#}")));
            }
        }
    }

    fn finish(self) -> Outcome {
        for (name, why) in &self.failed {
            println!("failed: {name}: {why}");
        }
        for name in &self.not_run {
            println!("not run: {name}: what it needs is not installed");
        }
        println!("{} passed, {} failed", self.passed, self.failed.len());
        if self.failed.is_empty() {
            Outcome::Passed
        } else {
            Outcome::Failed
        }
    }
}

fn equip(house: &House) -> anyhow::Result<()> {
    equipment::system(&equipment::BASE)?;
    equipment::toolchain(house)?;
    equipment::python(house)?;
    equipment::system(&equipment::BLACK_BOX)?;
    equipment::javascript(house)
}

/// The provider itself against Adit, where `tofu` or `terraform` and the provider are on this machine; elsewhere the black
/// box has replayed what it called.
fn tofu(house: &House) -> anyhow::Result<Equipped> {
    let adit = house.built("debug", "adit");
    if !adit.exists() {
        bail!("`{}` is not built", adit.display());
    }
    let python = equipment::python(house)?;
    let mut command = std::process::Command::new(python);
    command
        .current_dir(&house.root)
        .arg("tests/tofu/record.py")
        .args(["--check", "--adit"])
        .arg(adit)
        .stdin(std::process::Stdio::null());
    match command
        .status()
        .context("tests/tofu/record.py cannot start")?
        .code()
    {
        Some(0) => Ok(Equipped::Yes),
        Some(TOFU_NOT_RUN) => Ok(Equipped::No),
        _ => bail!("a configuration failed, see above"),
    }
}

fn black_box(house: &House) -> anyhow::Result<()> {
    let suites = house.root.join("tests");
    if !suites.exists() {
        println!("no folder tests/ yet: no black-box suites to run");
        return Ok(());
    }
    let runner = suites.join("run.py");
    if !runner.exists() {
        bail!("`tests/run.py` is missing: it runs the black-box suites of the folder it stands in");
    }
    let adit = house.built("debug", "adit");
    if !adit.exists() {
        bail!("`{}` is not built", adit.display());
    }
    let python = equipment::python(house)?;
    let mut command = std::process::Command::new(python);
    command
        .current_dir(&house.root)
        .arg(runner)
        .arg("--adit")
        .arg(adit);
    house::must(&mut command).context("a black-box suite failed")
}
