// The files of the index (section 4 of src/search/RANKING.md): decodes them, fetches those that a query needs, and
// keeps them; of long lists the blocks alone that are asked for.

// The six bits that a letter stands for.
var CODE = [];
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((letter, bits) => { CODE[letter.charCodeAt(0)] = bits; });
// A list of more notes is cut into blocks of so many.
var LONG = 8192;
// Names of files have at most so many characters of a word.
var NAME = 120;
// A query waits for so many milliseconds for what it needs.
var LATE = 15000;
// What every query needs, once it is there, and the other files by their names.
var core = null, kept = new Map();

// Does something for each, all at once, and waits for all.
function together(list, work) { return Promise.all([...list].map(work)); }
// The same for each two neighbours.
function byTwos(list, work) { return together(list.slice(1), (other, i) => work(list[i], other)); }

// --- Decoding ---

// Reads bits, six from each character. On a page that has just begun no browser has made machine code of this yet, so
// each step counts.
function reader(text) {
  // The next character; the bits of those before it, of which so many are left.
  var at = 0, held = 0, left = 0;
  // Has 25 bits at hand. Behind the end there are zeros.
  function fill() {
    for (; left < 25; left += 6) held = held << 6 | CODE[text.charCodeAt(at++)];
  }
  // How many bits are read; and goes to where so many are.
  function place() { return at * 6 - left; }
  function go(place) {
    at = Math.floor(place / 6);
    left = 0;
    bits(place % 6);
  }
  function within() { if (at > text.length && place() > text.length * 6) throw new Error("the index ends too soon"); }
  function bits(count) {
    if (left < count) fill();
    left -= count;
    within();
    return held >> left & (1 << count) - 1;
  }
  // How many of the bits at hand are 1 before the first 0.
  function row() { return Math.clz32(~(held << 32 - left)); }
  function ones() {
    for (var sum = 0; ; left = 0) {
      fill();
      var some = row();
      sum += some;
      if (some < left) { left -= some + 1; return sum; }
    }
  }
  function gamma() {
    var zeros = 0;
    while (!bits(1)) zeros++;
    return 1 << zeros | bits(zeros);
  }
  function rice(k) { return ones() << k | bits(k); }
  function width(many, space) { return Math.max(0, 31 - Math.clz32(11 * space / (16 * many))); }
  // Calls each with the number of each note of a list.
  function numbers(many, space, each) {
    for (var i = 0, k = width(many, space), number = -1; i < many; i++) each(number += rice(k) + 1);
  }
  function notes(each) { numbers(gamma(), core.space, each); }
  // A list of notes, each packed with what stands behind its number. Of a long one only how many they are: it stands in
  // files of its own, cut into blocks.
  function list(name, pack, block) {
    var many = gamma(), packed = [];
    if (many > LONG) return { many, name, block, blocks: [], above: null };
    numbers(many, core.space, number => { packed.push(pack(number, bits)); });
    return packed;
  }
  // Passes over a list, where behind each number there are so many bits 1 at most, and more bits behind as many.
  function pass(most, more) {
    var many = gamma();
    for (var k = width(many, core.space); many > 0 && many <= LONG; many--) {
      fill();
      var some = row();
      if (some + k + 8 > left) { ones(); bits(k); fill(); } else left -= some + 1 + k;
      some = row();
      left -= some < most ? some + 1 : most + more;
    }
    within();
  }
  return { place, go, bits, gamma, rice, numbers, notes, list, pass };
}

// Calls each with every word of a list, with what follows it from the first of these signs on, and with how many stand
// before it.
function front(text, each) {
  var last = "", signs = /[&,*!]/, bare = !signs.test(text), cut = /[\ud800-\udfff]/.test(text) ? first : (text, count) => text.slice(0, count);
  if (text) text.split(" ").forEach((token, n) => {
    var shared = CODE[token.charCodeAt(0)], end = bare ? -1 : token.search(signs);
    last = cut(last, shared) + token.slice(1, end < 0 ? undefined : end);
    each(last, end < 0 ? "" : token.slice(end), n);
  });
}

// A word of a shard. Its list is read when it is asked for: of a shard hardly any is.
class Word {
  constructor(word, stem, split, kin, read) {
    this.word = word;
    this.stem = stem;
    this.split = split;
    this.kin = kin;
    this.read = read;
    this.known = null;
  }
  get list() { return this.known = this.known || this.read(); }
}

// Words with their lists, and the short lists of words that begin alike.
function wordShard(value) {
  var read = reader(value[1]), places = [0], words = new Map(), short = new Map();
  function impact(number, bits) { return number * 16 + (bits(1) ? bits(1) ? bits(1) ? bits(4) : 2 : 1 : 0); }
  function listOf(n, word) {
    for (read.go(places[places.length - 1]); places.length <= n; places.push(read.place())) read.pass(3, 4);
    read.go(places[n]);
    return read.list(file("l", word), impact, wordBlock);
  }
  front(value[0], (word, more, n) => {
    var stem = word, split = more[0] === "&", list = () => listOf(n, word);
    var kin = more.slice(split ? 1 : 0).split("!"), own = kin.shift();
    if (own === "*") return short.set(word, new Word(word, "", false, [], list));
    function ending(text) { return first(word, size(word) - CODE[text.charCodeAt(0)]) + text.slice(1); }
    if (own) stem = ending(own.slice(1));
    words.set(word, new Word(word, stem, split, kin.map(ending), list));
  });
  return { words, short };
}

// A block of a long list: all its notes, then which of them hold the word elsewhere than in their text.
function wordBlock(read, from) {
  var many = read.gamma(), packed = [];
  read.numbers(many, LONG, number => { packed.push((from + number) * 16); });
  read.numbers(read.gamma() - 1, many, at => { packed[at] += read.bits(4); });
  return packed;
}

// Pairs by what their hashes end in. Lists are passed over as far as one is asked for, which alone is read.
function pairShard(name, value) {
  var read = reader(value[2]), places = new Map(), lists = new Map(), key = -1, left = value[0], behind = 0;
  function stand(number, bits) { return number * 4 + (bits(1) && 1 + bits(1)); }
  function block(read, from) {
    var packed = [];
    read.numbers(read.gamma(), LONG, number => { packed.push(stand(from + number, read.bits)); });
    return packed;
  }
  return wanted => {
    for (read.go(behind); key < wanted && left > 0; left--) {
      key += read.rice(value[1]) + 1;
      places.set(key, read.place());
      read.pass(1, 1);
      behind = read.place();
    }
    if (places.has(wanted) && !lists.has(wanted)) {
      read.go(places.get(wanted));
      lists.set(wanted, read.list(name + "-" + wanted, stand, block));
    }
    return lists.get(wanted);
  };
}

// Words to be taken for others, each with how many notes have it.
function nearShard(value) {
  var words = [];
  front(value, (word, more) => { words.push([word, CODE[more.charCodeAt(1)]]); });
  return words;
}

function facetShard(value) {
  return value.map(one => {
    var list = [];
    if (one[3]) reader(one[3]).notes(number => { list.push(number); });
    return { value: one[0], label: one[1], count: one[2], notes: list };
  });
}

function textOf(value) {
  return {
    url: value[0], title: value[1], kind: value[2], date: value[3], teams: value[4], summary: value[5], summarised: !value[8], aliases: value[6] || [],
    sections: (value[7] || []).map(one => { return { anchor: one[0], heading: one[1], text: one[2] }; })
  };
}

// --- Fetching ---

// The first file, which says what the others are.
function start() {
  return core ? Promise.resolve(core) : candor.data("search").then(value => {
    if (core) return core;
    var made = { ...value };
    ["words", "near", "ends"].forEach(name => {
      made[name] = new Set();
      front(value[name], one => { made[name].add(one); });
    });
    return core = made;
  });
}

// A part of the index, decoded once. One that does not come, or not before it is late for the query, is nothing, and
// lost is told; it is asked for again next time.
function load(name, decode, lost) {
  var one = kept.get(name);
  if (!one) {
    one = candor.data("search/" + name).then(decode);
    kept.set(name, one);
    one.catch(() => { kept.delete(name); });
  }
  return (lost.late ? Promise.race([one, lost.late]) : one).catch(() => { lost.missing = true; return null; });
}

// The name of a shard, as files are called. A file system has room for some 250 bytes.
function file(letter, name) {
  var safe = name.replace(/[^a-z0-9]/gu, c => "_" + c.codePointAt(0).toString(16) + "_");
  return letter + "-" + (safe.length > NAME ? safe.slice(0, NAME / 2) + "-" + hash(name).toString(16) : safe);
}

// A list is an array of notes, each packed with what is told of it. A long one is a record of the blocks that are there.
function isLong(list) { return !Array.isArray(list); }
// How many notes a list has, whether or not they are all there.
function count(list) { return isLong(list) ? list.many : list.length; }
// Those that are there.
function entries(list) { return isLong(list) ? list.blocks.flat() : list; }

// Of long lists fetches the blocks in which there may be one of the notes that count, or all. Says of each
// whether any was left to fetch.
function fill(lists, may, lost) {
  return together(lists.filter(isLong), async list => {
    var waiting = [];
    for (var number = 0; number * LONG < core.notes; number++) {
      if (list.blocks[number]) continue;
      for (var at = number * LONG, end = Math.min(at + LONG, core.notes); may && at < end && !may[at];) at++;
      if (at < end) waiting.push(fetchBlock(list, number, lost));
    }
    await Promise.all(waiting);
    return waiting.length > 0;
  });
}

async function fetchBlock(list, number, lost) {
  var block = await load(list.name + "-" + number, text => text ? list.block(reader(text), number * LONG) : [], lost);
  if (block) list.blocks[number] = block;
}

// Of long lists of words fetches the notes that hold them elsewhere than in their text.
function fillAbove(lists, lost) {
  return together(lists.filter(list => isLong(list) && !list.above), async list => {
    list.above = await load(list.name, text => {
      var read = reader(text), above = [];
      if (text) read.notes(number => { above.push(number * 16 + read.bits(4)); });
      return above;
    }, lost);
    return true;
  });
}
