// What there is to do where nothing was found, or nothing could be asked: other words, topics, all kinds; and a question
// for whoever knows.

// How many are offered: words like each of those asked for, or values like that of a filter; all such words; topics.
var NEAREST = 3, OFFERED = 6, TOPICS = 6;
// How far a value is from another: slips up to so many, the same beginning, or no likeness at all.
var SLIPS = 2, BEGUN = 3, FAR = 4;
// How many letters of what was asked for become a question.
var QUESTION = 100;
// What is written like a filter: a name, and a value that begins with a letter or a year, or is still to come. A path, an
// address, most ports and a time of day are not.
var NAMED_VALUE = /^-?(\p{L}[\p{L}\p{N}_-]+):(?:["“”„«»]?\p{L}|(?:19|20)\d\d(?!\d)|\s*$)/u;

// What to do where nothing was found. Leads on by asking for something else, for every kind, or once more.
function nothing(answer, ask, every, again) {
  // What could not be asked may be there.
  if (answer.missing) return unreached(words.unreached, again);
  var box = put(make("div", "find-nothing"), ...why(answer, ""), misnamed(answer, ""), nearest(answer, ask)), free = answer.free;
  // Somebody has written of it: where nothing is chosen, or where nothing is filtered by.
  if (free.total) {
    var other = button("find-link", words.every.replace("{notes}", notes(free.total)), free === answer.result ? every : () => { ask(free.query); });
    return put(box, put(make("p"), other), topics(ask));
  }
  put(box, topics(ask));
  // What was filtered by is no part of a question.
  var asked = refiltered(answer.query).trim();
  return put(box, asked && question(asked));
}

// What did not come: a file of the index, or all of the search.
function failure() { return core ? words.unreached : words.failed; }
function unreached(text, again) {
  return put(make("div", "find-nothing"), make("p", "find-missing", text), put(make("p"), button("button", words.again, again)));
}

// Why there is nothing.
function why(answer, style) {
  var chosen = answer.chosen, result = answer.result, free = answer.free, names = Object.keys(chosen).filter(name => chosen[name].length), said = words.none;
  if (result.unknown.length) return unmet(result, style);
  var only = names.join() === "kind" && chosen.kind.length === 1 && core.kinds[chosen.kind[0]] && free === result ? kind(chosen.kind[0])[1] : null;
  // Where there are others, what was chosen is why there are none; without a word, all of it is a filter.
  if (names.length && !answer.query) said = words.none_together;
  else if (free.total && (names.length || free !== result)) said = only ? words.none_of_kind : words.none_chosen;
  return [sentence("p", style, said, { query: quoted(free.query.trim() || "…"), kind: only })];
}

// That what is written like a filter has a name that is none of a filter's. Where something was found this counts only of
// words that stand nowhere: others were meant as they are.
function misnamed(answer, style) {
  var nowhere = answer.result.terms.filter(term => !term.has).map(term => term.text);
  var items = answer.hits.length ? nowhere : answer.free.total ? [] : answer.query.match(ITEM) || [];
  var names = items.map(item => (NAMED_VALUE.exec(item) || [])[1]);
  var wrong = names.find(name => name && !FACETS.includes(name.toLowerCase()));
  var filters = put(make("bdi"), ...FACETS.flatMap(name => [make("code", "", name + ":"), " "]));
  return wrong && sentence("p", style, words.no_filter, { name: quoted(wrong + ":"), filters });
}

// What is like something that no note has, in its place: values of a filter, or else words.
function nearest(answer, ask) {
  var row = make("div", "find-row"), result = answer.result, near = result.unknown.map(filter => values(filter, result.query));
  // Where a filter is what nothing fits, the words are not at fault.
  if (!near.length) near = result.terms.flatMap(term => term.near.slice(0, NEAREST).map(like => {
    return written(like.word).then(text => text ? [[text, answer.query.replace(term.text, () => text)]] : []);
  })).slice(0, OFFERED);
  Promise.all(near).then(lists => {
    var list = lists.flat().map(like => button("chip", straight(like[0]), () => { ask(like[1]); }));
    if (list.length) put(row, make("span", "", words.nearest), chips(list));
  });
  return row;
}

// The values nearest to that of a filter, each with the query that has it.
async function values(filter, query) {
  var search = candor.search, wrong = search.fold(filter.value);
  function away(text) {
    var right = search.fold(text), slips = search.inside.edits(wrong, right, SLIPS).whole;
    // Of three letters one may be another.
    if (slips <= SLIPS && slips * 3 <= right.length) return slips;
    return right.startsWith(wrong) || wrong.startsWith(right) ? BEGUN : FAR;
  }
  var near = (await search.values(filter.name)).map(one => [Math.min(away(one.value), away(one.label)), one.value]).filter(one => one[0] < FAR);
  return near.sort().slice(0, NEAREST).map(one => {
    var text = (filter.not ? "-" : "") + filter.name + ":" + one[1];
    return [text, refiltered(query, filter, text + " ")];
  });
}

// A word as the first notes that have it write it, or nothing where all of them join it of several.
async function written(word) {
  var result = await candor.search('"' + word + '"', { limit: NEAREST });
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
    put(row, make("span", "", words.topics), chips(values.slice().sort((a, b) => b.count - a.count).slice(0, TOPICS).map(topic => {
      return put(button("chip", "", () => { ask('topic:"' + topic.value + '"'); }), icon(found.icons.topic), apart("span", "", topic.label));
    })));
  });
  return row;
}

// How a question is begun: a command, since a site of plain files has nowhere to write to.
function question(query) {
  var box = make("div", "find-ask"), plain = query.replace(/["$\x60\\!%\p{C}]/gu, " ").replace(/\s+/g, " ").trim().slice(0, QUESTION) || "…";
  var line = 'candor new question "' + plain + '"', code = attributes(make("code", "", line), { dir: "ltr", tabindex: "0" });
  var copy = put(button("copy", "", () => {
    // Some browsers have no clipboard for a page.
    (async () => navigator.clipboard.writeText(line))().then(() => words.copied, () => { getSelection().selectAllChildren(code); return words.selected; })
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
