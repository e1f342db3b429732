//! Hands the arguments to the command line and returns its exit status.

fn main() -> std::process::ExitCode {
    sopctl::cli::run()
}
