//! The server as a separate process, and a minimal client, so that the server is what is measured.

use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A running `weiguang serve`; killed when dropped.
pub struct Served {
    child: Child,
    /// Held open: a closed pipe would break the server's output.
    _out: BufReader<ChildStdout>,
    /// The address it listens on.
    pub address: String,
    /// From process start until it reported listening.
    pub ready: Duration,
}

impl Served {
    /// Starts it on a free port and waits until it listens.
    ///
    /// # Errors
    /// If it cannot be started or ends early.
    pub fn start(program: &Path, folder: &Path, url: &str) -> Result<Self> {
        Self::logged(program, folder, url, "error", Stdio::inherit())
    }

    /// As [`Served::start`], with a log level and a separate log output.
    ///
    /// # Errors
    /// As [`Served::start`].
    pub fn logged(program: &Path, folder: &Path, url: &str, level: &str, log: Stdio) -> Result<Self> {
        let started = Instant::now();
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--folder"])
            .arg(folder)
            .args(["--store", url])
            .env("WEIGUANG_LOG", level)
            .stderr(log)
            .stdout(Stdio::piped())
            .spawn()?;
        let out = child.stdout.take().context("its output")?;
        let mut line = String::new();
        let mut out = BufReader::new(out);
        out.read_line(&mut line)?;
        let Some(address) = line.trim().strip_suffix('/').and_then(|l| l.rsplit("//").next()).map(str::to_owned) else {
            let _ = child.kill();
            bail!("the server did not say where it listens: {line}");
        };
        Ok(Self { child, _out: out, address, ready: started.elapsed() })
    }

    /// Resident memory in MB, from /proc.
    ///
    /// # Errors
    /// If /proc cannot be read.
    pub fn resident_mb(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|l| l.starts_with("VmRSS:")).context("no VmRSS")?;
        let kb: f64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
        Ok(kb / 1024.0)
    }

    /// Processor time used so far, from /proc, in ticks of 10 ms.
    ///
    /// # Errors
    /// If /proc cannot be read.
    pub fn cpu(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name, in brackets, may contain spaces; user and system time are the 12th and 13th after it.
        let after = stat.rsplit(')').next().context("no figures")?;
        let ticks: Vec<u64> = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
        Ok(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
    }

    /// Kills it, like a power cut.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A persistent connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// The header with the credentials.
    who: String,
    address: String,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// If the connection is refused.
    pub async fn open(address: &str, token: &str) -> Result<Self> {
        Self::of(address, format!("authorization: Bearer {token}")).await
    }

    /// Connects with a session, as a browser does.
    ///
    /// # Errors
    /// If the connection is refused.
    pub async fn signed_in(address: &str, session: &str) -> Result<Self> {
        Self::of(address, format!("x-weiguang: 1\r\ncookie: {}={session}", weiguang_server::access::COOKIE)).await
    }

    /// Connects as a stranger behind a proxy, with a forwarded address.
    ///
    /// # Errors
    /// If the connection is refused.
    pub async fn passed_on(address: &str, from: &str) -> Result<Self> {
        Self::of(address, format!("x-forwarded-for: {from}")).await
    }

    async fn of(address: &str, who: String) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(16 * 1024), who, address: address.to_owned() })
    }

    /// Reconnects with the same credentials: servers close idle connections.
    ///
    /// # Errors
    /// If the connection is refused.
    pub async fn reopen(&mut self) -> Result<()> {
        *self = Self::of(&self.address.clone(), self.who.clone()).await?;
        Ok(())
    }

    /// Sends a request and reads the answer: (status, body).
    ///
    /// # Errors
    /// If the connection breaks.
    pub async fn send(&mut self, method: &str, path: &str, extra: &str, body: &str) -> Result<(u16, Vec<u8>)> {
        self.exchange(method, path, &format!("content-type: application/json\r\n{extra}"), body).await
    }

    /// Uploads a file as a form, as a browser does.
    ///
    /// # Errors
    /// As [`Connection::send`].
    pub async fn upload(
        &mut self,
        path: &str,
        key: &str,
        fields: &[(&str, &str)],
        file: &str,
    ) -> Result<(u16, Vec<u8>)> {
        const EDGE: &str = "weiguang-bench-edge";
        let part = |name: &str, text: &str| {
            format!("--{EDGE}\r\ncontent-disposition: form-data; name={name}\r\n\r\n{text}\r\n")
        };
        let fields: String = fields.iter().map(|(name, text)| part(name, text)).collect();
        let body = format!("{fields}{}--{EDGE}--\r\n", part("\"file\"; filename=\"table.csv\"", file));
        let extra = format!("content-type: multipart/form-data; boundary={EDGE}\r\nidempotency-key: {key}\r\n");
        self.exchange("POST", path, &extra, &body).await
    }

    async fn exchange(&mut self, method: &str, path: &str, extra: &str, body: &str) -> Result<(u16, Vec<u8>)> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{}\r\ncontent-length: {}\r\n{extra}\r\n{body}",
            self.address,
            self.who,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        loop {
            let mut chunk = [0; 16 * 1024];
            let n = self.stream.read(&mut chunk).await?;
            if n == 0 {
                bail!("the connection was closed");
            }
            self.buffer.extend_from_slice(&chunk[..n]);
            let Some(end) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&self.buffer[..end])?.to_ascii_lowercase();
            let status = head.get(9..12).and_then(|s| s.parse().ok()).context("no status")?;
            let length: usize = match head.lines().find_map(|l| l.strip_prefix("content-length:")) {
                Some(text) => text.trim().parse()?,
                None if head.contains("transfer-encoding: chunked") => {
                    if !self.buffer.ends_with(b"0\r\n\r\n") {
                        continue;
                    }
                    return Ok((status, self.buffer[end + 4..].to_vec()));
                }
                None => 0,
            };
            if self.buffer.len() >= end + 4 + length {
                return Ok((status, self.buffer[end + 4..end + 4 + length].to_vec()));
            }
        }
    }
}
