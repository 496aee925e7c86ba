//! The keys of `site.toml`, as the guide's reference lists them.
//!
//! A flat table and nothing else. A test holds it against [`Config`](super::Config),
//! so that no key is told that does nothing, and none works untold.

/// One key of `site.toml`.
#[derive(Clone, Copy, Debug)]
pub struct KeyInfo {
    /// Its name with its table: `git.edit`. A part in capitals stands for any
    /// name; `sources.path` is a key of each `[[sources]]`.
    pub key: &'static str,
    /// What it takes, in words.
    pub kind: &'static str,
    /// Its value where the file does not say, as TOML; empty when there is none.
    pub default: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
}

const fn key(key: &'static str, kind: &'static str, default: &'static str, about: &'static str) -> KeyInfo {
    KeyInfo { key, kind, default, about }
}

/// Every key there is, in the order of the reference.
pub const KEYS: &[KeyInfo] = &[
    key("title", "text", "\"Notebook\"", "The site's name, in the header and in every page's title."),
    key("description", "text", "\"\"", "What the site is about, in a sentence."),
    key(
        "language",
        "language tag",
        "\"en\"",
        "The language of the pages, such as `en`, `de`, `cy` or `pt-BR`: words, dates, numbers, and which way they run. See [Languages](languages.md).",
    ),
    key(
        "url",
        "URL",
        "\"\"",
        "Where the site will stand. Pages do without it, since their links are relative; the page for wrong addresses, \
         feeds, `sitemap.xml` and the browser's search box need it.",
    ),
    key("theme", "name of a folder", "\"default\"", "A folder in `themes/`, or `default` for the built-in theme."),
    key("footer", "text", "\"\"", "The line at the foot of every page."),
    key(
        "nav.items",
        "list of places",
        "[]",
        "The places named in the header: `kind:review`, `section:guide`, `topics`, `systems`, `teams`, `people`, `a-z`, \
         `recent`, `contents`, or a note such as `about.md`. Where it is empty, the kinds in use.",
    ),
    key(
        "nav.tree",
        "true or false",
        "false",
        "Whether the tree of contents stands in a column beside every page. Without it the tree opens from the header.",
    ),
    key(
        "related.count",
        "0 to 20",
        "5",
        "How many related notes stand below a note at most: those that share topics, systems, links and rare words with \
         it. 0 shows none.",
    ),
    key(
        "git.edit",
        "URL with `{path}`",
        "\"\"",
        "Where a note can be edited. `{path}` stands for the file's path in the repository.",
    ),
    key("git.history", "URL with `{path}`", "\"\"", "Where a note's history can be read."),
    key("git.authors", "true or false", "true", "Whether a note without `authors` takes them from git."),
    key("git.dates", "true or false", "true", "Whether a note without `date` and `updated` takes them from git."),
    key(
        "check.CODE",
        "`off`, `suggestion`, `warning` or `error`",
        "",
        "How much a diagnostic matters, by its code: `\"link/broken\" = \"error\"`. What protects readers or keeps pages \
         right stays an error.",
    ),
    key(
        "markdown.smart_punctuation",
        "true or false",
        "true",
        "Whether straight quotes, `--` and `...` become typographic ones.",
    ),
    key("markdown.math", "true or false", "true", "Whether `$...$` and `$$...$$` are formulas."),
    key("markdown.diagrams", "true or false", "true", "Whether `mermaid` blocks are drawn."),
    key("markdown.highlight", "true or false", "true", "Whether code is coloured by its language."),
    key(
        "markdown.raw_html",
        "`clean` or `escape`",
        "\"clean\"",
        "What becomes of HTML in notes: `clean` keeps what is safe, `escape` shows it as text.",
    ),
    key("output.folder", "path", "\"public\"", "The folder that the pages are written to, from the site's folder."),
    key("output.page_size", "1 to 1000", "50", "How many notes a page of a list shows."),
    key(
        "output.search_engines",
        "true or false",
        "false",
        "Whether the search engines of the open web may list the site. Where not, `robots.txt` and every page say so.",
    ),
    key("feeds.enabled", "true or false", "true", "Whether there are feeds. They need `url`, too."),
    key("feeds.limit", "1 to 200", "30", "How many notes a feed has, the newest first."),
    key(
        "feeds.content",
        "`full` or `summary`",
        "\"full\"",
        "How much of each note: its whole text, or its summary. The feeds of topics and systems always have summaries.",
    ),
    key(
        "audiences.NAME",
        "text",
        "",
        "An audience that notes may name, and its label: `payments = \"Payments and finance\"`.",
    ),
    key("sources.path", "path", "", "A further folder of notes, such as another repository's, from the site's folder."),
    key("sources.prefix", "path", "", "Where its notes stand in the site: `platform` gives `platform/...`."),
    key(
        "sources.edit",
        "URL with `{path}`",
        "",
        "Where a note of this source can be edited. `{path}` stands for the file's path inside the source's folder. \
         `git.edit` is never used for it.",
    ),
    key("sources.history", "URL with `{path}`", "", "Where the history of a note of this source can be read."),
];
