//! Certificates with chain and key; see `adit_fuzz::certificate_import`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| adit_fuzz::certificate_import::import(bytes));
