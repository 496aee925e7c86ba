// Listens for builds. After each, asks for this page with the tag that it has: where that still holds, the page is not
// touched. Errors and the bar are told by `state`, whatever came of the page.

var me = document.currentScript, tag = '"' + me.dataset.etag + '"', page = remember(document.documentElement);
var here = decodeURI(location.pathname), build = 0, asking = false, again = false, away = null;
// Whether there is something that came while nobody looked.
var unseen = false;
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
  if (document.hidden) { again = unseen = true; return; }
  if (asking) { again = true; return; }
  asking = true;
  again = false;
  var query = "state?page=" + encodeURIComponent(here) + "&file=" + encodeURIComponent(remembered_file())
    + (written ? "&made=" + encodeURIComponent(written.file) : "");
  Promise.all([ask(query), fetched()])
    .then(function (both) {
      var told = both[0], leads = build && told.build !== build && following(told) && leading();
      // Where the author has gone before what became of this page, which may be nothing: a note gets another name.
      var to = leads && elsewhere(told);
      if (to && !busy()) { location.assign(to); return; }
      var touched = both[1] ? changed(both[1]) : null;
      if (to) leave(function () { if (following(null) && leading()) location.assign(to); });
      if (touched === undefined) return;
      show(told, tellsOfMissing());
      if (leads && !to && touched && !busy()) look_at(touched);
      build = told.build;
      index.built(build);
    })
    .catch(function () { lost(true); /* The stream says when the preview is back. */ })
    .then(function () {
      asking = false;
      if (again) update(); else unseen = false;
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
  if (!mark) { leave(function () { location.reload(); }); return undefined; }
  var fresh = '"' + mark.dataset.etag + '"';
  if (fresh === tag) return null;
  // Another script cannot be put in place of the one that runs.
  if (scripts(doc) !== scripts(document)) { leave(function () { location.reload(); }); return undefined; }
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
function elsewhere(told) {
  var one = told.changed.length === told.changedCount && told.changedCount === 1 ? told.changed[0] : null;
  if (!one || !one.page) return null;
  var to = new URL(one.page.split("/").map(encodeURIComponent).join("/"), room + "../");
  if (to.pathname === location.pathname || to.pathname === location.pathname + "index.html") return null;
  try { sessionStorage.setItem("candor-line", one.line || ""); } catch (e) { /* Then it begins at the top. */ }
  return to.href;
}

function look_at(touched) {
  // The text itself before what the theme says about it, such as the time it takes to read.
  var blocks = touched.filter(function (node) { return node.closest("main") && !node.closest("nav"); });
  var block = blocks.find(function (node) { return node.closest(".body, .prose"); }) || blocks[0];
  if (block) seen(block);
}

// Whether the reader is in the middle of something that would be lost with this page: a dialog, a field.
function busy() {
  var at = document.activeElement, typed = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea";
  if (document.querySelector("dialog[open]") || at.matches("input, textarea, select") || at.isContentEditable) return true;
  return Array.prototype.some.call(document.querySelectorAll(typed), function (field) {
    return field.value !== field.defaultValue && field.getClientRects().length > 0;
  });
}

// Leaves this page, as soon as the reader is not in the middle of something; of two ways, the later one.
function leave(way) {
  away = way;
  // What ends a dialog or leaves a field has its own effects first.
  setTimeout(function () {
    if (away !== way || busy()) return;
    away = null;
    way();
  });
}
["close", "focusout", "input", "click"].forEach(function (name) {
  document.addEventListener(name, function () { if (away) leave(away); }, true);
});

// Of several tabs only the one that was used last goes anywhere, and only while it is looked at. They tell each other,
// so that nothing of it outlives the session.
var last = false, uses = window.BroadcastChannel ? new BroadcastChannel("candor-used") : null;
function last_is(now) {
  last = now;
  try { sessionStorage.setItem("candor-last", now ? "yes" : "no"); } catch (e) { /* For this page alone. */ }
}
function used() {
  if (document.hidden || last) return;
  last_is(true);
  if (uses) uses.postMessage("used");
}
function leading() { return last && !document.hidden && !unseen; }
if (uses) uses.onmessage = function () { last_is(false); };
try {
  var load = performance.getEntriesByType("navigation")[0];
  // That a page is loaded anew, as the preview does by itself, is no use of its tab.
  if (!load || load.type !== "reload" || sessionStorage.getItem("candor-last") !== "no") used();
} catch (e) { used(); }
["focus", "pointerdown", "keydown"].forEach(function (name) { addEventListener(name, used, true); });

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
  if (!window.BroadcastChannel) { stream(heard); return; }
  var channel = new BroadcastChannel("candor-preview"), tell = function (number) { channel.postMessage(number); heard(number); };
  channel.onmessage = function (event) { heard(event.data); };
  if (!navigator.locks) { take_turns(tell); return; }
  navigator.locks.request("candor-preview", function () {
    stream(tell);
    return new Promise(function () { /* For as long as this page lasts. */ });
  });
}

// Locks are for secure addresses alone, and others see the preview under a plain one. There the listener puts its name
// down, and again from time to time; when it no longer does, another puts down its own. A browser lets tabs in the
// background wait: one that had lost its turn so hears of it at once.
function take_turns(tell) {
  var name = String(Math.random()), stop = null;
  var said = function () {
    try { return (localStorage.getItem("candor-listener") || "").split(" "); } catch (e) { return null; }
  };
  var put = function () { localStorage.setItem("candor-listener", name + " " + Date.now()); };
  var settle = function () {
    var now = said();
    if (now && now[0] !== name && stop) { stop(); stop = null; }
    if ((!now || now[0] === name) && !stop) stop = stream(tell);
  };
  var turn = function () {
    var now = said();
    if (!now) { settle(); return; }
    if (now[0] === name) { put(); settle(); return; }
    settle();
    if (Math.abs(Date.now() - Number(now[1] || 0)) < TURN * 4) return;
    put();
    // Of several that did so at once, one is the last.
    setTimeout(settle, TURN / 5);
  };
  addEventListener("storage", function (event) {
    if (event.key !== "candor-listener") return;
    if (event.newValue) settle(); else setTimeout(turn, Math.random() * 100);
  });
  addEventListener("pagehide", function () {
    if (!stop) return;
    stop();
    stop = null;
    try { localStorage.removeItem("candor-listener"); } catch (e) { /* Then it runs out. */ }
  });
  setInterval(turn, TURN);
  turn();
}
var TURN = 1000;

// Listens, and returns how to end it.
function stream(tell) {
  var source, again;
  var open = function () {
    source = new EventSource(room + "events");
    source.onmessage = function (event) { tell(Number(event.data)); };
    source.onerror = function () {
      tell(null);
      // Where the server answered with a refusal, the browser gives up by itself.
      if (source.readyState === 2) again = setTimeout(open, 2000);
    };
  };
  open();
  return function () {
    clearTimeout(again);
    source.close();
  };
}

// What was not looked at is brought up to date when it is.
document.addEventListener("visibilitychange", function () {
  used();
  if (!document.hidden && again) update();
});
addEventListener("pageshow", function (event) { if (event.persisted) update(); });

bar();
update();
listen();
if (document.readyState === "complete") arrived(); else addEventListener("load", arrived);
