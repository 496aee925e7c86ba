//! What a first query costs in a browser, and what each further letter does, beside Pagefind.
//!
//! ```text
//! node cold.mjs SITE QUERIES [--count 48] [--runs 1] [--throttle] [--work DIR] [--script search.js]
//! ```
//!
//! SITE is a folder that `candor build` wrote, QUERIES a file as `queries.mjs` makes them, of which
//! `--count` are taken, as many of each class. Each query has a browser context of its own, so nothing is
//! kept from another; the server compresses, forbids keeping, and counts the bytes of what it sends
//! (bodies, without headers). The two engines take turns. The clock runs from before the engine itself is
//! asked for until five excerpts are made, or as many as there are notes.
//!
//! A letter: one page, one query before; then every query is typed letter by letter from its second
//! on, and the clock runs until five excerpts are made. *Typed* fetches what a letter needs; *again* is
//! the same once more, with all of it there.
//!
//! `--throttle` puts 40 ms before every answer and sends 10 Mbit/s, all answers together.
//! `--alone` leaves Pagefind out, which wants 26 GB of memory for 100,000 notes. `--work` is where Pagefind's index goes; `--script` is a reader other than the site's own.

import { cpSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scriptOf } from './ours.mjs';
import * as pagefind from './pagefind.mjs';
import { jsonLines } from './site.mjs';
import { launch, serve } from './web.mjs';

const { positionals: [folder, queries], values } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '48' }, runs: { type: 'string', default: '1' }, throttle: { type: 'boolean', default: false },
    work: { type: 'string', default: '.' }, script: { type: 'string' }, alone: { type: 'boolean', default: false },
  },
});
if (!queries) throw new Error('say which site and which queries: node cold.mjs SITE QUERIES');

const site = resolve(folder);
const work = resolve(values.work, basename(site) === 'public' ? basename(dirname(site)) : basename(site));
mkdirSync(work, { recursive: true });
const stage = values.alone ? work : pagefind.build(site, work);
let script = scriptOf(site);
if (values.script) {
  script = 'search-given.js';
  cpSync(values.script, join(stage, script));
}
const server = await serve([stage, site], values.throttle ? { delay: 40, rate: 1250 } : null);
const browser = await launch();
const asked = sample(jsonLines(queries), Number(values.count));

const engines = {
  ...(script ? { ours: { run: runOurs, isText: (path) => /^data\/search\/t-/.test(path) } } : {}),
  ...(values.alone ? {} : { Pagefind: { run: runPagefind, isText: (path) => /\.pf_fragment$/.test(path) } }),
};
const results = Object.fromEntries(Object.keys(engines).map((name) => [name, { bytes: [], texts: [], requests: [], cold: [], typed: [], again: [], ranked: [] }]));
let number = 0;

for (let run = 0; run < Number(values.runs); run += 1) {
  for (const [at, query] of asked.entries()) {
    const names = Object.keys(engines);
    for (const name of at % 2 === 0 ? names : names.reverse()) await cold(name, query);
  }
}
for (const name of Object.keys(engines)) await typing(name);
await browser.close();
await server.close();
report();

async function cold(name, query) {
  const { run, isText } = engines[name];
  const key = `k${number += 1}`;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/${key}/blank.html`);
  const { excerpts } = await page.evaluate(run, [`${server.origin}/${key}/`, script, query]);
  const counted = server.counted(key);
  const sum = (list) => list.reduce((all, { bytes }) => all + bytes, 0);
  const into = results[name];
  into.cold.push(excerpts);
  into.bytes.push(sum(counted.filter(({ path }) => !isText(path))));
  into.texts.push(sum(counted.filter(({ path }) => isText(path))));
  into.requests.push(counted.length);
  await context.close();
}

async function typing(name) {
  const { run } = engines[name];
  const key = `k${number += 1}`;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/${key}/blank.html`);
  const base = `${server.origin}/${key}/`;
  await page.evaluate(run, [base, script, 'the']);
  for (const into of ['typed', 'again']) {
    for (const query of asked) {
      for (let end = 2; end <= query.length; end += 1) {
        if (query[end - 1] === ' ') continue;
        const { ranked, excerpts } = await page.evaluate(run, [base, script, query.slice(0, end)]);
        results[name][into].push(excerpts);
        if (into === 'again') results[name].ranked.push(ranked);
      }
    }
  }
  await context.close();
}

/** Runs in the page. */
async function runOurs([base, script, query]) {
  const start = performance.now();
  if (!window.candor) {
    // What every page of the site has already (themes/default/assets/js/1-start.js).
    const held = {}, loading = {};
    const load = (url) => (loading[url] ??= new Promise((done, failed) => {
      const tag = document.createElement('script');
      tag.src = url;
      tag.onload = done;
      tag.onerror = () => { delete loading[url]; failed(new Error(url)); };
      document.head.append(tag);
    }));
    window.candorData = (name, value) => { held[name] = value; };
    window.candor = { words: {}, ready() {}, script: load, data: (name) => load(`${base}data/${name}.js`).then(() => held[name]) };
    // Both at once, as the dialog asks for them (themes/default/assets/find/1-start.js).
    await Promise.all([load(base + script), window.candor.data('search')]);
  }
  const { search } = window.candor, result = await search(query, { limit: 10 });
  const ranked = performance.now() - start;
  // Below a short answer the reader is shown some notes with most of the words.
  const hits = [...result.hits.slice(0, 5), ...Array.from(await search.most(result), result.hit)];
  await Promise.all(hits.map(async (hit) => search.excerpt(result, await search.text(hit.number))));
  return { ranked, excerpts: performance.now() - start };
}

/** Runs in the page. */
async function runPagefind([base, , query]) {
  const start = performance.now();
  window.pagefind ??= await import(`${base}pagefind/pagefind.js`);
  const { results } = await window.pagefind.search(query);
  const ranked = performance.now() - start;
  await Promise.all(results.slice(0, 5).map((result) => result.data()));
  return { ranked, excerpts: performance.now() - start };
}

/** As many of each class, evenly over the file. */
function sample(list, count) {
  const sorts = new Map();
  for (const { class: sort, query } of list) sorts.set(sort, [...(sorts.get(sort) ?? []), query]);
  const share = Math.max(1, Math.round(count / sorts.size));
  return [...sorts.values()].flatMap((some) => some.filter((_, at) => Math.floor((at * share) / some.length) !== Math.floor(((at - 1) * share) / some.length)).slice(0, share));
}

function report() {
  const quantile = (list, of) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * of))];
  const pair = (list, unit, digits) => `${(quantile(list, 0.5) / unit).toFixed(digits)} / ${(quantile(list, 0.95) / unit).toFixed(digits)}`;
  const lines = [
    ['engine + index, KB over the wire', 'bytes', 1000, 1], ['the texts of five excerpts, KB', 'texts', 1000, 1], ['requests', 'requests', 1, 0],
    ['cold, to five excerpts, ms', 'cold', 1, 0], ['a letter typed, to five excerpts, ms', 'typed', 1, 1], ['a letter again, to five excerpts, ms', 'again', 1, 1],
    ['a letter again, to the ranking, ms', 'ranked', 1, 1],
  ];
  const names = Object.keys(engines);
  console.log(`\n${asked.length} queries, ${values.runs} run(s), ${results[names[0]].again.length} letters${values.throttle ? ', 40 ms and 10 Mbit/s' : ''}; median / p95\n`);
  console.log(`| | ${names.join(' | ')} |${names.length > 1 ? ' ours ÷ Pagefind |' : ''}`);
  console.log(`| --- |${names.map(() => ' ---: |').join('')}${names.length > 1 ? ' ---: |' : ''}`);
  for (const [title, of, unit, digits] of lines) {
    const ratio = names.length > 1 ? ` ${[0.5, 0.95].map((at) => (quantile(results.ours[of], at) / quantile(results.Pagefind[of], at)).toFixed(2)).join(' / ')} |` : '';
    console.log(`| ${title} | ${names.map((name) => pair(results[name][of], unit, digits)).join(' | ')} |${ratio}`);
  }
}
