//! The wiki in a language that is written from right to left: the whole page is
//! turned round, fits, and is as accessible as the other way.
//!
//! The notes stay English, which is the harder case: what runs the other way has to
//! stand in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from './accessible.mjs';
import { withProbe } from './probe.mjs';
import { address, expectNone, inLanes, onePageOfEach, opened } from './tools.mjs';

const tabs = 2;
const widths = [320, 360, 768, 1280];
const { site, server, browser } = await opened({ language: 'ar' });
const samples = onePageOfEach(site);

test('from right to left no page scrolls sideways, from 320 to 1280 pixels, and none has an accessibility violation', async () => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await withProbe(context);
  const lanes = await Promise.all(Array.from({ length: tabs }, () => context.newPage()));
  const problems = [];
  await inLanes(samples, tabs, async ({ sort, page }, lane) => {
    const tab = lanes[lane];
    const tell = (text) => problems.push(`${page} (${sort}): ${text}`);
    await tab.goto(address(`${server.origin}/`, page));
    for (const width of widths) {
      await tab.setViewportSize({ width, height: 900 });
      const { over, culprits } = await tab.evaluate(() => window.probe.overflow());
      if (over > 0) tell(`${over} px too wide at ${width} px: ${culprits.join(', ')}`);
    }
    await judge(tab, tell, 'from right to left');
    await tab.setViewportSize({ width: 360, height: 900 });
    await tab.locator('header details > summary').first().click();
    await tab.evaluate(() => window.probe.inside(document.querySelector('header details > summary')));
    const { over, culprits } = await tab.evaluate(() => window.probe.overflow());
    if (over > 0) tell(`${over} px too wide with the menu open: ${culprits.join(', ')}`);
    // What lies beyond the start of the page is not counted as its width, and cannot be scrolled to.
    for (const name of await tab.evaluate(outside)) tell(`${name} is outside the window`);
  });
  await context.close();
  expectNone(problems, 'pages that are wrong from right to left');
});

test('from right to left the header begins on the right, and code still runs from left to right', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await withProbe(context);
  const tab = await context.newPage();
  await tab.goto(`${server.origin}/guide/markdown.html`);
  const { dir, home, tools, code } = await tab.evaluate(() => {
    const middle = (element) => { const box = element.getBoundingClientRect(); return (box.left + box.right) / 2; };
    return {
      dir: document.documentElement.dir,
      home: middle([...document.querySelectorAll('header a[href$="index.html"]')].find(window.probe.isSeen)),
      tools: middle(document.querySelector('header [data-theme-toggle]')),
      code: [...document.querySelectorAll('pre')].map((pre) => getComputedStyle(pre).direction),
    };
  });
  await context.close();
  assert.equal(dir, 'rtl');
  assert.ok(home > tools, `the site's name is at ${home}, the tools at ${tools}`);
  assert.deepEqual([...new Set(code)], ['ltr']);
});

/** Runs in the page: what can be operated and is not within the width of the window. */
function outside() {
  return window.probe.stops()
    .filter((element) => { const { left, right } = element.getBoundingClientRect(); return left < -0.5 || right > innerWidth + 0.5; })
    .filter((element) => !element.closest('pre, [tabindex="0"]') && !element.matches('.skip'))
    .map(window.probe.name);
}
