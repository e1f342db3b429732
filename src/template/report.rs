//! Templates for answers: a text with places that are filled in from the JSON of a report.

use handlebars::{
    Context, Handlebars, Helper, HelperResult, JsonRender as _, Output, RenderContext,
    RenderErrorReason,
};
use serde::Serialize;

use super::{FOLDER, TemplateError};

/// A template for an answer.
///
/// Strict: a name that the context does not have is an error. Nothing is escaped unless the
/// template says so with `{{md …}}`, which keeps Markdown and HTML in a value from working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTemplate {
    name: String,
    text: String,
}

impl ReportTemplate {
    /// A template of this name, such as that of its file.
    #[must_use]
    pub fn new(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), text }
    }

    /// The text of a built-in template of a report; none where there is none of that name.
    #[must_use]
    pub fn built_in(report: &str, name: &str) -> Option<&'static str> {
        FOLDER.get_file(format!("{report}/{name}.md.hbs"))?.contents_utf8()
    }

    /// The text with the values in their places. `escape` is what `{{md …}}` does.
    ///
    /// # Errors
    /// When the template is faulty, or asks for a value that there is not.
    pub fn fill<T: Serialize>(
        &self,
        context: &T,
        escape: fn(&str) -> String,
    ) -> Result<String, TemplateError> {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_escape_fn(handlebars::no_escape);
        let md = move |helper: &Helper<'_>,
                       _: &Handlebars<'_>,
                       _: &Context,
                       _: &mut RenderContext<'_, '_>,
                       out: &mut dyn Output|
              -> HelperResult {
            let value = helper.param(0).filter(|value| !value.is_value_missing());
            let value = value.ok_or_else(|| {
                let name = helper.param(0).and_then(|value| value.relative_path());
                RenderErrorReason::MissingVariable(name.cloned())
            })?;
            out.write(&escape(&value.value().render()))?;
            Ok(())
        };
        engine.register_helper("md", Box::new(md));
        engine.render_template(&self.text, context).map_err(|error| TemplateError {
            template: self.name.clone(),
            line: error.line_no.unwrap_or(0),
            source: error.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Answer {
        title: &'static str,
        nothing: Option<u8>,
    }

    fn filled(text: &str) -> Result<String, TemplateError> {
        let template = ReportTemplate::new("mine.hbs", text.to_owned());
        template.fill(&Answer { title: "*A*", nothing: None }, |text| text.replace('*', "\\*"))
    }

    #[test]
    fn values_are_escaped_where_the_template_says_so() {
        assert_eq!(filled("{{title}} {{md title}}").unwrap(), "*A* \\*A\\*");
        assert_eq!(filled("{{#if nothing}}x{{/if}}[{{md nothing}}]").unwrap(), "[]");
    }

    #[test]
    fn a_name_that_there_is_not_is_told_with_its_line() {
        for text in ["a\n{{titel}}", "a\n{{md titel}}"] {
            let error = filled(text).unwrap_err();
            assert_eq!((error.template.as_str(), error.line), ("mine.hbs", 2), "{text}");
        }
        assert!(filled("{{#each}").is_err());
    }

    #[test]
    fn the_built_in_ones_are_there() {
        for name in ["auditor", "staff"] {
            assert!(ReportTemplate::built_in("changelog", name).unwrap().starts_with("# "));
        }
        assert_eq!(ReportTemplate::built_in("changelog", "../sop/body"), None);
    }
}
