//! The TOML reader must return on every text, with places that lie inside it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sopctl::data::Syntax;

mod front_matter;

fuzz_target!(|text: &str| front_matter::check(text, Syntax::Toml));
