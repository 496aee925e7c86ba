// The forms of a term (section 3 of src/search/RANKING.md): all that is taken for it, each with how good it is. It as it
// was typed, inflected, one with its neighbour, written apart, only begun; and where it is nowhere, words nearly like it.

// How good a form is, in sixteenths: as typed, with its marks, one with its neighbour, in parts, inflected, only begun, and
// words nearly like it, one and two edits away.
var ITSELF = 16, MARKED = 20, JOINED = 15, IN_PARTS = 14, INFLECTED = 12, BEGINNING = 9, LIKE = [8, 5];
// Words of fewer characters are not looked for as two, and have no inflections.
var SPLITS = 5, INFLECTS = 3;
// What a term weighs that is written as two words, first anywhere, then in a heading: where notes have it as one word
// too, and where none has.
var BESIDE = [8, 11], INSTEAD = [11, 24];
// How many characters a word has that may be a slip, and how many words are taken for it.
var SLIP = 4, NEAR = 6;

// Adds a form: a list of the index, or one of numbers that all weigh the same.
function addForm(term, list, quality, weight) {
  if (list && count(list)) term.forms.push({ list, quality, weight: weight || 0 });
}
function addWord(term, one, quality) {
  if (!one) return;
  addForm(term, one.list, quality);
  term.words.set(one.word, Math.max(quality, term.words.get(one.word) || 0));
}

// Every form of these terms but the words nearly like them.
function gather(terms, lost) {
  return Promise.all([together(terms, term => forms(term, lost)), byTwos(terms, async (one, other) => {
    var word = beside(one, other) && await find(one.word + other.word, lost);
    if (word) [one, other].filter(side => !side.passed).forEach(side => { addWord(side, word, JOINED); side.joined.push(word.word); });
  })]);
}
// Whether two terms may be one word.
function beside(one, other) { return !one.phrase && !other.phrase; }

// Every form of a term but those with its neighbours.
async function forms(term, lost) {
  if (term.passed && !term.open) return;
  var several = term.parts.length > 1;
  // A version without the v before it.
  var number = several && !term.phrase && term.parts.length > 2 && term.parts[0] === "v" && /^v[0-9]/.test(term.word);
  var [whole, unversioned, marked, begun, each] = await Promise.all([
    find(term.word, lost),
    number ? find(term.word.slice(1), lost) : null,
    term.marked ? find(term.marked, lost) : null,
    term.open ? beginning(term.word, lost) : null,
    several ? together(term.parts, part => find(part, lost)) : null
  ]);
  term.entry = whole;
  if (begun) {
    if (begun.short) { addForm(term, begun.short, BEGINNING); term.begins = term.word; }
    begun.words.forEach(one => { addWord(term, one, BEGINNING); });
  }
  if (term.passed) return;
  addWord(term, whole, ITSELF);
  addWord(term, marked, MARKED);
  addWord(term, unversioned, IN_PARTS);
  var more = [];
  if (several && each.every(Boolean)) more.push(inParts(term, each, lost));
  if (!term.phrase) {
    if (size(term.word) >= SPLITS && (!whole || whole.split)) more.push(asTwo(term, lost));
    // A word with a digit, or of one or two letters, has no inflections.
    if (size(term.word) >= INFLECTS && !/\p{N}/u.test(term.word)) more.push(bent(term, lost));
  }
  await Promise.all(more);
}

// Its parts, one after another: billing gateway for billing-gateway.
async function inParts(term, each, lost) {
  var held = await chain(term.parts, each.map(one => one.list), lost);
  if (term.entry) addForm(term, held, IN_PARTS, BESIDE[0]); else addForm(term, weakest(each, held), IN_PARTS);
  term.apart = true;
}
// Two words that are it together: call outs for callouts.
async function asTwo(term, lost) {
  var list = await pair(term.word, lost), weights = term.entry ? BESIDE : INSTEAD;
  await fill([list], null, lost);
  addForm(term, adjacent(list), IN_PARTS, weights[0]);
  addForm(term, adjacent(entries(list).filter(one => (one & 3) === 2)), IN_PARTS, weights[1]);
  term.split = true;
}
// Other words of its stem.
async function bent(term, lost) {
  var words = await (term.entry ? kin(term.entry, lost) : inflected(term.word, guesses(term.word), lost));
  words.forEach(one => { if (!isSmall(one.word)) addWord(term, one, INFLECTED); });
  // Nothing so far: what is nearly like it is asked for while the two that it may be are still on their way.
  if (!term.forms.length) term.nearly = near(term, lost);
}

// --- Words nearly like it ---

// Adds to these terms the words nearly like them.
function takeForOthers(terms, lost) {
  return together(terms, async term => {
    term.near = await (term.nearly || near(term, lost));
    var found = await together(term.near, one => find(one.word, lost));
    found.forEach((one, i) => { addWord(term, one, LIKE[term.near[i].edits - 1]); });
    measure(term);
  });
}

// How many edits lie between a word and another, and between it and the other's beginnings; of more than are allowed,
// only that they are.
function edits(word, other, most, open) {
  var before = [], last = [], row = [], low = 0, lower, i, j;
  for (j = 0; j <= other.length; j++) last[j] = j;
  for (i = 1; i <= word.length; i++) {
    row[0] = lower = i;
    for (j = 1; j <= other.length; j++) {
      var best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (word[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1]) best = Math.min(best, before[j - 2] + 1);
      row[j] = best;
      if (best < lower) lower = best;
    }
    if (lower > most && low > most) return { whole: most + 1, beginning: most + 1 };
    low = lower;
    [before, last, row] = [last, row, before];
  }
  var found = { whole: last[other.length], beginning: most + 1 };
  if (open) for (j = word.length - 1; j <= word.length + 1 && j < other.length; j++) found.beginning = Math.min(found.beginning, last[j]);
  return found;
}

// The words of the index that are nearly this one: the best of them, each with its edits.
async function near(term, lost) {
  var word = [...term.word], back = word.slice().reverse().join(""), found = new Map();
  if (word.length < SLIP || /\p{N}/u.test(term.word)) return [];
  // How many edits a word may be away, by the length of the longer one.
  function slack(longer) { return longer < 5 ? 0 : longer < 9 || word.length < 7 ? 1 : 2; }
  // Looks at the words that begin or, backwards, end so.
  async function look(shards, ends, backwards) {
    var lists = await together(new Set(shards), name => shard(name, lost, backwards ? "r" : "d", nearShard));
    var typed = backwards ? word.slice().reverse() : word;
    lists.filter(Boolean).flat().forEach(one => {
      var length = one[0].length, opens = term.open && !backwards && one[0].startsWith(head);
      // Most are too short or too long: before they are cut into characters, of which a word has no more than it is long.
      if (length < word.length - 2 || !ends.some(end => one[0].startsWith(end))) return;
      var letters = [...one[0]], most = slack(Math.max(word.length, letters.length));
      if (letters.length < word.length - most || (letters.length > word.length + most && !opens)) return;
      var away = edits(typed, letters, most, opens), whole = away.whole <= most;
      var made = { edits: whole ? away.whole : away.beginning, part: whole ? 0 : 1, many: one[1] };
      if (!made.edits || (!whole && made.edits > slack(word.length))) return;
      made.word = backwards ? letters.reverse().join("") : one[0];
      var known = found.get(made.word);
      if (made.word !== term.word && (!known || made.part < known.part)) found.set(made.word, made);
    });
  }
  var head = word.slice(0, 2).join(""), tail = word.slice(-2).reverse().join("");
  await Promise.all([look([route(core.near, head)], [head], false), look([route(core.ends, back)], [tail], true)]);
  // A word that is one edit away has the first two characters or the last two in common. Of one that is two away the
  // first alone may be right, or the first may be one too many or in the other's place.
  if (word.length >= 7 && ![...found.values()].some(one => one.edits === 1 && !one.part)) {
    var others = [word[1] + word[0], word[1] + word[2]];
    await look(below(word[0], core.near).concat(others.map(other => route(core.near, other))), others.concat(word[0]), false);
  }
  return [...found.values()].sort((a, b) => {
    return a.edits - b.edits || a.part - b.part || b.many - a.many || (a.word < b.word ? -1 : 1);
  }).slice(0, NEAR);
}
