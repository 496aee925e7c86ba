//! Our own search, outside a browser: the site's `search.js` over the files of its index.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import vm from 'node:vm';

/** The script of a built site, as a path from it; null where it was built without search. */
export function scriptOf(site) {
  const name = readdirSync(join(site, 'assets')).find((file) => /^search(\.[0-9a-f]+)?\.js$/.test(file));
  return name && existsSync(join(site, 'data', 'search.js')) ? `assets/${name}` : null;
}

/** Returns `search(query, limit)`, which gives `{ tier, urls }`; `script` may be another than the site's. */
export function open(site, script = join(site, scriptOf(site))) {
  const held = {};
  const context = vm.createContext({ console, setTimeout, clearTimeout, URL, TextEncoder });
  context.window = context;
  context.candorData = (name, value) => { held[name] = value; };
  context.candor = {
    words: {}, ready() {},
    data: async (name) => {
      if (!(name in held)) vm.runInContext(readFileSync(join(site, 'data', `${name}.js`), 'utf8'), context, { filename: name });
      return held[name];
    },
  };
  vm.runInContext(readFileSync(script, 'utf8'), context, { filename: script });
  return async (query, limit = 10) => {
    const { search } = context.candor, result = await search(query, { limit });
    // Below a short answer the reader is shown some notes with most of the words.
    const hits = [...result.hits, ...Array.from(await search.most(result), result.hit)].slice(0, limit);
    const texts = await Promise.all(hits.map(({ number }) => search.text(number)));
    return { tier: result.tier, urls: texts.map(({ url }) => url.replace(/^(?:\.\.\/)+|^\//, '').replace(/#.*$/, '')) };
  };
}

/** What `candor search` finds in the folder that a site was built from: addresses, best first. */
export async function inTerminal(candor, wiki, query, limit = 10) {
  const run = spawn(candor, ['search', '--site', wiki, '--json', '--limit', String(limit), '--', query], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '', wrong = '';
  run.stdout.on('data', (text) => { out += text; });
  run.stderr.on('data', (text) => { wrong += text; });
  const status = await new Promise((done) => run.on('close', done));
  if (status > 1) throw new Error(`candor search \`${query}\`: ${wrong}`);
  const { hits, partial } = JSON.parse(out);
  return [...hits, ...partial].slice(0, limit).map(({ url }) => url.replace(/#.*$/, ''));
}
