//! Whether what a document leads to is there.

use super::*;

/// `path:line rule: message` of the findings about links and pictures.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let report = judged(&library(files), None, &[], FailOn::Never);
    let theme = THEMES.iter().find(|theme| theme.title == "Links and pictures").unwrap();
    let of_theme =
        report.findings.iter().filter(|found| theme.rules.iter().any(|r| r.id == found.rule));
    of_theme
        .map(|finding| {
            let line = finding.location.map_or(0, crate::report::Location::line);
            format!(
                "{}:{line} {}: {}",
                finding.path.untrusted(),
                finding.rule,
                finding.message.untrusted()
            )
        })
        .collect()
}

fn link(destination: &str) -> String {
    format!("---\ntitle: Till\n---\n\nSee [there]({destination}).\n\n## Close the till\n")
}

#[test]
fn a_link_leads_to_whatever_is_there() {
    let around = [
        ("docs/b.md", "# B\n\n## Count (twice)\n"),
        ("docs/with blank.md", "x"),
        ("docs/deep/index.md", "x"),
        ("docs/site/c.html.md.erb", "x"),
        ("img/plan.pdf", "x"),
        ("d.md", "+++\nid = \"SOP-009\"\n+++\n\n# D\n\n## Close\n"),
    ];
    for there in [
        "b.md",
        "./b.md?raw=1",
        "b.md#count-twice",
        "b",
        "b.html",
        "b/",
        "../b/",
        "with%20blank.md",
        "<with blank.md>",
        "deep",
        "deep/",
        "site/c.html",
        "../img/plan.pdf",
        "../docs",
        "SOP-009",
        "SOP-009#close",
        "#close-the-till",
        "/img/plan.pdf",
        "/manual/of-another-site.html",
        "https://a.example/b.md",
        "mailto:till@a.example",
        "{{site.url}}/x.md",
        "../../issues/new",
        "../concepts/routing",
    ] {
        let text = link(there);
        let mut files = vec![("docs/a.md", text.as_str())];
        files.extend(around);
        files.sort_unstable();
        assert_eq!(found(&files), [""; 0], "{there}");
    }
    for (missing, told) in [
        ("c.md", "docs/a.md:5 broken-link: c.md is not there"),
        ("../b.md", "docs/a.md:5 broken-link: ../b.md is not there"),
        ("SOP-010", "docs/a.md:5 broken-link: SOP-010 is not there"),
        ("plan.pdf", "docs/a.md:5 broken-link: plan.pdf is not there"),
        (
            "www.a.example/b",
            "docs/a.md:5 broken-link: www.a.example/b leads to a file, which is not there",
        ),
        ("#closing", "docs/a.md:5 broken-anchor: there is no heading for #closing"),
        ("b.md#count", "docs/a.md:5 broken-anchor: docs/b.md has no heading for #count"),
        ("SOP-009#open", "docs/a.md:5 broken-anchor: d.md has no heading for #open"),
    ] {
        let text = link(missing);
        let mut files = vec![("docs/a.md", text.as_str())];
        files.extend(around);
        files.sort_unstable();
        assert_eq!(found(&files), [told], "{missing}");
    }
}

#[test]
fn links_of_one_document_are_told_together() {
    let text = "# A\n\n[a](x.md) [b](y.md)\n\n[c](z.md)\n";
    assert_eq!(
        found(&[("a.md", text)]),
        ["a.md:3 broken-link: 3 links lead to files that are not there (lines 3 and 5); \
          the first: x.md is not there"]
    );
}

#[test]
fn the_help_names_a_document_of_that_name_or_a_near_one() {
    let help = |files: &[(&str, &str)]| {
        let report = judged(&library(files), None, &[], FailOn::Never);
        let found = report.findings.iter().find(|found| found.rule == "broken-link").unwrap();
        found.help.as_ref().unwrap().untrusted().to_owned()
    };
    let moved = [("a.md", "[x](count.md)"), ("till/Count.md", "x")];
    assert_eq!(help(&moved), "a document of that name stands at till/Count.md");
    let near = [("a.md", "[x](cuont.md)"), ("count.md", "x")];
    assert_eq!(help(&near), "did you mean count.md?");
}

#[test]
fn pictures_are_there_and_described() {
    let around = [("img/a.png", "")];
    let told = |text: &str| {
        let mut files = vec![("a.md", text)];
        files.extend(around);
        found(&files)
    };
    assert_eq!(told("![The drawer](img/a.png) <img src=\"img/a.png\" alt=\"\">\n"), [""; 0]);
    assert_eq!(told("![x](https://a.example/b.png) ![x](/static/b.png)\n"), [""; 0]);
    assert_eq!(
        told("![The drawer](img/b.png)\n"),
        ["a.md:1 missing-image: the picture img/b.png is not there"]
    );
    assert_eq!(
        told("Open:\n\n![](img/a.png)\n\n<img src=\"img/a.png\">\n"),
        ["a.md:3 image-without-alt: 2 pictures have no description (lines 3 and 5); the first: \
          this picture has no description"]
    );
}

#[test]
fn nobody_mends_the_links_of_what_is_over() {
    let text = format!("{}\n[a](x.md) ![](y.png)\n", SOUND.replace("draft", "retired"));
    assert_eq!(found(&[("a.md", &text)]), [""; 0]);
}

#[test]
fn anchors_of_a_page_that_is_put_together_elsewhere_are_not_judged() {
    assert_eq!(found(&[("a.md", "[x](#steps)\n\n{% include steps.md %}\n")]), [""; 0]);
}

#[test]
fn anchors_hold_within_a_folder_that_may_be_one_page() {
    let around = ("b.md", "# B\n\n## Breaches\n");
    assert_eq!(found(&[("a.md", "[x](#breaches)\n"), around]), [""; 0]);
    let elsewhere = [("deep/a.md", "[x](#breaches)\n"), ("e.md", around.1)];
    assert_eq!(found(&elsewhere), ["deep/a.md:1 broken-anchor: there is no heading for #breaches"]);
}
