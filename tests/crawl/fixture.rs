//! A site that links in every way there is, well and badly.
//!
//! Never says what is dead: that is for the crawl and the build to find, each by itself.

use std::fs;

use tempfile::TempDir;

/// Writes the site into a new folder.
pub fn write() -> TempDir {
    written(FILES)
}

/// Writes a site of these files into a new folder.
pub fn written(files: &[(&str, &str)]) -> TempDir {
    let site = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in files {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("every file is in the site")).expect("a new folder can be made");
        fs::write(path, text).expect("a new file can be written");
    }
    site
}

const FILES: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"Crossings\"\n[nav]\nitems = [\"topics\", \"people\", \"kind:lesson\", \"section:guide\", \"a-z\"]\n[audiences]\nnight = \"Night shift\"\n",
    ),
    (
        "content/_index.md",
        "# Brindlemoor crossings\n\n[The guide](guide/) [Lost](lost.md) [Own](#nowhere) [[Astray]] ![[guide/_index]]\n",
    ),
    ("content/guide/_index.md", INDEX),
    ("content/guide/README.md", "# Beside the section\n\n[The section](_index.md) [Gone](gone-readme.md)\n"),
    ("content/guide/ways.md", WAYS),
    ("content/guide/astray.md", ASTRAY),
    ("content/guide/raw.md", RAW),
    ("content/guide/embeds.md", EMBEDS),
    ("content/guide/again.md", "# Again\n\n![[embeds]]\n\n![[Astray]]\n\n![[Astray]]\n"),
    ("content/guide/round.md", "# Round\n\n[Gone](gone-round.md)\n\n![[and-round]]\n"),
    ("content/guide/and-round.md", "# And round\n\n![[round]]\n"),
    ("content/guide/files/plan.csv", "a,b\n"),
    ("content/guide/files/Plan B.pdf", "not really a PDF"),
    ("content/guide/files/own.html", "<p><a href=\"nowhere.html\">An author's own page</a></p>"),
    ("content/guide/files/depot.png", "not really a picture"),
    ("content/guide/files/yard.PNG", "not really a picture"),
    (
        "content/handbook/index.md",
        "# Handbook\n\n## Rota\n\n[Deep](deep/) [Deep too](deep/README.md) [[deep]] [Rota](#rota) [Ways](../guide/ways.md#part) [Gone](deep/gone.md) [Gone](#gone)\n",
    ),
    (
        "content/handbook/deep/README.md",
        "# Deeper\n\n## Down\n\n[Up](../) [Up](../index.md#rota) [Up](../index.html) [Up](..) [Gone](../../gone/) [Gone](../index.md#gone)\n",
    ),
    (
        "content/handbook/plain/one.md",
        "# In a folder without words\n\n[The folder](.) [The folder](../plain/) [Gone](../plain/#gone)\n",
    ),
    ("content/lessons/With spaces & ünïcode.md", "# Spaces and ünïcode\n\n## Größe, 100 %\n\n[Own](#größe-100-)\n"),
    ("content/lessons/100% sure.md", "# 100% sure\n\n## 100% sure\n\n## 100% sure\n"),
    (
        "content/lessons/2026-03-04-dated.md",
        "---\nkind: lesson\ntopics: [tls, rota, 24 hours]\nteam: payments\nsystems: [label printer]\nauthors: [ida, mei]\n---\n# Dated\n\n[[tls]] [[Payments]] [[topics/rota]] [Rota](../topics/rota.md) [Page](../topics/rota.html) [Gone](../topics/gone.md)\n",
    ),
    ("content/lessons/same.md", "# Same\n"),
    ("content/handbook/same.md", "# The other same\n"),
    (
        "content/topics/_index.md",
        "# What we learn about\n\n## B\n\n[Gone](gone-topic.md) [Tls](tls.md) [B](#b) [Gone](#c)\n",
    ),
    (
        "content/topics/tls.md",
        "# TLS\n\n## Renewal\n\n[Renewal](#renewal) [Gone](#renewals) [Gone](gone-tls.md) [Ways](../guide/ways.md)\n",
    ),
    ("content/teams/payments.md", "# Payments\n\n[Gone](gone-team.md) [[guide/ways]]\n"),
    ("content/people/_index.md", "# The people\n\n[Gone](gone-people.md) [Ida](ida.md)\n"),
    (
        "content/people/ida.md",
        "---\ntitle: Ida Fenwright\nkind: person\nprofile: public\n---\n[Gone](gone-ida.md) [[Dated]]\n",
    ),
    ("content/people/mei.md", "---\ntitle: Mei Castellane\nkind: person\n---\n[Gone](gone-mei.md) [Gone](#gone)\n"),
    (
        "content/people/rota.md",
        "---\nkind: note\n---\n# Who is on call\n\n[Mei has no page](mei.md) [[mei]] [Ida](ida.md)\n",
    ),
    (
        "content/questions/why.md",
        "---\nkind: question\n---\n# Why two gates\n\n## Facts\n\nA claim.[^a]\n\n[^a]: A source, and [gone](gone-note.md).\n",
    ),
    (
        "content/replies/because.md",
        "---\nkind: reply\nreply_to: why\n---\n# Because\n\n## Reasons\n\n[Reasons](#reasons) [Gone](#gone) [Gone](gone-reply.md) [Facts](../questions/why.md#facts) Words.[^a]\n\n![[ways#Part]]\n\n[^a]: Another [gone](gone-source.md).\n",
    ),
    (
        "content/replies/deeper/also.md",
        "---\nkind: reply\nanswers: why\n---\n# Also\n\n[Gone](gone-also.md) [Gone](#gone)\n",
    ),
    ("content/replies/bare.md", "---\nkind: reply\nreply_to: why\n---\nNo words that lead anywhere.\n"),
    (
        "content/aliased.md",
        "---\ntitle: Aliased\naliases: [Old name, /old/place/, /old/page.html, former]\n---\n## Here\n\n[Back](guide/ways.md)\n",
    ),
    ("content/closed/_index.md", "---\ntitle: Closed\naudience: [night]\n---\n"),
    ("content/closed/secret.md", "# Night plan\n\n## Heading\n\n[Gone](gone.md) ![p](lamp.png)\n"),
    ("content/closed/lamp.png", "not really a picture"),
    ("content/drafted.md", "---\nstatus: draft\n---\n# Drafted\n\n[Gone](gone-draft.md)\n"),
    (
        "content/reviews/gate.md",
        "---\nkind: review\nbuilds_on: [ways, no-such-note]\nactions:\n  - {what: Paint it, owner: payments, link: ../guide/ways.md}\n  - {what: Light it, link: \"https://tracker.example/1\"}\nthanks: [{to: ida, for: the lamp}, {to: nobody, for: x}]\n---\n# The gate\n\n[Ways](../guide/ways.md)\n",
    ),
    (
        "content/paths/first.md",
        "---\nkind: path\nsteps:\n  - {note: ways, why: To begin}\n  - {note: nowhere-to-be-found}\n---\n# First steps\n\n[Gone](gone-path.md)\n",
    ),
];

const INDEX: &str = "# The guide

## Two of a name

## Two of a name

[Ways](ways.md) [Astray](./astray.md) [The one above](../) [Handbook](../handbook/index.md) [First](#two-of-a-name)
[Second](#two-of-a-name-1) [Third](#two-of-a-name-2) [Gone](gone-index.md) ![[Ways#Part]]

![[gone-embed]]
";

/// Every way that leads somewhere.
const WAYS: &str = "---
title: Ways
---

## Part

Relative: [file](astray.md) [with dot](./astray.md) [without end](astray) [page](astray.html) [above](../handbook/index.md)
[root](/handbook/index.md) [folder](../handbook/) [folder](../handbook) [section](_index.md) [term](../topics/tls.md)
[spaces](<../lessons/With spaces & ünïcode.md>) [encoded](../lessons/With%20spaces%20%26%20%C3%BCn%C3%AFcode.md)
[percent](<../lessons/100% sure.md>) [percent](../lessons/100%25%20sure.md#100-sure-1) [case](Astray.md)
[umlaut](<../lessons/With spaces & ünïcode.md#größe-100->) [umlaut](../lessons/With%20spaces%20&%20%C3%BCn%C3%AFcode.md#gr%C3%B6%C3%9Fe-100-)
[query](astray.md?plain=1) [text](astray.md#:~:text=lost) [empty](astray.md#) [top](astray.md#top) [top](#top) [own top](#)
[its title](../handbook/index.md#handbook) [itself](ways.md)

Wiki: [[Astray]] [[astray.md]] [[guide/astray]] [[Astray|words]] [[Aliased]] [[Old name]] [[former#Here]] [[Handbook#Rota]]
[[Handbook#Handbook]] [[#Part]] [[Ida Fenwright]] [[lessons/same]] [[handbook/same|the other]] [[100% sure]] [[Spaces and ünïcode]]
[[2026-03-04-dated]] [[Dated]] [[old/place]] [old page](/old/page.html) [old place](/old/place/)

Reference: [full][one] [one][] [one] <https://elsewhere.example/a_b> <mail@brindlemoor.example> https://elsewhere.example/bare
and postgres://127.0.0.1/parcels and postgres://127.0.0.1/parcels again, [mail](mailto:mail@brindlemoor.example) [no scheme](//elsewhere.example/x)

Own: [part](#part) [case](#PART) [explicit](#chosen) [twice](#twice) [twice](#twice-1) [old](#old-anchor) [footnote](#fn-1)

Files: [csv](files/plan.csv) [pdf](<files/Plan B.pdf#page=3>) [own page](files/own.html#any) ![A depot](files/depot.png) ![[depot.png]] ![[yard.png|300]]
![yard](files/yard.PNG \"A yard\") [![depot](files/depot.png)](astray.md) ![elsewhere](https://elsewhere.example/x.png)

![A depot, by day](files/depot.png \"By day\")

| Cell | [head](astray.md) |
| --- | --- |
| [cell](astray.md#over-there) | A note.[^n] Once more.[^n] Another.[^o] |

> [!NOTE]
> [in a callout](astray.md)

- [ ] [a task](astray.md)

## Chosen {#chosen}

### Twice

### Twice

<a name=\"old-anchor\"></a>
<a id=\"older\" name=\"older\"></a> [older](#older) <a name=\"both\" href=\"astray.md\">both</a> [both](#both)

Pages: [a-z](../a-z.html) [recent](/recent.html) [contents](/contents.html) [kinds](../kinds/index.html) [kind](../kinds/lessons.html)
[topics](../topics/) [teams](../teams/index.html) [people](../people/) [home](../index.html) [home](/)

[^n]: With a [link](astray.md) and an [own](#part).
[^o]: Short.

[one]: astray.md \"A title\"
";

/// Every way that leads nowhere.
const ASTRAY: &str = "# Astray

## Over there

Relative: [file](gone.md) [deep](gone/gone.md) [page](gone.html) [without end](gone) [folder](gone/) [above all](../../../gone.md)
[root](/gone.md) [spaces](<gone with spaces.md>) [encoded](gone%20%C3%BC.md) [umlaut ü](<gone-ü.md>) [*marked* **words** `code`](gone-a.md) [empty]()
[query](gone.md?plain=1) [itself](<#Over There too>)

Anchors: [a](ways.md#gone) [b](ways.md#gone) [c](ways.md#Part%20gone) [own](#gone) [own](astray.md#gone-too) [slug](../aliased.md#gone%25) [umlaut](../aliased.md#größe)
[third](../lessons/100%25%20sure.md#100-sure-2) [theme](ways.md#part-main) [theme](#part-main) [list](../a-z.html#b) [folder](../handbook/plain/#gone) [query](ways.md?x#gone-query)
[term](../topics/rota.md#gone) [footnote](#fn-1) [section](../handbook/#gone)

Wiki: [[Gone]] [[Gone|words]] [[gone/gone]] [[Ways#Gone heading]] [[Ways#Gone heading|words]] [[#Gone own]] [[same]] [[]] [[Old nam]]

Reference: [full][one] [one][] [one] [two]

Files: [csv](gone.csv) [pdf](files/gone.pdf#page=3) ![a picture](gone.png) ![](gone.png) ![[gone.png]] ![[gone.png|300]] ![data](data:image/png;base64,AAAA)
[![a picture in a link](gone.png)](gone-behind.md) [![depot](files/depot.png)](gone-behind-too.md)

Schemes: [script](javascript:alert(1)) [file](file:///etc/hosts) [ftp](ftp://elsewhere.example/x)

Hidden: [night](../closed/secret.md) [night](../closed/) [[Night plan]] [[secret#Heading]] ![lamp](../closed/lamp.png) [draft](../drafted.md) [mei](../people/mei.md) [[Mei Castellane]]

> Quoted: [gone](gone-quoted.md), and noted.[^n]

| [head](gone-head.md) | b |
| --- | --- |
| [cell](gone-cell.md) | [cell](#gone-cell) |

## A heading with a [link](gone-heading.md)

Term
: [defined](gone-defined.md)

[^n]: With a [link](gone-footnote.md) and an [own](#gone-footnote).
[^unused]: Nobody asks, yet [it leads](gone-unused.md) nowhere.

[one]: gone-one.md
[two]: #gone-two
";

const RAW: &str = "# Raw

## Part

<p>Good: <a href=\"ways.md\">a</a> <a href=\"ways.md#part\" title=\"x &amp; y > z\">b</a> <a href=\"#part\" id=\"c\">c</a> <a href='#c'>d</a> <a href=\"https://elsewhere.example/?a=1&amp;b=2\">e</a></p>
<p>Bad: <a href=\"gone.md\">a</a> <a href=\"gone.md?a=1&amp;b=2\" title=\"x > y\">b <b>bold</b></a> <a href=\"ways.md#gone\">c</a> <a href=\"#gone\">d</a> <a href=\"javascript:alert(1)\">e</a> <a href=\"gone.md?a=1&amp;b=2\" id=\"kept\">f</a> [kept](#kept)</p>

<img src=\"files/depot.png\" alt=\"good\" width=\"40\"> <img src=\"gone.png\" alt=\"bad > worse\" width=\"40\"> <img src=\"gone.png\"> <img src=\"https://elsewhere.example/x.png\" alt=\"elsewhere\"> <img src=\"data:image/png;base64,AAAA\" alt=\"data\">

<video src=\"files/plan.csv\" poster=\"files/depot.png\" controls></video>
<video src=\"gone.mp4\" poster=\"gone.png\" controls>No video. <a href=\"gone-film.md\">Text</a></video>
<video controls><source src=\"gone.webm\" type=\"video/webm\"><source src=\"files/plan.csv\"></video>
<audio src=\"gone.mp3\" controls></audio> <video src=\"https://elsewhere.example/film.mp4\"></video>
<blockquote cite=\"gone.md\">Quoted</blockquote>
<blockquote cite=\"https://elsewhere.example/said\">Quoted</blockquote>

<div>

[inside](gone-inside.md) ![inside](gone-inside.png) [inside](ways.md)

</div>

<details><summary>[gone](gone-summary.md) <a href=\"gone-summary.md\">gone</a></summary>

More, with a note.[^n]

</details>

<table><tr><td><a href=\"gone-cell.md\">a</a></td><td><a href=\"ways.md\"><img src=\"gone.png\" alt=\"in a link\"></a></td></tr></table>

Taken out: <svg>[in a drawing](gone-svg.md)</svg> <object data=\"gone.bin\">[in an object](gone-object.md) and a note[^m]</object> <style>a { background: url(gone.png) }</style>

<script>
[in a script](gone-script.md)
</script>

<picture><source srcset=\"gone.avif\"><img src=\"files/depot.png\" alt=\"a depot\"></picture>

<a href=\"ways.md\">[two in one](astray.md)</a> <a href=\"gone.md\">[two in one](gone-two.md)</a> <a>no address</a> <a href=\"\">empty</a>

[^n]: Also <a href=\"gone-note.md\">raw</a>.
[^m]: Lost with its reference.
";

const EMBEDS: &str = "# Embeds

## Own heading

![[ways]]

![[ways#Part]]

![[ways#chosen]]

![[ways#older]]

![[ways#No such part]]

![[astray#Over there]]

![[raw]]

![[gone-embed]]

![[#Own heading]]

![[files/plan.csv]]

![[topics/rota]]

![[questions/why#Facts]]

In a line ![[ways]] and ![[gone-line]] and ![[depot.png]].

![[closed/secret]]
";
