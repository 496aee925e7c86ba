//! From the target of a request to the path of an output.
//!
//! A path that is not plain after decoding once is refused, not mended: no browser sends one.

/// What a target asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// The path without its first slash, decoded: `lessons/a.html`, `lessons/`, or nothing for the root.
    pub path: String,
    /// What stands behind the question mark, as it was sent.
    pub query: String,
}

impl Asked {
    /// Reads a target. Nothing where it is no path, or one that leads out of the site.
    pub fn read(target: &str) -> Option<Asked> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        // An address with a host and `*` are for proxies and servers of another sort.
        let path = decoded(path.strip_prefix('/')?)?;
        let plain = |part: &str| part != "." && part != "..";
        let clean = !path.contains(['\\', '\0']) && !path.chars().any(char::is_control);
        // Two slashes would make a redirect lead to another host.
        let inner = path.strip_suffix('/').unwrap_or(&path);
        let parts = path.is_empty() || inner.split('/').all(|part| !part.is_empty() && plain(part));
        (clean && parts).then(|| Asked { path, query: query.to_string() })
    }

    /// Returns a value of the query, decoded.
    pub fn value(&self, name: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| decoded(value)).next()?
    }
}

/// Decodes percent signs, once. Nothing where what comes out is not UTF-8, or a sign stands alone.
pub fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// Writes a path into an address.
pub fn encoded(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$'()*,;=:@+".contains(&byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(target: &str) -> Option<String> {
        Asked::read(target).map(|asked| asked.path)
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(path("/").as_deref(), Some(""));
        assert_eq!(path("/a/").as_deref(), Some("a/"));
        assert_eq!(path("/a%20b/%C3%A9.html?x=%2f").as_deref(), Some("a b/é.html"));
        assert_eq!(path("/100%2525.html").as_deref(), Some("100%25.html"));
        assert_eq!(path(&format!("/{}", encoded("a b/é%.html"))).as_deref(), Some("a b/é%.html"));
    }

    #[test]
    fn what_leads_out_or_is_no_path_is_refused() {
        for target in [
            "",
            "*",
            "http://a/",
            "/../x",
            "/a/../x",
            "/%2e%2e/x",
            "/..%2fx",
            "/a//b",
            "//host/x",
            "/./x",
            "/a\\b",
            "/%5c..%5cx",
            "/a%00.html",
            "/%ff",
            "/%",
            "/%4",
            "/%zz",
            "/%c0%ae%c0%ae/x",
            "/a%0d%0ax: y",
        ] {
            assert_eq!(path(target), None, "{target}");
        }
    }

    #[test]
    fn a_query_has_values_by_name() {
        let asked = Asked::read("/x?page=a%26b.html&y=1").expect("it is a path");
        assert_eq!(asked.value("page").as_deref(), Some("a&b.html"));
        assert_eq!(asked.value("z"), None);
    }
}
