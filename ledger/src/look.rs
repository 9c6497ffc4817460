//! How printed documents look: logo, accent colour, paper, language.
//!
//! A logo's bytes are a blob; what is kept of it here is what was found in
//! them. Nothing here draws.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error as _};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::journal::Hash;

/// Bytes of a logo.
pub const LOGO_BYTES_MAX: usize = 1 << 20;
/// Pixels of a logo, each way.
pub const LOGO_PIXELS_MAX: u32 = 4_000;
/// The languages that documents are written in, BCP 47.
pub const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// What all documents of the business have in common.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DocumentLook {
    #[serde(default)]
    pub logo: Option<Logo>,
    /// `None` for the product's own.
    #[serde(default)]
    pub accent: Option<Accent>,
    /// `None` for what the country of the business uses.
    #[serde(default)]
    pub paper: Option<Paper>,
}

/// What of the business is printed on a document besides its details.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PrintedLook {
    #[serde(default)]
    pub documents: DocumentLook,
    #[serde(default)]
    pub footer: String,
    /// See [`crate::business::Business::payment_link`].
    #[serde(default)]
    pub payment_link: String,
    /// BCP 47, where the customer has none.
    #[serde(default)]
    pub language: String,
}

/// A picture that is kept as a blob.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Logo {
    /// Of its bytes, which it is kept under.
    pub hash: Hash,
    pub format: PictureFormat,
    /// In pixels.
    pub width: u32,
    pub height: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureFormat {
    Png,
    Jpeg,
}

impl PictureFormat {
    pub fn media_type(self) -> &'static str {
        match self {
            PictureFormat::Png => "image/png",
            PictureFormat::Jpeg => "image/jpeg",
        }
    }
}

/// Why a file is no logo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LogoProblem {
    #[error("the file is empty")]
    Empty,
    #[error("larger than {} kB: save it smaller", LOGO_BYTES_MAX / 1024)]
    TooLarge,
    #[error("an SVG file can hold programs, so it is not taken: save it as PNG")]
    Svg,
    #[error("neither PNG nor JPEG: save it as one of these")]
    OtherFormat,
    #[error("the picture ends too early or is damaged")]
    Damaged,
    #[error("{width} × {height} pixels; at most {LOGO_PIXELS_MAX} each way")]
    TooManyPixels { width: u32, height: u32 },
}

impl Logo {
    /// What a file is, by its content; its name says nothing.
    ///
    /// # Errors
    /// [`LogoProblem`]. A file that is refused is not looked at further.
    pub fn of(bytes: &[u8]) -> Result<Logo, LogoProblem> {
        if bytes.is_empty() {
            return Err(LogoProblem::Empty);
        }
        if bytes.len() > LOGO_BYTES_MAX {
            return Err(if is_svg(bytes) {
                LogoProblem::Svg
            } else {
                LogoProblem::TooLarge
            });
        }
        let (format, size) = if let Some(rest) = bytes.strip_prefix(PNG) {
            (PictureFormat::Png, png_size(rest))
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            (PictureFormat::Jpeg, jpeg_size(bytes))
        } else if is_svg(bytes) {
            return Err(LogoProblem::Svg);
        } else {
            return Err(LogoProblem::OtherFormat);
        };
        let (width, height) = size.ok_or(LogoProblem::Damaged)?;
        if width == 0 || height == 0 {
            return Err(LogoProblem::Damaged);
        }
        if width > LOGO_PIXELS_MAX || height > LOGO_PIXELS_MAX {
            return Err(LogoProblem::TooManyPixels { width, height });
        }
        Ok(Logo {
            hash: Hash::of(bytes),
            format,
            width,
            height,
        })
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..4_096).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('<') && head.contains("<svg")
}

/// The size of a PNG whose pieces follow each other up to the last (ISO/IEC
/// 15948, 5.3), one of them with content.
fn png_size(mut rest: &[u8]) -> Option<(u32, u32)> {
    let mut size = None;
    let mut has_content = false;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (name, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (content, after) = after.split_at_checked(length)?;
        let (_check, after) = after.split_first_chunk::<4>()?;
        match name {
            b"IHDR" if size.is_none() => {
                let (width, more) = content.split_first_chunk::<4>()?;
                let (height, _) = more.split_first_chunk::<4>()?;
                size = Some((u32::from_be_bytes(*width), u32::from_be_bytes(*height)));
            }
            _ if size.is_none() => return None,
            b"IDAT" => has_content = true,
            b"IEND" => return size.filter(|_| has_content),
            _ => {}
        }
        rest = after;
    }
}

/// The size in the frame header of a JPEG whose last mark is there (ITU-T
/// T.81, B.1 and B.2.2).
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    // Some programs write more behind the end.
    bytes.windows(2).rposition(|pair| pair == [0xff, 0xd9])?;
    let mut rest = bytes.get(2..)?;
    loop {
        let (mark, after) = rest.split_first()?;
        if *mark != 0xff {
            return None;
        }
        let marked = after;
        let (code, after) = after.split_first()?;
        match *code {
            // Marks may be filled up with more of the same byte.
            0xff => rest = marked,
            0x01 | 0xd0..=0xd7 => rest = after,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let height = u16::from_be_bytes([*after.get(3)?, *after.get(4)?]);
                let width = u16::from_be_bytes([*after.get(5)?, *after.get(6)?]);
                return Some((width.into(), height.into()));
            }
            // Content or the end before the frame.
            0xd9 | 0xda => return None,
            _ => {
                let (length, _) = after.split_first_chunk::<2>()?;
                rest = after.get(usize::from(u16::from_be_bytes(*length)).max(2)..)?;
            }
        }
    }
}

/// The colour of headings and lines on a document: red, green and blue. In
/// JSON `#rrggbb`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Accent(pub [u8; 3]);

/// Why a text is no colour for documents.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AccentProblem {
    #[error("a colour is written like #1f5c57")]
    NotAColour,
    #[error("too pale to be read on paper: the contrast is {}.{} to 1, at least 4.5 is needed", .tenths / 10, .tenths % 10)]
    TooPale { tenths: u32 },
}

impl Accent {
    /// The contrast with white paper, in tenths, rounded down: (1 + 0.05) /
    /// (luminance + 0.05) of WCAG 2.2.
    pub fn contrast_tenths(self) -> u32 {
        let [red, green, blue] = self.0.map(linear);
        // In ten-thousandths of a millionth.
        let luminance = (2126 * red + 7152 * green + 722 * blue) / 10_000;
        u32::try_from(10 * 1_050_000 / (luminance + 50_000)).unwrap_or(0)
    }

    /// # Errors
    /// [`AccentProblem::TooPale`] below the 4.5 to 1 that text needs (WCAG
    /// 2.2, 1.4.3).
    pub fn check(self) -> Result<(), AccentProblem> {
        match self.contrast_tenths() {
            45.. => Ok(()),
            tenths => Err(AccentProblem::TooPale { tenths }),
        }
    }
}

/// The light of a part of an sRGB colour, in millionths (IEC 61966-2-1):
/// ((c + 0.055) / 1.055) ^ 2.4, and c / 12.92 below 0.04045.
fn linear(part: u8) -> u64 {
    let part = u64::from(part);
    if part <= 10 {
        return part * 100_000_000 / (255 * 1292);
    }
    // x in thousandths; y^5 = x^12, y in millionths.
    let x = u128::from((part * 1000 + 14_025) * 1000 / 269_025);
    let power = x.pow(12) / 1_000_000;
    let (mut low, mut high) = (0_u64, 1_000_001);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if u128::from(middle).pow(5) <= power {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

impl FromStr for Accent {
    type Err = AccentProblem;

    fn from_str(text: &str) -> Result<Accent, AccentProblem> {
        let digits = text.trim().strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(AccentProblem::NotAColour);
        }
        let colour = u32::from_str_radix(digits, 16).map_err(|_| AccentProblem::NotAColour)?;
        let [_, red, green, blue] = colour.to_be_bytes();
        Ok(Accent([red, green, blue]))
    }
}

impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Serialize for Accent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Accent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Accent, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// A size of paper.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

impl Paper {
    /// What a country uses, by ISO 3166-1 alpha-2 (Unicode CLDR 46,
    /// measurement data).
    pub fn of_country(country: &str) -> Paper {
        const LETTER: &str = "BZ CA CL CO CR GT MX NI PA PH PR SV US VE";
        if LETTER.split(' ').any(|known| known == country) {
            Paper::Letter
        } else {
            Paper::A4
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A PNG of a size, without a picture that could be shown.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = PNG.to_vec();
        let mut piece = |name: &[u8], content: &[u8]| {
            bytes.extend(u32::try_from(content.len()).expect("short").to_be_bytes());
            bytes.extend(name);
            bytes.extend(content);
            bytes.extend([0; 4]);
        };
        let mut head = width.to_be_bytes().to_vec();
        head.extend(height.to_be_bytes());
        head.extend([8, 6, 0, 0, 0]);
        piece(b"IHDR", &head);
        piece(b"IDAT", &[1, 2, 3]);
        piece(b"IEND", &[]);
        bytes
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff];
        bytes.extend([0xff, 0xc2, 0, 11, 8]);
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn a_logo_is_known_by_its_content() {
        let png_logo = Logo::of(&png(640, 200)).expect("a logo");
        assert_eq!(png_logo.format, PictureFormat::Png);
        assert_eq!((png_logo.width, png_logo.height), (640, 200));
        assert_eq!(png_logo.hash, Hash::of(&png(640, 200)));
        let jpeg_logo = Logo::of(&jpeg(300, 100)).expect("a logo");
        assert_eq!(jpeg_logo.format, PictureFormat::Jpeg);
        assert_eq!((jpeg_logo.width, jpeg_logo.height), (300, 100));
    }

    #[test]
    fn what_is_no_logo_is_refused_with_its_reason() {
        use LogoProblem as P;
        let svg = b"<?xml version=\"1.0\"?>\n<!-- x --><SVG onload=\"alert(1)\"/>";
        let mut large_svg = svg.to_vec();
        large_svg.resize(LOGO_BYTES_MAX + 1, b' ');
        let too_many = P::TooManyPixels {
            width: 4_001,
            height: 10,
        };
        for (bytes, expected) in [
            (Vec::new(), P::Empty),
            (svg.to_vec(), P::Svg),
            (b"\xef\xbb\xbf <svg/>".to_vec(), P::Svg),
            (large_svg, P::Svg),
            (vec![0; LOGO_BYTES_MAX + 1], P::TooLarge),
            (b"GIF89a".to_vec(), P::OtherFormat),
            (b"%PDF-1.7".to_vec(), P::OtherFormat),
            (b"<p>no picture</p>".to_vec(), P::OtherFormat),
            (png(0, 10), P::Damaged),
            (png(4_001, 10), too_many),
            (jpeg(10, 0), P::Damaged),
        ] {
            assert_eq!(Logo::of(&bytes), Err(expected));
        }
        assert!(Logo::of(&png(4_000, 4_000)).is_ok());
        for whole in [png(9, 9), jpeg(9, 9)] {
            for length in 3..whole.len() {
                assert!(Logo::of(&whole[..length]).is_err(), "{length} bytes of it");
            }
        }
    }

    #[test]
    fn a_colour_must_be_read_on_paper() {
        for (text, tenths) in [
            ("#000000", Some(210)),
            ("#FFFFFF", Some(10)),
            ("#767676", Some(45)),
            ("#777777", Some(44)),
            ("#1f5c57", Some(77)),
            ("#ff0000", Some(39)),
            ("#0000ff", Some(85)),
            ("#00ff00", Some(13)),
            ("1f5c57", None),
            ("#1f5c5", None),
            ("#1f5c5g", None),
            ("#é1é1", None),
            ("teal", None),
        ] {
            let accent = text.parse::<Accent>();
            assert_eq!(accent.ok().map(Accent::contrast_tenths), tenths, "{text}");
            if let (Ok(accent), Some(tenths)) = (accent, tenths) {
                let pale = Err(AccentProblem::TooPale { tenths });
                assert_eq!(accent.check(), if tenths < 45 { pale } else { Ok(()) });
                assert_eq!(accent.to_string(), text.to_lowercase());
            }
        }
    }

    #[test]
    fn paper_is_that_of_the_country() {
        for (country, paper) in [
            ("US", Paper::Letter),
            ("CA", Paper::Letter),
            ("DE", Paper::A4),
            ("", Paper::A4),
        ] {
            assert_eq!(Paper::of_country(country), paper, "{country}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_logo_or_not(bytes in prop::collection::vec(any::<u8>(), 0..200), png in any::<bool>()) {
            let mut all = if png { PNG.to_vec() } else { vec![0xff, 0xd8, 0xff] };
            all.extend(bytes);
            let _ = Logo::of(&all);
        }
    }
}
