//! The search documents for a company that has a search engine already.
//!
//! One document a note, one a line, and beside them what the engine wants to know of their fields: which are searched
//! and in what order, which are facets. Names are each engine's own: Meilisearch 1 (settings), Typesense 27 and later
//! (collection schema), OpenSearch 2 (index body, bulk lines, search template).

use serde::Serialize;
use serde_json::{Value, json};

use super::catalogue::Catalogue;
use super::text::Document;
use crate::hashed::fingerprint;
use crate::wiki::taxonomy::Taxonomy;

/// The name that files and settings give to the index.
pub const INDEX: &str = "notes";

/// For which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For any: documents alone.
    JsonLines,
    /// Meilisearch.
    Meilisearch,
    /// Typesense.
    Typesense,
    /// OpenSearch, and Elasticsearch likewise.
    OpenSearch,
}

/// A file of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

/// A note as engines take it. Who wrote it is no part of it.
#[derive(Serialize)]
struct Exported<'a> {
    /// Stands for its address: letters and digits alone, as all engines want it.
    id: String,
    url: String,
    title: &'a str,
    aliases: &'a [String],
    kind: &'a str,
    teams: Vec<&'a str>,
    topics: Vec<&'a str>,
    systems: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    summary: &'a str,
    headings: Vec<&'a str>,
    text: String,
}

/// Fields that are searched, the weightiest first, with how much more they count than the text.
const SEARCHED: [(&str, u32); 8] = [
    ("title", 8),
    ("aliases", 6),
    ("headings", 3),
    ("topics", 3),
    ("systems", 3),
    ("teams", 2),
    ("summary", 2),
    ("text", 1),
];

/// Fields by which one narrows down.
const FACETS: [&str; 5] = ["kind", "teams", "topics", "systems", "year"];

/// Returns the files of an export. `base` stands before addresses, where the site knows its own; `language` is its BCP
/// 47 tag.
pub fn files(catalogue: &Catalogue, format: Format, base: &str, language: &str) -> Vec<File> {
    let documents = catalogue.notes.iter().map(|document| exported(document, base));
    let mut text = String::new();
    for document in documents {
        if format == Format::OpenSearch {
            line(&mut text, &json!({"index": {"_index": INDEX, "_id": document.id}}));
        }
        line(&mut text, &document);
    }
    let about = match format {
        Format::JsonLines => None,
        Format::Meilisearch => Some(("settings.json", meilisearch())),
        Format::Typesense => Some(("schema.json", typesense(language))),
        Format::OpenSearch => Some(("index.json", opensearch(language))),
    };
    let name = if format == Format::OpenSearch { "bulk.ndjson" } else { "documents.jsonl" };
    let mut files = vec![File { name, text }];
    let pretty = |value: &Value| serde_json::to_string_pretty(value).expect("a value is JSON") + "\n";
    files.extend(about.map(|(name, value)| File { name, text: pretty(&value) }));
    match format {
        Format::OpenSearch => files.push(File { name: "search.json", text: pretty(&template()) }),
        Format::Typesense => files.push(File { name: "preset.json", text: pretty(&preset()) }),
        Format::JsonLines | Format::Meilisearch => {}
    }
    files
}

fn line(out: &mut String, value: &impl Serialize) {
    out.push_str(&serde_json::to_string(value).expect("texts and numbers are JSON"));
    out.push('\n');
}

fn exported<'a>(document: &'a Document, base: &str) -> Exported<'a> {
    let names = |taxonomy| document.terms(taxonomy).iter().map(|(_, name)| &**name).collect();
    let sections = &document.sections;
    Exported {
        id: fingerprint(document.url.as_bytes(), 32),
        url: format!("{base}{}", document.url),
        title: &document.title,
        aliases: &document.aliases,
        kind: &document.kind,
        teams: names(Taxonomy::Teams),
        topics: names(Taxonomy::Topics),
        systems: names(Taxonomy::Systems),
        year: document.date.map(|date| date.year()),
        date: document.date.map(|date| date.to_string()),
        summary: &document.summary,
        headings: sections.iter().map(|section| &*section.heading).filter(|heading| !heading.is_empty()).collect(),
        text: sections.iter().map(|section| &*section.text).collect::<Vec<_>>().join("\n"),
    }
}

fn searched() -> Vec<&'static str> {
    SEARCHED.iter().map(|(name, _)| *name).collect()
}

fn meilisearch() -> Value {
    json!({
        "searchableAttributes": searched(),
        "filterableAttributes": FACETS,
        "sortableAttributes": ["date"],
        "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness"],
        "typoTolerance": {"minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9}}
    })
}

fn typesense(language: &str) -> Value {
    let field = |name: &str| {
        let list = !matches!(name, "title" | "summary" | "text" | "kind" | "date" | "url");
        let type_name = if name == "year" {
            "int32"
        } else if list {
            "string[]"
        } else {
            "string"
        };
        let mut field = json!({"name": name, "type": type_name});
        if FACETS.contains(&name) {
            field["facet"] = json!(true);
        }
        if matches!(name, "year" | "date") {
            field["optional"] = json!(true);
        }
        if matches!(name, "url" | "date") {
            field["index"] = json!(false);
            field["optional"] = json!(true);
        }
        if SEARCHED.iter().any(|(known, _)| *known == name) {
            let language = language.split('-').next().unwrap_or_default();
            field["locale"] = json!(language);
            // The engine's stemmers are Snowball's, as ours are.
            if name != "teams" && name != "systems" {
                field["stem"] = json!(true);
            }
        }
        field
    };
    let names = [
        "title", "aliases", "headings", "topics", "systems", "summary", "text", "kind", "teams", "year", "date", "url",
    ];
    json!({
        "name": INDEX,
        "fields": names.map(field),
        "token_separators": ["-", "_", ".", "/", ":"]
    })
}

/// What Typesense keeps as a preset of search parameters: which fields are asked, and what each counts.
fn preset() -> Value {
    json!({
        "value": {
            "query_by": searched().join(","),
            "query_by_weights": SEARCHED.map(|(_, weight)| weight.to_string()).join(","),
            "facet_by": FACETS.join(",")
        }
    })
}

fn opensearch(language: &str) -> Value {
    let analyzer = match language.split('-').next().unwrap_or_default() {
        "ar" => "arabic",
        "da" => "danish",
        "de" => "german",
        "en" => "english",
        "es" => "spanish",
        "fi" => "finnish",
        "fr" => "french",
        "it" => "italian",
        "nl" => "dutch",
        "no" | "nb" | "nn" => "norwegian",
        "pt" => "portuguese",
        "ru" => "russian",
        "sv" => "swedish",
        _ => "standard",
    };
    // Words of one query may stand in several fields: `all` holds each of them.
    let all = json!({"type": "text", "analyzer": analyzer});
    let text = json!({"type": "text", "analyzer": analyzer, "copy_to": "all"});
    let named = json!({"type": "keyword", "copy_to": "all", "fields": {"words": all}});
    json!({
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "id": {"type": "keyword"}, "url": {"type": "keyword", "index": false},
                "all": all, "title": text, "aliases": text, "headings": text, "summary": text, "text": text,
                "kind": {"type": "keyword"}, "teams": named, "topics": named, "systems": named,
                "year": {"type": "short"}, "date": {"type": "date", "format": "yyyy-MM-dd"}
            }
        }
    })
}

/// A search template: what is asked of which field, and the counts of the facets.
fn template() -> Value {
    let fields = SEARCHED.map(|(name, weight)| {
        let words = if matches!(name, "topics" | "systems" | "teams") { ".words" } else { "" };
        format!("{name}{words}^{weight}")
    });
    let facets: serde_json::Map<String, Value> =
        FACETS.iter().map(|name| ((*name).to_string(), json!({"terms": {"field": name}}))).collect();
    json!({
        "script": {
            "lang": "mustache",
            "source": {
                "query": {"bool": {
                    "must": {"match": {"all": {"query": "{{query}}", "operator": "and", "fuzziness": "AUTO:5,9"}}},
                    "should": {"multi_match": {"query": "{{query}}", "fields": fields, "type": "best_fields"}}
                }},
                "aggs": facets
            }
        }
    })
}
