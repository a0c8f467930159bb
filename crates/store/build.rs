//! Notices new migrations, which the embedding macro alone does not.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
