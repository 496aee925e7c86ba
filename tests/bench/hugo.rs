//! What hugo needs to make a site like candor's from the same notes: a configuration and plain templates.
//!
//! Never touches the notes. Left out, since hugo has nothing cheap for it: backlinks, and
//! lists over several pages.

use std::fs;
use std::io;
use std::path::Path;

use crate::put;

/// How it is started.
pub const COMMAND: &str = "hugo --quiet --noBuildLock --source {site} --destination {output}";

/// What it leaves in the site's folder.
pub const CACHES: &[&str] = &["resources", ".hugo_build.lock"];

const CONFIG: &str = r##"baseURL = "https://wiki.example/"
title = "Team notes"
languageCode = "en"
disableKinds = ["rss", "sitemap"]

[taxonomies]
topic = "topics"
system = "systems"
author = "authors"

[markup.highlight]
noClasses = false

[markup.goldmark.renderHooks.link]
useEmbedded = "always"
"##;

const BASE: &str = r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Params.summary }}">
<link rel="stylesheet" href="{{ "theme.css" | relURL }}">
</head>
<body>
<a href="#main">Skip to content</a>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a>
<nav aria-label="Main"><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}<li><a href="{{ "topics/" | relURL }}">Topics</a></li></ul></nav>
</header>
<main id="main">{{ block "main" . }}{{ end }}</main>
<footer><p>{{ site.Title }}</p></footer>
</body>
</html>
"##;

const SINGLE: &str = r##"{{ define "main" }}<nav aria-label="Breadcrumb"><ol>{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol></nav>
<article>
<header><p>{{ .Params.kind }}</p><h1>{{ .Title }}</h1></header>
<dl>
<div><dt>Date</dt><dd><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></dd></div>
<div><dt>Team</dt><dd>{{ .Params.team }}</dd></div>
{{ with .GetTerms "topics" }}<div><dt>Topics</dt><dd>{{ range . }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</dd></div>{{ end }}
{{ with .GetTerms "systems" }}<div><dt>Systems</dt><dd>{{ range . }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</dd></div>{{ end }}
{{ with .GetTerms "authors" }}<div><dt>Shared by</dt><dd>{{ range . }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</dd></div>{{ end }}
<div><dt>Reading time</dt><dd>{{ .ReadingTime }} minutes</dd></div>
</dl>
<aside>{{ .TableOfContents }}</aside>
<p>{{ .Params.summary }}</p>
{{ .Content }}
<nav aria-label="In this section">{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} {{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
</article>{{ end }}
"##;

const LIST: &str = r##"{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}
<p>{{ len .Pages }} notes</p>
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Params.summary }}</p><p>{{ .Params.kind }} · {{ .Params.team }} · <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p></li>
{{ end }}</ul>{{ end }}
"##;

const TERMS: &str = r##"{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>
{{ end }}</ul>{{ end }}
"##;

/// Writes the configuration and the templates where they are not there yet.
pub fn scaffold(site: &Path) -> io::Result<()> {
    let layouts = site.join("layouts");
    if layouts.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(&layouts)?;
    put(&site.join("hugo.toml"), CONFIG)?;
    put(&site.join("static/theme.css"), "body { max-width: 60rem; margin-inline: auto; }\n")?;
    let pages = [("baseof", BASE), ("single", SINGLE), ("list", LIST), ("terms", TERMS)];
    pages.iter().try_for_each(|(name, text)| put(&layouts.join(format!("_default/{name}.html")), text))
}
