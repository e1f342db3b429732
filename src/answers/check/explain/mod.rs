//! `explain`: what a rule finds, why that matters, and how to turn it off; or every rule
//! there is.
//!
//! Knows the rules and what `sopctl.toml` says of them. It looks at no document.

mod view;
mod wire;

use crate::config::{Config, RuleLevel};
use crate::report::{Context, Format, Report, Table, View};

use super::rules::{Rule, THEMES, Theme};

use wire::ExplanationData;

/// The answer.
#[derive(Debug)]
pub struct Explanation {
    asked: Asked,
    /// What the configuration says of the rules that are shown.
    settings: Vec<(&'static str, RuleLevel)>,
    context: Context,
}

/// Which rules are shown.
#[derive(Debug, Clone, Copy)]
enum Asked {
    One(&'static Rule),
    All,
}

/// Explains one rule, or lists all of them.
#[must_use]
pub fn explain(
    rule: Option<&'static Rule>,
    config: Option<&Config>,
    context: Context,
) -> Explanation {
    let settings = config.iter().flat_map(|config| &config.check.rules);
    let asked = rule.map_or(Asked::All, Asked::One);
    let settings = settings.filter_map(|setting| {
        let rule = asked.rules().map(|(_, rule)| rule).find(|r| r.id == setting.rule.value)?;
        Some((rule.id, setting.level))
    });
    Explanation { asked, settings: settings.collect(), context }
}

impl Asked {
    /// The rules that are shown, each with its theme.
    fn rules(self) -> impl Iterator<Item = (&'static str, &'static Rule)> {
        let of = |theme: Theme| theme.rules.iter().map(move |rule| (theme.title, rule));
        THEMES.into_iter().flat_map(of).filter(move |(_, rule)| match self {
            Self::One(asked) => asked.id == rule.id,
            Self::All => true,
        })
    }
}

impl Explanation {
    /// What the configuration says of a rule; `None` where it leaves it as it is.
    fn setting(&self, rule: &Rule) -> Option<RuleLevel> {
        self.settings.iter().find(|(id, _)| *id == rule.id).map(|(_, level)| *level)
    }
}

impl Report for Explanation {
    const NAME: &'static str = "explain";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html, Format::Csv];
    type Data<'a> = ExplanationData;

    fn view(&self) -> View {
        match self.asked {
            Asked::One(rule) => view::page(rule, self.setting(rule)),
            Asked::All => view::list(self),
        }
    }

    fn sheet(&self) -> Table {
        view::sheet(self)
    }

    fn data(&self) -> ExplanationData {
        ExplanationData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
