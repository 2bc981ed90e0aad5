//! The other end of the round trips: a process of its own that gives each call its answer.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::calls;

/// Serves HTTP/1.1 on a port of its own, which it prints, until its standard input ends. Each answer is late by so many
/// microseconds: a caller that has to wait always waits, and so costs the same each time.
pub(crate) fn serve(delay: u64) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            // A caller that goes away is none of the server's business.
            thread::spawn(move || answer_all(&stream, Duration::from_micros(delay)).ok());
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink()).unwrap();
}

fn answer_all(stream: &TcpStream, delay: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut words = line.split(' ');
        let answer =
            calls::answer_to(words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut length = 0;
        loop {
            let mut header = String::new();
            if reader.read_line(&mut header)? == 0 || header == "\r\n" {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
        }
        io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        thread::sleep(delay);
        let (status, body) = answer.map_or(("404 Not Found", ""), |body| ("200 OK", body));
        let answer = format!(
            "HTTP/1.1 {status}\r\n\
             Date: Thu, 27 Nov 2025 09:00:00 GMT\r\n\
             Content-Type: application/json; charset=utf-8\r\n\
             Content-Length: {}\r\n\
             Cache-Control: no-store, no-cache\r\n\
             Pragma: no-cache\r\n\
             X-Request-Id: 0f6c1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10\r\n\
             \r\n{body}",
            body.len(),
        );
        (&mut &*stream).write_all(answer.as_bytes())?;
    }
}
