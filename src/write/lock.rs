//! One build at a time: a lock on the folder that holds the target.
//!
//! The folder itself is locked, where the system can lock folders, so that no lock file is left behind. The
//! system gives the lock up when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context, bail};

/// Held until it is dropped.
pub(super) struct Lock {
    _folder: Option<File>,
}

impl Lock {
    /// Takes the lock, or says that another build has it.
    #[expect(clippy::disallowed_methods, reason = "the folder is opened to be locked, not to be read")]
    pub(super) fn take(parent: &Path, target: &Path) -> anyhow::Result<Self> {
        if cfg!(windows) {
            // Folders cannot be opened there; two builds at once are left to people.
            return Ok(Self { _folder: None });
        }
        let folder = File::open(parent).with_context(|| format!("{} cannot be opened", parent.display()))?;
        match folder.try_lock() {
            Ok(()) => Ok(Self { _folder: Some(folder) }),
            Err(TryLockError::WouldBlock) => {
                bail!("another build is writing to {}; wait until it has ended", target.display())
            }
            // Some network file systems have no locks; a build is not held up by that.
            Err(TryLockError::Error(_)) => Ok(Self { _folder: None }),
        }
    }
}
