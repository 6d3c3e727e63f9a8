//! HTTP/1.1 for browsers on this machine: few connections, short patience, the same careful header fields everywhere.

use std::convert::Infallible;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use anyhow::Context;
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION, X_CONTENT_TYPE_OPTIONS};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use percent_encoding::percent_decode_str;
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore, mpsc};

use super::answer::{Answer, OWN_FOLDER, answer};
use super::guard::{Hosts, Refusal};
use super::reload;
use super::shown::Preview;

/// How long a client may take to send the head of a request, and how long a connection may be idle.
const HEADER_DEADLINE: Duration = Duration::from_secs(5);

/// In bytes; hyper answers larger heads with status 431.
const LARGEST_HEAD: usize = 16 * 1024;

/// Fewer than the files that a process may have open on the systems that we know.
const MOST_CONNECTIONS: usize = 800;

/// How long nobody is let in when the machine has no room for another connection.
const BREATH: Duration = Duration::from_millis(50);

/// Answers browsers until the process is asked to end.
pub(super) fn serve(listener: TcpListener, preview: &Arc<Preview>, hosts: Hosts) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(4)
        .build()
        .context("the preview cannot be started")?;
    runtime.block_on(async {
        listener.set_nonblocking(true).context("the port cannot be listened on")?;
        let listener =
            tokio::net::TcpListener::from_std(listener).context("the port cannot be listened on")?;
        let end = Arc::new(Notify::new());
        tokio::spawn(end_on_interrupt(Arc::clone(&end)));
        tokio::spawn(accept(listener, Arc::clone(preview), Arc::new(hosts)));
        end.notified().await;
        anyhow::Ok(())
    })?;
    // What is being rendered is not waited for.
    runtime.shutdown_background();
    Ok(())
}

async fn end_on_interrupt(end: Arc<Notify>) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            let end = Arc::clone(&end);
            tokio::spawn(async move {
                terminate.recv().await;
                end.notify_one();
            });
        }
    }
    if tokio::signal::ctrl_c().await.is_ok() {
        end.notify_one();
    }
}

async fn accept(listener: tokio::net::TcpListener, preview: Arc<Preview>, hosts: Arc<Hosts>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        // Who comes when there is no room is turned away; the others will be gone soon.
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else { continue };
        let (preview, hosts) = (Arc::clone(&preview), Arc::clone(&hosts));
        tokio::spawn(async move {
            attend(stream, preview, hosts).await;
            drop(place);
        });
    }
}

async fn attend(stream: TcpStream, preview: Arc<Preview>, hosts: Arc<Hosts>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let (preview, hosts) = (Arc::clone(&preview), Arc::clone(&hosts));
        async move { Ok::<_, Infallible>(respond(request, preview, &hosts).await) }
    });
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(HEADER_DEADLINE).max_buf_size(LARGEST_HEAD);
    // A connection that breaks is the browser's own affair.
    let _ = connection.serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(request: Request<Incoming>, preview: Arc<Preview>, hosts: &Hosts) -> Response<Sent> {
    let (head, _) = request.into_parts();
    if let Err(refusal) = hosts.check(&head.method, &head.uri, &head.headers) {
        return refused(refusal);
    }
    let path = head.uri.path().to_owned();
    let query = head.uri.query().unwrap_or_default().to_owned();
    if path == format!("{}{OWN_FOLDER}events", preview.now().base_path()) {
        return match hosts.check_origin(&head.headers) {
            Err(refusal) => refused(refusal),
            Ok(()) if head.method == Method::HEAD => event_stream(Sent::Whole(None)),
            Ok(()) => {
                let page = query.strip_prefix("path=").unwrap_or_default();
                let page = percent_decode_str(page).decode_utf8_lossy().into_owned();
                event_stream(Sent::Events(reload::events(&preview, page)))
            }
        };
    }
    let made = tokio::task::spawn_blocking(move || answer(&preview, &path, &query)).await;
    let made = made.unwrap_or_else(|_| {
        Answer::text(StatusCode::INTERNAL_SERVER_ERROR, "This page cannot be made: a fault of Duly.")
    });
    response(made)
}

fn refused(refusal: Refusal) -> Response<Sent> {
    let (status, text) = match refusal {
        Refusal::Host => (StatusCode::FORBIDDEN, "This preview answers only under its own address."),
        Refusal::Method => (StatusCode::METHOD_NOT_ALLOWED, "This preview can only be read."),
        Refusal::Origin => (StatusCode::FORBIDDEN, "Only the pages of this preview may follow it."),
    };
    let mut response = response(Answer::text(status, text));
    if refusal == Refusal::Method {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

fn event_stream(body: Sent) -> Response<Sent> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    guarded(response)
}

fn response(answer: Answer) -> Response<Sent> {
    let mut response = Response::new(Sent::Whole(Some(Bytes::from(answer.bytes))));
    *response.status_mut() = answer.status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    if let Some(location) = answer.location.and_then(|location| HeaderValue::try_from(location).ok()) {
        response.headers_mut().insert(LOCATION, location);
    }
    guarded(response)
}

/// Lets no other site embed, guess or keep what is answered.
fn guarded(mut response: Response<Sent>) -> Response<Sent> {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("content-security-policy", HeaderValue::from_static("frame-ancestors 'self'"));
    response
}

/// The body of an answer.
enum Sent {
    Whole(Option<Bytes>),
    Events(mpsc::Receiver<Bytes>),
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut TaskContext<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Sent::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Sent::Events(events) => {
                events.poll_recv(context).map(|event| event.map(|event| Ok(Frame::data(event))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Sent::Whole(None))
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self {
            Sent::Whole(bytes) => {
                hyper::body::SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Sent::Events(_) => hyper::body::SizeHint::default(),
        }
    }
}
