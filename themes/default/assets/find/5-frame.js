// What the dialog is made of: the field, the row of kinds, the places for options and for what is said around them, and
// the foot. Asks for nothing, and shows no note.

// Makes the dialog, which is of use before its words and its style are there. Calls forget when the last searches are
// to be forgotten.
function frame(forget) {
  var title = (one("[data-search] span") || {}).textContent || "", drawing = one("[data-search] .icon");
  var dialog = attributes(make("dialog", "find-dialog"), { "aria-label": title });
  var input = attributes(make("input"), {
    type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "part-find-list", "aria-autocomplete": "list", "aria-label": title,
    placeholder: title, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go"
  });
  var parts = {
    dialog, input,
    lens: drawing ? drawing.cloneNode(true) : icon(),
    kinds: attributes(make("div", "find-kinds"), { role: "radiogroup" }),
    before: make("div", "find-before"),
    list: attributes(make("div", "find-list"), { id: "part-find-list", role: "listbox", tabindex: "-1" }),
    after: make("div", "find-after"),
    foot: make("div", "find-foot"),
    forget: button("find-link", "", forget),
    count: make("span", "find-count"),
    more: make("a"),
    status: attributes(make("p", "unseen"), { role: "status" }),
    close: button("icon-button find-close", "", () => { dialog.close(); })
  };
  var head = put(make("div", "find-head"), parts.lens, input), after = parts.after;
  put(dialog, put(make("div", "find-box"), head, parts.kinds, parts.before, parts.list, after, parts.foot, parts.status), parts.close);
  doc.body.append(dialog);
  ["more", "forget", "kinds", "list", "foot", "close"].forEach(name => { parts[name].hidden = true; });
  // The field is there before its style is.
  dialog.style.cssText = "inline-size:min(46rem,100vw - 1.5rem);margin:min(9vh,5rem) auto auto;padding:0;border:0;color:var(--ink);background:var(--raised)";
  head.style.cssText = "display:flex;align-items:center;gap:.75rem;padding:.35rem 4rem .35rem 1.15rem";
  input.style.cssText = "flex:1;min-inline-size:0;padding:.75rem 0;border:0;outline:0;background:none;font:400 1.1875rem/1.4 var(--serif)";
  after.style.cssText = "padding:0 1.15rem .7rem";
  styled.then(() => { [dialog, head, input, after].forEach(node => node.removeAttribute("style")); });
  return parts;
}

// Says all that is not the field, once the words are there. Whoever typed meanwhile asks for it once a letter.
function dress(parts) {
  if (parts.close.firstChild) return;
  attributes(parts.dialog, { "aria-label": words.title });
  attributes(parts.input, { "aria-label": words.label });
  attributes(parts.list, { "aria-label": words.results });
  attributes(parts.kinds, { "aria-label": words.by_kind });
  attributes(put(parts.close, icon(found.icons.close)), { "aria-label": words.close });
  parts.lens.replaceWith(icon(found.icons.search));
  parts.more.textContent = words.all;
  parts.forget.textContent = words.forget;
  [["↑ ↓", words.move], [words.key_enter, words.open], [words.key_escape, words.shut]].forEach(hint => {
    parts.foot.append(put(make("span", "find-key"), make("kbd", "", hint[0]), " " + hint[1]));
  });
  put(parts.foot, parts.forget, put(make("span", "find-end"), parts.count, parts.more));
  parts.foot.hidden = parts.close.hidden = false;
}

// The row of kinds: one stop for Tab, and arrows inside. One of them is always chosen, "" being every kind.
function kindsOf(row, changed) {
  var self = { chosen: "", check, draw };

  function choose(name) { self.chosen = name; check(); changed(); }
  function check() {
    all(".chip", row).forEach(chip => {
      var on = chip.dataset.kind === self.chosen;
      attributes(chip, { "aria-checked": String(on), tabindex: on ? "0" : "-1" });
      if (!on) return;
      var box = chip.getBoundingClientRect(), place = row.getBoundingClientRect();
      row.scrollLeft += box.left + box.width / 2 - place.left - place.width / 2;
    });
  }
  // With counts, only kinds that have any, and the one that is chosen.
  function draw(counts) {
    var had = row.contains(doc.activeElement), names = allKinds().filter(name => !counts || counts[name] || name === self.chosen);
    row.replaceChildren(...[""].concat(names).map(name => {
      var chip = attributes(button("chip", "", () => { choose(name); }), { role: "radio", "data-kind": name, "data-k": name ? kind(name)[2] : "" });
      put(chip, name ? glyph(name) : null, make("span", "", name ? kind(name)[1] : words.every_kind));
      if (name && counts) put(chip, " ", make("span", "find-many", number(counts[name] || 0)));
      return chip;
    }));
    check();
    edges();
    if (had) one('[aria-checked="true"]', row).focus();
  }
  // Whether the row goes on beyond its edges.
  function edges() {
    var at = Math.abs(row.scrollLeft);
    row.classList.toggle("find-from", at > 1);
    row.classList.toggle("find-on", at + row.clientWidth < row.scrollWidth - 1);
  }
  function step(e) {
    var chips = all(".chip", row), here = chips.indexOf(doc.activeElement), on = getComputedStyle(row).direction === "rtl" ? -1 : 1;
    var by = { ArrowRight: on, ArrowLeft: -on, ArrowDown: 1, ArrowUp: -1 }[e.key], to = by ? (here + by + chips.length) % chips.length : { Home: 0, End: chips.length - 1 }[e.key];
    if (here < 0 || to === undefined || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    choose(chips[to].dataset.kind);
    chips[to].focus();
  }

  row.addEventListener("keydown", step);
  row.addEventListener("scroll", edges, { passive: true });
  addEventListener("resize", edges, { passive: true });
  return self;
}
