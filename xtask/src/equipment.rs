//! What the tasks need beyond cargo, and how they get it: Python packages into a virtual environment in the build
//! folder, AWS's SDK for JavaScript into another, system packages through apt when root.
//!
//! Nothing is installed outside the build folder without root, and nothing is upgraded: a program that is there is
//! taken as it is. Python packages are pinned in xtask/python.txt, since the service models distilled into the tree
//! come from the same release of botocore; the SDK for JavaScript in tests/javascript.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::house::{self, House};

/// A program of the system, the Debian package that has it, and the suites that cannot run without it.
pub(crate) struct Tool {
    pub(crate) program: &'static str,
    pub(crate) package: &'static str,
    pub(crate) suites: &'static str,
}

pub(crate) const BASE: [Tool; 2] = [
    Tool {
        program: "git",
        package: "git",
        suites: "tests",
    },
    Tool {
        program: "python3",
        package: "python3",
        suites: "tests, models",
    },
];
pub(crate) const BLACK_BOX: [Tool; 4] = [
    Tool {
        program: "curl",
        package: "curl",
        suites: "tests",
    },
    Tool {
        program: "openssl",
        package: "openssl",
        suites: "tests, bench",
    },
    Tool {
        program: "node",
        package: "nodejs",
        suites: "tests",
    },
    Tool {
        program: "npm",
        package: "npm",
        suites: "tests",
    },
];
/// The engine's runtime is C++.
pub(crate) const FUZZ: [Tool; 1] = [Tool {
    program: "g++",
    package: "g++",
    suites: "fuzz",
}];
pub(crate) const BENCH: [Tool; 7] = [
    Tool {
        program: "nginx",
        package: "nginx",
        suites: "bench",
    },
    Tool {
        program: "haproxy",
        package: "haproxy",
        suites: "bench",
    },
    Tool {
        program: "wrk",
        package: "wrk",
        suites: "bench",
    },
    Tool {
        program: "openssl",
        package: "openssl",
        suites: "tests, bench",
    },
    Tool {
        program: "curl",
        package: "curl",
        suites: "tests, bench",
    },
    Tool {
        program: "taskset",
        package: "util-linux",
        suites: "bench",
    },
    Tool {
        program: "setpriv",
        package: "util-linux",
        suites: "bench",
    },
];

/// Makes sure that every tool is there: through apt when root, else with an error that says what to install.
pub(crate) fn system(tools: &[Tool]) -> anyhow::Result<()> {
    let missing: Vec<&Tool> = tools
        .iter()
        .filter(|tool| program(tool.program).is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    packages.dedup();
    let apt = program("apt-get").filter(|_| is_root());
    let Some(apt) = apt else {
        let lines: Vec<String> = missing
            .iter()
            .map(|tool| {
                format!(
                    "  {} (package {}), needed by: {}",
                    tool.program, tool.package, tool.suites
                )
            })
            .collect();
        bail!(
            "programs are missing and only root can install them:\n{}\ninstall them with: sudo apt-get install {}",
            lines.join("\n"),
            packages.join(" ")
        );
    };
    println!("  apt: installing {}", packages.join(" "));
    let quiet = |args: &[&str]| {
        let mut command = Command::new(&apt);
        command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
        house::answer(&mut command).map(drop)
    };
    quiet(&["update", "-qq"])?;
    quiet(
        &[
            &["install", "-y", "-qq", "--no-install-recommends"],
            packages.as_slice(),
        ]
        .concat(),
    )?;
    match missing.iter().find(|tool| program(tool.program).is_none()) {
        Some(tool) => bail!(
            "`{}` is still missing after apt installed `{}`",
            tool.program,
            tool.package
        ),
        None => Ok(()),
    }
}

/// The components of the toolchain that the checks need; rustup adds them when it is there.
pub(crate) fn toolchain(house: &House) -> anyhow::Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if house::answer(house.cargo().args([subcommand, "--version"])).is_ok() {
            continue;
        }
        println!("  rustup: adding {component}");
        let added = house::answer(Command::new("rustup").args(["component", "add", component]));
        added.with_context(|| {
            format!("`cargo {subcommand}` is missing: add the toolchain's component `{component}`")
        })?;
    }
    Ok(())
}

/// The interpreter of the virtual environment, made and filled when it is not yet there or its pins have changed.
pub(crate) fn python(house: &House) -> anyhow::Result<PathBuf> {
    let folder = house.target.join("venv");
    let python = folder.join("bin/python");
    let pins_file = house.root.join("xtask/python.txt");
    let pins = std::fs::read_to_string(&pins_file).with_context(|| format!("`{}`", pins_file.display()))?;
    let stamp = folder.join("pins.txt");
    if python.exists() && std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == pins) {
        return Ok(python);
    }
    if !python.exists() {
        make_environment(&folder)?;
    }
    println!(
        "  pip: installing {}",
        pins.split_whitespace().collect::<Vec<_>>().join(", ")
    );
    install(&python, &pins_file)?;
    std::fs::write(&stamp, &pins)?;
    Ok(python)
}

/// AWS's SDK for JavaScript, of the exact versions that tests/javascript/package-lock.json names, in the build folder
/// beside the virtual environment, where the suite looks for it.
pub(crate) fn javascript(house: &House) -> anyhow::Result<()> {
    let folder = house.target.join("javascript");
    let stamp = folder.join("installed.json");
    let wanted = house.root.join("tests/javascript/package-lock.json");
    let lock = std::fs::read_to_string(&wanted).with_context(|| format!("`{}`", wanted.display()))?;
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("  npm: installing AWS's SDK for JavaScript");
    std::fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(house.root.join("tests/javascript").join(file), folder.join(file))?;
    }
    let mut npm = Command::new("npm");
    npm.current_dir(&folder)
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    house::answer(&mut npm)?;
    std::fs::write(&stamp, lock)?;
    Ok(())
}

/// Where a program is; servers live in folders that an ordinary user's PATH may lack.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    folders
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
}

fn make_environment(folder: &Path) -> anyhow::Result<()> {
    let version =
        house::answer(Command::new("python3").args(["-c", "import sys; print(*sys.version_info[:2])"]))?;
    let mut numbers = version
        .split_whitespace()
        .map(|number| number.parse::<u32>().unwrap_or(0));
    if (numbers.next(), numbers.next()) < (Some(3), Some(10)) {
        bail!(
            "python3 is {}, the AWS tools of xtask/python.txt need 3.10 or newer",
            version.trim()
        );
    }
    println!("  python: making {}", folder.display());
    let make = || house::answer(Command::new("python3").args(["-m", "venv"]).arg(folder));
    // Debian cuts `ensurepip` out of python3; the folder that a failed attempt leaves must go before the next.
    let Err(error) = make() else { return Ok(()) };
    drop(std::fs::remove_dir_all(folder));
    if !is_root() {
        return Err(error.context("install the package python3-venv, which tests and models need"));
    }
    let apt = || Command::new("apt-get");
    println!("  apt: installing python3-venv");
    house::answer(apt().args(["update", "-qq"]))?;
    house::answer(apt().env("DEBIAN_FRONTEND", "noninteractive").args([
        "install",
        "-y",
        "-qq",
        "python3-venv",
    ]))?;
    make().map(drop)
}

/// Shows one line for each package that pip takes up, so that a slow network is not mistaken for a hang.
fn install(python: &Path, pins: &Path) -> anyhow::Result<()> {
    let mut command = Command::new(python);
    command.args([
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
        "-r",
    ]);
    let mut pip = command
        .arg(pins)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("pip cannot start")?;
    if let Some(output) = pip.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(package) = line.strip_prefix("Collecting ") {
                println!("  pip: {}", package.split(" (").next().unwrap_or(package));
            }
        }
    }
    let status = pip.wait()?;
    if !status.success() {
        bail!(
            "pip could not install `{}`: {status}; its complaint stands above",
            pins.display()
        );
    }
    Ok(())
}

fn is_root() -> bool {
    house::answer(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pinned_botocore_is_the_one_the_models_come_from() {
        let pin = format!("botocore=={}", crate::models::BOTOCORE);
        let pins = include_str!("../python.txt");
        assert!(
            pins.lines().any(|line| line == pin),
            "xtask/python.txt does not pin {pin}"
        );
    }
}
