//! To come: see ARCHITECTURE.md.

fn main() {}
