//! Whatever is sent to a preview, it answers or closes, and no file from outside the site comes back.
#![no_main]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, OnceLock, mpsc};
use std::time::Duration;

use duly::load::{Clock, Drafts};
use duly::serve::{Editor, Options, Said, Watching, run};
use libfuzzer_sys::fuzz_target;

const SECRET: &str = "a-secret-that-is-no-part-of-the-site";

fn address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        let folder = tempfile::tempdir().expect("there is a place for temporary files").keep();
        std::fs::create_dir(folder.join("content")).expect("it can be made");
        std::fs::write(folder.join("book.toml"), format!("# {SECRET}\n[book]\ntitle = \"Book\"\n")).expect("it can be written");
        std::fs::write(folder.join("content/index.md"), "# Home\n").expect("it can be written");
        std::fs::write(folder.join("content/.hidden"), SECRET).expect("it can be written");
        let options = Options {
            root: folder,
            host: "127.0.0.1".to_owned(),
            port: 0,
            drafts: Drafts::Left,
            watching: Watching::Poll,
            editor: Editor::None,
            clock: Box::new(|| Ok(Clock { now: 1_796_040_000, as_at: None })),
        };
        let (to_address, address) = mpsc::channel();
        std::thread::spawn(move || {
            let tell = move |said: Said| {
                if let Said::Serving { address, .. } = said {
                    let host = address.trim_start_matches("http://").trim_end_matches('/').to_owned();
                    to_address.send(host).expect("somebody waits for it");
                }
            };
            run(options, &(Arc::new(tell) as duly::serve::Tell))
        });
        address.recv().expect("it is told")
    })
}

fuzz_target!(|request: &[u8]| {
    // An answer may name the address that was asked for.
    if holds_secret(request) {
        return;
    }
    let mut stream = TcpStream::connect(address()).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_millis(200))).expect("it is not zero");
    // The rest of a valid request, so that more than its first line is looked at; `\x01` stands for the host.
    let host = address().as_bytes();
    let request: Vec<u8> = request.iter().flat_map(|byte| if *byte == 1 { host.to_vec() } else { vec![*byte] }).collect();
    let _ = stream.write_all(b"GET ");
    let _ = stream.write_all(&request);
    let _ = stream.write_all(b" HTTP/1.1\r\nHost: ");
    let _ = stream.write_all(host);
    let _ = stream.write_all(b"\r\nConnection: close\r\n\r\n");
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.take(1 << 20).read_to_end(&mut answer);
    assert!(!holds_secret(&answer));
});

fn holds_secret(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes())
}
