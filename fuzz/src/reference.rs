//! `{Vpc}` in a request: the id of the resource of that kind that was made last, or of the scene's first; `{ETag}`: that of
//! the last answer which had one.
//!
//! With it a request can speak of what the one before it made, and keeps doing so while the engine changes both.

use adit_model::world::Kind;
use adit_model::{Key, Region, World};

use crate::scene::REGION;

/// The request with its references filled in; what names no kind, or one that there is none of, stays as it is.
pub(crate) fn fill(text: &[u8], world: &World, said: &Said) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'{') {
        let (before, from) = rest.split_at(at);
        out.extend_from_slice(before);
        let found = from
            .iter()
            .take(40)
            .position(|byte| *byte == b'}')
            .and_then(|end| {
                let name = std::str::from_utf8(from.get(1..end)?).ok()?;
                Some((end, said.id(name, world)?))
            });
        rest = match found {
            Some((end, id)) => {
                out.extend_from_slice(id.as_bytes());
                from.get(end + 1..).unwrap_or_default()
            }
            None => {
                out.push(b'{');
                from.get(1..).unwrap_or_default()
            }
        };
    }
    out.extend_from_slice(rest);
    out
}

/// What was said and done before.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) made: Vec<Key>,
    pub(crate) etag: Option<String>,
}

impl Said {
    fn id(&self, name: &str, world: &World) -> Option<String> {
        if name == "ETag" {
            return self.etag.clone();
        }
        if name == "Image" {
            let image = adit_model::image::IMAGES.first()?;
            return Some(image.id(&Region::parse(REGION)?));
        }
        let kind = Kind::parse(name)?;
        let of_kind = |key: &&Key| key.kind() == kind && world.resource(key).is_some();
        let key = match self.made.iter().rev().find(of_kind) {
            Some(key) => key.clone(),
            None => world
                .resources()
                .map(|resource| resource.key())
                .find(|key| key.kind() == kind)?,
        };
        // Some keys begin with the owner, which requests do not.
        let id = key.id();
        Some(match id.rsplit_once('/') {
            Some((_, name)) if !id.starts_with("arn:") => name.to_owned(),
            _ => id.to_owned(),
        })
    }
}
