//! The second theme, `themes/ledger`, over the same wiki: a theme of a few files is
//! still one that everybody can read.
//!
//! Looks at the templates that it changes and at some that it does not. What is not
//! the theme's, such as keys and scripts, is tried with the built-in one alone.

import { test } from 'node:test';
import { judge } from './accessible.mjs';
import { address, expectNone, opened } from './tools.mjs';

const { server, browser } = await opened({ theme: 'ledger' });
const pages = [
  'index.html', 'kinds/lessons.html', 'reviews/labels-at-dawn.html', 'questions/what-the-last-shift-knew.html',
  'search.html', 'contents.html', 'kinds/index.html',
];

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`in ledger no page has a violation or scrolls sideways in ${colorScheme} at ${width} pixels`, async () => {
      await onEachPage({ colorScheme, viewport: { width, height: 900 } }, async (tab, tell) => {
        await judge(tab, tell, 'as it comes');
        const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) tell(`${over} pixels too wide`);
        await tab.locator('.menu > summary').click();
        await tab.locator('[data-tree] a').first().waitFor();
        await judge(tab, tell, 'with the drawer open');
      });
    });
  }

  test(`asked for more contrast, ledger has that of AAA in ${colorScheme}`, async () => {
    await onEachPage({ colorScheme, contrast: 'more', viewport: { width: 1280, height: 900 } }, (tab, tell) =>
      judge(tab, tell, 'with more contrast', { 'color-contrast-enhanced': { enabled: true } }));
  });
}

async function onEachPage(looks, work) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...looks });
  const tab = await context.newPage();
  const problems = [];
  for (const page of pages) {
    await tab.goto(address(`${server.origin}/`, page));
    await work(tab, (text) => problems.push(`${page}: ${text}`));
  }
  await context.close();
  expectNone(problems, 'violations');
}
