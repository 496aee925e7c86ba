// Listens for builds. After each, asks for this page with the tag that it has: where that still holds, the page is not
// touched. Errors and the bar are told by `state`, whatever came of the page.

var me = document.currentScript, tag = '"' + me.dataset.etag + '"', page = remember(document.documentElement);
var here = decodeURI(location.pathname), build = 0, asking = false, again = false;
// A page is known by what it was when it came; the room answers for all of it.
var room = new URL("./", me.src).href;

function ask(path, options) {
  return fetch(room + path, options).then(function (answer) {
    return answer.json().then(function (told) {
      if (!answer.ok) throw new Error(told.error);
      return told;
    });
  });
}

// Brings the page and the bar up to date; of several wishes while one is being fulfilled, one is left.
function update() {
  if (document.hidden) { again = true; return; }
  if (asking) { again = true; return; }
  asking = true;
  again = false;
  Promise.all([ask("state?page=" + encodeURIComponent(here)), fetched()])
    .then(function (both) {
      var told = both[0], touched = both[1] ? changed(both[1]) : null;
      if (touched === undefined) return;
      show(told, tellsOfMissing());
      follow(told, touched);
      build = told.build;
      index.built(build);
    })
    .catch(function () { lost(true); /* The stream says when the preview is back. */ })
    .then(function () {
      asking = false;
      if (again) update();
    });
}

// Asks for this page. Gives nothing where its bytes are the same.
function fetched() {
  return fetch(location.pathname + location.search, { headers: { "If-None-Match": tag, "Accept": "text/html" }, cache: "no-store" })
    .then(function (answer) {
      if (answer.status === 304) return null;
      // Gone, and told so by the page for what is not there; a note that comes back brings its page back.
      return answer.text();
    });
}

// Takes over what the page is now. Returns the nodes that changed.
function changed(html) {
  var doc = new DOMParser().parseFromString(html, "text/html"), mark = doc.querySelector("script[data-candor-preview]");
  if (!mark) { location.reload(); return undefined; }
  var fresh = '"' + mark.dataset.etag + '"';
  if (fresh === tag) return null;
  // Another script cannot be put in place of the one that runs.
  if (scripts(doc) !== scripts(document)) { location.reload(); return undefined; }
  var touched = morph(page, doc);
  tag = fresh;
  document.dispatchEvent(new CustomEvent("candor:changed", { detail: { touched: touched } }));
  return touched;
}

function scripts(doc) {
  return Array.prototype.filter.call(doc.querySelectorAll("head > script[src]"), function (script) {
    // What a script of the page has put there is not the page's own.
    return !script.hasAttribute("data-candor-preview") && (doc !== document || first.has(script));
  }).map(function (script) { return script.getAttribute("src"); }).join("\n");
}
var first = new Set(document.querySelectorAll("head > script[src]"));

function tellsOfMissing() {
  return Array.prototype.slice.call(document.querySelectorAll(".wl.missing"));
}

// Follow mode: goes to the note that was edited last, and to what changed in it.
function follow(told, touched) {
  var fresh = build && told.build !== build;
  if (!following(told)) return;
  // The text itself before what the theme says about it, such as the time it takes to read.
  var blocks = (touched || []).filter(function (node) { return node.closest("main") && !node.closest("nav"); });
  var block = blocks.find(function (node) { return node.closest(".body, .prose"); }) || blocks[0];
  if (block) { seen(block); return; }
  if (!fresh) return;
  var one = told.changed.length === told.changedCount && told.changedCount === 1 ? told.changed[0] : null;
  if (!one || !one.page) return;
  var to = new URL(one.page.split("/").map(encodeURIComponent).join("/"), room + "../");
  if (to.pathname === location.pathname || to.pathname === location.pathname + "index.html") return;
  try { sessionStorage.setItem("candor-line", one.line || ""); } catch (e) { /* Then it begins at the top. */ }
  location.assign(to.href);
}

function seen(node) {
  var box = node.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) node.scrollIntoView({ block: "center" });
  node.classList.add("candor-touched");
  setTimeout(function () {
    node.classList.remove("candor-touched");
    if (!node.getAttribute("class")) node.removeAttribute("class");
  }, 1500);
}

// The block that has the line which was edited, on a page that was opened for it.
function arrived() {
  var line;
  try {
    line = sessionStorage.getItem("candor-line");
    sessionStorage.removeItem("candor-line");
  } catch (e) { return; }
  if (!line) return;
  var letters = function (text) { return text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase(); };
  var wanted = letters(line.replace(/\]\([^)]*\)/g, "]")).slice(0, 60), best = null;
  if (wanted.length < 3) return;
  document.querySelectorAll("main :is(h1,h2,h3,h4,h5,h6,p,li,td,th,pre,dt,dd,figcaption)").forEach(function (block) {
    if (letters(block.textContent).indexOf(wanted) >= 0 && (!best || best.contains(block))) best = block;
  });
  if (best) seen(best);
}

// What the stream says: the number of the latest build, or null where the preview is gone.
function heard(number) {
  if (number === null) {
    lost(true);
    // Another server may begin to count anew.
    build = 0;
    return;
  }
  lost(false);
  if (number !== build) update();
}

// A browser opens no more than six connections to one host, and a stream holds one of them for good. So of all tabs
// one listens and tells the others; when it goes, another takes its place.
function listen() {
  if (!navigator.locks || !window.BroadcastChannel) { stream(heard); return; }
  var channel = new BroadcastChannel("candor-preview");
  channel.onmessage = function (event) { heard(event.data); };
  navigator.locks.request("candor-preview", function () {
    stream(function (number) { channel.postMessage(number); heard(number); });
    return new Promise(function () { /* For as long as this page lasts. */ });
  });
}

function stream(tell) {
  var source = new EventSource(room + "events");
  source.onmessage = function (event) { tell(Number(event.data)); };
  source.onerror = function () {
    tell(null);
    // Where the server answered with a refusal, the browser gives up by itself.
    if (source.readyState === 2) setTimeout(stream, 2000, tell);
  };
}

// What was not looked at is brought up to date when it is.
document.addEventListener("visibilitychange", function () { if (!document.hidden && again) update(); });
addEventListener("pageshow", function (event) { if (event.persisted) update(); });

bar();
update();
listen();
if (document.readyState === "complete") arrived(); else addEventListener("load", arrived);
