// Looks for notes in the index that the build made (src/search/RANKING.md says how, and a golden file holds both to it).
// Fetches only those parts of the index that a query needs, and keeps them. Knows nothing of the page.
(function () {
  "use strict";
  var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", CODE = [];
  for (var at = 0; at < 64; at++) CODE[ALPHABET.charCodeAt(at)] = at;
  var LONGEST = 64, QUERY = 1000, RUNS = 16, NEAR = 6, SLIP = 4, LOOKED = 96, BESIDE = [8, 11], INSTEAD = [11, 24], TYPED = 2, SIDE = 700, TITLE = 12, BELOW = 34, EARLY = 10, LONG = 8192;
  var WEIGHTS = [8, 11, 14, 16, 16, 19, 22, 24, 20, 23, 26, 28, 36, 42, 50, 64];
  var SMALL = {
    en: "a about all an and any are as at be been by can cant could did do does doing for from had has have how i if in into is isnt it its me my no not of on or our should so than that the their them then there these they this to up us was we were what when where which who why will with would you your",
    de: "aber als am an auch auf aus bei bis da das dass dem den der des die du durch ein eine einem einen einer es fur haben hat ich im in ist kann man mein mit nach nicht noch nur oder sich sie sind so uber um und uns unser vom von vor wann war warum was welche wenn wer werden wie wir wird wo zu zum zur"
  };
  var FILTERS = ["kind", "team", "topic", "system", "year"];
  var core = null, kept = new Map();

  // --- Words: section 1 of the specification ---

  var PAIR = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var LETTER = "(?:(?![" + PAIR + "])[\\p{Alphabetic}\\p{N}\\u0300-\\u036f])", JOINT = "['’\\-_./:@+&#=\\u2010\\u2011]";
  var RUN = new RegExp("[" + PAIR + "]+|" + LETTER + "+(?:" + JOINT + "{1,2}" + LETTER + "+)*", "gu");
  var WIDE = new RegExp("[" + PAIR + "]", "gu"), LAST = new RegExp("(?:" + LETTER + "|[" + PAIR + "])$", "u"), ROW = new RegExp("^[" + PAIR + "]", "u"), PLAIN = /^[\x00-\x7f]*$/;
  var UPPER = /^\p{Uppercase}$/u, LOWER = /^\p{Lowercase}$/u, RISES = /^[\p{Lowercase}\p{N}]$/u, HUMP = /^..*\p{Uppercase}/su;
  var TWO = { "ς": "σ", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i" };

  // The first so many characters, a pair of surrogates being one.
  function first(text, count) {
    if (text.length <= count) return text;
    return /[\ud800-\udfff]/.test(text) ? Array.from(text).slice(0, count).join("") : text.slice(0, count);
  }
  function size(text) { return /[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length; }
  function lower(text) {
    return first(text.toLowerCase().replace(/[ςßæœøđłı]/g, letter => TWO[letter]), LONGEST);
  }
  function bare(text) { return PLAIN.test(text) ? text : text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC"); }
  function fold(text) { return lower(bare(text)); }
  // A text as it is compared with another.
  function plain(text) {
    return runs(text).map(run => run.parts.map(part => part.word).join(" ")).join(" ");
  }

  // The text as it is cut, and where each of its letters stands in the text as it was; nothing where nothing moves.
  function normal(text) {
    var all = text.normalize("NFKC");
    if (all === text && text.indexOf("\u00ad") < 0) return { text: text, from: null };
    var from = [], out = "";
    // What is written after a letter may become one with it: marks, and the vowels and ends of Korean syllables.
    (text.match(/[^][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu) || []).reduce((at, piece) => {
      var made = piece.normalize("NFKC").replace(/\u00ad/g, "");
      for (var i = 0; i < made.length; i++) from.push(at);
      out += made;
      return at + piece.length;
    }, 0);
    from.push(text.length);
    return { text: out, from: from };
  }

  // Cuts a part where a capital begins a new word: calls each with where the pieces begin and end.
  function humps(part, each) {
    var letters = Array.from(part), cuts = [0], last = 0, at = 0;
    if (HUMP.test(part)) for (var i = 1; i < letters.length; i++) {
      at += letters[i - 1].length;
      var here = UPPER.test(letters[i]), ends = here && UPPER.test(letters[i - 1]) && LOWER.test(letters[i + 1] || "");
      if (!ends && !(here && RISES.test(letters[i - 1]))) continue;
      if (i - last === 1) { cuts = [0]; last = 0; break; }
      cuts.push(at);
      last = i;
    }
    if (last && letters.length - last === 1) cuts = [0];
    cuts.push(part.length);
    for (var n = 1; n < cuts.length; n++) each(cuts[n - 1], cuts[n]);
  }

  // The parts of a run, each with the places where it begins and ends in the run.
  function parts(text) {
    var found = [], pieces = [], plain = "", at = 0;
    text.split(/([-_./:@+&#=\u2010\u2011]+)/).forEach((stretch, i) => {
      if (i % 2 === 0 && stretch) sides(stretch, at);
      at += stretch.length;
    });
    function sides(stretch, start) {
      var all = [], held = null, from = start;
      stretch.split(/(['’])/).forEach((side, i) => {
        if (i % 2 === 0 && side) all.push([side, from]);
        from += side.length;
      });
      for (var i = 0; i < all.length; i++) {
        var side = all[i];
        if (i && i + 1 === all.length && /^s$/i.test(side[0])) break;
        if (held && size(held.text) <= 2) { pieces.push(held); held = null; }
        if (held) { held.text += side[0]; held.whole = true; } else held = { text: side[0], at: side[1] };
        held.end = side[1] + side[0].length;
      }
      if (held) pieces.push(held);
    }
    pieces.forEach(piece => {
      plain += piece.text;
      humps(piece.text, (from, to) => {
        var word = fold(piece.text.slice(from, to));
        if (word) found.push({ word: word, at: piece.whole ? piece.at : piece.at + from, end: piece.whole ? piece.end : piece.at + to });
      });
    });
    return { found: found, plain: plain };
  }

  // A run of one part, with its marks where it has any.
  function single(text, at, end) {
    var word = fold(text), marked = PLAIN.test(text) ? word : lower(text);
    return word ? { parts: [{ word: word, at: at, end: end }], word: word, marked: marked === word ? "" : marked, at: at, end: end } : null;
  }

  // Every run of a text: its parts, its word, and where they stand.
  function runs(text) {
    var cut = normal(text), all = [], from = cut.from, match;
    function add(run) {
      if (!run) return;
      if (from) run.parts.concat(run).forEach(one => { one.at = from[one.at]; one.end = from[one.end]; });
      all.push(run);
    }
    RUN.lastIndex = 0;
    while ((match = RUN.exec(cut.text))) {
      var run = match[0], at = match.index, end = at + run.length;
      if (ROW.test(run)) {
        var letters = Array.from(run);
        if (letters.length === 1) { add(single(run, at, end)); continue; }
        for (var i = 1; i < letters.length; i++) {
          var two = letters[i - 1] + letters[i];
          add(single(two, at, at + two.length));
          at += letters[i - 1].length;
        }
      } else if (/['’\-_./:@+&#=\u2010\u2011]/.test(run) || HUMP.test(run)) {
        var cutUp = parts(run);
        if (cutUp.found.length > 1) {
          cutUp.found.forEach(part => { part.at += at; part.end += at; });
          add({ parts: cutUp.found, word: first(cutUp.found.map(part => part.word).join(""), LONGEST), marked: "", at: at, end: end });
        } else if (cutUp.found.length) add(single(cutUp.plain, at, end));
      } else add(single(run, at, end));
    }
    return all;
  }

  // --- Files: section 4 ---

  // Reads bits, six from each character.
  function reader(text) {
    var at = 0, held = 0, left = 0;
    function bits(count) {
      var value = 0;
      while (count > 0) {
        if (!left) {
          if (at >= text.length) throw new Error("the index ends too soon");
          held = CODE[text.charCodeAt(at++)];
          left = 6;
        }
        var take = Math.min(count, left);
        left -= take;
        count -= take;
        value = value << take | held >> left & (1 << take) - 1;
      }
      return value;
    }
    function gamma() {
      var zeros = 0;
      while (!bits(1)) zeros++;
      return 1 << zeros | bits(zeros);
    }
    function rice(k) {
      var high = 0;
      while (bits(1)) high++;
      return high << k | bits(k);
    }
    // Calls each with the number of each note of a list.
    function numbers(many, space, each) {
      var room = Math.floor(11 * space / (16 * many)), k = room < 1 ? 0 : 31 - Math.clz32(room), number = -1;
      for (var i = 0; i < many; i++) each(number += rice(k) + 1);
    }
    function notes(each) { numbers(gamma(), core.space, each); }
    // A list of notes, each packed with what stands behind its number. Of a long one only how many they are: it stands in files of its own, cut into blocks.
    function list(name, pack, block) {
      var many = gamma(), packed = [];
      if (many > LONG) packed.far = { many: many, name: name, block: block, blocks: [] };
      else numbers(many, core.space, number => { packed.push(pack(number, bits)); });
      return packed;
    }
    return { bits: bits, gamma: gamma, rice: rice, numbers: numbers, notes: notes, list: list };
  }

  // How many notes a list has, whether or not they are all there.
  function count(list) { return list.far ? list.far.many : list.length; }
  // Of long lists fetches the blocks in which there may be one of the notes that count, or all. Says whether any was left to fetch.
  function fill(lists, may, lost) {
    return Promise.all(lists.filter(list => list.far).map(async list => {
      var far = list.far, waiting = [];
      for (var number = 0; number * LONG < core.notes; number++) {
        if (far.blocks[number]) continue;
        for (var at = number * LONG, end = Math.min(at + LONG, core.notes); may && at < end && !may[at];) at++;
        if (at < end) waiting.push(piece(far, number, lost));
      }
      if (!waiting.length) return false;
      await Promise.all(waiting);
      list.length = 0;
      far.blocks.forEach(block => { block.forEach(packed => { list.push(packed); }); });
      return true;
    })).then(fetched => fetched.some(Boolean));
  }
  async function piece(far, number, lost) {
    var block = await load(far.name + "-" + number, text => text ? far.block(reader(text), number * LONG) : [], lost);
    if (block) far.blocks[number] = block;
  }
  // Of long lists of words fetches the notes that hold them elsewhere than in their text.
  function fillTops(lists, lost) {
    return Promise.all(lists.filter(list => list.far && !list.far.top).map(async list => {
      list.far.top = await load(list.far.name, text => {
        var read = reader(text), top = [];
        if (text) read.notes(number => { top.push(number * 16 + read.bits(4)); });
        return top;
      }, lost);
      return true;
    })).then(fetched => fetched.some(Boolean));
  }

  // Calls each with every word of a list and with what follows it from the first of these signs on.
  function front(text, each) {
    var last = "";
    if (text) text.split(" ").forEach(token => {
      var shared = CODE[token.charCodeAt(0)], end = token.search(/[&,*!]/);
      last = first(last, shared) + token.slice(1, end < 0 ? undefined : end);
      each(last, end < 0 ? "" : token.slice(end));
    });
  }

  function wordShard(value) {
    var read = reader(value[1]), words = new Map(), short = new Map();
    function impact(number, bits) { return number * 16 + (bits(1) ? bits(1) ? bits(1) ? bits(4) : 2 : 1 : 0); }
    front(value[0], (word, more) => {
      var list = read.list(file("l", word), impact, wordBlock), stem = word, split = more[0] === "&", kin = more.slice(split ? 1 : 0).split("!"), own = kin.shift();
      if (own === "*") return short.set(word, list);
      function ending(text) { return first(word, size(word) - CODE[text.charCodeAt(0)]) + text.slice(1); }
      if (own) stem = ending(own.slice(1));
      words.set(word, { word: word, stem: stem, list: list, split: split, kin: kin.map(ending) });
    });
    return { words: words, short: short };
  }

  // A block of a long list: all its notes, then which of them hold the word elsewhere than in their text.
  function wordBlock(read, from) {
    var many = read.gamma(), packed = [];
    read.numbers(many, LONG, number => { packed.push((from + number) * 16); });
    read.numbers(read.gamma() - 1, many, at => { packed[at] += read.bits(4); });
    return packed;
  }

  function pairShard(name, value) {
    var read = reader(value[2]), pairs = new Map(), key = -1;
    function stand(number, bits) { return number * 4 + (bits(1) && 1 + bits(1)); }
    function block(read, from) {
      var packed = [];
      read.numbers(read.gamma(), LONG, number => { packed.push(stand(from + number, read.bits)); });
      return packed;
    }
    for (var i = 0; i < value[0]; i++) {
      key += read.rice(value[1]) + 1;
      pairs.set(key, read.list(name + "-" + key, stand, block));
    }
    return pairs;
  }

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
      url: value[0], title: value[1], kind: value[2], date: value[3], teams: value[4], summary: value[5], aliases: value[6] || [],
      sections: (value[7] || []).map(one => { return { anchor: one[0], heading: one[1], text: one[2] }; })
    };
  }

  // A part of the index, decoded once. One that does not come is nothing, and lost is told; it is asked for again next time.
  function load(name, decode, lost) {
    var one = kept.get(name);
    if (!one) {
      one = candor.data("search/" + name).then(decode);
      kept.set(name, one);
      one.catch(() => { kept.delete(name); });
    }
    return one.catch(() => { lost.missing = true; return null; });
  }
  function file(letter, name) {
    return letter + "-" + name.replace(/[^a-z0-9]/gu, c => "_" + c.codePointAt(0).toString(16) + "_");
  }

  function start() {
    return core ? Promise.resolve(core) : candor.data("search").then(value => {
      if (core) return core;
      var made = Object.assign({}, value);
      ["words", "near", "ends"].forEach(name => {
        made[name] = new Set();
        front(value[name], one => { made[name].add(one); });
      });
      return core = made;
    });
  }

  // The longest of these names that a word begins with.
  function route(names, word) {
    for (var end = word.length; end >= 0; end--) if (names.has(word.slice(0, end))) return word.slice(0, end);
    return null;
  }
  function shard(name, lost) { return name === null ? Promise.resolve(null) : load(file("w", name), wordShard, lost); }

  function find(word, lost) {
    return shard(route(core.words, bare(word)), lost).then(one => one && one.words.get(word) || null);
  }

  // Every shard with words that begin so, the first being the one with the beginning itself.
  function below(beginning, of) {
    var names = [route(of || core.words, beginning)];
    (of || core.words).forEach(name => { if (name.length > beginning.length && name.indexOf(beginning) === 0) names.push(name); });
    return names.filter(name => name !== null);
  }

  // The words that begin so, or the short list that stands for them.
  async function beginning(word, lost) {
    var names = below(word), top = await shard(names[0], lost), found = [];
    if (top && top.short.has(word)) return { short: top.short.get(word), words: found };
    var all = await Promise.all(names.map(name => shard(name, lost)));
    all.forEach(one => {
      if (one) one.words.forEach(entry => { if (entry.word.indexOf(word) === 0 && entry.word !== word) found.push(entry); });
    });
    return { short: null, words: found };
  }

  var ENGLISH = "s es ed d ing ings er ers ly ment ments ion ions al".split(" "), GERMAN = "e en er es n s ern em ung ungen".split(" ");
  // What the stem of a word may be that the index does not hold.
  function guesses(word) {
    if (size(word) < 4) return [];
    var all = [word], endings = /^de\b/i.test(core.language || "") ? GERMAN : ENGLISH;
    endings.forEach(ending => { if (word.endsWith(ending)) all.push(word.slice(0, -ending.length)); });
    all.slice().forEach(stem => {
      var letters = Array.from(stem), last = letters.pop();
      if (last && last === letters[letters.length - 1] && letters.length >= 3) all.push(letters.join(""));
      if (last === "y") all.push(letters.join("") + "i");
    });
    // What is left of a doubled letter may be shorter.
    return all.filter(stem => size(stem) >= 4 || (word.startsWith(stem) && word.slice(stem.length)[0] === stem[stem.length - 1]));
  }

  // The other words with the stem of a word of the index: those in its shard, and those that it names in others.
  async function kin(entry, lost) {
    var begins = size(entry.stem) < 5 ? entry.stem : first(entry.stem, size(entry.stem) - 1), own = await shard(route(core.words, entry.word), lost);
    var others = await Promise.all(entry.kin.map(word => find(word, lost)));
    return Array.from(own ? own.words.values() : []).filter(one => {
      return one.stem === entry.stem && one !== entry && one.word.indexOf(begins) === 0;
    }).concat(others.filter(Boolean));
  }
  // The words with a stem of these.
  async function inflected(word, stems, lost) {
    var found = new Map();
    await Promise.all(Array.from(new Set(stems)).map(async stem => {
      var begins = size(stem) < 5 ? stem : first(stem, size(stem) - 1);
      var all = await Promise.all(below(begins).map(name => shard(name, lost)));
      all.forEach(one => {
        if (one) one.words.forEach(entry => {
          if (entry.stem === stem && entry.word !== word && entry.word.indexOf(begins) === 0) found.set(entry.word, entry);
        });
      });
    }));
    return Array.from(found.values());
  }

  function hash(text) {
    var h = 0x811c9dc5;
    new TextEncoder().encode(text).forEach(byte => { h = Math.imul(h ^ byte, 0x01000193); });
    h = Math.imul(h ^ h >>> 16, 0x85ebca6b);
    h = Math.imul(h ^ h >>> 13, 0xc2b2ae35);
    return (h ^ h >>> 16) >>> 0;
  }

  // A pair as it is hashed: a word of one letter keeps its distance.
  function glued(one, other) { return one + (size(one) < 2 || size(other) < 2 ? " " : "") + other; }

  // The notes that hold a pair: each number times four, and one more where the pair is adjacent, two more where it is in a heading too.
  function pair(text, lost) {
    var h = hash(text), bits = core.pairs, name = "p-" + (bits ? h >>> 32 - bits : 0);
    return load(name, value => pairShard(name, value), lost).then(one => {
      return one && one.get(h << bits >>> Math.max(12, bits)) || [];
    });
  }
  function adjacent(list) {
    return list.filter(one => one & 3).map(one => one >> 2);
  }
  function numbers(list) { return list.map(packed => packed >> 4); }
  function mask(numbers) {
    var may = new Uint8Array(core.notes);
    numbers.forEach(number => { may[number] = 1; });
    return may;
  }
  // The notes that hold every two neighbours of these as adjacent pairs, and are in all those lists of words.
  async function chain(words, lists, lost) {
    var pairs = await Promise.all(words.slice(1).map((word, i) => pair(glued(words[i], word), lost)));
    var near = list => !list.far, known = pairs.filter(near).map(adjacent).concat(lists.filter(near).map(numbers));
    await fill(pairs.concat(lists), known.length ? mask(known.reduce(both)) : null, lost);
    return pairs.map(adjacent).concat(lists.map(numbers)).reduce(both);
  }
  // Of these notes the part of a word that weighs least in each.
  function weakest(parts, notes) {
    var least = new Map();
    parts.forEach(part => part.list.forEach(packed => {
      var known = least.get(packed >> 4);
      if (known === undefined || WEIGHTS[known & 15] > WEIGHTS[packed & 15]) least.set(packed >> 4, packed);
    }));
    return notes.map(number => least.get(number));
  }
  function both(one, other) {
    var set = new Set(other);
    return one.filter(number => set.has(number));
  }

  // --- The query: section 3 ---

  // Small words of the site's language: where others are asked for, no note needs to have them.
  function isSmall(word) {
    var base = (core && core.language || "").split("-")[0].toLowerCase();
    return ((SMALL[base] || "").split(" ")).indexOf(word) >= 0;
  }

  // Where something was chosen beside it, words that are left out are left out of that.
  function parse(query, chosen) {
    var text = first(query, QUERY), at = 0, asked = { terms: [], phrases: [], not: [], filters: [] }, typed = false, room = RUNS;
    function take(pattern) {
      pattern.lastIndex = at;
      var match = pattern.exec(text);
      if (match) at = pattern.lastIndex;
      return match;
    }
    while (take(/\s*/y) && at < text.length) {
      // Two are how commands write their flags: text.
      var not = !!take(/-(?!-)/y), filter = take(/(kind|team|topic|system|year):(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]*))/iy);
      typed = false;
      if (filter) {
        var value = filter[2] === undefined ? filter[3] : filter[2];
        if (value.trim()) asked.filters.push({ name: filter[1].toLowerCase(), value: value, not: not });
        continue;
      }
      var quoted = take(/["“”„«»]([^"“”„«»]*)["“”„«»]?/y), item = quoted ? quoted[1] : (take(/[^\s"“”„«»]+/y) || [""])[0];
      var terms = runs(item).map(run => {
        return {
          text: item.slice(run.at, run.end), word: run.word, marked: run.marked, parts: run.parts.map(part => part.word),
          phrase: quoted ? asked.phrases.length + 1 : 0, open: false, forms: [], words: new Map(), begins: "", joined: [], near: []
        };
      });
      if (!terms.length) continue;
      if (!not) {
        asked.terms = asked.terms.concat(terms);
        typed = !quoted;
        if (quoted) asked.phrases.push([]);
      } else (quoted ? [terms] : terms.map(term => [term])).forEach(one => {
        if (one.length <= room) asked.not.push(one);
        room = Math.max(0, room - one.length);
      });
    }
    // Nothing is asked for of which these could be left out.
    if (!asked.terms.length && !asked.filters.length && !chosen) {
      asked.not.forEach(terms => {
        if (terms.length > 1) asked.phrases.push([]);
        terms.forEach(term => { term.phrase = terms.length > 1 ? asked.phrases.length : 0; });
        asked.terms = asked.terms.concat(terms);
      });
      asked.not = [];
    }
    var all = asked.terms.length, words = 0, small = 0;
    asked.terms = asked.terms.filter(term => (isSmall(term.word) ? ++small : ++words) <= RUNS);
    // What was cut off was typed last.
    typed = typed && asked.terms.length === all;
    asked.terms.forEach(term => { if (term.phrase) asked.phrases[term.phrase - 1].push(term); });
    asked.phrases = asked.phrases.filter(terms => terms.length);
    if (typed && LAST.test(text)) asked.terms[asked.terms.length - 1].open = true;
    // A small word is passed over where another is asked for: nearly all notes have it, and its list is long.
    var free = asked.terms.filter(term => !term.phrase), telling = free.some(term => !isSmall(term.word));
    free.forEach(term => { term.passed = telling && isSmall(term.word); });
    return asked;
  }

  // Adds a form: a list of the index, or one of numbers that all weigh the same.
  function add(term, list, quality, weight) {
    if (list && count(list)) term.forms.push({ list: list, quality: quality, weight: weight || 0 });
  }
  function entry(term, one, quality) {
    if (!one) return;
    add(term, one.list, quality);
    term.words.set(one.word, Math.max(quality, term.words.get(one.word) || 0));
  }
  // Whether two terms may be one word.
  function beside(two) { return !two[0].phrase && !two[1].phrase; }

  // Every form of a term but those with its neighbours.
  async function forms(term, lost) {
    if (term.passed && !term.open) return;
    var several = term.parts.length > 1;
    var found = await Promise.all([find(term.word, lost), term.marked ? find(term.marked, lost) : null,
      term.open ? beginning(term.word, lost) : null,
      several ? Promise.all(term.parts.map(part => find(part, lost))) : null]);
    term.entry = found[0];
    if (found[2]) {
      if (found[2].short) { add(term, found[2].short, 9); term.begins = term.word; }
      found[2].words.forEach(one => { entry(term, one, 9); });
    }
    if (term.passed) return;
    entry(term, found[0], 16);
    entry(term, found[1], 20);
    var more = [];
    if (several && found[3].every(Boolean)) more.push(chain(term.parts, found[3].map(one => one.list), lost).then(held => {
      if (found[0]) add(term, held, 14, BESIDE[0]); else add(term, weakest(found[3], held), 14);
      term.apart = true;
    }));
    if (!term.phrase) {
      if (size(term.word) >= 5 && (!found[0] || found[0].split)) {
        more.push(pair(term.word, lost).then(async list => {
          await fill([list], null, lost);
          var weights = found[0] ? BESIDE : INSTEAD;
          add(term, adjacent(list), 14, weights[0]);
          add(term, adjacent(list.filter(one => (one & 3) === 2)), 14, weights[1]);
          term.split = true;
        }));
      }
      // A word with a digit, or of one or two letters, has no inflections.
      if (size(term.word) > 2 && !/\p{N}/u.test(term.word)) more.push((found[0] ? kin(found[0], lost) : inflected(term.word, guesses(term.word), lost)).then(words => {
        words.forEach(one => { if (!isSmall(one.word)) entry(term, one, 12); });
      }));
    }
    await Promise.all(more);
  }

  // How many edits lie between a word and another, and between it and the other's beginnings; of more than are allowed, only that they are.
  function edits(word, other, most, open) {
    var before = [], last = [], row = [], low = 0, lower, i, j, spare;
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
      spare = before;
      before = last;
      last = row;
      row = spare;
    }
    var found = { whole: last[other.length], beginning: most + 1 };
    if (open) for (j = word.length - 1; j <= word.length + 1 && j < other.length; j++) found.beginning = Math.min(found.beginning, last[j]);
    return found;
  }

  // The words of the index that are nearly this one: the best of them, each with its edits.
  async function near(term, lost) {
    var word = Array.from(term.word), back = word.slice().reverse().join(""), found = new Map();
    if (word.length < SLIP || /\p{N}/u.test(term.word)) return [];
    function allowed(longer) { return longer < 5 ? 0 : longer < 9 || word.length < 7 ? 1 : 2; }
    // Looks at the words that begin or, backwards, end so.
    async function look(shards, ends, backwards) {
      var lists = await Promise.all(Array.from(new Set(shards)).map(name => name === null ? [] : load(file(backwards ? "r" : "d", name), nearShard, lost)));
      [].concat.apply([], lists.filter(Boolean)).forEach(one => {
        if (!ends.some(end => one[0].startsWith(end))) return;
        var letters = Array.from(one[0]), most = allowed(Math.max(word.length, letters.length)), opens = term.open && !backwards && one[0].startsWith(head);
        if (letters.length < word.length - most || (letters.length > word.length + most && !opens)) return;
        if (backwards) letters.reverse();
        var text = letters.join(""), away = edits(word, letters, most, opens), known = found.get(text);
        if (text === term.word) return;
        var whole = away.whole <= most, made = { word: text, edits: whole ? away.whole : away.beginning, part: whole ? 0 : 1, many: one[1] };
        if (!made.edits || (!whole && made.edits > allowed(word.length))) return;
        if (!known || made.part < known.part) found.set(text, made);
      });
    }
    var head = word.slice(0, 2).join(""), tail = word.slice(-2).reverse().join("");
    await Promise.all([look([route(core.near, head)], [head], false), look([route(core.ends, back)], [tail], true)]);
    // A word that is one edit away has the first two characters or the last two in common. Of one that is two away the first alone may be right, or the first may be one too many or in the other's place.
    if (word.length >= 7 && !Array.from(found.values()).some(one => one.edits === 1 && !one.part)) {
      var others = [word[1] + word[0], word[1] + word[2]];
      await look(below(word[0], core.near).concat(others.map(other => route(core.near, other))), others.concat(word[0]), false);
    }
    return Array.from(found.values()).sort((a, b) => {
      return a.edits - b.edits || a.part - b.part || b.many - a.many || (a.word < b.word ? -1 : 1);
    }).slice(0, NEAR);
  }

  // How strongly each note holds a term, as far as its lists are there. Of one that no note needs to hold only what stands elsewhere than in the text.
  function weigh(term) {
    var strength = new Uint16Array(core.notes), titled = new Uint8Array(core.notes);
    term.forms.forEach(form => {
      // As it was typed it weighs more.
      var more = form.quality < 16 ? 0 : TYPED, list = term.spare && form.list.far ? form.list.far.top || [] : form.list;
      list.forEach(packed => {
        if (term.spare && (form.weight || (packed & 15) < 4)) return;
        var number = form.weight ? packed : packed >> 4, value = ((form.weight || WEIGHTS[packed & 15]) + more) * form.quality;
        if (!form.weight && (packed & 15) >= TITLE) titled[number] = 1;
        if (value > strength[number]) strength[number] = value;
      });
    });
    term.strength = strength;
    term.titled = titled;
  }
  // How many notes hold a term, and what it counts.
  function measure(term) {
    term.notes = term.forms.reduce((most, form) => Math.max(most, count(form.list)), term.entry ? count(term.entry.list) : 0);
    term.idf = 0;
    if (!term.notes) return;
    var x = 16 + Math.floor(16 * core.notes / term.notes), log = 31 - Math.clz32(x);
    term.idf = 16 * (log - 4) + (x >> log - 4 & 15);
  }

  // The values of a facet, with their notes.
  async function values(name, lost) {
    return core.facets.indexOf(name) < 0 ? [] : await load("f-" + name, facetShard, lost) || [];
  }

  // The notes that pass a filter.
  async function passing(filter, lost) {
    var pass = new Uint8Array(core.notes), from, to;
    if (filter.name === "year") {
      var range = /^(?:(\d{1,4})|(\d{0,4})\.\.(\d{0,4}))$/.exec(filter.value);
      if (!range) return pass;
      from = +(range[1] || range[2] || 0);
      to = range[1] ? from : range[3] ? +range[3] : 32767;
      core.years.forEach((year, i) => {
        // Notes without a date have the year 0 here, and none in truth.
        if (year[0] && year[0] >= from && year[0] <= to) pass.fill(1, year[1], i + 1 < core.years.length ? core.years[i + 1][1] : core.notes);
      });
      return pass;
    }
    (await meant(filter, lost)).forEach(one => { one.notes.forEach(number => { pass[number] = 1; }); });
    return pass;
  }

  // The names that a value of a facet goes by: a kind's for several, too.
  function names(facet, one) {
    return [one.value, one.label].concat(facet === "kind" && core.kinds[one.value] ? core.kinds[one.value][1] : []);
  }
  // The values that a filter means: those written so, but for their case, or else those with the same parts.
  async function meant(filter, lost) {
    var all = await values(filter.name, lost), written = filter.value.trim().toLowerCase(), wanted = plain(filter.value);
    if (filter.chosen) return all.filter(one => one.value === filter.value);
    var exactly = all.filter(one => names(filter.name, one).some(name => name.toLowerCase() === written));
    return exactly.length ? exactly : all.filter(one => names(filter.name, one).some(name => plain(name) === wanted));
  }

  // Which notes may be an answer at all: 1 for each.
  async function allowed(asked, lost) {
    var may = new Uint8Array(core.notes).fill(1), some = {};
    function keep(test) { for (var i = 0; i < may.length; i++) if (!test(i)) may[i] = 0; }
    function only(numbers) { var set = new Set(numbers); keep(i => set.has(i)); }
    var sets = await Promise.all(asked.filters.map(filter => passing(filter, lost)));
    asked.filters.forEach((filter, n) => {
      if (filter.not) keep(i => !sets[n][i]);
      else {
        some[filter.name] = some[filter.name] || new Uint8Array(core.notes);
        sets[n].forEach((on, i) => { if (on) some[filter.name][i] = 1; });
      }
    });
    Object.keys(some).forEach(name => { keep(i => some[name][i]); });
    // Of lists that are long only the blocks in which a note may be.
    var places = [].concat.apply([], await Promise.all(asked.phrases.map(terms => pairsOf(terms, lost)))), near = lists => !lists.some(list => list.far);
    places.filter(near).forEach(lists => { only([].concat.apply([], lists.map(adjacent))); });
    await fill([].concat.apply([], places), may, lost);
    places.forEach(lists => { only([].concat.apply([], lists.map(adjacent))); });
    await Promise.all(asked.not.map(async terms => {
      var lists = await Promise.all(terms.map(async term => {
        var one = await find(term.marked || term.word, lost), apart = term.parts.length > 1 ? await chain(term.parts, [], lost) : [];
        if (one) await fill([one.list], may, lost);
        return Array.from(new Set((one ? numbers(one.list) : []).concat(apart)));
      }));
      var two = await pairsOf(terms, lost);
      await fill([].concat.apply([], two), may, lost);
      var held = lists.concat(two.map(lists => [].concat.apply([], lists.map(adjacent)))).reduce(both).filter(number => may[number]);
      // The pairs of a longer phrase may stand in several places: the texts tell, as many as are looked into.
      var said = terms.reduce((sum, term) => sum + term.parts.length, 0) < 3 ? [] : await Promise.all(held.slice(0, LOOKED).map(number => says(number, [terms], lost)));
      held.forEach((number, i) => { if (said[i] !== false) may[number] = 0; });
    }));
    return may;
  }

  // For each two neighbours of a phrase, the lists of one of which they have to be an adjacent pair.
  function pairsOf(terms, lost) {
    return Promise.all(terms.slice(1).map(async (term, i) => {
      var before = terms[i], texts = [glued(before.word, term.word), glued(before.parts[before.parts.length - 1], term.parts[0])];
      return Promise.all(Array.from(new Set(texts)).map(text => pair(text, lost)));
    }));
  }

  // Whether a text holds a phrase: its letters, from where a part begins to where one ends.
  function holds(block, wanted) {
    var text = "", cuts = new Set([0]);
    runs(block).forEach(run => { run.parts.forEach(part => { text += part.word; cuts.add(text.length); }); });
    for (var at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (cuts.has(at) && cuts.has(at + wanted.length)) return true;
    }
    return false;
  }
  function blocks(note) {
    return [note.title, note.summary].concat(note.aliases, note.sections.reduce((all, section) => {
      return all.concat(section.heading || [], section.text.split("\n"));
    }, []));
  }
  async function says(number, phrases, lost) {
    var note = await load("t-" + number, textOf, lost);
    // What cannot be read is answered by the pairs alone.
    if (!note) return true;
    for (var terms of phrases) {
      var wanted = terms.map(term => term.parts.join("")).join("");
      if (!blocks(note).some(block => block && holds(block, wanted)) && !(await named(number, wanted, lost))) return false;
    }
    return true;
  }
  // Whether a topic, system or team of a note is called so.
  async function named(number, wanted, lost) {
    var all = await Promise.all(["topic", "system", "team"].map(name => values(name, lost)));
    return [].concat.apply([], all).some(one => one.notes.indexOf(number) >= 0 && holds(one.label, wanted));
  }

  // The terms that a note has to match: a small word, or one of every other note, says little where another is asked for.
  function needed(terms) {
    function common(term) { return !term.phrase && (isSmall(term.word) || term.notes > Math.floor(core.notes / 2)); }
    var lenient = terms.some(term => !term.phrase && !common(term));
    return terms.filter(term => !term.passed && (!lenient || !common(term)));
  }

  // The terms that are worth a mark.
  function telling(terms) {
    var some = terms.filter(term => term.phrase || !isSmall(term.word));
    return some.length ? some : terms;
  }

  // The notes of which it is not known yet that they do not match these terms, or not as many of those counted: 1 for each.
  function possible(terms, may, must, least, counted) {
    var left = may.slice();
    // The blocks in which there may be more notes of a term than are known.
    terms.forEach(term => { term.gaps = []; term.forms.forEach(form => {
      for (var at = 0; form.list.far && at * LONG < core.notes; at++) if (!form.list.far.blocks[at]) term.gaps[at] = true;
    }); });
    function mayHold(term, number) { return term.strength[number] || term.gaps[Math.floor(number / LONG)]; }
    left.forEach((on, number) => {
      if (on && !(must.every(term => mayHold(term, number)) && (!least || counted.filter(term => mayHold(term, number)).length >= least))) left[number] = 0;
    });
    return left;
  }
  function several(may) { return may.indexOf(1) !== may.lastIndexOf(1); }

  // The notes that match these terms, or, with least, the most of those counted and at least so many; best first, each one's score and number in one figure.
  function rank(terms, pairs, may, must, least, counted) {
    var keys = [], most = 0, told = terms.filter(term => !term.passed);
    for (var number = 0; number < core.notes; number++) {
      if (!may[number] || !must.every(term => term.strength[number])) continue;
      var held = 0, score = 0, row = 0, longest = 1;
      for (var i = 0; i < terms.length; i++) {
        var strength = terms[i].strength[number];
        if (strength && least && counted.indexOf(terms[i]) >= 0) held++;
        score += strength * terms[i].idf >> 4;
      }
      if (held < least) continue;
      for (i = 0; i < pairs.length; i++) {
        var found = pairs[i] ? pairs[i].get(number) : -1;
        if (found >= 0) score += (terms[i].idf + terms[i + 1].idf) * (found ? 6 : 3);
        row = found > 0 ? row + 1 : 0;
        longest = Math.max(longest, row);
      }
      score += SIDE * (longest - 1) * (longest - 1);
      if (told.length > 1 && told.every(term => term.titled[number])) score += 8 * terms.reduce((sum, term) => sum + term.idf, 0);
      if (least) { if (held > most) { most = held; keys = []; } if (held < most) continue; }
      keys.push(score * 0x100000 + number);
    }
    return Float64Array.from(keys).sort().reverse();
  }

  async function search(query, options) {
    var limit = options && options.limit || 10, deep = options && options.deep || LOOKED, lost = { missing: false };
    await start();
    var asked = parse(query, options && options.chosen), terms = asked.terms, free = terms.filter(term => !term.phrase), pairs = [];
    var result = {
      query: query, tier: 0, terms: terms, phrases: asked.phrases, filters: asked.filters, not: asked.not,
      total: 0, hits: [], keys: new Float64Array(0), missing: false, hit: hit,
      // Whether some notes beyond those shown may turn out not to hold a phrase; and the same looked into for others.
      about: false, held: held,
      // Filters whose value no note has.
      unknown: []
    };
    function answer(tier, keys) {
      result.tier = tier;
      result.keys = keys;
      result.total = keys.length;
      result.hits = Array.from(keys.subarray(0, limit), hit);
      result.missing = lost.missing;
      return result;
    }
    var waiting = allowed(asked, lost);
    await Promise.all(terms.map(term => forms(term, lost)).concat(terms.slice(1).map(async (term, i) => {
      var two = [terms[i], term], one = beside(two) && await find(two[0].word + term.word, lost);
      if (one) two.filter(side => !side.passed).forEach(side => { entry(side, one, 15); side.joined.push(one.word); });
    })));
    var may = await waiting;
    result.unknown = (await Promise.all(asked.filters.map(async filter => {
      var some = filter.name === "year" ? (await passing(filter, lost)).some(Boolean) : (await meant(filter, lost)).length;
      return some || lost.missing ? null : filter;
    }))).filter(Boolean);
    if (!terms.length) {
      return answer(0, asked.filters.length || asked.not.length ? rank([], [], may, [], 0) : result.keys);
    }
    terms.forEach(measure);
    terms.forEach(term => { term.has = term.passed || term.notes > 0; });

    // Of the ranked, those that hold the phrases: the first of them are looked at, as many as are asked for.
    async function held(keys) {
      // Two words side by side are a pair, and nothing is left to find out.
      result.about = false;
      if (!asked.phrases.some(terms => terms.length !== 2 || terms.some(term => term.parts.length > 1))) return keys;
      var good = [], at = 0;
      while (at < keys.length && good.length < limit && at < deep) {
        var batch = Array.from(keys.subarray(at, at + 16));
        var said = await Promise.all(batch.map(key => says(key % 0x100000, asked.phrases, lost)));
        batch.forEach((key, i) => { if (said[i]) good.push(key); });
        at += batch.length;
      }
      // The rest is taken on the word of the pairs, unless it was to be found out and was not.
      result.about = good.length > 0 && at < keys.length;
      return Float64Array.from(good.length ? good.concat(Array.from(keys.subarray(at))) : []);
    }

    // Ranks the notes that match all terms that need be, or with least so many of those counted.
    async function ranked(must, least, counted) {
      var wanted = needed(terms);
      terms.forEach(term => { term.spare = wanted.indexOf(term) < 0; });
      terms.forEach(weigh);
      // Of long lists those blocks alone in which there may be such a note.
      var open = possible(terms, may, must, least, counted), two = several(open) ? beginPairs() : null;
      function lists(spare) { return [].concat.apply([], terms.filter(term => term.spare === spare).map(term => term.forms.map(form => form.list))); }
      var fetched = await Promise.all([fill(lists(false), open, lost), fillTops(lists(true), lost)]);
      if (fetched.some(Boolean)) terms.forEach(weigh);
      open = possible(terms, open, must, least, counted);
      if (several(open)) {
        pairs = await (two || beginPairs());
        await fill(pairs.filter(Boolean), open, lost);
      }
      return rank(terms, pairs.map(list => list && new Map(list.map(one => [one >> 2, one & 3]))), open, must, least, counted);
    }
    // The pairs of neighbours that are words of the index: only where there is an order to be found.
    function beginPairs() {
      return Promise.all(terms.slice(1).map((term, i) => {
        var two = [terms[i], term];
        return beside(two) && two.every(side => side.passed || side.entry) ? pair(glued(terms[i].word, term.word), lost) : null;
      }));
    }

    var keys = await held(await ranked(needed(terms), 0));
    if (keys.length || !free.length) return answer(0, keys);
    var unknown = free.filter(term => !term.has);
    await Promise.all((unknown.length ? unknown : free.filter(term => !term.passed)).map(async term => {
      term.near = await near(term, lost);
      var found = await Promise.all(term.near.map(one => find(one.word, lost)));
      found.forEach((one, i) => {
        var quality = term.near[i].edits === 1 ? 8 : 5;
        entry(term, one, quality);
      });
      measure(term);
    }));
    keys = await held(await ranked(needed(terms), 0));
    if (keys.length) return answer(1, keys);
    // That a note has the small words of a question says nothing.
    var counted = needed(terms).filter(term => !term.phrase);
    if (counted.length > 1) keys = await held(await ranked(terms.filter(term => term.phrase), counted.length + 1 >> 1, counted));
    return answer(2, keys);

    function hit(key) {
      var number = key % 0x100000;
      return {
        number: number, score: Math.floor(key / 0x100000),
        lacks: needed(free).filter(term => !term.strength[number]).map(term => term.text)
      };
    }
  }

  // --- What is shown of an answer ---

  // The notes of an answer that have what was chosen: { kind: ["review"], year: ["2024"] }.
  async function narrow(result, chosen, except) {
    var lost = result, keys = result.keys;
    for (var name of Object.keys(chosen || {})) {
      if (name === except || !chosen[name].length) continue;
      var sets = await Promise.all(chosen[name].map(value => { return passing({ name: name, value: value, chosen: true }, lost); }));
      keys = keys.filter(key => sets.some(set => set[key % 0x100000]));
    }
    // Others are shown now than before: whether they hold a phrase is looked into again.
    return except === undefined && chosen && Object.keys(chosen).some(name => chosen[name].length) ? result.held(keys) : keys;
  }

  // How many notes of an answer have each value of a facet: [{ value, label, count }], the most frequent first.
  async function facet(result, name, chosen) {
    var keys = await narrow(result, chosen, name), inside = new Uint8Array(core.notes), counts;
    keys.forEach(key => { inside[key % 0x100000] = 1; });
    if (name === "year") {
      counts = core.years.map((year, i) => {
        var end = i + 1 < core.years.length ? core.years[i + 1][1] : core.notes, count = 0;
        for (var number = year[1]; number < end; number++) count += inside[number];
        return { value: String(year[0]), label: String(year[0]), count: year[0] ? count : 0 };
      }).reverse();
    } else {
      counts = (await values(name, result)).map(one => {
        var count = 0;
        one.notes.forEach(number => { count += inside[number]; });
        return { value: one.value, label: one.label, count: count };
      }).sort((a, b) => b.count - a.count);
    }
    return counts.filter(one => one.count);
  }

  // The runs of a text that is shown, kept for the next letter. Nobody reads on in a line of a hundred pages.
  var shown = new Map();
  function known(text) {
    var all = shown.get(text);
    if (all) return all;
    if (shown.size > 4000) shown.clear();
    shown.set(text, all = runs(text.slice(0, 50000)));
    return all;
  }
  // Where a text holds the terms: [{ at, end, terms, near }], in order, none over another.
  function marks(text, terms) {
    var all = known(text), found = [];
    all.forEach((run, i) => {
      var row = ROW.test(run.word);
      function mark(at, end, term, near) { found.push({ at: at, end: end, terms: [term], near: near, row: row }); }
      terms.forEach((term, n) => {
        var quality = Math.max(term.words.get(run.word) || 0, term.words.get(run.marked) || 0);
        if (!quality && term.begins && run.word.indexOf(term.begins) === 0) quality = 9;
        // Of several parts that only begin so, the first tell.
        if (quality === 9 && run.parts.length > 1 && run.word.indexOf(term.word) === 0) {
          var last = 0, length = run.parts[0].word.length;
          while (length < term.word.length && last + 1 < run.parts.length) length += run.parts[++last].word.length;
          return mark(run.parts[0].at, run.parts[last].end, n, false);
        }
        if (quality) return mark(run.at, run.end, n, quality <= 8);
        if (run.parts.length > 1) run.parts.forEach(part => {
          var held = term.words.get(part.word) || (term.begins && part.word.indexOf(term.begins) === 0 ? 9 : 0);
          if (held) mark(part.at, part.end, n, held <= 8);
        });
        // Written apart: call outs for callouts.
        var next = all[i + 1];
        if (next && ((term.split && run.word + next.word === term.word) || term.joined.indexOf(run.word + next.word) >= 0)) mark(run.at, next.end, n, false);
        if (term.apart && term.parts.every((part, p) => all[i + p] && all[i + p].word === part)) mark(run.at, all[i + term.parts.length - 1].end, n, false);
      });
    });
    return joined(found);
  }
  // Places that lie over one another as one, and those that touch in a row of letters without spaces.
  function joined(places) {
    var all = [];
    places.sort((a, b) => a.at - b.at || b.end - a.end || a.near - b.near).forEach(one => {
      var last = all[all.length - 1];
      if (!last || one.at > last.end || (one.at === last.end && !(one.row && last.row))) return all.push(one);
      if (one.end > last.end) { last.end = one.end; last.near = last.near && one.near; }
      if (one.terms) last.terms = last.terms.concat(one.terms);
    });
    return all;
  }
  // Cuts a text at its marks: [[text, 0 | 1 | 2], …], 2 being a word that is only like the one asked for.
  function pieces(text, found, from, to) {
    var out = [], at = from;
    found.forEach(one => {
      if (one.at < at || one.end > to) return;
      if (one.at > at) out.push([text.slice(at, one.at), 0]);
      out.push([text.slice(one.at, one.end), one.near ? 2 : 1]);
      at = one.end;
    });
    if (to > at) out.push([text.slice(at, to), 0]);
    return out;
  }
  function termsOf(found) { return new Set([].concat.apply([], found.map(one => one.terms))); }
  function different(found) { return termsOf(found).size; }

  // How much these marks tell: each term once, and one that the title has not twice.
  function worth(found, titled) { return Array.from(termsOf(found)).reduce((sum, n) => sum + (titled.has(n) ? 1 : 2), 0); }

  // How much room a text takes, in letters: those of texts without spaces take twice as much.
  function wide(text) { return text.length + (text.match(WIDE) || []).length; }

  // The stretch of a text that tells the most, about so long; with early, the first mark is among the first so many letters.
  function stretch(text, terms, length, titled, early) {
    var best = { count: -1 }, before = early || length >> 2;
    text.split("\n").forEach(block => {
      var found = marks(block, terms);
      for (var i = 0; i < Math.max(1, found.length); i++) {
        var from = i < found.length ? found[i].at : 0, inside = found.filter(one => one === found[i] || (one.at >= from && one.end <= from + length - before - 10));
        var count = worth(inside, titled);
        if (count > best.count && block) best = { count: count, block: block, found: found, at: from, end: found.length ? found[i].end : 0 };
        if (i > 200) break;
      }
    });
    if (best.count < 0) return { count: 0, pieces: [] };
    var block = best.block, from = 0, to = block.length;
    if (wide(block) > length) {
      if (wide(block) > block.length * 1.5) { length >>= 1; before >>= 1; }
      from = Math.max(0, early ? best.at - before : Math.min(best.at - before, to - length));
      // From one word to another, where there are words.
      var space = block.indexOf(" ", from - 1);
      if (from && space >= 0 && space < best.at) from = space + 1;
      to = Math.min(block.length, Math.max(from + length, best.end));
      space = block.lastIndexOf(" ", to);
      if (to < block.length && space > Math.max(from, best.at + 20, best.end)) to = space;
    }
    var out = pieces(block, best.found, from, to);
    if (from) out.unshift(["… ", 0]);
    if (to < block.length) out.push([" …", 0]);
    return { count: best.count, pieces: out };
  }

  // What to show of a note: its title, its summary or a stretch of its text, and up to three of its sections, all cut at their marks.
  // With row, a section's heading and its stretch stand in a row of so many letters, or one below the other.
  function excerpt(result, note, length, row) {
    var terms = telling(result.terms), title = marks(note.title, terms), summary = marks(note.summary || "", terms), words = new Set(), like = new Set(), most = 0;
    var titled = termsOf(title);
    var sections = note.sections.map((section, i) => {
      var head = marks(section.heading || "", terms), text = stretch(section.text, terms, length || 150, titled);
      var one = { order: i, anchor: section.anchor, head: head, heading: section.heading, text: text.pieces, count: Math.max(text.count, worth(head, titled)), inHead: different(head) };
      most = Math.max(most, one.count);
      return one;
    });
    var good = sections.filter(one => one.anchor && one.count && (one.count === most || one.inHead === terms.length))
      .sort((a, b) => b.inHead - a.inHead || a.order - b.order).slice(0, 3)
      .sort((a, b) => a.order - b.order)
      .map(one => {
        var left = row - wide(one.heading) - 3;
        if (row) one.text = stretch(note.sections[one.order].text, terms, left < BELOW ? row : left, titled, EARLY).pieces;
        return { anchor: one.anchor, heading: pieces(one.heading, one.head, 0, one.heading.length), text: one.text };
      });
    var lead = sections[0] && !sections[0].anchor && sections[0].count ? sections[0] : null;
    var line = pieces(note.summary || "", summary, 0, (note.summary || "").length);
    if (lead && lead.count > worth(summary, titled) && lead.count > different(title)) line = lead.text;
    // What is cut off has to be behind the mark.
    else if (row && summary.length && wide(note.summary.slice(0, summary[0].end)) > length) line = stretch(note.summary, terms, length, titled).pieces;
    if (!line.length && sections[0]) line = sections[0].text;
    var seen = new Set();
    [note.title, note.summary || ""].concat(note.sections.reduce((all, one) => all.concat(one.heading || [], one.text.split("\n")), [])).some(text => {
      marks(text, terms).forEach(one => {
        one.terms.forEach(n => { seen.add(n); });
        words.add(text.slice(one.at, one.end).toLowerCase());
        if (one.near) like.add(text.slice(one.at, one.end));
      });
      return words.size > 11;
    });
    return { title: pieces(note.title, title, 0, note.title.length), inTitle: terms.length > 0 && different(title) === terms.length, line: line, sections: good, words: Array.from(words).slice(0, 12), like: Array.from(like), unseen: terms.filter((term, n) => !seen.has(n)) };
  }

  // Where a note has terms that its text has not: its other names, and what it is filed under, cut at their marks.
  async function filed(number, note, terms) {
    var found = note.aliases.map(alias => ["", alias]);
    await Promise.all(["topic", "system", "team"].map(async name => {
      (await values(name, {})).forEach(one => { if (one.notes.indexOf(number) >= 0) found.push([name, one.label]); });
    }));
    return found.map(one => {
      var places = marks(one[1], terms);
      return places.length ? { name: one[0], label: pieces(one[1], places, 0, one[1].length) } : null;
    }).filter(Boolean);
  }

  candor.search = Object.assign(search, {
    start: start,
    text: number => { return load("t-" + number, textOf, {}); },
    narrow: narrow, facet: facet, values: name => { return start().then(() => { return values(name, {}); }); }, excerpt: excerpt, filed: filed, marks: marks, joined: joined, row: word => ROW.test(word), runs: runs, fold: fold, parse: parse, small: isSmall,
    // For the tests.
    inside: { reader: reader, hash: hash, front: front, edits: edits, guesses: guesses, near: near }
  });
})();
