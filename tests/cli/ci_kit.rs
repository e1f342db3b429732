//! What runs sopctl elsewhere: the files that `init` writes, the scripts of the action, and
//! the jobs of the how-to pages, each run as a CI would.

use std::fs;

use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

#[test]
fn a_new_library_comes_with_what_runs_it() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let said = repo.sopctl(&["init", "--ci", "github", "--pre-commit"]).run().success();
    assert!(said.stdout.contains("created .github/workflows/sopctl.yml"), "{}", said.stdout);
    let workflow = fs::read_to_string(repo.folder().join(".github/workflows/sopctl.yml")).unwrap();
    let version = format!("SOPCTL_VERSION: \"{}\"", env!("CARGO_PKG_VERSION"));
    for part in [&*version, "LIBRARY: \".\"", "fetch-depth: 0", "sopctl -C \"$LIBRARY\" stale"] {
        assert!(workflow.contains(part), "{part} in {workflow}");
    }
    let hook = fs::read_to_string(repo.folder().join(".pre-commit-config.yaml")).unwrap();
    assert!(hook.contains("entry: sopctl check\n"), "{hook}");
}

#[test]
fn a_library_in_a_folder_is_named_where_it_is_run() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.sopctl(&["init", "quality manual", "--ci", "gitlab", "--pre-commit"]).run().success();
    let read = |path: &str| fs::read_to_string(repo.folder().join(path)).unwrap();
    assert!(repo.folder().join("quality manual/sopctl.toml").is_file());
    assert!(read(".gitlab/sopctl.yml").contains("LIBRARY: \"quality manual\"\n"));
    assert_eq!(read(".gitlab-ci.yml"), "include:\n  - local: .gitlab/sopctl.yml\n");
    let hook = read(".pre-commit-config.yaml");
    assert!(hook.contains("entry: \"sopctl -C 'quality manual' check\"\n"), "{hook}");
    assert!(hook.contains("pass_filenames: false\n"), "{hook}");
}

#[test]
fn what_is_there_is_left_alone_and_said() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n").write(".gitlab-ci.yml", "test: { script: make }\n");
    let said = repo.sopctl(&["init", "--ci", "gitlab"]).run().success();
    assert!(said.stdout.contains("created .gitlab/sopctl.yml"), "{}", said.stdout);
    assert!(said.stderr.contains(".gitlab-ci.yml is left as it is"), "{}", said.stderr);
    assert!(said.stderr.contains("- local: .gitlab/sopctl.yml"), "{}", said.stderr);
    let kept = fs::read_to_string(repo.folder().join(".gitlab-ci.yml")).unwrap();
    assert_eq!(kept, "test: { script: make }\n");
    let again = repo.sopctl(&["init", "--ci", "gitlab"]).run().success();
    assert_eq!(again.stdout, "");
}

#[test]
fn outside_a_repository_nothing_could_run_it() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let said = sandbox.sopctl(&["init", "--ci", "github"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: CI and pre-commit run in a git repository"), "{said:?}");
}

/// The jobs are scripts for bash on a runner with the usual tools.
#[cfg(unix)]
mod jobs {
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    use super::*;
    use crate::documents::{reviewed, sop};

    const ROOT: &str = env!("CARGO_MANIFEST_DIR");
    const DUE: &str = "2026-01-10";

    /// A runner's environment, with `sopctl` and a `gh` that writes down what it is asked.
    fn runner(sandbox: &Sandbox, folder: &Path, program: &Path) -> Command {
        let programs = sandbox.work().join("programs");
        fs::create_dir_all(&programs).unwrap();
        let link = programs.join("sopctl");
        if !link.exists() {
            std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_sopctl"), link).unwrap();
        }
        let mut command = sandbox.command(program, folder);
        let others = std::env::var("PATH").unwrap();
        command
            .env("PATH", format!("{}:{others}", programs.display()))
            .env("SANDBOX", sandbox.work())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", sandbox.work().join("output"))
            .env("GITHUB_PATH", sandbox.work().join("path"))
            .env("RUNNER_TEMP", sandbox.work().join("runner"));
        command
    }

    fn said(output: &Output) -> String {
        String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr)
    }

    fn run_action(sandbox: &Sandbox, folder: &Path, arguments: &str) -> (Option<i32>, String) {
        let script = Path::new(ROOT).join(".github/action/run.sh");
        let mut command = runner(sandbox, folder, &script);
        command
            .env("ACTION_ARGUMENTS", arguments)
            .env("ACTION_FAIL_ON", "")
            .env("ACTION_FORMAT", "")
            .env("ACTION_JOB_SUMMARY", "false");
        let output = command.output().unwrap();
        (output.status.code(), said(&output))
    }

    fn library(sandbox: &Sandbox) -> GitRepo<'_> {
        let repo = GitRepo::new(sandbox, "library");
        repo.write("sops/a.md", &reviewed("SOP-001", DUE, "1. Pay up to 100 EUR.\n"));
        repo.commit(ANA, DUE, "Write SOP-001");
        repo.write("README.md", "Ours\n").commit(ANA, "2026-01-11", "Say whose it is");
        repo
    }

    #[test]
    fn the_action_tells_how_it_ended() {
        let sandbox = Sandbox::new();
        let repo = library(&sandbox);
        let output = || fs::read_to_string(sandbox.work().join("output")).unwrap();
        let (status, text) = run_action(&sandbox, repo.folder(), "stale --as-of 2026-02-01");
        assert_eq!((status, &*output()), (Some(0), "exit-code=0\n"), "{text}");
        let (status, text) = run_action(&sandbox, repo.folder(), "stale\n--as-of '2027-02-01'");
        assert_eq!(status, Some(1), "{text}");
        assert!(text.contains("::error ") && text.contains("sops/a.md"), "{text}");
        assert!(output().ends_with("exit-code=1\n"));
    }

    #[test]
    fn the_action_takes_any_command() {
        let sandbox = Sandbox::new();
        let repo = library(&sandbox);
        for (arguments, expected) in [
            ("pr --since HEAD~1", "<!-- sopctl:pr -->"),
            ("list", "SOP-001"),
            ("stale --as-of 2026-02-01 --format json", "\"schema\": \"sopctl.stale.v1\""),
            ("check --fail-on never -- sops/a.md", "missing"),
        ] {
            let (status, text) = run_action(&sandbox, repo.folder(), arguments);
            assert_eq!(status, Some(0), "{arguments}: {text}");
            assert!(text.contains(expected), "{arguments}: {text}");
        }
    }

    #[test]
    fn the_action_says_what_a_shallow_clone_lacks() {
        let sandbox = Sandbox::new();
        let shallow = library(&sandbox).shallow_clone("shallow", 1);
        let (status, text) = run_action(&sandbox, shallow.folder(), "stale");
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains("::error title=sopctl::This clone is shallow"), "{text}");
        assert!(text.contains("fetch-depth: 0"), "{text}");
        // What needs no history does not ask for it.
        let (status, text) = run_action(&sandbox, shallow.folder(), "check --fail-on never");
        assert_eq!(status, Some(0), "{text}");
    }

    #[test]
    fn arguments_are_words_and_never_commands() {
        let sandbox = Sandbox::new();
        let repo = library(&sandbox);
        for arguments in ["stale; touch pwned", "stale $(touch pwned)", "stale `touch pwned`"] {
            let (status, text) = run_action(&sandbox, repo.folder(), arguments);
            assert_eq!(status, Some(2), "{arguments}: {text}");
        }
        let (status, text) = run_action(&sandbox, repo.folder(), "stale --owner \"@ana");
        assert_eq!(status, Some(2));
        assert!(text.contains("A quote in args is not closed"), "{text}");
        let git = repo.git(&["status", "--porcelain"]);
        assert!(git.is_empty(), "{git}");
    }

    /// How releases call this machine.
    fn target() -> &'static str {
        let machine = Command::new("uname").arg("-sm").output().unwrap();
        match String::from_utf8_lossy(&machine.stdout).trim() {
            "Linux x86_64" => "x86_64-unknown-linux-musl",
            "Linux aarch64" => "aarch64-unknown-linux-musl",
            "Darwin arm64" => "aarch64-apple-darwin",
            "Darwin x86_64" => "x86_64-apple-darwin",
            other => panic!("no release for {other}"),
        }
    }

    /// A release with a program that says its name, and the folder of its mirror.
    fn release(sandbox: &Sandbox, checksum: Option<&str>) -> PathBuf {
        let target = target();
        let mirror = sandbox.work().join("mirror");
        let folder = mirror.join("v9.9.9");
        fs::create_dir_all(&folder).unwrap();
        sandbox.write("built/sopctl", "#!/bin/sh\necho released\n");
        let archive = folder.join(format!("sopctl-v9.9.9-{target}.tar.gz"));
        let packed = Command::new("tar")
            .args(["-czf", archive.to_str().unwrap(), "-C"])
            .args([sandbox.work().join("built").to_str().unwrap(), "sopctl"])
            .status();
        assert!(packed.unwrap().success());
        let found = Command::new("sh")
            .args(["-c", "sha256sum \"$0\" 2>/dev/null || shasum -a 256 \"$0\""])
            .arg(&archive)
            .output()
            .unwrap();
        let found = String::from_utf8_lossy(&found.stdout).into_owned();
        let sum = format!("{}.sha256", archive.display());
        fs::write(sum, checksum.unwrap_or(&found)).unwrap();
        mirror
    }

    fn install(sandbox: &Sandbox, mirror: &Path, version: &str) -> (Option<i32>, String) {
        let script = Path::new(ROOT).join(".github/action/install.sh");
        let output = runner(sandbox, &sandbox.work(), &script)
            .env("SOPCTL_VERSION", version)
            .env("SOPCTL_RELEASES", format!("file://{}", mirror.display()))
            .output()
            .unwrap();
        (output.status.code(), said(&output))
    }

    #[test]
    fn the_action_installs_what_was_released_and_nothing_else() {
        let sandbox = Sandbox::new();
        let mirror = release(&sandbox, None);
        let (status, text) = install(&sandbox, &mirror, "v9.9.9");
        assert_eq!(status, Some(0), "{text}");
        let path = fs::read_to_string(sandbox.work().join("path")).unwrap();
        assert!(Path::new(path.trim()).join("sopctl").is_file(), "{path}");

        let (status, text) = install(&sandbox, &mirror, "9.9.9");
        assert_eq!(status, Some(0), "{text}");
        for version in ["main", "v1", "v9.9.9/../x", "v9.9.9;id"] {
            let (status, text) = install(&sandbox, &mirror, version);
            assert_eq!(status, Some(2), "{version}: {text}");
            assert!(text.contains("is no release of sopctl"), "{version}: {text}");
        }
        let (status, text) = install(&sandbox, &mirror, "v9.9.8");
        assert_eq!(status, Some(2));
        assert!(text.contains("cannot be fetched"), "{text}");

        let mirror = release(&sandbox, Some(&format!("{} x\n", "0".repeat(64))));
        let (status, text) = install(&sandbox, &mirror, "v9.9.9");
        assert_eq!(status, Some(2));
        assert!(text.contains("is not what was released"), "{text}");
    }

    #[test]
    fn what_the_release_packs_is_what_the_action_installs() {
        let sandbox = Sandbox::new();
        let version = env!("CARGO_PKG_VERSION");
        let program = "#!/bin/sh\ncase $1 in --version) echo sopctl VERSION ;; \
                       man) echo .TH sopctl >$2/sopctl.1 ;; *) echo \"$@\" ;; esac\n";
        let built = sandbox.write("built/sopctl", &program.replace("VERSION", version));
        let target = target();
        let pack = |program: &Path| {
            let script = Path::new(ROOT).join(".github/release/package.sh");
            let folder = sandbox.work().join("packed").join(format!("v{version}"));
            Command::new(script).arg(program).arg(target).arg(folder).output().unwrap()
        };
        make_program(&built);
        let packed = pack(&built);
        assert!(packed.status.success(), "{}", said(&packed));
        let (status, text) = install(&sandbox, &sandbox.work().join("packed"), version);
        assert_eq!(status, Some(0), "{text}");
        let path = fs::read_to_string(sandbox.work().join("path")).unwrap();
        let folder = Path::new(path.trim());
        let zsh = fs::read_to_string(folder.join("completions/sopctl.zsh")).unwrap();
        assert_eq!(zsh, "completions zsh\n");
        for file in ["sopctl", "man1/sopctl.1", "LICENSE-MIT", "LICENSE-APACHE", "README.md"] {
            assert!(folder.join(file).is_file(), "{file}");
        }

        let other = sandbox.write("built/other", "#!/bin/sh\necho sopctl 0.0.1\n");
        make_program(&other);
        let refused = pack(&other);
        assert!(!refused.status.success());
        assert!(said(&refused).contains("says it is sopctl 0.0.1"), "{}", said(&refused));
    }

    fn make_program(file: &Path) {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The script of a step in the YAML of a page, by the name of the step.
    fn script(page: &str, name: &str) -> String {
        let text = fs::read_to_string(Path::new(ROOT).join("docs/how-to").join(page)).unwrap();
        let step = text.split(&format!("- name: {name}\n")).nth(1).unwrap();
        let mut lines = step.lines().skip(1).peekable();
        let indent = lines.peek().unwrap().len() - lines.peek().unwrap().trim_start().len();
        let belongs = |line: &&str| line.trim().is_empty() || line.starts_with(&" ".repeat(indent));
        let script: Vec<&str> =
            lines.take_while(belongs).map(|line| line.get(indent..).unwrap_or_default()).collect();
        format!("set -euo pipefail\n{}\n", script.join("\n"))
    }

    fn run_step(
        sandbox: &Sandbox,
        repo: &GitRepo<'_>,
        script: &str,
        env: &[(&str, &str)],
    ) -> String {
        let output = runner(sandbox, repo.folder(), Path::new("/bin/bash"))
            .args(["-c", script])
            .envs(env.iter().copied())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", said(&output));
        fs::read_to_string(sandbox.work().join("asked")).unwrap_or_default()
    }

    /// A `gh` that answers with `answer` and writes down each call, and the texts it is given.
    fn fake_gh(sandbox: &Sandbox, answer: &str) {
        let script = format!(
            "#!/bin/bash\n{{ echo \"gh $*\"; for a in \"$@\"; do case $a in body=@*) cat \"${{a#body=@}}\";; \
             *.md) cat \"$a\";; esac; done; }} >>\"$SANDBOX/asked\"\n{answer}\n"
        );
        let file = sandbox.write("programs/gh", &script);
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(&file, mode).unwrap();
    }

    #[test]
    fn a_pull_request_that_touches_what_a_document_describes_gets_the_comment() {
        let sandbox = Sandbox::new();
        let upstream = GitRepo::new(&sandbox, "upstream");
        let watching = sop(
            "SOP-001",
            "last_reviewed = 2026-01-10\nwatches = [\"limits.toml\"]\n",
            "1. Pay.\n",
        );
        upstream.write("sops/a.md", &watching).write("limits.toml", "most = 100\n");
        upstream.commit(ANA, DUE, "Write SOP-001");
        upstream.branch("work");
        upstream.write("limits.toml", "most = 250\n").commit(ANA, "2026-02-01", "Raise it");
        // What a runner checks out: a commit that is on no branch.
        let clone = upstream.clone_with(&[upstream.folder().to_str().unwrap()], "clone");
        clone.git(&["checkout", "--quiet", "--detach", "origin/work"]);
        clone.git(&["remote", "set-head", "origin", "--delete"]);

        fake_gh(&sandbox, "[ \"$2\" != --paginate ] || exit 0");
        let env = [("BASE", "main"), ("NUMBER", "7"), ("GITHUB_REPOSITORY", "o/r")];
        let comment = script("github.md", "Comment");
        let asked = run_step(&sandbox, &clone, &comment, &env);
        assert!(asked.contains("gh api --method POST repos/o/r/issues/7/comments"), "{asked}");
        assert!(asked.contains("<!-- sopctl:pr -->"), "{asked}");
        assert!(asked.contains("SOP-001") && asked.contains("limits.toml"), "{asked}");

        // The second push finds the comment of the first.
        fake_gh(&sandbox, "[ \"$2\" != --paginate ] || echo 4711");
        let asked = run_step(&sandbox, &clone, &comment, &env);
        assert!(asked.contains("gh api --method PATCH repos/o/r/issues/comments/4711"), "{asked}");
    }

    /// The commands of a workflow that `init` wrote, in the clone of a runner.
    fn run_workflow(
        sandbox: &Sandbox,
        clone: &GitRepo<'_>,
        env: &[(&str, &str)],
    ) -> Vec<(Option<i32>, String)> {
        let workflow = clone.folder().join(".github/workflows/sopctl.yml");
        let steps = ["Check the rules", "Report what is stale"];
        let run = |name: &str| {
            let text = fs::read_to_string(&workflow).unwrap();
            let step = text.split(&format!("- name: {name}\n")).nth(1).unwrap();
            let line = step.lines().find_map(|line| line.trim().strip_prefix("run: ")).unwrap();
            let output = runner(sandbox, clone.folder(), Path::new("/bin/bash"))
                .args(["-c", &format!("set -euo pipefail\n{line}\n")])
                .env("LIBRARY", ".")
                .envs(env.iter().copied())
                .output()
                .unwrap();
            (output.status.code(), said(&output))
        };
        steps.into_iter().map(run).collect()
    }

    #[test]
    fn the_workflow_that_init_writes_works_on_the_library_that_it_begins() {
        let sandbox = Sandbox::new();
        let upstream = GitRepo::new(&sandbox, "upstream");
        upstream.write("docs/how-to-pay.md", "# How to pay\n\n1. Click **Pay**.\n");
        upstream.commit(ANA, DUE, "Begin");
        upstream.git(&["branch", "--move", "trunk"]);
        upstream.sopctl(&["init", "--ci", "github"]).run().success();
        upstream.sopctl(&["adopt", "--write"]).run().success();
        for arguments in [
            &["new", "policy", "Customer money", "--owner", "@ana"][..],
            &["new", "sop", "Refunds", "--implements", "POL-001", "--owner", "@ana"],
            &["new", "wi", "Issue a refund", "--implements", "SOP-001", "--owner", "@ana"],
        ] {
            upstream.sopctl(arguments).run().success();
        }
        upstream.commit(ANA, "2026-02-01", "Begin the library");
        let workflow = ".github/workflows/sopctl.yml";
        let written = fs::read_to_string(upstream.folder().join(workflow)).unwrap();
        assert!(written.contains("branches: [\"trunk\"]"), "{written}");

        // A push to the branch, and then a pull request that breaks a document.
        let clone = upstream.clone_with(&[upstream.folder().to_str().unwrap()], "clone");
        for (status, text) in run_workflow(&sandbox, &clone, &[("BASE", "")]) {
            assert_eq!(status, Some(0), "{text}");
        }
        upstream.branch("work");
        let text = fs::read_to_string(upstream.folder().join("docs/refunds.md")).unwrap();
        upstream.write("docs/refunds.md", &text.replace("\"draft\"", "\"effective\""));
        upstream.commit(ANA, "2026-02-02", "Make it effective");
        let clone = upstream.clone_with(&[upstream.folder().to_str().unwrap()], "pull-request");
        clone.git(&["checkout", "--quiet", "--detach", "origin/work"]);
        clone.git(&["remote", "set-head", "origin", "trunk"]);
        let said = run_workflow(&sandbox, &clone, &[("BASE", "trunk")]);
        let (status, text) = &said[0];
        assert_eq!(*status, Some(1), "{text}");
        assert!(text.contains("::error ") && text.contains("docs/refunds.md"), "{text}");
        assert!(!text.contains("how-to-pay.md"), "only what the work touches: {text}");
    }

    #[test]
    fn each_stale_document_has_one_issue() {
        let sandbox = Sandbox::new();
        let repo = library(&sandbox);
        let old = r#"[{"number": 5, "body": "<!-- sopctl:stale sops/gone.md -->\nOld"}, {"number": 6, "body": "Mine"}]"#;
        fake_gh(&sandbox, &format!("[ \"$2\" != list ] || echo '{old}'"));
        let keep = script("github.md", "Keep issues");
        let asked = run_step(&sandbox, &repo, &keep, &[("SOPCTL_AS_OF", "2027-03-01")]);
        assert!(asked.contains("gh issue create --label sopctl --title SOP-001: "), "{asked}");
        assert!(asked.contains("<!-- sopctl:stale sops/a.md -->"), "{asked}");
        assert!(asked.contains("gh issue close 5 "), "{asked}");
        assert!(!asked.contains("close 6") && !asked.contains("edit 6"), "{asked}");

        // What is accepted opens none, and text of documents is no markup.
        fs::remove_file(sandbox.work().join("asked")).unwrap();
        repo.write(
            "sops/b.md",
            &reviewed("SOP-002", DUE, "x").replace("Procedure SOP-002", "<img> @all \\u202e"),
        );
        repo.sopctl(&["stale", "--as-of", "2027-03-01", "--write-baseline"]).run().success();
        repo.write("sopctl.toml", "schema = 1\n[stale]\nbaseline = \"sopctl-baseline.toml\"\n");
        let asked = run_step(&sandbox, &repo, &keep, &[("SOPCTL_AS_OF", "2027-03-01")]);
        assert!(!asked.contains("issue create"), "{asked}");
        fs::remove_file(repo.folder().join("sopctl-baseline.toml")).unwrap();
        fs::remove_file(repo.folder().join("sopctl.toml")).unwrap();
        let asked = run_step(&sandbox, &repo, &keep, &[("SOPCTL_AS_OF", "2027-03-01")]);
        assert!(asked.contains("SOP-002: <img> @all  "), "{asked}");
        assert!(!asked.contains('\u{202e}'), "{asked}");
        fs::remove_file(repo.folder().join("sops/b.md")).unwrap();

        fs::remove_file(sandbox.work().join("asked")).unwrap();
        let known = r#"[{"number": 8, "body": "<!-- sopctl:stale sops/a.md -->\r\nOld"}]"#;
        fake_gh(&sandbox, &format!("[ \"$2\" != list ] || echo '{known}'"));
        let asked = run_step(&sandbox, &repo, &keep, &[("SOPCTL_AS_OF", "2027-03-01")]);
        assert!(asked.contains("gh issue edit 8 "), "{asked}");
        assert!(!asked.contains("create") && !asked.contains("close"), "{asked}");
    }

    /// A tagged checkout, as a runner has it: on no branch, and what the tag before it had.
    fn tagged_checkout(sandbox: &Sandbox) -> GitRepo<'_> {
        let upstream = library(sandbox);
        upstream.tag("qms-1");
        upstream.write("sops/a.md", &reviewed("SOP-001", DUE, "1. Pay up to 250 EUR.\n"));
        upstream.commit(ANA, "2026-02-01", "Raise the limit (#7)");
        upstream.tag("qms-2");
        upstream.write("sops/b.md", &reviewed("SOP-002", DUE, "1. Call.\n"));
        upstream.commit(ANA, "2026-03-01", "Write SOP-002");
        upstream.tag("qms-3");
        let clone = upstream.clone_with(&[upstream.folder().to_str().unwrap()], "clone");
        clone.git(&["checkout", "--quiet", "--detach", "qms-2"]);
        clone.git(&["remote", "set-head", "origin", "--delete"]);
        clone
    }

    #[test]
    fn a_release_gets_its_notes_and_the_change_notice() {
        let sandbox = Sandbox::new();
        let clone = tagged_checkout(&sandbox);
        let known =
            r#"[{"number": 7, "reviews": [{"author": {"login": "ben"}, "state": "APPROVED"}]}]"#;
        fake_gh(
            &sandbox,
            &format!("case \"$1 $2\" in 'pr list') echo '{known}';; 'release view') exit 1;; esac"),
        );
        let env = [("TAG", "qms-2"), ("BRANCH", "main")];
        let asked = run_step(&sandbox, &clone, &script("release.md", "Release"), &env);
        assert!(asked.contains("gh release create qms-2 --verify-tag --title qms-2"), "{asked}");
        assert!(asked.contains("What changes for you with qms-2"), "{asked}");
        assert!(asked.contains("gh release upload qms-2 changelog.md changelog.html"), "{asked}");
        let notice = fs::read_to_string(clone.folder().join("changelog.md")).unwrap();
        for part in
            ["qms-1 → qms-2", "SOP-001", "limit 100 EUR → 250 EUR", "ben", "hosting service"]
        {
            assert!(notice.contains(part), "{part} in {notice}");
        }
        assert!(!notice.contains("SOP-002"), "{notice}");
        assert!(clone.folder().join("changelog.html").is_file());
    }

    #[test]
    fn a_release_on_gitlab_is_described_by_the_change_notice() {
        let sandbox = Sandbox::new();
        let clone = tagged_checkout(&sandbox);
        clone.git(&["remote", "set-head", "origin", "main"]);
        let curl = "#!/bin/bash\n{ echo \"curl $*\"; cat changelog.md; } >>\"$SANDBOX/asked\"\n";
        let file = sandbox.write("programs/curl", curl);
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(&file, mode).unwrap();
        let page = fs::read_to_string(Path::new(ROOT).join("docs/how-to/release.md")).unwrap();
        let job = page.split("release-changelog:\n").nth(1).unwrap();
        let lines = job.split("    - |\n").nth(1).unwrap().lines();
        let lines: Vec<&str> = lines.map_while(|line| line.strip_prefix("      ")).collect();
        let script = format!("set -euo pipefail\n{}\n", lines.join("\n"));
        let env = [
            ("CI_COMMIT_TAG", "qms-2"),
            ("CI_JOB_TOKEN", "t"),
            ("CI_API_V4_URL", "https://gitlab.example/api/v4"),
            ("CI_PROJECT_ID", "3"),
            ("LIBRARY", "."),
        ];
        let asked = run_step(&sandbox, &clone, &script, &env);
        assert!(asked.contains("--data-urlencode tag_name=qms-2"), "{asked}");
        assert!(asked.contains("https://gitlab.example/api/v4/projects/3/releases"), "{asked}");
        assert!(asked.contains("limit 100 EUR → 250 EUR"), "{asked}");
    }

    #[test]
    fn a_review_is_recorded_for_people_without_git() {
        let sandbox = Sandbox::new();
        let upstream = library(&sandbox).bare_clone("upstream.git");
        let clone = upstream.clone_with(&[upstream.folder().to_str().unwrap()], "clone");
        fake_gh(&sandbox, "");
        let env = [
            ("DOCUMENT", "SOP-001"),
            ("OUTCOME", "current"),
            ("NOTE", "Walked through it with $(touch pwned) the night shift"),
            ("EVIDENCE", ""),
            ("GITHUB_ACTOR", "mia"),
            ("GITHUB_RUN_ID", "99"),
        ];
        let asked = run_step(&sandbox, &clone, &script("github.md", "Record"), &env);
        assert!(
            asked.contains("gh pr create --head review/99 --title Review of SOP-001"),
            "{asked}"
        );
        let recorded = upstream.git(&["show", "review/99:sops/a.md"]);
        for part in ["reviewed_by = ", "@mia", "$(touch pwned)", "reviewed_text = "] {
            assert!(recorded.contains(part), "{part} in {recorded}");
        }
        assert!(!clone.folder().join("pwned").exists());
    }
}
