//! The templates there are: the built-in ones, overlaid file by file by those of a repository.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use crate::data::Misfit;
use crate::document::lifecycle::{DocumentKind, DocumentType};
use crate::paths::RepoPath;
use crate::text::nearest;

use super::{BODY, FOLDER, MANIFEST, Origin, Part, Template, TemplateError};

/// All templates, each by its name.
///
/// A template of the repository that cannot be read hides the built-in one of its name, so that
/// nobody gets another text than the one asked for; it hides no other.
#[derive(Debug)]
pub struct Templates {
    sound: Vec<Template>,
    broken: Vec<BrokenTemplate>,
}

/// A file of a template, as a repository has it: `…/NAME/template.toml` or
/// `…/NAME/body.md.hbs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    /// Where it stands, from the root of the repository.
    pub path: RepoPath,
    /// What it says.
    pub text: String,
}

/// A template of the repository that cannot be used.
#[derive(Debug)]
pub struct BrokenTemplate {
    /// Its name.
    pub name: String,
    /// The file at fault, or the folder that lacks one.
    pub path: String,
    /// Why.
    pub why: TemplateFault,
}

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateFault {
    /// What it says about itself cannot be read.
    #[error("{MANIFEST} cannot be read")]
    Manifest {
        /// The file.
        text: String,
        /// Every fault in it, with its place.
        misfits: Vec<Misfit>,
    },
    /// One of its two files is not there, and no built-in template has that name.
    #[error("it has no {lacking}")]
    Lacks {
        /// The name of the file.
        lacking: &'static str,
    },
    /// Its body is no handlebars.
    #[error(transparent)]
    Body(#[from] TemplateError),
}

/// A name that leads to no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTemplate {
    /// There is none of that name.
    #[error("there is no template {name:?}")]
    Unknown {
        /// The name as given.
        name: String,
        /// The template that was probably meant.
        near: Option<String>,
        /// Every template there is.
        known: Vec<String>,
    },
    /// It cannot be used; [`Templates::broken`] says why.
    #[error("the template {name} cannot be used")]
    Broken {
        /// Its name.
        name: String,
    },
}

static BUILT_IN: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let mut templates: Vec<Template> = FOLDER
        .dirs()
        .filter_map(|folder| {
            let name = folder.path().file_name()?.to_str()?;
            let part = |file: &str| {
                let text = FOLDER.get_file(Path::new(name).join(file))?.contents_utf8()?;
                Some(Part { origin: Origin::BuiltIn, text: text.to_owned() })
            };
            let template = Template::new(name, part(MANIFEST)?, part(BODY)?);
            Some(template.expect("built-in templates are valid"))
        })
        .collect();
    sort(&mut templates);
    templates
});

/// Whether a file of this name is part of a template.
#[must_use]
pub fn is_part(file_name: &str) -> bool {
    [MANIFEST, BODY].contains(&file_name)
}

impl Templates {
    /// The built-in templates, from policies down; of a kind the plain one first.
    #[must_use]
    pub fn built_in() -> &'static [Template] {
        &BUILT_IN
    }

    /// The built-in templates, overlaid by the files of a repository. Files of other names
    /// beside them are nobody's business.
    #[must_use]
    pub fn with(own: Vec<OwnFile>) -> Self {
        let mut folders: BTreeMap<String, Vec<OwnFile>> = BTreeMap::new();
        for file in own {
            if is_part(file.path.file_name()) {
                let name = file.path.folder().rsplit('/').next().unwrap_or_default().to_owned();
                folders.entry(name).or_default().push(file);
            }
        }
        let mut templates = Self { sound: BUILT_IN.clone(), broken: Vec::new() };
        for (name, files) in folders {
            let built_in = BUILT_IN.iter().find(|template| template.name == name);
            templates.sound.retain(|template| template.name != name);
            match overlaid(&name, &files, built_in) {
                Ok(template) => templates.sound.push(template),
                Err(broken) => templates.broken.push(broken),
            }
        }
        sort(&mut templates.sound);
        templates
    }

    /// Those that can be used, from policies down; of a kind the plain one first.
    #[must_use]
    pub fn all(&self) -> &[Template] {
        &self.sound
    }

    /// Those that cannot be used, by name.
    #[must_use]
    pub fn broken(&self) -> &[BrokenTemplate] {
        &self.broken
    }

    /// The template of that name; `wi` is short for `work-instruction`.
    ///
    /// # Errors
    /// When there is none, or it cannot be used.
    pub fn find(&self, name: &str) -> Result<&Template, NoTemplate> {
        let asked = DocumentType::new(name);
        let is_asked = |known: &str| known.eq_ignore_ascii_case(asked.as_str());
        if let Some(found) = self.sound.iter().find(|known| is_asked(&known.name)) {
            return Ok(found);
        }
        if let Some(broken) = self.broken.iter().find(|known| is_asked(&known.name)) {
            return Err(NoTemplate::Broken { name: broken.name.clone() });
        }
        let known = || self.sound.iter().map(|template| template.name.as_str());
        Err(NoTemplate::Unknown {
            name: name.to_owned(),
            near: nearest(name, known().chain(["wi"])).map(str::to_owned),
            known: known().map(str::to_owned).collect(),
        })
    }

    /// The plain template of a kind.
    ///
    /// # Errors
    /// When the repository has one of its own that cannot be used.
    pub fn of_kind(&self, kind: DocumentKind) -> Result<&Template, NoTemplate> {
        self.find(kind.as_str())
    }
}

/// One template from the files of the repository, and from the built-in one for what they lack.
fn overlaid(
    name: &str,
    files: &[OwnFile],
    built_in: Option<&Template>,
) -> Result<Template, BrokenTemplate> {
    let broken = |path: &str, why| {
        let (name, path) = (name.to_owned(), path.to_owned());
        BrokenTemplate { name, path, why }
    };
    let part = |file_name: &'static str, built_in: Option<&Part>| {
        let own = files.iter().find(|file| file.path.file_name() == file_name);
        own.map(Part::own).or_else(|| built_in.cloned()).ok_or_else(|| {
            let folder = files.first().map_or("", |file| file.path.folder());
            broken(folder, TemplateFault::Lacks { lacking: file_name })
        })
    };
    let manifest = part(MANIFEST, built_in.map(|template| &template.manifest))?;
    let body = part(BODY, built_in.map(|template| &template.body))?;
    let (manifest_path, text) = (manifest.origin.to_string(), manifest.text.clone());
    let template = Template::new(name, manifest, body)
        .map_err(|misfits| broken(&manifest_path, TemplateFault::Manifest { text, misfits }))?;
    match template.examine() {
        Ok(()) => Ok(template),
        Err(error) => Err(broken(&template.body.origin.to_string(), error.into())),
    }
}

fn sort(templates: &mut [Template]) {
    templates.sort_by(|a, b| {
        let key = |template: &Template| (template.kind, template.name != template.kind.as_str());
        key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Values;

    fn own(path: &str, text: &str) -> OwnFile {
        OwnFile { path: RepoPath::new(path).unwrap(), text: text.to_owned() }
    }

    const ABOUT: &str = "kind = \"work-instruction\"\nversion = 3\nsummary = \"s\"\n";

    #[test]
    fn a_repository_replaces_single_files_of_a_template_and_adds_its_own() {
        let templates = Templates::with(vec![
            own("t/sop/body.md.hbs", "# {{heading}}\n\n## Ours\n"),
            own("t/cleaning/body.md.hbs", "# {{heading}}\n"),
            own("t/cleaning/template.toml", ABOUT),
            own("t/cleaning/README.md", "what this is"),
        ]);
        let sop = templates.of_kind(DocumentKind::Sop).unwrap();
        assert_eq!(sop.label(), "sop@1");
        assert_eq!(sop.fill(&Values::of("X")).unwrap(), "# X\n\n## Ours\n");
        assert_eq!(sop.manifest.origin, Origin::BuiltIn);
        assert_eq!(sop.body.origin.to_string(), "t/sop/body.md.hbs");
        assert_eq!(templates.find("cleaning").unwrap().label(), "cleaning@3");
        assert_eq!(templates.all().len(), Templates::built_in().len() + 1);
        assert!(templates.broken().is_empty());
    }

    #[test]
    fn a_broken_template_hides_the_built_in_one_and_no_other() {
        let templates = Templates::with(vec![
            own("t/policy/template.toml", "kind = \"policy\"\n"),
            own("t/sop/body.md.hbs", "# {{#if heading}}\n"),
            own("t/half/body.md.hbs", "# {{heading}}\n"),
        ]);
        let broken: Vec<String> = templates
            .broken()
            .iter()
            .map(|broken| format!("{} {}: {}", broken.name, broken.path, broken.why))
            .collect();
        assert_eq!(
            broken,
            [
                "half t/half: it has no template.toml",
                "policy t/policy/template.toml: template.toml cannot be read",
                "sop t/sop/body.md.hbs: the template t/sop/body.md.hbs cannot be filled in, line 2",
            ]
        );
        assert_eq!(
            templates.find("sop").unwrap_err(),
            NoTemplate::Broken { name: "sop".to_owned() }
        );
        assert!(templates.find("wi").is_ok());
    }

    #[test]
    fn a_name_that_there_is_not_is_told_with_the_nearest() {
        let templates = Templates::with(Vec::new());
        let NoTemplate::Unknown { near, known, .. } = templates.find("runbok").unwrap_err() else {
            panic!("no template is broken");
        };
        assert_eq!(near.as_deref(), Some("runbook"));
        assert_eq!(known.len(), Templates::built_in().len());
    }
}
