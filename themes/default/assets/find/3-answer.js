// An answer of the engine, and what is said of it wherever it is shown: its notes with their texts, how many there are,
// and that words were taken for others, left out, or not reached.

// What a note is filed under is told of so many.
var FILED = 4;
// An item of a query: a phrase, or a filter with one, or what stands by itself; with the spaces after it.
var ITEM = /(-?[\p{L}\p{N}_-]+:)?["“”„«»][^"“”„«»]*["“”„«»]?\s*|[^\s"“”„«»]+\s*/gu;

// Of questions that are asked before the last was answered only the newest is to be heard. Calls wait where an answer
// takes longer than a moment.
function turnsOf(wait) {
  var turn = 0, timer, self = {
    // Whether it is waited for.
    slow: false,
    // Returns what says whether this is still the newest.
    begin: () => {
      var mine = ++turn;
      self.end();
      timer = setTimeout(() => { self.slow = true; wait(); }, WAIT);
      return () => mine === turn;
    },
    end: () => { clearTimeout(timer); self.slow = false; },
    stop: () => { turn++; self.end(); }
  };
  return self;
}

// Looks for something: the answer, what of it is left after narrowing, and the first notes of that with their texts.
async function look(query, chosen, count, length, row, ranked) {
  await begin();
  var only = Object.keys(chosen).filter(name => chosen[name].length);
  // A space after the last word says that it is whole.
  var asked = query.trim() ? query : only.map(name => chosen[name].map(value => name + ':"' + value + '"').join(" ")).join(" ");
  var result = await candor.search(asked, { limit: count, chosen: only.length > 0 }), keys = await candor.search.narrow(result, chosen);
  // Where no note passes the filters of the query: the answer without them.
  var free = result.total || !result.filters.length || !result.terms.length ? result : await candor.search(refiltered(asked), { limit: count });
  if (ranked && keys.length && !result.missing) ranked({ result, total: keys.length });
  async function read(key, most) {
    var hit = result.hit(key), note = await candor.search.text(hit.number);
    if (!note) return null;
    var shown = candor.search.excerpt(result, note, length, row), unseen = shown.unseen.filter(term => !hit.lacks.includes(term.text));
    var filed = unseen.length ? await candor.search.filed(hit.number, note, unseen) : [];
    return { note, shown, filed, most, lacks: (most || result.tier === 2) && !result.missing ? hit.lacks : [] };
  }
  // Below few notes those with most of the words.
  var others = await candor.search.most(result, chosen, keys.length);
  var hits = await Promise.all(Array.from(keys.subarray(0, count), key => read(key, false)).concat(Array.from(others, key => read(key, true))));
  return { query: query.trim(), chosen, result, free: free.tier ? result : free, total: keys.length, hits: hits.filter(Boolean), missing: result.missing || !hits.every(Boolean) };
}

// A query without its filters, or with a text for one of them. A space at its end stays: the last word is whole.
function refiltered(query, old, text) {
  return query.replace(ITEM, item => {
    var one = candor.search.parse(item).filters[0];
    return one && (!old || one.name + one.value === old.name + old.value) ? text || "" : item;
  });
}

// How many notes an answer has; about so many, where some of them may turn out not to hold a phrase.
function many(answer) {
  var text = notes(answer.total);
  return answer.result.about ? words.about.replace("{notes}", () => text) : text;
}

// --- Hits ---

// The hits by where they were found; those that have only most of the words by themselves.
function groups(hits) {
  var parts = [["titles", []], ["texts", []], ["people", []], ["most", []]];
  hits.forEach(hit => {
    parts[hit.most ? 3 : /^(person|team)$/.test(hit.note.kind) ? 2 : hit.shown.inTitle ? 0 : 1][1].push(hit);
  });
  return parts.filter(part => part[1].length);
}

// The words to mark are handed on behind the #, which no server hears.
function address(hit, anchor) {
  var marks = hit.shown.words.length ? "&mark=" + encodeURIComponent(hit.shown.words.join(" ")) : "";
  return base + hit.note.url + (anchor || marks ? "#" + encodeURIComponent(anchor || "") + marks : "");
}

// What a note is filed under, or called as well, where that is what was asked for.
function filedUnder(hit, tag, name) {
  var box = make(tag, name);
  hit.filed.slice(0, FILED).forEach((one, i) => {
    put(box, i ? " · " : null, one.name ? words["facet_" + one.name] + ": " : null, marked("bdi", "", one.label));
  });
  return box;
}

// Which of the words asked for a note has not.
function lacking(hit, tag) {
  return sentence(tag, "find-lacks", words.lacks, { words: apart("bdi", "", hit.lacks.join(", ")) });
}

// --- Remarks ---

// What has to be said before the hits: that the words were taken for others, that some are missing, that files did not
// come. Where some did not, nothing can be said of what no note has.
function remarks(answer) {
  var result = answer.result, taken = result.terms.filter(term => !term.phrase && term.near.length), unknown = taken.filter(term => !term.has);
  if (answer.missing) return [make("p", "find-remark find-missing", words.missing)];
  // What was narrowed to has none with all of the words, and those with most of them follow.
  var first = answer.total ? unmet(result, "find-remark") : why(answer, "find-remark"), wrong = result.tier && misnamed(answer, "find-remark");
  if (wrong) first.push(wrong);
  if (result.not.length) first.push(sentence("p", "find-remark", words.left_out, { words: quoted(result.not.map(terms => terms.map(term => term.text).join(" ")).join(", ")) }));
  if (result.tier === 2) return first.concat(make("p", "find-remark", words.some));
  if (result.tier !== 1) return first;
  var near = taken.flatMap(term => term.near.map(one => one.word)), like = make("span");
  var shown = alike(answer, near.filter((word, i) => near.indexOf(word) === i));
  shown.slice(0, LIKE).forEach((text, i) => { put(like, i ? ", " : null, apart("bdi", "find-like", text)); });
  // The engine looks for no more than so many.
  if (!shown.length || shown.length > LIKE || taken.some(term => term.near.length > LIKE)) put(like, shown.length ? ", …" : "…");
  var said = unknown.length > 1 ? words.like_several : unknown.length ? words.like : words.like_all;
  return first.concat(sentence("p", "find-remark", said, { word: unknown.length ? quoted(unknown.map(term => term.text).join(", ")) : null, words: like }));
}

// That nothing is filed under a filter of the query.
function unmet(result, name) {
  return result.unknown.map(filter => sentence("p", name, words.no_value, { filter: quoted(filter.name + ":" + filter.value) }));
}

// Of the words like those asked for the ones that the notes shown have, as they are written there. What was joined
// of several is told only where there is no other.
function alike(answer, near) {
  var single = new Map(), joined = new Map();
  answer.hits.forEach(hit => hit.shown.like.forEach(text => {
    var run = candor.search.runs(text)[0], of = run && run.parts.length === 1 ? single : joined;
    if (run && (!of.has(run.word) || text === text.toLowerCase())) of.set(run.word, text);
  }));
  var known = near.filter(word => single.has(word)).map(word => single.get(word));
  return known.length ? known : near.filter(word => joined.has(word)).map(word => joined.get(word));
}
