//! The SARIF of `candor check`, against the standard: SARIF 2.1.0 (OASIS, 27 March 2020), section 3.
//!
//! The schema below has those objects of the official one that we write, with every property that they may have there
//! closed off to those that we use: what it lets pass, the official schema lets pass.

use serde_json::{Value, json};

use crate::repository::Repository;

fn schema() -> Value {
    let object = |required: &[&str], properties: Value| json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false });
    let list = |of: &str| json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") } });
    let of = |of: &str| json!({ "$ref": format!("#/$defs/{of}") });
    // 3.27.10 and 3.50.3
    let level = json!({ "enum": ["none", "note", "warning", "error"] });
    let text = json!({ "type": "string", "minLength": 1 });
    let number = json!({ "type": "integer", "minimum": 1 });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "#/$defs/log",
        "$defs": {
            // 3.13
            "log": object(&["version", "runs"], json!({
                "$schema": { "type": "string", "format": "uri" },
                "version": { "const": "2.1.0" },
                "runs": list("run"),
            })),
            // 3.14
            "run": object(&["tool"], json!({
                "tool": object(&["driver"], json!({ "driver": of("component") })),
                "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
                "results": list("result"),
            })),
            // 3.19; a semantic version is one of SemVer 2.0.
            "component": object(&["name"], json!({
                "name": text,
                "semanticVersion": { "type": "string", "pattern": "^\\d+\\.\\d+\\.\\d+" },
                "rules": { "type": "array", "items": of("rule"), "uniqueItems": true },
            })),
            // 3.49
            "rule": object(&["id"], json!({
                "id": text,
                "shortDescription": object(&["text"], json!({ "text": text })),
                "defaultConfiguration": object(&[], json!({ "level": level })),
            })),
            // 3.27
            "result": object(&["message"], json!({
                "ruleId": text,
                "ruleIndex": { "type": "integer", "minimum": 0 },
                "level": level,
                "message": of("message"),
                "locations": list("location"),
                "relatedLocations": { "type": "array", "items": of("location"), "uniqueItems": true },
                "fixes": { "type": "array", "items": of("fix"), "uniqueItems": true },
            })),
            // 3.11
            "message": object(&["text"], json!({ "text": text })),
            // 3.28 to 3.30
            "location": object(&["physicalLocation"], json!({
                "physicalLocation": object(&["artifactLocation"], json!({
                    "artifactLocation": of("artifact"),
                    "region": of("region"),
                })),
                "message": of("message"),
            })),
            // 3.4; a relative reference has no scheme and no space.
            "artifact": object(&["uri"], json!({ "uri": { "type": "string", "pattern": "^[^/: ][^: ]*$" } })),
            "region": object(&["startLine"], json!({
                "startLine": number, "startColumn": number, "endLine": number, "endColumn": number,
            })),
            // 3.55 to 3.57
            "fix": object(&["artifactChanges"], json!({
                "description": of("message"),
                "artifactChanges": { "type": "array", "minItems": 1, "items": object(
                    &["artifactLocation", "replacements"],
                    json!({
                        "artifactLocation": of("artifact"),
                        "replacements": { "type": "array", "minItems": 1, "items": object(
                            &["deletedRegion"],
                            json!({
                                "deletedRegion": of("region"),
                                "insertedContent": object(&[], json!({ "text": { "type": "string" } })),
                            }),
                        ) },
                    }),
                ) },
            })),
        },
    })
}

/// A site with something of every sort: an error with a second place, a warning, hints with a rewrite and without.
fn log() -> Value {
    let site = Repository::new();
    site.write("site.toml", "");
    site.write(
        "content/a b.md",
        "---\nkind: review\naliases: [old]\n---\n# É\n\nThe team should have caught this. It was careless of us. [[nowhere]]\n",
    );
    site.write("content/c.md", "---\naliases: [old]\n---\n# C\n");
    let said = site.candor(&["check", "--format", "sarif"]);
    assert_eq!(said.code, 1);
    serde_json::from_str(&said.out).expect("SARIF is JSON")
}

#[test]
fn what_check_writes_is_valid_sarif() {
    let validator = jsonschema::draft202012::new(&schema()).expect("the schema is one");
    let log = log();
    let wrong: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // It would be told.
    for (pointer, value) in [
        ("/version", json!("2.0.0")),
        ("/runs/0/results/0/level", json!("suggestion")),
        ("/runs/0/results/0/message", json!({})),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("content/a b.md")),
        ("/runs/0/tool", json!({})),
    ] {
        let mut broken = log.clone();
        *broken.pointer_mut(pointer).expect("it is there") = value;
        assert!(!validator.is_valid(&broken), "{pointer}");
    }
}

#[test]
fn each_result_leads_to_its_rule_and_each_region_ends_after_it_begins() {
    let log = log();
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("a list");
    let has = |key: &str| results.iter().any(|result| !result[key].is_null());
    assert!(has("fixes") && has("relatedLocations"), "the site has something of every sort: {results:#?}");
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let at = |line: &str, column: &str| (region[line].as_u64(), region[column].as_u64());
        assert!(at("startLine", "startColumn") <= at("endLine", "endColumn"), "{region}");
    }
}
