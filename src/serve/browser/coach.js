// The coach's panel: hints about the words of this note, for whoever writes it. Nothing of it is counted or kept: what
// was put aside is known to this session of this browser alone. "Use this" names a hint; the server writes.

var SHOWN = 5, kind = { asked: null, all: [], used: [], taken: false, more: false };

function kept() {
  try { return JSON.parse(sessionStorage.getItem("candor-kept")) || []; } catch (e) { return kind.aside || []; }
}

function keep(id) {
  kind.aside = kept().concat(id);
  try { sessionStorage.setItem("candor-kept", JSON.stringify(kind.aside)); } catch (e) { /* For this page alone. */ }
}

function panel() {
  var box = kind.panel = make("aside", "candor-kind"), title = make("h2", null, "Kind wording");
  title.id = "candor-kind-title";
  box.id = "candor-kind";
  box.tabIndex = -1;
  box.setAttribute("aria-labelledby", title.id);
  kind.about = make("p", "candor-about");
  kind.said = make("p", "candor-said");
  kind.said.setAttribute("role", "status");
  kind.list = make("ol", "candor-hints");
  kind.rest = button("", function () {
    var next = kind.list.children.length;
    kind.more = true;
    list_hints();
    focus_on(next);
  });
  kind.open = button("", function () { beside(kind.panel.hidden); });
  kind.open.setAttribute("aria-controls", box.id);
  box.append(title, kind.about, kind.said, kind.list, kind.rest);
  box.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    beside(false);
    kind.open.focus();
  });
  parts.hints.before(kind.open);
  parts.bar.append(box);
  var open = false;
  try { open = sessionStorage.getItem("candor-kind") === "open"; } catch (e) { /* Closed, then. */ }
  beside(open);
}

function beside(open) {
  kind.panel.hidden = !open;
  kind.open.setAttribute("aria-expanded", String(open));
  try { sessionStorage.setItem("candor-kind", open ? "open" : "closed"); } catch (e) { /* For this page alone. */ }
  stand();
}

// Makes room for the panel where it is open and there is something in it.
function stand() {
  document.documentElement.classList.toggle("candor-beside", !kind.panel.hidden && !kind.open.hidden);
  underline();
}

// Shows what the coach says of this page's note.
function coach(told) {
  var said = told.note && told.note.coach;
  if (!kind.panel) panel();
  // As long as there is something else to mend, it stays as it is.
  if (told.kept || told.trouble) return;
  kind.asked = said;
  kind.all = said ? said.hints : [];
  // What was asked just before the file was written may come after it, and is no news. What is told of the new text is:
  // a sentence like the one that was rewritten is still there.
  kind.used = kind.used.filter(function (one) {
    if (said && one.version === said.version) return true;
    renumber(one.id);
    return false;
  });
  list_hints();
}

// Of sentences alike, those that were kept stay so when another of them was rewritten: there is one less, and those
// after it move up. A hint's name ends with which of how many it is.
function renumber(used) {
  var name = /^(.*)-(\d+)\.(\d+)$/, gone = name.exec(used);
  kind.aside = kept().map(function (id) {
    var one = name.exec(id);
    if (!gone || !one || one[1] !== gone[1] || one[3] !== gone[3]) return id;
    return one[1] + "-" + (one[2] > +gone[2] ? one[2] - 1 : one[2]) + "." + (one[3] - 1);
  });
  try { sessionStorage.setItem("candor-kept", JSON.stringify(kind.aside)); } catch (e) { /* For this page alone. */ }
}

function left() {
  var aside = kept().concat(kind.used.map(function (one) { return one.id; }));
  return kind.all.filter(function (one) { return aside.indexOf(one.id) < 0; });
}

function list_hints() {
  var open = left(), unsent = kind.asked ? kind.asked.count - kind.all.length : 0, many = open.length + unsent;
  var shown = kind.more ? open : open.slice(0, SHOWN), ids = JSON.stringify(shown);
  var some = many || kind.taken || kind.all.length;
  kind.open.hidden = !some;
  if (!some) kind.panel.hidden = true;
  kind.open.setAttribute("aria-expanded", String(!kind.panel.hidden));
  kind.open.textContent = "Kind wording, " + (many ? counted(many, "suggestion") : "all read");
  kind.about.textContent = many
    ? counted(many, "suggestion") + ". " + (many === 1 ? "It stays" : "They stay") + " on your machine, nothing is counted, and you can publish without changing a word."
    : "All read. The words are yours.";
  kind.rest.hidden = many <= shown.length;
  kind.rest.textContent = open.length > shown.length ? "Show " + (open.length - shown.length) + " more" : "and " + unsent + " more, as these are done";
  kind.rest.disabled = open.length <= shown.length;
  if (kind.list.dataset.ids !== ids) {
    var held = kind.list.contains(document.activeElement) ? document.activeElement : null;
    var item = held && held.closest("li"), at = item ? Array.prototype.indexOf.call(kind.list.children, item) : -1;
    var which = item && Array.prototype.indexOf.call(item.querySelectorAll("button, a"), held), id = item && item.dataset.hint;
    kind.list.dataset.ids = ids;
    kind.list.textContent = "";
    shown.forEach(function (one) { kind.list.append(hint(one)); });
    if (item) {
      var again = Array.prototype.find.call(kind.list.children, function (li) { return li.dataset.hint === id; });
      var same = again && again.querySelectorAll("button, a")[which];
      if (same) same.focus({ preventScroll: true }); else focus_on(at);
    }
  }
  stand();
}

// One hint: the words, what they do, how else they could be put, and two buttons.
function hint(one) {
  var item = make("li"), where = make("p", "candor-where"), acts = make("p", "candor-acts");
  item.dataset.hint = one.id;
  where.append(make("span", null, one.line ? "Line " + one.line : "The whole note"));
  if (one.phrase) {
    if (on_page(one)) where.append(button("Show in text", function () { point(one); }, "candor-plain"));
    item.append(where, phrase(one.phrase, "candor-phrase", "mark"));
  } else {
    item.append(where, sentence(make("p", "candor-phrase"), one.message + "."));
  }
  if (one.why) item.append(make("p", "candor-why", one.why));
  if (one.kinder) {
    var kinder = phrase(one.kinder, "candor-kinder", "ins");
    kinder.prepend(make("b", null, "Perhaps"));
    item.append(kinder);
    acts.append(button("Use this", function () { use(one, item); }, "candor-main"));
  } else {
    if (one.ask && one.ask !== one.why) item.append(sentence(make("p", "candor-ask"), one.ask));
    if (one.editor) acts.append(link("Open in editor", one.editor));
  }
  acts.append(button("Keep mine", function () {
    keep(one.id);
    done(item, "Kept as you wrote it.");
  }));
  item.append(acts);
  return item;
}

function phrase(pieces, name, tag) {
  var text = make("p", name);
  text.append(pieces[0], make(tag, null, pieces[1]), pieces[2]);
  return text;
}

function use(one, item) {
  var version = kind.asked.version;
  item.querySelectorAll("button").forEach(function (one) { one.disabled = true; });
  ask("kinder", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token: kind.asked.token, page: here, hint: one.id })
  }).then(function () {
    kind.taken = true;
    if (kind.asked && kind.asked.version === version) kind.used.push({ id: one.id, version: version });
    else renumber(one.id);
    done(item, "Thank you. The next reader meets kinder words.");
  }, function (error) {
    item.querySelectorAll("button").forEach(function (one) { one.disabled = false; });
    kind.said.textContent = error.message.charAt(0).toUpperCase() + error.message.slice(1) + ".";
    item.querySelector(".candor-main").focus();
  });
}

function done(item, words) {
  var at = Array.prototype.indexOf.call(kind.list.children, item);
  list_hints();
  kind.said.textContent = words;
  focus_on(at);
}

// Goes to a hint, or to the one before it where it was the last; where none is left, to the button of the panel.
function focus_on(at) {
  var items = kind.list.children, item = items[Math.min(at, items.length - 1)];
  (item ? item.querySelector(".candor-acts button, .candor-acts a") : kind.open).focus();
}

// Finds a hint's words on the page, by their letters alone: what Markdown makes of the signs between is not known here.
function spell(text) { return text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase(); }

function on_page(one) {
  var words = spell(one.phrase[1]), before = spell(one.phrase[0]).slice(-24), best = null, whole = before + words;
  if (!words) return null;
  var holds = function (block, text) { return spell(block.textContent).indexOf(text) >= 0; };
  [whole, words].some(function (text) {
    document.querySelectorAll("main :is(h1,h2,h3,h4,h5,h6,p,li,td,th,dt,dd)").forEach(function (block) {
      if (holds(block, text) && (!best || best.contains(block))) best = block;
    });
    return best;
  });
  if (!best) return null;
  var places = [], letters = "", walker = document.createTreeWalker(best, NodeFilter.SHOW_TEXT), node;
  while ((node = walker.nextNode())) {
    for (var i = 0; i < node.length; i += 1) {
      var letter = spell(node.data.charAt(i));
      if (letter.length === 1) { letters += letter; places.push([node, i]); }
    }
  }
  var at = letters.indexOf(whole), from = at < 0 ? letters.indexOf(words) : at + before.length;
  if (from < 0) return null;
  var range = document.createRange(), last = places[from + words.length - 1];
  range.setStart(places[from][0], places[from][1]);
  range.setEnd(last[0], last[1] + 1);
  return range;
}

function point(one) {
  var range = on_page(one);
  if (range) seen(range.startContainer.parentElement);
}

// Underlines the words on the page while the panel is open, without a change to the page itself.
function underline() {
  if (!window.Highlight || !CSS.highlights) return;
  CSS.highlights.delete("candor-kind");
  if (kind.panel.hidden) return;
  var ranges = left().filter(function (one) { return one.phrase; }).map(on_page).filter(Boolean);
  if (ranges.length) CSS.highlights.set("candor-kind", new Highlight(...ranges));
}
