//! A commitment: something that the organisation says it will do.

/// How far a commitment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommitmentStatus {
    /// Nobody has begun.
    NotStarted,
    /// It will be done by its due date.
    OnTrack,
    /// It may not be done by its due date.
    AtRisk,
    /// It will not be done by its due date.
    Delayed,
    /// It is done.
    Complete,
    /// Nobody works on it any more.
    Stopped,
}

impl CommitmentStatus {
    /// All of them, in the order in which a commitment usually has them.
    pub const ALL: [Self; 6] =
        [Self::NotStarted, Self::OnTrack, Self::AtRisk, Self::Delayed, Self::Complete, Self::Stopped];

    /// The word that files, templates and addresses have for it: `on-track`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::Delayed => "delayed",
            Self::Complete => "complete",
            Self::Stopped => "stopped",
        }
    }

    /// The status that an author wrote: `on track`, in any letter case, with a hyphen as well.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.trim().to_lowercase().replace([' ', '_'], "-");
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether there is still something to be done.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Complete | Self::Stopped)
    }
}
