//! Reads requests from a connection, within limits of time and size.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::Instant;

use super::Limits;
use crate::serve::http::{Head, Request};

/// Waits for a request to come whole. `bytes` holds what came and belongs to no request yet.
///
/// Fails with the status to answer with, or with none where there is nobody to answer.
pub(super) fn receive(stream: &mut TcpStream, bytes: &mut Vec<u8>, limits: &Limits) -> Result<Request, Option<u16>> {
    let mut until = Instant::now() + if bytes.is_empty() { limits.idle } else { limits.request };
    let (mut request, used, length) = loop {
        match Request::head(bytes) {
            Head::Whole(_, used, _) if used > limits.head => return Err(Some(431)),
            Head::Whole(request, used, length) => break (request, used, length),
            Head::Bad(status) => return Err(Some(status)),
            Head::Partial if bytes.len() >= limits.head => return Err(Some(431)),
            Head::Partial => {}
        }
        let fresh = bytes.is_empty();
        // Silence from the beginning is no request; half of one is told that its time is over.
        more(stream, bytes, until).map_err(|late| late.filter(|_| !fresh))?;
        if fresh {
            until = Instant::now() + limits.request;
        }
    };
    if length > limits.body {
        return Err(Some(413));
    }
    while bytes.len() < used + length {
        more(stream, bytes, until)?;
    }
    request.body = bytes[used..used + length].to_vec();
    bytes.drain(..used + length);
    Ok(request)
}

/// Reads what there is; fails where nothing comes in time, or nothing will.
fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>, until: Instant) -> Result<(), Option<u16>> {
    let mut part = [0; 8 * 1024];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Some(408));
        }
        stream.set_read_timeout(Some(left)).map_err(|_| None)?;
        match stream.read(&mut part) {
            Ok(0) => return Err(None),
            Ok(read) => {
                bytes.extend_from_slice(&part[..read]);
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Err(Some(408)),
            Err(_) => return Err(None),
        }
    }
}
