//! Records of a workbook of Excel 95 to 2003, read with every length checked. Strings are stored once, and cells refer to them by number,
//! so that a small file cannot become a large one in memory.

use calamine::{ExcelDateTime, ExcelDateTimeType};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16LE};
use std::collections::HashSet;

use crate::outside::workbook::{moment_words, number_words};

/// The record that continues the one before.
const CONTINUE: u16 = 0x003C;

/// A record: its kind, its data and its end.
pub struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    /// From an offset in a stream.
    pub const fn from(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, data))
    }
}

/// Two bytes as a number.
pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// Four bytes as a number.
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// Eight bytes as a number.
pub fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// A number in four bytes.
pub fn rk(bits: u32) -> f64 {
    let value =
        if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from(bits.cast_signed() >> 2) };
    if bits & 1 == 0 { value } else { value / 100.0 }
}

/// The text of an error code.
pub const fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// The encoding of a workbook's texts, and which of its number formats are days.
pub struct Style {
    /// Whether texts are in Unicode (Excel 97 and later).
    pub unicode: bool,
    encoding: &'static Encoding,
    /// Days count from 1904.
    pub since_1904: bool,
    days: HashSet<u16>,
    /// The format of each style of cells.
    formats: Vec<u16>,
}

impl Default for Style {
    fn default() -> Self {
        Self { unicode: true, encoding: GB18030, since_1904: false, days: HashSet::new(), formats: Vec::new() }
    }
}

impl Style {
    /// Reads a global record of the workbook, if it is one of these.
    pub fn take(&mut self, kind: u16, data: &[u8]) -> Option<()> {
        match kind {
            0x0809 => self.unicode = u16_at(data, 0)? == 0x0600,
            0x0042 => {
                self.encoding = match u16_at(data, 0)? {
                    1252 | 32769 => encoding_rs::WINDOWS_1252,
                    950 => encoding_rs::BIG5,
                    1200 => UTF_16LE,
                    65001 => UTF_8,
                    _ => GB18030,
                }
            }
            0x0022 => self.since_1904 = u16_at(data, 0)? == 1,
            0x041E => {
                let text = if self.unicode { self.text(data.get(2..)?, 2)? } else { self.text(data.get(2..)?, 1)? };
                if is_day(&text) {
                    self.days.insert(u16_at(data, 0)?);
                }
            }
            0x00E0 => self.formats.push(u16_at(data, 2)?),
            _ => {}
        }
        Some(())
    }

    /// A text after its length of one byte or two.
    pub fn text(&self, data: &[u8], length: usize) -> Option<String> {
        let count = if length == 1 { usize::from(*data.first()?) } else { usize::from(u16_at(data, 0)?) };
        let rest = data.get(length..)?;
        if !self.unicode {
            let bytes = &rest[..count.min(rest.len())];
            return Some(self.encoding.decode_without_bom_handling(bytes).0.into_owned());
        }
        let mut out = Vec::new();
        let wide = rest.first()? & 1 == 1;
        units(&rest[1..], count, wide, &mut out);
        Some(String::from_utf16_lossy(&out))
    }

    /// A number in the format of its style.
    pub fn number(&self, value: f64, style: u16) -> String {
        let format = self.formats.get(usize::from(style)).copied().unwrap_or(0);
        if self.days.contains(&format) || matches!(format, 14..=22 | 27..=36 | 45 | 47 | 50..=58) {
            return moment_words(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, self.since_1904));
        }
        number_words(value)
    }
}

/// Reads characters of one byte or two; returns the number of bytes.
fn units(data: &[u8], count: usize, wide: bool, out: &mut Vec<u16>) -> usize {
    if wide {
        let (pairs, _) = data.as_chunks::<2>();
        let some = &pairs[..count.min(pairs.len())];
        out.extend(some.iter().map(|pair| u16::from_le_bytes(*pair)));
        return some.len() * 2;
    }
    let some = &data[..count.min(data.len())];
    out.extend(some.iter().map(|b| u16::from(*b)));
    some.len()
}

/// Whether a number format shows a day or an hour.
fn is_day(format: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in format.chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            ';' => return false,
            'y' | 'Y' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'm' | 'M' if !bracketed => return true,
            _ => {}
        }
    }
    false
}

/// Reads the shared strings of a workbook. Their table continues over several records, and a string that is split between two records
/// repeats the flag for one or two bytes per character.
pub fn strings(parts: &[&[u8]]) -> Vec<String> {
    let mut parts = Parts { parts, part: 0, at: 8 };
    let mut out = Vec::new();
    while let Some(text) = parts.text() {
        out.push(text);
    }
    out
}

struct Parts<'p> {
    parts: &'p [&'p [u8]],
    part: usize,
    at: usize,
}

impl Parts<'_> {
    /// The rest of this record, or the next one.
    fn here(&mut self) -> Option<&[u8]> {
        while self.at >= self.parts.get(self.part)?.len() {
            self.at -= self.parts[self.part].len();
            self.part += 1;
        }
        self.parts[self.part].get(self.at..)
    }

    fn number(&mut self, bytes: usize) -> Option<u32> {
        let here = self.here()?;
        let number = match bytes {
            1 => u32::from(*here.first()?),
            2 => u32::from(u16_at(here, 0)?),
            _ => u32_at(here, 0)?,
        };
        self.at += bytes;
        Some(number)
    }

    fn text(&mut self) -> Option<String> {
        let (mut left, mut flags) = (self.number(2)? as usize, self.number(1)?);
        let runs = if flags & 8 == 0 { 0 } else { self.number(2)? as usize };
        let more = if flags & 4 == 0 { 0 } else { self.number(4)? as usize };
        let mut out = Vec::new();
        while left > 0 {
            let part = self.part;
            let cut = self.at >= self.parts.get(self.part)?.len();
            self.here()?;
            if cut && self.part > part {
                flags = self.number(1)?;
            }
            let (before, wide) = (out.len(), flags & 1 == 1);
            let used = units(self.here()?, left, wide, &mut out);
            if used == 0 {
                return None;
            }
            self.at += used;
            left -= out.len() - before;
        }
        self.at = self.at.checked_add(runs * 4)?.checked_add(more)?;
        Some(String::from_utf16_lossy(&out))
    }
}

/// The kind of record that continues another.
pub const fn goes_on(kind: u16) -> bool {
    kind == CONTINUE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_four_bytes_are_what_they_mean() {
        assert_eq!([rk(0x3FF0_0000), rk((5 << 2) | 2), rk((12_345 << 2) | 3)].map(number_words), ["1", "5", "123.45"]);
    }

    #[test]
    fn formats_of_days_are_told_from_those_of_numbers() {
        for day in ["yyyy/m/d", "yyyy\"年\"m\"月\"", "h:mm", "[$-804]yyyy-mm-dd"] {
            assert!(is_day(day), "{day}");
        }
        for number in ["0.00", "#,##0_);[Red]", "0\"day\"", "General", "@"] {
            assert!(!is_day(number), "{number}");
        }
    }

    #[test]
    fn a_text_that_is_cut_by_a_record_goes_on_and_one_that_lies_ends_it() {
        let first = [&[0u8; 8][..], &[3, 0, 0, b'a', b'b', b'c', 4, 0, 0, b'd', b'e']].concat();
        let second =
            [&[1u8][..], "𠮷".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice()].concat();
        assert_eq!(strings(&[&first, &second]), ["abc", "de𠮷"]);
        assert_eq!(strings(&[&first]), ["abc"], "the rest is not there");
        let lies = [&[0u8; 8][..], &[0xFF, 0xFF, 0x0D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, b'x']].concat();
        assert!(strings(&[&lies]).is_empty());
    }
}
