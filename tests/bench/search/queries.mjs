//! Makes queries with a known answer from a built wiki.
//!
//! ```text
//! node queries.mjs SITE [--seed 1] [--each 30] [--classes title,phrase] [--most 3] > queries.jsonl
//! ```
//!
//! SITE is a folder that `candor build` wrote. A line is `{"class", "query", "expected"}`,
//! `expected` being addresses from that folder. A query is kept only where the notes that
//! hold all of its words *in the place the class speaks of* are `--most` at most: those are
//! the expected ones. So a wrong answer is the engine's, and not a tie.
//!
//! | class | how it is made |
//! | --- | --- |
//! | title | two to four words of a title in their order, or all of a title |
//! | prefix | two or three words of a title, the last one cut by two letters; the first three letters of one |
//! | typo1 | words of a title, one of them with one edit: put in, left out, changed, swapped; a third at the first letter |
//! | typo2 | words of a title or heading, one of nine letters or more with two edits |
//! | joined | what is written apart, together or with a hyphen in a title or heading, written in another of these ways |
//! | phrase | five words of a body one after another, without quotes |
//! | identifier | what has digits, `_`, `.`, `-`, capitals inside or capitals alone: whole, or a part of it |
//! | inflection | words of a title or heading, one of them in another English form |
//!
//! Made by rules that know nothing of any engine; a query may be silly where the rule is.

import { parseArgs } from 'node:util';
import { documents, words } from './site.mjs';

const { positionals: [folder], values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, each: { type: 'string', default: '30' }, classes: { type: 'string' }, most: { type: 'string', default: '3' } },
});
if (!folder) throw new Error('say which built site: node queries.mjs SITE');

const most = Number(values.most);
const each = Number(values.each);
let state = 0;

/** A number from 0 to below `below` (mulberry32). */
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
}
const pick = (list) => list[random(list.length)];

const all = documents(folder);
const common = new Set(('a all an and are as at be before by can do for from how i if in into is it its my not of off on or our out so that the their they this to '
  + 'up us use using via was we what when where which who why will with without you your').split(' '));

for (const document of all) {
  document.words = words(document.title);
  document.titleText = ` ${document.words.join(' ')} `;
  document.headingText = document.headings.map((heading) => ` ${words(heading).join(' ')} `).join('\n');
  document.text = `${document.titleText}\n${[...document.lines, ...document.labels].map((line) => ` ${words(line).join(' ')} `).join('\n')}`;
}
const targets = all.filter(({ note, words: title }) => note && title.length > 0);
const vocabulary = new Map(); // word: how many documents
for (const { text } of all) for (const word of new Set(text.split(/\s+/))) vocabulary.set(word, (vocabulary.get(word) ?? 0) + 1);
const beginnings = new Set([...vocabulary.keys()].flatMap((word) => Array.from(word.slice(0, 24), (_, at) => word.slice(0, at + 1))));
const says = (text, word) => text.includes(` ${word} `);

/** The addresses of what holds, if there are any and no more than may be; else null. */
function only(holds) {
  const found = [];
  for (const document of all) {
    if (!holds(document)) continue;
    if (found.length === most) return null;
    found.push(document.url);
  }
  return found.length > 0 ? found : null;
}
const inTitle = (list) => only(({ titleText }) => list.every((word) => says(titleText, word)));
const inHeadings = (list) => only(({ titleText, headingText }) => `${titleText}\n${headingText}`.split('\n').some((line) => list.every((word) => says(line, word))));

/**
 * Some words of a title in their order, no two the same: every other time neighbours, else
 * only words that mean something; or null.
 */
function some(title, count) {
  const means = (word) => !common.has(word) && !/^\d*$/.test(word) && word.length > 2;
  let list;
  if (random(2) === 0) {
    const start = random(Math.max(1, title.length - count + 1));
    list = title.slice(start, start + count);
    if (list.length === 0 || !means(list[0]) || !means(list.at(-1))) return null;
  } else {
    const from = title.map((word, at) => ({ word, at })).filter(({ word }) => means(word));
    while (from.length > count) from.splice(random(from.length), 1);
    list = from.map(({ word }) => word);
  }
  return list.length === count && new Set(list).size === count ? list : null;
}

const edits = {
  out: (word, at) => word.slice(0, at) + word.slice(at + 1),
  in: (word, at) => word.slice(0, at) + letter() + word.slice(at),
  change: (word, at) => word.slice(0, at) + letter() + word.slice(at + 1),
  swap: (word, at) => (at + 1 < word.length && word[at] !== word[at + 1] ? word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2) : null),
};
const letter = () => pick('abcdefghijklmnopqrstuvwxyz'.split(''));
const isWord = (word) => /^[a-z]+$/.test(word);

/**
 * The word with one edit, at its first letter if so told; null where that is a word of the wiki, or the
 * beginning of one (who is still typing it meant that), or no edit.
 */
function edited(word, first) {
  const wrong = edits[pick(Object.keys(edits))](word, first ? 0 : 1 + random(word.length - 1));
  return wrong === null || wrong === word || beginnings.has(wrong) ? null : wrong;
}

const rules = {
  title(number) {
    const { title, words: list } = pick(targets);
    if (number % 3 === 0) {
      const expected = list.length >= 2 && list.length <= 10 && only(({ titleText }) => titleText.includes(` ${list.join(' ')} `));
      return expected && { query: title.replace(/^[-"]+|"/g, ''), expected };
    }
    const chosen = some(list, Math.min(2 + random(3), list.length));
    const expected = chosen?.length >= 2 && inTitle(chosen);
    return expected && { query: chosen.join(' '), expected };
  },

  prefix(number) {
    const { words: list } = pick(targets);
    if (number % 5 === 4) {
      const start = pick(list).slice(0, 3);
      const expected = /^[a-z]{3}$/.test(start) && !common.has(start) && only(({ titleText }) => titleText.includes(` ${start}`));
      return expected && { query: start, expected };
    }
    const chosen = some(list, Math.min(2 + random(2), list.length));
    if (!chosen || chosen.length < 2 || !isWord(chosen.at(-1)) || chosen.at(-1).length < 5) return null;
    const start = chosen.pop().slice(0, -2);
    const expected = only(({ titleText }) => chosen.every((word) => says(titleText, word)) && titleText.includes(` ${start}`));
    return expected && { query: [...chosen, start].join(' '), expected };
  },

  typo1(number) {
    const { words: list } = pick(targets);
    const chosen = some(list, Math.min(1 + random(3), list.length));
    const at = chosen?.findIndex((word) => isWord(word) && word.length >= 5 && !common.has(word)) ?? -1;
    const wrong = at >= 0 && edited(chosen[at], number % 3 === 0);
    const expected = wrong && inTitle(chosen);
    return expected && { query: chosen.with(at, wrong).join(' '), expected };
  },

  typo2() {
    const document = pick(targets);
    const list = random(2) === 0 || document.headings.length === 0 ? document.words : words(pick(document.headings));
    const chosen = some(list, Math.min(1 + random(3), list.length));
    const at = chosen?.findIndex((word) => isWord(word) && word.length >= 9) ?? -1;
    if (at < 0) return null;
    const once = edited(chosen[at], false);
    const wrong = once && edited(once, random(6) === 0);
    if (!wrong || distance(wrong, chosen[at]) !== 2) return null;
    const expected = list === document.words ? inTitle(chosen) : inHeadings(chosen);
    return expected && { query: chosen.with(at, wrong).join(' '), expected };
  },

  joined() {
    const document = pick(targets);
    const line = random(2) === 0 || document.headings.length === 0 ? document.title : pick(document.headings);
    const hyphened = [...line.matchAll(/(?<![\p{L}\p{N}_./-])([a-z]{2,})-([a-z]{2,})(?![\p{L}\p{N}_./-])/giu)].map((match) => match.slice(1, 3));
    const tokens = line.split(/\s+/);
    const pairs = tokens.slice(1).map((second, at) => [tokens[at], second]).filter((pair) =>
      pair.every((word) => /^[a-z]{3,}$/i.test(word) && !common.has(word.toLowerCase())) && pair.join('').length <= 16);
    const closed = tokens.filter((word) => /^[a-z]{7,}$/i.test(word)).map((word) => halves(word.toLowerCase())).filter(Boolean);
    const [sort, list] = pick([['hyphen', hyphened], ['hyphen', hyphened], ['apart', pairs], ['together', closed], ['together', closed]]);
    if (list.length === 0) return null;
    const pair = pick(list).map((part) => part.toLowerCase());
    const written = { hyphen: ['', ' '], apart: ['', '-'], together: [' ', '-'] }[sort];
    const rest = words(line).filter((word) => !pair.includes(word) && word !== pair.join('') && !common.has(word) && isWord(word));
    const further = rest.length > 0 && random(2) === 0 ? [pick(rest)] : [];
    const letters = pair.join('');
    const expected = only(({ title, headings }) => [title, ...headings].some((text) => {
      const list = words(text);
      return further.every((word) => list.includes(word)) && list.some((word, at) => word === letters || word + (list[at + 1] ?? '') === letters);
    }));
    return expected && { query: [pair.join(pick(written)), ...further].join(' '), expected };
  },

  phrase() {
    const document = pick(targets);
    if (document.plain.length === 0) return null;
    const piece = pick(document.plain);
    const list = words(piece);
    // Written as in the text, without the marks that would make another query of it.
    const tokens = piece.split(/\s+/).map((token) => token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter(Boolean);
    if (tokens.length < 5 || tokens.length !== list.length) return null;
    const start = random(tokens.length - 4);
    const five = list.slice(start, start + 5);
    if (five.filter((word) => !common.has(word)).length < 2) return null;
    const expected = only(({ text }) => text.includes(` ${five.join(' ')} `));
    return expected && { query: tokens.slice(start, start + 5).join(' ').toLowerCase(), expected };
  },

  identifier(number) {
    const { lines } = pick(targets);
    const found = lines.join(' ').match(/(?<![%\p{L}\p{N}_])[\p{L}\p{N}_]+(?:[._-][\p{L}\p{N}_]+)*/gu)?.filter(isIdentifier) ?? [];
    if (found.length === 0) return null;
    const whole = pick(found);
    if (number % 3 > 0) {
      const expected = only(({ lines, title, labels }) => [title, ...lines, ...labels].some((line) => holdsToken(line, whole)));
      return expected && { query: whole, expected };
    }
    const parts = whole.split(/[._-]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u).filter((part) => part.length >= 4 && /\p{L}/u.test(part));
    if (parts.length === 0 || parts[0] === whole) return null;
    const part = pick(parts);
    const expected = (vocabulary.get(part.toLowerCase()) ?? 0) <= most && only(({ lines, title, labels }) => [title, ...lines, ...labels].some((line) => holdsPart(line, part)));
    return expected && { query: part.toLowerCase(), expected };
  },

  inflection(number) {
    const document = pick(targets);
    const list = random(3) > 0 || document.headings.length === 0 ? document.words : words(pick(document.headings));
    const chosen = some(list, Math.min(2 + random(2), list.length));
    if (!chosen || chosen.length < 2) return null;
    const changes = chosen.flatMap((word, at) => (common.has(word) || !isWord(word) ? [] : forms(word).map((form) => ({ at, form }))))
      // Two of three are words that the wiki has; the third may be one that it has not.
      .filter(({ form }) => number % 3 === 2 || vocabulary.has(form))
      .filter(({ form }) => !says(document.titleText, form));
    if (changes.length === 0) return null;
    const { at, form } = pick(changes);
    const rest = chosen.toSpliced(at, 1);
    const holds = (line) => rest.every((word) => says(line, word)) && (says(line, chosen[at]) || says(line, form));
    const expected = only(({ titleText, headingText }) => (list === document.words ? holds(titleText) : `${titleText}\n${headingText}`.split('\n').some(holds)));
    return expected && { query: chosen.with(at, form).join(' '), expected };
  },
};

const endings = new Set('able ally ances ding ence ents ible ically ings izer less ment ments ness ning sion sions ster ting tion tions ters'.split(' '));

/** Two words of the wiki, one after another, that are this one. */
function halves(word) {
  for (let at = 3; at <= word.length - 4; at += 1) {
    const pair = [word.slice(0, at), word.slice(at)];
    if (pair.every((part) => (vocabulary.get(part) ?? 0) >= 3 && !common.has(part) && !endings.has(part))) return pair;
  }
  return null;
}

function isIdentifier(token) {
  if (token.length < 4 || token.length > 40 || !/\p{L}/u.test(token)) return false;
  return /\p{N}/u.test(token) || /[_.]/.test(token) || /\p{Ll}\p{Lu}/u.test(token) || /^[A-Z]{4,}$/.test(token)
    || /-/.test(token) && /^[a-z-]+$/.test(token) && token.length > 12 && !token.split('-').some((part) => common.has(part));
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const patterns = new Map();
const cached = (key, make) => patterns.get(key) ?? patterns.set(key, make()).get(key);
const holdsToken = (line, token) => line.toLowerCase().includes(token.toLowerCase())
  && cached(`t ${token}`, () => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(token)}(?![\\p{L}\\p{N}])`, 'iu')).test(line);
/** Whether a line holds it as a word, also between a small letter and a capital. */
const holdsPart = (line, part) => line.toLowerCase().includes(part.toLowerCase())
  && cached(`p ${part}`, () => {
    const any = [...new Set([part, part.toLowerCase(), part[0].toUpperCase() + part.slice(1).toLowerCase(), part.toUpperCase()])].map(escaped).join('|');
    return new RegExp(`(?:(?<![\\p{L}\\p{N}])|(?<=\\p{Ll})(?=\\p{Lu}))(?:${any})(?:(?![\\p{L}\\p{N}])|(?=\\p{Lu}))`, 'u');
  }).test(line);

/** Other English forms of a word by simple rules, right or not. */
function forms(word) {
  if (word.length < 4) return [];
  const found = [];
  if (/[^s]s$/.test(word) && !/(us|is|ss)$/.test(word)) {
    const one = /ies$/.test(word) ? `${word.slice(0, -3)}y` : word.slice(0, -1);
    if (vocabulary.has(one)) found.push(one); // else it may be a name, such as Kubernetes
  } else if (/(ous|ity|ness|ing|ly|ive|al|en|er|ed)$/.test(word)) {
    if (vocabulary.has(`${word}s`)) found.push(`${word}s`);
  }
  else if (/[^aeiou]y$/.test(word)) found.push(`${word.slice(0, -1)}ies`);
  else if (/(x|z|ch|sh)$/.test(word)) found.push(`${word}es`);
  else if (!/s$/.test(word)) found.push(`${word}s`);
  if (/ing$/.test(word) && word.length >= 7) {
    const stem = word.slice(0, -3);
    const base = [stem, `${stem}e`, stem.replace(/(.)\1$/, '$1')].find((form) => vocabulary.has(form));
    if (base) found.push(base, base.endsWith('e') ? `${base}d` : `${stem}ed`);
  } else if (/ed$/.test(word) && word.length >= 6) {
    const stem = word.slice(0, -2);
    found.push(`${stem}ing`);
    const base = [stem, `${stem}e`].find((form) => vocabulary.has(form));
    if (base) found.push(base);
  } else if (!/(s|ly|ion|ness|ity|ing)$/.test(word)) {
    const stem = word.replace(/e$/, '');
    // Only of what the wiki uses as a verb.
    if (vocabulary.has(`${stem}ing`) || vocabulary.has(`${stem}ed`)) found.push(`${stem}ing`, `${stem}ed`);
  }
  return found;
}

/** The edits between two words, a swap of neighbours being one. */
function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
}

const counts = [];
for (const name of values.classes?.split(',') ?? Object.keys(rules)) {
  // Each class draws for itself, so that one more of one changes no other.
  state = [...`${values.seed} ${name}`].reduce((hash, c) => Math.imul(hash ^ c.codePointAt(0), 16777619) >>> 0, 2166136261);
  const made = new Map();
  for (let tries = 0; tries < each * 400 && made.size < each; tries += 1) {
    const query = rules[name](made.size);
    if (query && !made.has(query.query)) made.set(query.query, query.expected);
  }
  for (const [query, expected] of made) console.log(JSON.stringify({ class: name, query, expected }));
  counts.push(`${name} ${made.size}`);
}
console.error(`${folder}: ${all.length} documents; ${counts.join(', ')}`);
