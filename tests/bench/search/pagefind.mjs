//! Pagefind over the pages of the same notes and sections, by its own binary.
//!
//! It reads `main` without what stands around a note: contents, breadcrumbs, what mentions
//! it, the notes beside it. No option of its ranking is changed.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documents } from './site.mjs';

const around = '.toc, .crumbs, .after, .side, .around, .tools-row, .anchor > a, .kind';

/** Makes the index of a built site in `work`, if it is not there, and returns the folder to serve beside the site. */
export function build(site, work) {
  const stage = join(work, 'pagefind-stage');
  if (existsSync(join(stage, 'pagefind', 'pagefind.js'))) return stage;
  rmSync(stage, { recursive: true, force: true });
  for (const { url } of documents(site)) {
    mkdirSync(dirname(join(stage, url)), { recursive: true });
    cpSync(join(site, url), join(stage, url));
  }
  const runner = fileURLToPath(new URL('node_modules/pagefind/lib/runner/bin.cjs', import.meta.url));
  const said = execFileSync(process.execPath, [runner, '--site', stage, '--root-selector', 'main', '--exclude-selectors', around], { encoding: 'utf8' });
  console.error(said.split('\n').filter((line) => /Indexed \d/.test(line)).join(','));
  return stage;
}

/** Runs in the page: Pagefind's module, ready. */
export const open = (base) => import(`${base}pagefind/pagefind.js`);

/** The address that the other engines give a page of Pagefind's. */
export const addressOf = (url) => url.replace(/^\/(?:k\d+\/)?/, '').replace(/(^|\/)$/, '$1index.html').replace(/#.*$/, '');
