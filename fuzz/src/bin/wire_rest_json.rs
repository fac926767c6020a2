//! Requests of the `rest_json` protocol against a World; see `adit_fuzz::conversation`.

#![no_main]

use adit_fuzz::{Dialect, conversation, samples};

libfuzzer_sys::fuzz_target!(init: samples::write(Dialect::RestJson), |bytes: &[u8]| {
    conversation::hold(Dialect::RestJson, bytes);
});
