// What is shown of a note (section 5 of src/search/RANKING.md): the places that hold the terms, the stretch of text that
// tells the most, the best sections. Ranks nothing.

// Where a row leaves a section's text fewer letters than this, it stands below its heading; and its first mark is among
// the first so many.
var BELOW = 34, EARLY = 10;

// --- Marks ---

// The terms that are worth a mark.
function telling(terms) {
  var some = terms.filter(term => term.phrase || !isSmall(term.word));
  return some.length ? some : terms;
}

// The runs of a text that is shown, kept for the next letter: of so many texts, of each so many letters. Nobody reads on
// in a line of a hundred pages.
var shown = new Map(), KNOWN = 4000, READ = 50000;
function known(text) {
  var all = shown.get(text);
  if (all) return all;
  if (shown.size > KNOWN) shown.clear();
  shown.set(text, all = runs(text.slice(0, READ)));
  return all;
}

// Whether these words, from here on, are the parts of a term.
function holdsAt(words, at, term) { return term.parts.every((part, p) => words[at + p] && words[at + p].word === part); }

// Whether a text has none of the terms, as far as its letters tell: it need not be cut into runs then. For texts with no
// letters but English ones, and no more words than it is quicker to look for.
var BASIC = /^[\x00-\x7f\u2010-\u2027]*$/, SOUGHT = 40;
function lacking(text, words) {
  if (words.length > SOUGHT || !BASIC.test(text)) return false;
  var letters = text.toLowerCase().replace(/[^a-z0-9]+/g, "");
  return !words.some(word => letters.includes(word));
}

// What is found for terms: every word that may be marked, and the marks of the texts of a note, which are looked at more
// than once.
var sought = new WeakMap();
function marked(text, terms) {
  if (!sought.has(terms)) {
    var words = new Set(terms.flatMap(term => [...term.words.keys(), ...term.parts, ...term.joined, term.word].concat(term.begins || [])));
    sought.set(terms, { words: [...words], marks: new Map() });
  }
  var { words, marks: known } = sought.get(terms);
  if (!known.has(text)) known.set(text, lacking(text, words) ? [] : marks(text, terms));
  return known.get(text);
}

// Where a text holds the terms: [{ at, end, terms, near }], in order, none over another.
function marks(text, terms) {
  var all = known(text), found = [];
  all.forEach((run, i) => {
    // No more of a word than counts.
    function mark(at, end, term, near) { found.push({ at, end: at + first(text.slice(at, end), LONGEST).length, terms: [term], near, row: ROW.test(run.word) }); }
    terms.forEach((term, n) => {
      var quality = Math.max(term.words.get(run.word) || 0, term.words.get(run.marked) || 0);
      if (!quality && term.begins && run.word.startsWith(term.begins)) quality = BEGINNING;
      // Of several parts that only begin so, the first tell.
      if (quality === BEGINNING && run.parts.length > 1 && run.word.startsWith(term.word)) {
        var last = 0, length = run.parts[0].word.length;
        while (length < term.word.length && last + 1 < run.parts.length) length += run.parts[++last].word.length;
        return mark(run.parts[0].at, run.parts[last].end, n, false);
      }
      if (quality) return mark(run.at, run.end, n, quality <= LIKE[0]);
      if (run.parts.length > 1) run.parts.forEach((part, p) => {
        var held = term.words.get(part.word) || (term.begins && part.word.startsWith(term.begins) ? BEGINNING : 0);
        if (held) mark(part.at, part.end, n, held <= LIKE[0]);
        if (term.apart && holdsAt(run.parts, p, term)) mark(part.at, run.parts[p + term.parts.length - 1].end, n, false);
      });
      // Written apart: call outs for callouts.
      var next = all[i + 1];
      if (next && ((term.split && run.word + next.word === term.word) || term.joined.includes(run.word + next.word))) mark(run.at, next.end, n, false);
      if (term.apart && holdsAt(all, i, term)) mark(run.at, all[i + term.parts.length - 1].end, n, false);
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
function pieces(text, found, from = 0, to = text.length) {
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

// --- Stretches ---

// The terms of these marks.
function termsOf(found) { return new Set(found.flatMap(one => one.terms)); }

// How much these marks tell: each term once, and one that the title has not twice.
function worth(found, titled) { return [...termsOf(found)].reduce((sum, n) => sum + (titled.has(n) ? 1 : 2), 0); }

// How much room a text takes, in letters: those of texts without spaces take twice as much.
function wide(text) { return text.length + (text.match(WIDE) || []).length; }

// The line of a text that tells the most within so many letters of one of its marks, and where that mark stands.
function richest(text, terms, reach, titled) {
  var best = null;
  text.split("\n").forEach(block => {
    var found = block ? marked(block, terms) : [];
    // As many marks of a line as anybody looks for.
    for (var i = 0; block && i < Math.max(1, found.length) && i < 202; i++) {
      var at = i < found.length ? found[i].at : 0;
      var count = worth(found.filter(one => one === found[i] || (one.at >= at && one.end <= at + reach)), titled);
      if (!best || count > best.count) best = { count, block, found, at, end: found.length ? found[i].end : 0 };
    }
  });
  return best;
}

// The stretch of a text that tells the most, about so long; with early, the first mark is among the first so many
// letters.
function stretch(text, terms, length, titled, early) {
  var before = early || length >> 2, best = richest(text, terms, length - before - 10, titled);
  if (!best) return { count: 0, pieces: [] };
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

// --- A note ---

// What to show of a note: its title, its summary or a stretch of its text, and up to three of its sections, all cut at
// their marks. With row, a section's heading and its stretch stand in a row of so many letters, or one below the other.
function excerpt(result, note, length, row) {
  var terms = telling(result.terms), title = marked(note.title, terms), titled = termsOf(title);
  var sections = note.sections.map(section => {
    var heading = section.heading || "", head = marked(heading, terms), text = stretch(section.text, terms, length || 150, titled);
    return { section, heading, head, text: text.pieces, count: Math.max(text.count, worth(head, titled)), inHead: termsOf(head).size };
  });
  var best = bestOf(sections, terms.length).map(one => {
    // What is left of a row behind the heading.
    var left = row - wide(one.heading) - 3;
    if (row) one.text = stretch(one.section.text, terms, left < BELOW ? row : left, titled, EARLY).pieces;
    return { anchor: one.section.anchor, heading: pieces(one.heading, one.head), text: one.text };
  });
  var said = saidIn(note, terms);
  return {
    title: pieces(note.title, title), inTitle: terms.length > 0 && titled.size === terms.length,
    line: lineOf(note, terms, length, row, sections[0], titled), sections: best,
    // The words as the note writes them, those of them that are only like what was asked for, and the terms it has not.
    words: [...said.words].slice(0, 12), like: [...said.like], unseen: terms.filter((term, n) => !said.terms.has(n))
  };
}

// Up to three sections: those that tell the most, and those whose headings have all terms; in the order of the note.
function bestOf(sections, terms) {
  var most = Math.max(0, ...sections.map(one => one.count));
  var good = sections.filter(one => one.section.anchor && one.count && (one.count === most || one.inHead === terms));
  good = good.sort((a, b) => b.inHead - a.inHead).slice(0, 3);
  return sections.filter(one => good.includes(one));
}

// What stands below the title: the summary, or a stretch of what comes before the first heading where that tells more.
function lineOf(note, terms, length, row, first, titled) {
  var text = note.summary || "", summary = marked(text, terms), line = pieces(text, summary);
  var lead = first && !first.section.anchor ? first.count : 0;
  if (lead && lead > worth(summary, titled) && lead > titled.size) line = first.text;
  // What is cut off has to be behind the mark.
  else if (row && summary.length && wide(text.slice(0, summary[0].end)) > length) line = stretch(text, terms, length, titled).pieces;
  return line.length || !first ? line : first.text;
}

// Which terms the texts of a note have, and how they write them, as far as need be.
function saidIn(note, terms) {
  var said = { terms: new Set(), words: new Set(), like: new Set() };
  [note.title, note.summary || ""].concat(linesOf(note)).some(text => {
    marked(text, terms).forEach(one => {
      one.terms.forEach(n => { said.terms.add(n); });
      said.words.add(text.slice(one.at, one.end).toLowerCase());
      if (one.near) said.like.add(text.slice(one.at, one.end));
    });
    return said.words.size > 11;
  });
  return said;
}

// Where a note has terms that its text has not: its other names, and what it is filed under, cut at their marks.
async function filed(number, note, terms) {
  var found = note.aliases.map(alias => ["", alias]).concat(await filedUnder(number, {}));
  return found.map(one => {
    var places = marked(one[1], terms);
    return places.length ? { name: one[0], label: pieces(one[1], places) } : null;
  }).filter(Boolean);
}
