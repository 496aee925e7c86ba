//! Who may ask at all: decided by what a browser says of a request, and by the token where one is needed.
//!
//! A page of another site can make this browser ask us. It cannot change what the browser says about
//! that: the name under which we were asked (`Host`), and where the request comes from (`Origin`,
//! `Sec-Fetch-Site`).

use std::net::{IpAddr, SocketAddr};

use super::address::Asked;
use super::http::{Answer, Request};

/// What must not be loaded from elsewhere, framed, guessed or told on.
const HEADERS: [(&str, &str); 7] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-cache"),
];

/// The guard of one address.
#[derive(Clone, Debug)]
pub struct Guard {
    address: SocketAddr,
    /// What changes anything has to bring it; where others can reach us, all has to.
    token: String,
    open: bool,
}

impl Guard {
    /// Makes the guard of a preview at an address.
    pub fn new(address: SocketAddr, token: String) -> Guard {
        Guard { address, token, open: !address.ip().is_loopback() }
    }

    /// Returns the token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Says why a request is not let in, or sends it on once it has shown the token.
    pub fn refusal(&self, request: &Request, asked: &Asked) -> Option<Answer> {
        let host = request.one("host").unwrap_or_default().to_ascii_lowercase();
        if !self.is_ours(&host) {
            // Rebinding: a name of somebody else's that leads to this machine.
            return Some(Answer::text(421, "this preview does not answer under that name\n"));
        }
        let own = format!("http://{host}");
        let foreign = request.one("origin").is_some_and(|origin| !origin.eq_ignore_ascii_case(&own));
        if foreign || self.comes_from_elsewhere(request) {
            return Some(Answer::text(403, "this preview answers no other site\n"));
        }
        if !self.open || self.has_cookie(request) {
            return None;
        }
        let shown = asked.value("token").is_some_and(|token| self.is_token(&token));
        if shown && request.method == "GET" {
            let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie(), self.token);
            let place = format!("/{}", super::address::encoded(&asked.path));
            return Some(Answer::to(&place).with("Set-Cookie", cookie));
        }
        Some(Answer::text(403, "open the whole address that `candor serve` printed: it ends in a token\n"))
    }

    /// Says whether others than this machine can reach the preview.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Says whether this is the token. Takes as long for a wrong one, wherever it is wrong.
    pub fn is_token(&self, given: &str) -> bool {
        let differences = given.bytes().zip(self.token.bytes()).fold(0, |all, (one, other)| all | (one ^ other));
        given.len() == self.token.len() && differences == 0
    }

    /// Returns an answer with what every answer says.
    pub fn sealed(answer: Answer) -> Answer {
        let missing = |name: &str| !answer.headers.iter().any(|(known, _)| *known == name);
        let headers: Vec<(&'static str, &str)> = HEADERS.into_iter().filter(|(name, _)| missing(name)).collect();
        headers.into_iter().fold(answer, |answer, (name, value)| answer.with(name, value))
    }

    fn is_ours(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        if port != Some(self.address.port()) {
            return false;
        }
        let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        let ip = name.parse::<IpAddr>().ok();
        // A number cannot be rebound; and who can see us from outside needs the token besides.
        let number = ip.is_some_and(|ip| ip.is_loopback() || self.open);
        name == "localhost" || number
    }

    fn comes_from_elsewhere(&self, request: &Request) -> bool {
        let elsewhere = matches!(request.one("sec-fetch-site"), Some("cross-site" | "same-site"));
        // Following a link to us is no harm: the other page never sees what it shows.
        let link = request.one("sec-fetch-mode") == Some("navigate") && request.method == "GET";
        let framed = matches!(request.one("sec-fetch-dest"), Some("iframe" | "frame" | "embed" | "object"));
        elsewhere && (!link || framed)
    }

    fn has_cookie(&self, request: &Request) -> bool {
        let cookies = request.one("cookie").unwrap_or_default().split(';');
        let ours = |cookie: &str| cookie.trim().strip_prefix(&self.cookie())?.strip_prefix('=').map(str::to_owned);
        cookies.filter_map(ours).any(|token| self.is_token(&token))
    }

    /// One for each port: cookies know no ports.
    fn cookie(&self) -> String {
        format!("candor-{}", self.address.port())
    }
}

/// Makes a token that nobody can guess.
///
/// # Errors
/// When the system has no randomness to give.
pub fn token() -> Result<String, String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
