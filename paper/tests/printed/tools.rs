//! Other people's tools that read a PDF back: poppler's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A PDF in a file of its own, deleted in the end.
pub struct File {
    path: PathBuf,
}

impl Drop for File {
    fn drop(&mut self) {
        // What stays behind is in the folder of the build.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether poppler is there; who looks at the tests is told where it is not.
pub fn are_there() -> bool {
    let found = Command::new("pdftotext").arg("-v").output().is_ok();
    if !found {
        eprintln!("skipped: pdftotext is missing (sudo apt-get install poppler-utils)");
    }
    found
}

impl File {
    pub fn of(name: &str, bytes: &[u8]) -> File {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let path = folder.join(format!("{name}.pdf"));
        fs::write(&path, bytes).expect("the folder of the build can be written");
        File { path }
    }

    fn run(&self, tool: &str, arguments: &[&str], behind: &[&str]) -> Vec<u8> {
        let mut command = Command::new(tool);
        command.args(arguments).arg(&self.path).args(behind);
        let output = command.output().expect("a tool that runs");
        let told = String::from_utf8_lossy(&output.stderr);
        // Poppler 22 says so of every tagged file where the entry is false,
        // which is what it should be.
        let told = told.replace("Syntax Error: Suspects object is wrong type (boolean)", "");
        assert!(
            output.status.success() && told.trim().is_empty(),
            "{tool}: {told}"
        );
        output.stdout
    }

    /// The text in the order of the file, pages apart.
    pub fn pages(&self) -> Vec<String> {
        let bytes = self.run("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"]);
        let text = String::from_utf8(bytes).expect("text");
        let text = text.replace(['\u{a0}', '\u{202f}'], " ");
        let pages = text.trim_end_matches('\u{c}').split('\u{c}');
        pages.map(str::to_owned).collect()
    }

    pub fn info(&self) -> String {
        String::from_utf8_lossy(&self.run("pdfinfo", &[], &[])).into_owned()
    }

    pub fn links(&self) -> String {
        String::from_utf8_lossy(&self.run("pdfinfo", &["-url"], &[])).into_owned()
    }

    pub fn fonts(&self) -> String {
        String::from_utf8_lossy(&self.run("pdffonts", &[], &[])).into_owned()
    }

    /// A page in grey: width, height, a byte a pixel.
    pub fn picture(&self, page: usize, dots: u32) -> (usize, usize, Vec<u8>) {
        let (page, dots) = (page.to_string(), dots.to_string());
        let arguments = ["-gray", "-r", &dots, "-f", &page, "-l", &page];
        let bytes = self.run("pdftoppm", &arguments, &[]);
        // P5, width, height, 255, then the pixels.
        let mut words = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        assert_eq!(words.next(), Some(&b"P5"[..]));
        let mut number = || -> usize {
            let word = words.next().expect("a number");
            String::from_utf8_lossy(word).parse().expect("a number")
        };
        let (width, height) = (number(), number());
        let pixels = bytes[bytes.len() - width * height..].to_vec();
        (width, height, pixels)
    }

    /// What the QR codes of a page hold, read from its picture.
    pub fn codes(&self, page: usize) -> Vec<String> {
        let (width, height, pixels) = self.picture(page, 200);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            pixels[y * width + x]
        });
        let grids = image.detect_grids();
        let decoded = grids.iter().map(|grid| grid.decode().expect("a code").1);
        decoded.collect()
    }
}
