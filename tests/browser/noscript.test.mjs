//! One page of each template without JavaScript: it can be read, one can get on
//! from it, and it shows nothing that would not work.
//!
//! What a script adds is tried in `reader.test.mjs`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, expectNone, inLanes, onePageOfEach, opened, redirectOf, source } from './tools.mjs';

const tabs = 2;
const height = 900;
const { site, server, browser } = await opened();
const samples = onePageOfEach(site);

for (const width of [360, 1280]) {
  test(`every page can be read and left without JavaScript at ${width} pixels`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height } });
    const lanes = await Promise.all(Array.from({ length: tabs }, () => context.newPage()));
    const problems = [];
    await inLanes(samples, tabs, async ({ sort, page }, lane) => {
      await lanes[lane].goto(address(`${server.origin}/`, page));
      problems.push(...(await lacks(lanes[lane])).map((what) => `${page} (${sort}): ${what}`));
    });
    await context.close();
    expectNone(problems, 'pages that need JavaScript');
  });
}

for (const page of ['index.html', 'lessons/scan-what-you-print.html']) {
  test(`without JavaScript the way to the search leads from ${page} to every letter and every topic`, () =>
    withoutScript(page, async (tab) => {
      await tab.locator('a[href*="search.html"]:visible').first().click();
      const search = tab.url();
      assert.match(search, /\/search\.html/);
      for (const to of ['a-z.html', 'topics/index.html']) {
        const link = tab.locator(`main a[href$="${to}"]:visible`).first();
        assert.equal(await link.count(), 1, `the search should lead to ${to}`);
        await link.click();
        assert.match(tab.url(), new RegExp(`/${to}$`));
        assert.ok(await tab.locator('main a[href]').count() > 5, `${to} should list something`);
        await tab.goto(search);
      }
    }));
}

test('without JavaScript the contents are reached from any page, and name every note', () =>
  withoutScript('lessons/scan-what-you-print.html', async (tab) => {
    await tab.locator('header details > summary').first().click();
    await tab.locator('header a[href$="contents.html"]').first().click();
    assert.match(tab.url(), /\/contents\.html$/);
    const named = await tab.locator('main a[href]').evaluateAll((links) => links.map((a) => decodeURI(new URL(a.href).pathname.slice(1))));
    const notes = site.pages.filter((page) => /<article\b[^>]*\bdata-k=/.test(source(site, page)) && redirectOf(source(site, page)) === null);
    assert.ok(notes.length > 30, 'the wiki should have notes');
    // People, teams, systems and topics are pages of terms, which lists of their own name.
    assert.deepEqual(notes.filter((page) => !named.includes(page) && !/^(people|teams|systems|topics)\/|--print\.html$/.test(page)), []);
  }));

async function withoutScript(page, work) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height } });
  try {
    const tab = await context.newPage();
    await tab.goto(address(`${server.origin}/`, page));
    await work(tab);
  } finally {
    await context.close();
  }
}

/** What a reader without JavaScript would miss on the page. */
async function lacks(tab) {
  const found = [];
  const headings = await tab.locator('h1').count();
  if (headings !== 1) found.push(`has ${headings} h1`);
  const main = tab.locator('main');
  if (await main.count() !== 1) return [...found, 'has no single main'];
  const text = await main.innerText();
  if (text.replace(/\s+/g, ' ').trim().length < 20) found.push(`main says only \`${text.trim()}\``);
  const links = tab.locator('header nav a[href], header .menu a[href]');
  const seen = async () => {
    let count = 0;
    for (const link of await links.all()) if (await link.isVisible()) count += 1;
    return count;
  };
  if (await seen() === 0) {
    // On a narrow screen the places may stand in a menu, which must open without a script.
    for (const summary of await tab.locator('header details > summary').all()) {
      if (await summary.isVisible()) await summary.click();
    }
    if (await seen() === 0) found.push('shows no link of the header, not even after opening its menus');
  }
  // Whatever only a script brings to life is not there: buttons, fields, and what the theme says is for scripts.
  const idle = 'button, [role="button"], input:not(main li input[disabled]), select, textarea, .js-only, [aria-haspopup], [aria-expanded], dialog';
  for (const control of await tab.locator(idle).all()) {
    if (await control.isVisible()) found.push(`shows something that does nothing: ${(await control.evaluate((e) => e.outerHTML)).slice(0, 100)}`);
  }
  return found;
}
