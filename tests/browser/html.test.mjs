//! Every page of the wiki is valid HTML, redirects and the page for wrong addresses
//! included.
//!
//! Another folder is judged by hand, with `npm run html -- FOLDER`. What counts, and
//! each exception with its reason, stands in `html-rules.mjs`.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { faults } from './html.mjs';
import { buildSite, expectNone, source } from './tools.mjs';

const site = buildSite();
after(() => site.remove());

test('every page is valid HTML', async (t) => {
  const problems = [];
  for (const page of site.pages) {
    for (const { rule, line, message } of await faults(source(site, page), page)) problems.push(`${page}:${line}: ${message} (${rule})`);
  }
  t.diagnostic(`${site.pages.length} pages`);
  expectNone(problems, 'faults');
});

test('what a browser would mend in silence is found', async () => {
  const page = source(site, site.pages.find((page) => /^lessons\/(?!index)/.test(page) && source(site, page).includes('<h1')));
  const broken = {
    'no-dup-id': page.replace('<h1', '<p id="twice">a</p><p id="twice">b</p><h1'),
    'close-order': page.replace('</h1>', '</b></h1>'),
    'element-permitted-content': page.replace('<h1', '<ul><p>a</p></ul><h1'),
    'no-inline-style': page.replace('<h1', '<h1 style="color: red"'),
    'heading-level': page.replace('<h1', '<h5>a</h5><h1'),
    'wcag/h37': page.replace('<h1', '<img src="a.png"><h1'),
  };
  for (const [rule, html] of Object.entries(broken)) {
    assert.ok((await faults(html)).some((fault) => fault.rule === rule), `${rule} should be told`);
  }
});
