// Which of the notes come first (section 3 of src/search/RANKING.md): how strongly each holds the terms, and what they
// count together. Of long lists it asks for those blocks alone in which an answer may stand.

// What the weight of a term is more where it stands as it was typed; how many times as strong it is there at most for
// being rarer than its other forms, where it was typed alone.
var TYPED = 2, RARER = 3;
// The least class and level of those of titles.
var TITLE = 12;
// What a note gains by terms that stand side by side, once for two, four times for three.
var SIDE = 700;
// Where fewer notes than this are the answer, those with most of the terms come after them, where so many are asked for.
var FEW = 5, ENOUGH = 3;
// A score and the number of its note are one figure, which sorts by itself: the score so many times, and the number, of
// which there are no more: a million notes.
var KEY = 0x100000;
function numberOf(key) { return key % KEY; }

// Ranks the notes of a question (see search) that match all terms that need be, or these and so many of those counted.
async function ranked(question, must = needed(question.terms), least = 0, counted = []) {
  var { terms, lost } = question, wanted = needed(terms);
  terms.forEach(term => { term.spare = !wanted.includes(term); });
  terms.forEach(weigh);
  var open = possible(terms, question.may, must, least, counted), pairs = several(open) ? neighbours(terms, lost) : null;
  function lists(spare) { return terms.filter(term => term.spare === spare).flatMap(term => term.forms.map(form => form.list)); }
  var fetched = await Promise.all([fill(lists(false), open, lost), fillAbove(lists(true), lost)]);
  if (fetched.flat().some(Boolean)) {
    terms.forEach(weigh);
    open = possible(terms, open, must, least, counted);
  }
  // Where there is an order to be found.
  if (several(open)) {
    question.pairs = await (pairs || neighbours(terms, lost));
    await fill(question.pairs.filter(Boolean), open, lost);
  }
  return rank(terms, question.pairs.map(list => list && new Map(entries(list).map(one => [one >> 2, one & 3]))), open, must, least, counted);
}

// Where few notes match all terms, those that match more than half of them. Of terms with long lists it does not count
// whether they match, so that hardly more is fetched than for the answer; nor do neighbours count.
async function partial({ terms, may, lost }, answers) {
  var wanted = needed(terms), lists = wanted.flatMap(term => term.forms.map(form => form.list));
  if (answers >= FEW || wanted.length < ENOUGH || terms.some(term => term.phrase)) return new Float64Array(0);
  // Another question may have fetched more of them meanwhile.
  if (lists.some(isLong)) terms.forEach(weigh);
  var counted = wanted.filter(term => !term.forms.some(form => isLong(form.list)));
  var open = possible(terms, may, [], (wanted.length >> 1) + 1, counted);
  if ((await fill(lists, open, lost)).some(Boolean)) terms.forEach(weigh);
  keep(open, number => !wanted.every(term => term.strength[number]));
  return rank(terms, terms.slice(1).map(() => null), open, [], 0);
}

// The lists of the pairs that two terms beside one another are, where both are words of the index.
function neighbours(terms, lost) {
  return byTwos(terms, (one, other) => {
    return beside(one, other) && [one, other].every(side => side.passed || side.entry) ? pair(glued(one.word, other.word), lost) : null;
  });
}

// The terms that a note has to match: a small word, or one of every other note, says little where another is asked for.
function needed(terms) {
  function common(term) { return !term.phrase && (isSmall(term.word) || term.notes > Math.floor(core.notes / 2)); }
  var lenient = terms.some(term => !term.phrase && !common(term));
  return terms.filter(term => !term.passed && (!lenient || !common(term)));
}

// How many notes hold a term, and what it counts.
function measure(term) {
  term.notes = term.forms.reduce((most, form) => Math.max(most, count(form.list)), term.entry ? count(term.entry.list) : 0);
  term.idf = term.notes && idf(term.notes);
}
// What it counts that so many notes hold something: about 16 log₂(1 + all / so many).
function idf(many) {
  var x = 16 + Math.floor(16 * core.notes / many), log = 31 - Math.clz32(x);
  return 16 * (log - 4) + (x >> log - 4 & 15);
}

// How strongly each note holds a term, as far as its lists are there. Of one that no note needs to hold only what stands
// elsewhere than in the text.
function weigh(term) {
  var strength = new Uint16Array(core.notes), titled = new Uint8Array(core.notes);
  term.forms.forEach(form => {
    var typed = form.quality >= ITSELF, more = typed ? TYPED : 0, rate = typed && term.alone ? Math.min(idf(count(form.list)), RARER * term.idf) : term.idf;
    var list = term.spare && isLong(form.list) ? form.list.above || [] : entries(form.list);
    list.forEach(packed => {
      if (term.spare && (form.weight || (packed & 15) < 4)) return;
      var number = form.weight ? packed : packed >> 4, value = Math.floor(((form.weight || WEIGHTS[packed & 15]) + more) * form.quality * rate / term.idf);
      if (!form.weight && (packed & 15) >= TITLE) titled[number] = 1;
      if (value > strength[number]) strength[number] = value;
    });
  });
  term.strength = strength;
  term.titled = titled;
}

// The notes of which it is not known yet that they do not match these terms, or not as many of those counted: 1 for each.
function possible(terms, may, must, least, counted) {
  var left = may.slice();
  // The blocks in which there may be more notes of a term than are known.
  terms.forEach(term => {
    term.gaps = [];
    term.forms.forEach(form => {
      for (var at = 0; isLong(form.list) && at * LONG < core.notes; at++) if (!form.list.blocks[at]) term.gaps[at] = true;
    });
  });
  // A loop over all notes, before any of it is machine code: the terms one by one, and only what is still left.
  must.forEach(term => {
    for (var number = left.indexOf(1); number >= 0; number = left.indexOf(1, number + 1)) {
      if (!term.strength[number] && !term.gaps[Math.floor(number / LONG)]) left[number] = 0;
    }
  });
  if (least) left.forEach((on, number) => {
    if (on && counted.filter(term => term.strength[number] || term.gaps[Math.floor(number / LONG)]).length < least) left[number] = 0;
  });
  return left;
}
function several(may) { return may.indexOf(1) !== may.lastIndexOf(1); }

// The keys of the notes that match these terms, or, with least, the most of those counted and at least so many; the best
// first.
function rank(terms, pairs, may, must, least, counted) {
  var keys = [], most = 0, told = terms.filter(term => !term.passed);
  for (var number = may.indexOf(1); number >= 0; number = may.indexOf(1, number + 1)) {
    if (!must.every(term => term.strength[number])) continue;
    if (least) {
      var held = counted.filter(term => term.strength[number]).length;
      if (held < least || held < most) continue;
      if (held > most) { most = held; keys = []; }
    }
    keys.push(score(number, terms, pairs, told) * KEY + number);
  }
  return Float64Array.from(keys).sort().reverse();
}

// What a note counts: each term by itself, those that stand near or beside one another, and all of them in its title.
function score(number, terms, pairs, told) {
  var sum = 0, row = 0, longest = 1;
  terms.forEach(term => { sum += term.strength[number] * term.idf >> 4; });
  pairs.forEach((list, i) => {
    var found = list ? list.get(number) : -1;
    if (found >= 0) sum += (terms[i].idf + terms[i + 1].idf) * (found ? 6 : 3);
    row = found > 0 ? row + 1 : 0;
    longest = Math.max(longest, row);
  });
  sum += SIDE * (longest - 1) * (longest - 1);
  if (told.length > 1 && told.every(term => term.titled[number])) sum += 8 * terms.reduce((all, term) => all + term.idf, 0);
  return sum;
}
