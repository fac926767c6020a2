//! Which crate may use which: the layers of ARCHITECTURE.md, read from the manifests.
//!
//! Only `[dependencies]` are held to the table. Tests may lean on anything, except that nothing leans on the binary.

use super::Finding;
use super::tree::Tree;

struct Layer {
    name: &'static str,
    may_use: &'static [&'static str],
    /// Completes the sentence "because ...".
    reason: &'static str,
}

const LAYERS: [Layer; 13] = [
    Layer {
        name: "rules",
        may_use: &[],
        reason: "the rule list and its two evaluators know no AWS noun",
    },
    Layer {
        name: "model",
        may_use: &["rules"],
        reason: "the nouns stand below everything: no I/O, no wire, no decision",
    },
    Layer {
        name: "policy",
        may_use: &["rules", "model"],
        reason: "a policy is compiled to a rule list; where a request travels is not its business",
    },
    Layer {
        name: "vnet",
        may_use: &["rules", "model"],
        reason: "the network decides on addresses and ports; policies and HTTP come later on the path",
    },
    Layer {
        name: "tls",
        may_use: &["model"],
        reason: "a rehearsal judges certificates without sockets, hops or policies",
    },
    Layer {
        name: "wire",
        may_use: &["model"],
        reason: "the wire knows shapes, never what an operation does",
    },
    Layer {
        name: "store",
        may_use: &["model"],
        reason: "the store keeps changes of the World and reads no decision out of them",
    },
    Layer {
        name: "hops",
        may_use: &["rules", "model", "policy", "vnet"],
        reason: "hops decide without I/O: sockets, TLS and AWS protocols are others' work",
    },
    Layer {
        name: "prover",
        may_use: &["rules", "model", "policy", "vnet", "hops"],
        reason: "the proof reads the rule lists that traffic reads, and nothing that acts",
    },
    Layer {
        name: "proxy",
        may_use: &["model", "vnet", "tls", "hops"],
        reason: "the proxy acts on what hops decide; a decision taken here would escape the proof",
    },
    Layer {
        name: "control",
        may_use: &["model", "policy", "vnet", "wire"],
        reason: "control reaches clock, store, health and traffic through ports that the binary plugs",
    },
    Layer {
        name: "testkit",
        may_use: &["model", "tls", "hops"],
        reason: "test worlds are text compiled by the real compiler; they know no protocol and no socket",
    },
    Layer {
        name: "adit",
        may_use: &[
            "rules", "model", "policy", "vnet", "tls", "wire", "store", "hops", "prover", "proxy", "control",
        ],
        reason: "the binary composes what is shipped, and test worlds are not shipped",
    },
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let Some(folder) = file
            .path
            .strip_prefix("crates/")
            .and_then(|rest| rest.strip_suffix("/Cargo.toml"))
        else {
            continue;
        };
        if folder.contains('/') {
            continue;
        }
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == folder) else {
            findings.push(Finding::in_file(
                &file.path,
                format!("the crate `{folder}` has no place in the layers"),
                "write a decision note that names the wrong edge it forbids, then add it to xtask/src/tidy/crate_edges.rs",
            ));
            continue;
        };
        for edge in edges(&file.text) {
            findings.extend(
                judge(layer, &edge).map(|(what, cure)| Finding::at_line(&file.path, edge.line, what, cure)),
            );
        }
    }
    findings
}

fn judge(layer: &Layer, edge: &Edge) -> Option<(String, String)> {
    let user = layer.name;
    let used = &edge.used;
    if used == "adit" {
        let what = format!("`{user}` may not use `adit`, not even in tests");
        return Some((
            what,
            "the binary stands on top of everything; move what you need into a crate below".into(),
        ));
    }
    if edge.dev || layer.may_use.contains(&used.as_str()) {
        return None;
    }
    let allowed = match layer.may_use {
        [] => "none of our crates".to_owned(),
        names => format!("only {}", names.join(", ")),
    };
    let what = format!("`{user}` may not use `{used}`");
    Some((
        what,
        format!(
            "because {}; `{user}` uses {allowed} (tests: [dev-dependencies])",
            layer.reason
        ),
    ))
}

struct Edge {
    used: String,
    line: usize,
    dev: bool,
}

/// The `adit-*` entries of a manifest. Manifests of this workspace keep to one entry a line, so lines are enough.
fn edges(manifest: &str) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut section = "";
    for (number, line) in manifest.lines().enumerate() {
        let line = line.trim();
        let ours = |name: &str| {
            name.strip_prefix("adit-")
                .or((name == "adit").then_some("adit"))
                .map(str::to_owned)
        };
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_end_matches(']');
            let named = section
                .rsplit_once("dependencies.")
                .and_then(|(_, name)| ours(name));
            let dev = section.contains("dev-dependencies");
            edges.extend(named.map(|used| Edge {
                used,
                line: number + 1,
                dev,
            }));
        } else if section.ends_with("dependencies") {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            let dev = section.contains("dev-dependencies");
            edges.extend(ours(name).map(|used| Edge {
                used,
                line: number + 1,
                dev,
            }));
        }
    }
    edges
}
