// The page for looking for something: all that is found, with what it can be narrowed to. What is asked stands in its
// address, so that it can be sent to a colleague.

// How many letters of a note's text the page shows.
var TEXT = 170;

class Page {
  constructor(form) {
    this.field = one("[data-find]", form);
    this.place = one("[data-found]");
    this.count = one("[data-found-count]");
    this.lists = one("[data-find-lists]");
    this.title = doc.title;
    // How many notes are shown, if there are as many.
    this.shown = before();
    this.narrow = narrowOf(() => { this.anew(); }, () => { this.run(); });
    this.turns = turnsOf(() => { this.looking(); });
    this.read(behind() || new URL(location.href).searchParams);
    this.listen(form);
    if (this.field.value || this.narrow.any()) this.run();
    // Whoever asked for the field may write at once; whoever came to the page begins at its top.
    if (location.hash === "#" + this.field.id) this.field.focus();
  }

  listen(form) {
    addEventListener("hashchange", () => {
      var asked = behind();
      if (!asked || String(asked) === this.asked()) return;
      this.read(asked);
      this.shown = before();
      this.run();
    });
    this.field.addEventListener("input", () => { this.anew(); });
    form.addEventListener("submit", e => {
      e.preventDefault();
      remember(this.field.value.trim());
      this.run().then(() => { this.focus(0); });
    });
  }
  // Gives the focus to a note that is shown.
  focus(number) {
    var title = all(".card-title a", this.place)[number];
    if (title) title.focus();
  }

  // --- The address ---

  read(asked) {
    this.field.value = asked.get("q") || "";
    FACETS.forEach(name => { this.narrow.chosen[name] = asked.getAll(name); });
  }
  asked() {
    var asked = new URLSearchParams(), chosen = this.narrow.chosen;
    if (this.field.value.trim()) asked.set("q", this.field.value);
    FACETS.forEach(name => { chosen[name].forEach(value => { asked.append(name, value); }); });
    return String(asked);
  }
  keep() {
    var asked = this.asked(), url = location.href.split(/[?#]/)[0] + (asked && "#" + asked);
    if (url === location.href && this.shown === before()) return;
    try { history.replaceState({ shown: this.shown }, "", url); } catch (e) { location.replace("#" + (asked || "q=")); /* From a folder some browsers refuse to drop the ?. */ }
  }

  // --- What is asked ---

  anew() { this.shown = MORE; return this.run(); }
  askFor(query) { this.field.value = query; this.narrow.clear(); this.field.focus(); }

  async run() {
    var current = this.turns.begin(), query = this.field.value, asked = query.trim();
    this.keep();
    // Tabs and what one has been to are told apart by what was asked.
    doc.title = asked ? cut(asked) + " · " + this.title : this.title;
    if (!asked && !this.narrow.any()) return this.leaf("");
    try {
      await prepare();
      var answer = await look(query, this.narrow.chosen, this.shown, TEXT), box = answer.result.total ? await this.narrow.draw(answer) : null;
      if (!current()) return;
      this.turns.end();
      this.present(answer, box);
    } catch (error) {
      if (current()) this.fail();
    }
  }

  // --- What is shown ---

  looking() {
    this.count.textContent = words ? words.looking : "…";
    // What could not be reached is asked for again.
    if (one(".find-missing", this.place)) this.place.replaceChildren();
  }

  // No answer: the lists to leaf through instead.
  leaf(text) {
    this.turns.end();
    if (this.lists) this.lists.hidden = false;
    this.place.replaceChildren();
    this.count.textContent = text;
  }

  fail() {
    this.leaf(words ? "" : this.count.dataset.failed);
    if (words) this.place.append(put(make("div", "found-list"), unreached(failure(), () => { this.run(); })));
    this.place.classList.add("found-alone");
  }

  present(answer, box) {
    var main = this.listed(answer), place = this.place;
    if (this.lists) this.lists.hidden = answer.hits.length > 0;
    // Whoever has gone on to another box since then stays there.
    var held = place.contains(doc.activeElement) ? [doc.activeElement.name, doc.activeElement.value] : null;
    place.replaceChildren(...[box, main].filter(Boolean));
    place.classList.toggle("found-alone", !box);
    this.count.textContent = counted(answer);
    var again = held && held[0] && all("input", place).filter(input => input.name === held[0] && input.value === held[1])[0];
    if (again) again.focus();
  }

  listed(answer) {
    var main = make("div", "found-list");
    if (answer.hits.length) put(main, ...remarks(answer));
    (this.shown === MORE ? groups(answer.hits) : [["results", answer.hits]]).forEach(part => {
      if (part[1].length) put(main, make("h2", "section-head", words[part[0]]), put(attributes(make("ul", "list"), { role: "list" }), ...part[1].map(card)));
    });
    if (!answer.hits.length) main.append(nothing(answer, query => { this.askFor(query); }, this.narrow.clear, () => { this.run(); }));
    if (answer.total > this.shown) main.append(button("button found-more", words.more.replace("{n}", number(answer.total - this.shown)), () => { this.more(); }));
    return main;
  }
  more() {
    var seen = all(".card-title a", this.place).length;
    this.shown += MORE;
    this.run().then(() => { this.focus(seen); });
  }
}

// What is asked stands behind the #, which no server hears; a browser's own search field and old links have it behind
// a ?.
function behind() {
  var own = new URLSearchParams(location.hash.slice(1));
  return ["q"].concat(FACETS).some(name => own.has(name)) ? own : null;
}

// How many notes were shown when one left for one of them. Whoever comes back finds as many.
function before() { return (history.state || {}).shown || MORE; }

// How many notes there are, and for what. Where nothing could be asked there is nothing to count.
function counted(answer) {
  if (answer.missing && !answer.hits.length) return "";
  var text = many(answer);
  return answer.query ? words.for.replace("{notes}", () => text).replace("{query}", () => cut(answer.query)) : text;
}
