//! The workflows that `duly init` writes: their steps run one by one against a stand-in for GitHub, and what they may
//! do is no more than they need.

#![allow(clippy::unwrap_used, reason = "the stand-in and the runner stop where they stumble")]

mod host;
mod install;
mod publish;
mod release;
mod reminders;
mod rules;
mod runner;
mod sign_off;
