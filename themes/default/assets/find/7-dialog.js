// The dialog at work: asks for what stands in the field, shows the answer, and never one that is out of date. Keys that
// are pressed in the meantime wait for their own answer.

var dialog, show = null;

// Makes the dialog; what is returned opens it, with what was typed already, and whether Enter came after it.
function build() {
  var parts = frame(forgetAll), { input, list, before, after, count, more, close, status } = parts;
  var kinds = kindsOf(parts.kinds, draw), options = optionsOf(input, list, leave);
  // The so-manieth time that something is asked; what had the focus before; the last answer; and what waits for its time.
  var turn = 0, back = null, last = null, timer, slow;
  // While the answer to what stands in the field is on its way, the options are those of another: keys wait for their
  // own.
  var stale = false, held = [];
  dialog = parts.dialog;

  // --- What is said meanwhile ---

  // That it takes longer than a moment is said: in the foot where there is a list, else in its place.
  function wait() {
    var ranked = "";
    function looking() {
      var text = words ? words.looking : "…";
      if (words && options.any()) count.textContent = ranked ? ranked + " · " + text : text;
      else after.replaceChildren(make("p", "find-hint", text));
      clearTimeout(timer);
      status.textContent = words ? text : "";
    }
    clearTimeout(slow);
    slow = setTimeout(looking, WAIT);
    return {
      looking,
      // How many there are is known before their texts are there.
      ranked: text => { ranked = text; count.textContent = text; }
    };
  }
  function tell(text) {
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = text; }, 350);
  }
  function busy(on) {
    stale = on;
    if (!on) clearTimeout(slow);
    list.setAttribute("aria-busy", String(on));
  }
  function rest() {
    var keys = held;
    held = [];
    busy(false);
    keys.forEach(options.press);
  }

  // --- What is asked ---

  async function draw() {
    var mine = ++turn, query = input.value, narrowed = kinds.chosen ? { kind: [kinds.chosen] } : {}, waited = wait(), since = Date.now();
    busy(true);
    try {
      if (!close.firstChild) {
        await prepare();
        dress(parts);
        if (mine === turn && Date.now() - since > WAIT) waited.looking();
      }
      await begin();
      if (mine !== turn) return;
      parts.kinds.hidden = false;
      if (!parts.kinds.firstChild) kinds.draw(null);
      input.placeholder = words.placeholder.replace("{notes}", notes(core.listed));
      kinds.check();
      if (!query.trim() && !kinds.chosen) { last = null; kinds.draw(null); empty(); return rest(); }
      // How many letters a row has room for.
      var row = Math.max(30, Math.floor((dialog.clientWidth - 76) / parseFloat(getComputedStyle(input).fontSize) * 2.45));
      var answer = await look(query, narrowed, SHOWN, Math.min(110, 2 * row - 8), row, some => { if (mine === turn) waited.ranked(many(some)); });
      if (mine !== turn) return;
      last = answer;
      present(answer, narrowed);
      more.href = base + "search.html#q=" + encodeURIComponent(query.trim() && query) + (kinds.chosen ? "&kind=" + encodeURIComponent(kinds.chosen) : "");
      // How many there are of each kind is one file more: it may come after what was asked for.
      if (query.trim()) candor.search.facet(answer.result, "kind", {}).then(values => {
        var counts = {};
        values.forEach(value => { counts[value.value] = value.count; });
        if (mine === turn) kinds.draw(values.length ? counts : null);
      });
      rest();
    } catch (error) {
      if (mine === turn) fail();
    }
  }
  function again() { input.focus(); draw(); }
  function every() { kinds.chosen = ""; draw(); input.focus(); }
  function ask(query) { input.value = query; kinds.chosen = ""; again(); }
  function forgetAll() { candor.keep("searches", null); again(); tell(words.forgotten); }

  // --- What is shown ---

  function clear() {
    options.clear();
    before.replaceChildren();
    after.replaceChildren();
    parts.forget.hidden = more.hidden = true;
    count.textContent = "";
  }
  // Nothing is asked yet: what was asked before, and what is new.
  function empty() {
    clear();
    var known = searches();
    addSearches(options, known, ask);
    parts.forget.hidden = !known.length;
    addRecent(options);
    after.append(sentence("p", "find-hint", words.hint, {
      phrase: make("code", "", words.hint_phrase), filter: make("code", "", "kind:" + (allKinds()[0] || "note")), without: make("code", "", words.hint_without)
    }));
    count.textContent = notes(core.listed);
    options.settle(false);
    tell("");
  }
  function present(answer, narrowed) {
    var unknown = answer.missing && !answer.hits.length;
    clear();
    if (answer.hits.length) put(before, ...remarks(answer));
    else after.append(nothing(answer, narrowed, ask, every, again));
    addHits(options, answer.hits);
    if (!unknown) count.textContent = many(answer);
    more.hidden = !answer.total;
    options.settle(true);
    tell(unknown ? words.unreached : [many(answer)].concat(all(".find-remark", before).map(p => p.textContent)).join(". "));
  }
  function fail() {
    clear();
    // Without the words for it the page has one sentence.
    var failed = words ? words.failed : candor.words.findFailed;
    after.append(words ? unreached(failed, again) : make("p", "find-hint", failed));
    options.settle(false);
    held = [];
    busy(false);
    tell(failed);
  }

  // --- Keys and clicks ---

  // Leaves for what an option leads to.
  function leave(row, elsewhere) {
    if (!row.href) return row.click();
    if (last) remember(last.query);
    if (elsewhere) { window.open(row.href, "_blank", "noopener"); return; }
    dialog.close();
    location.href = row.href;
  }

  input.addEventListener("input", () => { held = []; draw(); });
  input.addEventListener("keydown", e => {
    if (e.isComposing) return;
    if (stale && /^(Enter|ArrowUp|ArrowDown)$/.test(e.key)) {
      e.preventDefault();
      held.push(e);
    } else if (options.press(e)) e.preventDefault();
  });
  list.addEventListener("click", e => {
    var row = e.target.closest("[role=option]");
    if (!row || !row.href) return;
    if (last) remember(last.query);
    if (!e.ctrlKey && !e.metaKey && !e.shiftKey) dialog.close();
  });
  list.addEventListener("pointerdown", e => { if (e.pointerType === "mouse" && !e.button) e.preventDefault(); });
  more.addEventListener("click", () => { if (last) remember(last.query); });
  dialog.addEventListener("click", e => { if (e.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", e => {
    // The keys that open it close it.
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && /^k$/i.test(e.key)) { e.preventDefault(); e.stopPropagation(); return dialog.close(); }
    // From the chips and the rest, writing goes on in the field.
    if (e.key.length === 1 && e.key !== " " && e.target !== input && !e.ctrlKey && !e.metaKey && !e.altKey) input.focus();
  });
  dialog.addEventListener("close", () => {
    turn++;
    clearTimeout(slow);
    held = [];
    if (back && back.isConnected) back.focus({ preventScroll: true });
  });

  return (typed, enter) => {
    back = doc.activeElement;
    // What was narrowed once is not narrowed the next time.
    kinds.chosen = "";
    if (typed) input.value = typed;
    dialog.showModal();
    if (!typed) input.select();
    again();
    if (enter) held.push({ key: "Enter" });
  };
}

// What was typed before there was a field: the text, whether Enter came after it, and whether Escape called it off.
function typed(keys) {
  var text = [], enter = false, off = false;
  keys.forEach(key => {
    enter = key === "Enter" && !off;
    if (key === "Escape") { off = true; text = []; }
    else if (off) off = key !== "/";
    else if (key === "Backspace") text.pop();
    else if (!enter) text.push(key);
  });
  return { text: text.join(""), enter, off };
}

// Opens the dialog, or leads to the field. What is given says the keys that were pressed meanwhile, and hears no more.
candor.find = async heard => {
  var field = one("[data-find]"), early = typed(heard());
  if (early.off) return;
  if (field) {
    field.focus();
    if (early.text) { field.value += early.text; field.dispatchEvent(new Event("input")); }
    if (early.enter) field.form.requestSubmit();
    return;
  }
  show = show || build();
  if (!dialog.open) show(early.text, early.enter);
};
