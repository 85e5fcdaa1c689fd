//! Workbooks in OpenDocument format (LibreOffice and others), packed (.ods) or flat (.fods), read element by element: a few bytes of such a
//! file may repeat a cell a billion times, so only the current row is in memory.

use quick_xml::events::{BytesStart, Event};
use std::cell::Cell;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read, Seek as _, SeekFrom};
use zip::ZipArchive;

use super::merged::{Area, Merged};
use super::{Book, Row, Sheet, Take};
use crate::outside::workbook::{self, day_words, number_words};
use crate::rooms::imports::metered::{Metered, ROW_BYTES};
use crate::rooms::imports::refused::broken;
use crate::rooms::imports::table::COLUMNS;
use crate::rooms::imports::xml::{Xml, attribute};
use crate::web::Refusal;

/// The most rows of a sheet in any program.
const SHEET_ROWS: u64 = 16_777_216;
/// The most sheets and styles that are stored.
const NAMES: usize = 10_000;

enum Source {
    Packed(Box<ZipArchive<BufReader<File>>>),
    Flat(File),
}

/// An open workbook.
pub struct Odf {
    source: Source,
    sheets: Vec<Sheet>,
}

impl Odf {
    /// Opens an .ods file.
    ///
    /// # Errors
    /// If it unpacks to too much, has a password, or is no workbook.
    pub fn packed(file: File) -> Result<Self, Refusal> {
        let mut archive = workbook::counted(BufReader::new(file), "content.xml")?;
        if let Ok(manifest) = archive.by_name("META-INF/manifest.xml") {
            let mut text = Vec::new();
            manifest.take(1 << 20).read_to_end(&mut text).map_err(|e| broken(&e))?;
            if String::from_utf8_lossy(&text).contains("encryption-data") {
                return Err(workbook::password());
            }
        }
        Self::open(Source::Packed(Box::new(archive)))
    }

    /// Opens an .fods file.
    ///
    /// # Errors
    /// If it is no workbook.
    pub fn flat(file: File) -> Result<Self, Refusal> {
        Self::open(Source::Flat(file))
    }

    fn open(source: Source) -> Result<Self, Refusal> {
        let mut odf = Self { source, sheets: Vec::new() };
        let mut sheets = Vec::new();
        odf.pass(Some(usize::MAX), Some(&mut sheets), &mut |_, _| Ok(()))?;
        Ok(Self { sheets, ..odf })
    }

    fn pass(
        &mut self,
        only: Option<usize>,
        mut named: Option<&mut Vec<Sheet>>,
        take: &mut Take<'_>,
    ) -> Result<(), Refusal> {
        let left = Cell::new(ROW_BYTES);
        let input: Box<dyn Read + '_> = match &mut self.source {
            Source::Packed(archive) => Box::new(archive.by_name("content.xml").map_err(|e| broken(&e))?),
            Source::Flat(file) => {
                file.seek(SeekFrom::Start(0)).map_err(|e| broken(&e))?;
                Box::new(file)
            }
        };
        let mut xml = Xml::new(Metered::new(input, &left), &left);
        let (mut hidden, mut style, mut at) = (HashSet::new(), None, 0);
        loop {
            xml.refill();
            match xml.next()? {
                Event::Eof => return Ok(()),
                Event::Start(e) => match e.name().as_ref() {
                    "style:style" => style = attribute(&e, "style:name")?,
                    "style:table-properties" if attribute(&e, "table:display")?.as_deref() == Some("false") => {
                        hidden.extend(style.take().filter(|_| hidden.len() < NAMES));
                    }
                    "table:table" => {
                        if let Some(named) = named.as_deref_mut().filter(|named| named.len() < NAMES) {
                            let hidden = attribute(&e, "table:style-name")?.is_some_and(|s| hidden.contains(&s));
                            named
                                .push(Sheet { name: attribute(&e, "table:name")?.unwrap_or_default(), shown: !hidden });
                        }
                        if only.is_none_or(|one| one == at) {
                            sheet(&mut xml, &mut |row| take(at, row))?;
                        } else {
                            xml.skip()?;
                        }
                        at += 1;
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

impl Book for Odf {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.clone()
    }

    fn rows(&mut self, only: Option<usize>, take: &mut Take<'_>) -> Result<(), Refusal> {
        self.pass(only, None, take)
    }
}

fn count(e: &BytesStart<'_>, name: &str) -> Result<u64, Refusal> {
    Ok(attribute(e, name)?.and_then(|n| n.parse().ok()).unwrap_or(1).max(1))
}

/// Reads a sheet to its end.
fn sheet<R: Read>(xml: &mut Xml<'_, R>, give: &mut dyn FnMut(Row) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let (mut merged, mut above) = (Merged::default(), 0u64);
    loop {
        xml.refill();
        match xml.next()? {
            Event::Eof => return Err(Xml::<R>::torn()),
            Event::End(e) if e.name().as_ref() == "table:table" => return Ok(()),
            Event::Start(e) => match e.name().as_ref() {
                "table:table-row" => {
                    let repeated = count(&e, "table:number-rows-repeated")?;
                    let mut row = Row { number: above + 1, ..Row::default() };
                    let areas = cells(xml, &mut row)?;
                    if !row.is_blank() {
                        for area in areas {
                            merged.begin(&row, area);
                        }
                        for number in above + 1..=above.saturating_add(repeated).min(SHEET_ROWS) {
                            let mut row = Row { number, ..row.clone() };
                            merged.fill(&mut row);
                            give(row)?;
                        }
                    }
                    above = above.saturating_add(repeated);
                }
                // Rows are inside of these elements.
                "table:table-row-group" | "table:table-rows" | "table:table-header-rows" => {}
                _ => xml.skip()?,
            },
            _ => {}
        }
    }
}

/// Reads the cells of a row; returns the merged areas that begin in it.
fn cells<R: Read>(xml: &mut Xml<'_, R>, row: &mut Row) -> Result<Vec<Area>, Refusal> {
    let (mut areas, mut at) = (Vec::new(), 0u64);
    loop {
        match xml.next()? {
            Event::Eof => return Err(Xml::<R>::torn()),
            Event::End(_) => return Ok(areas),
            Event::Start(e) if matches!(e.name().as_ref(), "table:table-cell" | "table:covered-table-cell") => {
                let repeated = count(&e, "table:number-columns-repeated")?;
                let (down, across) =
                    (count(&e, "table:number-rows-spanned")?, count(&e, "table:number-columns-spanned")?);
                let found = Typed::of(&e)?;
                let text = xml.text()?;
                let column = usize::try_from(at).unwrap_or(usize::MAX);
                let last = usize::try_from(at.saturating_add(repeated)).unwrap_or(usize::MAX);
                let value = found.words(text);
                if value.as_ref().is_none_or(|v| !v.is_empty()) {
                    for column in column..last.min(COLUMNS + 1) {
                        match &value {
                            Some(text) => row.put(column, text.clone())?,
                            None => row.put_unvalued(column)?,
                        }
                    }
                }
                if (down > 1 || across > 1) && column < COLUMNS {
                    let first = row.number - 1;
                    let until = usize::try_from(at.saturating_add(across) - 1).unwrap_or(usize::MAX);
                    areas.push(Area { rows: (first, first.saturating_add(down) - 1), columns: (column, until) });
                }
                at = at.saturating_add(repeated);
            }
            Event::Start(_) => xml.skip()?,
            _ => {}
        }
    }
}

/// The typed value of a cell.
struct Typed {
    kind: String,
    value: Option<String>,
    formula: bool,
}

impl Typed {
    fn of(e: &BytesStart<'_>) -> Result<Self, Refusal> {
        let error = attribute(e, "calcext:value-type")?.as_deref() == Some("error");
        let kind = attribute(e, "office:value-type")?.filter(|_| !error).unwrap_or_default();
        let name = match kind.as_str() {
            "float" | "percentage" | "currency" => "office:value",
            "date" => "office:date-value",
            "boolean" => "office:boolean-value",
            _ => "office:string-value",
        };
        let value = attribute(e, name)?.filter(|_| !error);
        Ok(Self { value, formula: !error && attribute(e, "table:formula")?.is_some(), kind })
    }

    /// The value as text; `None` for a formula without a value.
    fn words(self, text: String) -> Option<String> {
        match (self.kind.as_str(), self.value) {
            ("float" | "percentage" | "currency", Some(value)) => Some(value.parse().map_or(value, number_words)),
            ("date", Some(value)) => Some(day_words(&value)),
            ("boolean", Some(value)) => Some(value),
            ("string", value) => Some(value.filter(|v| !v.is_empty()).unwrap_or(text)),
            _ if self.formula && text.is_empty() => None,
            _ => Some(text),
        }
    }
}
