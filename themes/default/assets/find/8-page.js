// The page for looking for something: all that is found, with what it can be narrowed to. What is asked stands in its
// address, so that it can be sent to a colleague.

function page(form) {
  var field = one("[data-find]", form), place = one("[data-found]"), count = one("[data-found-count]"), lists = one("[data-find-lists]");
  var shown = MORE, turn = 0, title = doc.title, slow;
  // What is chosen of each facet, those of which all values are shown, and whether they are open.
  var chosen = {}, wide = {}, open = matchMedia("(min-width: 60em)").matches;

  // --- The address ---

  // What is asked stands behind the #, which no server hears; a browser's own search field and old links have it behind
  // a ?.
  function behind() {
    var own = new URLSearchParams(location.hash.slice(1));
    return ["q"].concat(FACETS).some(name => own.has(name)) ? own : null;
  }
  function read(asked) {
    field.value = asked.get("q") || "";
    FACETS.forEach(name => { chosen[name] = asked.getAll(name); });
  }
  function said() {
    var asked = new URLSearchParams();
    if (field.value.trim()) asked.set("q", field.value);
    FACETS.forEach(name => { chosen[name].forEach(value => { asked.append(name, value); }); });
    return String(asked);
  }
  function keep() {
    var asked = said(), url = location.href.split(/[?#]/)[0] + (asked && "#" + asked);
    if (url === location.href) return;
    try { history.replaceState(null, "", url); } catch (e) { location.replace("#" + (asked || "q=")); /* From a folder some browsers refuse to drop the ?. */ }
  }

  // --- What is asked ---

  function any() { return FACETS.some(name => chosen[name].length); }
  function anew() { shown = MORE; return run(); }
  function every() { FACETS.forEach(name => { chosen[name] = []; }); anew(); }
  function ask(query) { field.value = query; every(); field.focus(); }

  async function run() {
    var mine = ++turn, query = field.value;
    keep();
    // Tabs and what one has been to are told apart by what was asked.
    doc.title = query.trim() ? cut(query.trim()) + " · " + title : title;
    clearTimeout(slow);
    if (!query.trim() && !any()) return leaf("");
    slow = setTimeout(() => { if (mine === turn) count.textContent = words ? words.looking : "…"; }, WAIT);
    try {
      await prepare();
      var answer = await look(query, chosen, shown, 170), narrow = answer.result.total ? await narrowing(answer) : null;
      if (mine !== turn) return;
      clearTimeout(slow);
      present(answer, narrow);
    } catch (error) {
      if (mine === turn) { clearTimeout(slow); leaf(words ? words.failed : count.dataset.failed); }
    }
  }

  // --- What is shown ---

  // No answer: the lists to leaf through instead.
  function leaf(text) {
    if (lists) lists.hidden = false;
    place.replaceChildren();
    count.textContent = text;
  }

  function present(answer, narrow) {
    var main = listed(answer), text = many(answer);
    if (lists) lists.hidden = answer.hits.length > 0;
    // Whoever has gone on to another box since then stays there.
    var held = place.contains(doc.activeElement) ? [doc.activeElement.name, doc.activeElement.value] : null;
    place.replaceChildren(...[narrow, main].filter(Boolean));
    place.classList.toggle("found-alone", !narrow);
    if (answer.missing && !answer.hits.length) count.textContent = "";
    else count.textContent = answer.query ? words.for.replace("{notes}", () => text).replace("{query}", () => cut(answer.query)) : text;
    var again = held && held[0] && all("input", place).filter(input => input.name === held[0] && input.value === held[1])[0];
    if (again) again.focus();
  }

  function listed(answer) {
    var main = make("div", "found-list");
    if (answer.hits.length) put(main, ...remarks(answer));
    (shown === MORE ? groups(answer.hits) : [["results", answer.hits]]).forEach(part => {
      if (part[1].length) put(main, make("h2", "section-head", words[part[0]]), put(attributes(make("ul", "list"), { role: "list" }), ...part[1].map(card)));
    });
    if (!answer.hits.length) main.append(nothing(answer, chosen, ask, every, run));
    if (answer.total > shown) main.append(button("button found-more", words.more.replace("{n}", number(answer.total - shown)), () => {
      var seen = all(".card-title a", place).length;
      shown += MORE;
      run().then(() => { var next = all(".card-title a", place)[seen]; if (next) next.focus(); });
    }));
    return main;
  }

  // What an answer can be narrowed to: its kinds, teams, topics, systems and years.
  async function narrowing(answer) {
    var box = make("details", "found-narrow"), form = attributes(make("form", "found-facets"), { "aria-label": words.narrow });
    box.open = open;
    box.addEventListener("toggle", () => { open = box.open; });
    var sets = await Promise.all(FACETS.map(name => candor.search.facet(answer.result, name, chosen)));
    put(form, ...FACETS.map((name, n) => facet(name, sets[n])));
    if (any()) form.append(button("button", words.clear, every));
    return put(box, put(make("summary"), make("span", "", words.narrow)), form);
  }
  function facet(name, counted) {
    // Of what was chosen nothing is left out, even where no note has it.
    var values = counted.slice();
    chosen[name].forEach(value => {
      if (!values.some(one => one.value === value)) values.unshift({ value, label: value, count: 0 });
    });
    if (!values.length) return null;
    var set = put(make("fieldset"), make("legend", "", words["facet_" + name])), most = wide[name] ? values.length : VALUES;
    put(set, ...values.slice(0, most).map(value => choice(name, value)));
    if (values.length > most) set.append(button("find-link", words.more_values.replace("{n}", number(values.length - most)), () => { wide[name] = true; run(); }));
    return set;
  }
  function choice(name, value) {
    var tick = attributes(make("input"), { type: "checkbox", name, value: value.value }), text = apart("span", name === "kind" ? "kind" : "", name === "kind" ? "" : value.label);
    tick.checked = chosen[name].includes(value.value);
    tick.addEventListener("change", () => {
      chosen[name] = tick.checked ? chosen[name].concat(value.value) : chosen[name].filter(one => one !== value.value);
      anew();
    });
    if (name === "kind") { text.dataset.k = kind(value.value)[2]; put(text, glyph(value.value), kind(value.value)[1]); }
    return put(make("label"), tick, text, make("span", "count", number(value.count)));
  }

  read(behind() || new URL(location.href).searchParams);
  addEventListener("hashchange", () => {
    var asked = behind();
    if (!asked || String(asked) === said()) return;
    read(asked);
    anew();
  });
  field.addEventListener("input", anew);
  form.addEventListener("submit", e => {
    e.preventDefault();
    remember(field.value.trim());
    run().then(() => { var first = one(".card-title a", place); if (first) first.focus(); });
  });
  if (field.value || any()) run();
  // Whoever asked for the field may write at once; whoever came to the page begins at its top.
  if (location.hash === "#" + field.id) field.focus();
}

// A note that was found.
function card(hit) {
  var of = kind(hit.note.kind), row = make("li"), title = make("a"), text = make("div");
  row.dataset.k = of[2];
  title.href = address(hit);
  put(title, make("span", "unseen", of[0] + ": "), marked("span", "", hit.shown.title));
  put(text, put(make("h3", "card-title"), title));
  if (hit.shown.line.length) text.append(marked("p", "card-text", hit.shown.line));
  if (hit.shown.sections.length) {
    text.append(put(attributes(make("ul", "found-parts"), { role: "list" }), ...hit.shown.sections.map(section => {
      var link = marked("a", "", section.heading), part = put(make("li"), link);
      link.href = address(hit, section.anchor);
      if (section.text.length) part.append(" ", marked("span", "found-line", section.text));
      return part;
    })));
  }
  if (hit.filed.length) text.append(filedUnder(hit, "p", "find-filed"));
  if (hit.lacks.length) text.append(lacking(hit, "p"));
  var by = make("p", "by");
  [hit.note.teams, hit.note.date].filter(Boolean).forEach(about => { by.append(apart("span", "", about)); });
  if (by.childNodes.length) text.append(by);
  return put(row, glyph(hit.note.kind), text);
}
