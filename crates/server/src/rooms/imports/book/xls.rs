//! Workbooks of Excel 95 to 2003 (.xls), and those of WPS in the same format (.et).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _};

use super::biff::{self, Records, Style, f64_at, rk, u16_at, u32_at};
use super::merged::{AREAS, Area, Merged, too_many};
use super::{Book, Row, Sheet, Take};
use crate::outside::workbook::password;
use crate::rooms::imports::refused::{broken, unreadable};
use crate::web::Refusal;

/// The most bytes of a workbook besides pictures and macros.
const STREAM_BYTES: u64 = 128 * 1024 * 1024;
/// The most cells with content.
const CELLS: usize = 8_000_000;
/// The most sheets.
const SHEETS: usize = 1_000;

/// An open workbook.
pub struct Xls {
    stream: Vec<u8>,
    style: Style,
    strings: Vec<String>,
    sheets: Vec<(usize, Sheet)>,
}

/// A compound file: a folder of streams, used by Office before 2007.
pub type Ole = cfb::CompoundFile<BufReader<File>>;

/// The stream of a workbook in a compound file.
pub fn stream_of(ole: &Ole) -> Option<&'static str> {
    ["/Workbook", "/Book"].into_iter().find(|name| ole.is_stream(name))
}

impl Xls {
    /// Opens one from its compound file.
    ///
    /// # Errors
    /// If it has a password, is too large, or is no workbook.
    pub fn open(ole: &mut Ole, name: &str) -> Result<Self, Refusal> {
        let mut stream = Vec::new();
        let opened = ole.open_stream(name).map_err(|e| broken(&e))?;
        opened.take(STREAM_BYTES).read_to_end(&mut stream).map_err(|e| broken(&e))?;
        let (mut style, mut found, mut parts) = (Style::default(), Vec::new(), Vec::new());
        let mut in_strings = false;
        let mut ended = false;
        for (kind, data) in Records::from(&stream, 0) {
            match kind {
                0x002F => return Err(password()),
                0x0085 => found.extend(sheet(&style, data).filter(|_| found.len() < SHEETS)),
                0x00FC => parts.push(data),
                kind if biff::goes_on(kind) && in_strings => parts.push(data),
                0x000A => {
                    ended = true;
                    break;
                }
                kind => {
                    style.take(kind, data);
                }
            }
            in_strings = kind == 0x00FC || (in_strings && biff::goes_on(kind));
        }
        if !ended {
            return Err(broken(&"unexpected end"));
        }
        let strings = biff::strings(&parts);
        let sheets = found.into_iter().flatten().collect();
        Ok(Self { style, strings, sheets, stream })
    }

    fn one(&self, at: usize, take: &mut Take<'_>) -> Result<(), Refusal> {
        let mut reading = Reading { book: self, cells: BTreeMap::new(), count: 0, areas: Vec::new(), formula: None };
        let (mut depth, mut ended) = (0u32, false);
        for (kind, data) in Records::from(&self.stream, self.sheets[at].0) {
            // A chart within a sheet has records that look like cells.
            match kind {
                0x0809 => depth += 1,
                0x000A if depth <= 1 => {
                    ended = true;
                    break;
                }
                0x000A => depth -= 1,
                kind if depth == 1 => {
                    reading.take(kind, data).ok_or_else(|| broken(&format!("record {kind:#06x}")))?;
                    if reading.count > CELLS || reading.areas.len() > AREAS {
                        return Err(if reading.count > CELLS { too_many_cells() } else { too_many() });
                    }
                }
                _ => {}
            }
        }
        if !ended {
            return Err(broken(&"unexpected end"));
        }
        let mut merged = Merged::of(reading.areas)?;
        for (number, columns) in reading.cells {
            let mut row = Row { number: u64::from(number) + 1, ..Row::default() };
            for (column, cell) in columns {
                row.put(column as usize, self.words(cell))?;
            }
            if !row.is_blank() {
                merged.fill(&mut row);
                take(at, row)?;
            }
        }
        Ok(())
    }

    fn words(&self, cell: Cell) -> String {
        match cell {
            Cell::Shared(n) => self.strings.get(n as usize).cloned().unwrap_or_default(),
            Cell::Number(value, style) => self.style.number(value, style),
            Cell::Text(text) => text.into(),
        }
    }
}

fn too_many_cells() -> Refusal {
    unreadable(
        "imports.too-many-cells",
        format!("一个工作表超过 {CELLS} 个单元格，请拆分或另存为 CSV"),
        format!("more than {CELLS} cells in a sheet: split it, or save it as CSV"),
    )
}

/// A sheet and its offset; `None` for a chart.
fn sheet(style: &Style, data: &[u8]) -> Option<Option<(usize, Sheet)>> {
    let (at, shown, kind) = (u32_at(data, 0)? as usize, data.get(4)? & 3 == 0, *data.get(5)?);
    let name = style.text(data.get(6..)?, 1)?;
    Some((kind == 0).then_some((at, Sheet { name, shown })))
}

enum Cell {
    Shared(u32),
    Number(f64, u16),
    Text(Box<str>),
}

struct Reading<'b> {
    book: &'b Xls,
    cells: BTreeMap<u16, Vec<(u32, Cell)>>,
    count: usize,
    areas: Vec<Area>,
    /// The formula whose text follows.
    formula: Option<(u16, u16)>,
}

impl Reading<'_> {
    fn put(&mut self, row: u16, column: impl Into<u32>, cell: Cell) {
        self.count += 1;
        self.cells.entry(row).or_default().push((column.into(), cell));
    }

    /// Reads a record of a sheet; `None` if it is too short.
    fn take(&mut self, kind: u16, data: &[u8]) -> Option<()> {
        let style = &self.book.style;
        let text = |from: usize| Some(Cell::Text(style.text(data.get(from..)?, 2)?.into()));
        let place = || Some((u16_at(data, 0)?, u16_at(data, 2)?, u16_at(data, 4)?));
        match kind {
            // Number, RK, a number of a formula.
            0x0203 => {
                let (row, column, style) = place()?;
                self.put(row, column, Cell::Number(f64_at(data, 6)?, style));
            }
            0x027E => {
                let (row, column, style) = place()?;
                self.put(row, column, Cell::Number(rk(u32_at(data, 6)?), style));
            }
            0x00BD => {
                let (row, first, _) = place()?;
                let (many, _) = data.get(4..data.len() - 2)?.as_chunks::<6>();
                for (column, one) in (u32::from(first)..).zip(many) {
                    self.put(row, column, Cell::Number(rk(u32_at(one, 2)?), u16_at(one, 0)?));
                }
            }
            0x00FD => {
                let (row, column, _) = place()?;
                self.put(row, column, Cell::Shared(u32_at(data, 6)?));
            }
            // Texts of their own.
            0x0204 | 0x00D6 => {
                let (row, column, _) = place()?;
                self.put(row, column, text(6)?);
            }
            0x0205 => {
                let (row, column, _) = place()?;
                let value = *data.get(6)?;
                let words = if *data.get(7)? == 0 { (value != 0).to_string() } else { biff::error(value).to_owned() };
                self.put(row, column, Cell::Text(words.into()));
            }
            0x0006 => {
                let (row, column, style) = place()?;
                self.formula = None;
                match data.get(6..14)? {
                    [0, .., 0xFF, 0xFF] => self.formula = Some((row, column)),
                    [1, _, value, .., 0xFF, 0xFF] => {
                        self.put(row, column, Cell::Text((*value != 0).to_string().into()));
                    }
                    [2, _, code, .., 0xFF, 0xFF] => self.put(row, column, Cell::Text(biff::error(*code).into())),
                    [_, .., 0xFF, 0xFF] => {}
                    _ => self.put(row, column, Cell::Number(f64_at(data, 6)?, style)),
                }
            }
            0x0207 => {
                if let Some((row, column)) = self.formula.take() {
                    self.put(row, column, text(0)?);
                }
            }
            0x00E5 => {
                let (areas, _) = data.get(2..)?.as_chunks::<8>();
                let number = |area: &[u8], at| u16_at(area, at).unwrap_or(0);
                self.areas.extend(areas.iter().take(usize::from(u16_at(data, 0)?)).map(|area| Area {
                    rows: (number(area, 0).into(), number(area, 2).into()),
                    columns: (number(area, 4).into(), number(area, 6).into()),
                }));
            }
            _ => {}
        }
        Some(())
    }
}

impl Book for Xls {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.iter().map(|(_, sheet)| sheet.clone()).collect()
    }

    fn rows(&mut self, only: Option<usize>, take: &mut Take<'_>) -> Result<(), Refusal> {
        (0..self.sheets.len()).filter(|at| only.is_none_or(|one| one == *at)).try_for_each(|at| self.one(at, take))
    }
}
