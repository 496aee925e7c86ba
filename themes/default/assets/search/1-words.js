// The words of the search (section 1 of src/search/RANKING.md): cuts a text into runs, and folds them, so that what is
// meant alike is written alike. The build does the same with the notes. Fetches nothing.

// No word is longer, in characters.
var LONGEST = 64;

// Letters of scripts without spaces, which are cut into twos; all others; what may stand between two of these; a run.
var PAIR = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
var LETTER = "(?:(?![" + PAIR + "])[\\p{Alphabetic}\\p{N}\\u0300-\\u036f])", JOINT = "['’\\-_./:@+&#=\\u2010\\u2011]";
var RUN = new RegExp("[" + PAIR + "]+|" + LETTER + "+(?:" + JOINT + "{1,2}" + LETTER + "+)*", "gu");
// Letters of either sort: each of those without spaces, one of any sort at the end, one without spaces at the beginning.
var WIDE = new RegExp("[" + PAIR + "]", "gu"), LAST = new RegExp("(?:" + LETTER + "|[" + PAIR + "])$", "u"), ROW = new RegExp("^[" + PAIR + "]", "u");
// Where a capital may begin a word of its own.
var UPPER = /^\p{Uppercase}$/u, LOWER = /^\p{Lowercase}$/u, RISES = /^[\p{Lowercase}\p{N}]$/u, HUMP = /^..*\p{Uppercase}/su;
// A version's number behind a letter that some write and some leave out.
var VERSION = /^v[0-9]+$/i;
// What folding needs besides Unicode; and where it changes nothing but capitals.
var TWO = { "ς": "σ", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i" }, PLAIN = /^[\x00-\x7f]*$/;

// The first so many characters, a pair of surrogates being one.
function first(text, count) {
  if (text.length <= count) return text;
  return /[\ud800-\udfff]/.test(text) ? [...text].slice(0, count).join("") : text.slice(0, count);
}
// How many characters.
function size(text) { return /[\ud800-\udfff]/.test(text) ? [...text].length : text.length; }

function lower(text) {
  return first(text.toLowerCase().replace(/[ςßæœøđłı]/g, letter => TWO[letter]), LONGEST);
}
function bare(text) { return PLAIN.test(text) ? text : text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC"); }
function fold(text) { return lower(bare(text)); }

// The text as it is cut, and where each of its letters stands in the text as it was; nothing where nothing moves.
function normal(text) {
  var all = text.normalize("NFKC");
  if (all === text && !text.includes("\u00ad")) return { text, from: null };
  var from = [], out = "";
  // What is written after a letter may become one with it: marks, and the vowels and ends of Korean syllables.
  (text.match(/[^][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu) || []).reduce((at, piece) => {
    var made = piece.normalize("NFKC").replace(/\u00ad/g, "");
    for (var i = 0; i < made.length; i++) from.push(at);
    out += made;
    return at + piece.length;
  }, 0);
  from.push(text.length);
  return { text: out, from };
}

// Cuts a part where a capital begins a new word, and behind the v of a version: calls each with where the pieces begin and
// end.
function humps(part, each) {
  if (VERSION.test(part)) { each(0, 1); return each(1, part.length); }
  var letters = [...part], cuts = [0], last = 0, at = 0;
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

// Cuts at apostrophes: after one or two letters begins a new piece, else both sides are one; an s at the end is nothing.
function sides(stretch, start, pieces) {
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

// The parts of a run, each with the places where it begins and ends in the run; and the run without what stands between.
function parts(text) {
  var found = [], pieces = [], plain = "", at = 0;
  text.split(/([-_./:@+&#=\u2010\u2011]+)/).forEach((stretch, i) => {
    if (i % 2 === 0 && stretch) sides(stretch, at, pieces);
    at += stretch.length;
  });
  pieces.forEach(piece => {
    plain += piece.text;
    humps(piece.text, (from, to) => {
      var word = fold(piece.text.slice(from, to));
      if (word) found.push({ word, at: piece.whole ? piece.at : piece.at + from, end: piece.whole ? piece.end : piece.at + to });
    });
  });
  return { found, plain };
}

// A run of one part, with its marks where it has any.
function single(text, at, end) {
  var word = fold(text), marked = PLAIN.test(text) ? word : lower(text);
  return word ? { parts: [{ word, at, end }], word, marked: marked === word ? "" : marked, at, end } : null;
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
      var letters = [...run];
      if (letters.length === 1) { add(single(run, at, end)); continue; }
      for (var i = 1; i < letters.length; i++) {
        var two = letters[i - 1] + letters[i];
        add(single(two, at, at + two.length));
        at += letters[i - 1].length;
      }
    } else if (/['’\-_./:@+&#=\u2010\u2011]/.test(run) || HUMP.test(run) || VERSION.test(run)) {
      var cutUp = parts(run);
      if (cutUp.found.length > 1) {
        cutUp.found.forEach(part => { part.at += at; part.end += at; });
        add({ parts: cutUp.found, word: first(cutUp.found.map(part => part.word).join(""), LONGEST), marked: "", at, end });
      } else if (cutUp.found.length) add(single(cutUp.plain, at, end));
    } else add(single(run, at, end));
  }
  return all;
}

// A text as it is compared with another.
function plain(text) {
  return runs(text).map(run => run.parts.map(part => part.word).join(" ")).join(" ");
}
