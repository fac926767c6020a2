//! Requests of one protocol in a row: read, carried out, answered; then what they changed is compiled.
//!
//! Held throughout: the answer is well-formed in its protocol and is one that the service model allows, what would be
//! stored reads back as it was, and the Plan follows the World there and back.

use std::cell::RefCell;

use adit_model::Change;
use adit_model::minter::Minter;
use adit_model::world::Resource;
use bytes::Bytes;
use http::Response;

use crate::reference::Said;
use crate::scene::{Scene, execute};
use crate::{Dialect, reference, well_formed};

/// More in a row reach nothing that fewer do not.
const REQUESTS: usize = 8;
const REQUEST_ID: &str = "11111111-2222-4333-8444-555555555555";

thread_local! {
    static SCENE: RefCell<Scene> = RefCell::new(Scene::new());
}

/// The target of every protocol.
pub fn hold(dialect: Dialect, bytes: &[u8]) {
    SCENE.with_borrow_mut(|scene| {
        let mut world = scene.world.clone();
        let mut said = Said::default();
        let mut minter = Minter::seeded(1);
        for text in dialect.texts(bytes).into_iter().take(REQUESTS) {
            let text = reference::fill(text, &world, &said);
            let Some((parts, body)) = dialect.request(&text) else {
                continue;
            };
            let read = adit_wire::read(&parts, body, REQUEST_ID.to_owned());
            let response = match &read {
                Ok(call) => match execute(call, &world, &mut minter) {
                    Ok(outcome) => {
                        if let Err(why) = adit_wire::conformance(call.operation, &outcome.output) {
                            panic!("{}: {why}", call.operation.name);
                        }
                        outcome.changes.iter().for_each(reads_back);
                        world = outcome.world;
                        said.made.extend(outcome.changes.iter().map(Change::key));
                        adit_wire::answer(call, &outcome.output)
                    }
                    Err(error) => adit_wire::refuse(call, &error),
                },
                Err(rejection) => rejection.answer(),
            };
            judge(&response);
            let etag = response.headers().get(http::header::ETAG);
            if let Some(etag) = etag.and_then(|etag| etag.to_str().ok()) {
                said.etag = Some(etag.to_owned());
            }
        }
        scene.compile(&world, said.made);
    });
}

fn judge(response: &Response<Bytes>) {
    let kind = response.headers().get(http::header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let body = response.body();
    let found = if kind.starts_with("text/xml") {
        well_formed::xml(body)
    } else if kind.contains("json") && !body.is_empty() {
        well_formed::json(body)
    } else {
        Ok(())
    };
    if let Err(why) = found {
        panic!("{why}: {}", String::from_utf8_lossy(body));
    }
}

/// What the store does with a change, and the next start with what was stored.
fn reads_back(change: &Change) {
    let Change::Put(resource) = change else { return };
    let key = resource.key();
    let document = match resource.to_json() {
        Ok(document) => document,
        Err(error) => panic!("{key:?} cannot be stored: {error}"),
    };
    match Resource::from_json(key.kind(), &document) {
        Ok(found) => assert!(found == *resource, "{key:?} reads back otherwise: {document}"),
        Err(error) => panic!("{key:?} cannot be read back: {error}: {document}"),
    }
}
