//! A picture for the head of a document: PNG or JPEG, looked at before
//! anything is made of it.

use serde::{Deserialize, Serialize};

/// Bytes of a logo's file.
pub const BYTES_MAX: usize = 2_000_000;
/// Pixels of a side, and of the whole: what a page can show of it, several
/// times over.
pub const SIDE_MAX: u32 = 6_000;
pub const PIXELS_MAX: u64 = 16_000_000;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Logo {
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Picture {
    Png,
    Jpeg,
}

/// Why a file is no logo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LogoProblem {
    #[error("the file is larger than 2 MB")]
    TooHeavy,
    #[error("the picture has more than 16 million pixels, or a side of more than 6,000")]
    TooLarge,
    #[error("an SVG can run scripts: save it as PNG")]
    Svg,
    #[error("neither a PNG nor a JPEG")]
    Kind,
    #[error("the picture is damaged")]
    Damaged,
}

impl Logo {
    /// # Errors
    /// [`LogoProblem`]; what is inside the picture is not read yet.
    pub fn read(bytes: Vec<u8>) -> Result<Logo, LogoProblem> {
        if looks_like_svg(&bytes) {
            return Err(LogoProblem::Svg);
        }
        if bytes.len() > BYTES_MAX {
            return Err(LogoProblem::TooHeavy);
        }
        let logo = Logo { bytes };
        let (width, height) = logo.size()?;
        if width == 0 || height == 0 {
            return Err(LogoProblem::Damaged);
        }
        let pixels = u64::from(width) * u64::from(height);
        if width > SIDE_MAX || height > SIDE_MAX || pixels > PIXELS_MAX {
            return Err(LogoProblem::TooLarge);
        }
        Ok(logo)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// # Errors
    /// [`LogoProblem::Kind`].
    pub fn picture(&self) -> Result<Picture, LogoProblem> {
        if self.bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Ok(Picture::Png)
        } else if self.bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Ok(Picture::Jpeg)
        } else {
            Err(LogoProblem::Kind)
        }
    }

    /// Width and height in pixels, as the head of the file says.
    ///
    /// # Errors
    /// [`LogoProblem::Kind`], [`LogoProblem::Damaged`].
    pub fn size(&self) -> Result<(u32, u32), LogoProblem> {
        let size = match self.picture()? {
            Picture::Png => png_size(&self.bytes),
            Picture::Jpeg => jpeg_size(&self.bytes),
        };
        size.ok_or(LogoProblem::Damaged)
    }
}

fn looks_like_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1_000)];
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    text.starts_with("<svg") || (text.starts_with('<') && text.contains("<svg"))
}

/// PNG (ISO/IEC 15948), 11.2.2: the first chunk holds width and height.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let number = |at: usize| -> Option<u32> {
        Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
    };
    Some((number(16)?, number(20)?))
}

/// JPEG (ITU-T T.81), B.2.2: the frame header.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| -> Option<u32> {
        Some(u32::from(u16::from_be_bytes(
            bytes.get(at..at + 2)?.try_into().ok()?,
        )))
    };
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            // Start of frame, but not the tables between.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((number(at + 7)?, number(at + 5)?));
            }
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::try_from(number(at + 2)?).ok()?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn only_small_png_and_jpeg_become_logos() {
        let jpeg = [
            0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 20, 0, 60, 1,
        ];
        let scripted = "<?xml version=\"1.0\"?><svg><script>alert(1)</script></svg>";
        for (bytes, expected) in [
            (png(600, 200), Ok((600, 200))),
            (jpeg.to_vec(), Ok((60, 20))),
            (png(0, 200), Err(LogoProblem::Damaged)),
            (png(7_000, 2), Err(LogoProblem::TooLarge)),
            (png(5_000, 5_000), Err(LogoProblem::TooLarge)),
            (png(600, 200)[..18].to_vec(), Err(LogoProblem::Damaged)),
            (scripted.as_bytes().to_vec(), Err(LogoProblem::Svg)),
            (b"  <SVG onload=x>".to_vec(), Err(LogoProblem::Svg)),
            (b"GIF89a".to_vec(), Err(LogoProblem::Kind)),
            (Vec::new(), Err(LogoProblem::Kind)),
            (vec![0; 30_000_000], Err(LogoProblem::TooHeavy)),
        ] {
            let length = bytes.len();
            let read = Logo::read(bytes).and_then(|logo| logo.size());
            assert_eq!(read, expected, "{length} bytes");
        }
    }
}
