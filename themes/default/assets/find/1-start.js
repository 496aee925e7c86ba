// What one sees of the search: the dialog that opens from every page, the page for it, and the words that stay marked on
// a page one has come to from there. Looks itself in nothing (search.js does). Here: all that is fetched for it, at once.

var doc = document, one = candor.one, all = candor.all, make = candor.make, base = candor.base.href;
// How many notes the dialog shows, how many more the page at a time, searches that are kept, values of a facet, and words
// like those asked for; after how many milliseconds it is said that it is looked, and after how many, as with scripts,
// the style is not waited for.
var SHOWN = 8, MORE = 20, KEPT = 6, VALUES = 7, LIKE = 5, WAIT = 300, LATE = 15000, FACETS = ["kind", "team", "topic", "system", "year"];
// What the dialog says and shows (data/find.js), with its words by themselves; and the first file of the index.
var found, words, core;
// Kinds in the order of the site, and the shapes of the icons of those that are its own.
var order = [], drawn = {};

function told() { /* Asked for again, and told then. */ }

// The engine and its first file, the words with the icons, the style.
var engineUrl = new URL("search.js", document.currentScript.src).href, styleUrl = new URL("find.css", document.currentScript.src).href;
candor.script(engineUrl).catch(told);
candor.data("search").catch(told);
var styled = new Promise(done => {
  var link = make("link");
  link.rel = "stylesheet";
  link.href = styleUrl;
  link.onload = link.onerror = done;
  setTimeout(done, LATE);
  doc.head.append(link);
});
var prepared = null, engine = null;
prepare().catch(told);

// Waits for the words, and for the style.
function prepare() {
  prepared = prepared || candor.data("find").then(value => {
    found = value;
    words = value.words;
    value.kinds.forEach(one => { order.push(one[0]); drawn[one[0]] = one[1]; });
    return styled;
  });
  prepared.catch(() => { prepared = null; });
  return prepared;
}

// Waits for the engine and its first file.
function begin() {
  engine = engine || candor.script(engineUrl).then(() => candor.search.start())
    .then(value => { core = value; }, error => { engine = null; throw error; });
  engine.catch(told);
  return engine;
}
