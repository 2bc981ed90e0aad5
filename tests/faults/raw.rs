//! Requests read by hand, for servers that do what no HTTP library would.

use tokio::io::{AsyncRead, AsyncReadExt};

/// Reads one request with its body, as bytes; nothing where the client went away before it was complete.
pub(crate) async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    while request_length(&request).is_none_or(|length| request.len() < length) {
        match stream.read_buf(&mut request).await {
            Ok(read) if read > 0 => {}
            _ => return None,
        }
    }
    Some(request)
}

/// The length of the request that begins here, as soon as its head is complete.
pub(crate) fn request_length(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let body = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    Some(end + body.map_or(0, |length| length.parse().unwrap()))
}
