//! The JSON of `explain`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::answers::check::rules::Rule;
use crate::report::Severity;

use super::view::level;
use super::{Asked, Explanation};

/// The data below the envelope.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplanationData {
    /// The rule that was asked for, or all of them, theme by theme.
    rules: Vec<WireRule>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
struct WireRule {
    /// Its id.
    id: &'static str,
    /// What it belongs to, as a heading.
    theme: &'static str,
    /// What a finding counts as, unless it or the configuration says otherwise.
    severity: Severity,
    /// `judges`, or `on-request` for a rule that judges only where sopctl.toml names it.
    standing: &'static str,
    /// What sopctl.toml makes of its findings: a severity, or `off`; `null` where it says
    /// nothing.
    configured: Option<&'static str>,
    /// What it finds, in half a sentence.
    summary: &'static str,
    /// Why that matters, in sentences.
    help: &'static str,
    /// Documents in which it finds something.
    bad: Vec<WireFile>,
    /// The same, mended.
    good: Vec<WireFile>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "File")]
struct WireFile {
    /// Where it stands.
    path: &'static str,
    /// What it says.
    text: &'static str,
}

impl ExplanationData {
    pub(super) fn of(explanation: &Explanation) -> Self {
        let wire = |(theme, rule): (&'static str, &'static Rule)| WireRule {
            id: rule.id,
            theme,
            severity: rule.severity,
            standing: rule.standing.name(),
            configured: explanation.setting(rule).map(level),
            summary: rule.summary,
            help: rule.help,
            bad: files(rule.example.bad),
            good: files(rule.example.good),
        };
        Self { rules: Asked::rules(explanation.asked).map(wire).collect() }
    }
}

fn files(files: &[(&'static str, &'static str)]) -> Vec<WireFile> {
    files.iter().map(|(path, text)| WireFile { path, text }).collect()
}
