//! One page of each template, in every width, in light and dark: it fits, and it
//! can be read.
//!
//! Leaves a screenshot of what failed in `screens/`. Never compares pictures:
//! a theme may change its looks, it may not stop being readable.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withProbe } from './probe.mjs';
import { address, expectNone, onePageOfEach, opened, repository, waysIn } from './tools.mjs';

const widths = [320, 360, 768, 1280];
const schemes = ['light', 'dark'];
const height = 900;
const themeButton = '[data-theme-toggle]';
const { site, server, browser } = await opened();
const samples = onePageOfEach(site);

test('no page scrolls sideways, from 320 to 1280 pixels, in light and in dark', async (t) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await withProbe(context);
  const tab = await context.newPage();
  const problems = [];
  for (const { sort, page } of samples) {
    await tab.goto(address(`${server.origin}/`, page));
    for (const colorScheme of schemes) {
      await tab.emulateMedia({ colorScheme });
      for (const width of widths) {
        await tab.setViewportSize({ width, height });
        const { over, culprits } = await tab.evaluate(() => window.probe.overflow());
        if (over <= 0) continue;
        problems.push(`${page} (${sort}) is ${over} px too wide at ${width} px, ${colorScheme}: ${culprits.join(', ')}`);
        await photograph(tab, `wide-${width}-${colorScheme}`, page);
      }
    }
  }
  await context.close();
  t.diagnostic(`${samples.length} sorts of page: ${samples.map((s) => s.sort).join(', ')}`);
  expectNone(problems, 'pages that scroll sideways');
});

test('light and dark differ, and each has ink that stands out from its paper', async () => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const tab = await context.newPage();
  await tab.goto(`${server.origin}/index.html`);
  const seen = {};
  for (const colorScheme of schemes) {
    await tab.emulateMedia({ colorScheme });
    seen[colorScheme] = await tab.evaluate(lightness);
  }
  await context.close();
  assert.ok(seen.light.paper > seen.light.ink, `light: paper ${seen.light.paper}, ink ${seen.light.ink}`);
  assert.ok(seen.dark.paper < seen.dark.ink, `dark: paper ${seen.dark.paper}, ink ${seen.dark.ink}`);
});

for (const [way, name] of ['at the root', 'under a sub-path', 'from file://'].entries()) {
  test(`the theme button goes round, and its choice outlives a reload ${name}`, async () => {
    const { base } = waysIn(site, server)[way];
    const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
    const tab = await context.newPage();
    await tab.goto(`${base}index.html`);
    const button = tab.locator(themeButton).first();
    const state = async () => ({
      theme: await tab.evaluate(() => document.documentElement.dataset.theme ?? 'system'),
      label: await button.getAttribute('aria-label') ?? await button.textContent(),
      paper: (await tab.evaluate(lightness)).paper,
    });
    const seen = [await state()];
    for (let press = 0; press < 3; press += 1) {
      await button.click();
      const now = await state();
      await tab.reload();
      assert.deepEqual(await state(), now, 'a reload should change nothing');
      seen.push(now);
    }
    await context.close();
    assert.deepEqual(seen.map((s) => s.theme), ['system', 'light', 'dark', 'system']);
    assert.equal(new Set(seen.map((s) => s.label)).size, 3, 'the button should say which of the three it is');
    assert.ok(seen[2].paper < seen[1].paper, 'dark should be darker than light');
  });
}

/** Runs in the page: how light its paper and its ink are, 0 to 255. */
function lightness() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const of = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return alpha === 0 ? null : Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  };
  const body = getComputedStyle(document.body);
  const paper = of(body.backgroundColor) ?? of(getComputedStyle(document.documentElement).backgroundColor);
  return { paper: paper ?? 255, ink: of(body.color) };
}

/** Keeps a picture of a failure where `.gitignore` leaves it out. */
async function photograph(tab, what, page) {
  const folder = join(repository, 'tests/browser/screens');
  mkdirSync(folder, { recursive: true });
  await tab.screenshot({ path: join(folder, `${what}-${page.replaceAll('/', '-')}.png`), fullPage: true });
}
