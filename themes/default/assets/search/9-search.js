// The way of a query through all of these, how an answer is narrowed, and what the dialog and the page may ask for:
// candor.search. Knows nothing of the page.

// Looks for something. The answer has the notes with all that was asked for (tier 0); where there are none, those that
// have words like it (1); where there are none either, those that have most of it (2).
async function search(query, options = {}) {
  var limit = options.limit || 10, deep = options.deep || LOOKED, timer, lost = { missing: false };
  await start();
  lost.late = new Promise((done, late) => { timer = setTimeout(late, LATE); });
  lost.late.catch(() => { /* Whoever waits is told. */ });
  var asked = parse(query, options.chosen), terms = asked.terms, free = terms.filter(term => !term.phrase);
  var result = {
    ...asked, query, hit,
    // Whether some notes beyond those shown may turn out not to hold a phrase; and the same looked into for others.
    about: false, held
  };

  async function answer(tier, keys) {
    var others = keys.length && tier < 2 ? await partial(question, keys.length) : new Float64Array(0), hits = Array.from(keys.subarray(0, limit), hit);
    clearTimeout(timer);
    // With others that have most of it, filters whose value no note has, and whether a file did not come.
    return Object.assign(result, { tier, keys, total: keys.length, hits, others, unknown, missing: lost.missing });
  }
  function hit(key) {
    var number = numberOf(key);
    return { number, score: Math.floor(key / KEY), lacks: needed(free).filter(term => !term.strength[number]).map(term => term.text) };
  }
  async function held(keys) {
    var phrases = asked.phrases.filter(needsLook), found = phrases.length ? await saying(keys, phrases, limit, deep, lost) : { keys, about: false };
    result.about = found.about || asked.unsure;
    result.missing = lost.missing;
    return found.keys;
  }
  async function found(must, least, counted) { return held(await ranked(question, must, least, counted)); }

  // The files for what a note has to fulfil are asked for together with those of the words.
  var waiting = allowed(asked, lost);
  await gather(terms, lost);
  // The terms, the notes that may be an answer, and the pairs of neighbouring terms, once they are wanted.
  var question = { terms, may: await waiting, pairs: [], lost };
  var unknown = await unmet(asked.filters, lost);
  if (!terms.length) {
    return answer(0, asked.filters.length || asked.not.length ? await held(rank([], [], question.may, [], 0)) : new Float64Array(0));
  }
  terms.forEach(measure);
  terms.forEach(term => { term.has = term.passed || term.notes > 0; });
  var keys = await found();
  if (keys.length || !free.length) return answer(0, keys);

  var nowhere = free.filter(term => !term.has);
  await takeForOthers(nowhere.length ? nowhere : free.filter(term => !term.passed), lost);
  keys = await found();
  if (keys.length) return answer(1, keys);

  // That a note has the small words of a question says nothing.
  var counted = needed(terms).filter(term => !term.phrase);
  if (counted.length > 1) keys = await found(terms.filter(term => term.phrase), counted.length + 1 >> 1, counted);
  return answer(2, keys);
}

// The notes of an answer that have what was chosen: { kind: ["review"], year: ["2024"] }.
async function narrow(result, chosen, except) {
  var keys = await having(result.keys, result, chosen, except);
  // Others are shown now than before: whether they hold a phrase is looked into again.
  return except === undefined && keys !== result.keys ? result.held(keys) : keys;
}
// Of the notes that come after a short answer the best that have what was chosen, too: as many as there is room for after
// so many of the answer.
async function most(result, chosen, found = result.total) {
  return (await having(result.others, result, chosen)).subarray(0, Math.max(0, FEW - found));
}
async function having(keys, result, chosen, except) {
  for (var name of Object.keys(chosen || {})) {
    if (name === except || !chosen[name].length) continue;
    var sets = await together(chosen[name], value => passing({ name, value, chosen: true }, result));
    keys = keys.filter(key => sets.some(set => set[numberOf(key)]));
  }
  return keys;
}

// How many notes of an answer have each value of a facet: [{ value, label, count }], the most frequent first.
async function facet(result, name, chosen) {
  var keys = await narrow(result, chosen, name), inside = new Uint8Array(core.notes), counts;
  keys.forEach(key => { inside[numberOf(key)] = 1; });
  if (name === "year") {
    counts = core.years.map((year, i) => {
      var count = 0;
      for (var number = year[1]; number < endOfYear(i); number++) count += inside[number];
      return { value: String(year[0]), label: String(year[0]), count: year[0] ? count : 0 };
    }).reverse();
  } else {
    counts = (await values(name, result)).map(one => {
      var count = 0;
      one.notes.forEach(number => { count += inside[number]; });
      return { value: one.value, label: one.label, count };
    }).sort((a, b) => b.count - a.count);
  }
  return counts.filter(one => one.count);
}

candor.search = Object.assign(search, {
  start,
  text: number => load("t-" + number, textOf, {}),
  values: name => start().then(() => values(name, {})),
  narrow, most, facet, excerpt, filed,
  marks, joined, row: word => ROW.test(word), runs, fold, parse, small: isSmall,
  // For the tests.
  inside: { reader, hash, front, edits, guesses, near }
});
