// The words that stay marked on a page one has come to from the search, until they are cleared; and the beginning of all
// of this on a page that is there.

// Of the address so many letters are read, and so many words; no text is looked into that is longer, in letters, nor any
// once there are so many marks; and so many words are named.
var READ = 300, ASKED = 16, ENDLESS = 20000, MARKS = 1000, NAMED = 5;
// What Escape closes first.
var NEARER = "dialog[open], .menu[open], .toc-bar[open], #part-peek";
var unmark = null;

// Marks the words that the address names. With an event, whoever comes was on the page already.
function stay(event) {
  var split = /^#([^&]*)&mark=(.*)$/.exec(location.hash), asked = "", main = one("main");
  if (!split || !main) return;
  try { asked = decodeURIComponent(split[2]).slice(0, READ); } catch (e) { /* Not written by us. */ }
  // The address is as it was, for whoever sends it on; a heading is come to only now.
  if (split[1]) location.replace("#" + split[1]);
  else try { history.replaceState(history.state, "", location.href.split("#")[0]); } catch (e) { location.replace("#"); /* From a folder some browsers refuse. */ }
  prepare().then(begin).then(() => {
    if (unmark) unmark();
    var wanted = wantedOf(asked), seen = new Map(), marks = [];
    textsIn(main).forEach(node => {
      if (node.nodeValue.length <= ENDLESS && marks.length <= MARKS) marks.push(...markIn(node, wanted, seen));
    });
    if (!marks.length) return;
    // Whoever was on the page already is led to what was looked for.
    if (event && !split[1]) marks[0].scrollIntoView({ block: "center" });
    var bar = barOf([...seen.values()]);
    main.prepend(bar);
    unmark = () => {
      marks.forEach(mark => { var parent = mark.parentNode; mark.replaceWith(...mark.childNodes); if (parent) parent.normalize(); });
      bar.remove();
      unmark = null;
    };
  }).catch(() => { /* A page without marks is a page. */ });
}

// The words to be marked: those that say something, where there are such; and the parts of those that have several.
function wantedOf(asked) {
  var runs = candor.search.runs(asked).slice(0, ASKED), telling = runs.filter(run => !candor.search.small(run.word)), wanted = telling.length ? telling : runs;
  return { words: new Set(wanted.map(run => run.word)), rows: wanted.filter(run => run.parts.length > 1).map(run => run.parts.map(part => part.word)) };
}

// Where a run of the text has these words: as a whole, in a part, or in several of its parts.
function placesOf(run, wanted) {
  if (wanted.words.has(run.word)) return [run];
  if (run.parts.length < 2) return [];
  var places = run.parts.filter(part => wanted.words.has(part.word));
  wanted.rows.forEach(row => run.parts.forEach((part, i) => {
    var held = run.parts.slice(i, i + row.length);
    if (row.every((word, n) => held[n] && held[n].word === word)) places.push({ word: part.word, at: part.at, end: held[row.length - 1].end });
  }));
  return places;
}

// The texts that are read, and not the page's own.
function textsIn(main) {
  var walker = doc.createTreeWalker(main, NodeFilter.SHOW_TEXT, node => {
    return !node.nodeValue.trim() || node.parentElement.closest("svg, script, style, template, button, nav, .toc, .toc-bar, .crumbs, textarea, select") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  }), nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

// Marks words in a text, and remembers how each is written first. Returns the marks, the last first.
function markIn(node, wanted, seen) {
  var text = node.nodeValue, places = [];
  candor.search.runs(text).forEach(run => {
    placesOf(run, wanted).forEach(part => {
      places.push({ at: part.at, end: part.end, row: candor.search.row(part.word) });
    });
  });
  places = candor.search.joined(places);
  places.forEach(place => {
    var written = text.slice(place.at, place.end), folded = candor.search.fold(written);
    if (!seen.has(folded)) seen.set(folded, written);
  });
  return places.reverse().map(place => {
    var rest = node.splitText(place.at), mark = make("mark", "found-mark");
    rest.splitText(place.end - place.at);
    rest.replaceWith(mark);
    mark.append(rest);
    return mark;
  });
}

// The bar above the text, which says what is marked and clears it.
function barOf(written) {
  var bar = attributes(make("div", "found-bar"), { role: "group", "aria-label": words.marked_label });
  var clear = attributes(button("button", "", cleared), { title: words.key_escape, "aria-keyshortcuts": "Escape" });
  return put(bar, sentence("p", "", words.marked, { words: apart("bdi", "find-quoted", written.slice(0, NAMED).join(", ")) }),
    put(clear, icon(found.icons.close), make("span", "", words.unmark)));
}

// Clears the marks. Whoever was at the bar is at the text then.
function cleared() {
  var there = one(".found-bar").contains(doc.activeElement);
  unmark();
  if (there) one("main").focus({ preventScroll: true });
  candor.say(words.unmarked);
}

// Escape clears them too, where nobody writes and nothing else is there to be closed by it.
function listenForEscape() {
  var nearer = null;
  // Asked before any of these is closed.
  addEventListener("keydown", e => { if (e.key === "Escape") nearer = one(NEARER); }, true);
  addEventListener("keydown", e => {
    if (e.key !== "Escape" || !unmark || nearer || e.defaultPrevented || e.isComposing || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return;
    if (!e.target.isContentEditable && !e.target.matches("input, textarea, select")) cleared();
  });
}

candor.ready(() => {
  stay();
  addEventListener("hashchange", stay);
  listenForEscape();
  var form = one("[data-find-form]");
  if (form) new Page(form);
});
