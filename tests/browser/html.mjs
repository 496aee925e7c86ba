//! Is every page of a folder valid HTML? By hand: `npm run html -- FOLDER`.
//!
//! Looks at files, not at a browser: what a browser mends in silence is told here.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { rules } from './html-rules.mjs';

const validator = new HtmlValidate(new StaticConfigLoader(rules));

/** Returns what is wrong with a page: `[{ rule, line, message }]`. */
export async function faults(html, name = 'page.html') {
  const { results } = await validator.validateString(html, name);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, line, message, selector }) => ({
    rule: ruleId, line, message: selector ? `${message} at ${selector}` : message,
  })));
}

/** Returns the paths of all pages below a folder. */
function pagesIn(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.html'));
  return names.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = process.argv[2];
  if (!folder) {
    console.error('usage: npm run html -- FOLDER');
    process.exit(2);
  }
  const pages = pagesIn(resolve(folder));
  const counts = new Map();
  for (const page of pages) {
    for (const { rule, line, message } of await faults(readFileSync(page, 'utf8'), page)) {
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
      console.log(`${relative(resolve(folder), page)}:${line}: ${rule}: ${message}`);
    }
  }
  const sum = [...counts.values()].reduce((one, other) => one + other, 0);
  console.error(`${pages.length} pages, ${sum} faults${sum ? `: ${[...counts].map(([rule, count]) => `${rule} ${count}`).join(', ')}` : ''}`);
  process.exit(pages.length > 0 && sum === 0 ? 0 : 1);
}
