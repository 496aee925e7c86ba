//! Every URL of the site, and what its template sees.
//!
//! Pages are made from the wiki and the theme's words. They are never given a
//! diagnostic, so that nothing the coach finds has a way into a page.

pub mod body;
mod card;
pub mod data;
mod facts;
pub mod feeds;
mod home;
mod index;
mod list;
mod nav;
mod note;
pub mod preview;
pub mod print;
mod search;
pub mod view;
pub mod words;

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::config::{Config, Forge};
use crate::date::Date;
use crate::hashed::Hashed;
use crate::language;
use crate::source::FilePath;
use crate::theme::Theme;
use crate::wiki::related::Related;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{NoteId, Redirect, Wiki};
use body::Circled;
use note::Neighbours;
use preview::Linked;
use print::Plan;
use view::{
    Alternate, Card, KindView, Link, Listings, MissingView, PageFrame, PageView, RedirectView, SiteView, TreeItem,
};
use words::Words;

/// The home page.
const HOME: &str = "index.html";

/// The page that a server shows for a wrong address.
const MISSING: &str = "404.html";

/// The file that tells a browser how to search here.
pub const OPENSEARCH: &str = "opensearch.xml";

/// The file that tells a browser how to keep the site like an app.
pub const MANIFEST: &str = "manifest.webmanifest";

/// One page of the output: where it is, and how it is made when somebody asks for it.
///
/// Most pages of a preview are never asked for, and of a build each is needed only until it is written.
pub struct Page {
    /// Its address from the site's root.
    pub url: String,
    /// What it is made of, for messages about its address.
    pub origin: Origin,
    /// Whether it is one that a reader may look for: no redirect, no second copy to be printed.
    pub findable: bool,
    make: Box<dyn Fn(&Matter) -> Sheet + Send + Sync>,
}

/// A page as templates see it.
pub struct Sheet {
    /// Templates that may render it; the first one the theme has is taken.
    pub templates: Vec<String>,
    /// What every page has.
    pub frame: PageFrame,
    /// What this page has.
    pub view: PageView,
}

/// What pages are made from.
pub struct Matter {
    /// The notes.
    pub wiki: Arc<Wiki>,
    /// What pages share.
    pub frame: Frame,
    /// Notes that stand in themselves.
    pub circled: Arc<Circled>,
    /// What is printed together.
    pub plan: Arc<Plan>,
    neighbours: Arc<Vec<Neighbours>>,
    related: Related,
}

impl Matter {
    /// Gathers it.
    pub fn new(frame: Frame, circled: Circled) -> Self {
        let wiki = Arc::clone(&frame.wiki);
        let plan = Arc::new(Plan::new(&wiki));
        let neighbours = Arc::new(note::neighbours(&wiki));
        Matter { wiki, frame, circled: Arc::new(circled), plan, neighbours, related: Related::default() }
    }

    /// Gathers it for a wiki in which nothing but the prose of these notes is other than in this one's. Nothing where some notes are now
    /// printed together that were not, or no longer are.
    pub fn again(&self, wiki: Arc<Wiki>, changed: &[NoteId]) -> Option<Self> {
        if Plan::new(&wiki).pages != self.plan.pages {
            return None;
        }
        Some(Matter {
            frame: Frame::of(Arc::clone(&self.frame.common), &wiki),
            circled: Arc::clone(&self.circled),
            plan: Arc::clone(&self.plan),
            neighbours: Arc::clone(&self.neighbours),
            related: self.related.again(changed),
            wiki,
        })
    }
}

/// What a page is made of. Of two that want one address, the lesser one keeps it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The site itself: a list that it makes.
    Site,
    /// A kind: the path of its `kind.toml`.
    Kind(FilePath),
    /// A folder: its text, or else the first note in it.
    Folder(FilePath),
    /// A note.
    Note(FilePath),
}

impl Page {
    fn new(url: impl Into<String>, make: impl Fn(&Matter) -> Sheet + Send + Sync + 'static) -> Self {
        Page { url: url.into(), origin: Origin::Site, findable: true, make: Box::new(make) }
    }

    /// Says what the page is made of.
    fn of(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Says that nobody looks for it.
    fn aside(mut self) -> Self {
        self.findable = false;
        self
    }

    /// Makes what its template sees.
    pub fn sheet(&self, matter: &Matter) -> Sheet {
        (self.make)(matter)
    }
}

impl Sheet {
    /// Adds a form that the page has as well.
    fn also(mut self, alternates: impl IntoIterator<Item = Alternate>) -> Self {
        self.frame.alternates.extend(alternates);
        self
    }
}

/// What all pages share: words, kinds, the faces of notes.
pub struct Frame {
    /// What of it does not depend on the notes' prose.
    common: Arc<Common>,
    wiki: Arc<Wiki>,
    /// The faces of notes, made when asked for, like pages.
    cards: Vec<OnceLock<Hashed<Card>>>,
}

impl Deref for Frame {
    type Target = Common;
    fn deref(&self) -> &Common {
        &self.common
    }
}

/// What all pages share and no edit of prose changes.
pub struct Common {
    /// What templates see as `site`.
    pub site: Hashed<SiteView>,
    /// Where links lead, for what they show of it.
    pub linked: Linked,
    /// The site's URL with a slash at its end; empty where it does not know it.
    pub base: String,
    /// The feeds, by the page that they belong to.
    pub feeds: BTreeMap<String, feeds::Plan>,
    words: Words,
    /// What stands before the links of the page for wrong addresses, which is shown at any depth.
    top: String,
    today: Date,
    page_size: usize,
    related: usize,
    forge: Forge,
    kinds: HashMap<String, Hashed<KindView>>,
    /// Made when asked for.
    tree: OnceLock<Vec<Hashed<TreeItem>>>,
}

impl Frame {
    /// Gathers what pages share.
    pub fn new(wiki: &Arc<Wiki>, theme: &Theme, config: &Config, today: Date) -> Self {
        let words = Words::new(theme, &config.language);
        let kinds: HashMap<String, Hashed<KindView>> =
            theme.kinds.iter().map(|kind| (kind.name.clone(), Hashed::new(words.kind(kind)))).collect();
        let used = nav::used_kinds(wiki, theme);
        let any = |taxonomy| !wiki.terms.terms(taxonomy).is_empty();
        let has = Listings {
            topics: any(Taxonomy::Topics),
            systems: any(Taxonomy::Systems),
            teams: any(Taxonomy::Teams),
            people: wiki.people.values().any(|person| person.url.is_some()),
        };
        let base = base(&config.url);
        let linked = preview::linked(wiki);
        let feeds = feeds::plan(wiki, config, used.iter().map(|name| &*kinds[*name]));
        let site = Hashed::new(SiteView {
            title: config.title.clone(),
            description: config.description.clone(),
            url: base.clone(),
            language: config.language.clone(),
            direction: if language::is_right_to_left(&config.language) { "rtl" } else { "ltr" },
            nav: nav::nav(wiki, config, &words, &kinds, &used, &has),
            footer: config.footer.clone(),
            words: words.all().clone(),
            assets: theme.published().into_iter().map(|(name, url, _)| (name, url)).collect(),
            icons: theme.icons.clone(),
            kinds: used.iter().map(|name| (*kinds[*name]).clone()).collect(),
            has,
            tree: if config.nav.tree { nav::tree(wiki) } else { Vec::new() },
            previews: linked.shards(),
            feeds: match feeds.contains_key(feeds::HOME) {
                true => feeds::alternates(feeds::HOME, &config.title),
                false => Vec::new(),
            },
            opensearch: if base.is_empty() { String::new() } else { OPENSEARCH.to_string() },
            manifest: MANIFEST,
            search_engines: config.output.search_engines,
        });
        let common = Common {
            site,
            linked,
            words,
            top: top(&base),
            base,
            feeds,
            today,
            page_size: config.output.page_size,
            related: config.related.count,
            forge: Forge::new(&config.git, &config.sources),
            kinds,
            tree: OnceLock::new(),
        };
        Frame::of(Arc::new(common), wiki)
    }

    fn of(common: Arc<Common>, wiki: &Arc<Wiki>) -> Self {
        Frame { common, wiki: Arc::clone(wiki), cards: wiki.notes.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Returns every section and note, as the folders have them.
    pub fn tree(&self) -> &[Hashed<TreeItem>] {
        self.tree.get_or_init(|| index::tree(&self.wiki, &self.words))
    }

    /// Returns an interface word; the key itself when the theme has none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key)
    }

    /// Returns where a path from the site's root is, whole: needs the site's URL.
    pub fn whole(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Returns where the links of the page for what is not there begin: the path of the site's `url`, with a slash at
    /// both ends; nothing where it has none and they are relative.
    pub fn top(&self) -> &str {
        &self.top
    }

    /// Returns the kind of a note as pages show it.
    pub fn kind(&self, id: NoteId) -> &KindView {
        let name = &self.wiki.entry(id).kind.name;
        // What has no kind of the theme's has that of its face.
        self.kinds.get(name).unwrap_or_else(|| &self.face(id).kind)
    }

    /// Returns the face that a note shows to other pages.
    pub fn card(&self, id: NoteId) -> Hashed<Card> {
        self.face(id).clone()
    }

    fn face(&self, id: NoteId) -> &Hashed<Card> {
        self.cards[id.0 as usize].get_or_init(|| Hashed::new(card::card(&self.wiki, self, id)))
    }

    fn cards(&self, ids: &[NoteId]) -> Vec<Hashed<Card>> {
        ids.iter().map(|id| self.card(*id)).collect()
    }

    fn home(&self) -> Link {
        Link { label: self.site.title.clone(), url: "index.html".to_string() }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "each caller names all of them; a struct would only repeat PageFrame"
    )]
    fn page(
        &self,
        url: &str,
        title: &str,
        description: &str,
        nav: &str,
        crumbs: Vec<Link>,
        templates: &[&str],
        view: PageView,
    ) -> Sheet {
        Sheet {
            templates: templates.iter().map(|name| (*name).to_string()).collect(),
            frame: PageFrame {
                root: if url == MISSING { self.top.clone() } else { "../".repeat(url.matches('/').count()) },
                url: url.to_string(),
                title: title.to_string(),
                description: description.to_string(),
                nav: nav.to_string(),
                crumbs,
                alternates: Vec::new(),
            },
            view,
        }
    }
}

/// Returns the site's URL with a slash at its end, and without what may not stand before a path.
fn base(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    if url.is_empty() { String::new() } else { format!("{url}/") }
}

/// Returns the path of the site on its host, `/some/sub/`; nothing where the site does not know its URL.
fn top(base: &str) -> String {
    let Some((_, rest)) = base.split_once("://") else { return String::new() };
    rest.split_once('/').map_or("/".to_string(), |(_, path)| format!("/{path}"))
}

/// Returns where a page's note is as Markdown: beside it.
pub fn markdown_url(page: &str) -> String {
    format!("{}.md", page.trim_end_matches(".html"))
}

/// Returns a page's note as Markdown, for its frame.
fn as_markdown(page: &str, title: &str) -> Alternate {
    Alternate { label: title.to_string(), url: markdown_url(page), mime: "text/markdown" }
}

/// Returns every page of the site, in no particular order.
pub fn pages(matter: &Matter) -> Vec<Page> {
    let mut pages = note::pages(&matter.wiki);
    pages.extend(list::pages(matter));
    pages.extend(print::pages(matter));
    pages.extend(index::pages(matter));
    pages.push(Page::new(HOME, home::sheet));
    pages.push(Page::new(MISSING, missing).aside());
    pages
}

fn missing(matter: &Matter) -> Sheet {
    let frame = &matter.frame;
    let view = PageView::Missing(MissingView {});
    frame.page(MISSING, frame.word("missing_title"), "", "", vec![frame.home()], &["404.html"], view)
}

/// Returns the page of an old address.
pub fn redirect(wiki: &Wiki, old: &Redirect) -> Page {
    let origin = Origin::Note(FilePath::clone(&wiki.entry(old.to).note.path));
    let (old_path, old) = (old.path.clone(), old.clone());
    let sheet = move |matter: &Matter| {
        let entry = matter.wiki.entry(old.to);
        let view = PageView::Redirect(RedirectView { title: entry.title.clone(), url: entry.url.to_string() });
        matter.frame.page(&old.path, &entry.title, "", "", Vec::new(), &["redirect.html"], view)
    };
    Page::new(old_path, sheet).of(origin).aside()
}
