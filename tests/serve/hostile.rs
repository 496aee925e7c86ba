//! The server under attack: each of them a test, and after each an ordinary request is answered.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use candor::serve::gate::Limits;
use candor::serve::hub::LISTENERS;

use super::{Reply, Shown, TOKEN, connect, eventually};

const NOTES: &[(&str, &str)] = &[
    ("site.toml", "title = \"Wiki\"\n# SECRET"),
    ("content/_index.md", "Hello."),
    ("content/a.md", "A note."),
    ("content/.hidden.md", "SECRET"),
];

/// Sends bytes and returns all that comes until the connection ends.
fn sent(shown: &Shown, bytes: &[u8]) -> String {
    let mut stream = shown.connect();
    // The other side may have had enough before it has seen all of it.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    String::from_utf8_lossy(&all).into_owned()
}

fn still_answers(shown: &Shown) {
    assert_eq!(shown.get("/a.html").status, 200);
}

#[test]
fn no_way_of_writing_a_path_leads_out_of_the_site() {
    let shown = Shown::of(NOTES);
    for target in [
        "/../site.toml",
        "/a/../../site.toml",
        "/%2e%2e/site.toml",
        "/.%2e/site.toml",
        "/%2e%2e%2fsite.toml",
        "/..%5csite.toml",
        "/..\\site.toml",
        "/%252e%252e/site.toml",
        "/%c0%ae%c0%ae/site.toml",
        "/%e0%80%ae%e0%80%ae/site.toml",
        "/..%00/site.toml",
        "/..;/site.toml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/etc/passwd",
        "/file:///etc/passwd",
        "/C:/Windows/win.ini",
        "/site.toml",
        "/content/a.md",
        "/.hidden.html",
        "/.hidden.md",
        "/.git/config",
        "/.candor/../site.toml",
        "/.candor/browser/preview.js",
        "/.candor/",
        "http://evil.example/a.html",
        "*",
    ] {
        let reply = shown.get(target);
        assert!(matches!(reply.status, 400 | 404), "{target}: {}", reply.head);
        assert!(!reply.text().contains("SECRET") && !reply.text().contains("root:"), "{target}");
    }
    still_answers(&shown);
}

#[test]
fn no_redirect_leads_to_another_host() {
    let shown = Shown::of(&[("content/evil.example/_index.md", "Hello."), ("content/a.md", "A note.")]);
    for target in
        ["//evil.example", "/%2Fevil.example", "/\\evil.example", "/%5Cevil.example", "/evil.example%0d%0aX: y"]
    {
        let reply = shown.get(target);
        assert!(reply.header("location").is_none(), "{target}: {}", reply.head);
    }
    assert_eq!(shown.get("/evil.example").header("location"), Some("/evil.example/"));
}

#[test]
fn a_foreign_host_is_refused() {
    let shown = Shown::of(NOTES);
    let port = shown.address().port();
    for host in [
        "evil.example".to_string(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("10.0.0.1:{port}"),
        format!("0.0.0.0:{port}"),
        "127.0.0.1".to_string(),
        "127.0.0.1:1".to_string(),
        format!("evil@127.0.0.1:{port}"),
        String::new(),
    ] {
        let status = shown.ask("GET", "/a.html", &[("Host", &host)]).status;
        assert!(matches!(status, 400 | 421), "{host}: {status}");
    }
    for host in
        [format!("localhost:{port}"), format!("LOCALHOST:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")]
    {
        assert_eq!(shown.ask("GET", "/a.html", &[("Host", &host)]).status, 200, "{host}");
    }
}

#[test]
fn another_site_gets_nothing_by_way_of_the_browser() {
    let shown = Shown::of(NOTES);
    for origin in ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "http://localhost"] {
        for target in ["/a.html", "/.candor/state", "/.candor/events", "/notes.json"] {
            assert_eq!(shown.ask("GET", target, &[("Origin", origin)]).status, 403, "{origin} {target}");
        }
    }
    let fetch = |site: &str, mode: &str, target: &str| {
        let headers = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", target)];
        shown.ask("GET", "/a.html", &headers).status
    };
    assert_eq!(fetch("cross-site", "no-cors", "script"), 403);
    assert_eq!(fetch("cross-site", "no-cors", "image"), 403);
    assert_eq!(fetch("same-site", "cors", "empty"), 403, "another port of this machine is another site");
    assert_eq!(fetch("cross-site", "navigate", "iframe"), 403);
    assert_eq!(fetch("cross-site", "navigate", "document"), 200, "a link may lead here");
    assert_eq!(fetch("none", "navigate", "document"), 200, "an address was typed");
    let own = format!("http://{}", shown.host());
    let reply = shown.ask("GET", "/a.html", &[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(reply.status, 200);
    assert!(reply.header("access-control-allow-origin").is_none());
}

#[test]
fn two_hundred_half_open_connections_keep_nobody_out() {
    let limits = Limits { connections: 32, ..Limits::default() };
    let shown = Shown::with(NOTES, limits, Ipv4Addr::LOCALHOST);
    let mut held: Vec<TcpStream> = Vec::new();
    for number in 0..200 {
        let mut stream = shown.connect();
        let _ = write!(stream, "GET /a.html HTTP/1.1\r\nHost: {}\r\nX-Slow: ", shown.host());
        held.push(stream);
        if number % 20 == 0 {
            still_answers(&shown);
        }
    }
    still_answers(&shown);
    assert!(shown.connections() <= 32, "{} connections", shown.connections());
    drop(held);
    eventually("all of them are let go", || shown.connections() == 0);
}

#[test]
fn those_who_take_their_answers_slowly_keep_nobody_out() {
    let limits = Limits { connections: 8, slow: Duration::from_millis(50), ..Limits::default() };
    let large = "x".repeat(8 * 1024 * 1024);
    let shown = Shown::with(&[("content/a.md", "A."), ("content/large.txt", &large)], limits, Ipv4Addr::LOCALHOST);
    let mut held: Vec<TcpStream> = Vec::new();
    for _ in 0..24 {
        let mut stream = shown.connect();
        let ask = format!("GET /large.txt HTTP/1.1\r\nHost: {}\r\n\r\n", shown.host()).repeat(4);
        let _ = stream.write_all(ask.as_bytes());
        held.push(stream);
    }
    eventually("somebody else is answered", || shown.get("/a.html").status == 200);
    assert!(shown.connections() <= 8, "{} connections", shown.connections());
    drop(held);
    eventually("all of them are let go", || shown.connections() == 0);
}

#[test]
fn a_request_that_never_ends_is_told_so() {
    let limits = Limits { request: Duration::from_millis(200), idle: Duration::from_millis(200), ..Limits::default() };
    let shown = Shown::with(NOTES, limits, Ipv4Addr::LOCALHOST);
    let mut half = shown.connect();
    half.write_all(b"GET / HTTP/1.1\r\n").expect("it is sent");
    assert_eq!(Reply::read(&mut half, false).map(|reply| reply.status), Some(408));
    // One letter at a time, each in time: the clock does not begin anew.
    let mut drip = shown.connect();
    let mut sent = 0;
    while sent < 10_000 && drip.write_all(b"G").is_ok() {
        sent += 1;
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(sent < 10_000, "the connection was never ended");
    let mut silent = shown.connect();
    assert!(Reply::read(&mut silent, false).is_none(), "silence is no request");
    still_answers(&shown);
}

#[test]
fn a_head_of_many_megabytes_is_cut_off() {
    let shown = Shown::of(NOTES);
    for head in [format!("GET /a.html HTTP/1.1\r\nHost: {}\r\nX: ", shown.host()), "GET /".to_string(), String::new()] {
        let mut stream = shown.connect();
        let _ = stream.write_all(head.as_bytes());
        let part = vec![b'a'; 1024 * 1024];
        let taken = (0..64).take_while(|_| stream.write_all(&part).is_ok()).count();
        assert!(taken < 64, "64 MB were taken");
        let mut answer = String::new();
        match stream.read_to_string(&mut answer) {
            Ok(_) => assert!(answer.is_empty() || answer.contains(" 431 ") || answer.contains(" 400 "), "{answer}"),
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{error}")
            }
        }
        still_answers(&shown);
    }
    let many: String = (0..200).map(|number| format!("X-{number}: y\r\n")).collect();
    assert!(sent(&shown, format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n").as_bytes()).contains(" 431 "));
}

#[test]
fn requests_in_one_piece_are_answered_one_by_one() {
    let shown = Shown::of(NOTES);
    let host = shown.host();
    let one = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let mut stream = shown.connect();
    stream.write_all((one("/a.html") + &one("/nothing") + &one("/")).as_bytes()).expect("it is sent");
    let statuses: Vec<u16> = (0..3).filter_map(|_| Reply::read(&mut stream, false)).map(|reply| reply.status).collect();
    assert_eq!(statuses, [200, 404, 200]);
    let flood = one("/nothing").repeat(2000) + &one("/a.html").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    let mut stream = shown.connect();
    let mut reading = stream.try_clone().expect("a socket has two ends");
    let answers = std::thread::spawn(move || std::iter::from_fn(|| Reply::read(&mut reading, false)).count());
    let _ = stream.write_all(flood.as_bytes());
    assert_eq!(answers.join().expect("it counts"), 2001);
}

#[test]
fn no_request_is_smuggled_in_the_body_of_another() {
    let shown = Shown::of(NOTES);
    let host = shown.host();
    let hidden = format!("GET /a.html HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let lengths = [
        format!("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"),
        format!("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{hidden}"),
        format!("Content-Length: 0\r\nContent-Length: 5\r\n\r\n{hidden}"),
        format!("Content-Length: 0, 5\r\n\r\n{hidden}"),
        format!("Content-Length: -1\r\n\r\n{hidden}"),
        format!("Content-Length: 0x10\r\n\r\n{hidden}"),
        format!("Content-Length: 999999999\r\n\r\n{hidden}"),
    ];
    for length in lengths {
        let answer = sent(&shown, format!("POST /.candor/new HTTP/1.1\r\nHost: {host}\r\n{length}").as_bytes());
        assert_eq!(answer.matches("HTTP/1.").count(), 1, "{length}: {answer}");
        assert!(!answer.contains("A note."), "{length}");
    }
    // A body that is all there is taken whole, and not for a request.
    let body = format!("Content-Length: {}\r\n\r\n{hidden}", hidden.len());
    let answer = sent(&shown, format!("POST /.candor/new HTTP/1.1\r\nHost: {host}\r\n{body}").as_bytes());
    assert_eq!(answer.matches("HTTP/1.").count(), 1, "{answer}");
    still_answers(&shown);
}

#[test]
fn what_is_no_request_is_refused() {
    let shown = Shown::of(NOTES);
    let host = shown.host();
    let odd: Vec<Vec<u8>> = vec![
        b"\r\n\r\n\r\n".to_vec(),
        b"hello\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET / FTP/1.1\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nNo colon\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n".to_vec(),
        b"G\x00T / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(),
        b"GET /\xc3\x28 HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        vec![0; 4096],
        vec![0xff; 4096],
        format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("TRACE / HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("get / HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
    ];
    for bytes in odd {
        let answer = sent(&shown, &bytes);
        let refused = answer.is_empty() || answer.starts_with("HTTP/1.0 4") || answer.starts_with("HTTP/1.0 5");
        let no_method = answer.starts_with("HTTP/1.1 4");
        assert!(refused || no_method, "{:?}: {answer}", String::from_utf8_lossy(&bytes));
    }
    still_answers(&shown);
}

#[test]
fn a_thousand_listeners_who_never_read_keep_nobody_out() {
    let mut shown = Shown::of(NOTES);
    let host = shown.host();
    let listener = |shown: &Shown| {
        let mut stream = connect(shown.address());
        let _ = write!(stream, "GET /.candor/events HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream
    };
    // In steps: a process may have a thousand files open in all, and here both ends are ours.
    for _ in 0..5 {
        let deaf: Vec<TcpStream> = (0..200).map(|_| listener(&shown)).collect();
        eventually("all of them are in or sent away", || shown.connections() == 0);
        assert!(shown.stage.hub.listeners() <= LISTENERS);
        shown.edit("content/a.md", "Other words.");
        still_answers(&shown);
        drop(deaf);
    }
    let mut good = listener(&shown);
    assert!(Reply::read(&mut good, true).is_some());
    shown.edit("content/a.md", "New words.");
    let number = format!("data: {}\n\n", shown.stage.now.get().number);
    let mut heard = String::new();
    let mut byte = [0];
    while !heard.contains(&number) {
        assert_eq!(good.read(&mut byte).expect("events come"), 1, "the stream ended after {heard}");
        heard.push(char::from(byte[0]));
    }
}

#[test]
fn where_others_can_ask_they_need_the_token() {
    let shown = Shown::with(NOTES, Limits::default(), Ipv4Addr::UNSPECIFIED);
    for target in ["/", "/a.html", "/.candor/state", "/.candor/events", "/a.html?token=", "/a.html?token=0123"] {
        let reply = shown.get(target);
        assert_eq!(reply.status, 403, "{target}");
        assert!(!reply.text().contains("A note."), "{target}");
    }
    let reply = shown.get(&format!("/a.html?token={TOKEN}"));
    assert_eq!((reply.status, reply.header("location")), (302, Some("/a.html")), "the token leaves the address");
    let cookie = reply.header("set-cookie").expect("it is remembered").to_string();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap_or_default();
    assert_eq!(shown.ask("GET", "/a.html", &[("Cookie", &format!("x=y; {cookie}"))]).status, 200);
    assert_eq!(shown.ask("GET", "/a.html", &[("Cookie", &cookie[..cookie.len() - 1])]).status, 403);
    let state = shown.ask("GET", "/.candor/state", &[("Cookie", cookie)]).json();
    assert!(state["new"].is_null(), "nobody writes from afar");
    let body = format!("{{\"token\":\"{TOKEN}\",\"kind\":\"note\",\"title\":\"x\"}}");
    let origin = format!("http://{}", shown.host());
    let headers = [("Cookie", cookie), ("Origin", &*origin), ("Content-Type", "application/json")];
    assert_eq!(super::ask(shown.address(), "POST", "/.candor/new", &headers, &body).status, 403);
    assert!(shown.made.lock().expect("no writer panics").is_empty());
}
