//! What stands for a link on paper: the address of another site, short enough to type.
//!
//! Where the address is what the link says already, there is nothing to add.

/// The most letters of an address that a line of print bears.
const MOST: usize = 48;

/// Returns a URL without what nobody types: scheme, `www.`, query, fragment, a slash at its end; cut at a slash
/// where it is long. Empty when the link's own text says it.
pub(super) fn short(url: &str, label: &str) -> String {
    let plain = |url: &str| {
        let url = url.split_once("://").map_or(url, |(_, rest)| rest);
        let url = url.strip_prefix("mailto:").unwrap_or(url);
        let url = url.strip_prefix("www.").unwrap_or(url);
        url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_string()
    };
    let address = plain(url);
    if address.is_empty() || address.eq_ignore_ascii_case(&plain(label.trim())) {
        return String::new();
    }
    if address.chars().count() <= MOST {
        return address;
    }
    let end = address.char_indices().nth(MOST).map_or(address.len(), |(at, _)| at);
    let cut = address[..end].rfind('/').filter(|at| *at > MOST / 3).unwrap_or(end);
    format!("{}…", &address[..cut])
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn an_address_on_paper_is_short_enough_to_type() {
        for (url, label, printed) in [
            ("https://www.example.org/rota/?week=3#now", "the rota", "example.org/rota"),
            ("https://example.org", "https://example.org/", ""),
            ("mailto:stewards@example.org", "write to us", "stewards@example.org"),
            ("mailto:stewards@example.org", "stewards@example.org", ""),
            (
                "https://example.org/a-rather-long-folder/and-another-one/and-a-page.html",
                "x",
                "example.org/a-rather-long-folder…",
            ),
            (
                "https://example.org/a-name-that-goes-on-and-on-without-a-single-slash",
                "x",
                "example.org/a-name-that-goes-on-and-on-without-a…",
            ),
        ] {
            assert_eq!(short(url, label), printed, "{url}");
        }
    }
}
