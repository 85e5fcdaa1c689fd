//! Splits a Rust file into code, strings and comments. Not a parser, but not fooled by `//` in a string or keywords in
//! a comment.

/// A string literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// Start offset in bytes.
    pub start: usize,
    /// End offset in bytes.
    pub end: usize,
    /// The text between the quotes, escapes included.
    pub text: String,
}

/// A Rust file split into code and strings.
#[derive(Clone, Debug)]
pub struct RustText {
    /// The file with strings and comments blanked, of the same length in bytes.
    pub code: String,
    /// The strings.
    pub literals: Vec<Literal>,
    /// Byte ranges of test modules.
    tests: Vec<(usize, usize)>,
}

impl RustText {
    /// Splits a file.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut code = bytes.to_vec();
        let mut literals = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let end = if bytes[at..].starts_with(b"//") {
                line_end(bytes, at)
            } else if bytes[at..].starts_with(b"/*") {
                comment_end(bytes, at)
            } else if let Some((inner, close, end)) = string_at(bytes, at) {
                literals.push(Literal { start: at, end, text: text[inner..close].to_owned() });
                end
            } else if bytes[at] == b'\'' {
                char_end(text, at)
            } else {
                // Words are skipped whole, so that the r of `for"` does not start a raw string.
                let word = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
                at += word.max(1);
                continue;
            };
            for byte in &mut code[at..end] {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
            at = end;
        }
        // Whole tokens were replaced by spaces, so the text is still valid.
        let code = String::from_utf8_lossy(&code).into_owned();
        let tests = test_modules(&code);
        Self { code, literals, tests }
    }

    /// Whether this byte is in a test module.
    #[must_use]
    pub fn in_tests(&self, byte: usize) -> bool {
        self.tests.iter().any(|(from, to)| (*from..*to).contains(&byte))
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n)
}

/// Block comments nest.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// Start and end of the content, and the end, of a string that begins here: "…", b"…", c"…", r"…", r#"…"# and the like.
fn string_at(bytes: &[u8], start: usize) -> Option<(usize, usize, usize)> {
    let mut at = start;
    if matches!(bytes.get(at), Some(b'b' | b'c')) {
        at += 1;
    }
    if bytes.get(at) == Some(&b'r') {
        let hashes = bytes[at + 1..].iter().take_while(|b| **b == b'#').count();
        let open = at + 1 + hashes;
        if bytes.get(open) != Some(&b'"') {
            return None;
        }
        let mut close = vec![b'"'];
        close.extend(std::iter::repeat_n(b'#', hashes));
        let inner = open + 1;
        let found = bytes[inner..].windows(close.len()).position(|w| w == close);
        let end = found.map_or(bytes.len(), |n| inner + n);
        return Some((inner, end, (end + close.len()).min(bytes.len())));
    }
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let inner = at + 1;
    let mut end = inner;
    while end < bytes.len() && bytes[end] != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    let end = end.min(bytes.len());
    Some((inner, end, (end + 1).min(bytes.len())))
}

/// The end of a character literal; of the quote alone if it begins a lifetime.
fn char_end(text: &str, start: usize) -> usize {
    let mut rest = text[start + 1..].char_indices();
    match rest.next() {
        Some((_, '\\')) => {
            // The escaped character may be the quote.
            rest.next();
            rest.find(|(_, c)| *c == '\'').map_or(start + 1, |(n, _)| start + 2 + n)
        }
        Some(_) => match rest.next() {
            Some((n, '\'')) => start + 2 + n,
            _ => start + 1,
        },
        None => start + 1,
    }
}

/// From each `#[cfg(test)]` to the end of the following block.
fn test_modules(code: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (from, _) in code.match_indices("#[cfg(test)]") {
        let mut depth = 0_usize;
        for (n, byte) in code.bytes().enumerate().skip(from) {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 1 => {
                    found.push((from, n + 1));
                    break;
                }
                b'}' => depth = depth.saturating_sub(1),
                // `#[cfg(test)] mod tests;`: recognised by its file name.
                b';' if depth == 0 => break,
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_comments_and_characters_are_told_apart() {
        let text = r##"
            // a "comment" with SELECT
            let a = "one // two \" three"; /* x /* y */ "no" */
            let b = r#"raw "quoted""#; let c = '"'; let d = '\''; let e: &'static str = "last";
        "##;
        let read = RustText::read(text);
        let texts: Vec<_> = read.literals.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["one // two \\\" three", "raw \"quoted\"", "last"]);
        assert!(!read.code.contains("SELECT") && !read.code.contains("two") && read.code.contains("let e"));
        assert_eq!(read.code.len(), text.len());
    }

    #[test]
    fn the_inside_of_a_test_module_is_known() {
        let text =
            "const A: &str = \"x\";\n#[cfg(test)]\nmod tests { fn f() { let s = \"y\"; } }\nconst B: &str = \"z\";";
        let read = RustText::read(text);
        let inside: Vec<_> = read.literals.iter().map(|l| read.in_tests(l.start)).collect();
        assert_eq!(inside, [false, true, false]);
    }
}
