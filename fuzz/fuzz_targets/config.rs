//! `Config::read` must return on every text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sopctl::config::Config;

fuzz_target!(|text: &str| {
    if let Err(errors) = Config::read(text) {
        assert!(!errors.is_empty(), "a configuration is refused without saying why");
    }
});
