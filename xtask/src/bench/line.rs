//! How soon the release app is there over a slow line, past all caches, by the page's own clock: the
//! start page of a first visit, and Today of a book that is on the device.

use super::figures::{median, ms, numbers};
use crate::app;
use crate::browser::{Browser, Line, Site};
use crate::server::packed;
use crate::step::{Outcome, target_dir};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A slow phone's.
const LINE: Line = Line {
    bits_per_second: 1_600_000,
    latency_ms: 150,
};
const VISITS: usize = 3;

/// Notes when what is waited for was first on the screen, in ms since the page was asked for. The
/// worker that keeps the program would load everything beside it, and not over this line.
const WATCH: &str = "
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
    const looks = {
      painted: () => document.querySelector('main h1')?.checkVisibility(),
      usable: () => document.querySelector('main h1') && !('start' in document.documentElement.dataset),
      today: () => [...document.querySelectorAll('main h1')].some((one) => one.textContent === 'Today'),
    };
    window.seen = {};
    const look = () => {
      for (const [name, is] of Object.entries(looks)) {
        // The frame in which it is there ends with its painting.
        if (!(name in window.seen) && is()) {
          window.seen[name] = 0;
          requestAnimationFrame(() => { window.seen[name] = performance.now(); });
        }
      }
      requestAnimationFrame(look);
    };
    look();";

/// # Errors
/// A part is missing, or the app does not come.
pub fn run() -> Outcome {
    let folder = packed_copy(&app::build()?)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let rows = runtime.block_on(measure(&folder))?;
    let Line {
        bits_per_second,
        latency_ms,
    } = LINE;
    println!(
        "\n| gzip over {:.1} Mbit/s, {latency_ms} ms | median | from | to |\n| --- | ---: | ---: | ---: |",
        f64::from(bits_per_second) / 1e6
    );
    for (name, times) in rows {
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        let most = times.iter().copied().fold(0.0, f64::max);
        println!(
            "| {name} | {} | {} | {} |",
            ms(median(&times)),
            ms(least),
            ms(most)
        );
    }
    Ok(())
}

async fn measure(folder: &Path) -> Outcome<Vec<(&'static str, Vec<f64>)>> {
    let browser = Browser::start(Site::of(folder, "")?).await?;
    browser.before_each_page(WATCH).await?;
    browser.line(LINE).await?;
    let mut painted = Vec::new();
    let mut usable = Vec::new();
    for _ in 0..VISITS {
        browser.open("/").await?;
        painted.push(seen(&browser, "painted").await?);
        usable.push(seen(&browser, "usable").await?);
    }
    browser.fill("Your name or business", "Bench").await?;
    browser.choose("Country", "Germany").await?;
    browser.click("button", "Start").await?;
    all_is_there(&browser).await?;
    let mut today = Vec::new();
    for _ in 0..VISITS {
        browser.open("/").await?;
        today.push(seen(&browser, "today").await?);
        all_is_there(&browser).await?;
    }
    browser.is_silent().await?;
    Ok(vec![
        ("the start page is painted", painted),
        ("the start page is usable", usable),
        ("Today of a book that is here", today),
    ])
}

async fn seen(browser: &Browser, what: &str) -> Outcome<f64> {
    browser
        .wait_for(what, async || {
            let seen = browser.script("return [window.seen[arguments[0]]]", vec![what.into()]);
            let seen: Value = seen.await?;
            Ok(numbers(&seen).into_iter().find(|time| *time > 0.0))
        })
        .await
}

/// Waits until the pages are there that come by themselves: what is given up half way slows down what
/// is loaded next.
async fn all_is_there(browser: &Browser) -> Outcome {
    let body = "return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('_part-pages.wasm'))";
    browser
        .wait_until("the other pages", async || {
            Ok(browser.script(body, Vec::new()).await? == true)
        })
        .await
}

/// A copy of a folder with every file as gzip beside itself.
fn packed_copy(dist: &Path) -> Outcome<PathBuf> {
    let copy = target_dir().join("packed-dist");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    fs::create_dir_all(&copy)?;
    for entry in fs::read_dir(dist)? {
        let file = entry?.path();
        let goal = copy.join(file.file_name().unwrap_or_default());
        let bytes = fs::read(&file)?;
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&bytes)?;
        fs::write(packed(&goal), packer.finish()?)?;
        fs::write(goal, bytes)?;
    }
    Ok(copy)
}
