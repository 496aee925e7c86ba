// What a query asks for (the beginning of section 3 of src/search/RANKING.md): its terms, phrases and filters, and what
// it leaves out. Looks nothing up.

// What is read of a query: so many characters, and so many runs. A word of so many characters that stands alone is meant
// as it is typed.
var QUERY = 1000, RUNS = 16, ALONE = 4;
var SMALL = {
  en: "a about all an and any are as at be been by can cant could did do does doing for from had has have how i if in into is isnt it its me my no not of on or our should so than that the their them then there these they this to up us was we were what when where which who why will with would you your",
  de: "aber als am an auch auf aus bei bis da das dass dem den der des die du durch ein eine einem einen einer es fur haben hat ich im in ist kann man mein mit nach nicht noch nur oder sich sie sind so uber um und uns unser vom von vor wann war warum was welche wenn wer werden wie wir wird wo zu zum zur"
};

// Small words of the site's language: where others are asked for, no note needs to have them.
function isSmall(word) {
  var base = (core && core.language || "").split("-")[0].toLowerCase();
  return ((SMALL[base] || "").split(" ")).includes(word);
}

// What is known of a run of the query; what its forms, its notes and its weight are is found out by others.
function termOf(run, item, phrase) {
  return {
    // As it was typed, and as it is compared.
    text: item.slice(run.at, run.end), word: run.word, marked: run.marked, parts: run.parts.map(part => part.word),
    // Which phrase it belongs to, from 1 on; whether it is still being typed.
    phrase: phrase, open: false,
    // What is taken for it: lists of notes; words, with how good each is; what they all begin with; those that it is
    // a half of; those that are nearly it.
    forms: [], words: new Map(), begins: "", joined: [], near: []
  };
}

// Where something was chosen beside it, words that are left out are left out of that.
function parse(query, chosen) {
  var text = first(query, QUERY), at = 0, asked = { terms: [], phrases: [], not: [], filters: [] }, typed = false;
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
      if (value.trim()) asked.filters.push({ name: filter[1].toLowerCase(), value, not });
      continue;
    }
    var quoted = take(/["“”„«»]([^"“”„«»]*)["“”„«»]?/y), item = quoted ? quoted[1] : (take(/[^\s"“”„«»]+/y) || [""])[0];
    var terms = runs(item).map(run => termOf(run, item, quoted ? asked.phrases.length + 1 : 0));
    if (!terms.length) continue;
    if (!not) {
      asked.terms = asked.terms.concat(terms);
      typed = !quoted;
      if (quoted) asked.phrases.push([]);
    } else asked.not = asked.not.concat(quoted ? [terms] : terms.map(term => [term]));
  }
  if (!asked.terms.length && !asked.filters.length && !chosen) askForLeftOut(asked);
  var all = asked.terms.length, words = 0, small = 0, left = 0;
  asked.not = asked.not.filter(terms => (left += terms.length) <= RUNS);
  asked.terms = asked.terms.filter(term => (isSmall(term.word) ? ++small : ++words) <= RUNS);
  // What was cut off was typed last.
  typed = typed && asked.terms.length === all;
  asked.terms.forEach(term => { if (term.phrase) asked.phrases[term.phrase - 1].push(term); });
  asked.phrases = asked.phrases.filter(terms => terms.length);
  if (typed && LAST.test(text)) asked.terms[asked.terms.length - 1].open = true;
  // A small word is passed over where another is asked for: nearly all notes have it, and its list is long.
  var free = asked.terms.filter(term => !term.phrase), telling = free.some(term => !isSmall(term.word));
  free.forEach(term => { term.passed = telling && isSmall(term.word); });
  var told = asked.terms.filter(term => !term.passed);
  told.forEach(term => { term.alone = told.length === 1 && size(term.word) >= ALONE; });
  return asked;
}

// Where nothing is asked for of which these could be left out, they are what is asked for.
function askForLeftOut(asked) {
  asked.not.forEach(terms => {
    if (terms.length > 1) asked.phrases.push([]);
    terms.forEach(term => { term.phrase = terms.length > 1 ? asked.phrases.length : 0; });
    asked.terms = asked.terms.concat(terms);
  });
  asked.not = [];
}
