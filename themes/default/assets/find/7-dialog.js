// The dialog at work: asks for what stands in the field, shows the answer, and never one that is out of date. What keys
// and clicks do in it stands in the next part.

// Room in a row, in letters: what stands beside its text takes so many pixels, so many letters are as wide as those of
// the field are high, and it has room for so many at least.
var BESIDE = 76, LETTERS = 2.45, LEAST = 30;
// A text below a title is two rows without what is lost at their ends, and no longer than so many letters.
var LOST = 8, LONGEST = 110;

class Dialog {
  constructor() {
    this.parts = frame(() => { this.forget(); });
    this.options = optionsOf(this.parts.input, this.parts.list, (row, elsewhere) => { this.leave(row, elsewhere); });
    this.kinds = kindsOf(this.parts.kinds, () => { this.ask(); });
    this.keys = keysOf(this.options);
    this.voice = voiceOf(this.parts.status);
    this.turns = turnsOf(() => { this.looking(); });
    // What had the focus before; the last answer; how many notes the next one has, which is known before their texts.
    this.back = this.last = null;
    this.ranked = "";
    listen(this);
  }

  // Opens, with what was typed already, and with whether Enter came after it.
  open(text, enter) {
    var { dialog, input } = this.parts;
    this.back = doc.activeElement;
    // What was narrowed once is not narrowed the next time.
    this.kinds.chosen = "";
    if (text) input.value = text;
    dialog.showModal();
    if (!text) input.select();
    this.again();
    if (enter) this.keys.hold({ key: "Enter" });
  }

  // Leaves for what an option leads to.
  leave(row, elsewhere) {
    if (!row.href) return row.click();
    this.remember();
    if (elsewhere) { window.open(row.href, "_blank", "noopener"); return; }
    this.parts.dialog.close();
    location.href = row.href;
  }
  remember() { if (this.last) remember(this.last.query); }

  closed() {
    this.turns.stop();
    this.keys.drop();
    if (this.back && this.back.isConnected) this.back.focus({ preventScroll: true });
  }

  // --- What is asked ---

  // Asks for what stands in the field.
  async ask() {
    var current = this.turns.begin(), query = this.parts.input.value;
    this.ranked = "";
    this.busy(true);
    try {
      if (!this.parts.close.firstChild) await this.dress(current);
      await begin();
      if (!current()) return;
      this.furnish();
      if (query.trim() || this.kinds.chosen) return await this.find(query, current);
      this.empty();
      this.rest();
    } catch (error) {
      if (current()) this.fail();
    }
  }
  async find(query, current) {
    var chosen = this.kinds.chosen ? { kind: [this.kinds.chosen] } : {}, row = this.room();
    var answer = await look(query, chosen, SHOWN, Math.min(LONGEST, 2 * row - LOST), row, some => {
      if (current()) this.parts.count.textContent = this.ranked = many(some);
    });
    if (!current()) return;
    this.last = answer;
    this.present(answer);
    this.parts.more.href = base + "search.html#q=" + encodeURIComponent(query.trim() && query) + (this.kinds.chosen ? "&kind=" + encodeURIComponent(this.kinds.chosen) : "");
    if (query.trim()) this.countKinds(answer, current);
    this.rest();
  }
  // How many there are of each kind is one file more: it may come after what was asked for.
  countKinds(answer, current) {
    candor.search.facet(answer.result, "kind", {}).then(values => {
      var counts = {};
      values.forEach(value => { counts[value.value] = value.count; });
      if (current()) this.kinds.draw(values.length ? counts : null);
    });
  }

  again() { this.parts.input.focus(); this.ask(); }
  askFor(query) { this.parts.input.value = query; this.kinds.chosen = ""; this.again(); }
  every() { this.kinds.chosen = ""; this.again(); }
  forget() { candor.keep("searches", null); this.again(); this.voice.soon(words.forgotten); }

  // --- What is said meanwhile ---

  // That it takes longer than a moment is said in the foot where there is a list, else in its place.
  looking() {
    var text = words ? words.looking : "…";
    if (words && this.options.any()) this.parts.count.textContent = this.ranked ? this.ranked + " · " + text : text;
    else this.parts.after.replaceChildren(make("p", "find-hint", text));
    this.voice.now(words ? text : "");
  }
  busy(on) {
    this.keys.stale = on;
    if (!on) this.turns.end();
    this.parts.list.setAttribute("aria-busy", String(on));
  }
  // The answer is there: what was pressed meanwhile is meant for it.
  rest() {
    this.busy(false);
    this.keys.release();
  }

  // --- What is shown ---

  async dress(current) {
    await prepare();
    dress(this.parts);
    if (current() && this.turns.slow) this.looking();
  }
  furnish() {
    this.parts.kinds.hidden = false;
    if (!this.parts.kinds.firstChild) this.kinds.draw(null);
    this.parts.input.placeholder = words.placeholder.replace("{notes}", notes(core.listed));
    this.kinds.check();
  }
  // How many letters a row has room for.
  room() {
    var { dialog, input } = this.parts;
    return Math.max(LEAST, Math.floor((dialog.clientWidth - BESIDE) / parseFloat(getComputedStyle(input).fontSize) * LETTERS));
  }

  clear() {
    var { input, before, after, forget, more, count } = this.parts;
    // The button with which it is asked again goes.
    if (after.contains(doc.activeElement)) input.focus();
    this.options.clear();
    before.replaceChildren();
    after.replaceChildren();
    forget.hidden = more.hidden = true;
    count.textContent = "";
  }
  // Nothing is asked yet: what was asked before, and what is new.
  empty() {
    var { after, forget, count } = this.parts, known = searches();
    this.last = null;
    this.kinds.draw(null);
    this.clear();
    addSearches(this.options, known, query => { this.askFor(query); });
    forget.hidden = !known.length;
    addRecent(this.options);
    after.append(sentence("p", "find-hint", words.hint, {
      phrase: make("code", "", words.hint_phrase), filter: make("code", "", "kind:" + (allKinds()[0] || "note")), without: make("code", "", words.hint_without)
    }));
    count.textContent = notes(core.listed);
    this.options.settle(false);
    this.voice.soon("");
  }
  present(answer) {
    var { before, after, more, count } = this.parts, unknown = answer.missing && !answer.hits.length;
    this.clear();
    if (answer.hits.length) put(before, ...remarks(answer));
    else after.append(nothing(answer, query => { this.askFor(query); }, () => { this.every(); }, () => { this.again(); }));
    addHits(this.options, answer.hits);
    var most = answer.hits.filter(hit => hit.most).length, said = [many(answer)].concat(most ? words.most + ": " + number(most) : []);
    if (!unknown) count.textContent = said.join(" · ");
    more.hidden = !answer.total;
    this.options.settle(true);
    this.voice.soon(unknown ? words.unreached : said.concat(all(".find-remark", before).map(p => p.textContent.replace(/\.$/, ""))).join(". "));
  }
  fail() {
    // Without the words for it the page has one sentence.
    var text = words ? failure() : candor.words.findFailed;
    this.clear();
    this.parts.after.append(words ? unreached(text, () => { this.again(); }) : make("p", "find-hint", text));
    this.options.settle(false);
    this.keys.drop();
    this.busy(false);
    this.voice.soon(text);
  }
}
