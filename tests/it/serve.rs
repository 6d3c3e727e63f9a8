//! The preview, as a browser and an author meet it: the real binary on a port of its own.

mod editors;
mod preview;
mod security;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::book::Book;

/// How long anything may take before a test fails; the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running preview of a book. It ends with the test, however that ends.
pub(crate) struct Preview {
    child: Child,
    /// Host and port.
    host: String,
    /// `/` or the base path.
    base: String,
    book: Book,
    /// What it wrote to stderr so far.
    remarks: Arc<Mutex<Vec<String>>>,
}

/// An answer over HTTP.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Preview {
    pub(crate) fn of(book: Book) -> Self {
        Self::with(book, &[])
    }

    pub(crate) fn with(book: Book, arguments: &[&str]) -> Self {
        let mut command = book.duly(&[&["serve", "--port", "0"], arguments].concat());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary can be started");
        let remarks = Arc::new(Mutex::new(Vec::new()));
        let stderr = child.stderr.take().expect("it is piped");
        let gathered = Arc::clone(&remarks);
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                gathered.lock().expect("no other thread fails").push(line);
            }
        });
        let mut first = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        stdout.read_line(&mut first).expect("it says where it is");
        // Who reads no further must not be in its way.
        std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        let address = first.trim().strip_prefix("http://").unwrap_or_else(|| {
            let _ = child.kill();
            panic!("no address: {first:?} {:?}", remarks.lock().expect("no other thread fails"))
        });
        let (host, base) = address.split_once('/').expect("an address has a path");
        Self { host: host.to_owned(), base: format!("/{base}"), book, remarks, child }
    }

    pub(crate) fn book(&self) -> &Book {
        &self.book
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn remarks(&self) -> String {
        self.remarks.lock().expect("no other thread fails").join("\n")
    }

    /// Sends bytes as they are and reads until the other side ends.
    pub(crate) fn send(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        stream.write_all(bytes).expect("it can be sent");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        stream
    }

    /// The answer to a request with a target and fields as they are written.
    pub(crate) fn request(&self, method: &str, target: &str, fields: &str) -> Answer {
        let request = format!("{method} {target} HTTP/1.1\r\n{fields}Connection: close\r\n\r\n");
        Answer::read(&self.send(request.as_bytes()))
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.request("GET", target, &format!("Host: {}\r\n", self.host))
    }

    /// The page at an address below the base path.
    pub(crate) fn page(&self, address: &str) -> String {
        self.get(&format!("{}{address}", self.base)).text()
    }

    /// Waits until an address answers with what is asked for.
    pub(crate) fn wait_for(&self, address: &str, what: impl Fn(&str) -> bool) -> String {
        let began = Instant::now();
        loop {
            let page = self.page(address);
            if what(&page) {
                return page;
            }
            assert!(began.elapsed() < PATIENCE, "{address} stayed as it was:\n{page}\n{}", self.remarks());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The events for a page, as they come.
    pub(crate) fn events(&self, path: &str) -> impl Iterator<Item = serde_json::Value> + use<> {
        let mut stream = self.connect();
        let request = format!(
            "GET {}.duly/events?path={path} HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\n\r\n",
            self.base, self.host, self.host
        );
        stream.write_all(request.as_bytes()).expect("it can be sent");
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }

    /// Asks it to end as Ctrl-C does, and gives its exit status.
    #[cfg(unix)]
    pub(crate) fn interrupt(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let sent = std::process::Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.expect("kill is there").success());
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let field = |line: &str| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_ascii_lowercase(), value.to_owned()))
        };
        Self {
            status: status.unwrap_or_default(),
            fields: lines.filter_map(field).collect(),
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
