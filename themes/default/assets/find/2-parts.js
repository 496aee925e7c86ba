// What the dialog and the page are put together from: elements, icons, texts cut at their marks, sentences, numbers; and
// the last searches.

// A text in a sentence is cut after so many letters. A search is kept that has from so many to so many.
var CUT = 80, BRIEF = 2, LENGTHY = 100;

function put(parent, ...children) {
  parent.append(...children.filter(Boolean));
  return parent;
}
function attributes(node, values) {
  Object.keys(values).forEach(name => { node.setAttribute(name, values[name]); });
  return node;
}
function button(name, text, work) {
  var made = make("button", name, text);
  made.type = "button";
  made.addEventListener("click", work);
  return made;
}
function chips(list) { return put(make("div", "chips"), ...list); }

// --- Icons ---

function icon(shapes) {
  var svg = attributes(doc.createElementNS("http://www.w3.org/2000/svg", "svg"), { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" });
  // The theme's own drawing, read as XML and not as a page.
  var read = new DOMParser().parseFromString('<svg xmlns="' + svg.namespaceURI + '">' + (shapes || (found ? found.icons.note : "")) + "</svg>", "image/svg+xml");
  svg.append(...[...read.documentElement.childNodes].map(node => doc.importNode(node, true)));
  return svg;
}
function glyph(kind) { return icon(drawn[kind] || found.icons[kind]); }

// --- Kinds ---

// What a kind is called, for one note and for several, and its colour.
function kind(name) { return core.kinds[name] || [name, name, ""]; }
// Every kind that some note has, in the order of the site.
function allKinds() {
  return order.concat(Object.keys(core.kinds)).filter((name, i, all) => core.kinds[name] && all.indexOf(name) === i);
}

// --- Texts ---

// A text without the signs that turn the letters after them: what is read is what is there.
function straight(text) { return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, ""); }
// A text that may be in any script: it never turns what stands beside it.
function apart(tag, name, text) { return attributes(make(tag, name, text && straight(text)), { dir: "auto" }); }
// A text that is cut at its marks: what is only like the words asked for is marked otherwise.
function marked(tag, name, pieces) {
  var made = apart(tag, name);
  pieces.forEach(piece => { made.append(piece[1] ? make("mark", piece[1] === 2 ? "like" : "", straight(piece[0])) : straight(piece[0])); });
  return made;
}
// A sentence of the interface with other texts in it: {name} becomes what is given for it.
function sentence(tag, name, text, given) {
  var made = make(tag, name);
  text.split(/(\{\w+\})/).forEach(part => {
    var key = /^\{(\w+)\}$/.exec(part), value = key && given[key[1]];
    made.append(value === undefined || value === null ? part : value);
  });
  return made;
}
function cut(text) { return straight(text.length > CUT ? Array.from(text).slice(0, CUT).join("") + "…" : text); }
function quoted(text) { return apart("bdi", "find-quoted", cut(text)); }
function number(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, words.thousands); }
function notes(n) {
  var rule = "other";
  try { rule = new Intl.PluralRules(doc.documentElement.lang).select(n); } catch (e) { /* A language the browser does not count in. */ }
  return (words["notes_" + rule] || words.notes_other).replace("{n}", number(n));
}

// --- The last searches, in this browser alone ---

function searches() {
  try { return JSON.parse(candor.kept("searches")) || []; } catch (e) { return []; }
}
function remember(query) {
  if (query.trim().length < BRIEF || query.length > LENGTHY) return;
  var others = searches().filter(known => known !== query);
  candor.keep("searches", JSON.stringify([query].concat(others).slice(0, KEPT)));
}
