// Looking for notes: the dialog that opens from every page, the page for it, and the words that stay marked on a page
// one has come to from there. Fetched when somebody is about to look for something; looks itself in nothing (search.js does).
(function () {
  "use strict";
  var doc = document, one = candor.one, all = candor.all, make = candor.make, base = candor.base.href, NS = "http://www.w3.org/2000/svg";
  var SHOWN = 8, MORE = 20, KEPT = 6, VALUES = 7, LIKE = 5, WAIT = 300, FACETS = ["kind", "team", "topic", "system", "year"];
  var words, found, core, dialog, order = [], drawn = {};

  // Whatever is needed beside this is asked for at once: the engine and its first file, the words with the icons, the style.
  var engineUrl = new URL("search.js", document.currentScript.src).href, styleUrl = new URL("find.css", document.currentScript.src).href;
  var told = function () { /* Asked for again, and told then. */ };
  candor.script(engineUrl).catch(told);
  candor.data("search").catch(told);
  var prepared = null;
  function prepare() {
    prepared = prepared || candor.data("find").then(function (value) {
      found = value;
      words = value.words;
      value.kinds.forEach(function (one) { order.push(one[0]); drawn[one[0]] = one[1]; });
      return styled;
    });
    prepared.catch(function () { prepared = null; });
    return prepared;
  }
  var styled = new Promise(function (done) {
    var link = make("link");
    link.rel = "stylesheet";
    link.href = styleUrl;
    link.onload = link.onerror = done;
    doc.head.append(link);
  });
  prepare().catch(told);
  var engine = null;
  function begin() {
    engine = engine || candor.script(engineUrl).then(() => candor.search.start())
      .then(function (value) { core = value; }, function (error) { engine = null; throw error; });
    engine.catch(told);
    return engine;
  }

  // --- Small parts ---

  function icon(shapes) {
    var svg = doc.createElementNS(NS, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    // The theme's own drawing, read as XML and not as a page.
    var read = new DOMParser().parseFromString('<svg xmlns="' + NS + '">' + (shapes || (found ? found.icons.note : "")) + "</svg>", "image/svg+xml");
    svg.append.apply(svg, Array.from(read.documentElement.childNodes).map(node => doc.importNode(node, true)));
    return svg;
  }
  function glyph(kind) { return icon(drawn[kind] || found.icons[kind]); }
  // Every kind that some note has, in the order of the site.
  function allKinds() {
    return order.concat(Object.keys(core.kinds)).filter((name, i, all) => core.kinds[name] && all.indexOf(name) === i);
  }
  function put(parent) {
    for (var i = 1; i < arguments.length; i++) if (arguments[i]) parent.append(arguments[i]);
    return parent;
  }
  function attributes(node, values) {
    Object.keys(values).forEach(function (name) { node.setAttribute(name, values[name]); });
    return node;
  }
  function button(name, text, work) {
    var made = make("button", name, text);
    made.type = "button";
    made.addEventListener("click", work);
    return made;
  }
  // A text that may be in any script: it never turns what stands beside it.
  function apart(tag, name, text) { return attributes(make(tag, name, text), { dir: "auto" }); }
  // A text that is cut at its marks: what is only like the words asked for is marked otherwise.
  function marked(tag, name, pieces) {
    var made = apart(tag, name);
    pieces.forEach(function (piece) { made.append(piece[1] ? make("mark", piece[1] === 2 ? "like" : "", piece[0]) : piece[0]); });
    return made;
  }
  // A sentence of the interface with other texts in it: {name} becomes what is given for it.
  function sentence(tag, name, text, given) {
    var made = make(tag, name);
    text.split(/(\{\w+\})/).forEach(function (part) {
      var key = /^\{(\w+)\}$/.exec(part), value = key && given[key[1]];
      made.append(value === undefined || value === null ? part : value);
    });
    return made;
  }
  function cut(text) { return text.length > 80 ? Array.from(text).slice(0, 80).join("") + "…" : text; }
  function quoted(text) { return apart("bdi", "find-quoted", cut(text)); }
  function number(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, words.thousands); }
  function notes(n) {
    var rule = "other";
    try { rule = new Intl.PluralRules(doc.documentElement.lang).select(n); } catch (e) { /* A language the browser does not count in. */ }
    return (words["notes_" + rule] || words.notes_other).replace("{n}", number(n));
  }
  function kind(name) { return core.kinds[name] || [name, name, ""]; }

  // The last searches, in this browser alone.
  function searches() {
    try { return JSON.parse(candor.kept("searches")) || []; } catch (e) { return []; }
  }
  function remember(query) {
    if (query.trim().length < 2 || query.length > 100) return;
    var others = searches().filter(known => known !== query);
    candor.keep("searches", JSON.stringify([query].concat(others).slice(0, KEPT)));
  }

  // --- What is found ---

  // Looks for something: the answer, what of it is left after narrowing, and the first notes of that with their texts.
  async function look(query, chosen, count, length, row, ranked) {
    await begin();
    var only = Object.keys(chosen).filter(name => chosen[name].length);
    // A space after the last word says that it is whole.
    var asked = query.trim() ? query : only.map(name => chosen[name].map(value => name + ':"' + value + '"').join(" ")).join(" ");
    var result = await candor.search(asked, { limit: count, chosen: only.length > 0 }), keys = await candor.search.narrow(result, chosen);
    if (ranked && keys.length && !result.missing) ranked({ result: result, total: keys.length });
    var hits = await Promise.all(Array.from(keys.subarray(0, count), async function (key) {
      var hit = result.hit(key), note = await candor.search.text(hit.number);
      if (!note) return null;
      var shown = candor.search.excerpt(result, note, length, row), filed = shown.unseen.length ? await candor.search.filed(hit.number, note, shown.unseen) : [];
      return { note: note, shown: shown, filed: filed, lacks: result.tier === 2 && !result.missing ? hit.lacks : [] };
    }));
    return { query: query.trim(), result: result, total: keys.length, hits: hits.filter(Boolean), missing: result.missing || !hits.every(Boolean) };
  }

  // The words to mark are handed on behind the #, which no server hears.
  function address(hit, anchor) {
    var marks = hit.shown.words.length ? "&mark=" + encodeURIComponent(hit.shown.words.join(" ")) : "";
    return base + hit.note.url + (anchor || marks ? "#" + encodeURIComponent(anchor || "") + marks : "");
  }

  // What a note is filed under, or called as well, where that is what was asked for.
  function filedUnder(hit, tag, name) {
    var box = make(tag, name);
    hit.filed.slice(0, 4).forEach(function (one, i) {
      put(box, i ? " · " : null, one.name ? words["facet_" + one.name] + ": " : null, marked("bdi", "", one.label));
    });
    return box;
  }

  // The hits by where they were found.
  function groups(hits) {
    var parts = [["titles", []], ["texts", []], ["people", []]];
    hits.forEach(function (hit) {
      parts[/^(person|team)$/.test(hit.note.kind) ? 2 : hit.shown.inTitle ? 0 : 1][1].push(hit);
    });
    return parts.filter(part => part[1].length);
  }

  // Of the words like those asked for the ones that the notes shown have, as they are written there. What was joined
  // of several is told only where there is no other.
  function alike(answer, near) {
    var single = new Map(), joined = new Map();
    answer.hits.forEach(hit => hit.shown.like.forEach(function (text) {
      var run = candor.search.runs(text)[0], of = run && run.parts.length === 1 ? single : joined;
      if (run && (!of.has(run.word) || text === text.toLowerCase())) of.set(run.word, text);
    }));
    var known = near.filter(word => single.has(word)).map(word => single.get(word));
    return known.length ? known : near.filter(word => joined.has(word)).map(word => joined.get(word));
  }

  // What has to be said before the hits: that the words were taken for others, that some are missing, that files did not
  // come. Where some did not, nothing can be said of what no note has.
  function remarks(answer) {
    var result = answer.result, taken = result.terms.filter(term => !term.phrase && term.near.length), unknown = taken.filter(term => !term.has);
    if (answer.missing) return [make("p", "find-remark find-missing", words.missing)];
    var first = filed(result, "find-remark");
    if (result.not.length) first.push(sentence("p", "find-remark", words.left_out, { words: quoted(result.not.map(terms => terms.map(term => term.text).join(" ")).join(", ")) }));
    if (result.tier === 2) return first.concat(make("p", "find-remark", words.some));
    if (result.tier !== 1) return first;
    var near = [].concat.apply([], taken.map(term => term.near.map(one => one.word))), like = make("span");
    var shown = alike(answer, near.filter((word, i) => near.indexOf(word) === i));
    shown.slice(0, LIKE).forEach(function (text, i) { put(like, i ? ", " : null, apart("bdi", "find-like", text)); });
    // The engine looks for no more than so many.
    if (!shown.length || shown.length > LIKE || taken.some(term => term.near.length > LIKE)) put(like, shown.length ? ", …" : "…");
    var said = unknown.length > 1 ? words.like_several : unknown.length ? words.like : words.like_all;
    return first.concat(sentence("p", "find-remark", said, { word: unknown.length ? quoted(unknown.map(term => term.text).join(", ")) : null, words: like }));
  }

  // That nothing is filed under a filter of the query.
  function filed(result, name) {
    return result.unknown.map(filter => sentence("p", name, words.no_value, { filter: quoted(filter.name + ":" + filter.value) }));
  }
  // How many notes an answer has; about so many, where some of them may turn out not to hold a phrase.
  function many(answer) {
    var text = notes(answer.total);
    return answer.result.about ? words.about.replace("{notes}", () => text) : text;
  }

  // A word as the first notes that have it write it, or nothing where all of them join it of several.
  async function written(word) {
    var result = await candor.search('"' + word + '"', { limit: 3 });
    var texts = await Promise.all(result.hits.map(async function (hit) {
      var note = await candor.search.text(hit.number);
      return note ? candor.search.excerpt(result, note).words : [];
    }));
    return [].concat.apply([], texts).find(text => candor.search.runs(text).map(run => run.parts.length === 1 && run.word).join() === word);
  }

  // What to do where nothing was found.
  function nothing(answer, chosen, ask, every, again) {
    var box = make("div", "find-nothing"), result = answer.result, names = Object.keys(chosen).filter(name => chosen[name].length);
    var only = names.join() === "kind" && chosen.kind.length === 1 && core.kinds[chosen.kind[0]] ? kind(chosen.kind[0])[1] : null, said = words.none;
    // What could not be asked may be there.
    if (answer.missing) return unreached(words.unreached, again);
    if (result.unknown.length) put.apply(null, [box].concat(filed(result, "")));
    else {
      // Where there are others, what was chosen is why there are none; without a word, all of it is a filter.
      if (names.length && !answer.query) said = words.none_together;
      else if (names.length && result.total) said = only ? words.none_of_kind : words.none_chosen;
      box.append(sentence("p", "", said, { query: quoted(answer.query || "…"), kind: only }));
    }
    if (result.total) box.append(put(make("p"), button("find-link", words.every.replace("{notes}", notes(result.total)), every)));
    var near = [];
    // Where a filter is what nothing fits, the words are not at fault.
    if (!result.unknown.length) result.terms.forEach(function (term) { term.near.slice(0, 3).forEach(function (like) { near.push([term, like.word]); }); });
    var nearest = make("div", "find-row"), topics = make("div", "find-row");
    put(box, nearest, topics);
    Promise.all(near.slice(0, 6).map(like => written(like[1]))).then(function (texts) {
      var shown = near.slice(0, 6).map((like, i) => [like[0], texts[i]]).filter(like => like[1]);
      if (shown.length) put(nearest, make("span", "", words.nearest), chips(shown.map(function (like) {
        return button("chip", like[1], function () { ask(answer.query.replace(like[0].text, like[1])); });
      })));
    });
    candor.search.values("topic").then(function (values) {
      if (!values.length) return;
      put(topics, make("span", "", words.topics), chips(values.slice().sort((a, b) => b.count - a.count).slice(0, 6).map(function (topic) {
        return put(button("chip", "", function () { ask('topic:"' + topic.value + '"'); }), icon(found.icons.topic), apart("span", "", topic.label));
      })));
    });
    // Somebody has written of it, elsewhere.
    if (result.total) return box;
    // What was filtered by is no part of a question.
    var asked = answer.query.replace(/(^|\s)-?(kind|team|topic|system|year):("[^"]*"?|\S*)/gi, "").trim();
    if (asked) box.append(question(asked));
    return box;
  }
  function unreached(text, again) {
    return put(make("div", "find-nothing"), make("p", "find-missing", text), put(make("p"), button("button", words.again, again)));
  }
  function chips(list) { var row = make("div", "chips"); put.apply(null, [row].concat(list)); return row; }

  // How a question is begun: a command, since a site of plain files has nowhere to write to.
  function question(query) {
    var box = make("div", "find-ask"), plain = query.replace(/["$\x60\\!%\p{C}]/gu, " ").replace(/\s+/g, " ").trim().slice(0, 100) || "…";
    var line = 'candor new question "' + plain + '"', code = attributes(make("code", "", line), { dir: "ltr", tabindex: "0" });
    var copy = put(button("copy", "", function () {
      var way = navigator.clipboard && navigator.clipboard.writeText ? navigator.clipboard.writeText(line) : Promise.reject(new Error("no clipboard"));
      way.then(() => words.copied, function () { getSelection().selectAllChildren(code); return words.selected; })
        .then(function (told) { one("span", copy).textContent = told; });
    }), icon(found.icons.copy), make("span", "", words.copy));
    put(box, put(make("p", "find-ask-head"), icon(found.icons.question), make("span", "", words.ask)), put(make("div", "find-command"), code, copy));
    if (found.questions) {
      var asked = make("a", "", words.asked);
      asked.href = base + found.questions;
      box.append(put(make("p"), asked));
    }
    return box;
  }

  // --- The dialog ---

  function build() {
    var title = (one("[data-search] span") || {}).textContent || "";
    var input = attributes(make("input"), {
      type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "part-find-list", "aria-autocomplete": "list", "aria-label": title,
      placeholder: title, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go"
    });
    var list = attributes(make("div", "find-list"), { id: "part-find-list", role: "listbox", tabindex: "-1" });
    var kinds = attributes(make("div", "find-kinds"), { role: "radiogroup" }), drawing = one("[data-search] .icon"), lens = drawing ? drawing.cloneNode(true) : icon();
    var before = make("div", "find-before"), after = make("div", "find-after"), count = make("span", "find-count"), more = make("a");
    var status = attributes(make("p", "unseen"), { role: "status" }), foot = make("div", "find-foot"), box = make("div", "find-box"), close, forget, timer, slow;
    var options = [], at = -1, moved = false, chosen = "", turn = 0, back = null, last = null;
    // While the answer to what stands in the field is on its way, the options are those of another: keys wait for their own.
    var stale = false, held = [];

    dialog = attributes(make("dialog", "find-dialog"), { "aria-label": title });
    close = button("icon-button find-close", "", function () { dialog.close(); });
    forget = button("find-link", "", function () { candor.keep("searches", null); input.focus(); draw(); tell(words.forgotten); });
    put(dialog, put(box, put(make("div", "find-head"), lens, input), kinds, before, list, after, foot, status), close);
    doc.body.append(dialog);
    more.hidden = forget.hidden = kinds.hidden = list.hidden = foot.hidden = close.hidden = true;
    // The field is there before its style is.
    dialog.style.cssText = "inline-size:min(46rem,100vw - 1.5rem);margin:min(9vh,5rem) auto auto;padding:0;border:0;color:var(--ink);background:var(--raised)";
    input.parentNode.style.cssText = "display:flex;align-items:center;gap:.75rem;padding:.35rem 4rem .35rem 1.15rem";
    input.style.cssText = "flex:1;min-inline-size:0;padding:.75rem 0;border:0;outline:0;background:none;font:400 1.1875rem/1.4 var(--serif)";
    after.style.cssText = "padding:0 1.15rem .7rem";
    styled.then(function () { [dialog, input.parentNode, input, after].forEach(node => node.removeAttribute("style")); });

    // Says all that is not the field, once the words are there.
    function dress() {
      if (close.firstChild) return;
      attributes(dialog, { "aria-label": words.title });
      attributes(input, { "aria-label": words.label });
      attributes(list, { "aria-label": words.results });
      attributes(kinds, { "aria-label": words.by_kind });
      attributes(put(close, icon(found.icons.close)), { "aria-label": words.close });
      lens.replaceWith(icon(found.icons.search));
      more.textContent = words.all;
      forget.textContent = words.forget;
      [["↑ ↓", words.move], [words.key_enter, words.open], [words.key_escape, words.shut]].forEach(function (hint) {
        foot.append(put(make("span", "find-key"), make("kbd", "", hint[0]), " " + hint[1]));
      });
      put(foot, forget, put(make("span", "find-end"), count, more));
      foot.hidden = close.hidden = false;
    }
    // That it takes longer than a moment is said: in the foot where there is a list, else in its place.
    function wait() {
      var ranked = "";
      function looking() {
        var text = words ? words.looking : "…";
        if (words && options.length) count.textContent = ranked ? ranked + " · " + text : text;
        else after.replaceChildren(make("p", "find-hint", text));
        clearTimeout(timer);
        status.textContent = words ? text : "";
      }
      clearTimeout(slow);
      slow = setTimeout(looking, WAIT);
      return {
        looking: looking,
        // How many there are is known before their texts are there.
        ranked: function (text) { ranked = text; count.textContent = text; }
      };
    }

    function tell(text) {
      clearTimeout(timer);
      timer = setTimeout(function () { status.textContent = text; }, 350);
    }
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
    function busy(on) {
      stale = on;
      if (!on) clearTimeout(slow);
      list.setAttribute("aria-busy", String(on));
    }
    function rest() {
      var keys = held;
      held = [];
      busy(false);
      keys.forEach(press);
    }
    function option(name, href) {
      var made = attributes(make("a", "find-option " + name), { role: "option", id: "part-find-" + options.length, "aria-selected": "false", tabindex: "-1" });
      if (href) made.href = href;
      options.push(made);
      return made;
    }
    function group(title, id) {
      var head = attributes(make("div", "find-group", title), { id: "part-find-group-" + id, role: "presentation" });
      return put(attributes(make("div"), { role: "group", "aria-labelledby": head.id }), head);
    }
    function clear() {
      options = [];
      move(-1);
      moved = false;
      list.scrollTop = 0;
      [list, before, after].forEach(function (part) { part.replaceChildren(); });
      forget.hidden = true;
      more.hidden = true;
      count.textContent = "";
    }
    function settle(select) {
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      if (options.length && select) move(0);
    }

    // Nothing is asked yet: what was asked before, and what is new.
    function empty() {
      clear();
      var known = searches(), hint = sentence("p", "find-hint", words.hint, {
        phrase: make("code", "", words.hint_phrase), filter: make("code", "", "kind:" + (allKinds()[0] || "note")), without: make("code", "", words.hint_without)
      });
      if (known.length) {
        var own = group(words.last, "last");
        known.forEach(function (query) {
          var row = put(option("find-again"), icon(found.icons.history), apart("span", "find-title", query));
          row.addEventListener("click", function () { ask(query); });
          own.append(row);
        });
        list.append(own);
        forget.hidden = false;
      }
      if (core.recent && core.recent.length) {
        var recent = group(words.recent, "recent");
        core.recent.slice(0, 6).forEach(function (note) {
          var row = option("", base + note[1]);
          row.dataset.k = kind(note[2])[2];
          recent.append(put(row, glyph(note[2]), apart("span", "find-title", note[0]), make("span", "find-about", kind(note[2])[0])));
        });
        list.append(recent);
      }
      after.append(hint);
      count.textContent = notes(core.listed);
      settle(false);
      tell("");
    }

    function rows(answer) {
      groups(answer.hits).forEach(function (part) {
        var box = group(words[part[0]], part[0]);
        part[1].forEach(function (hit) {
          var of = kind(hit.note.kind), about = [of[0], hit.note.teams].filter(Boolean).join(" · ");
          var row = option("", address(hit)), text = put(make("span", "find-text"), marked("span", "find-title", hit.shown.title));
          row.dataset.k = of[2];
          if (hit.shown.line.length) text.append(marked("span", "find-line", hit.shown.line));
          if (hit.filed.length) text.append(filedUnder(hit, "span", "find-filed"));
          if (hit.lacks.length) text.append(sentence("span", "find-lacks", words.lacks, { words: apart("bdi", "", hit.lacks.join(", ")) }));
          box.append(put(row, glyph(hit.note.kind), text, apart("span", "find-about", about)));
          hit.shown.sections.forEach(function (section) {
            var inner = put(make("span", "find-both"), marked("span", "find-heading", section.heading));
            if (section.text.length) inner.append(" ", marked("span", "find-line", section.text));
            box.append(put(option("find-part", address(hit, section.anchor)), inner));
          });
        });
        list.append(box);
      });
    }

    function every() { chosen = ""; draw(); input.focus(); }
    function ask(query) { input.value = query; chosen = ""; input.focus(); draw(); }

    // One stop for Tab, and arrows inside: one of these is always chosen.
    function choose(name) { chosen = name; check(); draw(); }
    function check() {
      all(".chip", kinds).forEach(function (chip) {
        var on = chip.dataset.kind === chosen;
        attributes(chip, { "aria-checked": String(on), tabindex: on ? "0" : "-1" });
        if (!on) return;
        var box = chip.getBoundingClientRect(), row = kinds.getBoundingClientRect();
        kinds.scrollLeft += box.left + box.width / 2 - row.left - row.width / 2;
      });
    }
    function chipsOf(counts) {
      var had = kinds.contains(doc.activeElement), names = allKinds().filter(name => !counts || counts[name] || name === chosen);
      kinds.replaceChildren.apply(kinds, [""].concat(names).map(function (name) {
        var chip = attributes(button("chip", "", function () { choose(name); }), { role: "radio", "data-kind": name, "data-k": name ? kind(name)[2] : "" });
        put(chip, name ? glyph(name) : null, make("span", "", name ? kind(name)[1] : words.every_kind));
        if (name && counts) put(chip, " ", make("span", "find-many", number(counts[name] || 0)));
        return chip;
      }));
      check();
      edges();
      if (had) one('[aria-checked="true"]', kinds).focus();
    }
    // Whether the row of kinds goes on beyond its edges.
    function edges() {
      var at = Math.abs(kinds.scrollLeft);
      kinds.classList.toggle("find-from", at > 1);
      kinds.classList.toggle("find-on", at + kinds.clientWidth < kinds.scrollWidth - 1);
    }
    function step(e) {
      var chips = all(".chip", kinds), here = chips.indexOf(doc.activeElement), on = getComputedStyle(kinds).direction === "rtl" ? -1 : 1;
      var by = { ArrowRight: on, ArrowLeft: -on, ArrowDown: 1, ArrowUp: -1 }[e.key], to = by ? (here + by + chips.length) % chips.length : { Home: 0, End: chips.length - 1 }[e.key];
      if (here < 0 || to === undefined || e.ctrlKey || e.metaKey || e.altKey) return;
      e.preventDefault();
      choose(chips[to].dataset.kind);
      chips[to].focus();
    }

    async function draw() {
      var mine = ++turn, query = input.value, narrowed = chosen ? { kind: [chosen] } : {}, waited = wait(), since = Date.now();
      busy(true);
      try {
        if (!close.firstChild) {
          await prepare();
          dress();
          if (mine === turn && Date.now() - since > WAIT) waited.looking();
        }
        await begin();
        if (mine !== turn) return;
        kinds.hidden = false;
        if (!kinds.firstChild) chipsOf(null);
        input.placeholder = words.placeholder.replace("{notes}", notes(core.listed));
        check();
        if (!query.trim() && !chosen) { last = null; chipsOf(null); empty(); return rest(); }
        // How many letters a row has room for.
        var row = Math.max(30, Math.floor((dialog.clientWidth - 76) / parseFloat(getComputedStyle(input).fontSize) * 2.45));
        var answer = await look(query, narrowed, SHOWN, Math.min(110, 2 * row - 8), row, function (some) { if (mine === turn) waited.ranked(many(some)); });
        if (mine !== turn) return;
        last = answer;
        clear();
        if (answer.hits.length) put.apply(null, [before].concat(remarks(answer)));
        rows(answer);
        if (!answer.hits.length) after.append(nothing(answer, narrowed, ask, every, function () { input.focus(); draw(); }));
        var unknown = answer.missing && !answer.hits.length;
        if (!unknown) count.textContent = many(answer);
        more.href = base + "search.html#q=" + encodeURIComponent(query.trim() && query) + (chosen ? "&kind=" + encodeURIComponent(chosen) : "");
        more.hidden = !answer.total;
        settle(true);
        // How many there are of each kind is one file more: it may come after what was asked for.
        if (query.trim()) candor.search.facet(answer.result, "kind", {}).then(function (values) {
          var counts = {};
          values.forEach(function (value) { counts[value.value] = value.count; });
          if (mine === turn) chipsOf(values.length ? counts : null);
        });
        tell(unknown ? words.unreached : [many(answer)].concat(all(".find-remark", before).map(p => p.textContent)).join(". "));
        rest();
      } catch (error) {
        if (mine !== turn) return;
        clear();
        // Without the words for it the page has one sentence.
        var failed = words ? words.failed : candor.words.findFailed;
        after.append(words ? unreached(failed, function () { input.focus(); draw(); }) : make("p", "find-hint", failed));
        settle(false);
        held = [];
        busy(false);
        tell(failed);
      }
    }

    // Leaves for what an option leads to.
    function leave(row, elsewhere) {
      if (!row.href) return row.click();
      if (last) remember(last.query);
      if (elsewhere) { window.open(row.href, "_blank", "noopener"); return; }
      dialog.close();
      location.href = row.href;
    }

    input.addEventListener("input", function () { held = []; draw(); });
    // Does what a key asks for, and says whether it asked for something.
    function press(e) {
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
    input.addEventListener("keydown", function (e) {
      if (e.isComposing) return;
      if (stale && /^(Enter|ArrowUp|ArrowDown)$/.test(e.key)) {
        e.preventDefault();
        held.push(e);
      } else if (press(e)) e.preventDefault();
    });
    kinds.addEventListener("keydown", step);
    kinds.addEventListener("scroll", edges, { passive: true });
    addEventListener("resize", edges, { passive: true });
    list.addEventListener("click", function (e) {
      var row = e.target.closest("[role=option]");
      if (!row || !row.href) return;
      if (last) remember(last.query);
      if (!e.ctrlKey && !e.metaKey && !e.shiftKey) dialog.close();
    });
    list.addEventListener("pointerdown", function (e) { if (e.pointerType === "mouse" && !e.button) e.preventDefault(); });
    more.addEventListener("click", function () { if (last) remember(last.query); });
    dialog.addEventListener("click", function (e) { if (e.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", function (e) {
      // The keys that open it close it.
      if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && /^k$/i.test(e.key)) { e.preventDefault(); e.stopPropagation(); return dialog.close(); }
      // From the chips and the rest, writing goes on in the field.
      if (e.key.length === 1 && e.key !== " " && e.target !== input && !e.ctrlKey && !e.metaKey && !e.altKey) input.focus();
    });
    dialog.addEventListener("close", function () {
      turn++;
      clearTimeout(slow);
      held = [];
      if (back && back.isConnected) back.focus({ preventScroll: true });
    });

    return function (typed, enter) {
      back = doc.activeElement;
      // What was narrowed once is not narrowed the next time.
      chosen = "";
      if (typed) input.value = typed;
      dialog.showModal();
      if (!typed) input.select();
      input.focus();
      draw();
      if (enter) held.push({ key: "Enter" });
    };
  }

  // What was typed before there was a field: the text, whether Enter came after it, and whether Escape called it off.
  function typed(keys) {
    var text = [], enter = false, off = false;
    keys.forEach(function (key) {
      enter = key === "Enter" && !off;
      if (key === "Escape") { off = true; text = []; }
      else if (off) off = key !== "/";
      else if (key === "Backspace") text.pop();
      else if (!enter) text.push(key);
    });
    return { text: text.join(""), enter: enter, off: off };
  }

  // Opens the dialog, or leads to the field. heard gives the keys that were pressed in the meantime, and hears no more.
  var show = null;
  candor.find = async function (heard) {
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

  // --- The page ---

  function page(form) {
    var field = one("[data-find]", form), place = one("[data-found]"), count = one("[data-found-count]"), lists = one("[data-find-lists]");
    var chosen = {}, shown = MORE, turn = 0, title = doc.title, slow, open = matchMedia("(min-width: 60em)").matches, wide = {};

    // What is asked stands behind the #, which no server hears; a browser's own search field and old links have it behind a ?.
    function behind() {
      var own = new URLSearchParams(location.hash.slice(1));
      return ["q"].concat(FACETS).some(name => own.has(name)) ? own : null;
    }
    function read(asked) {
      field.value = asked.get("q") || "";
      FACETS.forEach(function (name) { chosen[name] = asked.getAll(name); });
    }
    function said() {
      var asked = new URLSearchParams();
      if (field.value.trim()) asked.set("q", field.value);
      FACETS.forEach(function (name) { chosen[name].forEach(function (value) { asked.append(name, value); }); });
      return String(asked);
    }
    function keep() {
      var asked = said(), url = location.href.split(/[?#]/)[0] + (asked && "#" + asked);
      if (url === location.href) return;
      try { history.replaceState(null, "", url); } catch (e) { location.replace("#" + (asked || "q=")); /* From a folder some browsers refuse to drop the ?. */ }
    }
    function any() { return FACETS.some(name => chosen[name].length); }
    function ask(query) { field.value = query; every(); field.focus(); }
    function every() { FACETS.forEach(function (name) { chosen[name] = []; }); shown = MORE; run(); }

    async function facets(answer) {
      var box = make("details", "found-narrow"), form = attributes(make("form", "found-facets"), { "aria-label": words.narrow });
      box.open = open;
      box.addEventListener("toggle", function () { open = box.open; });
      var sets = await Promise.all(FACETS.map(name => candor.search.facet(answer.result, name, chosen)));
      FACETS.forEach(function (name, n) {
        var values = sets[n].slice();
        chosen[name].forEach(function (value) {
          if (!values.some(one => one.value === value)) values.unshift({ value: value, label: value, count: 0 });
        });
        if (!values.length) return;
        var set = put(make("fieldset"), make("legend", "", words["facet_" + name])), most = wide[name] ? values.length : VALUES;
        values.slice(0, most).forEach(function (value) {
          var tick = attributes(make("input"), { type: "checkbox", name: name, value: value.value }), label = name === "kind" ? kind(value.value)[1] : value.label;
          tick.checked = chosen[name].indexOf(value.value) >= 0;
          tick.addEventListener("change", function () {
            chosen[name] = tick.checked ? chosen[name].concat(value.value) : chosen[name].filter(one => one !== value.value);
            shown = MORE;
            run();
          });
          var text = apart("span", name === "kind" ? "kind" : "", name === "kind" ? "" : label);
          if (name === "kind") { text.dataset.k = kind(value.value)[2]; put(text, glyph(value.value), label); }
          set.append(put(make("label"), tick, text, make("span", "count", number(value.count))));
        });
        if (values.length > most) set.append(button("find-link", words.more_values.replace("{n}", number(values.length - most)), function () { wide[name] = true; run(); }));
        form.append(set);
      });
      if (any()) form.append(button("button", words.clear, every));
      return put(box, put(make("summary"), make("span", "", words.narrow)), form);
    }

    function card(hit) {
      var of = kind(hit.note.kind), row = make("li"), title = make("a"), text = make("div");
      row.dataset.k = of[2];
      title.href = address(hit);
      put(title, make("span", "unseen", of[0] + ": "), marked("span", "", hit.shown.title));
      put(text, put(make("h3", "card-title"), title));
      if (hit.shown.line.length) text.append(marked("p", "card-text", hit.shown.line));
      if (hit.shown.sections.length) {
        var inner = attributes(make("ul", "found-parts"), { role: "list" });
        hit.shown.sections.forEach(function (section) {
          var link = marked("a", "", section.heading), part = put(make("li"), link);
          link.href = address(hit, section.anchor);
          if (section.text.length) part.append(" ", marked("span", "found-line", section.text));
          inner.append(part);
        });
        text.append(inner);
      }
      if (hit.filed.length) text.append(filedUnder(hit, "p", "find-filed"));
      if (hit.lacks.length) text.append(sentence("p", "find-lacks", words.lacks, { words: apart("bdi", "", hit.lacks.join(", ")) }));
      var by = make("p", "by");
      [hit.note.teams, hit.note.date].filter(Boolean).forEach(function (about) { by.append(apart("span", "", about)); });
      if (by.childNodes.length) text.append(by);
      return put(row, glyph(hit.note.kind), text);
    }

    async function run() {
      var mine = ++turn, query = field.value;
      keep();
      var idle = !query.trim() && !any();
      // Tabs and what one has been to are told apart by what was asked.
      doc.title = query.trim() ? cut(query.trim()) + " · " + title : title;
      clearTimeout(slow);
      if (!idle) slow = setTimeout(function () { if (mine === turn) count.textContent = words ? words.looking : "…"; }, WAIT);
      if (idle) { if (lists) lists.hidden = false; place.replaceChildren(); count.textContent = ""; return; }
      try {
        await prepare();
        var answer = await look(query, chosen, shown, 170), narrow = answer.result.total ? await facets(answer) : null;
        if (mine !== turn) return;
        clearTimeout(slow);
        var main = make("div", "found-list"), grouped = shown === MORE;
        put.apply(null, [main].concat(answer.hits.length ? remarks(answer) : []));
        (grouped ? groups(answer.hits) : [["results", answer.hits]]).forEach(function (part) {
          if (!part[1].length) return;
          var list = attributes(make("ul", "list"), { role: "list" });
          part[1].forEach(function (hit) { list.append(card(hit)); });
          put(main, make("h2", "section-head", words[part[0]]), list);
        });
        if (!answer.hits.length) main.append(nothing(answer, chosen, ask, every, run));
        if (answer.total > shown) main.append(button("button found-more", words.more.replace("{n}", number(answer.total - shown)), function () {
          var seen = all(".card-title a", place).length;
          shown += MORE;
          run().then(function () { var next = all(".card-title a", place)[seen]; if (next) next.focus(); });
        }));
        if (lists) lists.hidden = answer.hits.length > 0;
        // Whoever has gone on to another box since then stays there.
        var held = place.contains(doc.activeElement) ? [doc.activeElement.name, doc.activeElement.value] : null;
        place.replaceChildren.apply(place, [narrow, main].filter(Boolean));
        place.classList.toggle("found-alone", !narrow);
        var text = many(answer);
        if (answer.missing && !answer.hits.length) count.textContent = "";
        else count.textContent = answer.query ? words.for.replace("{notes}", () => text).replace("{query}", () => cut(answer.query)) : text;
        var again = held && held[0] && all("input", place).filter(input => input.name === held[0] && input.value === held[1])[0];
        if (again) again.focus();
      } catch (error) {
        if (mine === turn) { clearTimeout(slow); place.replaceChildren(); if (lists) lists.hidden = false; count.textContent = words ? words.failed : count.dataset.failed; }
      }
    }

    read(behind() || new URL(location.href).searchParams);
    addEventListener("hashchange", function () {
      var asked = behind();
      if (!asked || String(asked) === said()) return;
      read(asked);
      shown = MORE;
      run();
    });
    field.addEventListener("input", function () { shown = MORE; run(); });
    form.addEventListener("submit", function (e) {
      e.preventDefault();
      remember(field.value.trim());
      run().then(function () { var first = one(".card-title a", place); if (first) first.focus(); });
    });
    if (field.value || any()) run();
    // Whoever asked for the field may write at once; whoever came to the page begins at its top.
    if (location.hash === "#" + field.id) field.focus();
  }

  // --- Words that stay marked ---

  var unmark = null;
  function stay(e) {
    var split = /^#([^&]*)&mark=(.*)$/.exec(location.hash), asked = "", main = one("main"), wanted = new Set(), seen = new Map(), marks = [];
    if (!split || !main) return;
    try { asked = decodeURIComponent(split[2]).slice(0, 300); } catch (e) { /* Not written by us. */ }
    // The address is as it was, for whoever sends it on; a heading is come to only now.
    if (split[1]) location.replace("#" + split[1]);
    else try { history.replaceState(history.state, "", location.href.split("#")[0]); } catch (e) { location.replace("#"); /* From a folder some browsers refuse. */ }
    if (unmark) unmark();
    prepare().then(begin).then(function () {
      var runs = candor.search.runs(asked).slice(0, 16), telling = runs.filter(run => !candor.search.small(run.word));
      (telling.length ? telling : runs).forEach(function (run) { wanted.add(run.word); });
      var walker = doc.createTreeWalker(main, NodeFilter.SHOW_TEXT, function (node) {
        return !node.nodeValue.trim() || node.parentElement.closest("svg, script, style, template, button, nav, .toc, .toc-bar, .crumbs, textarea, select") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
      }), nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      nodes.forEach(function (node) {
        var text = node.nodeValue, places = [];
        if (text.length > 20000 || marks.length > 1000) return;
        candor.search.runs(text).forEach(function (run) {
          (wanted.has(run.word) ? [run] : run.parts.filter(part => run.parts.length > 1 && wanted.has(part.word))).forEach(function (part) {
            places.push({ at: part.at, end: part.end, row: candor.search.row(part.word) });
          });
        });
        places = candor.search.joined(places);
        places.forEach(function (place) {
          var written = text.slice(place.at, place.end), folded = candor.search.fold(written);
          if (!seen.has(folded)) seen.set(folded, written);
        });
        places.reverse().forEach(function (place) {
          var rest = node.splitText(place.at), mark = make("mark", "found-mark");
          rest.splitText(place.end - place.at);
          rest.replaceWith(mark);
          mark.append(rest);
          marks.push(mark);
        });
      });
      if (!marks.length) return;
      // Whoever was on the page already is led to what was looked for.
      if (e && !split[1]) marks[0].scrollIntoView({ block: "center" });
      var bar = attributes(make("div", "found-bar"), { role: "group", "aria-label": words.marked_label });
      put(bar, sentence("p", "", words.marked, { words: apart("bdi", "find-quoted", Array.from(seen.values()).slice(0, 5).join(", ")) }), put(button("button", "", function () {
        unmark();
        main.focus({ preventScroll: true });
        candor.say(words.unmarked);
      }), icon(found.icons.close), make("span", "", words.unmark)));
      main.prepend(bar);
      unmark = function () {
        marks.forEach(function (mark) { var parent = mark.parentNode; mark.replaceWith.apply(mark, Array.from(mark.childNodes)); if (parent) parent.normalize(); });
        bar.remove();
        unmark = null;
      };
    }).catch(function () { /* A page without marks is a page. */ });
  }

  candor.ready(function () {
    stay();
    addEventListener("hashchange", stay);
    var form = one("[data-find-form]");
    if (form) page(form);
  });
})();
