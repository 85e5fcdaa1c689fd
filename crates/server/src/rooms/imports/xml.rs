//! A streaming reader of XML. The size of a piece is limited, external resources are never fetched, and entities are not expanded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::cell::Cell;
use std::io::{BufReader, Read};

use super::metered::{Metered, ROW_BYTES};
use super::refused::{broken, unreadable};
use crate::web::Refusal;

/// Reads XML.
pub struct Xml<'l, R> {
    reader: Reader<BufReader<Metered<'l, R>>>,
    left: &'l Cell<u64>,
    piece: Vec<u8>,
    depth: u32,
}

/// The most nested elements.
const DEPTH: u32 = 200;
/// The most spaces that one element may represent.
const SPACES: usize = 1_000;

impl<'l, R: Read> Xml<'l, R> {
    /// Reads from a reader with a limit.
    pub fn new(input: Metered<'l, R>, left: &'l Cell<u64>) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(input));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, left, piece: Vec::new(), depth: 0 }
    }

    /// Raises the limit by another row.
    pub fn refill(&self) {
        self.left.set(ROW_BYTES);
    }

    /// The next piece.
    ///
    /// # Errors
    /// If it is not XML, or a row is too long.
    pub fn next(&mut self) -> Result<Event<'static>, Refusal> {
        self.piece.clear();
        match self.reader.read_event_into(&mut self.piece) {
            Ok(event) => {
                match &event {
                    Event::Start(_) if self.depth == DEPTH => return Err(broken(&"nested too deeply")),
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                Ok(event.into_owned())
            }
            Err(_) if self.left.get() == 0 => Err(unreadable(
                "imports.row-too-long",
                "有一行超过 16 MB，请检查单元格里的内容",
                "a row has more than 16 MB: look at what its cells hold",
            )),
            Err(e) => Err(broken(&e)),
        }
    }

    /// The refusal for a file that ends too early.
    pub fn torn() -> Refusal {
        broken(&"unexpected end")
    }

    /// Skips the rest of the current element.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub fn skip(&mut self) -> Result<(), Refusal> {
        let mut depth = 1;
        while depth > 0 {
            // Skipped content is not kept in memory.
            self.refill();
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(Self::torn()),
                _ => {}
            }
        }
        Ok(())
    }

    /// The text of a cell to its end: its paragraphs as lines, without notes and drawings.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub fn text(&mut self) -> Result<String, Refusal> {
        let (mut out, mut depth, mut paragraphs) = (String::new(), 1, 0);
        while depth > 0 {
            match self.next()? {
                Event::Start(e) => match e.name().as_ref() {
                    "office:annotation" => self.skip()?,
                    name if name.starts_with("draw:") || name.starts_with("table:") => self.skip()?,
                    "text:p" => {
                        paragraphs += 1;
                        depth += 1;
                        if paragraphs > 1 {
                            out.push('\n');
                        }
                    }
                    "text:s" => {
                        let spaces = attribute(&e, "text:c")?.and_then(|n| n.parse().ok()).unwrap_or(1);
                        out.extend(std::iter::repeat_n(' ', spaces.min(SPACES)));
                        depth += 1;
                    }
                    "text:tab" => {
                        out.push('\t');
                        depth += 1;
                    }
                    "text:line-break" => {
                        out.push('\n');
                        depth += 1;
                    }
                    _ => depth += 1,
                },
                Event::End(_) => depth -= 1,
                Event::Text(text) if paragraphs > 0 => out.push_str(&text.xml10_content()),
                Event::CData(text) if paragraphs > 0 => out.push_str(&text.xml10_content()),
                Event::GeneralRef(name) if paragraphs > 0 => match name.resolve_char_ref() {
                    Ok(Some(c)) => out.push(c),
                    _ => out.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or("")),
                },
                Event::Eof => return Err(Self::torn()),
                _ => {}
            }
        }
        Ok(out)
    }
}

/// The value of an attribute.
///
/// # Errors
/// If it is not XML.
pub fn attribute(e: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refusal> {
    let found = e.try_get_attribute(name).map_err(|e| broken(&e))?;
    found
        .map(|a| a.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned))
        .transpose()
        .map_err(|e| broken(&e))
}
