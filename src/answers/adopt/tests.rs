use super::*;
use crate::calendar::{Date, TimeZone};
use crate::document::front_matter::NewValue;
use crate::document::profile::Profile;
use crate::ownership::Place;
use crate::progress::Silent;

fn context() -> Context {
    Context::outside_git(Date::new(2026, 11, 22).unwrap())
}

/// How the documents of a test are adopted.
#[derive(Default)]
struct Given<'g> {
    profile: Option<&'g str>,
    config: &'g str,
    owners: &'g str,
    paths: &'g [&'g str],
    only: &'g [FieldName],
    document_type: Option<&'g str>,
    status: Option<Status>,
}

impl Given<'_> {
    fn adopt(&self, files: &[(&str, &str)]) -> Adoption {
        let profile = self.profile.map_or(Profile::sopctl(), |name| Profile::named(name).unwrap());
        let library = Library::of_texts(profile, files);
        let config = Config::read(self.config).unwrap();
        let (owners, _) = Owners::read(self.owners, Place::Root);
        let as_of = AsOf { day: Date::new(2026, 11, 22).unwrap(), zone: TimeZone::utc() };
        let paths: Vec<RepoPath> = self.paths.iter().map(|p| RepoPath::new(p).unwrap()).collect();
        let is_named = |known: &&TypeConfig| Some(known.name.as_str()) == self.document_type;
        let request = Request {
            paths: &paths,
            only: self.only,
            document_type: config.types.iter().find(is_named),
            status: self.status,
            config: &config,
            folder: "",
            as_of: &as_of,
            owners: Some(&owners),
            history: None,
            fail_on_rest: true,
            summary_only: false,
        };
        adopt(&library, &request, context(), &Silent).unwrap()
    }

    /// `path: field=value (reason)` for each proposal, and `path: field?` for what is open.
    fn told(&self, files: &[(&str, &str)]) -> Vec<String> {
        told(&self.adopt(files))
    }
}

fn told(adoption: &Adoption) -> Vec<String> {
    let mut told = Vec::new();
    for document in &adoption.documents {
        let path = &document.path;
        if let Some(refused) = &document.refused {
            told.push(format!("{path}: refused: {}", refused.because));
        }
        for (key, proposal) in &document.proposals {
            told.push(format!("{path}: {key}={} ({})", proposal.shown(), proposal.because));
        }
        told.extend(document.undecided.iter().map(|(key, _)| format!("{path}: {key}?")));
    }
    told
}

/// The text of a document after the edits.
fn edited(adoption: &Adoption, path: &str) -> String {
    let change = adoption.changeset.changes.iter().find(|change| change.path.as_str() == path);
    match &change.unwrap().kind {
        ChangeKind::Replace { content, .. } => String::from_utf8(content.clone()).unwrap(),
        other => panic!("adopt only edits: {other:?}"),
    }
}

const OWNED: &str = "* @quality\n";

#[test]
fn every_proposal_says_where_it_comes_from() {
    let given = Given { owners: OWNED, ..Given::default() };
    let text = "# Close the till\n\nLast reviewed: 3 March 2026\n\nOnce a day.\n";
    assert_eq!(
        given.told(&[("sops/till.md", text)]),
        [
            "sops/till.md: id=SOP-001 (next free number)",
            "sops/till.md: title=Close the till (first heading)",
            "sops/till.md: type=sop (folder sops)",
            "sops/till.md: status=draft (the document records no approval)",
            "sops/till.md: owner=@quality (CODEOWNERS line 1)",
            "sops/till.md: last_reviewed=2026-03-03 (\"Last reviewed: 3 March 2026\")",
        ]
    );
    let written = edited(&given.adopt(&[("sops/till.md", text)]), "sops/till.md");
    assert_eq!(
        written,
        format!(
            "+++\nid = \"SOP-001\"\ntitle = \"Close the till\"\ntype = \"sop\"\n\
             status = \"draft\"\nowner = \"@quality\"\nlast_reviewed = 2026-03-03\n+++\n\n{text}"
        )
    );
}

#[test]
fn a_process_of_clicks_is_a_work_instruction_and_check_agrees() {
    let text = "# Refund process\n\n## Steps\n\n\
                1. Open the **Payments** menu and click **Refund**.\n\
                2. Enter the amount and select the reason.\n3. Click **Submit**.\n\
                4. Open the **Refunds** tab and check that the refund is listed.\n\
                5. Select **Notify customer** and click **Send**.\n\
                6. Click **Close** to go back to the menu.\n";
    let told = |path: &str, config: &str| {
        let only = [FieldName::Type];
        let given = Given { owners: OWNED, only: &only, config, ..Given::default() };
        given.told(&[(path, text)]).concat()
    };
    let found = told("docs/refund.md", "");
    assert!(found.starts_with("docs/refund.md: type=work-instruction (text: "), "{found}");
    let declared = told("docs/refund.md", "[types.sop]\nfolder = 'docs'\n");
    assert_eq!(declared, "docs/refund.md: type=sop (folder of the type, docs)");
}

#[test]
fn the_place_for_an_owner_is_filled_in() {
    let given = Given { owners: OWNED, only: &[FieldName::Owner], ..Given::default() };
    let text = "+++\nid = \"SOP-001\"\ntitle = \"Till\"\ntype = \"sop\"\nstatus = \"draft\"\n\
                owner = \"TODO: who owns it?\"\n+++\n\n# Till\n";
    let files = [("sops/till.md", text)];
    assert_eq!(given.told(&files), ["sops/till.md: owner=@quality (CODEOWNERS line 1)"]);
    let written = edited(&given.adopt(&files), "sops/till.md");
    assert_eq!(written, text.replace("TODO: who owns it?", "@quality"));
}

#[test]
fn what_was_written_needs_nothing_more() {
    let given = Given {
        owners: OWNED,
        config: "[types.sop]\nreview_interval = '6 months'\n",
        ..Given::default()
    };
    let files = [
        ("a/QP 4.2 Purchasing.md", "Text.\n"),
        ("sops/01-open.md", "# 1. Open\r\n\r\nText.\r\n"),
        ("sops/02-close.md", "---\ntags: [till] # ours\n---\n\n# 2. Close\n"),
        (
            "policies/a.md",
            "# A\n\nVersion: 2.1\n\nApproved by: Ann Lee\n\nApproval date: 2 May 2026\n",
        ),
    ];
    let first = given.adopt(&files);
    let after: Vec<(String, String)> = files
        .iter()
        .map(|(path, text)| {
            let is_changed =
                first.changeset.changes.iter().any(|change| change.path.as_str() == *path);
            let text = if is_changed { edited(&first, path) } else { (*text).to_owned() };
            ((*path).to_owned(), text)
        })
        .collect();
    let after: Vec<(&str, &str)> =
        after.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let second = given.adopt(&after);
    assert_eq!(told(&second), ["a/QP 4.2 Purchasing.md: type?"]);
    assert_eq!((second.complying, second.changeset.changes.len()), (3, 0));
}

#[test]
fn where_no_name_tells_the_type_the_text_does_if_it_is_clear() {
    let given = Given { owners: OWNED, ..Given::default() };
    let clicks = "# Front desk\n\n1. Open the **Visitors** menu and click **New**.\n\
                  2. Enter the name of the visitor and select the host.\n\
                  3. Click **Print badge** and select the printer.\n\
                  4. Open the **Badges** tab and check that the badge is listed.\n\
                  5. Select **Notify host** and click **Send**.\n\
                  6. Click **Close** to go back to the menu.\n";
    let found = given.told(&[("notes/a.md", clicks)]);
    let told = found.iter().find(|line| line.contains("type=")).unwrap();
    assert!(told.contains("type=work-instruction (text: "), "{found:?}");
    // A page about documents is none, and a name tells before the text.
    let page = clicks.replace("Front desk", "Front desk FAQ");
    assert_eq!(given.told(&[("notes/a.md", &page)]), ["notes/a.md: type?"]);
    let named = given.told(&[("policies/a.md", clicks)]);
    assert!(named.iter().any(|line| line.contains("type=policy (folder policies)")), "{named:?}");
}

#[test]
fn a_document_without_a_type_is_left_to_people_unless_one_is_named() {
    let files = [("notes/a.md", "# Tills\n"), ("notes/b.md", "# Safes\n")];
    let given = Given { owners: OWNED, ..Given::default() };
    assert_eq!(given.told(&files), ["notes/a.md: type?", "notes/b.md: type?"]);
    let typed = Given { document_type: Some("policy"), paths: &["notes/b.md"], ..given };
    assert_eq!(
        typed.told(&files)[..3],
        [
            "notes/b.md: id=POL-001 (next free number)",
            "notes/b.md: title=Safes (first heading)",
            "notes/b.md: type=policy (as asked)",
        ]
    );
}

#[test]
fn numbers_that_documents_have_already_stay() {
    let ids = |files: &[(&str, &str)]| -> Vec<String> {
        let given = Given { owners: OWNED, document_type: Some("sop"), ..Given::default() };
        let told = given.told(files);
        told.into_iter()
            .filter(|said| said.contains(" id=") || said.contains(" title="))
            .map(|said| said.split(" (").next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(
        ids(&[
            ("a.md", "# SOP-012: Close the till\n"),
            ("b.md", "# Open the till\n"),
            ("c/QP 4.2 Purchasing.md", "Text.\n"),
        ]),
        [
            "a.md: id=SOP-012",
            "a.md: title=Close the till",
            "b.md: id=SOP-013",
            "b.md: title=Open the till",
            "c/QP 4.2 Purchasing.md: id=QP-4.2",
            "c/QP 4.2 Purchasing.md: title=Purchasing",
        ]
    );
    // Chapters are no document numbers.
    assert_eq!(
        ids(&[("a/01-x.md", "# X\n"), ("b/01-y.md", "# Y\n"), ("b/10-z.md", "# 10. Z\n")]),
        [
            "a/01-x.md: id=SOP-001",
            "a/01-x.md: title=X",
            "b/01-y.md: id=SOP-002",
            "b/01-y.md: title=Y",
            "b/10-z.md: id=SOP-003",
            "b/10-z.md: title=10. Z",
        ]
    );
    assert_eq!(
        ids(&[("02-x.md", "# 2. X\n"), ("10-y.md", "# Y\n"), ("z.md", "# Z\n")]),
        [
            "02-x.md: id=SOP-002",
            "02-x.md: title=X",
            "10-y.md: id=SOP-010",
            "10-y.md: title=Y",
            "z.md: id=SOP-011",
            "z.md: title=Z",
        ]
    );
}

#[test]
fn a_number_that_a_document_states_is_its_own_however_it_is_labelled() {
    let given = Given { owners: OWNED, document_type: Some("sop"), ..Given::default() };
    let told = given.told(&[
        ("a.md", "# A\n"),
        ("b.md", "# B\n\nDocument No.: SOP-006\n"),
        ("c.md", "# C\n\n| Document no. | SOP-002 |\n|---|---|\n| Owner | Ann |\n"),
        ("d.md", "---\nID: SOP-003\nTitle: Caps\n---\n\n# D\n"),
        ("e.md", "# E\n\n**ID:** SOP-004\n"),
        ("f.md", "# F\n\n| ID | Risk |\n|---|---|\n| R-01 | Loss |\n"),
        ("g.md", "# G\n\nDocument no: SOP-008\n\nID: 4711\n"),
        ("h.md", "# H\n\nDocument no: SOP-009\n\nDocument number: SOP-010\n"),
    ]);
    let told: Vec<&str> = told
        .iter()
        .filter(|said| said.contains(": id") || said.contains("Caps"))
        .map(|said| said.split(" (").next().unwrap_or_default())
        .collect();
    assert_eq!(
        told,
        [
            "a.md: id=SOP-011",
            "b.md: id=SOP-006",
            "c.md: id=SOP-002",
            "d.md: id=SOP-003",
            "d.md: title=Caps",
            "e.md: id=SOP-004",
            "f.md: id=SOP-012",
            "g.md: id=SOP-008",
            "h.md: id?",
        ]
    );
}

#[test]
fn a_number_that_two_documents_have_is_left_to_people_and_given_to_no_third() {
    let given = Given { owners: OWNED, document_type: Some("sop"), ..Given::default() };
    let adoption =
        given.adopt(&[("SOP-005-a.md", "# A\n"), ("SOP-005-b.md", "# B\n"), ("c.md", "# C\n")]);
    let told = told(&adoption);
    assert_eq!(
        told[..3],
        ["SOP-005-a.md: id?", "SOP-005-b.md: id?", "c.md: id=SOP-006 (next free number)"]
    );
    let (_, open) = &adoption.documents[0].undecided[0];
    assert_eq!(
        open.because,
        "number in the file name: SOP-005, which is also that of SOP-005-b.md"
    );
    let held = "---\nid: SOP-005\n---\n\n# A\n";
    let told = given.told(&[("a.md", held), ("SOP-005-b.md", "# B\n")]);
    assert!(told.contains(&"SOP-005-b.md: id?".to_owned()), "{told:?}");
}

#[test]
fn a_number_in_the_title_of_the_front_matter_counts() {
    let given = Given { owners: OWNED, ..Given::default() };
    let told = given.told(&[("a.md", "---\ntitle: SOP-012 Close the till\n---\n\nText.\n")]);
    assert_eq!(told[0], "a.md: id=SOP-012 (number in the title)");
    assert_eq!(told[1], "a.md: type=sop (number SOP-012)");
}

#[test]
fn a_type_that_nobody_declared_numbers_nothing() {
    let given = Given { owners: OWNED, ..Given::default() };
    let told = given.told(&[("sops/a.md", "---\ntype: overview\n---\n\n# A\n")]);
    assert_eq!(told, ["sops/a.md: id?"]);
}

#[test]
fn two_numbers_of_one_document_are_left_to_people() {
    let given = Given { owners: OWNED, ..Given::default() };
    let adoption = given.adopt(&[("SOP-012 Close.md", "# SOP-021 Close\n")]);
    assert_eq!(told(&adoption), ["SOP-012 Close.md: id?"]);
    assert!(adoption.changeset.changes.is_empty());
}

#[test]
fn an_approval_is_never_invented() {
    let given = Given { owners: OWNED, ..Given::default() };
    let of = |text: &str| -> Vec<String> {
        let told = given.told(&[("sops/a.md", text)]);
        let fields = ["version=", "status=", "approved", "effective", "owner="];
        told.into_iter()
            .map(|said| said.replace("sops/a.md: ", ""))
            .filter(|said| fields.iter().any(|field| said.starts_with(field)))
            .collect()
    };
    assert_eq!(
        of("# A\n\nStatus: Effective\n\nOwner: Head of Shop\n"),
        [
            "status=draft (line 3 says effective, but not approved_by, approved_on, effective_date)",
            "owner=Head of Shop (\"Owner: Head of Shop\")",
        ]
    );
    assert_eq!(
        of(
            "# A\n\n| Version | Approved by | Approval date | Effective date |\n|---|---|---|---|\n\
            | v2.1 | Ann Lee | 2 May 2026 | 1 June 2026 |\n"
        ),
        [
            "version=2.1 (\"v2.1 | Ann Lee | 2 May 2026 | 1 June 2026\")",
            "status=effective (\"v2.1 | Ann Lee | 2 May 2026 | 1 June 2026\")",
            "owner=@quality (CODEOWNERS line 1)",
            "approved_by=Ann Lee (\"v2.1 | Ann Lee | 2 May 2026 | 1 June 2026\")",
            "approved_on=2026-05-02 (\"v2.1 | Ann Lee | 2 May 2026 | 1 June 2026\")",
            "effective_date=2026-06-01 (\"v2.1 | Ann Lee | 2 May 2026 | 1 June 2026\")",
        ]
    );
    let asked = Given { status: Some(Status::Effective), ..given };
    assert_eq!(
        asked.told(&[("sops/a.md", "# A\n")])[3..],
        [
            "sops/a.md: version=1.0 (no version is stated, and effective documents have one)",
            "sops/a.md: status=effective (as asked)",
            "sops/a.md: owner=@quality (CODEOWNERS line 1)",
            "sops/a.md: approved_by?",
            "sops/a.md: approved_on?",
            "sops/a.md: effective_date?",
        ]
    );
}

#[test]
fn an_interval_is_stated_or_that_of_the_type() {
    let given = Given {
        owners: OWNED,
        config: "[types.sop]\nreview_interval = '6 months'\n",
        ..Given::default()
    };
    let interval = |text: &str| -> Vec<String> {
        let told = given.told(&[("sops/a.md", text)]);
        told.into_iter().filter(|said| said.contains("review_interval")).collect()
    };
    assert_eq!(interval("# A\n"), ["sops/a.md: review_interval=6 months (default of sop)"]);
    assert_eq!(
        interval("# A\n\nReview frequency: annually\n"),
        ["sops/a.md: review_interval=12 months (\"Review frequency: annually\")"]
    );
}

#[test]
fn a_document_that_complies_is_left_alone() {
    let given = Given {
        owners: OWNED,
        config: "[types.sop]\nreview_interval = '6 months'\n",
        ..Given::default()
    };
    let sound = "+++\nid = \"SOP-001\"\ntitle = \"A\"\ntype = \"sop\"\nstatus = \"draft\"\n\
                 owner = \"@shop\"\n+++\n\n# A\n\nLast reviewed: 3 March 2026\n";
    let adoption = given.adopt(&[("sops/a.md", sound)]);
    assert_eq!((adoption.complying, told(&adoption).len()), (1, 0));
    assert!(!adoption.context().failed);
    let only = Given { only: &[FieldName::LastReviewed, FieldName::Owner], ..given };
    assert_eq!(
        only.told(&[("sops/a.md", sound), ("notes/b.md", "# B\n")]),
        [
            "notes/b.md: owner=@quality (CODEOWNERS line 1)",
            "sops/a.md: last_reviewed=2026-03-03 (\"Last reviewed: 3 March 2026\")",
        ]
    );
}

#[test]
fn under_another_convention_only_its_requirements_are_proposed_in_its_keys() {
    let files = [
        ("a.md", "---\nlast_reviewed_on: 2026-03-03\nreview_in: 6 months\n---\n\n# Restart\n"),
        ("b.md", "---\ntitle: B\nreview_in: 6 months\n---\n\n# B\n"),
        ("c.md", "# C\n"),
    ];
    let given = Given { profile: Some("govuk"), owners: OWNED, ..Given::default() };
    let adoption = given.adopt(&files);
    assert_eq!(told(&adoption), ["a.md: title=Restart (first heading)"]);
    assert_eq!((adoption.complying, adoption.left_alone.len()), (1, 1));
    assert_eq!(
        edited(&adoption, "a.md"),
        "---\nlast_reviewed_on: 2026-03-03\nreview_in: 6 months\ntitle: Restart\n---\n\n# Restart\n"
    );
    let named = Given { paths: &["c.md"], only: &[FieldName::Title, FieldName::Owner], ..given };
    let adoption = named.adopt(&files);
    assert_eq!(edited(&adoption, "c.md"), "---\ntitle: C\nowner_slack: \"@quality\"\n---\n\n# C\n");
}

#[test]
fn what_cannot_be_edited_is_told_and_not_touched() {
    let given = Given { owners: OWNED, ..Given::default() };
    let adoption = given.adopt(&[
        ("sops/a.md", "# A\n\n---\nid: SOP-001\nowner: x\n---\n"),
        ("sops/b.md", "---\nid: SOP-002\n"),
        ("sops/c.md", "---\ntags: x\n---\n"),
        ("sops/d.md", "# D\n"),
    ]);
    let told = told(&adoption);
    assert!(told[0].starts_with("sops/a.md: refused: the front matter does not stand"), "{told:?}");
    assert!(told[1].starts_with("sops/b.md: refused: the front matter is not closed"), "{told:?}");
    assert!(told[2].starts_with("sops/d.md: id="), "{told:?}");
    assert_eq!(adoption.left_alone[0].path.as_str(), "sops/c.md");
    let changed: Vec<&str> =
        adoption.changeset.changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(changed, ["sops/d.md"]);
    assert!(adoption.context().failed);
    assert!(adoption.written(None).context().failed, "two documents are still not adopted");
}

#[test]
fn a_value_that_cannot_be_read_is_not_replaced() {
    let given = Given { owners: OWNED, ..Given::default() };
    let text = "---\nid: SOP-001\nstatus: published\n---\n\n# A\n";
    let adoption = given.adopt(&[("sops/a.md", text)]);
    assert_eq!(
        told(&adoption),
        [
            "sops/a.md: title=A (first heading)",
            "sops/a.md: type=sop (number SOP-001)",
            "sops/a.md: owner=@quality (CODEOWNERS line 1)",
            "sops/a.md: status?",
        ]
    );
    assert!(edited(&adoption, "sops/a.md").contains("\nstatus: published\n"));
}

#[test]
fn a_document_with_a_value_that_cannot_be_read_does_not_comply() {
    let given = Given { owners: OWNED, ..Given::default() };
    let text =
        "---\nid: SOP-001\ntitle: A\ntype: sop\nstatus: published\nowner: '@shop'\n---\n\n# A\n";
    let adoption = given.adopt(&[("sops/a.md", text)]);
    assert_eq!((adoption.complying, told(&adoption)), (0, vec!["sops/a.md: status?".to_owned()]));
    let (_, undecided) = &adoption.documents[0].undecided[0];
    assert_eq!(undecided.line, Some(5));
    assert!(undecided.because.contains("published"), "{}", undecided.because);
    assert!(adoption.context().failed && adoption.changeset.changes.is_empty());
    let only = Given { only: &[FieldName::Owner], ..given };
    assert_eq!(only.adopt(&[("sops/a.md", text)]).complying, 1);
}

#[test]
fn most_documents_decide_on_the_syntax() {
    let given = Given { owners: OWNED, ..Given::default() };
    let yaml = given.adopt(&[("sops/a.md", "---\ntags: x\n---\n\n# A\n"), ("sops/b.md", "# B\n")]);
    assert!(edited(&yaml, "sops/b.md").starts_with("---\nid: SOP-002\n"));
    let none = given.adopt(&[("sops/b.md", "# B\n")]);
    assert!(edited(&none, "sops/b.md").starts_with("+++\nid = \"SOP-001\"\n"));
}

#[test]
fn documents_are_numbered_as_people_count() {
    let given = Given { owners: OWNED, ..Given::default() };
    let adoption = given.adopt(&[
        ("sops/play-1.md", "# A\n"),
        ("sops/play-10.md", "# B\n"),
        ("sops/play-2.md", "# C\n"),
    ]);
    let ids: Vec<String> = adoption
        .proposed()
        .map(|document| {
            let NewValue::Text(id) = &document.proposals[0].1.value else { panic!("a text") };
            format!("{} {id}", document.path)
        })
        .collect();
    assert_eq!(
        ids,
        ["sops/play-1.md SOP-001", "sops/play-2.md SOP-002", "sops/play-10.md SOP-003"]
    );
}
