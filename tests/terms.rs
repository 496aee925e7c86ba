//! Topics, systems and teams: which names are one term, what it is called, and where it stands.

use candor::pipeline::Build;

use crate::site::{Site, codes, page, paths};

fn note(n: usize, topics: &str) -> (String, String) {
    (
        format!("content/lessons/n{n}.md"),
        format!("---\ntitle: Note {n}\nkind: lesson\ntopics: [{topics}]\n---\n\nText.\n"),
    )
}

fn site(topics: &[&str]) -> Site {
    let mut site = Site::default();
    site.files.extend(topics.iter().enumerate().map(|(n, topics)| note(n, topics)));
    site
}

/// The pages of topics, with their headings.
fn topics(build: &Build) -> Vec<(String, String)> {
    let paths = paths(build).into_iter();
    let paths = paths.filter(|path| path.starts_with("topics/") && *path != "topics/index.html");
    let heading = |path: &str| {
        let html = page(build, path);
        let start = html.find("<h1").expect("a page has a heading");
        let start = start + html[start..].find('>').expect("the tag ends") + 1;
        html[start..start + html[start..].find("</h1>").expect("the heading ends")].to_string()
    };
    paths
        .map(|path| {
            let heading = heading(&path);
            (path, heading)
        })
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(path, name)| ((*path).to_string(), (*name).to_string())).collect()
}

#[test]
fn topics_that_differ_in_a_sign_have_a_page_each() {
    let build = site(&["\"C++\", \"C#\", c, .NET, net"]).build();
    assert_eq!(codes(&build), [""; 0]);
    let expected = [
        ("topics/c-plus-plus.html", "C++"),
        ("topics/c-sharp.html", "C#"),
        ("topics/c.html", "c"),
        ("topics/dot-net.html", ".NET"),
        ("topics/net.html", "net"),
    ];
    assert_eq!(topics(&build), pairs(&expected));
    let html = page(&build, "lessons/n0.html");
    for (path, name) in expected {
        assert!(html.contains(&format!("../{path}\">{name}</a>")), "no chip for {name}: {html}");
    }
}

#[test]
fn topics_with_the_same_letters_in_ascii_stay_apart_in_any_order() {
    let expected = pairs(&[("topics/ri-ben-2.html", "日本"), ("topics/ri-ben.html", "ri ben")]);
    assert_eq!(topics(&site(&["日本", "ri ben"]).build()), expected);
    assert_eq!(topics(&site(&["ri ben, 日本"]).build()), expected);
    // A number never takes the page of a topic that has it by its name.
    let three = pairs(&[
        ("topics/ri-ben-2.html", "ri ben 2"),
        ("topics/ri-ben-3.html", "日本"),
        ("topics/ri-ben.html", "ri ben"),
    ]);
    assert_eq!(topics(&site(&["日本", "ri ben, ri ben 2"]).build()), three);
}

#[test]
fn topics_of_no_letter_or_named_like_their_list_have_a_page_too() {
    let build = site(&["\"???\", index"]).build();
    assert_eq!(topics(&build), pairs(&[("topics/index-2.html", "index"), ("topics/topic.html", "???")]));
    assert!(page(&build, "topics/index.html").contains("index-2.html"));
}

#[test]
fn spellings_of_one_topic_are_one_page_under_the_most_frequent_of_them() {
    assert_eq!(
        topics(&site(&["On-call", "on call", "on call", "ON CALL"]).build()),
        pairs(&[("topics/on-call.html", "on call")])
    );
    assert_eq!(topics(&site(&["Alerting", "alerting"]).build()), pairs(&[("topics/alerting.html", "Alerting")]));
}

#[test]
fn a_topics_note_gives_the_name_and_answers_to_its_file_its_title_and_its_aliases() {
    let mut site = site(&["\"C++\"", "cpp", "\"the language, C\""]);
    let text = "---\ntitle: C++\naliases: [\"the language, C\"]\n---\n\nAbout it.\n";
    site.files.insert("content/topics/cpp.md".to_string(), text.to_string());
    let build = site.build();
    assert_eq!(codes(&build), [""; 0]);
    let html = page(&build, "topics/cpp.html");
    assert!(html.contains("About it.") && html.contains("C++</h1>"), "{html}");
    for n in 0..3 {
        assert!(html.contains(&format!("lessons/n{n}.html")), "note {n} is not there: {html}");
    }
}
