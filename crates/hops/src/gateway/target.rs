//! What a request asks for: its stage, the path below it, its method.
//!
//! The stage is always the first segment (api A18). Several slashes before the path count as one, one slash behind it
//! does not count (api C7, C8). X-HTTP-Method-Override names the method that is meant (api C11).

use crate::head::Head;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// Empty when the path names none.
    pub stage: &'a str,
    /// As resources match it: begins with a slash, ends without one unless it is the root.
    pub path: &'a str,
    pub method: &'a str,
}

impl<'a> Target<'a> {
    pub fn of(head: &'a Head) -> Self {
        let (stage, path) = split(head.path());
        Self {
            stage,
            path,
            method: method(head),
        }
    }
}

fn method(head: &Head) -> &str {
    let plausible = |name: &&str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase());
    head.header("x-http-method-override")
        .filter(plausible)
        .unwrap_or_else(|| head.method.as_str())
}

fn split(path: &str) -> (&str, &str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    let Some((stage, below)) = path.split_once('/') else {
        return (path, "/");
    };
    let below = below.trim_start_matches('/');
    let start = path.len() - below.len() - 1;
    let rooted = path.get(start..).unwrap_or("/");
    match rooted.strip_suffix('/') {
        Some(short) if !short.is_empty() => (stage, short),
        _ => (stage, rooted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_and_paths() {
        let check = |path, stage, below| assert_eq!(split(path), (stage, below), "{path}");
        check("/", "", "/");
        check("/v1", "v1", "/");
        check("/v1/", "v1", "/");
        check("/v1/hello", "v1", "/hello");
        check("/v1/hello/", "v1", "/hello");
        check("/v1//hardcoded", "v1", "/hardcoded");
        check("/v1///", "v1", "/");
        check("/v1/a//b/", "v1", "/a//b");
    }
}
