//! One page of each template on paper: what one reads is there, unfolded, dark on
//! white, and nothing to press is. And on the screen, nothing moves for those who
//! asked for that.
//!
//! Keeps the PDF in `screens/` with `CANDOR_SCREENS=1`. Never counts the pages of
//! one: how much goes on a sheet is the theme's business.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withProbe } from './probe.mjs';
import { address, expectNone, onePageOfEach, opened, repository } from './tools.mjs';

const { site, server, browser } = await opened();
const samples = onePageOfEach(site);

test('a printed page has what one reads, unfolded, dark on white, and nothing to press', async () => {
  await onEachPage({ colorScheme: 'dark' }, async (tab, tell) => {
    const read = await tab.evaluate(readable);
    await tab.emulateMedia({ media: 'print' });
    const { pressable, folded, missing, paper, ink } = await tab.evaluate(printed, read);
    for (const name of pressable) tell(`prints ${name}`);
    for (const name of folded) tell(`prints ${name} folded`);
    for (const name of missing) tell(`does not print ${name}`);
    if (paper < 250 || ink > 40) tell(`is printed with paper ${paper} and ink ${ink} of 255`);
  });
});

test('a review makes a PDF that is more than an empty sheet', async (t) => {
  const { page } = samples.find(({ sort }) => sort === 'note of kind review');
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(address(`${server.origin}/`, page));
  const path = process.env.CANDOR_SCREENS ? join(repository, 'tests/browser/screens/review.pdf') : undefined;
  if (path) mkdirSync(join(repository, 'tests/browser/screens'), { recursive: true });
  const pdf = await tab.pdf({ path, format: 'A4', preferCSSPageSize: true });
  await context.close();
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  t.diagnostic(`${page}: ${sheets} sheets, ${pdf.length} bytes`);
  assert.ok(sheets >= 2 && pdf.length > 20_000, `${sheets} sheets, ${pdf.length} bytes`);
});

test('nothing moves for those who asked for no motion, and something may for the rest', async (t) => {
  const moving = new Set();
  await onEachPage({ reducedMotion: 'reduce' }, async (tab, tell) => {
    for (const what of await tab.evaluate(motions)) tell(what);
    await tab.emulateMedia({ reducedMotion: 'no-preference' });
    for (const what of await tab.evaluate(motions)) moving.add(what);
  });
  t.diagnostic(`${moving.size} motions for those who did not`);
  assert.ok(moving.size > 0, 'a test that sees no motion at all would not see a wrong one');
});

async function onEachPage(looks, work) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...looks });
  await withProbe(context);
  const tab = await context.newPage();
  const problems = [];
  for (const { sort, page } of samples) {
    await tab.emulateMedia({ media: 'screen', reducedMotion: null, ...looks });
    await tab.goto(address(`${server.origin}/`, page));
    await work(tab, (text) => problems.push(`${page} (${sort}): ${text}`));
  }
  await context.close();
  expectNone(problems, 'pages that are not as asked for');
}

/** Runs in the page: the parts of what its author wrote that a reader sees, to be found again on paper. */
function readable() {
  const parts = [...document.querySelectorAll('main :is(h1, h2, h3, p, li, td, pre, dd)')];
  return [...parts.keys()].filter((number) => window.probe.isSeen(parts[number]) && parts[number].matches('h1, .prose *'));
}

/** Runs in the page as it is printed. */
function printed(read) {
  const { isSeen, name } = window.probe;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const parts = all('main :is(h1, h2, h3, p, li, td, pre, dd)');
  // A section on one page begins with what is in it, on paper too.
  const isContents = (element) => element.matches('main nav') && document.querySelectorAll('main article').length > 1;
  const chrome = all('body > header, body > footer, body nav, button, [role="button"], input:not([type="checkbox"]), select, textarea, dialog, [role="tooltip"]');
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  const light = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = 'white';
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
  };
  return {
    pressable: chrome.filter((element) => isSeen(element) && !isContents(element)).map(name),
    folded: all('main details').filter((details) => isSeen(details) && [...details.children].some((child) => child.localName !== 'summary' && !isSeen(child) && child.textContent.trim())).map(name),
    missing: read.map((number) => parts[number]).filter((part) => !isSeen(part)).map(name),
    paper: light(getComputedStyle(document.body).backgroundColor),
    ink: light(getComputedStyle(document.querySelector('main h1')).color),
  };
}

/** Runs in the page: every rule of its style sheets that counts now and moves something for longer than one sees. */
function motions() {
  const found = [];
  const longest = (text) => Math.max(...text.split(',').map((time) => parseFloat(time) * (/ms\s*$/.test(time) ? 0.001 : 1)));
  const walk = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule && !matchMedia(rule.conditionText).matches) continue;
      if (rule instanceof CSSKeyframesRule) continue;
      if (rule.style) {
        const { transitionDuration, animationDuration, scrollBehavior } = rule.style;
        // A custom property in the shorthand leaves the parts empty: then any motion counts.
        const moves = (name, duration) => {
          const whole = rule.style.getPropertyValue(name);
          return duration ? longest(duration) > 0.01 : whole !== '' && whole !== 'none';
        };
        if (moves('transition', transitionDuration) || moves('animation', animationDuration)) found.push(`${rule.selectorText ?? ''} moves`);
        if (scrollBehavior === 'smooth') found.push(`${rule.selectorText} scrolls smoothly`);
      }
      if (rule.cssRules) walk(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) walk(sheet.cssRules);
  return [...new Set(found)];
}
