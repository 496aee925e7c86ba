//! A feed as Atom (RFC 4287).
//!
//! Never decides what is in it.

use atom_syndication::{
    Category, Content, Entry as AtomEntry, Feed as AtomFeed, FixedDateTime, Generator, Link, Person, Text, WriteConfig,
};

use super::{Entry, Feed, moment};
use crate::date::Date;
use crate::output::xml;
use crate::page::Frame;

/// Writes a feed.
pub(super) fn write(feed: &Feed<'_>, frame: &Frame) -> Vec<u8> {
    let link = |rel: &str, href: &str, mime: &str, title: &str| Link {
        href: href.to_string(),
        rel: rel.to_string(),
        mime_type: (!mime.is_empty()).then(|| mime.to_string()),
        title: (!title.is_empty()).then(|| title.to_string()),
        ..Link::default()
    };
    let atom = AtomFeed {
        title: plain(&feed.title),
        id: frame.whole(&feed.atom),
        updated: at(feed.updated),
        // Whoever wrote a note that names nobody: the site.
        authors: vec![person(&frame.site.title, &frame.base)],
        generator: Some(Generator { value: "Candor".to_string(), ..Generator::default() }),
        icon: (!feed.icon.is_empty()).then(|| feed.icon.clone()),
        links: vec![
            link("self", &frame.whole(&feed.atom), "application/atom+xml", ""),
            link("alternate", &feed.page, "text/html", ""),
            link("alternate", &frame.whole(&feed.json), "application/feed+json", &xml::clean(&feed.title)),
        ],
        subtitle: (!feed.about.is_empty()).then(|| plain(feed.about)),
        entries: feed.entries.iter().map(entry).collect(),
        lang: Some(feed.language.to_string()),
        ..AtomFeed::default()
    };
    let config = WriteConfig { write_document_declaration: true, indent_size: None };
    atom.write_with_config(Vec::new(), config).expect("writing to memory succeeds")
}

fn entry(entry: &Entry) -> AtomEntry {
    AtomEntry {
        title: plain(&entry.title),
        id: entry.url.clone(),
        updated: at(entry.updated),
        published: Some(at(entry.published)),
        authors: entry.authors.iter().map(|(name, url)| person(name, url)).collect(),
        categories: entry
            .tags
            .iter()
            .map(|tag| Category { term: xml::clean(tag).into_owned(), ..Category::default() })
            .collect(),
        links: vec![Link {
            href: entry.url.clone(),
            rel: "alternate".to_string(),
            mime_type: Some("text/html".to_string()),
            ..Link::default()
        }],
        summary: (!entry.summary.is_empty()).then(|| plain(&entry.summary)),
        content: entry.content.as_ref().map(|html| Content {
            content_type: Some("html".to_string()),
            value: Some(xml::clean(html).into_owned()),
            ..Content::default()
        }),
        ..AtomEntry::default()
    }
}

fn plain(text: &str) -> Text {
    Text::plain(xml::clean(text).into_owned())
}

fn person(name: &str, url: &str) -> Person {
    Person { name: xml::clean(name).into_owned(), uri: (!url.is_empty()).then(|| url.to_string()), ..Person::default() }
}

fn at(day: Date) -> FixedDateTime {
    moment(day).parse().expect("a day has a beginning")
}
