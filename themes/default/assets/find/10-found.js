// What the page shows of an answer: what it can be narrowed to, which is its kinds, teams, topics, systems and years;
// and each note that was found.

// From this width on, what an answer can be narrowed to is open beside it.
var OPEN = "(min-width: 60em)";

// What is chosen of each facet. Calls changed when that is another, and again when more values are to be shown.
function narrowOf(changed, again) {
  var self = { chosen: {}, any, clear, draw };
  // The facets of which all values are shown, and whether they are to be seen.
  var wide = {}, open = matchMedia(OPEN).matches;

  function any() { return FACETS.some(name => self.chosen[name].length); }
  function clear() { FACETS.forEach(name => { self.chosen[name] = []; }); changed(); }

  async function draw(answer) {
    var box = make("details", "found-narrow"), form = attributes(make("form", "found-facets"), { "aria-label": words.narrow });
    box.open = open;
    box.addEventListener("toggle", () => { open = box.open; });
    var sets = await Promise.all(FACETS.map(name => candor.search.facet(answer.result, name, self.chosen)));
    put(form, ...FACETS.map((name, n) => facet(name, sets[n])));
    if (any()) form.append(button("button", words.clear, clear));
    return put(box, put(make("summary"), make("span", "", words.narrow)), form);
  }
  function facet(name, counted) {
    // Of what was chosen nothing is left out, even where no note has it.
    var values = counted.slice();
    self.chosen[name].forEach(value => {
      if (!values.some(one => one.value === value)) values.unshift({ value, label: value, count: 0 });
    });
    if (!values.length) return null;
    var set = put(make("fieldset"), make("legend", "", words["facet_" + name])), most = wide[name] ? values.length : VALUES;
    put(set, ...values.slice(0, most).map(value => choice(name, value)));
    if (values.length > most) set.append(button("find-link", words.more_values.replace("{n}", number(values.length - most)), () => { wide[name] = true; again(); }));
    return set;
  }
  function choice(name, value) {
    var tick = attributes(make("input"), { type: "checkbox", name, value: value.value }), text = apart("span", name === "kind" ? "kind" : "", name === "kind" ? "" : value.label);
    tick.checked = self.chosen[name].includes(value.value);
    tick.addEventListener("change", () => {
      self.chosen[name] = tick.checked ? self.chosen[name].concat(value.value) : self.chosen[name].filter(one => one !== value.value);
      changed();
    });
    if (name === "kind") { text.dataset.k = kind(value.value)[2]; put(text, glyph(value.value), kind(value.value)[1]); }
    return put(make("label"), tick, text, make("span", "count", number(value.count)));
  }
  return self;
}

// A note that was found.
function card(hit) {
  var of = kind(hit.note.kind), row = make("li"), title = make("a"), text = make("div");
  row.dataset.k = of[2];
  title.href = address(hit);
  put(title, make("span", "unseen", of[0] + ": "), marked("span", "", hit.shown.title));
  put(text, put(make("h3", "card-title"), title));
  if (hit.shown.line.length) text.append(marked("p", "card-text", hit.shown.line));
  if (hit.lacks.length) text.append(lacking(hit, "p"));
  if (hit.shown.sections.length) {
    text.append(put(attributes(make("ul", "found-parts"), { role: "list" }), ...hit.shown.sections.map(section => {
      var link = marked("a", "", section.heading), part = put(make("li"), link);
      link.href = address(hit, section.anchor);
      if (section.text.length) part.append(" ", marked("span", "found-line", section.text));
      return part;
    })));
  }
  if (hit.filed.length) text.append(filedUnder(hit, "p", "find-filed"));
  var by = make("p", "by");
  [hit.note.teams, hit.note.date].filter(Boolean).forEach(about => { by.append(apart("span", "", about)); });
  if (by.childNodes.length) text.append(by);
  return put(row, glyph(hit.note.kind), text);
}
