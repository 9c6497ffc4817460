//! QR codes, as squares. Who draws them gives them their size.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use crate::{CodeKind, PaymentCode};

/// A code: its modules a row after another, `true` for dark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    pub side: usize,
    modules: Vec<bool>,
}

impl Code {
    /// The code of a payload, at the level of error correction and within the
    /// size that its standard asks for: M, and versions up to 13 (EPC069-12,
    /// 2.1, chapter 3) or 25 (Swiss Implementation Guidelines QR-bill 2.3,
    /// chapter 5.1). `None` where the payload does not fit.
    pub fn of(code: &PaymentCode) -> Option<Code> {
        let largest = match code.kind {
            CodeKind::Epc => Version::new(13),
            CodeKind::Swiss | CodeKind::Link => Version::new(25),
        };
        let segments = [QrSegment::make_bytes(code.payload.as_bytes())];
        let made = QrCode::encode_segments_advanced(
            &segments,
            QrCodeEcc::Medium,
            Version::MIN,
            largest,
            None,
            false,
        );
        let made = made.ok()?;
        let size = made.size();
        let cells = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
        Some(Code {
            side: usize::try_from(size).ok()?,
            modules: cells.map(|(x, y)| made.get_module(x, y)).collect(),
        })
    }

    /// The dark modules as bars: column, row, and how many in a row.
    pub fn bars(&self) -> Vec<(usize, usize, usize)> {
        let mut bars = Vec::new();
        for (y, row) in self.modules.chunks(self.side).enumerate() {
            let mut x = 0;
            while x < row.len() {
                let length = row[x..].iter().take_while(|dark| **dark).count();
                if length > 0 {
                    bars.push((x, y, length));
                }
                x += length.max(1);
            }
        }
        bars
    }
}
