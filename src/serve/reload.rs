//! Server-Sent Events: each open page is told what it would be if it were loaded now, at once and after each change.
//!
//! The page compares that with what it was loaded as. So nothing has to be remembered about anybody, and who slept
//! or saw the server start again catches up with the first event.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use tokio::sync::mpsc;

use super::answer;
use super::shown::Preview;

/// How often something is sent when there is nothing to say: a page that went away is noticed by it.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// How many events may wait for a browser; beyond that it is waited for.
const MOST_WAITING: usize = 4;

/// Begins to tell the page at `path` what happens.
pub(super) fn events(preview: &Arc<Preview>, path: String) -> mpsc::Receiver<Bytes> {
    let (sender, receiver) = mpsc::channel(MOST_WAITING);
    tokio::spawn(follow(Arc::clone(preview), path, sender));
    receiver
}

async fn follow(preview: Arc<Preview>, path: String, sender: mpsc::Sender<Bytes>) {
    let mut changes = preview.changes();
    let mut latest = String::new();
    loop {
        changes.mark_unchanged();
        let (of_page, asked) = (Arc::clone(&preview), path.clone());
        let Ok(state) = tokio::task::spawn_blocking(move || answer::state(&of_page, &asked)).await else {
            return;
        };
        if state != latest {
            latest.clone_from(&state);
            if sender.send(Bytes::from(state)).await.is_err() {
                return;
            }
        }
        while let Err(_elapsed) = tokio::time::timeout(HEARTBEAT, changes.changed()).await {
            if sender.send(Bytes::from_static(b": still here\n\n")).await.is_err() {
                return;
            }
        }
    }
}
