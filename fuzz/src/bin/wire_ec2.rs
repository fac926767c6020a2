//! Requests of the `ec2` protocol against a World; see `adit_fuzz::conversation`.

#![no_main]

use adit_fuzz::{Dialect, conversation, samples};

libfuzzer_sys::fuzz_target!(init: samples::write(Dialect::Ec2), |bytes: &[u8]| {
    conversation::hold(Dialect::Ec2, bytes);
});
