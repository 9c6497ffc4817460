//! The program in the browser. `static/boot.js` loads it and then calls `app::start`: not before,
//! as a part of the program may come later, and is joined to what is loaded.

// Linked for what it exports.
use owed as _;

fn main() {}
