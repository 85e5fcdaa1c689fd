//! Similarity of two cases by kind, distance and text, to offer "already known, add yourself".

use std::collections::HashSet;

use crate::grid::GridCode;
use crate::kernel::geo::Point;
use crate::kernel::text::fold;

/// Maximum distance of two reports of one matter, in metres.
pub const NEAR_METRES: f64 = 250.0;
/// Similarity from which a known case is offered.
pub const OFFER: f64 = 0.45;

/// The compared data.
#[derive(Clone, Debug)]
pub struct Matter<'a> {
    /// The kind's id, if known.
    pub kind: Option<&'a str>,
    /// Title and beginning of the text.
    pub text: &'a str,
    /// Coordinate, if known.
    pub point: Option<Point>,
    /// Code in the territory.
    pub code: GridCode,
}

/// Character bigrams, the usual unit for Chinese without a dictionary.
fn pieces(text: &str) -> HashSet<(char, char)> {
    let chars: Vec<char> = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    chars.windows(2).map(|w| (w[0], w[1])).collect()
}

/// 0 (nothing in common) to 1 (the same): text 0.5, place 0.3, kind 0.2; 0 if far apart. Age does not matter while a
/// case is open.
#[must_use]
pub fn likeness(a: &Matter<'_>, b: &Matter<'_>) -> f64 {
    let place = match (a.point, b.point) {
        (Some(p), Some(q)) => {
            let metres = p.metres_to(q);
            if metres > NEAR_METRES {
                return 0.0;
            }
            1.0 - metres / NEAR_METRES
        }
        _ if a.code == b.code => 0.7,
        _ if a.code.contains(&b.code) || b.code.contains(&a.code) => 0.3,
        _ => return 0.0,
    };
    let (x, y) = (pieces(a.text), pieces(b.text));
    let words = if x.is_empty() || y.is_empty() {
        0.0
    } else {
        // Relative to the shorter text: a short report can repeat a long one in full.
        x.intersection(&y).count() as f64 / x.len().min(y.len()) as f64
    };
    let kind = match (a.kind, b.kind) {
        (Some(k), Some(l)) if k == l => 1.0,
        (None, _) | (_, None) => 0.5,
        _ => 0.0,
    };
    0.5 * words + 0.3 * place + 0.2 * kind
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matter<'a>(text: &'a str, kind: &'a str, lon: f64) -> Matter<'a> {
        Matter {
            kind: Some(kind),
            text,
            point: Some(Point::new(lon, 30.76)),
            code: GridCode::parse("51011701900600906").unwrap(),
        }
    }

    #[test]
    fn the_same_lamp_is_offered_and_another_street_is_not() {
        let lamp = matter("3栋楼下路灯不亮三天了", "street-light", 103.93);
        let again = matter("路灯坏了,3栋楼下路灯不亮", "street-light", 103.9305);
        assert!(likeness(&lamp, &again) > OFFER);
        assert!(likeness(&lamp, &matter("楼上漏水到我家天花板", "leak", 103.9305)) < OFFER);
        assert_eq!(likeness(&lamp, &matter("3栋楼下路灯不亮", "street-light", 103.94)), 0.0);
    }
}
