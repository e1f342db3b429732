//! Links and pictures of a text that moves to another folder. Paths only: whether anything is
//! there is for others.

use crate::data::splice::{Patch, applied};
use crate::paths::RepoPath;
use crate::source::Span;

use super::destinations::{destinations, relative, resolved};

/// A text that moves from one document to another.
#[derive(Debug, Clone, Copy)]
pub struct Moved<'p> {
    /// Where it stood.
    pub from: &'p RepoPath,
    /// Where it will stand.
    pub to: &'p RepoPath,
}

impl Moved<'_> {
    /// The text with its relative destinations as they are seen from the new place.
    #[must_use]
    pub fn rewritten(&self, markdown: &str) -> String {
        let patch = |span: Span| {
            let destination = markdown.get(span.start..span.end).unwrap_or_default();
            Patch { span, text: self.seen(destination) }
        };
        let patches: Vec<Patch> = destinations(markdown).into_iter().map(patch).collect();
        applied(markdown, &patches)
    }

    /// A destination as it is seen from the new place.
    fn seen(&self, destination: &str) -> String {
        let end = destination.find(['#', '?']).unwrap_or(destination.len());
        let (path, behind) = destination.split_at(end);
        let is_elsewhere = destination.is_empty()
            || path.starts_with('/')
            || path.contains(':')
            || path.contains("{{")
            || path.contains("{%");
        if is_elsewhere {
            return destination.to_owned();
        }
        let target = if path.is_empty() {
            Some(self.from.as_str().to_owned())
        } else {
            resolved(self.from.folder(), path)
        };
        match target {
            Some(target) => {
                let slash = if path.ends_with('/') { "/" } else { "" };
                format!("{}{slash}{behind}", relative(self.to.folder(), &target))
            }
            // It leads out of the repository; where to, nobody knows.
            None => destination.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        let (from, to) = ("docs/sops/refunds.md", "docs/work-instructions/refund.md");
        let (from, to) = (RepoPath::new(from).unwrap(), RepoPath::new(to).unwrap());
        Moved { from: &from, to: &to }.rewritten(text)
    }

    #[test]
    fn relative_destinations_are_seen_from_the_new_folder() {
        for (before, after) in [
            ("![till](till.png \"The till\")", "![till](../sops/till.png \"The till\")"),
            ("[a](../img/a.png), [b](./b.md#c)", "[a](../img/a.png), [b](../sops/b.md#c)"),
            ("[other](../work-instructions/pay.md)", "[other](pay.md)"),
            ("[limits](#limits)", "[limits](../sops/refunds.md#limits)"),
            ("[up](../../README.md)", "[up](../../README.md)"),
            ("[far](../../../x.md)", "[far](../../../x.md)"),
            (
                "[x](https://a.example/b_(c)) [y](mailto:a@b.example)",
                "[x](https://a.example/b_(c)) [y](mailto:a@b.example)",
            ),
            ("[x](/top.md) [y]({{url}})", "[x](/top.md) [y]({{url}})"),
            ("[x](<a b.md>)", "[x](<../sops/a b.md>)"),
            ("[t]: till.md 'Till'", "[t]: ../sops/till.md 'Till'"),
            ("[^n]: The note about SOP-001.", "[^n]: The note about SOP-001."),
            ("[^n]: See [a](b.md).", "[^n]: See [a](../sops/b.md)."),
            ("<img src=\"till.png\" alt=\"x\">", "<img src=\"../sops/till.png\" alt=\"x\">"),
            ("`[a](b.md)` [a](b.md)", "`[a](b.md)` [a](../sops/b.md)"),
            ("```\n[a](b.md)\n```\n[a](b.md)\n", "```\n[a](b.md)\n```\n[a](../sops/b.md)\n"),
            ("[a](img/)", "[a](../sops/img/)"),
        ] {
            assert_eq!(rewritten(before), after);
        }
    }
}
