//! `cargo xtask fuzz`: the targets of `fuzz/`, built for libFuzzer and run for a while each.
//!
//! LLVM's own pass counts coverage and compares, with flags that the stable compiler takes; the engine comes with
//! `libfuzzer-sys`. What is built so has a folder of its own in the build folder, with the inputs that reached new code:
//! a later run goes on from there. A line a target, `target executions seconds findings`; the last line is for scripts.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{Context, bail};

use crate::equipment;
use crate::house::{self, House, Outcome};

const TARGETS: [&str; 7] = [
    "wire_ec2",
    "wire_query",
    "wire_rest_xml",
    "wire_rest_json",
    "wire_json",
    "policy",
    "certificate_import",
];
/// Without `--seconds`: enough to run what is known, not to find what is new.
const SECONDS: u32 = 5;
/// What libFuzzer needs to see. Inline counters and their table tell which code an input reached, traced compares what it
/// was compared with.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// A longer input, or more seconds or memory for one, is a finding, or nothing that a shorter one does not show.
const BOUNDS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=16384"];

pub(crate) fn run(args: &[String]) -> anyhow::Result<Outcome> {
    let (seconds, targets) = asked(args)?;
    let house = House::find()?;
    equipment::system(&equipment::FUZZ)?;
    let place = Place {
        seeds: house.root.join("fuzz/corpus"),
        words: house.root.join("fuzz/dictionary"),
        programs: build(&house)?,
        kept: house.target.join("fuzz"),
    };
    let next = Mutex::new(targets.iter());
    let results = Mutex::new(Vec::new());
    let at_once = thread::available_parallelism().map_or(1, Into::into);
    thread::scope(|scope| {
        for _ in 0..at_once.min(targets.len()) {
            scope.spawn(|| {
                // Held for no longer than it takes to see which is next.
                while let Some(target) = next.lock().ok().and_then(|mut next| next.next().copied()) {
                    let result = attack(&place, target, seconds);
                    if let Ok(mut results) = results.lock() {
                        results.push(tell(target, result));
                    }
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_default();
    let passed = results.iter().filter(|passed| **passed).count();
    println!("{passed} passed, {} failed", targets.len() - passed);
    Ok(if passed == targets.len() {
        Outcome::Passed
    } else {
        Outcome::Failed
    })
}

fn asked(args: &[String]) -> anyhow::Result<(u32, Vec<&'static str>)> {
    let mut seconds = SECONDS;
    let mut targets = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--seconds" {
            let number = args.next().and_then(|number| number.parse().ok());
            // libFuzzer takes 0 for no limit.
            seconds = number
                .filter(|number| *number > 0)
                .context("`--seconds` wants a number above 0")?;
        } else if let Some(target) = TARGETS.iter().find(|target| **target == arg.as_str()) {
            targets.push(*target);
        } else {
            bail!(
                "usage: cargo xtask fuzz [--seconds N] [TARGET...]; there is no target `{arg}`, there are: {}",
                TARGETS.join(", ")
            );
        }
    }
    if targets.is_empty() {
        targets.extend(TARGETS);
    }
    Ok((seconds, targets))
}

/// Where things are: the committed seeds and words, the built targets, and what runs leave behind.
struct Place {
    seeds: PathBuf,
    /// By target, or by what its name begins with.
    words: PathBuf,
    programs: PathBuf,
    kept: PathBuf,
}

/// Builds every target; the folder that they are in.
fn build(house: &House) -> anyhow::Result<PathBuf> {
    // The versions that ship: what is missing there, the engine, cargo adds.
    std::fs::copy(house.root.join("Cargo.lock"), house.root.join("fuzz/Cargo.lock"))
        .context("`fuzz/Cargo.lock` cannot be written")?;
    let host = house::answer(Command::new("rustc").arg("-vV"))?;
    let host = host
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc names no host")?;
    let folder = house.target.join("fuzz");
    let mut cargo = house.cargo();
    cargo
        .env("CARGO_TARGET_DIR", &folder)
        // With a target named, build scripts and macros stay without the flags.
        .env("RUSTFLAGS", FLAGS)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .args(["build", "--quiet", "--manifest-path", "fuzz/Cargo.toml"])
        .args(["--profile", "fuzz", "--target", host]);
    house::must(&mut cargo)?;
    Ok(folder.join(host).join("fuzz"))
}

struct Attack {
    executions: u64,
    seconds: f64,
    /// What made a finding of each input, as the engine wrote it.
    findings: Vec<PathBuf>,
    said: String,
}

fn attack(place: &Place, target: &str, seconds: u32) -> anyhow::Result<Attack> {
    let folder = |name: &str| -> anyhow::Result<PathBuf> {
        let folder = place.kept.join(name).join(target);
        std::fs::create_dir_all(&folder).with_context(|| format!("`{}`", folder.display()))?;
        Ok(folder)
    };
    let (corpus, findings) = (folder("corpus")?, folder("findings")?);
    let samples = folder("samples")?;
    for old in files(&samples)?.into_iter().chain(files(&findings)?) {
        std::fs::remove_file(old)?;
    }
    let family = target.split('_').next().unwrap_or(target);
    let words = [target, family].map(|name| place.words.join(name));
    let words = words.iter().find(|file| file.is_file());
    let start = Instant::now();
    let output = Command::new(place.programs.join(target))
        .env("ADIT_FUZZ_SAMPLES", &samples)
        .args(BOUNDS)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", findings.display()))
        .args(["-print_final_stats=1", "-reload=0"])
        .args(words.map(|file| format!("-dict={}", file.display())))
        .args([&corpus, &place.seeds.join(target), &samples])
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{target}` cannot start"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let attack = Attack {
        executions: executions(&said),
        seconds: start.elapsed().as_secs_f64(),
        findings: files(&findings)?,
        said,
    };
    if !output.status.success() && attack.findings.is_empty() {
        bail!("{}: {}", output.status, last_words(&attack.said));
    }
    Ok(attack)
}

/// Prints a target's line, and why it failed if it did.
fn tell(target: &str, result: anyhow::Result<Attack>) -> bool {
    let attack = match result {
        Ok(attack) => attack,
        Err(error) => {
            println!("{target}: {error:#}");
            return false;
        }
    };
    let Attack {
        executions,
        seconds,
        findings,
        said,
    } = attack;
    println!("{target} {executions} {seconds:.1} {}", findings.len());
    for finding in &findings {
        println!("  {}", finding.display());
    }
    if !findings.is_empty() {
        println!("{}", last_words(&said));
    }
    findings.is_empty() && executions > 0
}

fn executions(said: &str) -> u64 {
    let stat = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    stat.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
}

/// What was said from the panic on, or at the end, without the engine's progress.
fn last_words(said: &str) -> String {
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| {
            !line.starts_with('#') && !line.starts_with("INFO:") && !line.starts_with("\tNEW_FUNC")
        })
        .collect();
    let panic = lines.iter().position(|line| line.contains("panicked at"));
    let start = panic.unwrap_or_else(|| lines.len().saturating_sub(30));
    let words = lines.iter().skip(start).take(30);
    words
        .map(|line| format!("  {}", line.chars().take(2000).collect::<String>()))
        .collect::<Vec<_>>()
        .join("\n")
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("`{}`", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_a_program_with_seeds() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
        let mut programs: Vec<String> = files(&fuzz.join("src/bin"))
            .unwrap()
            .iter()
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        programs.sort();
        let mut targets = TARGETS.map(str::to_owned);
        targets.sort();
        assert_eq!(programs, targets);
        for target in TARGETS {
            assert!(
                !files(&fuzz.join("corpus").join(target)).unwrap().is_empty(),
                "{target}"
            );
        }
    }

    #[test]
    fn arguments_name_targets_and_seconds() {
        let asked = |args: &[&str]| asked(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        assert_eq!(asked(&[]).unwrap(), (SECONDS, TARGETS.to_vec()));
        assert_eq!(
            asked(&["--seconds", "600", "policy"]).unwrap(),
            (600, vec!["policy"])
        );
        for bad in [&["--seconds", "0"][..], &["--seconds"], &["wire"]] {
            assert!(asked(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_engines_last_words_are_counted_and_cut() {
        let said = "INFO: x\n#12\tNEW    cov: 3\nthread 'main' panicked at a.rs:1:1:\nboom\nstat::number_of_executed_units: 4711\n";
        assert_eq!(executions(said), 4711);
        assert!(last_words(said).starts_with("  thread 'main' panicked at a.rs:1:1:\n  boom"));
        assert_eq!(executions("nothing"), 0);
    }
}
