// The options of the dialog: notes, their sections, and the last searches. The focus stays in the field, and one of them
// is selected. Leads nowhere by itself.

// How many new notes are shown.
var RECENT = 6;

// The options in a list. Calls leave with the one that Enter was pressed on, and whether it is to open elsewhere.
function optionsOf(input, list, leave) {
  var options = [], at = -1, moved = false;

  function move(to) {
    if (at >= 0 && options[at]) options[at].setAttribute("aria-selected", "false");
    at = to;
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    options[at].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
    // The heading of the first group is not left behind.
    if (!at) list.scrollTop = list.parentNode.scrollTop = 0;
  }

  return {
    any: () => options.length > 0,
    clear: () => {
      options = [];
      move(-1);
      moved = false;
      list.scrollTop = 0;
      list.replaceChildren();
    },
    option: (name, href) => {
      var made = attributes(make("a", "find-option " + name), { role: "option", id: "part-find-" + options.length, "aria-selected": "false", tabindex: "-1" });
      if (href) made.href = href;
      options.push(made);
      return made;
    },
    // Adds a group with a heading, which is returned to be filled.
    group: (title, id) => {
      var head = attributes(make("div", "find-group", title), { id: "part-find-group-" + id, role: "presentation" });
      var made = put(attributes(make("div"), { role: "group", "aria-labelledby": head.id }), head);
      list.append(made);
      return made;
    },
    // Shows what was added, and with select the first as selected.
    settle: select => {
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      if (options.length && select) move(0);
    },
    // Does what a key asks for, and says whether it asked for something.
    press: e => {
      var count = options.length, step = { ArrowDown: 1, ArrowUp: -1 }[e.key], end = { Home: 0, End: count - 1 }[e.key];
      if (step && count) {
        moved = true;
        move(at < 0 ? (step > 0 ? 0 : count - 1) : (at + step + count) % count);
      } else if (end !== undefined && count && (moved || e.ctrlKey) && !e.shiftKey) {
        move(end);
      } else if (e.key === "Enter" && at >= 0) {
        leave(options[at], e.ctrlKey || e.metaKey);
      } else return false;
      return true;
    }
  };
}

// The notes of an answer, and up to three sections of each.
function addHits(options, hits) {
  groups(hits).forEach(part => {
    var box = options.group(words[part[0]], part[0]);
    part[1].forEach(hit => {
      var of = kind(hit.note.kind), about = [of[0], hit.note.teams].filter(Boolean).join(" · ");
      var row = options.option("", address(hit)), text = put(make("span", "find-text"), marked("span", "find-title", hit.shown.title));
      row.dataset.k = of[2];
      if (hit.shown.line.length) text.append(marked("span", "find-line", hit.shown.line));
      if (hit.filed.length) text.append(filedUnder(hit, "span", "find-filed"));
      if (hit.lacks.length) text.append(lacking(hit, "span"));
      box.append(put(row, glyph(hit.note.kind), text, apart("span", "find-about", about)));
      hit.shown.sections.forEach(section => {
        var inner = put(make("span", "find-both"), marked("span", "find-heading", section.heading));
        if (section.text.length) inner.append(" ", marked("span", "find-line", section.text));
        box.append(put(options.option("find-part", address(hit, section.anchor)), inner));
      });
    });
  });
}

// What was asked before.
function addSearches(options, known, ask) {
  if (!known.length) return;
  var own = options.group(words.last, "last");
  known.forEach(query => {
    var row = put(options.option("find-again"), icon(found.icons.history), apart("span", "find-title", query));
    row.addEventListener("click", () => { ask(query); });
    own.append(row);
  });
}

// What is new.
function addRecent(options) {
  if (!core.recent || !core.recent.length) return;
  var recent = options.group(words.recent, "recent");
  core.recent.slice(0, RECENT).forEach(note => {
    var row = options.option("", base + note[1]);
    row.dataset.k = kind(note[2])[2];
    recent.append(put(row, glyph(note[2]), apart("span", "find-title", note[0]), make("span", "find-about", kind(note[2])[0])));
  });
}
