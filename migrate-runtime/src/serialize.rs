//! What is told as data of types that hold more than that.

#[cfg(feature = "apply")]
use std::time::Duration;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::plan::Plan;
#[cfg(feature = "apply")]
use crate::repair::Repair;
#[cfg(feature = "apply")]
use crate::revert::{RevertPlan, RevertStep};
use crate::set::Migration;

/// Its version, description, file, hook, phase, and which older programs can work with the database behind it.
impl Serialize for Migration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Migration", 6)?;
        fields.serialize_field("version", &self.version())?;
        fields.serialize_field("description", self.description())?;
        fields.serialize_field("file", self.file())?;
        fields.serialize_field("hook", &self.hook())?;
        fields.serialize_field("phase", &self.phase())?;
        fields.serialize_field("compatible_with", &self.compatible_with())?;
        fields.end()
    }
}

impl Serialize for Plan<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Plan", 6)?;
        fields.serialize_field("set", self.set())?;
        fields.serialize_field("current", &self.current())?;
        fields.serialize_field("pending", self.pending())?;
        fields.serialize_field("held", self.held())?;
        fields.serialize_field("statements_done", &self.statements_done())?;
        fields.serialize_field("comments_edited", self.comments_edited())?;
        fields.end()
    }
}

#[cfg(feature = "apply")]
impl Serialize for Repair<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Repair", 4)?;
        fields.serialize_field("set", self.set())?;
        fields.serialize_field("version", &self.version())?;
        fields.serialize_field("steps", self.steps())?;
        fields.serialize_field("refused", self.refused())?;
        fields.end()
    }
}

#[cfg(feature = "apply")]
impl Serialize for RevertPlan<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("RevertPlan", 5)?;
        fields.serialize_field("set", self.set())?;
        fields.serialize_field("current", &self.current())?;
        fields.serialize_field("reached", &self.reached())?;
        fields.serialize_field("steps", self.steps())?;
        fields.serialize_field("refused", self.refused())?;
        fields.end()
    }
}

#[cfg(feature = "apply")]
impl Serialize for RevertStep<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("RevertStep", 4)?;
        fields.serialize_field("migration", self.migration())?;
        fields.serialize_field("file", self.file())?;
        fields.serialize_field("losses", self.losses())?;
        fields.serialize_field("statements_done", &self.statements_done())?;
        fields.end()
    }
}

/// A time, as the history has it.
#[cfg(feature = "apply")]
pub(crate) fn as_milliseconds<S: Serializer>(elapsed: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX))
}
