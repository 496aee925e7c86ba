//! Tests of kinds: what is read, what is told of the rest, what editors get.

use super::*;
use crate::config::list;
use crate::diagnostic::Diagnostic;

const REVIEW: &str = r#"
label = "Review"
plural = "Reviews"
summary = "What happened."
glyph = "review"
hue = "review"
folder = "/reviews/"
order = 20
credit = false
checks = ["section/missing"]
sections = ["In short", ["What happened", "Timeline"]]

[fields.started]
type = "moment"
required = true
about = "When it began"

[fields.severity]
type = "choice"
values = ["low", "high"]
label = "Reach"

[fields.actions]
type = "record"
list = true
[fields.actions.fields.what]
type = "text"
required = true
[fields.actions.fields.title]
type = "text"
"#;

fn parse(name: &str, toml: &str) -> (Option<Kind>, Vec<Diagnostic>) {
    Kind::parse(name, &FilePath::from("kinds/x/kind.toml"), toml, Some("---\ntitle: x\n---\n"))
}

fn told(toml: &str) -> Vec<String> {
    let line = |problem: &Diagnostic| {
        let span = &problem.primary.span;
        assert_eq!(problem.code.0, "kind/invalid");
        let help = problem.help.as_deref().map(|help| format!(" / {help}")).unwrap_or_default();
        format!("{}: {}{help}", &toml[span.start..span.end], problem.message)
    };
    parse("x", toml).1.iter().map(line).collect()
}

#[test]
fn a_whole_kind_is_read() {
    let (kind, problems) = parse("review", REVIEW);
    let kind = kind.expect("its name is right");
    assert_eq!(problems, []);
    assert_eq!((kind.label.as_str(), kind.plural.as_str(), kind.folder.as_str()), ("Review", "Reviews", "reviews"));
    assert_eq!((kind.hue.as_str(), kind.order, kind.credit), ("review", 20, false));
    assert!(kind.checks("section/missing") && !kind.checks("review/overdue"));
    assert_eq!(kind.sections[1].names, ["What happened", "Timeline"]);
    let names: Vec<&str> = kind.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["started", "severity", "actions"]);
    assert_eq!((kind.fields[0].label.as_str(), kind.fields[0].required), ("Started", true));
    assert_eq!(kind.fields[1].ty, FieldType::Choice(vec![String::from("low"), String::from("high")]));
    let FieldType::Record(actions) = &kind.fields[2].ty else { panic!("actions is a record") };
    assert!(kind.fields[2].list && actions[0].required && actions[1].name == "title");
}

#[test]
fn an_empty_file_makes_a_plain_kind() {
    let (kind, problems) = parse("near-miss", "");
    let kind = kind.expect("its name is right");
    assert_eq!(problems, []);
    assert_eq!(
        (kind.label.as_str(), kind.plural.as_str(), kind.glyph.as_str()),
        ("Near miss", "Near misses", "near-miss")
    );
    assert!(kind.credit && kind.fields.is_empty());
}

#[test]
fn what_is_wrong_is_told_and_the_rest_kept() {
    let toml = "lable = \"X\"\nhue = \"reveiw\"\nfolder = \"../up\"\nchecks = [\"section/mising\", \"link/broken\"]\nsections = [1, []]\nvalues = 1\n";
    assert_eq!(
        told(toml),
        [
            String::from("lable: a kind has no key `lable` / did you mean `label`?"),
            format!(
                "\"reveiw\": `hue` takes {}, and not `reveiw` / did you mean `review`?",
                crate::config::one_of(&HUES)
            ),
            String::from(
                "\"../up\": `../up` cannot be a folder of notes / write a folder under `content/`, such as `reviews`"
            ),
            String::from(
                "\"section/mising\": `section/mising` is not a check that a kind asks for / did you mean `section/missing`?"
            ),
            format!(
                "\"link/broken\": `link/broken` is not a check that a kind asks for / a kind may ask for {}; the others apply to all",
                list(&OPTIONAL_CHECKS)
            ),
            String::from("1: `sections` takes a list of headings, or of lists of headings that mean the same"),
            String::from("[]: `sections` takes a list of headings, or of lists of headings that mean the same"),
            String::from("values: a kind has no key `values` / `values` belongs under `[fields.NAME]`"),
        ]
    );
}

#[test]
fn what_is_wrong_with_a_field_is_told() {
    for (toml, message) in [
        ("[fields.x]\ntype = \"dat\"", "`type` takes "),
        ("[fields.x]\nabout = \"y\"", "the field `x` has no type"),
        ("[fields.x]\ntype = \"choice\"", "the field `x` has nothing to choose from"),
        ("[fields.x]\ntype = \"choice\"\nvalues = \"a\"", "`values` takes a list of texts"),
        ("[fields.x]\ntype = \"record\"", "the record `x` has no fields"),
        (
            "[fields.x]\ntype = \"text\"\nvalues = [\"a\"]",
            "`values` is for fields of the type `choice`, and this one is `text`",
        ),
        ("[fields.x]\ntype = \"text\"\nrequird = true", "the field `x` has no key `requird`"),
        ("[fields.title]\ntype = \"text\"", "`title` is a field that notes of all kinds have"),
        ("[fields.profile]\ntype = \"text\"", "`profile` is a field that notes of all kinds have"),
        ("[fields.X-y]\ntype = \"text\"", "`X-y` cannot be the name of a field"),
        ("fields.x = \"text\"", "`x` takes a table"),
        (
            "[fields.x]\ntype = \"record\"\n[fields.x.fields.y]\ntype = \"record\"\n[fields.x.fields.y.fields.z]\ntype = \"text\"",
            "a record cannot stand inside a record",
        ),
    ] {
        let messages: Vec<String> = parse("x", toml).1.into_iter().map(|problem| problem.message).collect();
        assert!(messages.first().is_some_and(|first| first.starts_with(message)), "{toml}: {messages:?}");
    }
    assert_eq!(parse("person", "[fields.profile]\ntype = \"choice\"\nvalues = [\"a\"]").1, []);
}

#[test]
fn a_folder_without_a_name_for_a_kind_or_without_a_template_is_told() {
    let path = FilePath::from("kinds/X y/kind.toml");
    let (kind, problems) = Kind::parse("X y", &path, "", Some(""));
    assert!(kind.is_none());
    assert_eq!(problems[0].message, "`X y` cannot be the name of a kind");
    let (kind, problems) = Kind::parse("x", &path, "", None);
    assert!(kind.is_some());
    assert_eq!(problems[0].message, "the kind `x` has no `template.md`");
}

#[test]
fn kinds_are_in_order_and_a_later_one_takes_the_place_of_its_namesake() {
    let mut kinds = Kinds::default();
    for (name, order) in [("b", 2), ("c", 1), ("a", 2), ("b", 0)] {
        kinds.insert(parse(name, &format!("order = {order}")).0.expect("its name is right"));
    }
    assert_eq!(kinds.names().collect::<Vec<_>>(), ["b", "c", "a"]);
    assert_eq!(kinds.named("b").map(|kind| kind.order), Some(0));
}

#[test]
fn a_kind_knows_all_names_a_note_of_it_can_use() {
    let (review, person) = (parse("review", REVIEW).0.expect("right"), parse("person", "").0.expect("right"));
    let names = |kind: &Kind| kind.field_names().map(str::to_owned).collect::<Vec<_>>();
    assert!(names(&review).contains(&String::from("severity")) && !names(&review).contains(&String::from("profile")));
    assert!(names(&person).contains(&String::from("profile")) && names(&person).contains(&String::from("builds_on")));
}

#[test]
fn common_fields_are_unique_and_each_has_a_sentence() {
    for (index, field) in COMMON_FIELDS.iter().enumerate() {
        assert!(COMMON_FIELDS[..index].iter().all(|other| other.name != field.name), "{} is there twice", field.name);
        assert!(field.about.ends_with('.') && !field.about.contains('\n'), "{}", field.name);
    }
}

#[test]
fn the_schema_has_each_field_where_it_belongs() {
    let mut kinds = Kinds::default();
    kinds.insert(parse("review", REVIEW).0.expect("right"));
    kinds.insert(parse("person", "").0.expect("right"));
    let schema = schema(&kinds);
    let properties = &schema["properties"];
    assert_eq!(properties["kind"]["enum"], serde_json::json!(["review", "person"]));
    assert_eq!(properties["topics"]["anyOf"][1]["type"], "array");
    assert!(properties.get("severity").is_none() && properties.get("profile").is_none());
    let (review, person) = (&schema["allOf"][0], &schema["allOf"][1]);
    assert_eq!(review["if"]["properties"]["kind"]["const"], "review");
    assert_eq!(review["then"]["required"], serde_json::json!(["started"]));
    assert_eq!(review["then"]["properties"]["severity"]["enum"], serde_json::json!(["low", "high"]));
    let action = &review["then"]["properties"]["actions"]["anyOf"][1]["items"];
    assert_eq!(action["required"], serde_json::json!(["what"]));
    assert!(person["then"]["properties"].get("profile").is_some());
}

#[test]
fn text_that_is_not_toml_is_told_once_a_line() {
    let (kind, problems) = parse("x", "label = \norder = 3\n");
    assert_eq!(kind.map(|kind| kind.order), Some(3));
    assert_eq!(problems.len(), 1);
}
