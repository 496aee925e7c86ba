//! A feed as JSON Feed 1.1.
//!
//! Never decides what is in it.

use serde::Serialize;

use super::{Entry, Feed, moment};
use crate::page::Frame;

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    favicon: &'a str,
    language: &'a str,
    /// Of items that name nobody.
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    /// An item must have one of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
}

/// Writes a feed.
pub(super) fn write(feed: &Feed<'_>, frame: &Frame) -> Vec<u8> {
    let json = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: frame.whole(&feed.json),
        description: feed.about,
        favicon: &feed.icon,
        language: feed.language,
        authors: [Author { name: &frame.site.title, url: &frame.base }],
        items: feed.entries.iter().map(|entry| item(entry)).collect(),
    };
    serde_json::to_vec(&json).expect("texts can be written as JSON")
}

fn item(entry: &Entry) -> Item<'_> {
    let html = entry.content.as_deref();
    let text = if entry.summary.is_empty() { &entry.title } else { &entry.summary };
    Item {
        id: &entry.url,
        url: &entry.url,
        title: &entry.title,
        content_html: html,
        content_text: html.is_none().then_some(text.as_str()),
        summary: &entry.summary,
        date_published: moment(entry.published),
        date_modified: moment(entry.updated),
        authors: entry.authors.iter().map(|(name, url)| Author { name, url }).collect(),
        tags: &entry.tags,
    }
}
