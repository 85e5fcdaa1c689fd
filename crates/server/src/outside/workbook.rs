//! A workbook of Excel or WPS, read cell by cell: a few bytes of it may unpack to more than there is room for.

use calamine::DataRef;

/// A cell as a person reads it. A number of more than 15 digits has lost its last ones in the sheet; written with an exponent, as the sheet
/// shows it, it is refused later where digits count, and not taken for another number.
#[must_use]
pub fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(v) if v.abs() >= 1e15 => format!("{v:E}").replace('E', "E+"),
        DataRef::Float(v) => v.to_string(),
        DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::SharedString(s) => (*s).to_owned(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(at) => {
            let (y, mo, d, h, mi, s, _) = at.to_ymd_hms_milli();
            if (h, mi, s) == (0, 0, 0) {
                format!("{y:04}-{mo:02}-{d:02}")
            } else {
                format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02}")
            }
        }
        DataRef::Error(e) => format!("#{e}"),
        DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_number_is_not_taken_for_a_code() {
        assert_eq!(words(&DataRef::Float(510_117_019_006_009.0)), "510117019006009");
        assert_eq!(words(&DataRef::Float(51_011_701_900_600_900.0)), "5.10117019006009E+16");
    }
}
