//! Policy documents and requests; see `adit_fuzz::policy`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| adit_fuzz::policy::judge(bytes));
