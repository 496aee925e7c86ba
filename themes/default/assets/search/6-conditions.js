// What a note has to fulfil besides holding words (section 3 of src/search/RANKING.md): the filters of a query, its
// phrases, and what it leaves out. Says which notes may be an answer at all.

// In how many texts at most it is looked up whether they hold a phrase.
var LOOKED = 96;

// Which notes may be an answer at all: 1 for each.
async function allowed(asked, lost) {
  var may = new Uint8Array(core.notes).fill(1);
  await filtered(may, asked.filters, lost);
  await withPhrases(may, asked.phrases, lost);
  asked.unsure = (await together(asked.not, terms => without(may, terms, lost))).some(Boolean);
  return may;
}

function keep(may, test) {
  for (var i = 0; i < may.length; i++) if (!test(i)) may[i] = 0;
}

// Keeps the notes that pass the filters: of several of one name, any.
async function filtered(may, filters, lost) {
  var sets = await together(filters, filter => passing(filter, lost));
  filters.forEach((filter, n) => {
    keep(may, filter.not ? i => !sets[n][i] : i => filters.some((other, m) => other.name === filter.name && !other.not && sets[m][i]));
  });
}

// Keeps the notes that hold all pairs of the phrases.
async function withPhrases(may, phrases, lost) {
  var places = (await together(phrases, terms => pairsOf(terms, lost))).flat();
  function only(lists) { var set = new Set(lists.flatMap(adjacent)); keep(may, i => set.has(i)); }
  // Of lists that are long only the blocks in which a note may be.
  places.filter(lists => !lists.some(isLong)).forEach(only);
  await fill(places.flat(), may, lost);
  places.forEach(only);
}

// Takes out the notes that hold this word or phrase. Says whether there are some of which it is not sure that they do.
async function without(may, terms, lost) {
  var lists = await together(terms, async term => {
    var one = await find(term.marked || term.word, lost), apart = term.parts.length > 1 ? await chain(term.parts, [], lost) : [];
    if (one) await fill([one.list], may, lost);
    return [...new Set((one ? numbers(one.list) : []).concat(apart))];
  });
  var pairs = await pairsOf(terms, lost);
  await fill(pairs.flat(), may, lost);
  var held = lists.concat(pairs.map(lists => lists.flatMap(adjacent))).reduce(both).filter(number => may[number]);
  // The pairs of a longer phrase may stand in several places: the texts tell, as many as are looked into.
  var long = terms.flatMap(term => term.parts).length > 2;
  var said = long ? await together(held.slice(0, LOOKED), number => says(number, [terms], lost)) : [];
  held.forEach((number, i) => { if (said[i] !== false) may[number] = 0; });
  return long && held.length > LOOKED;
}

// --- Filters ---

// The values of a facet, with their notes.
async function values(name, lost) {
  return core.facets.includes(name) ? await load("f-" + name, facetShard, lost) || [] : [];
}

// The notes that pass a filter.
async function passing(filter, lost) {
  var pass = new Uint8Array(core.notes);
  if (filter.name === "year") ofYears(pass, filter.value);
  else (await meant(filter, lost)).forEach(one => { one.notes.forEach(number => { pass[number] = 1; }); });
  return pass;
}

// Marks the notes of a year, or of a stretch of years: 2024, 2022..2024, ..2024.
function ofYears(pass, written) {
  var range = /^(?:(\d{1,4})|(\d{0,4})\.\.(\d{0,4}))$/.exec(written);
  if (!range) return;
  var from = +(range[1] || range[2] || 0), to = range[1] ? from : range[3] ? +range[3] : 32767;
  core.years.forEach((year, i) => {
    // Notes without a date have the year 0 here, and none in truth.
    if (year[0] && year[0] >= from && year[0] <= to) pass.fill(1, year[1], endOfYear(i));
  });
}
// Notes stand in the order of their dates: the number behind the last of the so-manieth year.
function endOfYear(i) { return i + 1 < core.years.length ? core.years[i + 1][1] : core.notes; }

// The names that a value of a facet goes by: a kind's for several, too.
function called(facet, one) {
  return [one.value, one.label].concat(facet === "kind" && core.kinds[one.value] ? core.kinds[one.value][1] : []);
}
// The values that a filter means: those written so, but for their case, or else those with the same parts.
async function meant(filter, lost) {
  var all = await values(filter.name, lost), written = filter.value.trim().toLowerCase(), wanted = plain(filter.value);
  if (filter.chosen) return all.filter(one => one.value === filter.value);
  var exactly = all.filter(one => called(filter.name, one).some(name => name.toLowerCase() === written));
  return exactly.length ? exactly : all.filter(one => called(filter.name, one).some(name => plain(name) === wanted));
}

// Of these filters those whose value no note has.
async function unmet(filters, lost) {
  var unknown = await together(filters, async filter => {
    var some = filter.name === "year" ? (await passing(filter, lost)).some(Boolean) : (await meant(filter, lost)).length;
    return !some && !lost.missing;
  });
  return filters.filter((filter, i) => unknown[i]);
}

// --- Phrases ---

// For each two neighbours of a phrase, the lists of one of which they have to be an adjacent pair.
function pairsOf(terms, lost) {
  return byTwos(terms, (one, other) => {
    var texts = [glued(one.word, other.word), glued(one.parts[one.parts.length - 1], other.parts[0])];
    return together(new Set(texts), text => pair(text, lost));
  });
}

// Whether only a text tells that it holds a phrase. Two words side by side are a pair, and nothing is left to find out.
function needsLook(terms) { return terms.length !== 2 || terms.some(term => term.parts.length > 1); }

// Of the ranked, those that hold the phrases: the first deep of them are looked at, until there are as many as asked for.
// Says whether some are taken that were not looked at.
async function saying(keys, phrases, limit, deep, lost) {
  var good = [], at = 0;
  while (at < keys.length && good.length < limit && at < deep) {
    var batch = [...keys.subarray(at, at + 16)];
    var said = await together(batch, key => says(numberOf(key), phrases, lost));
    batch.forEach((key, i) => { if (said[i]) good.push(key); });
    at += batch.length;
  }
  // The rest is taken on the word of the pairs, unless it was to be found out and was not.
  return {
    keys: Float64Array.from(good.length ? [...good, ...keys.subarray(at)] : []),
    about: good.length > 0 && at < keys.length
  };
}

// Whether a note holds these phrases.
async function says(number, phrases, lost) {
  var note = await load("t-" + number, textOf, lost);
  // What cannot be read is answered by the pairs alone.
  if (!note) return true;
  for (var terms of phrases) {
    var wanted = terms.flatMap(term => term.parts).join("");
    if (!blocks(note).some(block => block && holds(block, wanted)) && !(await named(number, wanted, lost))) return false;
  }
  return true;
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
  return [note.title].concat(note.summarised ? note.summary : [], note.aliases, linesOf(note));
}
// Headings, and what stands below them, line by line.
function linesOf(note) {
  return note.sections.flatMap(section => [].concat(section.heading || [], section.text.split("\n")));
}
// Whether a topic, system or team of a note is called so.
async function named(number, wanted, lost) {
  return (await filedUnder(number, lost)).some(one => holds(one[1], wanted));
}
// What a note is filed under: [["topic", label], …].
async function filedUnder(number, lost) {
  var found = [];
  await together(["topic", "system", "team"], async name => {
    (await values(name, lost)).forEach(one => { if (one.notes.includes(number)) found.push([name, one.label]); });
  });
  return found;
}
