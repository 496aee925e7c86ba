//! What templates see: one view for each sort of page.
//!
//! These types are the contract with theme authors. A view holds finished
//! words, dates and relative URLs, so that a template needs no more than `if`
//! and `for`; and it is the whole list of what a page depends on, so that the
//! same view and the same theme give the same bytes. Nothing here computes.
//!
//! URLs are from the site's root (`reviews/x.html`); a template writes
//! `{{ page.root }}` before them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::hashed::Hashed;

/// What every page shares. In templates: `site`.
#[derive(Debug, Hash, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// What it is about, in a sentence; may be empty.
    pub description: String,
    /// Where it stands, with a slash at the end; empty where it does not know.
    pub url: String,
    /// BCP 47 language tag: `en`.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The few places named in the header.
    pub nav: Vec<NavItem>,
    /// The line at the foot of every page.
    pub footer: String,
    /// Interface words by key, from the theme's `words/<language>.toml`.
    pub words: BTreeMap<String, String>,
    /// URL of each theme asset by its name: `theme.css` gives `assets/theme.1f3a9c42.css`.
    pub assets: BTreeMap<String, String>,
    /// Shapes inside a 20-unit `<svg>`, by icon name, from the theme's `icons.toml`.
    pub icons: BTreeMap<String, String>,
    /// Kinds in use, in order.
    pub kinds: Vec<KindView>,
    /// Which listings exist in this build, so that no link leads to nothing.
    pub has: Listings,
    /// The top folders, for the column of contents beside every page; empty where the site does not ask for it.
    pub tree: Vec<NavItem>,
    /// How many files the previews of links are spread over, `data/previews-0.js` and on: a power of two, or 0.
    pub previews: usize,
    /// The feeds of the whole site; none where it has no `url`.
    pub feeds: Vec<Alternate>,
    /// What tells a browser how to search here: `opensearch.xml`; empty where the site has no `url`.
    pub opensearch: String,
    /// What tells a browser how to keep the site like an app; for the home page.
    pub manifest: &'static str,
    /// Whether the search engines of the open web may list the pages.
    pub search_engines: bool,
}

/// A page, or the site, in another form. For `<link rel="alternate">`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Alternate {
    /// Its title.
    pub label: String,
    /// Where it is.
    pub url: String,
    /// Its media type: `application/atom+xml`.
    pub mime: &'static str,
}

/// Listings that are made only when something is in them.
#[derive(Debug, Default, Hash, Serialize)]
pub struct Listings {
    /// `topics/index.html`.
    pub topics: bool,
    /// `systems/index.html`.
    pub systems: bool,
    /// `teams/index.html`.
    pub teams: bool,
    /// `people/index.html`.
    pub people: bool,
}

/// A place named in the header.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NavItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// Compared with `page.nav` to mark where the reader is.
    pub key: String,
}

/// A kind as pages show it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct KindView {
    /// Its name in front matter: `review`.
    pub name: String,
    /// One of them: `Review`.
    pub label: String,
    /// Several: `Reviews`.
    pub plural: String,
    /// Name of its icon.
    pub glyph: String,
    /// Its colour: `data-k` of the theme.
    pub hue: String,
    /// Its listing.
    pub url: String,
}

/// The frame of one page. In templates: `page`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageFrame {
    /// `../` as often as the page is deep; empty at the top. On the page for wrong addresses, which
    /// servers show at any depth, the path of the site's `url`: `/some/sub/`.
    pub root: String,
    /// The page's own URL from the root.
    pub url: String,
    /// Title for `<title>`, without the site's name.
    pub title: String,
    /// For `<meta name="description">`; may be empty.
    pub description: String,
    /// Which place in the header the page belongs to; may be empty.
    pub nav: String,
    /// From the home page down to the page's parent.
    pub crumbs: Vec<Link>,
    /// The page in other forms: a note as Markdown, a list as a feed.
    pub alternates: Vec<Alternate>,
}

/// A link.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads, from the root; may be absolute for other sites.
    pub url: String,
}

/// A date as text and for `<time>`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DateView {
    /// `2026-09-03`, or with a time `2026-09-03T02:10`.
    pub iso: String,
    /// Written out: `3 September 2026`.
    pub text: String,
    /// Without the year when it is the year of the build: `3 September`.
    pub short: String,
}

/// The face a note shows to other pages.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Card {
    /// Where it leads.
    pub url: String,
    /// Its title.
    pub title: String,
    /// One or two sentences, plain text; may be empty.
    pub summary: String,
    /// Its kind.
    pub kind: Hashed<KindView>,
    /// When it happened or was written; for an event, its first day.
    pub date: Option<DateView>,
    /// Its teams' names, joined with commas; may be empty.
    pub team: String,
    /// `9 min`.
    pub minutes: String,
    /// A word about its state, such as `open` for a question; may be empty.
    pub state: String,
}

/// A heading in a page's list of contents.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TocItem {
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The headings below it.
    pub children: Vec<TocItem>,
}

/// One label and its values in the margin of a note.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Fact {
    /// `Teams`.
    pub label: String,
    /// What stands under it.
    pub items: Vec<FactItem>,
    /// Whether the text is long and wants the whole width.
    pub wide: bool,
}

/// One value of a [`Fact`].
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FactItem {
    /// The text.
    pub text: String,
    /// Where it leads; empty for plain text.
    pub url: String,
    /// For `<time datetime>`; empty when it is no date.
    pub datetime: String,
}

/// A notice above a note.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Banner {
    /// `draft`, `in-review`, `stale` or `superseded`.
    pub sort: &'static str,
    /// What it says.
    pub text: String,
    /// The note to read instead.
    pub link: Option<Link>,
}

/// One action of a review.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ActionView {
    /// What is to be done.
    pub what: String,
    /// The role or team that holds it; may be empty.
    pub owner: String,
    /// Until when.
    pub due: Option<DateView>,
    /// `open`, `way`, `done` or `aside`.
    pub status: &'static str,
    /// The word for it.
    pub status_text: String,
    /// Why it was set aside, or another remark; may be empty.
    pub note: String,
    /// Where it is tracked; empty when nowhere.
    pub url: String,
}

/// Notes joined to this one by a typed link: `Builds on`, `What came of this`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Relation {
    /// Its heading.
    pub label: String,
    /// The notes.
    pub cards: Vec<Hashed<Card>>,
}

/// A note that mentions this one, with the sentence around the link.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Mention {
    /// The note.
    pub card: Hashed<Card>,
    /// The sentence up to the link; may be empty.
    pub before: String,
    /// The link's own text.
    pub text: String,
    /// The rest of the sentence; may be empty.
    pub after: String,
}

/// A word of thanks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ThanksView {
    /// Whom it thanks.
    pub to: String,
    /// Their page; empty when they have none.
    pub to_url: String,
    /// What for; may be empty.
    pub text: String,
    /// The note that says so.
    pub card: Option<Hashed<Card>>,
}

/// A stop of a reading path.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Stop {
    /// The note.
    pub card: Hashed<Card>,
    /// Why it is on the path; may be empty.
    pub why: String,
}

/// A note's own page. Template `note.html`, or `kind/<name>.html` where the theme has it. In templates: `note`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NoteView {
    /// Its title.
    pub title: String,
    /// The paragraph under the title; may be empty.
    pub lead: String,
    /// Its kind.
    pub kind: Hashed<KindView>,
    /// What stands in the margin.
    pub facts: Vec<Fact>,
    /// The list of contents; empty when there are fewer than two headings.
    pub toc: Vec<TocItem>,
    /// The text as HTML. Safe.
    pub body: Hashed<String>,
    /// Notices above the text.
    pub banners: Vec<Banner>,
    /// The actions of a review.
    pub actions: Vec<ActionView>,
    /// The stops of a path.
    pub stops: Vec<Stop>,
    /// Its topics.
    pub topics: Vec<Link>,
    /// Its systems.
    pub systems: Vec<Link>,
    /// Typed links, both ways.
    pub relations: Vec<Relation>,
    /// Answers, for a question; replies, for any note. Oldest first, with their text.
    pub replies: Vec<ReplyView>,
    /// Notes that mention this one.
    pub mentions: Vec<Mention>,
    /// `Mentioned in 3 notes`; empty when in none.
    pub mentions_label: String,
    /// Notes that share much with this one and stand in no other list here, the nearest first.
    pub related: Vec<Hashed<Card>>,
    /// Thanks said in this note.
    pub thanks: Vec<ThanksView>,
    /// Where to edit the file; empty when unknown, or when the note is anonymous.
    pub edit_url: String,
    /// Where the file's history is; empty as above.
    pub history_url: String,
    /// For a path, the page on which all its stops are printed; empty when there is none.
    pub print_url: String,
    /// The note as Markdown.
    pub markdown_url: String,
    /// The note before this one in its section.
    pub previous: Option<Hashed<Card>>,
    /// The word for it: `Newer` where the section is in order of time, else `Before this`.
    pub previous_label: String,
    /// The note after this one in its section.
    pub next: Option<Hashed<Card>>,
    /// The word for it: `Older`, or `After this`.
    pub next_label: String,
}

/// A reply or an answer below a note.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReplyView {
    /// Its card; the reply has a page of its own.
    pub card: Hashed<Card>,
    /// Who wrote it, as the note may say it; may be empty.
    pub by: String,
    /// Its text as HTML. Safe.
    pub body: Hashed<String>,
}

/// A list of notes under a text: sections, kinds, topics, systems, teams, people, recent changes.
/// Template `list.html` (or `section.html`, `term.html`, `person.html`, `kind.html`, `recent.html`, each of which
/// may extend it). In templates: `list`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ListView {
    /// `section`, `kind`, `topic`, `system`, `team`, `person` or `recent`.
    pub sort: &'static str,
    /// A word for the sort, above the title: `Topic`; may be empty.
    pub sort_label: String,
    /// Its title.
    pub title: String,
    /// A sentence or two; may be empty.
    pub lead: String,
    /// For a kind: itself.
    pub kind: Option<Hashed<KindView>>,
    /// What stands in the margin (a person's or team's facts).
    pub facts: Vec<Fact>,
    /// The text of the note that stands behind this page, as HTML. Safe; may be empty.
    pub body: Hashed<String>,
    /// Contents of that text.
    pub toc: Vec<TocItem>,
    /// Sections below this one.
    pub sections: Vec<SectionLink>,
    /// The notes of this page of the list.
    pub cards: Vec<Hashed<Card>>,
    /// `73 notes, newest first`.
    pub count_label: String,
    /// The other pages of the list.
    pub pager: Option<Pager>,
    /// Notes that mention the note behind this page.
    pub mentions: Vec<Mention>,
    /// `Mentioned in 3 notes`; empty when in none.
    pub mentions_label: String,
    /// Where to edit the text; empty when there is none.
    pub edit_url: String,
    /// Where its history is; empty as above.
    pub history_url: String,
    /// For a section, the page on which all of it is printed; empty when there is none.
    pub print_url: String,
    /// The list as an Atom feed; empty where it has none.
    pub feed_url: String,
}

/// A section inside a section.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SectionLink {
    /// Its title.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// A sentence about it; may be empty.
    pub summary: String,
    /// `12 notes`.
    pub count: String,
}

/// Where one is in a long list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Pager {
    /// `1 to 50 of 73`.
    pub label: String,
    /// The page before; empty on the first.
    pub previous: String,
    /// The page after; empty on the last.
    pub next: String,
    /// Links to pages, with gaps where the URL and the label are empty.
    pub pages: Vec<PagerLink>,
}

/// A page's number in a [`Pager`].
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PagerLink {
    /// `2`; empty for a gap.
    pub label: String,
    /// Where it leads; empty for a gap.
    pub url: String,
    /// Whether this is the page one is on.
    pub current: bool,
}

/// Terms of a taxonomy, or titles, by their first letter. Template `index-list.html`. In templates: `index`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct IndexView {
    /// `topics`, `systems`, `teams`, `people`, `kinds` or `a-z`.
    pub sort: &'static str,
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub lead: String,
    /// The text of the section that stands at this address, as HTML; may be empty. Safe.
    pub body: Hashed<String>,
    /// Where to edit that text; empty when there is none.
    pub edit_url: String,
    /// Where its history is; empty as above.
    pub history_url: String,
    /// `73 topics`.
    pub count_label: String,
    /// All letters that have something, in order. A letter leads to its group on this page (`#part-b`) or to its own page.
    pub letters: Vec<Link>,
    /// The groups shown on this page.
    pub groups: Vec<IndexGroup>,
}

/// The entries of one letter.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct IndexGroup {
    /// The letter; empty when there are no letters.
    pub letter: String,
    /// Its anchor.
    pub id: String,
    /// What begins with it.
    pub entries: Vec<IndexEntry>,
}

/// One line of an index.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct IndexEntry {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// `12` or empty.
    pub count: String,
    /// A sentence about it, or another name's proper name; may be empty.
    pub about: String,
    /// The kind, for notes and for the list of kinds.
    pub kind: Option<Hashed<KindView>>,
}

/// The page where one looks for a note. Template `search.html`. In templates: `search`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchView {
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub lead: String,
    /// The letters of A to Z.
    pub letters: Vec<Link>,
    /// The lists of the site with how much is in them: A to Z, topics, systems, teams and so on.
    pub lists: Vec<IndexEntry>,
    /// Kinds with their counts.
    pub kinds: Vec<IndexEntry>,
    /// The most used topics.
    pub topics: Vec<IndexEntry>,
}

/// The home page. Template `home.html`. In templates: `home`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView {
    /// Its title.
    pub title: String,
    /// A sentence or two under the title; may be empty.
    pub lead: String,
    /// The text of the content folder's `_index.md`, as HTML. Safe; may be empty.
    pub body: Hashed<String>,
    /// The newest note, shown large.
    pub lede: Option<Hashed<Card>>,
    /// The next newest.
    pub recent: Vec<Hashed<Card>>,
    /// Questions without an answer, oldest first.
    pub questions: Vec<Hashed<Card>>,
    /// `All 7 open`; empty when there are none.
    pub questions_label: String,
    /// The kind page of questions; empty when there are none.
    pub questions_url: String,
    /// The last words of thanks.
    pub thanks: Vec<ThanksView>,
    /// Events to come, soonest first.
    pub events: Vec<Hashed<Card>>,
    /// The kind page of events; empty when there are none.
    pub events_url: String,
    /// The path for newcomers.
    pub start: Option<StartView>,
    /// Kinds with their counts.
    pub kinds: Vec<IndexEntry>,
    /// The most used topics.
    pub topics: Vec<IndexEntry>,
    /// The teams.
    pub teams: Vec<IndexEntry>,
    /// `1,284 notes`.
    pub count_label: String,
}

/// A reading path on the home page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StartView {
    /// Its title.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// `40 min`.
    pub minutes: String,
    /// Its first stops, four at most.
    pub stops: Vec<Stop>,
}

/// The tree of sections and notes. Template `contents.html`. In templates: `contents`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ContentsView {
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub lead: String,
    /// The top of the tree.
    pub items: Vec<Hashed<TreeItem>>,
}

/// A section or a note in the tree.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TreeItem {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// `12`, for a section; empty for a note.
    pub count: String,
    /// What is in the section.
    pub children: Vec<Hashed<TreeItem>>,
}

/// All notes of a section or of a path, one after the other, to be printed. Template `print.html`.
/// In templates: `print`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintView {
    /// The section's or the path's title.
    pub title: String,
    /// A sentence or two; may be empty.
    pub lead: String,
    /// `12 notes`.
    pub count_label: String,
    /// The notes, in order.
    pub notes: Vec<PrintNote>,
}

/// One note on a page to be printed.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintNote {
    /// Its anchor on the page.
    pub anchor: String,
    /// Its card, which leads to its own page.
    pub card: Hashed<Card>,
    /// What stands in the margin of its own page: dates, authors, the fields of its kind.
    pub facts: Vec<Fact>,
    /// The paragraph under its title; may be empty.
    pub lead: String,
    /// Its text as HTML, its headings one level lower than on its own page. Safe.
    pub body: Hashed<String>,
    /// The actions of a review.
    pub actions: Vec<ActionView>,
}

/// An old URL that leads to a note. Template `redirect.html`. In templates: `redirect`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectView {
    /// The title of the note it leads to.
    pub title: String,
    /// Where it leads, from the root.
    pub url: String,
}

/// A page that says that there is nothing here. Template `404.html`; it sees `page` and `site` only.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MissingView {}

/// One page's view, by its sort.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
pub enum PageView {
    /// A note's page.
    Note(NoteView),
    /// A list of notes.
    List(ListView),
    /// An index by letter.
    Index(IndexView),
    /// The home page.
    Home(HomeView),
    /// The tree of contents.
    Contents(ContentsView),
    /// The search page.
    Search(SearchView),
    /// A page to be printed.
    Print(PrintView),
    /// A redirect.
    Redirect(RedirectView),
    /// The 404 page.
    Missing(MissingView),
}

impl PageView {
    /// Returns the name under which templates see the view.
    pub fn name(&self) -> &'static str {
        match self {
            PageView::Note(_) => "note",
            PageView::List(_) => "list",
            PageView::Index(_) => "index",
            PageView::Home(_) => "home",
            PageView::Contents(_) => "contents",
            PageView::Search(_) => "search",
            PageView::Print(_) => "print",
            PageView::Redirect(_) => "redirect",
            PageView::Missing(_) => "missing",
        }
    }
}
