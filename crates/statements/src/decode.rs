//! The text that bytes spell. Banks write UTF-8, UTF-16, and the letters that
//! Windows has for the West, for Central Europe and for Cyrillic.
//!
//! The browser's own decoder is out of reach here and knows no slices, and a
//! crate for all encodings is larger than all formats together: these few need
//! small tables. What needs a large one ([`foreign`]) the browser decodes
//! before the file comes here.

use std::borrow::Cow;

use super::file::ReadError;
use crate::cut::beginning;
use values::slices::Steps;

/// Bytes between two rests.
const SLICE: usize = 64 << 10;

/// How letters are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Utf8,
    /// Also for ISO 8859-1: what it leaves to control characters is never
    /// meant.
    Windows1252,
    Latin9,
    Latin2,
    Windows1250,
    Windows1251,
    Utf16Le,
    Utf16Be,
}

/// What windows-1250 has at 0x80 to 0xff; U+FFFD where it has nothing.
const WINDOWS_1250: &str = "\
     €\u{fffd}‚\u{fffd}„…†‡\u{fffd}‰Š‹ŚŤŽŹ\u{fffd}‘’“”•–—\u{fffd}™š›śťžź\
     \u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
     ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
     ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

/// What windows-1251 has at 0x80 to 0xff; U+FFFD where it has nothing.
const WINDOWS_1251: &str = "\
     ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{fffd}™љ›њќћџ\
     \u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї\
     АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
     абвгдежзийклмнопрстуфхцчшщъыьэюя";

/// What ISO 8859-2 has at 0x80 to 0xff; U+FFFD where it has nothing.
const LATIN_2: &str = "\
     \u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\
     \u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žż\
     ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
     ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

/// Letters of the bytes above ASCII that a file without UTF can be read with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Letters {
    Western,
    CentralEuropean,
    Cyrillic,
    /// Two bytes a letter; the browser decodes them.
    Chinese,
}

impl Letters {
    pub const ALL: [Letters; 4] = [
        Letters::Western,
        Letters::CentralEuropean,
        Letters::Cyrillic,
        Letters::Chinese,
    ];

    /// Its name among the encodings of browsers.
    pub fn label(self) -> &'static str {
        match self {
            Letters::Western => "windows-1252",
            Letters::CentralEuropean => "windows-1250",
            Letters::Cyrillic => "windows-1251",
            Letters::Chinese => "gbk",
        }
    }
}

/// What windows-1252 has at 0x80 to 0x9f; U+FFFD where it has nothing.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

impl Encoding {
    /// By the name that XML and OFX give it; `None` where it is not read.
    fn named(name: &str) -> Option<Encoding> {
        let name: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "utf8" | "usascii" | "ascii" => Some(Encoding::Utf8),
            "iso88591" | "88591" | "latin1" | "windows1252" | "cp1252" | "1252" => {
                Some(Encoding::Windows1252)
            }
            "iso885915" | "885915" | "latin9" => Some(Encoding::Latin9),
            "iso88592" | "88592" | "latin2" => Some(Encoding::Latin2),
            "windows1250" | "cp1250" | "1250" => Some(Encoding::Windows1250),
            "windows1251" | "cp1251" | "1251" => Some(Encoding::Windows1251),
            // The byte order is known by the bytes.
            _ => None,
        }
    }

    fn letter(self, byte: u8) -> char {
        match (self, byte) {
            (Encoding::Windows1252, 0x80..=0x9f) => {
                let place = usize::from(byte - 0x80);
                WINDOWS_1252.get(place).copied().unwrap_or('\u{fffd}')
            }
            (Encoding::Windows1250 | Encoding::Windows1251 | Encoding::Latin2, 0x80..) => {
                let table = match self {
                    Encoding::Windows1250 => WINDOWS_1250,
                    Encoding::Windows1251 => WINDOWS_1251,
                    _ => LATIN_2,
                };
                let place = usize::from(byte - 0x80);
                table.chars().nth(place).unwrap_or('\u{fffd}')
            }
            (Encoding::Latin9, 0xa4) => '€',
            (Encoding::Latin9, 0xa6) => 'Š',
            (Encoding::Latin9, 0xa8) => 'š',
            (Encoding::Latin9, 0xb4) => 'Ž',
            (Encoding::Latin9, 0xb8) => 'ž',
            (Encoding::Latin9, 0xbc) => 'Œ',
            (Encoding::Latin9, 0xbd) => 'œ',
            (Encoding::Latin9, 0xbe) => 'Ÿ',
            _ => char::from(byte),
        }
    }
}

/// The text of a file: by its byte order mark, UTF-8 where it is that, by what
/// its XML declaration or OFX header says, else as its letters seem to be.
///
/// # Errors
/// [`ReadError::Encoding`] with the line, [`ReadError::UnknownEncoding`].
pub async fn decode<'a>(bytes: &'a [u8], steps: &Steps) -> Result<Cow<'a, str>, ReadError> {
    let (encoding, bytes) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (Some(Encoding::Utf8), rest),
        [0xff, 0xfe, rest @ ..] => (Some(Encoding::Utf16Le), rest),
        [0xfe, 0xff, rest @ ..] => (Some(Encoding::Utf16Be), rest),
        _ => match utf_16_order(bytes) {
            Some(encoding) => (Some(encoding), bytes),
            None => (None, bytes),
        },
    };
    match encoding {
        Some(Encoding::Utf16Le) => return utf_16(bytes, u16::from_le_bytes, steps).await,
        Some(Encoding::Utf16Be) => return utf_16(bytes, u16::from_be_bytes, steps).await,
        _ => {}
    }
    // What is UTF-8 is nothing else, whatever it says.
    let invalid = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error.valid_up_to(),
    };
    let encoding = match encoding {
        Some(encoding) => Some(encoding),
        None => stated(bytes)?,
    };
    match encoding {
        Some(Encoding::Utf8) => Err(ReadError::Encoding {
            line: line_of(beginning(bytes, invalid)),
            encoding: "UTF-8".into(),
        }),
        Some(encoding) => Ok(by_table(bytes, encoding, steps).await),
        None => match seen(bytes) {
            Letters::Western => Ok(by_table(bytes, Encoding::Windows1252, steps).await),
            Letters::CentralEuropean => Ok(by_table(bytes, Encoding::Windows1250, steps).await),
            Letters::Cyrillic => Ok(by_table(bytes, Encoding::Windows1251, steps).await),
            Letters::Chinese => Err(ReadError::UnknownEncoding("GBK".to_owned())),
        },
    }
}

/// The byte order of UTF-16 without a mark: the letters, signs and line ends
/// of ASCII have a zero on one side of them.
fn utf_16_order(bytes: &[u8]) -> Option<Encoding> {
    const BEGINNING: usize = 2_048;
    let pairs = beginning(bytes, BEGINNING).chunks_exact(2);
    let count = pairs.len();
    let (mut low, mut high) = (0, 0);
    for pair in pairs {
        low += usize::from(matches!(pair, [1..=u8::MAX, 0]));
        high += usize::from(matches!(pair, [0, 1..=u8::MAX]));
    }
    let is_most = |found: usize| count > 0 && found * 2 > count;
    if is_most(low) {
        Some(Encoding::Utf16Le)
    } else {
        is_most(high).then_some(Encoding::Utf16Be)
    }
}

/// Which letters bytes beyond ASCII seem to be, where nothing says it: those
/// of Cyrillic and Chinese stand in rows, those of the West one by one.
fn seen(bytes: &[u8]) -> Letters {
    const BEGINNING: usize = 256 << 10;
    let bytes = beginning(bytes, BEGINNING);
    let is_high = |byte: &u8| *byte >= 0x80;
    let (mut all, mut in_rows, mut of_chinese, mut of_cyrillic, mut even) = (0, 0, 0, 0, true);
    for row in bytes
        .split(|byte| !is_high(byte))
        .filter(|row| !row.is_empty())
    {
        all += row.len();
        if row.len() >= 3 {
            in_rows += row.len();
        }
        even &= row.len().is_multiple_of(2);
        of_chinese += row
            .iter()
            .filter(|byte| (0xa1..=0xbf).contains(*byte))
            .count();
        let is_cyrillic = |byte: &&u8| **byte >= 0xc0 || matches!(**byte, 0xa8 | 0xb8 | 0xb9);
        of_cyrillic += row.iter().filter(is_cyrillic).count();
    }
    if in_rows * 2 > all {
        if even && of_chinese * 8 > all {
            return Letters::Chinese;
        }
        if of_cyrillic * 10 > all * 8 {
            return Letters::Cyrillic;
        }
    }
    if is_central_european(bytes) {
        Letters::CentralEuropean
    } else {
        Letters::Western
    }
}

/// Signs of windows-1252 within words are letters of windows-1250: z³oty is
/// złoty. What is a letter in both says nothing, unless no language of the
/// West writes it so.
fn is_central_european(bytes: &[u8]) -> bool {
    // ł ą ż Ł Ą Ż Ź Ť ť ľ Ľ ş, and ź, which is an upper Ÿ in the West.
    const SIGNS: [u8; 13] = [
        0xb3, 0xb9, 0xbf, 0xa3, 0xa5, 0xaf, 0x8f, 0x8d, 0x9d, 0xbe, 0xbc, 0xba, 0x9f,
    ];
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0xc0;
    let has = |letters: &[u8]| bytes.iter().any(|byte| letters.contains(byte));
    let is_within = |three: &[u8]| match *three {
        // The West has õ before e alone: Hungarian ő.
        [before, 0xf5 | 0xd5, after] => is_letter(&before) && !after.eq_ignore_ascii_case(&b'e'),
        [before, sign, after] => SIGNS.contains(&sign) && is_letter(&before) && is_letter(&after),
        _ => false,
    };
    // Ž with ě, ř, č or ý is Czech or Slovak.
    let is_czech = has(&[0x9e, 0x8e]) && has(&[0xe8, 0xec, 0xf8, 0xfd, 0xc8, 0xd8]);
    is_czech || bytes.windows(3).any(is_within)
}

/// Which letters a file may be read with, and seems to have; `None` where it
/// says it or it is UTF, so that there is no choice.
pub fn letters(bytes: &[u8]) -> Option<Letters> {
    let has_mark = matches!(
        bytes,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0xef, 0xbb, 0xbf, ..]
    );
    let is_other = has_mark
        || bytes.starts_with(b"PK")
        || utf_16_order(bytes).is_some()
        || std::str::from_utf8(bytes).is_ok();
    match stated(bytes) {
        Ok(None) if !is_other => Some(seen(bytes)),
        _ => None,
    }
}

/// The encoding of a file that is not read here, by its name among those of
/// browsers: what its XML declaration says, or the letters that it seems to
/// have.
pub fn foreign(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() || utf_16_order(bytes).is_some() {
        return None;
    }
    match stated(bytes) {
        Err(ReadError::UnknownEncoding(name)) => Some(name),
        Ok(None) if letters(bytes) == Some(Letters::Chinese) => {
            Some(Letters::Chinese.label().to_owned())
        }
        _ => None,
    }
}

/// What the beginning of a file says of its encoding.
fn stated(bytes: &[u8]) -> Result<Option<Encoding>, ReadError> {
    const BEGINNING: usize = 1_024;
    let first = String::from_utf8_lossy(beginning(bytes, BEGINNING));
    let first = first.trim_start();
    if let Some(declaration) = first.strip_prefix("<?xml") {
        let declaration = declaration.split("?>").next().unwrap_or_default();
        let Some((_, name)) = declaration.split_once("encoding") else {
            return Ok(Some(Encoding::Utf8));
        };
        let name = name.trim_start_matches([' ', '=', '\t', '\r', '\n']);
        let quote = name.chars().next().unwrap_or('"');
        let name = name.get(1..).unwrap_or_default();
        let name = name.split(quote).next().unwrap_or_default();
        return match Encoding::named(name) {
            // Files without a letter beyond ASCII are called that although
            // they have some.
            Some(Encoding::Utf8) if name.to_ascii_lowercase().contains("ascii") => Ok(None),
            Some(encoding) => Ok(Some(encoding)),
            None => Err(ReadError::UnknownEncoding(super::draft::excerpt(name))),
        };
    }
    if first.starts_with("OFXHEADER")
        && let Some((_, charset)) = first.split_once("CHARSET:")
    {
        let charset = charset.split(['\r', '\n', ' ', '<']).next();
        // Many write 1252 and mean UTF-8: what is UTF-8 is read as that.
        return Ok(match Encoding::named(charset.unwrap_or_default()) {
            Some(Encoding::Latin9) if std::str::from_utf8(bytes).is_err() => Some(Encoding::Latin9),
            _ => None,
        });
    }
    Ok(None)
}

async fn by_table<'a>(bytes: &[u8], encoding: Encoding, steps: &Steps) -> Cow<'a, str> {
    let letters: Vec<char> = (0..=u8::MAX).map(|byte| encoding.letter(byte)).collect();
    let letter = |byte: &u8| letters.get(usize::from(*byte)).copied();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for slice in bytes.chunks(SLICE) {
        steps.steps(0).await;
        text.extend(slice.iter().filter_map(letter));
    }
    Cow::Owned(text)
}

async fn utf_16<'a>(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    steps: &Steps,
) -> Result<Cow<'a, str>, ReadError> {
    let mut text = String::with_capacity(bytes.len());
    let mut high = None;
    for slice in bytes.chunks(SLICE) {
        steps.steps(0).await;
        let pairs = slice.chunks_exact(2);
        let is_whole = pairs.remainder().is_empty();
        let units = pairs.filter_map(|pair| Some(unit(pair.try_into().ok()?)));
        // A pair of surrogates may lie on both sides of a slice's end.
        let mut units: Vec<u16> = high.take().into_iter().chain(units).collect();
        high = units.pop_if(|unit| (0xd800..0xdc00).contains(unit));
        for letter in char::decode_utf16(units) {
            match letter {
                Ok(letter) => text.push(letter),
                Err(_) => return Err(not_utf_16(&text)),
            }
        }
        if !is_whole {
            return Err(not_utf_16(&text));
        }
    }
    match high {
        Some(_) => Err(not_utf_16(&text)),
        None => Ok(Cow::Owned(text)),
    }
}

fn not_utf_16(text: &str) -> ReadError {
    ReadError::Encoding {
        line: line_of(text.as_bytes()),
        encoding: "UTF-16".into(),
    }
}

/// The line that comes after these bytes, from 1.
fn line_of(bytes: &[u8]) -> u32 {
    let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(ends).unwrap_or(u32::MAX).saturating_add(1)
}
