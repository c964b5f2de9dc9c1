//! The one who asks: connections that stay open, at saturation or at a fixed rate of arrival.
//!
//! At a fixed rate a request is due at its moment whether or not the ones before it are answered, and its latency counts from
//! that moment (open loop): a slow server cannot make its own load lighter.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Makes the nth request, whole as it goes over the wire.
pub type Make = Arc<dyn Fn(usize) -> Vec<u8> + Send + Sync>;

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Answers.
    pub answers: usize,
    /// Answers that were not 200 or 303.
    pub refused: usize,
    /// How long it took.
    pub time: Duration,
    /// Latencies, in microseconds, in their order of size.
    pub micros: Vec<u64>,
}

impl Run {
    /// Answers a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    pub fn rate(&self) -> f64 {
        self.answers as f64 / self.time.as_secs_f64().max(1e-9)
    }

    /// The latency that this many of a thousand stayed under, in milliseconds.
    #[expect(clippy::cast_precision_loss, reason = "a latency")]
    pub fn permille(&self, n: usize) -> f64 {
        let at = (self.micros.len() * n / 1000).min(self.micros.len().saturating_sub(1));
        self.micros.get(at).map_or(0.0, |micros| *micros as f64 / 1000.0)
    }
}

/// A request of a browser that is signed in.
pub fn get(path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench.test\r\ncookie: {cookie}\r\n\r\n").into_bytes()
}

/// A form of our own pages.
pub fn post(path: &str, cookie: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench.test\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A text as it stands in an address or a form.
pub fn encode(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// One answer.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Its head, as text.
    pub head: String,
    /// Its body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The cookies it sets, as a browser sends them back.
    pub fn cookies(&self) -> String {
        let set = self.head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        set.collect::<Vec<_>>().join("; ")
    }

    /// Where it leads.
    pub fn location(&self) -> String {
        let line = self.head.lines().find_map(|line| line.strip_prefix("location: "));
        line.unwrap_or_default().trim().to_owned()
    }

    /// The value of an input of its forms.
    pub fn value(&self, name: &str) -> String {
        let text = self.text();
        let found = text.split(&format!("name=\"{name}\" value=\"")).nth(1);
        found.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }
}

/// A connection that stays open.
pub struct Line {
    stream: TcpStream,
    left: Vec<u8>,
}

impl Line {
    /// Connects.
    pub async fn open(to: SocketAddr) -> std::io::Result<Line> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Line { stream, left: Vec::new() })
    }

    /// Connects from an address of its own on this machine.
    pub async fn open_from(from: std::net::Ipv4Addr, to: SocketAddr) -> std::io::Result<Line> {
        let socket = tokio::net::TcpSocket::new_v4()?;
        socket.bind((from, 0).into())?;
        Ok(Line { stream: socket.connect(to).await?, left: Vec::new() })
    }

    /// Asks, and waits for the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> std::io::Result<Reply> {
        self.stream.write_all(request).await?;
        let ended = || std::io::Error::other("the server hung up");
        let head = loop {
            if let Some(at) = self.left.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if self.stream.read_buf(&mut self.left).await? == 0 {
                return Err(ended());
            }
        };
        let text = String::from_utf8_lossy(&self.left[..head]).to_ascii_lowercase();
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let length: usize = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|n| n.trim().parse().ok())
            .ok_or_else(|| std::io::Error::other("an answer without a length"))?;
        while self.left.len() < head + length {
            if self.stream.read_buf(&mut self.left).await? == 0 {
                return Err(ended());
            }
        }
        // The place a form leads to keeps its letters.
        let kept = String::from_utf8_lossy(&self.left[..head]).replace("Location: ", "location: ");
        let body = self.left[head..head + length].to_vec();
        self.left.drain(..head + length);
        Ok(Reply { status, head: kept, body })
    }
}

/// Asks on `lines` connections for this long: as fast as answers come, or `rate` times a second.
pub async fn run(to: SocketAddr, make: Make, lines: usize, time: Duration, rate: Option<f64>) -> std::io::Result<Run> {
    static ASKED: AtomicUsize = AtomicUsize::new(1);
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..lines {
        let (make, next) = (Arc::clone(&make), Arc::clone(&next));
        all.spawn(async move {
            let mut line = Line::open(to).await?;
            let mut run = Run::default();
            loop {
                let due = match rate {
                    None => Instant::now(),
                    Some(rate) => {
                        let nth = u32::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap_or(u32::MAX);
                        let due = began + Duration::from_secs_f64(f64::from(nth) / rate);
                        tokio::time::sleep_until(due.into()).await;
                        due
                    }
                };
                if due.duration_since(began) >= time {
                    return Ok::<_, std::io::Error>(run);
                }
                let reply = line.ask(&make(ASKED.fetch_add(1, Ordering::Relaxed))).await?;
                run.answers += 1;
                run.refused += usize::from(!matches!(reply.status, 200 | 303));
                run.micros.push(u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
        });
    }
    let mut whole = Run::default();
    while let Some(done) = all.join_next().await {
        let one = done.map_err(std::io::Error::other)??;
        whole.answers += one.answers;
        whole.refused += one.refused;
        whole.micros.extend(one.micros);
    }
    whole.time = began.elapsed();
    whole.micros.sort_unstable();
    Ok(whole)
}
