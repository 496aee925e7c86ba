// What there is to do where nothing was found, or nothing could be asked: other words, topics, all kinds; and a question
// for whoever knows.

// What to do where nothing was found. Leads on by asking for something else, for every kind, or once more.
function nothing(answer, chosen, ask, every, again) {
  // What could not be asked may be there.
  if (answer.missing) return unreached(words.unreached, again);
  var box = put(make("div", "find-nothing"), ...why(answer, chosen)), result = answer.result, free = answer.free;
  put(box, ...result.unknown.map(filter => values(filter, result.query, ask)));
  // Elsewhere: where nothing is chosen, or where nothing is filtered by.
  var others = result.total ? notes(result.total) : free && many(free);
  if (others) put(box, put(make("p"), button("find-link", words.every.replace("{notes}", () => others), free ? () => { ask(free.query); } : every)));
  // Where a filter is what nothing fits, the words are not at fault.
  var near = result.unknown.length ? [] : result.terms.flatMap(term => term.near.slice(0, 3).map(like => [term, like.word])).slice(0, 6);
  put(box, nearest(near, answer.query, ask), topics(ask));
  // Somebody has written of it, elsewhere.
  if (others) return box;
  // What was filtered by is no part of a question.
  var asked = bare(answer.query).trim();
  return put(box, asked && question(asked));
}

function unreached(text, again) {
  return put(make("div", "find-nothing"), make("p", "find-missing", text), put(make("p"), button("button", words.again, again)));
}

// Why there is nothing.
function why(answer, chosen) {
  var result = answer.result, names = Object.keys(chosen).filter(name => chosen[name].length), said = words.none;
  if (result.unknown.length) return unmet(result, "");
  var only = names.join() === "kind" && chosen.kind.length === 1 ? chosen.kind[0] : "", free = answer.free, query = free ? free.query : answer.query;
  // A kind may be written in the query instead.
  if (free && !names.length && result.filters.length === 1 && result.filters[0].name === "kind" && !result.filters[0].not) only = result.filters[0].value.toLowerCase();
  only = core.kinds[only] ? kind(only)[1] : null;
  // Where there are others, what was chosen is why there are none; without a word, all of it is a filter.
  if (names.length && !query) said = words.none_together;
  else if (free || (names.length && result.total)) said = only ? words.none_of_kind : words.none_chosen;
  return [sentence("p", "", said, { query: quoted(query.trim() || "…"), kind: only })];
}

// The values nearest to that of a filter, which no note has, each in its place: of two slips at most, or of the same
// beginning.
function values(filter, query, ask) {
  var row = make("div", "find-row"), search = candor.search, written = search.fold(filter.value.trim());
  function away(value) {
    var label = search.fold(value), longer = Math.max(label.length, written.length);
    var slips = search.inside.edits(Array.from(written), Array.from(label), 2, false).whole;
    // Of few letters only one may be another.
    return slips <= Math.min(2, longer / 3) ? slips : label.startsWith(written) || written.startsWith(label) ? 3 : 4;
  }
  search.values(filter.name).then(known => {
    var near = known.map(one => {
      var names = [one.value, one.label].concat(filter.name === "kind" ? kind(one.value).slice(0, 2) : []);
      return [Math.min(...names.map(away)), one];
    }).filter(one => one[0] < 4).sort((a, b) => a[0] - b[0] || b[1].count - a[1].count).slice(0, 3);
    if (near.length) put(row, make("span", "", words.nearest), chips(near.map(one => {
      var value = one[1].value, text = filter.name + ":" + (/\s/.test(value) ? '"' + value + '"' : value);
      return put(button("chip", "", () => {
        ask(refiltered(query, (item, name, old) => name === filter.name && old === filter.value ? (filter.not ? "-" : "") + text : item));
      }), apart("span", "", text));
    })));
  });
  return row;
}

// The words nearly like those asked for, each in the place of its term.
function nearest(near, query, ask) {
  var row = make("div", "find-row");
  Promise.all(near.map(like => written(like[1]))).then(texts => {
    var shown = near.map((like, i) => [like[0], texts[i]]).filter(like => like[1]);
    if (shown.length) put(row, make("span", "", words.nearest), chips(shown.map(like => {
      return button("chip", straight(like[1]), () => { ask(query.replace(like[0].text, () => like[1])); });
    })));
  });
  return row;
}

// A word as the first notes that have it write it, or nothing where all of them join it of several.
async function written(word) {
  var result = await candor.search('"' + word + '"', { limit: 3 });
  var texts = await Promise.all(result.hits.map(async hit => {
    var note = await candor.search.text(hit.number);
    return note ? candor.search.excerpt(result, note).words : [];
  }));
  return texts.flat().find(text => candor.search.runs(text).map(run => run.parts.length === 1 && run.word).join() === word);
}

// The topics that the most notes have.
function topics(ask) {
  var row = make("div", "find-row");
  candor.search.values("topic").then(values => {
    if (!values.length) return;
    put(row, make("span", "", words.topics), chips(values.slice().sort((a, b) => b.count - a.count).slice(0, 6).map(topic => {
      return put(button("chip", "", () => { ask('topic:"' + topic.value + '"'); }), icon(found.icons.topic), apart("span", "", topic.label));
    })));
  });
  return row;
}

// How a question is begun: a command, since a site of plain files has nowhere to write to.
function question(query) {
  var box = make("div", "find-ask"), plain = query.replace(/["$\x60\\!%\p{C}]/gu, " ").replace(/\s+/g, " ").trim().slice(0, 100) || "…";
  var line = 'candor new question "' + plain + '"', code = attributes(make("code", "", line), { dir: "ltr", tabindex: "0" });
  var copy = put(button("copy", "", () => {
    var way = navigator.clipboard && navigator.clipboard.writeText ? navigator.clipboard.writeText(line) : Promise.reject(new Error("no clipboard"));
    way.then(() => words.copied, () => { getSelection().selectAllChildren(code); return words.selected; })
      .then(told => { one("span", copy).textContent = told; });
  }), icon(found.icons.copy), make("span", "", words.copy));
  put(box, put(make("p", "find-ask-head"), icon(found.icons.question), make("span", "", words.ask)), put(make("div", "find-command"), code, copy));
  if (found.questions) {
    var asked = make("a", "", words.asked);
    asked.href = base + found.questions;
    box.append(put(make("p"), asked));
  }
  return box;
}
