//! Names this build by what decides its answers, for the cache: an answer that another
//! program has kept is never taken for one of this program.
//!
//! All of `src` counts, and the versions of the libraries and of the compiler, so that no
//! number has to be raised by hand and none can be forgotten.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files)?;
    files.push(root.join("Cargo.toml"));
    // A packaged program may be built without it.
    files.extend(Some(root.join("Cargo.lock")).filter(|lock| lock.is_file()));
    files.sort();
    let mut hash = Fnv::new();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&root).unwrap_or(file);
        hash.field(name.to_string_lossy().as_bytes());
        hash.field(&fs::read(file)?);
    }
    println!("cargo::rerun-if-changed={}", root.join("src").display());
    if let Some(compiler) = env::var_os("RUSTC") {
        hash.field(&Command::new(compiler).arg("--version").output()?.stdout);
    }
    println!("cargo::rustc-env=SOPCTL_BUILD={:032x}", hash.0);
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// FNV-1a with 128 bits. It has to tell builds apart, not to withstand anybody.
struct Fnv(u128);

impl Fnv {
    const fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn field(&mut self, bytes: &[u8]) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes();
        for byte in length.iter().chain(bytes) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }
}
