//! Says how well three engines find what a query is known to mean.
//!
//! ```text
//! node evaluate.mjs SITE=QUERIES,QUERIES … [--work DIR] [--fresh] [--worst 60]
//!                   [--script search.js] [--candor candor --terminal 5]
//! ```
//!
//! SITE is a folder that `candor build` wrote; QUERIES are files as `queries.mjs` makes them, and
//! `handbook.jsonl`, which was written by hand over sourcegraph/handbook before any engine was asked.
//!
//! | option | means |
//! | --- | --- |
//! | `--work DIR` | where Pagefind's index goes, and the ranks of the two others, which change only with the site: `.` |
//! | `--fresh` | ask the two others again |
//! | `--worst N` | how many of the queries to print at which we are behind; 200 |
//! | `--script FILE` | a reader other than the site's own |
//! | `--candor FILE` | a binary whose `candor search` is asked too, over the folder above SITE |
//! | `--terminal N` | … with so many queries of each class; 3 |
//!
//! Ours runs in node, over the files that a browser would fetch, with the notes that are shown below a short
//! answer; Pagefind in headless Chromium, over `main` of the same pages; MiniSearch in node (all words,
//! prefixes, fuzzy 0.2, title four times). MRR is the mean of one over the rank of the first expected note
//! among ten, recall@5 how often one is among five. *Bar* is the better of the two others, query by query.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as ours from './ours.mjs';
import * as pagefind from './pagefind.mjs';
import { jsonLines } from './site.mjs';
import { launch, serve } from './web.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    work: { type: 'string', default: '.' }, fresh: { type: 'boolean', default: false }, worst: { type: 'string', default: '200' },
    script: { type: 'string' }, candor: { type: 'string' }, terminal: { type: 'string', default: '3' },
  },
});
if (positionals.length === 0) throw new Error('say what to ask of what: node evaluate.mjs SITE=QUERIES');

const rankOf = (urls, expected) => urls.slice(0, 10).findIndex((url) => expected.includes(url)) + 1;
const worth = (rank) => (rank > 0 ? 1 / rank : 0);
const engines = ['ours', 'pagefind', 'minisearch'];
const rows = [];
const notes = [];

for (const positional of positionals) {
  const [folder, files] = positional.split('=');
  const site = resolve(folder);
  const name = basename(site) === 'public' ? basename(dirname(site)) : basename(site);
  const work = resolve(values.work, name);
  mkdirSync(work, { recursive: true });
  const queries = files.split(',').flatMap(jsonLines);
  const others = {
    pagefind: await once('pagefind', work, site, queries, askPagefind),
    minisearch: await once('minisearch', work, site, queries, askMiniSearch),
  };
  const has = values.script || ours.scriptOf(site);
  if (!has) notes.push(`${name}: built without search, so ours is missing`);
  const search = has && ours.open(site, values.script);
  for (const [at, { class: sort, query, expected }] of queries.entries()) {
    const found = search ? await search(query) : { tier: 0, urls: [] };
    rows.push({
      name, sort, query, expected, tier: found.tier, first: found.urls[0], urls: found.urls,
      ours: search ? rankOf(found.urls, expected) : null, pagefind: rankOf(others.pagefind[at], expected), minisearch: rankOf(others.minisearch[at], expected),
    });
  }
  if (values.candor) await agree(name, dirname(site));
}

for (const name of [...new Set(rows.map((row) => row.name))]) table(name, rows.filter((row) => row.name === name));
if (positionals.length > 1) table('all of them', rows);
for (const note of notes) console.log(`\n${note}`);
worst();

/** The ranks of another engine; they are kept, since they change only with the site and the queries. */
async function once(engine, work, site, queries, ask) {
  const hash = createHash('sha1').update(readFileSync(join(site, 'notes.json'))).update(JSON.stringify(queries)).digest('hex').slice(0, 12);
  const file = join(work, `${engine}-${hash}.json`);
  if (!values.fresh && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const found = await ask(site, queries, work);
  writeFileSync(file, JSON.stringify(found));
  return found;
}

async function askMiniSearch(site, queries) {
  const search = (await import('./minisearch.mjs')).open(site);
  return queries.map(({ query }) => search(query));
}

async function askPagefind(site, queries, work) {
  const server = await serve([pagefind.build(site, work)]);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/k1/blank.html`);
    const found = [];
    for (const { query } of queries) {
      const urls = await page.evaluate(async ([base, text]) => {
        window.pagefind ??= await import(`${base}pagefind/pagefind.js`);
        const { results } = await window.pagefind.search(text);
        return (await Promise.all(results.slice(0, 10).map((result) => result.data()))).map(({ url }) => url);
      }, [`${server.origin}/k1/`, query]);
      found.push(urls.map(pagefind.addressOf));
    }
    return found;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Asks the terminal some queries of each class, and tells where it answers otherwise than the browser. */
async function agree(name, wiki) {
  const sorts = new Map();
  let asked = 0, same = 0;
  for (const row of rows.filter((one) => one.name === name)) {
    const count = sorts.get(row.sort) ?? 0;
    if (count >= Number(values.terminal)) continue;
    sorts.set(row.sort, count + 1);
    const urls = await ours.inTerminal(values.candor, wiki, row.query);
    asked += 1;
    if (JSON.stringify(urls) === JSON.stringify(row.urls)) same += 1;
    else notes.push(`${name}: \`${row.query}\` is ${urls.slice(0, 3).join(', ') || 'nothing'} in the terminal, ${row.urls.slice(0, 3).join(', ') || 'nothing'} in the browser`);
  }
  notes.push(`${name}: the terminal gives the same notes in the same order for ${same} of ${asked} queries`);
}

function table(name, some) {
  const sorts = [...new Set(some.map((row) => row.sort))];
  const bar = (row) => Math.max(worth(row.pagefind), worth(row.minisearch));
  const mean = (list, of) => (list.reduce((sum, row) => sum + of(row), 0) / list.length).toFixed(3);
  console.log(`\n### ${name}\n`);
  console.log('| class | queries | ours MRR | R@5 | Pagefind MRR | R@5 | MiniSearch MRR | R@5 | bar MRR | ours behind | ours ahead |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const sort of [...sorts, ...(sorts.length > 1 ? ['**all**'] : [])]) {
    const list = sort === '**all**' ? some : some.filter((row) => row.sort === sort);
    const cells = engines.flatMap((engine) => (list[0][engine] === null ? ['–', '–']
      : [mean(list, (row) => worth(row[engine])), mean(list, (row) => (row[engine] > 0 && row[engine] <= 5 ? 1 : 0)).replace(/0$/, '')]));
    const asked = list.filter((row) => row.ours !== null);
    const behind = asked.filter((row) => worth(row.ours) < bar(row)).length, ahead = asked.filter((row) => worth(row.ours) > bar(row)).length;
    console.log(`| ${[sort, list.length, ...cells, mean(list, bar), behind, ahead].join(' | ')} |`);
  }
}

/** The queries at which we are behind the better of the two, and those at which nobody is good. */
function worst() {
  const asked = rows.filter((row) => row.ours !== null);
  const behind = asked.map((row) => ({ ...row, by: Math.max(worth(row.pagefind), worth(row.minisearch)) - worth(row.ours) }))
    .filter((row) => row.by > 0).sort((a, b) => b.by - a.by);
  print(`Behind the better of the two: ${behind.length} of ${asked.length}`, behind.slice(0, Number(values.worst)));
  const low = asked.filter((row) => (row.ours === 0 || row.ours > 5) && !behind.some((one) => one.name === row.name && one.query === row.query && one.sort === row.sort));
  print(`Not among our five, though nobody is better: ${low.length}`, low.slice(0, Number(values.worst)));
}

function print(title, list) {
  console.log(`\n### ${title}\n`);
  if (list.length === 0) return;
  console.log('| site | class | query | tier | ours | Pagefind | MiniSearch | expected | our first |');
  console.log('| --- | --- | --- | ---: | ---: | ---: | ---: | --- | --- |');
  for (const row of list) {
    const cells = [row.name, row.sort, row.query.replaceAll('|', '\\|'), row.tier, row.ours || '–', row.pagefind || '–', row.minisearch || '–', row.expected.join(' '), row.ours === 1 ? '' : row.first ?? ''];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
