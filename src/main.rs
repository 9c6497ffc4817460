//! Where the program begins in the browser. It holds nothing else: see `app` for the page.

fn main() {
    owed::app::start();
}
