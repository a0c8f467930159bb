//! `psn-cop`: see crate `server`.

fn main() -> std::process::ExitCode {
    server::run()
}
