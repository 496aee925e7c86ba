// From words, stems and pairs to the notes that hold them: which files to ask, and what to take from them. Knows nothing
// of a query.

// What each of the classes that a word may stand in weighs.
var WEIGHTS = [8, 11, 14, 16, 16, 19, 22, 24, 20, 23, 26, 28, 36, 42, 50, 64];
// What is taken off a word to guess its stem.
var ENGLISH = "s es ed d ing ings er ers ly ment ments ion ions al".split(" "), GERMAN = "e en er es n s ern em ung ungen".split(" ");

// --- Words ---

// The longest of these names that a word begins with.
function route(names, word) {
  for (var end = word.length; end >= 0; end--) if (names.has(word.slice(0, end))) return word.slice(0, end);
  return null;
}
async function shard(name, lost, letter = "w", decode = wordShard) {
  return name === null ? null : load(file(letter, name), decode, lost);
}

// A word of the index with its list, or nothing.
function find(word, lost) {
  return shard(route(core.words, bare(word)), lost).then(one => one && one.words.get(word) || null);
}

// Every shard with words that begin so, the first being the one with the beginning itself.
function below(beginning, of) {
  var names = [route(of || core.words, beginning)];
  (of || core.words).forEach(name => { if (name.length > beginning.length && name.startsWith(beginning)) names.push(name); });
  return names.filter(name => name !== null);
}

// All words of these shards.
async function wordsOf(names, lost) {
  return (await together(names, name => shard(name, lost))).flatMap(one => one ? [...one.words.values()] : []);
}

// The words that begin so, or the short list that stands for them.
async function beginning(word, lost) {
  var top = await shard(route(core.words, word), lost);
  if (top && top.short.has(word)) return { short: top.short.get(word).list, words: [] };
  var all = await wordsOf(below(word), lost);
  return { short: null, words: all.filter(one => one.word.startsWith(word) && one.word !== word) };
}

function endings() { return /^de\b/i.test(core.language || "") ? GERMAN : ENGLISH; }
// What the stem of a word may be that the index does not hold.
function guesses(word) {
  if (size(word) < 4) return [];
  var all = [word];
  endings().forEach(ending => { if (word.endsWith(ending)) all.push(word.slice(0, -ending.length)); });
  all.slice().forEach(stem => {
    var letters = [...stem], last = letters.pop();
    if (last && last === letters[letters.length - 1] && letters.length >= 3) all.push(letters.join(""));
    if (last === "y") all.push(letters.join("") + "i");
  });
  // What is left of a doubled letter may be shorter.
  return all.filter(stem => size(stem) >= 4 || (word.startsWith(stem) && word.slice(stem.length)[0] === stem[stem.length - 1]));
}

// What the words of a stem begin with.
function beginningOf(stem) { return size(stem) < 5 ? stem : first(stem, size(stem) - 1); }
// Of these words those with a stem, without the word itself.
function sharing(words, stem, word) {
  return words.filter(one => one.stem === stem && one.word !== word && one.word.startsWith(beginningOf(stem)));
}

// The other words with the stem of a word of the index: those in its shard, and those that it names in others.
async function kin(entry, lost) {
  var own = await wordsOf([route(core.words, entry.word)], lost), others = await together(entry.kin, word => find(word, lost));
  return sharing(own, entry.stem, entry.word).concat(others.filter(Boolean));
}

// The words with a stem of these, or that go on after one with an ending.
async function inflected(word, stems, lost) {
  var ends = new Set(["", "e", ...endings()]);
  var found = await together(new Set(stems), async stem => {
    var all = await wordsOf(below(beginningOf(stem)), lost);
    return sharing(all, stem, word).concat(all.filter(one => one.word !== word && one.word.startsWith(stem) && ends.has(one.word.slice(stem.length))));
  });
  return found.flat();
}

// --- Pairs ---

function hash(text) {
  var h = 0x811c9dc5;
  new TextEncoder().encode(text).forEach(byte => { h = Math.imul(h ^ byte, 0x01000193); });
  h = Math.imul(h ^ h >>> 16, 0x85ebca6b);
  h = Math.imul(h ^ h >>> 13, 0xc2b2ae35);
  return (h ^ h >>> 16) >>> 0;
}

// A pair as it is hashed: a word of one letter keeps its distance.
function glued(one, other) { return one + (size(one) < 2 || size(other) < 2 ? " " : "") + other; }

// The notes that hold a pair: each number times four, and one more where the pair is adjacent, two more where it is in a
// heading too.
function pair(text, lost) {
  var h = hash(text), bits = core.pairs, name = "p-" + (bits ? h >>> 32 - bits : 0);
  return load(name, value => pairShard(name, value), lost).then(one => {
    return one && one(h << bits >>> Math.max(12, bits)) || [];
  });
}

// The numbers of the notes in a list of a pair, where it is adjacent; and in one of a word.
function adjacent(list) { return entries(list).filter(one => one & 3).map(one => one >> 2); }
function numbers(list) { return entries(list).map(packed => packed >> 4); }

function both(one, other) {
  var set = new Set(other);
  return one.filter(number => set.has(number));
}
function mask(numbers) {
  var may = new Uint8Array(core.notes);
  numbers.forEach(number => { may[number] = 1; });
  return may;
}

// The notes that hold every two neighbours of these as adjacent pairs, and are in all those lists of words.
async function chain(words, lists, lost) {
  var pairs = await byTwos(words, (one, other) => pair(glued(one, other), lost));
  var known = pairs.filter(Array.isArray).map(adjacent).concat(lists.filter(Array.isArray).map(numbers));
  await fill(pairs.concat(lists), known.length ? mask(known.reduce(both)) : null, lost);
  return pairs.map(adjacent).concat(lists.map(numbers)).reduce(both);
}

// Of these notes the part of a word that weighs least in each.
function weakest(parts, notes) {
  var least = new Map();
  parts.forEach(part => entries(part.list).forEach(packed => {
    var known = least.get(packed >> 4);
    if (known === undefined || WEIGHTS[known & 15] > WEIGHTS[packed & 15]) least.set(packed >> 4, packed);
  }));
  return notes.map(number => least.get(number));
}
