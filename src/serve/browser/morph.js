// Brings a page up to date in place. What the server sent last is remembered as a tree beside the page; only what the
// new page says differently is changed in it. So whatever a reader or a script did since (an open <details>, typed
// words, a marked line, a button put beside a code) stays as it is.

var numbers = new Map();

// One number for each way an element can be, its inside included: alike is then as quick as two numbers.
function number(text) {
  var known = numbers.get(text);
  if (known === undefined) numbers.set(text, known = numbers.size);
  return known;
}

// What the server said of a node: `node` is the one in the page, `kids` the same for what is inside.
function remember(node) {
  var said = { node: node, name: node.nodeName, id: "", attributes: null, text: null, kids: null, like: 0 };
  if (node.nodeType !== 1) {
    said.text = node.data;
    said.like = number(said.name + "\n" + said.text);
    return said;
  }
  said.id = node.getAttribute("id") || "";
  said.attributes = new Map();
  for (var i = 0; i < node.attributes.length; i++) said.attributes.set(node.attributes[i].name, node.attributes[i].value);
  said.kids = [];
  // What is inside a template is never shown.
  if (said.name === "TEMPLATE") said.text = node.innerHTML;
  else for (var kid = node.firstChild; kid; kid = kid.nextSibling) if (counts(kid)) said.kids.push(remember(kid));
  said.like = likeness(said);
  return said;
}

function counts(node) {
  // The theme's first script asks for fonts before this one looks; the server never does.
  if (node.nodeType === 1) return !node.hasAttribute("data-candor-preview") && node.getAttribute("rel") !== "preload";
  return node.nodeType === 3;
}

function likeness(said) {
  var attributes = [];
  said.attributes.forEach(function (value, name) { attributes.push(name + "=" + value); });
  return number(said.name + "\n" + attributes.join("\n") + "\n\n" + (said.text === null ? "" : said.text) + "\n"
    + said.kids.map(function (kid) { return kid.like; }).join(" "));
}

// Pairs what was with what is: first what is alike, in order, then what may become the other. Returns for each of
// `now` the place in `was`, or -1.
function pairs(was, now) {
  var taken = now.map(function () { return -1; }), used = was.map(function () { return false; });
  function take(i, j) { taken[j] = i; used[i] = true; }
  var from = 0, wasEnd = was.length, nowEnd = now.length;
  while (from < wasEnd && from < nowEnd && was[from].like === now[from].like) { take(from, from); from++; }
  while (wasEnd > from && nowEnd > from && was[wasEnd - 1].like === now[nowEnd - 1].like) take(--wasEnd, --nowEnd);
  alike(was, now, from, wasEnd, nowEnd, take);
  // Between two pairs: by id, then by the order of those with the same name.
  var low = from;
  for (var j = from; j < nowEnd; j++) {
    if (taken[j] >= 0) { low = taken[j] + 1; continue; }
    var high = wasEnd;
    for (var k = j + 1; k < nowEnd; k++) if (taken[k] >= 0) { high = taken[k]; break; }
    for (var i = low; i < high; i++) {
      if (!used[i] && fits(was[i], now[j])) { take(i, j); low = i + 1; break; }
    }
  }
  return taken;
}

function fits(was, now) {
  // A link to a feed never becomes a style sheet on its way.
  return was.name === now.name && was.id === now.id
    && (was.name !== "LINK" || was.attributes.get("rel") === now.attributes.get("rel"));
}

// The longest run of alike nodes in the same order; of very long lists, the next alike one.
function alike(was, now, from, wasEnd, nowEnd, take) {
  var n = wasEnd - from, m = nowEnd - from;
  if (!n || !m) return;
  if (n * m > 4e6) {
    for (var at = from, j = from; j < nowEnd; j++) {
      for (var i = at; i < Math.min(wasEnd, at + 50); i++) if (was[i].like === now[j].like) { take(i, j); at = i + 1; break; }
    }
    return;
  }
  var width = m + 1, lengths = new Uint16Array((n + 1) * width);
  for (var a = n - 1; a >= 0; a--) {
    for (var b = m - 1; b >= 0; b--) {
      lengths[a * width + b] = was[from + a].like === now[from + b].like
        ? lengths[(a + 1) * width + b + 1] + 1
        : Math.max(lengths[(a + 1) * width + b], lengths[a * width + b + 1]);
    }
  }
  for (var x = 0, y = 0; x < n && y < m;) {
    if (was[from + x].like === now[from + y].like) take(from + x++, from + y++);
    else if (lengths[(x + 1) * width + y] >= lengths[x * width + y + 1]) x++;
    else y++;
  }
}

// Makes of what was what is now; `touched` gathers the nodes that a reader would see changed.
function become(was, now, touched) {
  if (was.like === now.like) return;
  if (was.text !== null && was.name !== "TEMPLATE") {
    was.node.data = was.text = now.text;
    was.like = now.like;
    touched.push(was.node.parentNode);
    return;
  }
  attributes(was, now, touched);
  if (was.name === "TEMPLATE") was.node.innerHTML = was.text = now.text;
  else children(was, now, touched);
  was.id = now.id;
  was.like = now.like;
}

function attributes(was, now, touched) {
  var node = was.node, changed = false;
  // The first script of the theme writes on the root, and so does a reader's choice.
  var mine = node === document.documentElement ? ["lang", "dir"] : null;
  was.attributes.forEach(function (value, name) {
    if (!now.attributes.has(name) && (!mine || mine.indexOf(name) >= 0)) { node.removeAttribute(name); changed = true; }
  });
  now.attributes.forEach(function (value, name) {
    if (was.attributes.get(name) === value || (mine && mine.indexOf(name) < 0)) return;
    node.setAttribute(name, value);
    changed = true;
  });
  was.attributes = now.attributes;
  if (changed) touched.push(node);
}

function children(was, now, touched) {
  if (was.kids.some(rewritten)) { renew(was, now, touched); return; }
  var parent = was.node, taken = pairs(was.kids, now.kids), kept = new Set(taken), kids = [];
  was.kids.forEach(function (kid, i) {
    if (kept.has(i)) return;
    touched.push(parent);
    if (kid.node.parentNode) kid.node.remove();
  });
  now.kids.forEach(function (kid, j) {
    if (taken[j] >= 0) {
      become(was.kids[taken[j]], kid, touched);
      kids.push(was.kids[taken[j]]);
      return;
    }
    adopt(kid);
    put(parent, kid.node, kids[kids.length - 1], next(was.kids, taken, j));
    kids.push(kid);
    touched.push(kid.node.nodeType === 1 ? kid.node : parent);
  });
  was.kids = kids;
}

// Whether a script took a text apart, as marking words does.
function rewritten(said) {
  return said.text !== null && said.name === "#text" && said.text.trim() !== "" && said.node.data !== said.text;
}

function renew(was, now, touched) {
  now.kids.forEach(adopt);
  was.node.replaceChildren.apply(was.node, now.kids.map(function (kid) { return kid.node; }));
  was.kids = now.kids;
  touched.push(was.node);
}

// The node that comes next among those that stay.
function next(kids, taken, j) {
  for (var k = j + 1; k < taken.length; k++) if (taken[k] >= 0) return kids[taken[k]];
  return null;
}

// Puts a node behind the one before it, wherever scripts have put that.
function put(parent, node, before, after) {
  if (before && before.node.parentNode === parent) before.node.after(node);
  else if (after && after.node.parentNode === parent) after.node.before(node);
  else if (!before) parent.prepend(node);
  else parent.append(node);
}

// A node of the new page becomes one of this; scripts in it stay as they are, unrun.
function adopt(said) {
  said.node = document.adoptNode(said.node);
}

// The blocks in sight, the topmost first, and where they stand.
function sights() {
  var main = document.querySelector("main") || document.body, found = [];
  var blocks = main.querySelectorAll("h1, h2, h3, h4, h5, h6, p, li, pre, table, figure, blockquote, summary, dt, dd, tr, img, hr");
  for (var i = 0; i < blocks.length && found.length < 40; i++) {
    var box = blocks[i].getBoundingClientRect();
    if (box.height && box.bottom > 0 && box.top < innerHeight) found.push({ node: blocks[i], top: box.top });
  }
  // One that begins in sight is a surer hold than one that began above.
  return found.filter(function (one) { return one.top >= 0; }).concat(found.filter(function (one) { return one.top < 0; }));
}

// Brings the page to what `doc` says, and leaves in place what the reader looks at. Returns what was touched.
function morph(page, doc) {
  var touched = [], root = document.documentElement, held = sights(), atTop = scrollY === 0;
  var focus = document.activeElement, from = focus && focus.selectionStart, to = focus && focus.selectionEnd;
  root.style.overflowAnchor = "none";
  // Sheets first: the old one goes when the new one is there.
  var now = remember(doc.documentElement);
  sheets(page, now);
  become(page, now, touched);
  if (focus && focus !== document.activeElement && document.contains(focus)) {
    focus.focus({ preventScroll: true });
    if (typeof from === "number") focus.setSelectionRange(from, to);
  }
  if (!atTop) {
    var hold = held.find(function (one) { return document.contains(one.node) && one.node.getBoundingClientRect().height; });
    if (hold) scrollBy({ top: hold.node.getBoundingClientRect().top - hold.top, behavior: "instant" });
  }
  requestAnimationFrame(function () { root.style.overflowAnchor = ""; });
  return touched.filter(function (node) { return node && document.contains(node); });
}

// A style sheet with another address is loaded beside the old one, which goes when the new one is there: no page
// stands naked for a moment.
function sheets(page, now) {
  var head = function (said) { return said.kids.find(function (kid) { return kid.name === "HEAD"; }); };
  var links = function (said) {
    return head(said).kids.filter(function (kid) { return kid.name === "LINK" && kid.attributes.get("rel") === "stylesheet"; });
  };
  var was = links(page), will = links(now);
  will.forEach(function (sheet, i) {
    var old = was[i];
    if (!old || old.attributes.get("href") === sheet.attributes.get("href")) return;
    var before = old.node, fresh = before.cloneNode();
    sheet.attributes.forEach(function (value, name) { fresh.setAttribute(name, value); });
    var done = function () { before.remove(); };
    fresh.onload = fresh.onerror = done;
    before.after(fresh);
    old.node = fresh;
    old.attributes = sheet.attributes;
    old.like = sheet.like;
  });
}
