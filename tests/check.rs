//! `candor check` in real repositories: what it tells, in which form, and that it writes nothing.

use serde_json::Value;

use crate::repository::{Repository, Said};

const REVIEW: &str = "---\ntitle: The stuck belt\nkind: review\n---\n\n## Timeline\n\nThe belt stopped at six.\n\nThe team should have caught this in review.\n";

fn site(notes: &[(&str, &str)]) -> Repository {
    let site = Repository::new();
    site.write("site.toml", "");
    for (path, text) in notes {
        site.write(path, text);
    }
    site
}

fn hints(site: &Repository, more: &[&str]) -> Vec<Value> {
    let said = site.candor(&[&["check", "--format", "json"], more].concat());
    said.out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn codes(site: &Repository, more: &[&str]) -> Vec<String> {
    let mut codes: Vec<String> =
        hints(site, more).iter().map(|hint| hint["code"].as_str().expect("a code").to_string()).collect();
    codes.retain(|code| !code.starts_with("section/"));
    codes
}

#[test]
fn a_hint_shows_its_words_and_a_kinder_way_and_fails_nothing() {
    let site = site(&[("content/a.md", REVIEW)]);
    let said = site.candor(&["check"]);
    assert_eq!(said.code, 0);
    assert!(
        said.err.contains("suggestion[coach/counterfactual]: `should have caught` tells of something"),
        "{}",
        said.err
    );
    assert!(said.err.contains("for example `This was not caught`"), "{}", said.err);
    assert!(said.out.ends_with("in 1 note\n"), "{}", said.out);
    assert!(!site.path("public").exists(), "a check writes nothing");
}

#[test]
fn the_fix_of_a_hint_stands_at_the_very_bytes_that_it_replaces() {
    let site = site(&[("content/a.md", REVIEW)]);
    let hint = hints(&site, &[]).into_iter().find(|hint| hint["code"] == "coach/counterfactual").expect("it is told");
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    let fix = &hint["fix"];
    let line = REVIEW.lines().nth(number(&fix["line"]) - 1).expect("the line is there");
    let (from, to) = (number(&fix["column"]) - 1, number(&fix["end_column"]) - 1);
    let text = fix["text"].as_str().expect("a text");
    assert_eq!(format!("{}{text}{}", &line[..from], &line[to..]), "This was not caught in review.");
}

#[test]
fn a_broken_note_is_an_error_and_a_warning_only_when_asked_for() {
    let site = site(&[("content/a.md", "# A\n\n[[nowhere]]\n")]);
    assert_eq!(site.candor(&["check"]).code, 0);
    assert_eq!(site.candor(&["check", "--strict"]).code, 1);
    site.write("content/b.md", "---\ntitle: [\n---\n");
    assert_eq!(site.candor(&["check"]).code, 1);
    assert_eq!(site.candor(&["check", "--site", "nowhere"]).code, 2);
}

#[test]
fn site_toml_says_how_much_a_hint_matters() {
    let site = site(&[("content/a.md", REVIEW)]);
    site.write("site.toml", "[check]\n\"coach/counterfactual\" = \"error\"\n");
    assert_eq!(site.candor(&["check"]).code, 1);
    assert_eq!(site.candor(&["build"]).code, 0, "the coach stops no build");
    site.write("site.toml", "[check]\n\"coach/counterfactual\" = \"off\"\n");
    assert_eq!(codes(&site, &[]), Vec::<String>::new());
}

#[test]
fn a_single_root_cause_is_told_only_where_the_site_wants_it() {
    let site = site(&[("content/a.md", "---\nkind: review\n---\n# A\n\nThe root cause was a full disk.\n")]);
    assert_eq!(codes(&site, &[]), Vec::<String>::new());
    site.write("site.toml", "[check]\n\"coach/root-cause\" = \"suggestion\"\n");
    assert_eq!(codes(&site, &[]), ["coach/root-cause"]);
}

#[test]
fn an_allowance_needs_a_reason_and_is_told_when_nothing_needs_it() {
    let with = |comment: &str| {
        let text = REVIEW.replace("The team should", &format!("{comment}\n\nThe team should"));
        let site = site(&[("content/a.md", &text)]);
        hints(&site, &[])
            .iter()
            .filter(|hint| hint["code"].as_str().is_some_and(|code| code.starts_with("coach/")))
            .map(|hint| {
                format!(
                    "{}: {}",
                    hint["code"].as_str().unwrap_or_default(),
                    hint["message"].as_str().unwrap_or_default()
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(with("<!-- candor: allow coach/counterfactual: as they said it -->"), Vec::<String>::new());
    assert_eq!(with("<!-- candor: allow coach/counterfactual -->").len(), 2);
    assert!(with("<!-- candor: allow coach/counterfactual -->")[0].contains("without a reason"));
    assert!(with("<!-- candor: allow coach/judgement: why not -->")[0].contains("any more"));
    assert!(with("<!-- candor: allow coach/counter: why -->")[0].contains("nothing that can be allowed"));
    assert!(with("<!-- candor: allow link/broken: why -->")[0].contains("nothing that can be allowed"));
}

#[test]
fn an_allowance_before_its_text_on_one_line_is_for_that_text() {
    let with = |line: &str| {
        let note = format!("---\nkind: guide\n---\n# A\n\n{line}\n");
        codes(&site(&[("content/a.md", &note)]), &[])
    };
    assert_eq!(with("<!-- plain --> It was a careless edit."), ["coach/judgement"]);
    for line in [
        "<!-- candor: allow coach/judgement: as they said --> It was a careless edit.",
        "- <!-- candor: allow coach/judgement: as they said --> It was a careless edit.",
        "It rained. <!-- candor: allow coach/judgement: as they said --> It was a careless edit.",
    ] {
        assert_eq!(with(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn an_allowance_of_an_unknown_code_names_the_nearest() {
    for written in ["coach/judgment: why", "judgment: why", "coach/judgment as they said", "judgement: why"] {
        let note = format!("# A\n\n<!-- candor: allow {written} -->\n\nThe belt stopped.\n");
        let told = hints(&site(&[("content/a.md", &note)]), &[]);
        let help = told.iter().find(|hint| hint["code"] == "coach/unused").map(|hint| hint["help"].to_string());
        assert!(
            help.as_deref().is_some_and(|help| help.contains("did you mean `coach/judgement`?")),
            "{written}: {help:?}"
        );
    }
}

#[test]
fn an_allowance_is_for_its_own_block_alone() {
    let text = REVIEW.to_string()
        + "<!-- candor: allow coach/counterfactual: said so -->\n\nThe crew should have asked the depot.\n";
    let site = site(&[("content/a.md", &text)]);
    assert_eq!(codes(&site, &[]), ["coach/counterfactual"], "the one before the comment stays");
}

#[test]
fn what_is_quoted_or_code_is_not_the_authors() {
    let text = "---\nkind: review\n---\n# A\n\n> The team should have caught this.\n\n`The team should have caught this.`\n\n    The team should have caught this.\n\nShe wrote “the team should have caught this”.\n";
    assert_eq!(codes(&site(&[("content/a.md", text)]), &[]), Vec::<String>::new());
}

#[test]
fn a_hint_can_be_about_the_whole_note() {
    let words = "The belt ran slowly that day and nobody could hear it over the fans. ".repeat(12);
    let text = format!(
        "---\ntitle: A\nkind: review\n---\n\n## Timeline\n\n- The engineer opened the gate.\n- The engineer started the belt.\n- The engineer called the depot.\n- The engineer closed the gate.\n\n## What happened then\n\n{words}\n\n## Actions\n\n- Be more careful.\n- Pay attention to the gate.\n"
    );
    let mut found = codes(&site(&[("content/a.md", &text)]), &["--all"]);
    found.retain(|code| code != "coach/vigilance");
    assert_eq!(found, ["coach/balance", "coach/one-role", "coach/only-vigilance"]);
    let well = text
        .replace("## Actions", "## What went well\n\nThe alarm rang at once.\n\n## Actions")
        .replace("- Be more careful.", "- Put a latch on the gate.");
    let well = well
        .replace("The engineer closed the gate", "The gate closed")
        .replace("The engineer called", "The alarm called");
    assert!(codes(&site(&[("content/a.md", &well)]), &[]).iter().all(|code| code == "coach/vigilance"), "{well}");
}

#[test]
fn only_a_handful_of_hints_of_a_note_are_shown_at_once() {
    let text = REVIEW.replace("Timeline", "In short") + &"The crew should have asked the depot first.\n\n".repeat(7);
    let site = site(&[("content/a.md", &text)]);
    let said = site.candor(&["check"]);
    assert_eq!(said.err.matches("[coach/").count(), 5, "{}", said.err);
    assert!(said.err.contains("content/a.md: 3 more hints of the coach"), "{}", said.err);
    assert_eq!(site.candor(&["check", "--all"]).err.matches("[coach/").count(), 8);
}

#[test]
fn changed_since_tells_of_what_changed_and_of_every_error() {
    let place = site(&[("content/old.md", REVIEW), ("content/link.md", "# L\n\n[[nowhere]]\n")]);
    let git = |arguments: &[&str]| place.git(arguments);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "start"]);
    place.write("content/new.md", &REVIEW.replace("stuck", "new"));
    let files = |place: &Repository| -> Vec<String> {
        let told = hints(place, &["--changed-since", "HEAD"]);
        let mut files: Vec<String> =
            told.iter().map(|hint| hint["file"].as_str().expect("a file").to_string()).collect();
        files.dedup();
        files
    };
    assert_eq!(files(&place), ["content/new.md"]);
    place.write("content/broken.md", "---\ntitle: [\n---\n");
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "more"]);
    assert_eq!(files(&place), ["content/broken.md"], "an error stops the build, whoever made it");
    let said = place.candor(&["check", "--changed-since", "no-such"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("git knows no commit `no-such`"), "{}", said.err);
}

#[test]
fn strict_fails_a_change_only_for_what_it_caused() {
    let place = site(&[("content/link.md", "# L\n\n[[nowhere]]\n"), ("content/target.md", "# Target\n")]);
    place.write("content/uses.md", "# U\n\nSee [[target]].\n");
    place.git(&["add", "--all"]);
    place.git(&["commit", "--quiet", "--message", "start"]);
    place.write("content/new.md", "# New\n");
    let strict = |place: &Repository| {
        let said = place.candor(&["check", "--strict", "--changed-since", "HEAD", "--format", "json"]);
        let line = |line: &str| serde_json::from_str::<Value>(line).expect("each line is JSON");
        let told = said.out.lines().map(line).map(|hint| format!("{} {}", hint["severity"], hint["file"]));
        (said.code, told.collect::<Vec<_>>())
    };
    assert_eq!(strict(&place), (0, Vec::new()), "the old link is not of this change");
    place.write("content/new.md", "# New\n\n[[nowhere else]]\n");
    assert_eq!(strict(&place), (1, vec!["\"error\" \"content/new.md\"".to_string()]));
    // A note that nobody touched has a broken link, since what it leads to was renamed.
    place.write("content/new.md", "# New\n");
    place.git(&["mv", "content/target.md", "content/other.md"]);
    place.write("content/other.md", "# Another name\n");
    assert_eq!(strict(&place), (1, vec!["\"error\" \"content/uses.md\"".to_string()]));
    place.git(&["rm", "--quiet", "--force", "content/other.md"]);
    assert_eq!(strict(&place).1, ["\"error\" \"content/uses.md\""]);
}

#[test]
fn a_list_of_files_limits_what_is_told() {
    let place = site(&[("content/a.md", REVIEW), ("content/b.md", REVIEW)]);
    place.write("list", "content/b.md\0site.toml\0");
    let told = hints(&place, &["--changed-files", "list"]);
    assert!(!told.is_empty() && told.iter().all(|hint| hint["file"] == "content/b.md"), "{told:?}");
    assert_eq!(place.candor(&["check", "--changed-files", "none"]).code, 2);
}

#[test]
fn errors_are_shown_before_anything_else() {
    let place = site(&[("content/a.md", REVIEW), ("content/b.md", "---\ntitle: [\n---\n")]);
    let said = place.candor(&["check"]);
    assert!(said.err.starts_with("error["), "{}", said.err);
    assert!(said.err.contains("coach/counterfactual"), "{}", said.err);
}

#[test]
fn machines_are_told_the_path_from_the_top_of_the_repository() {
    let place = Repository::new();
    place.write("docs/site.toml", "");
    place.write("docs/content/a.md", REVIEW);
    let run = |format: &str| -> Said { place.candor(&["check", "--site", "docs", "--format", format]) };
    let github = run("github").out;
    let notice = github.lines().find(|line| line.contains("coach/counterfactual")).expect("it is told");
    assert!(notice.starts_with("::notice file=docs/content/a.md,line=10,endLine=10,col=10"), "{notice}");
    let sarif: Value = serde_json::from_str(&run("sarif").out).expect("SARIF is JSON");
    let places = sarif["runs"][0]["results"].as_array().expect("a list");
    assert!(
        places
            .iter()
            .all(|one| one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/content/a.md")
    );
}

#[test]
fn every_code_is_explained() {
    let site = site(&[]);
    for known in candor::diagnostic::CODES {
        let said = site.candor(&["check", "--explain", known.code]);
        assert_eq!(said.code, 0, "{}", known.code);
        assert!(said.out.contains(known.about), "{}", said.out);
    }
    let said = site.candor(&["check", "--explain", "coach/judgment"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("coach/judgement"), "{}", said.err);
}

/// The promise: no word, code or count of the coach gets into a published byte.
#[test]
fn nothing_that_the_coach_says_is_in_the_output() {
    let clean = "The belt stopped at six.";
    let blame = [
        "The team should have caught this in review.",
        "Why did you open the gate?",
        "It was a careless edit.",
        "Human error.",
        "We must be more careful.",
    ];
    let text = REVIEW.replace("The team should have caught this in review.", &blame.join("\n\n"));
    let site = site(&[("content/a.md", &text), ("content/b.md", &format!("# B\n\n{clean}\n"))]);
    site.write("site.toml", "url = \"https://wiki.example\"\n");
    let told = hints(&site, &[]);
    let told: Vec<&Value> =
        told.iter().filter(|hint| hint["code"].as_str().is_some_and(|code| code.starts_with("coach/"))).collect();
    assert!(told.len() >= 5, "{told:?}");
    assert_eq!(site.candor(&["build", "--today", "2026-11-24"]).code, 0);
    let mut secrets = vec!["coach/".to_string()];
    for hint in told {
        secrets.push(hint["help"].as_str().expect("help").to_string());
        let message = hint["message"].as_str().expect("a message");
        secrets.push(message.rsplit("` ").next().unwrap_or(message).to_string());
    }
    let mut left = vec![site.path("public")];
    let mut files = 0;
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                left.push(path);
                continue;
            }
            files += 1;
            let bytes = std::fs::read(&path).expect("a file");
            let text = String::from_utf8_lossy(&bytes);
            for secret in &secrets {
                assert!(!text.contains(secret.as_str()), "{} has `{secret}`", path.display());
            }
        }
    }
    assert!(files > 20, "only {files} files were looked into");
}
